import Foundation
import TestSupport
import Testing

@testable import GraphStore

@Suite struct BackupTests {
  @Test(arguments: [true, false])
  func aBackupHoldsWhatIsCommitted(inMemory: Bool) throws {
    let file = try TemporaryFile()
    let store = try Store(path: inMemory ? nil : file.path)
    try store.write { write in
      let node = try write.insertNode(labels: ["A"], properties: ["x": .int(1)])
      _ = try write.insertEdge(type: "T", source: node, target: node, isDirected: true, properties: [:])
    }
    let write = inMemory ? nil : try store.beginWrite()
    _ = try write?.insertNode(labels: ["Open"], properties: [:])
    let copy = file.folder + "/copy.graph"
    try store.backup(to: copy)
    try write?.commit()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: file.folder).filter { $0.contains("copy") } == [
        "copy.graph"
      ])
    let opened = try Store(path: copy, configuration: Configuration(mode: .readWrite))
    #expect(opened.notices.isEmpty)
    #expect(try opened.check().isEmpty)
    #expect(try opened.rows().nodes == [1: #"["A"] {"x":1}"#])
    let before = try Data(contentsOf: URL(fileURLWithPath: copy))
    expect(.inputOutput) { try store.backup(to: copy) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == before)
    expect(.inputOutput) { try store.backup(to: file.folder + "/none/copy.graph") }
    for ending in ["-wal", "-shm", "-journal"] { expect(.inputOutput) { try store.backup(to: copy + ending) } }
    expect(.inputOutput) { _ = try Store(path: copy + "-journal", configuration: Configuration(mode: .create)) }
    #expect(try Store(path: file.folder + "/x-journal", configuration: Configuration(mode: .create)).check().isEmpty, "nobody's")
  }

  /// Each backup is one committed state: as many edges as nodes.
  @Test func backupsWhileOthersWriteAreConsistent() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path, configuration: Configuration(durability: .normal))
    let writer = Background {
      do {
        for _ in 0..<200 {
          try store.write { write in
            let node = try write.insertNode(labels: ["A"], properties: [:])
            _ = try write.insertEdge(type: "T", source: node, target: node, isDirected: true, properties: [:])
          }
        }
      } catch { Issue.record(error) }
    }
    for number in 0..<5 {
      let copy = file.folder + "/copy-\(number)"
      try store.backup(to: copy)
      let rows = try Store(path: copy).rows()
      #expect(rows.nodes.count == rows.edges.count)
      #expect(try Store(path: copy).check().isEmpty)
    }
    writer.join()
    #expect(try store.rows().nodes.count == 200)
  }

  @Test func aStoppedBackupLeavesNothing() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    let monitor = WorkMonitor(.writing)
    monitor.stop()
    expect(.interrupted) { try store.backup(to: file.folder + "/copy.graph", monitor: monitor) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder).filter { $0.contains("copy") }.isEmpty)
    let other = WorkMonitor(.writing)
    try store.backup(to: file.folder + "/copy.graph", monitor: other)
    #expect(other.glance.fraction == 1)
  }
}
