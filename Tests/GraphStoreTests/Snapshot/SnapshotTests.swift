import TestSupport
import Testing

@testable import GraphStore

@Suite struct SnapshotTests {
  /// Whatever other programs and the store itself write, an advanced snapshot says what a fresh one says.
  @Test(arguments: 1...8)
  func advancedAgreesWithFresh(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { _ in }
    let foreign = try foreignConnection(file.path)
    _ = try pictures(store)
    for step in 0..<20 {
      var statements: [String] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) { statements.append(SnapshotTests.change(&random)) }
      if step % 5 == 4 {
        try ownWrites(store, &random)
      } else {
        for sql in statements {
          // Some break a constraint; then nothing has changed.
          try? foreign.statement(sql).run()
        }
      }
      let (advanced, fresh) = try pictures(store)
      #expect(
        advanced == fresh,
        "seed \(seed) step \(step): \(statements); differ: \(advanced.lines.symmetricDifference(fresh.lines).sorted())")
    }
  }

  func pictures(_ store: Store) throws -> (advanced: Picture, fresh: Picture) {
    let read = try store.beginRead()
    let advanced = Picture(try read.reader())
    return (advanced, Picture(try Snapshot.load(from: #require(read.rowSource), usesPack: false)))
  }

  /// Statements that succeed and that are rolled back, each seen by a reader of the transaction.
  func ownWrites(_ store: Store, _ random: inout SeededGenerator) throws {
    let write = try store.beginWrite()
    for _ in 0..<4 {
      try write.beginStatement()
      let before = try write.advancedReader()
      let known = Picture(before)
      for _ in 0..<2 { try ownWrite(write, before, &random) }
      let after = try write.advancedReader()
      #expect(Picture(after) == Picture(try Snapshot.load(from: write.rowSource, usesPack: false)))
      #expect(Picture(before) == known, "a reader made before a write never sees it")
      let scanned = OrdinalBuffer()
      before.scanNodes(in: 0..<before.nodeLimit, labelSets: nil, into: scanned)
      for node in scanned.elements { #expect(after.nodeID(node) == before.nodeID(node), "ordinals stay") }
      if Bool.random(using: &random) { try write.endStatement() } else { try write.rollBackStatement() }
      #expect(Picture(try write.advancedReader()) == Picture(try Snapshot.load(from: write.rowSource, usesPack: false)))
    }
    if Bool.random(using: &random) { try write.commit() } else { write.rollBack() }
  }

  private func ownWrite(_ write: WriteTransaction, _ reader: any GraphReader, _ random: inout SeededGenerator) throws {
    let nodes = OrdinalBuffer()
    reader.scanNodes(in: 0..<reader.nodeLimit, labelSets: nil, into: nodes)
    let some = nodes.elements.randomElement(using: &random).map { reader.nodeID($0) }
    let value = Value.int(Int64.random(in: 0..<6, using: &random))
    switch (Int.random(in: 0..<4, using: &random), some) {
    case (0, let node?): _ = try? write.setProperty("k", to: value, ofNode: node)
    case (1, let node?): try? write.deleteNode(node)
    case (2, let node?):
      _ = try? write.insertEdge(type: "T1", source: node, target: node, isDirected: true, properties: ["l": value])
    default: _ = try write.insertNode(labels: ["A", "N"], properties: ["k": value])
    }
  }

  /// One change as another program makes it, with and without regard for what hangs together.
  static func change(_ random: inout SeededGenerator) -> String {
    let id = Int.random(in: 1...24, using: &random)
    let other = Int.random(in: 1...24, using: &random)
    let texts = [
      "{}", "{\"k\":1}", "{\"k\":2,\"l\":\"x\"}", "{\"k\":2.0}", "{\"k\":\"a\\\"b\"}", "{\"l\":[1,{\"m\":null}],\"k\":3}",
      "{\"k\":null,\"l\":4.5}", "{\"k\":true}",
    ]
    let text = texts.randomElement(using: &random) ?? "{}"
    let type = "(SELECT id FROM edge_type WHERE name = 'T\(Int.random(in: 0..<4, using: &random))')"
    let directed = Int.random(in: 0..<3, using: &random) == 0 ? 0 : 1
    let set = Int.random(in: 1...5, using: &random)
    switch Int.random(in: 0..<20, using: &random) {
    case 0...3: return "INSERT INTO nodes (labels, properties) VALUES ('[\"L\(set)\"]', '\(text)')"
    case 4, 5:
      return "INSERT INTO edges (type, source, target, directed, properties) "
        + "VALUES ('T\(set % 4)', \(id), \(other), \(directed), '\(text)')"
    case 6, 7:
      return "INSERT INTO edge (type, source, target, directed, properties) "
        + "VALUES (\(type), \(id), \(other), \(directed), '\(text)')"
    case 8: return "INSERT OR REPLACE INTO node (id, label_set, properties) VALUES (\(id), \(set), '\(text)')"
    case 9:
      return "INSERT OR REPLACE INTO edge (id, type, source, target, directed) "
        + "VALUES (\(id), \(type), \(other), \(id), \(directed))"
    case 10:
      return "INSERT INTO node (id, properties) VALUES (\(id), '\(text)') "
        + "ON CONFLICT (id) DO UPDATE SET properties = excluded.properties"
    case 11: return "UPDATE node SET id = \(other + 20) WHERE id = \(id)"
    case 12: return "UPDATE OR REPLACE edge SET id = \(other) WHERE id = \(id)"
    case 13: return "UPDATE OR REPLACE node SET id = \(other) WHERE id = \(id)"
    case 14: return "DELETE FROM node WHERE id = \(id)"
    case 15: return "DELETE FROM edge WHERE id = \(id)"
    case 16: return "UPDATE node SET label_set = \(set), properties = '\(text)' WHERE id % 5 = \(id % 5)"
    case 17: return "UPDATE edge SET source = \(other), type = \(type) WHERE id = \(id)"
    case 18: return "UPDATE edge SET properties = '\(text)', directed = \(directed) WHERE target = \(id)"
    default: return "INSERT INTO node (id, label_set, properties) VALUES (\(id), 7, '\(text)')"
    }
  }

  /// New rows go into the chunk of the snapshot before, which others hold, and which several go on from.
  @Test func severalGoOnFromOneSnapshot() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { write in
      for number in 0..<40 { _ = try write.insertNode(labels: ["A"], properties: ["k": .int(Int64(number))]) }
    }
    func insert(_ write: WriteTransaction, _ number: Int) throws {
      let node = try write.insertNode(labels: ["A", "B\(number % 3)"], properties: ["k": .int(Int64(number))])
      _ = try write.insertEdge(type: "T\(number % 2)", source: NodeID(1), target: node, isDirected: true, properties: ["l": .int(1)])
    }
    var held: [(reader: any GraphReader, picture: Picture)] = []
    func hold(_ reader: any GraphReader) { held.append((reader, Picture(reader))) }
    for round in 0..<24 {
      let read = try store.beginRead()
      hold(try read.reader())
      let write = try store.beginWrite()
      hold(try write.advancedReader())
      for number in 0..<3 {
        try write.beginStatement()
        try insert(write, 100 * round + number)
        hold(try write.advancedReader())
        if number == 1 {
          try write.rollBackStatement()
          // The same rows once more, beside those that were taken back.
          try insert(write, 7_000 + round)
          hold(try write.advancedReader())
        } else {
          try write.endStatement()
        }
      }
      #expect(Picture(try write.advancedReader()) == Picture(try Snapshot.load(from: write.rowSource, usesPack: false)))
      if round % 3 == 0 { write.rollBack() } else { try write.commit() }
      let (advanced, fresh) = try pictures(store)
      #expect(advanced == fresh)
      if round % 8 == 7 {
        for (reader, picture) in held { #expect(Picture(reader) == picture, "what was read before stays") }
        held = []
      }
    }
  }

  /// Many rows: several chunks, columns of every kind, hubs, ids with holes.
  @Test func manyRowsInManyChunks() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { write in
      let nodes = try write.insertNodes(
        (0..<5_000).map {
          NewNode(labels: ["N\($0 / 1_000)"], properties: ["k": .int(Int64($0 % 50)), "l": .float(Double($0))])
        })
      _ = try write.insertEdges(
        (0..<6_000).map {
          NewEdge(
            type: "T\($0 % 3)", source: nodes[$0 % 7], target: nodes[$0 % 5_000], isDirected: $0 % 11 != 0, properties: [:])
        })
      for index in stride(from: 300, to: 2_000, by: 7) {
        if index % 5_000 >= 7 { try write.setProperty("k", to: .string("s\(index)"), ofNode: nodes[index]) }
      }
    }
    var (advanced, fresh) = try pictures(store)
    #expect(advanced == fresh)
    let before = try #require(store.beginRead().reader() as? Snapshot)
    #expect(store.snapshotByteCount >= before.byteCount && before.byteCount > 5_000 * 30)
    try store.write { write in
      for id in stride(from: 10, to: 4_000, by: 3) { try write.deleteNode(NodeID(Int64(id))) }
      _ = try write.insertNodes((0..<3_000).map { NewNode(labels: ["A"], properties: ["k": .int(Int64($0))]) })
    }
    (advanced, fresh) = try pictures(store)
    #expect(advanced == fresh)
    let after = try #require(store.beginRead().reader() as? Snapshot)
    #expect(after.pool === before.pool, "advanced, not loaded")
    try store.write { write in
      for id in 5_001...7_900 { try write.deleteNode(NodeID(Int64(id))) }
    }
    (advanced, fresh) = try pictures(store)
    #expect(advanced == fresh)
  }
}
