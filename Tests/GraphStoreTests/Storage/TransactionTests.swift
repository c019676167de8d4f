import Foundation
import TestSupport
import Testing

@testable import GraphStore

@Suite struct TransactionTests {
  @Test(arguments: [true, false])
  func readersSeeOneStateAndNeverWhatIsNotCommitted(inMemory: Bool) throws {
    let file = try TemporaryFile()
    let store = try Store(path: inMemory ? nil : file.path)
    try store.write { _ = try $0.insertNode(labels: [], properties: [:]) }
    let before = try store.beginRead()
    let write = try store.beginWrite()
    _ = try write.insertNode(labels: [], properties: [:])
    let during = try store.beginRead()
    #expect(try during.reader().nodeCount == 1)
    #expect(try write.advancedReader().nodeCount == 2)
    try write.commit()
    #expect(try before.reader().nodeCount == 1)
    let after = try store.beginRead()
    #expect(try after.reader().nodeCount == 2)
    #expect(try during.reader().nodeCount == 1)
  }

  @Test(arguments: [true, false])
  func oneSnapshotServesAllWhoSeeTheSameState(inMemory: Bool) throws {
    let file = try TemporaryFile()
    let store = try Store(path: inMemory ? nil : file.path)
    try store.write { _ = try $0.insertNode(labels: [], properties: [:]) }
    let first = try store.beginRead().reader()
    #expect(try store.beginRead().reader() === first)
    let write = try store.beginWrite()
    #expect(try write.advancedReader() === first)
    _ = try write.insertNode(labels: [], properties: [:])
    let own = try write.advancedReader()
    #expect(own !== first)
    #expect(try write.advancedReader() === own)
    #expect(try store.beginRead().reader() === first)
    try write.commit()
    #expect(try store.beginRead().reader() === own)
  }

  @Test(arguments: [true, false])
  func whatIsRolledBackIsInNoSnapshot(inMemory: Bool) throws {
    let file = try TemporaryFile()
    let store = try Store(path: inMemory ? nil : file.path)
    try store.write { _ = try $0.insertNode(labels: ["A"], properties: [:]) }
    let write = try store.beginWrite()
    try write.beginStatement()
    let lost = try write.insertNode(labels: ["B"], properties: ["x": .int(1)])
    #expect(try write.advancedReader().nodeCount == 2)
    try write.rollBackStatement()
    #expect(try write.advancedReader().nodeCount == 1)
    // The same id, the same state, another row.
    let kept = try write.insertNode(labels: ["C"], properties: ["x": .int(2)])
    #expect(kept == lost)
    #expect(try Rows(write.rowSource).nodes[kept.rawValue] == #"["C"] {"x":2}"#)
    let reader = try write.advancedReader()
    #expect(reader.nodeCount == 2)
    write.rollBack()
    #expect(try store.beginRead().reader() !== reader)
    #expect(try store.beginRead().reader().nodeCount == 1)
  }

  @Test func statementsNest() throws {
    let store = try Store(path: nil)
    let write = try store.beginWrite()
    try write.beginStatement()
    _ = try write.insertNode(labels: [], properties: [:])
    try write.beginStatement()
    _ = try write.insertNode(labels: [], properties: [:])
    try write.rollBackStatement()
    try write.beginStatement()
    _ = try write.insertNode(labels: ["New"], properties: [:])
    try write.endStatement()
    try write.endStatement()
    #expect(try write.advancedReader().nodeCount == 2)
    expect(.sqlite) { try write.endStatement() }
    expect(.sqlite) { try write.rollBackStatement() }
    try write.commit()
    #expect(try store.check().isEmpty)
  }

  /// A label set made in a statement that is undone is made again.
  @Test func namesOfAnUndoneStatementAreForgotten() throws {
    let store = try Store(path: nil)
    try store.write { write in
      try write.beginStatement()
      let node = try write.insertNode(labels: ["Once"], properties: [:])
      _ = try write.insertEdge(type: "ONCE", source: node, target: node, isDirected: true, properties: [:])
      try write.rollBackStatement()
      let again = try write.insertNode(labels: ["Once"], properties: [:])
      _ = try write.insertEdge(type: "ONCE", source: again, target: again, isDirected: true, properties: [:])
    }
    #expect(try store.check().isEmpty)
  }

  /// Nodes that an undone statement inserted are no ends, though their ids were fresh.
  @Test func endsOfAnUndoneStatementAreMissing() throws {
    let store = try Store(path: nil)
    let write = try store.beginWrite()
    try write.beginStatement()
    let ids = try write.insertNodes([
      NewNode(labels: [], properties: [:]), NewNode(labels: [], properties: [:]),
    ])
    try write.rollBackStatement()
    expect(.missingEndpoint) {
      _ = try write.insertEdge(type: "T", source: ids[0], target: ids[1], isDirected: true, properties: [:])
    }
  }

