import TestSupport
import Testing

@testable import GraphStore

@Suite struct FileSightTests {
  /// What a writing transaction remembers of the file is what it would read, whatever it has done, taken back or found done by another program.
  @Test(arguments: [UInt64(1), 2, 3])
  func whatIsRememberedIsWhatIsThere(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try TemporaryFile()
    let (store, other) = (try Store(path: file.path), try Store(path: file.path))
    try store.write { _ = try $0.insertNode(labels: ["A"], properties: [:]) }
    for round in 0..<40 {
      try other.write { try change($0, &random, round) }
      let transaction = try store.beginWrite()
      try compare(transaction)
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        try transaction.beginStatement()
        try change(transaction, &random, round)
        try compare(transaction)
        if Bool.random(using: &random) { try transaction.endStatement() } else { try transaction.rollBackStatement() }
        try compare(transaction)
      }
      if Bool.random(using: &random) { try transaction.commit() } else { transaction.rollBack() }
    }
  }

  private func compare(_ transaction: WriteTransaction) throws {
    let remembered = (try transaction.rows.state(), try transaction.catalogVersion(), try transaction.catalog().version)
    transaction.connection.sight.isOpen = false
    defer { transaction.connection.sight.isOpen = true }
    #expect(try remembered.0 == transaction.rows.state())
    #expect(try remembered.1 == transaction.catalogVersion())
    #expect(remembered.2 == remembered.1)
  }

  private func change(_ transaction: WriteTransaction, _ random: inout SeededGenerator, _ round: Int) throws {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: _ = try transaction.insertNode(labels: ["L\(round % 7)"], properties: [:])
    case 1:
      let node = try transaction.insertNode(labels: [], properties: [:])
      _ = try transaction.insertEdge(type: "T\(round % 5)", source: node, target: node, isDirected: true, properties: [:])
    case 2: try transaction.createSchema(named: "/s\(round)-\(Int.random(in: 0..<1_000_000, using: &random))")
    case 3: try transaction.setProperty("x", to: .int(Int64(round)), ofNode: NodeID(1))
    case 4: _ = try transaction.insertNodes([NewNode(labels: ["B"], properties: [:]), NewNode(labels: ["B"], properties: [:])])
    default: break
    }
  }
}
