/// What the packed index of a graph holds and which state of the rows it shows: chunk 0 of kind `header`.
///
/// The index is derived: it can be thrown away at any time. Each of its chunks is a row of the graph's `pack` table:
///
/// | kind | item | chunk | content |
/// |---|---|---|---|
/// | header | 0 | 0 | this |
/// | nodes | 0 | 2,048 nodes | label set codes, and ids unless these are 1 ... n |
/// | edges | 0 | 2,048 edges | type codes, ends, direction; ids likewise |
/// | nodeValues, edgeValues | property | as above | see `PackedValues` |
/// | outgoing, incoming, undirected | type code | 2,048 nodes | degrees; other ends; edges |
/// | nodeIndex | property | 2,048 entries | see `PackedEqualityIndex` |
///
/// Each chunk ends with a `PackSeal`. Numbers are little-endian, lists of them as in `PackedInts`. Codes are positions in the lists of the header, which hold row
/// ids of label sets and edge types. Nodes and edges are named by ordinals: their position in the order of their ids.
struct PackHeader {
  static let formatVersion: UInt8 = 4
  /// Without seals; read as it is.
  private static let formatWithoutSeals: UInt8 = 3
  /// Without counts of edges' ends; read as it is.
  private static let formatWithoutEnds: UInt8 = 2
  /// Without equality indexes; read as it is.
  private static let formatWithoutIndexes: UInt8 = 1
  /// Properties of one kind of element that have values of their own; the texts of the rows hold the rest.
  static let keyLimit = 256

  /// Whether its chunks end with seals.
  private(set) var isSealed = true
  /// The state of the rows; its `packVersion` is this pack's.
  var state = RowState()
  var nodeCount = 0
  var edgeCount = 0
  var hasDenseNodeIDs = true
  var hasDenseEdgeIDs = true
  var greatestNodeID: Int64 = 0
  var greatestEdgeID: Int64 = 0
  var labelSets: [Int64] = []
  var labelSetCounts: [Int64] = []
  var types: [Int64] = []
  var edgeCounts: [Int64] = []
  var loopCounts: [Int64] = []
  var undirectedCounts: [Int64] = []
  /// For each chunk of nodes the label set codes that occur in it, as bits `code % 64`.
  var labelSummaries: [Int64] = []
  var nodeKeys: [[UInt8]] = []
  var edgeKeys: [[UInt8]] = []
  /// All properties have values here.
  var hasAllNodeKeys = true
  var hasAllEdgeKeys = true
  /// Properties of nodes, by their position in `nodeKeys`, that have an equality index.
  var indexedNodeKeys: [Int64] = []
  /// For each type how many of its edges begin at nodes of each label set, then how many end there; an undirected edge counts at both ends as
  /// either. Empty where types and sets are too many.
  var edgeEnds: [Int64] = []
  /// Edges that are not in the graph because an end is missing: that end, the edge.
  var dangling: [(end: Int64, edge: Int64)] = []

  func encode(to buffer: ByteBuffer) {
    buffer.append(PackHeader.formatVersion)
    for value in [
      state.maximumNodeID, state.maximumEdgeID, state.maximumNodeChange, state.maximumEdgeChange, state.labelSetCount,
      state.edgeTypeCount, state.packVersion, Int64(nodeCount), Int64(edgeCount), hasDenseNodeIDs ? 1 : 0,
      hasDenseEdgeIDs ? 1 : 0, greatestNodeID, greatestEdgeID, hasAllNodeKeys ? 1 : 0, hasAllEdgeKeys ? 1 : 0,
    ] { buffer.append(integer: value) }
    for list in lists { append(list, to: buffer) }
    for keys in [nodeKeys, edgeKeys] {
      buffer.append(integer: Int64(keys.count))
      for key in keys { buffer.append(counted: key) }
    }
  }

  private var lists: [[Int64]] {
    [
      labelSets, labelSetCounts, types, edgeCounts, loopCounts, undirectedCounts, labelSummaries, dangling.map(\.end),
      dangling.map(\.edge), indexedNodeKeys, edgeEnds,
    ]
  }

  private func append(_ list: [Int64], to buffer: ByteBuffer) {
    buffer.append(integer: Int64(list.count))
    PackedInts.append(count: list.count, to: buffer) { list[$0] }
  }

