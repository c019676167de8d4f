/// Values of one property at some nodes of a graph, in order: about how many of all lie between limits. For estimates, never for answers.
public final class ValueSample: @unchecked Sendable {
  /// One end of a range of values.
  public struct Limit {
    public var value: Cell
    public var isIncluded: Bool
    public init(_ value: Cell, isIncluded: Bool) { (self.value, self.isIncluded) = (value, isIncluded) }
  }

  /// Nodes that were looked at, with the property and without.
  public let nodeCount: Int
  /// Nodes of the graph then.
  let graphNodeCount: Int
  /// Ascending.
  private let values: [Cell]
  /// Holds what they point to.
  private let arena = Arena(firstChunkBytes: 1024)

  init(_ column: Column, nodeCount: Int, of graphNodeCount: Int) {
    self.nodeCount = nodeCount
    self.graphNodeCount = graphNodeCount
    var values: [Cell] = []
    for row in 0..<nodeCount {
      let cell = column.cell(at: row)
      if !cell.isNull { values.append(arena.copy(cell)) }
    }
    self.values = values.sorted { $0.order($1) == .less }
  }

  /// The part of the nodes whose value lies between the limits, nil standing for none; half a node of the sample where there is none.
  /// O(log values).
  public func share(from low: Limit?, to high: Limit?) -> Double {
    let start = low.map { low in position { low.isIncluded ? $0.order(low.value) != .less : $0.order(low.value) == .greater } } ?? 0
    let end = high.map { high in position { high.isIncluded ? $0.order(high.value) == .greater : $0.order(high.value) != .less } } ?? values.count
    return max(0.5, Double(end - start)) / Double(max(1, nodeCount))
  }

  /// Of the first value that lies behind a place in the order.
  private func position(_ isBehind: (Cell) -> Bool) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(values[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Snapshot {
  struct SampleKey: Hashable {
    var key: [UInt8]
    var labelSets: [Bool]
  }

  /// From so many chunks of nodes, spread over all that hold such nodes, so many of each.
  private static let sampledChunks = 16
  private static let sampledRows = 64
  /// Of fewer nodes nothing is estimated by a sample.
  private static let leastSampled = 256
  /// So many samples are kept.
  private static let sampleLimit = 64

  func valueSample(of key: String, labelSets: [Bool]) -> ValueSample? {
    // Those of an earlier snapshot may lack the last ones.
    let labelSets = labelSets + Array(repeating: false, count: max(0, labelSetCounts.count - labelSets.count))
    let question = SampleKey(key: Array(key.utf8), labelSets: labelSets)
    if let known = samples.withLock({ $0[question] }) { return known }
    let count = zip(labelSets, labelSetCounts).reduce(0) { $1.0 ? $0 + $1.1 : $0 }
    guard count >= Snapshot.leastSampled else { return nil }
    let nodes = sampledNodes(labelSets)
    let values = Column(.cell, capacity: nodes.count)
    nodes.withUnsafeBufferPointer { properties(key, of: .node, $0, validity: nil, into: values) }
    let sample = ValueSample(values, nodeCount: nodes.count, of: nodeCount)
    samples.withLock { kept in
      if kept.count >= Snapshot.sampleLimit { kept.removeAll() }
      kept[question] = sample
    }
    return sample
  }

  private func sampledNodes(_ labelSets: [Bool]) -> [NodeOrdinal] {
    let summary = labelSets.indices.reduce(0 as UInt64) { labelSets[$1] ? $0 | 1 << UInt64($1 & 63) : $0 }
    let chunks = labelSummaries.indices.filter { labelSummaries[$0] & summary != 0 }
    var sampled: [NodeOrdinal] = []
    let found = OrdinalBuffer()
    for chunk in Snapshot.spread(chunks.count, over: Snapshot.sampledChunks, seed: 0) {
      let first = UInt32(chunks[chunk]) << RowTable.shift
      found.removeAll()
      scanNodes(in: first..<min(nodeLimit, first + UInt32(RowTable.chunkRows)), labelSets: labelSets, into: found)
      sampled += Snapshot.spread(found.count, over: Snapshot.sampledRows, seed: chunk + 1).map { found.base[$0] }
    }
    return sampled
  }

  /// At most so many of the first `count` numbers: one at some place of each equal part, the same ones each time. Places at equal distances
  /// would see one part of what comes in turn.
  private static func spread(_ count: Int, over most: Int, seed: Int) -> [Int] {
    if count <= most { return Array(0..<count) }
    return (0..<most).map { part in
      let (start, end) = (part * count / most, (part + 1) * count / most)
      // A step of SplitMix64 (Steele, Lea and Flood: Fast splittable pseudorandom number generators, 2014).
      var dice = UInt64(seed * most + part + 1) &* 0x9E37_79B9_7F4A_7C15
      dice = (dice ^ (dice >> 30)) &* 0xBF58_476D_1CE4_E5B9
      dice = (dice ^ (dice >> 27)) &* 0x94D0_49BB_1331_11EB
      return start + Int((dice ^ (dice >> 31)) % UInt64(end - start))
    }
  }

  /// Estimates grow old with a tenth of the nodes.
  func inheritSamples(from old: Snapshot) {
    let known = old.samples.withLock { $0 }
    if known.isEmpty { return }
    samples.withLock { $0 = known.filter { abs(nodeCount - $0.value.graphNodeCount) <= $0.value.graphNodeCount / 10 } }
  }
}
