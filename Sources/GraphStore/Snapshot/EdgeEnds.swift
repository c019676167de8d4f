/// How many edges of each type begin and end at nodes of each label set. Estimates, for choosing a plan: those of the time of packing, or of
/// when they were first asked for. An undirected edge counts at both ends as either.
public struct EdgeEnds: Equatable, Sendable {
  /// By type name id and label set number; types and sets that came later have none.
  public private(set) var sources: [[Double]] = []
  public private(set) var targets: [[Double]] = []

  /// At nodes of one set.
  public func count(ofType type: NameID, isSource: Bool, labelSet: Int) -> Double {
    let counts = isSource ? sources : targets
    guard counts.indices.contains(Int(type)), counts[Int(type)].indices.contains(labelSet) else { return 0 }
    return counts[Int(type)][labelSet]
  }

  init(typeCount: Int, labelSetCount: Int) {
    sources = Array(repeating: Array(repeating: 0, count: labelSetCount), count: typeCount)
    targets = sources
  }

  mutating func add(_ count: Double, ofType type: NameID, isSource: Bool, labelSet: Int) {
    if isSource { sources[Int(type)][labelSet] += count } else { targets[Int(type)][labelSet] += count }
  }
}

extension Snapshot {
  /// Rows beyond which edges that are not packed are not looked through for an estimate.
  private static let edgeEndsLimit = 200_000

  /// O(edges) when first asked for, if the graph is not packed; nil where that would be long.
  var edgeEnds: EdgeEnds? {
    madeEdgeEnds.withLock { made in
      if let made { return made.ends }
      let new = pack.map(packedEdgeEnds) ?? (Int(edgeLimit) <= Snapshot.edgeEndsLimit ? scannedEdgeEnds() : nil)
      made = MadeEdgeEnds(ends: new)
      return new
    }
  }

  /// What was made, if anything: it may be that nothing could be.
  struct MadeEdgeEnds: Sendable {
    let ends: EdgeEnds?
  }

  func packedEdgeEnds(_ pack: PackLink) -> EdgeEnds? {
    let header = pack.source.header
    guard !header.edgeEnds.isEmpty else { return nil }
    var ends = EdgeEnds(typeCount: names.names.count, labelSetCount: labelSets.count)
    let sets = header.labelSets.map { labelSetNumbers[$0].map(Int.init) }
    for (code, id) in header.types.enumerated() {
      guard let type = typeNames[id] else { continue }
      for (position, set) in sets.enumerated() {
        guard let set else { continue }
        for isSource in [true, false] {
          ends.add(Double(header.edgeEnds[header.edgeEndsPosition(code, isSource: isSource) + position]), ofType: type, isSource: isSource, labelSet: set)
        }
      }
    }
    return ends
  }

  func scannedEdgeEnds() -> EdgeEnds {
    var ends = EdgeEnds(typeCount: names.names.count, labelSetCount: labelSets.count)
    let edges = OrdinalBuffer()
    for first in stride(from: 0, to: edgeLimit, by: RowTable.chunkRows) {
      edges.removeAll()
      scanEdges(in: first..<min(edgeLimit, first + UInt32(RowTable.chunkRows)), types: nil, into: edges)
      let count = edges.count
      if count == 0 { continue }
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 5 * count) { room in
        guard let base = room.baseAddress else { return }
        let list = UnsafeBufferPointer(start: edges.base, count: count)
        endpoints(of: list, sources: base, targets: base + count)
        typeIDs(of: list, into: base + 2 * count)
        labelSetIDs(of: UnsafeBufferPointer(start: base, count: 2 * count), into: base + 3 * count)
        for row in 0..<count {
          let (type, source, target) = (NameID(base[2 * count + row]), Int(base[3 * count + row]), Int(base[4 * count + row]))
          ends.add(1, ofType: type, isSource: true, labelSet: source)
          ends.add(1, ofType: type, isSource: false, labelSet: target)
          if !isDirected(list[row]) {
            ends.add(1, ofType: type, isSource: true, labelSet: target)
            ends.add(1, ofType: type, isSource: false, labelSet: source)
          }
        }
      }
    }
    return ends
  }
}
