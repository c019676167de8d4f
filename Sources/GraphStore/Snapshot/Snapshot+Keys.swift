/// Which properties tell nodes apart.
extension Snapshot {
  struct KeyQuestion: Hashable, Sendable {
    var key: [UInt8]
    var labelSets: [Bool]?
  }

  func isUnique(_ key: String, labelSets: [Bool]?, onlyIfKnown: Bool) -> Bool {
    let question = KeyQuestion(key: Array(key.utf8), labelSets: labelSets)
    if let known = uniqueKeys.withLock({ $0[question] }) { return known }
    if onlyIfKnown { return false }
    let answer = integers(key, labelSets).map { Snapshot.areDistinct($0) } ?? false
    uniqueKeys.withLock { $0[question] = answer }
    return answer
  }

  /// The property of all living nodes of the label sets; nil when one has none, or no integer.
  private func integers(_ key: String, _ labelSets: [Bool]?) -> [Int64]? {
    var values: [Int64] = []
    let nodes = OrdinalBuffer()
    let column = Column(.int, capacity: RowTable.chunkRows)
    var start: UInt32 = 0
    while start < nodeLimit {
      let end = min(nodeLimit, start + UInt32(RowTable.chunkRows))
      nodes.removeAll()
      scanNodes(in: start..<end, labelSets: labelSets, into: nodes)
      start = end
      if nodes.count == 0 { continue }
      properties(key, of: .node, nodes.elements, validity: nil, into: column)
      if column.kind == .int, !column.hasNulls {
        values.append(contentsOf: UnsafeBufferPointer(start: column.ints, count: nodes.count))
        continue
      }
      for row in 0..<nodes.count {
        let cell = column.cell(at: row)
        guard cell.tag == .int else { return nil }
        values.append(cell.int)
      }
    }
    return values
  }

  /// By marks where the numbers lie close together, else by sorting.
  private static func areDistinct(_ values: [Int64]) -> Bool {
    guard let least = values.min(), let greatest = values.max() else { return true }
    let (span, overflows) = greatest.subtractingReportingOverflow(least)
    guard !overflows, span < 64 * Int64(values.count) else {
      let sorted = values.sorted()
      return !zip(sorted, sorted.dropFirst()).contains { $0 == $1 }
    }
    var marks = Array(repeating: UInt64(0), count: Int(span >> 6) + 1)
    for value in values {
      let position = Int(value - least)
      let bit = UInt64(1) << UInt64(position & 63)
      if marks[position >> 6] & bit != 0 { return false }
      marks[position >> 6] |= bit
    }
    return true
  }
}