  /// Nil for anything but what `encode` writes, sealed.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard let version = bytes.first, let listCount = PackHeader.listCounts[version] else { return nil }
    isSealed = version > PackHeader.formatWithoutSeals
    guard let content = isSealed ? PackSeal.content(bytes, PackKey(kind: .header)) : bytes else { return nil }
    var cursor = PackCursor(content)
    _ = cursor.byte()
    var numbers: [Int64] = []
    for _ in 0..<15 {
      guard let number = cursor.integer() else { return nil }
      numbers.append(number)
    }
    state = RowState(
      maximumNodeID: numbers[0], maximumEdgeID: numbers[1], maximumNodeChange: numbers[2], maximumEdgeChange: numbers[3],
      labelSetCount: numbers[4], edgeTypeCount: numbers[5], packVersion: numbers[6])
    let limit = Int64(UInt32.max) - 1
    guard (0...limit).contains(numbers[7]), (0...limit).contains(numbers[8]) else { return nil }
    (nodeCount, edgeCount) = (Int(numbers[7]), Int(numbers[8]))
    (hasDenseNodeIDs, hasDenseEdgeIDs) = (numbers[9] == 1, numbers[10] == 1)
    (greatestNodeID, greatestEdgeID) = (numbers[11], numbers[12])
    (hasAllNodeKeys, hasAllEdgeKeys) = (numbers[13] == 1, numbers[14] == 1)
    var lists: [[Int64]] = []
    for _ in 0..<listCount {
      guard let list = PackHeader.list(&cursor, content.count) else { return nil }
      lists.append(list)
    }
    (labelSets, labelSetCounts, types, edgeCounts) = (lists[0], lists[1], lists[2], lists[3])
    (loopCounts, undirectedCounts, labelSummaries) = (lists[4], lists[5], lists[6])
    guard lists[7].count == lists[8].count else { return nil }
    if lists.count > 9 { indexedNodeKeys = lists[9] }
    if lists.count > 10 { edgeEnds = lists[10] }
    dangling = zip(lists[7], lists[8]).map { (end: $0, edge: $1) }
    guard let nodeKeys = PackHeader.keys(&cursor), let edgeKeys = PackHeader.keys(&cursor), cursor.isAtEnd else { return nil }
    (self.nodeKeys, self.edgeKeys) = (nodeKeys, edgeKeys)
    guard isConsistent else { return nil }
  }

  init() {}

  /// Lists of numbers in each version that is read.
  private static let listCounts: [UInt8: Int] = [formatVersion: 11, formatWithoutSeals: 11, formatWithoutEnds: 10, formatWithoutIndexes: 9]

  /// Where the counts of a type begin, one for each label set.
  func edgeEndsPosition(_ type: Int, isSource: Bool) -> Int { (2 * type + (isSource ? 0 : 1)) * labelSets.count }
  /// More counts than so many are not kept.
  static let edgeEndsLimit = 1 << 17

  /// A list without bytes of its own (width 0) is as long as it says: no longer than the limits of what it counts.
  private static func list(_ cursor: inout PackCursor, _ size: Int) -> [Int64]? {
    guard let count = cursor.count(atMost: 1 << 24), let view = cursor.ints(count) else { return nil }
    var list = Array(repeating: Int64(0), count: count)
    view.forEach { list[$0] = $1 }
    return list
  }

  private static func keys(_ cursor: inout PackCursor) -> [[UInt8]]? {
    guard let count = cursor.count(atMost: keyLimit) else { return nil }
    var keys: [[UInt8]] = []
    for _ in 0..<count {
      guard let key = cursor.text() else { return nil }
      keys.append(key)
    }
    return keys
  }

  private var isConsistent: Bool {
    let counts = labelSetCounts + edgeCounts + loopCounts + undirectedCounts
    return labelSets.count == labelSetCounts.count && types.count == edgeCounts.count && types.count == loopCounts.count
      && types.count == undirectedCounts.count && !counts.contains { $0 < 0 || $0 > Int64(UInt32.max) }
      && labelSetCounts.reduce(0, +) == Int64(nodeCount) && edgeCounts.reduce(0, +) == Int64(edgeCount)
      && (edgeEnds.isEmpty || edgeEnds.count == 2 * types.count * labelSets.count && !edgeEnds.contains { $0 < 0 })
      && indexedNodeKeys.allSatisfy { nodeKeys.indices.contains(Int($0)) } && labelSummaries.count == PackKey.chunkCount(nodeCount)
      && (!hasDenseNodeIDs || greatestNodeID == Int64(nodeCount)) && (!hasDenseEdgeIDs || greatestEdgeID == Int64(edgeCount))
  }
}

/// Names a chunk within a graph's pack.
struct PackKey: Hashable {
  enum Kind: UInt8 { case header, nodes, edges, nodeValues, edgeValues, outgoing, incoming, undirected, nodeIndex }
  /// Rows or nodes that a chunk covers: those of a chunk of the row table.
  static let span = RowTable.chunkRows

  var kind: Kind
  var item = 0
  var chunk = 0

  static func chunkCount(_ rows: Int) -> Int { (rows + span - 1) / span }

  /// The row id in the table.
  var row: Int64 { Int64(kind.rawValue) << 56 | Int64(item) << 32 | Int64(chunk) }
}
