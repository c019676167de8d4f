/// The label set number of every node in one array of 16-bit numbers, for who looks at many nodes in no order. Dead nodes keep theirs.
final class NodeLabelSets: @unchecked Sendable {
  /// Shorter lists of nodes are looked up in the rows.
  static let listMinimum = 1_024

  private let numbers: UnsafeMutablePointer<UInt16>
  private let count: UInt32

  fileprivate init(_ rows: RowTable) {
    let count = rows.count
    let numbers = UnsafeMutablePointer<UInt16>.allocate(capacity: max(1, count))
    rows.withChunks { chunks in
      for chunk in 0..<rows.chunkCount {
        let names = chunks[chunk].pointee.names
        let first = chunk << Int(RowTable.shift)
        for row in 0..<rows.rowCount(inChunk: chunk) { numbers[first + row] = UInt16(truncatingIfNeeded: names[row]) }
      }
    }
    self.numbers = numbers
    self.count = UInt32(count)
  }

  deinit { numbers.deallocate() }

  var byteCount: Int { Int(count) * 2 }

  /// 0 for an ordinal that is none.
  @inline(__always) subscript(node: NodeOrdinal) -> UInt16 { node < count ? numbers[Int(node)] : 0 }
}

extension Snapshot {
  /// Nil when there are more label sets than 16 bits can number. O(nodes) when first asked for.
  func nodeLabelSets() -> NodeLabelSets? {
    if labelSets.count > Int(UInt16.max) { return nil }
    return madeNodeLabelSets.withLock { made in
      if let made { return made }
      let new = NodeLabelSets(nodeRows)
      made = new
      return new
    }
  }
}
