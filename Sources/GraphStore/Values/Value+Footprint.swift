/// About how much memory values take, for limits: what the allocator gives for the boxes, arrays and texts that a value is made of. What
/// is shared by several values counts for each. O(size).
extension Value {
  /// Bytes besides those that stand where the value is kept.
  package var footprint: Int {
    switch self {
    case .null, .bool, .int, .float, .date, .localTime, .zonedTime, .localDateTime: 0
    case .decimal, .zonedDateTime, .duration: 2 * Footprint.box
    case .string(let text): Footprint.of(text)
    case .bytes(let bytes): Footprint.array + bytes.count
    case .list(let items): items.footprint
    case .record(let record): record.footprint
    case .node(let node): Footprint.box + node.footprint
    case .edge(let edge): Footprint.box + edge.footprint
    case .path(let path):
      Footprint.box + 2 * Footprint.array + path.nodes.reduce(0) { $0 + $1.footprint } + path.edges.reduce(0) { $0 + $1.footprint }
    }
  }
}

extension Array<Value> {
  /// Bytes of the array and what is in it.
  package var footprint: Int { reduce(Footprint.array) { $0 + Footprint.value + $1.footprint } }
}

extension Record {
  package var footprint: Int {
    fields.reduce(Footprint.array) { $0 + 2 * Footprint.word + Footprint.value + Footprint.of($1.name) + $1.value.footprint }
  }
}

extension Node {
  fileprivate var footprint: Int {
    labels.reduce(Footprint.array + 3 * Footprint.word) { $0 + 2 * Footprint.word + Footprint.of($1) } + properties.footprint
  }
}

extension Edge {
  fileprivate var footprint: Int { 7 * Footprint.word + Footprint.of(type) + properties.footprint }
}

private enum Footprint {
  static let word = 8
  static let value = MemoryLayout<Value>.stride
  static let box = 48
  static let array = 48
  /// Bytes of UTF-8 that lie in a string itself.
  private static let shortText = 15

  static func of(_ text: String) -> Int { text.utf8.count > shortText ? array + text.utf8.count : 0 }
}