  @Test func anEndedTransactionRefusesEverything() throws {
    let store = try Store(path: nil)
    let write = try store.beginWrite()
    let node = try write.insertNode(labels: [], properties: [:])
    try write.commit()
    expect(.sqlite) { _ = try write.insertNode(labels: [], properties: [:]) }
    expect(.sqlite) { try write.deleteNode(node) }
    expect(.sqlite) { _ = try write.advancedReader() }
    expect(.sqlite) { try write.beginStatement() }
    expect(.sqlite) { try write.commit() }
    write.rollBack()
    #expect(try store.beginRead().reader().nodeCount == 1)
    let read = try store.beginRead()
    let reader = try read.reader()
    read.end()
    read.end()
    expect(.sqlite) { _ = try read.reader() }
    #expect(reader.nodeCount == 1)
  }

  @Test func lettingGoRollsBack() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    do {
      let write = try store.beginWrite()
      _ = try write.insertNode(labels: [], properties: [:])
    }
    try store.write { _ in }
    #expect(try store.rows().nodes.isEmpty)
  }

  @Test(arguments: [true, false])
  func oneWriterAtATime(inMemory: Bool) throws {
    let file = try TemporaryFile()
    var configuration = Configuration()
    configuration.busyTimeoutMilliseconds = 60
    let store = try Store(path: inMemory ? nil : file.path, configuration: configuration)
    let write = try store.beginWrite()
    let start = ContinuousClock.now
    expect(.busy) { _ = try store.beginWrite() }
    #expect(ContinuousClock.now - start >= .milliseconds(55))
    if !inMemory {
      let other = try Store(path: file.path, configuration: configuration)
      expect(.busy) { _ = try other.beginWrite() }
      try write.commit()
      try other.write { _ = try $0.insertNode(labels: [], properties: [:]) }
    }
  }

  @Test(arguments: [true, false])
  func threadsReadAndWriteAtOnce(inMemory: Bool) throws {
    let file = try TemporaryFile()
    let store = try Store(path: inMemory ? nil : file.path, configuration: Configuration(durability: .normal))
    let workers = (0..<4).map { worker in
      Background {
        do {
          var seen = 0
          for number in 0..<25 {
            try store.write { write in
              let node = try write.insertNode(labels: ["W\(worker)"], properties: [:])
              _ = try write.insertEdge(
                type: "T", source: node, target: node, isDirected: true, properties: [:])
              if number % 5 == 0 { _ = try write.advancedReader() }
            }
            let read = try store.beginRead()
            let reader = try read.reader()
            read.end()
            #expect(reader.nodeCount == reader.edgeCount)
            #expect(reader.nodeCount > seen)
            seen = reader.nodeCount
          }
        } catch {
          Issue.record(error)
        }
      }
    }
    for worker in workers { worker.join() }
    #expect(try store.beginRead().reader().nodeCount == 100)
    #expect(try store.check().isEmpty)
  }

  @Test func aRunningReadIsInterruptedFromAnotherThread() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path, configuration: Configuration(durability: .normal))
    try store.write { write in
      _ = try write.insertNodes((0..<2_000).map { _ in NewNode(labels: [], properties: [:]) })
    }
    let read = try store.beginRead()
    let handle = read.interruptHandle
    let source = try #require(read.rowSource)
    expect(.interrupted) {
      try source.forEachNode(after: 0) { row in if row.id == 1_000 { handle.interrupt() } }
    }
    #expect(try Rows(source).nodes.count == 2_000)
    read.end()
    handle.interrupt()
    #expect(try store.rows().nodes.count == 2_000)
  }

  @Test(arguments: [true, false])
  func aWriteIsInterruptedFromAnotherThread(inMemory: Bool) throws {
    let file = try TemporaryFile()
    let store = try Store(path: inMemory ? nil : file.path)
    let batch = (0..<500).map { _ in NewNode(labels: ["A"], properties: [:]) }
    for delayMicroseconds in [0, 300, 1_000, 3_000, 9_000] as [UInt32] {
      let write = try store.beginWrite()
      let handle = write.interruptHandle
      let interrupter = Background {
        usleep(delayMicroseconds)
        handle.interrupt()
      }
      expect(.interrupted) { for _ in 0..<10_000 { _ = try write.insertNodes(batch) } }
      interrupter.join()
      // In the middle of a change SQLite takes everything back; between two of them nothing.
      if write.isEnded {
        expect(.sqlite) { _ = try write.insertNode(labels: [], properties: [:]) }
        expect(.sqlite) { try write.commit() }
      } else {
        _ = try write.insertNode(labels: [], properties: [:])
        write.rollBack()
      }
      handle.interrupt()
    }
    try store.write { _ = try $0.insertNode(labels: ["B"], properties: [:]) }
    #expect(try store.rows().nodes.map(\.value) == [#"["B"] {}"#])
    #expect(try store.check().isEmpty)
  }

  /// A statement of a transaction stops between two changes, so that those before it stay.
  @Test(arguments: [true, false])
  func anInterruptedStatementLeavesTheOthers(inMemory: Bool) throws {
    let file = try TemporaryFile()
    let store = try Store(path: inMemory ? nil : file.path)
    let batch = (0..<500).map { _ in NewNode(labels: ["A"], properties: [:]) }
    let write = try store.beginWrite()
    try write.beginStatement()
    _ = try write.insertNode(labels: ["B"], properties: [:])
    try write.endStatement()
    let handle = write.interruptHandle
    for delayMicroseconds in [0, 300, 1_000, 3_000, 9_000] as [UInt32] {
      try write.beginStatement()
      let interrupter = Background {
        usleep(delayMicroseconds)
        handle.interrupt()
      }
      expect(.interrupted) { for _ in 0..<10_000 { _ = try write.insertNodes(batch) } }
      interrupter.join()
      #expect(!write.isEnded)
      try write.rollBackStatement()
    }
    try write.commit()
    #expect(try store.rows().nodes.map(\.value) == [#"["B"] {}"#])
    #expect(try store.check().isEmpty)
  }

  /// An interrupt that came too late does not stop the next statement.
  @Test func aLateInterruptIsForgotten() throws {
    let store = try Store(path: nil)
    let write = try store.beginWrite()
    try write.beginStatement()
    try write.endStatement()
    write.interrupt()
    try write.beginStatement()
    _ = try write.insertNode(labels: [], properties: [:])
    write.interrupt()
    expect(.interrupted) { _ = try write.insertNode(labels: [], properties: [:]) }
    try write.rollBackStatement()
    try write.commit()
    #expect(try store.rows().nodes.isEmpty)
  }

  @Test func foreignCommitsAreInTheNextTransaction() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    for count in 1...3 {
      try Program.sqlite(file.path, "INSERT INTO nodes (labels) VALUES ('[\"A\"]');")
      #expect(try store.beginRead().reader().nodeCount == count)
    }
    try Program.sqlite(file.path, "DELETE FROM node WHERE id = 2;")
    #expect(try store.beginRead().reader().nodeCount == 2)
  }

  /// Whoever drops the log's triggers, or edits what they go by, makes us read anew, never wrongly.
  @Test(arguments: [
    "DROP TRIGGER node_delete;", "DROP TRIGGER node_insert; DROP TRIGGER node_delete;",
    "CREATE UNIQUE INDEX u ON node (properties);",
    "UPDATE sqlite_sequence SET seq = 0;", "DELETE FROM sqlite_sequence;", "UPDATE sqlite_sequence SET seq = 'abc';",
    "UPDATE sqlite_sequence SET seq = x'00';",
  ])
  func withoutTheLogSnapshotsAreReadAnew(tampering: String) throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { write in
      for number in Int64(0)..<10 { _ = try write.insertNode(labels: [], properties: ["n": .int(number)]) }
    }
    #expect(try store.beginRead().reader().nodeCount == 10)
    try Program.sqlite(file.path, tampering)
    #expect(try store.beginRead().reader().nodeCount == 10)
    try Program.sqlite(file.path, "DELETE FROM node WHERE id = 10; DELETE FROM node WHERE id = 3;")
    #expect(try store.beginRead().reader().nodeCount == 8)
    try Program.sqlite(file.path, "INSERT INTO node (id, properties) VALUES (3, '{\"z\":1}');")
    #expect(try store.beginRead().reader().nodeCount == 9)
    #expect(try !store.check().isEmpty)
  }

  /// A number beyond all ids planted where SQLite keeps the greatest: nothing traps, and no id is left.
  @Test(arguments: [Int64.max, Int64.max - 1, Int64(1) << 48]) func idsMayHaveRunOut(_ number: Int64) throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { write in
      let nodes = try write.insertNodes((0..<3).map { _ in NewNode(labels: ["A"], properties: [:]) })
      _ = try write.insertEdge(type: "R", source: nodes[0], target: nodes[1], isDirected: true, properties: [:])
    }
    try store.repack()
    try Program.sqlite(file.path, "UPDATE sqlite_sequence SET seq = \(number);")
    let fresh = try Store(path: file.path)
    try fresh.write { try $0.setProperty("q", to: .int(1), ofNode: NodeID(2)) }
    #expect(try fresh.beginRead().reader().nodeCount == 3)
    #expect { try fresh.write { _ = try $0.insertNode(labels: [], properties: [:]) } } throws: { error in
      (error as? StoreError)?.code == .limitExceeded && (error as? StoreError)?.message.hasPrefix("no id is left") == true
    }
    #expect { try fresh.write { _ = try $0.insertNodes((0..<60).map { _ in NewNode(labels: [], properties: [:]) }) } } throws: { error in
      (error as? StoreError)?.code == .limitExceeded
    }
  }
}
