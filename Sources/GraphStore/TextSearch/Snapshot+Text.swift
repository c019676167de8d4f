import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Nodes found by words, best first.
public struct TextMatches: Sendable {
  public var nodes: [NodeOrdinal] = []
  /// Greater is better; comparable within one search.
  public var scores: [Double] = []
}

/// A full-text index made in memory: rows are named by ordinal.
final class ScratchTexts: Sendable {
  private let connection: Mutex<Connection>
  private let keys: [String]

  init(_ keys: [String]) throws(StoreError) {
    let made = try Connection.inMemory()
    try TextTable(scratch: keys, on: made).create()
    connection = Mutex(made)
    self.keys = keys
  }

  func use<T: Sendable>(_ body: (TextTable) throws(StoreError) -> T) throws(StoreError) -> T {
    let keys = keys
    return try connection.withLock { (connection) throws(StoreError) -> T in try body(TextTable(scratch: keys, on: connection)) }
  }
}

extension Snapshot {
  /// Through the index in the file where this snapshot reads from a packed index; what has changed since the index was brought up to
  /// date, and small graphs, are looked at in memory, by the same rules.
  func search(_ index: IndexDefinition, for text: String) throws(StoreError) -> TextMatches {
    let query = try TextQuery(text)
    var ranking = TextRanking(documents: memberCount(index), query)
    if let (found, rows, changed) = fileMatches(index, query) {
      ranking.add(found, rows) { id in changed.contains(id) ? nil : nodeRows.living(id) }
      let members = members(index, among: changed.compactMap { nodeRows.living($0) })
      if !members.isEmpty {
        let scratch = try makeScratch(index, members)
        try ranking.add(from: scratch)
      }
    } else {
      try ranking.add(from: try scratch(index))
    }
    return ranking.matches(ids: { self.nodeRows.id($0) })
  }

  /// With how many rows have each phrase, and with what has changed since.
  private typealias FileMatches = (found: TextTable.Hits, rows: [Int], changed: Set<Int64>)

  /// Nil when the file has no index that can be used.
  private func fileMatches(_ index: IndexDefinition, _ query: TextQuery) -> FileMatches? {
    guard let source = pack?.source else { return nil }
    return source.lookUp(as: state) { connection throws(StoreError) -> FileMatches? in
      let table = TextTable(index, on: connection)
      guard let standing = try table.standing(),
        let changed = try table.changedIDs(since: standing, TableRowSource(connection, source.graphLayout))
      else { return nil }
      let found = try table.hits(query)
      return (found, try table.rowCounts(query, found, except: changed), changed)
    }
  }

  // MARK: In memory

  private func mask(_ index: IndexDefinition) -> [Bool] {
    let wanted = index.labels.compactMap { names.id(of: $0) }
    return labelSets.map { set in wanted.contains(where: set.contains) }
  }

  private func memberCount(_ index: IndexDefinition) -> Int {
    zip(mask(index), labelSetCounts).reduce(0) { $0 + ($1.0 ? $1.1 : 0) }
  }

  private func members(_ index: IndexDefinition, among nodes: [NodeOrdinal]) -> [NodeOrdinal] {
    let mask = mask(index)
    return nodes.filter { mask[Int(nodeRows.name($0))] }
  }

  /// Of all nodes; kept, so that the next search is quick.
  private func scratch(_ index: IndexDefinition) throws(StoreError) -> ScratchTexts {
    if let known = textIndexes.withLock({ $0[index] }) { return known }
    let nodes = OrdinalBuffer()
    scanNodes(in: 0..<nodeLimit, labelSets: mask(index), into: nodes)
    let made = try makeScratch(index, Array(nodes.elements))
    textIndexes.withLock { $0[index] = made }
    return made
  }

  private func makeScratch(_ index: IndexDefinition, _ nodes: [NodeOrdinal]) throws(StoreError) -> ScratchTexts {
    let scratch = try ScratchTexts(index.keys)
    let values = index.keys.map { _ in Column(.cell, capacity: RowTable.chunkRows) }
    try scratch.use { table throws(StoreError) in
      try table.connection.execute("BEGIN")
      for start in stride(from: 0, to: nodes.count, by: RowTable.chunkRows) {
        let part = Array(nodes[start..<min(nodes.count, start + RowTable.chunkRows)])
        for (key, column) in zip(index.keys, values) {
          part.withUnsafeBufferPointer { properties(key, of: .node, $0, validity: nil, into: column) }
        }
        for (row, node) in part.enumerated() {
          try table.insert(Int64(node), values.map { TextTable.text(of: Value($0.cell(at: row), reader: self)) })
        }
      }
      try table.connection.execute("COMMIT")
    }
    return scratch
  }
}

/// Ranks rows by how often the words come in them, how rare the words are, and how short the rows are: BM25 with a fixed length of
/// comparison, so that the score of a row depends on the graph alone and not on how it was found.
struct TextRanking {
  /// Words of a row that is neither short nor long.
  private static let usualLength = 24.0
  private let documents: Int
  private let query: TextQuery
  private var nodes: [NodeOrdinal] = []
  /// Of their rows.
  private var lengths: [Int32] = []
  private var counts: [Int32] = []
  /// How many rows have each phrase.
  private var rows: [Int]

  init(documents: Int, _ query: TextQuery) {
    self.documents = documents
    self.query = query
    rows = Array(repeating: 0, count: query.wantedMatches.count)
  }

  /// - Parameters:
  ///   - rows: how many have each phrase.
  ///   - node: of a row; nil = it does not count.
  mutating func add(_ hits: TextTable.Hits, _ rows: [Int], node: (Int64) -> NodeOrdinal?) {
    for (phrase, count) in rows.enumerated() { self.rows[phrase] += count }
    for (position, id) in hits.ids.enumerated() {
      guard let node = node(id) else { continue }
      nodes.append(node)
      lengths.append(hits.lengths[position])
      counts += hits.counts[position * rows.count..<(position + 1) * rows.count]
    }
  }

  /// Rows there are named by ordinal.
  mutating func add(from scratch: ScratchTexts) throws(StoreError) {
    let query = query
    let (hits, rows) = try scratch.use { table throws(StoreError) in
      let hits = try table.hits(query)
      return (hits, try table.rowCounts(query, hits, except: []))
    }
    add(hits, rows) { NodeOrdinal($0) }
  }

  func matches(ids: (NodeOrdinal) -> Int64) -> TextMatches {
    let rarity = rows.map { log(1 + (Double(max(documents, $0) - $0) + 0.5) / (Double($0) + 0.5)) }
    let scored = nodes.indices.map { row in
      let length = 1.2 * (0.25 + 0.75 * Double(lengths[row]) / TextRanking.usualLength)
      var score = 0.0
      for phrase in rarity.indices {
        let count = Double(counts[row * rarity.count + phrase])
        score += rarity[phrase] * 2.2 * count / (count + length)
      }
      return (node: nodes[row], score: score, id: ids(nodes[row]))
    }
    let sorted = scored.sorted { $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id }
    return TextMatches(nodes: sorted.map(\.node), scores: sorted.map(\.score))
  }
}
