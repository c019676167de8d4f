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
    var ranking = TextRanking(documents: memberCount(index))
    if let (found, changed) = fileMatches(index, query) {
      for (match, hits) in found { ranking.add(match, hits.compactMap { hit in ordinal(hit) }) }
      let members = members(index, among: changed.compactMap { nodeRows.living($0) })
      if !members.isEmpty {
        let scratch = try makeScratch(index, members)
        try ranking.add(query, from: scratch)
      }
    } else {
      try ranking.add(query, from: try scratch(index))
    }
    return ranking.matches(ids: { self.nodeRows.id($0) })
  }

  private func ordinal(_ hit: TextTable.Hit) -> TextTable.Hit? {
    guard let node = nodeRows.living(hit.id) else { return nil }
    return TextTable.Hit(id: Int64(node), count: hit.count, length: hit.length)
  }

  private typealias FileMatches = (found: [(String, [TextTable.Hit])], changed: Set<Int64>)

  /// Nil when the file has no index that can be used.
  private func fileMatches(_ index: IndexDefinition, _ query: TextQuery) -> FileMatches? {
    guard let source = pack?.source else { return nil }
    return source.lookUp(as: state) { connection throws(StoreError) -> FileMatches? in
      let table = TextTable(index, on: connection)
      guard let standing = try table.standing(),
        let changed = try table.changedIDs(since: standing, TableRowSource(connection, source.graphLayout))
      else { return nil }
      let all = Set(try table.ids(query.expression))
      var found: [(String, [TextTable.Hit])] = []
      for match in query.wantedMatches {
        found.append((match, try table.hits(match).filter { !changed.contains($0.id) }))
      }
      found.append(("", all.filter { !changed.contains($0) }.map { TextTable.Hit(id: $0, count: 0, length: 0) }))
      return (found, changed)
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
  private var hits: [String: [TextTable.Hit]] = [:]
  private var found: Set<Int64> = []

  init(documents: Int) { self.documents = documents }

  /// The empty phrase stands for the whole query.
  mutating func add(_ phrase: String, _ more: [TextTable.Hit]) {
    if phrase.isEmpty { found.formUnion(more.map(\.id)) } else { hits[phrase, default: []] += more }
  }

  mutating func add(_ query: TextQuery, from scratch: ScratchTexts) throws(StoreError) {
    let all = try scratch.use { table throws(StoreError) in try table.ids(query.expression) }
    found.formUnion(all)
    for match in query.wantedMatches {
      add(match, try scratch.use { table throws(StoreError) in try table.hits(match) })
    }
  }

  func matches(ids: (NodeOrdinal) -> Int64) -> TextMatches {
    var scores: [Int64: Double] = [:]
    for phrase in hits.keys.sorted() {
      let list = hits[phrase] ?? []
      let rarity = log(1 + (Double(max(documents, list.count) - list.count) + 0.5) / (Double(list.count) + 0.5))
      for hit in list where found.contains(hit.id) {
        let count = Double(hit.count)
        scores[hit.id, default: 0] +=
          rarity * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * Double(hit.length) / TextRanking.usualLength))
      }
    }
    let sorted = found.map { (node: NodeOrdinal($0), score: scores[$0] ?? 0) }.sorted {
      $0.score != $1.score ? $0.score > $1.score : ids($0.node) < ids($1.node)
    }
    return TextMatches(nodes: sorted.map(\.node), scores: sorted.map(\.score))
  }
}
