import GraphStore

/// Some elements of each label set, or of each edge type, from all over the graph: those who want to know which properties there are need not
/// read all. First windows that lie evenly over the graph are looked at, then everything, for the kinds that are rare.
struct ElementSample {
  private static let windows: UInt32 = 64
  private static let windowLength: UInt32 = 2_048

  private let reader: any GraphReader
  /// Elements of each kind that are wanted.
  private let size: Int
  private let check: () throws(StoreError) -> Void

  /// - Parameter check: called now and then; throws to stop.
  init(_ reader: any GraphReader, size: Int, check: @escaping () throws(StoreError) -> Void = {}) {
    self.reader = reader
    self.size = size
    self.check = check
  }

  /// In the order of the label sets that are given, by number.
  func nodes(ofSets sets: [Int]) throws(StoreError) -> [NodeOrdinal] {
    var missing = [Int](repeating: 0, count: reader.labelSets.count)
    for set in sets { missing[set] = min(size, reader.labelSetCounts[set]) }
    return try sample(upTo: reader.nodeLimit, missing: &missing) { range, missing, found in
      reader.scanNodes(in: range, labelSets: missing.map { $0 > 0 }, into: found)
      return Self.numbers(found) { reader.labelSetIDs(of: $0, into: $1) }
    }
  }

  func edges(ofTypes types: [NameID]) throws(StoreError) -> [EdgeOrdinal] {
    var missing = [Int](repeating: 0, count: reader.names.names.count)
    for type in types { missing[Int(type)] = min(size, reader.edgeCount(ofType: type)) }
    return try sample(upTo: reader.edgeLimit, missing: &missing) { range, missing, found in
      reader.scanEdges(in: range, types: types.filter { missing[Int($0)] > 0 }, into: found)
      return Self.numbers(found) { reader.typeIDs(of: $0, into: $1) }
    }
  }

  /// - Parameter scan: gives the elements of a range that are of a kind which misses some, and the number of the kind of each.
  private func sample(
    upTo limit: UInt32, missing: inout [Int], _ scan: (Range<UInt32>, [Int], OrdinalBuffer) -> [UInt32]
  ) throws(StoreError) -> [UInt32] {
    var chosen: [UInt32] = []
    var seen: Set<UInt32> = []
    let found = OrdinalBuffer()
    let atOnce = max(1, size / 16)
    func take(_ range: Range<UInt32>, most: Int) {
      found.removeAll()
      var taken = [Int](repeating: 0, count: missing.count)
      for (row, kind) in scan(range, missing, found).enumerated() {
        let kind = Int(kind)
        guard missing[kind] > 0, taken[kind] < most, seen.insert(found.elements[row]).inserted else { continue }
        missing[kind] -= 1
        taken[kind] += 1
        chosen.append(found.elements[row])
      }
    }
    if limit > Self.windows * Self.windowLength {
      for window in 0..<Self.windows {
        try check()
        let start = UInt32(UInt64(limit) * UInt64(window) / UInt64(Self.windows))
        take(start..<start + Self.windowLength, most: atOnce)
      }
    }
    var start: UInt32 = 0
    while start < limit, missing.contains(where: { $0 > 0 }) {
      try check()
      let end = start + min(Self.windowLength * 8, limit - start)
      take(start..<end, most: size)
      start = end
    }
    return chosen
  }

  private static func numbers(
    _ found: OrdinalBuffer, _ fill: (UnsafeBufferPointer<UInt32>, UnsafeMutablePointer<UInt32>) -> Void
  ) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: found.count) { buffer, count in
      if let base = buffer.baseAddress, found.count > 0 { fill(found.elements, base) }
      count = found.count
    }
  }
}
