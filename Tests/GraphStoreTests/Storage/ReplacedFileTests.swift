import Foundation
import TestSupport
import Testing

@testable import GraphStore

/// Files that are taken away, or that others take the place of, while they are open.
@Suite struct ReplacedFileTests {
  private func makeStore(_ path: String, nodes: Int) throws -> Store {
    let store = try Store(path: path)
    for _ in 0..<nodes { try store.write { _ = try $0.insertNode(labels: ["A"], properties: ["n": .int(1)]) } }
    return store
  }

  private func nodeCount(_ path: String) throws -> Int {
    let store = try Store(path: path, configuration: Configuration(mode: .readWrite))
    #expect(try store.check().isEmpty)
    return try store.beginRead().reader().nodeCount
  }

  @Test func nothingIsWrittenIntoAFileThatIsGone() throws {
    let file = try TemporaryFile()
    let store = try makeStore(file.path, nodes: 1)
    #expect(try store.beginRead().reader().nodeCount == 1)
    let write = try store.beginWrite()
    _ = try write.insertNode(labels: [], properties: [:])
    unlink(file.path)
    expect(.inputOutput) { try write.commit() }
    #expect(write.isEnded)
    expect(.inputOutput) { _ = try store.beginWrite() }
    // What is open can be read still, and saved.
    #expect(try store.beginRead().reader().nodeCount == 1)
  }

  /// The log of the file that was there goes into that file, wherever it is, and never into the one in its place.
  @Test func theFileInItsPlaceIsLeftAlone() throws {
    let file = try TemporaryFile()
    let (kept, other) = (file.folder + "/kept.graph", file.folder + "/other.graph")
    _ = try makeStore(other, nodes: 300)
    do {
      let store = try makeStore(file.path, nodes: 3)
      #expect(link(file.path, kept) == 0 && rename(other, file.path) == 0)
      expect(.inputOutput) { _ = try store.beginWrite() }
    }
    #expect(try nodeCount(file.path) == 300)
    #expect(try nodeCount(kept) == 3)
  }

  /// A connection that is opened later would see the other file.
  @Test func oneStoreReadsOneFile() throws {
    let file = try TemporaryFile()
    let other = file.folder + "/other.graph"
    _ = try makeStore(other, nodes: 2)
    let store = try makeStore(file.path, nodes: 1)
    let read = try store.beginRead()
    #expect(rename(other, file.path) == 0)
    expect(.inputOutput) { _ = try store.beginRead() }
    #expect(try read.reader().nodeCount == 1)
  }

  /// What others write into the log may be of the new file.
  @Test func theLogOfOthersIsLeft() throws {
    let file = try TemporaryFile()
    do {
      let store = try makeStore(file.path, nodes: 1)
      try Program.sqlite(file.path, "PRAGMA wal_autocheckpoint = 0; INSERT INTO nodes (labels) VALUES ('[\"B\"]');")
      #expect(rename(file.path, file.path + "-moved") == 0)
      expect(.inputOutput) { _ = try store.beginWrite() }
    }
    let log = try FileManager.default.attributesOfItem(atPath: file.path + "-wal")[.size] as? Int
    #expect(try #require(log) > 0)
  }

  @Test func aLookCostsLittle() throws {
    let file = try TemporaryFile()
    _ = try makeStore(file.path, nodes: 1)
    let connection = try Connection(
      file.path, path: file.path, options: Connection.Options(Configuration(), flags: 1))
    let start = ContinuousClock.now
    for _ in 0..<1_000 where connection.isMoved { Issue.record("it is where it was") }
    #expect(ContinuousClock.now - start < .milliseconds(500))
  }
}
