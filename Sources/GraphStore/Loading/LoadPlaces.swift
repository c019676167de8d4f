/// Where the elements of a load stand in its files, for what is found out when all have been inserted. 4 bytes an element.
public final class LoadPlaces {
  /// Elements with ids one after the other, of one file.
  private struct Run {
    var first: Int64
    var file: String
    var lines: [Int32]
  }
  private var nodes: [Run] = []
  private var edges: [Run] = []

  func note(_ kind: ElementKind, _ id: Int64, file: String, line: Int) {
    if kind == .node { LoadPlaces.note(id, file, line, in: &nodes) } else { LoadPlaces.note(id, file, line, in: &edges) }
  }

  private static func note(_ id: Int64, _ file: String, _ line: Int, in runs: inout [Run]) {
    let line = Int32(clamping: line)
    if let last = runs.indices.last, runs[last].first + Int64(runs[last].lines.count) == id, runs[last].file == file {
      runs[last].lines.append(line)
    } else {
      runs.append(Run(first: id, file: file, lines: [line]))
    }
  }

  /// - Parameter place: `file:line`.
  func note(_ kind: ElementKind, _ id: Int64, place: String) {
    guard let colon = place.lastIndex(of: ":"), let line = Int(place[place.index(after: colon)...]) else { return }
    note(kind, id, file: String(place[..<colon]), line: line)
  }

  /// `file:line` of an element; nil when it is none of the load. O(runs).
  public func place(of kind: ElementKind, _ id: Int64) -> String? {
    let runs = kind == .node ? nodes : edges
    guard let run = runs.last(where: { $0.first <= id && id < $0.first + Int64($0.lines.count) }) else { return nil }
    return "\(run.file):\(run.lines[Int(id - run.first)])"
  }
}
