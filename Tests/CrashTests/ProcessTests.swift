import Foundation
import TestSupport
import Testing

@testable import GraphStore

@Suite(.serialized) struct ProcessTests {
  @Test func processesWriteInTurn() throws {
    let file = try TemporaryFile()
    let children = try (0..<4).map { _ in try Child("insert", file.path, "40") }
    let store = try Store(path: file.path)
    for number in 0..<40 as Range<Int64> {
      let write = try store.beginWrite()
      _ = try write.insertNode(labels: ["Counted"], properties: ["pid": .int(0), "n": .int(number)])
      try write.commit()
      _ = try store.beginRead().reader()
    }
    for child in children { #expect(child.readLines() == ["done"]) }
    #expect(try store.beginRead().reader().nodeCount == 200)
    #expect(try store.check().isEmpty)
  }

  @Test func aWriterInAnotherProcessMakesUsWaitThenFail() throws {
    let file = try TemporaryFile()
    var configuration = Configuration()
    configuration.busyTimeoutMilliseconds = 80
    let store = try Store(path: file.path, configuration: configuration)
    let child = try Child("hold", file.path)
    #expect(child.readLine() == "holding")
    let start = ContinuousClock.now
    #expect(throws: StoreError.self) { try store.beginWrite() }
    #expect(ContinuousClock.now - start >= .milliseconds(70))
    #expect(try store.beginRead().reader().nodeCount == 0)
    try child.say("go on")
    #expect(child.readLines() == ["committed"])
    #expect(try store.beginRead().reader().nodeCount == 1)
    let write = try store.beginWrite()
    _ = try write.insertNode(labels: [], properties: [:])
    try write.commit()
  }

  /// As a user who may write neither file nor folder. (Root may everything, so a child gives its rights up.)
  @Test(arguments: ["readOnly", "create"])
  func whatMayNotBeWrittenIsReadAllTheSame(mode: String) throws {
    let file = try TemporaryFile()
    chmod(file.folder, 0o755)
    let path = file.folder + "/o wn%ed.graph"
    do {
      let store = try Store(path: path)
      let write = try store.beginWrite()
      _ = try write.insertNode(labels: [], properties: [:])
      try write.commit()
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder) == ["o wn%ed.graph"])
    chmod(path, 0o444)
    chmod(file.folder, 0o555)
    defer { chmod(file.folder, 0o755) }
    let lines = try Child("unprivileged", path, mode).readLines()
    #expect(lines.count == 3, "\(lines)")
    #expect(lines.first?.contains("write-protected") == true)
    #expect(lines.dropFirst().first == "nodes 1")
    #expect(lines.last?.hasPrefix("error readOnly") == true)

    chmod(path, 0o000)
    let refused = try Child("unprivileged", path, mode).readLines()
    #expect(refused.count == 1 && refused[0].hasPrefix("error inputOutput"), "\(refused)")
  }

  /// Commits that only the `-wal` file holds are not passed over in silence.
  @Test func leftOverCommitsInAFolderThatMayNotBeWritten() throws {
    let file = try TemporaryFile()
    chmod(file.folder, 0o755)
    let child = try Child("commit", file.path)
    _ = child.readLine()
    child.kill()
    _ = child.readLines()
    _ = unlink(file.path + "-shm")
    for ending in ["", "-wal"] { chmod(file.path + ending, 0o444) }
    chmod(file.folder, 0o555)
    defer { chmod(file.folder, 0o755) }
    let lines = try Child("unprivileged", file.path, "readOnly").readLines()
    #expect(lines.count == 1 && lines[0].hasPrefix("error readOnly") && lines[0].contains("-wal"), "\(lines)")
  }
}
