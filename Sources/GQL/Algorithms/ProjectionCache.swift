import GraphStore
import Synchronization

/// The projections that algorithms worked on last, for the next one that asks for the same part of the same snapshot: making one takes
/// longer than many an algorithm does. None outlives the asking for another snapshot's.
final class ProjectionCache: Sendable {
  /// Louvain works on two.
  private static let limit = 2
  /// Larger ones are made each time.
  private static let byteLimit = 256 << 20

  /// Which part of a graph, in terms of one snapshot.
  struct Part: Equatable {
    var labelSets: [Bool]?
    var types: [NameID]?
    var directions: EdgeDirections
    var keepsEdges: Bool
  }

  private struct Entry {
    var part: Part
    var reader: UInt64
    var projection: GraphProjection
  }

  private let entries = Mutex<[Entry]>([])

  func projection(of part: Part, _ reader: any GraphReader) -> GraphProjection? {
    entries.withLock { entries in
      entries.removeAll { $0.reader != reader.identity }
      return entries.first { $0.part == part }?.projection
    }
  }

  func keep(_ projection: GraphProjection, of part: Part, _ reader: any GraphReader) {
    guard projection.byteCount <= ProjectionCache.byteLimit else { return }
    entries.withLock { entries in
      if entries.count == ProjectionCache.limit { entries.removeFirst() }
      entries.append(Entry(part: part, reader: reader.identity, projection: projection))
    }
  }

  /// For tests.
  var count: Int { entries.withLock { $0.count } }
}
