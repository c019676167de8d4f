/// How much a nested value may hold. Lists and records share their parts, so that a short text can make one that would take years to print:
/// each step that puts values into values looks at what comes out.
extension Cell {
  /// Lists and records within each other.
  public static let depthLimit = 1_000
  /// Items of a list or record that holds lists or records, all the way down, each counted wherever it occurs.
  public static let extentLimit = 1 << 24

  /// Nothing for a value without parts, and for a flat one of any length. O(items, all the way down).
  /// - Throws: `limitExceeded`, naming the limit.
  public func checkExtent() throws(ValueError) {
    var budget = Cell.extentLimit
    try checkParts(&budget, depth: 1)
  }

  private var parts: UnsafeBufferPointer<Cell> {
    switch tag {
    case .list: items
    case .record: fieldCells
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .node, .edge, .path:
      UnsafeBufferPointer(start: nil, count: 0)
    }
  }

  private func checkParts(_ budget: inout Int, depth: Int) throws(ValueError) {
    if depth > Cell.depthLimit {
      throw ValueError(.limitExceeded, "a value may have \(Cell.depthLimit) levels of lists and records at most")
    }
    let parts = parts
    for part in parts where part.tag == .list || part.tag == .record {
      budget -= Int(part.length)
      if budget < 0 {
        throw ValueError(.limitExceeded, "a nested value may have \(Cell.extentLimit) items in all at most")
      }
      try part.checkParts(&budget, depth: depth + 1)
    }
  }
}
