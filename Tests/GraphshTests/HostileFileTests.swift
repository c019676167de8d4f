import Foundation
import GQL
import TestSupport
import Testing

@testable import graphsh

/// Files that are not ours, damaged, protected or booby-trapped: a clear error or a right answer, nothing lost, nothing run.
@Suite struct HostileFileTests {
  private func run(_ arguments: String...) throws -> (status: Int32, output: String, complaints: String) {
    try runProgram(Programs.graphsh, arguments)
  }

  private func write(_ bytes: Data, to path: String) throws {
    for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  /// 3 with a sentence and no rows, whatever is asked.
  private func expectRefused(_ path: String, _ note: Comment) throws {
    for arguments in [[path, "-c", "MATCH (n) RETURN n"], ["backs", path, "one-month truce"], ["check", path], ["export", path]] {
      let outcome = try runProgram(Programs.graphsh, arguments)
      #expect(outcome.status == 3, note)
      #expect(outcome.output.isEmpty && outcome.complaints.hasPrefix("error: "), note)
    }
  }

  @Test func filesOfOthersAreRefused() throws {
    let file = try TemporaryFile()
    try write(Data(), to: file.path)
    try expectRefused(file.path, "empty")
    try write(Data("{\"type\":\"node\"}\n".utf8), to: file.path)
    try expectRefused(file.path, "text")
    try write(Data((0..<10_000).map { _ in UInt8.random(in: 0...255) }), to: file.path)
    try expectRefused(file.path, "noise")
    unlink(file.path)
    try Program.sqlite(file.path, "CREATE TABLE node (id INTEGER PRIMARY KEY, name); INSERT INTO node VALUES (1, 'x');")
    try expectRefused(file.path, "another database")
    try expectRefused(file.folder, "a folder")
    #expect(try Program.sqlite(file.path, "SELECT * FROM node;") == "1|x\n")
  }

  /// `ulimit -v`: what a statement may hold unless it is told is less than what the process may have.
  @Test func littleAddressSpaceIsALimit() throws {
    let script = "ulimit -v 600000; exec \"$0\" --create \"$1\" -c \"FOR i IN RANGE(1, 3000) FOR k IN RANGE(1, 3000) RETURN SIZE(COLLECT_LIST('a text of some length ' || CAST(i + k AS STRING))) AS n\""
    let file = try TemporaryFile()
    let outcome = try runProgram("/bin/sh", ["-c", script, Programs.graphsh, file.path])
    #expect(outcome.status == 1 && outcome.complaints.contains("22K01"), "\(outcome.complaints)")
  }

  /// `ulimit -f`: a write that is too much for it fails, and the program says so.
  @Test func aFileSizeLimitIsAnError() throws {
    let file = try BuiltProgram.make("INSERT (:A)")
    let script = "ulimit -f 100; exec \"$0\" \"$1\" -c \"FOR i IN RANGE(1, 5000) INSERT (:B {t: 'a long enough text', i: i})\""
    let outcome = try runProgram("/bin/sh", ["-c", script, Programs.graphsh, file.path])
    #expect(outcome.status == 1 && outcome.complaints.contains("file too large"), "\(outcome)")
    #expect(try run(file.path, "--mode", "csv", "-c", "MATCH (n:B) RETURN COUNT(*) AS n").output == "n\n0\n")
  }

  @Test func aTruncatedGraphIsNoticed() throws {
    let file = try TemporaryFile()
    let whole = try BuiltProgram.seedBytes()
    for kept in [100, 4_096, whole.count / 3, whole.count - 4_096, whole.count - 1] {
      try write(whole.prefix(kept), to: file.path)
      let check = try run("check", file.path)
      #expect(check.status == 1 || check.status == 3, "\(kept)")
      #expect(check.output.contains("error: file: ") == check.complaints.contains("hint: `graphsh export "), "\(kept): \(check.complaints)")
      let asked = try run("backs", file.path, "one-month truce", "--mode", "csv")
      #expect([0, 1, 3].contains(asked.status) && (asked.status == 0) != asked.output.isEmpty, "\(kept): \(asked.complaints)")
    }
  }

  /// Damage anywhere in a graph of the seeds: every question is answered or refused with a sentence. A trap would end the tests.
  @Test func questionsOfDamagedGraphs() throws {
    let whole = try BuiltProgram.seedBytes()
    var random = SeededGenerator(seed: 2_025)
    let file = try TemporaryFile()
    var refused = 0
    for round in 0..<100 {
      var damaged = whole
      let length = Int.random(in: 1...64, using: &random)
      let start = Int.random(in: 0..<damaged.count - length, using: &random)
      for offset in start..<start + length { damaged[offset] = UInt8.random(in: 0...255, using: &random) }
      try write(damaged, to: file.path)
      do {
        let session = Session(graph: try Graph(path: file.path, mode: .readWrite))
        for question in [
          "MATCH (n) RETURN n", "MATCH (a)-[e]->(b) RETURN a, e, b", "MATCH (a)-[e:PROPOSES]->(b {name: 'one-month truce'}) RETURN a.name",
          "MATCH (a)-[e]->(b) RETURN TYPE(e), COUNT(*), MAX(e.paragraph)", "INSERT (:New)-[:NEW]->(:New)", "MATCH (n:New) DETACH DELETE n",
        ] {
          do { _ = try session.execute(question) } catch { #expect(!error.message.isEmpty) }
        }
        let question = ["backs", "timeline", "about"][round % 3]
        _ = try session.ask(question, question == "backs" ? ["name": "one-month truce", "with_state": false] : ["name": "France"])
      } catch { refused += 1 }
    }
    #expect(refused > 10)
  }

  /// What an untouched file says of one thing.
  private static let answer = Result { try runProgram(Programs.graphsh, ["backs", BuiltProgram.seedGraph(), "one-month truce"]).output }

  /// Triggers and views that others put into a file neither run nor change an answer.
  @Test(arguments: [
    "CREATE TRIGGER evil AFTER INSERT ON node BEGIN DELETE FROM edge; END;",
    "CREATE TRIGGER evil AFTER INSERT ON edge BEGIN UPDATE node SET properties = '{\"evil\":1}'; END;",
    "CREATE TRIGGER evil BEFORE DELETE ON edge BEGIN SELECT RAISE(ABORT, 'evil'); END;",
    "DROP VIEW nodes; CREATE VIEW nodes AS SELECT load_extension('evil') AS id;",
    "DROP VIEW edges; CREATE VIEW edges AS SELECT 1 AS id, 'EVIL' AS type, 1 AS source, 1 AS target, 1 AS directed, '{}' AS properties;",
    "CREATE TABLE extra (x); CREATE INDEX evil ON node (json_extract(properties, '$.name'));",
  ])
  func trapsDoNotSpring(sql: String) throws {
    let file = try TemporaryFile()
    try write(BuiltProgram.seedBytes(), to: file.path)
    try Program.sqlite(file.path, sql)
    let asked = try run("backs", file.path, "one-month truce")
    #expect(try asked.output == HostileFileTests.answer.get(), "\(asked.complaints)")
    let changed = try run(
      file.path, "-c", "INSERT (:New {n: 1})-[:NEW]->(:New {n: 2})", "-c", "MATCH (:New)-[e:NEW]->() DELETE e", "-c",
      "MATCH (n:New) DETACH DELETE n")
    #expect(changed.status == 0, "\(changed.complaints)")
    #expect(try run("backs", file.path, "one-month truce").output == asked.output)
    #expect(try run("check", file.path).output.contains("evil") || sql.hasPrefix("DROP"))
  }

  /// As somebody who may write neither file nor folder; root may everything, so it gives its rights up.
  @Test(arguments: [(0o444 as mode_t, 0o755 as mode_t), (0o644, 0o555), (0o444, 0o555)])
  func whatMayNotBeWrittenIsRead(file mode: mode_t, folder folderMode: mode_t) throws {
    let setpriv = "/usr/bin/setpriv"
    let isRoot = geteuid() == 0
    if isRoot, !FileManager.default.isExecutableFile(atPath: setpriv) { return print("SKIPPED: setpriv is not installed: protected folders are not tried") }
    let file = try TemporaryFile()
    try write(BuiltProgram.seedBytes(), to: file.path)
    chmod(file.path, mode)
    chmod(file.folder, folderMode)
    defer { chmod(file.folder, 0o755) }
    func asNobody(_ arguments: [String]) throws -> (status: Int32, output: String, complaints: String) {
      let whole = isRoot ? ["--reuid=65534", "--regid=65534", "--clear-groups", Programs.graphsh] + arguments : arguments
      return try runProgram(isRoot ? setpriv : Programs.graphsh, whole)
    }
    // A folder above may be closed to others.
    guard try asNobody(["--version"]).status == 0 else { return }
    let asked = try asNobody(["backs", file.path, "one-month truce"])
    #expect(asked.status == 0, "\(asked.complaints)")
    #expect(try asked.output == run("backs", BuiltProgram.seedGraph(), "one-month truce").output)
    let changed = try asNobody([file.path, "-c", "INSERT (:New)"])
    #expect(changed.status == 1 || changed.status == 3, "\(changed.status)")
    #expect(changed.output.isEmpty && changed.complaints.contains("error"), "\(changed.complaints)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == BuiltProgram.seedBytes())
  }

  /// No room for the answer, and none for the graph.
  @Test func aFullDiskIsAnError() throws {
    let seeds = try BuiltProgram.seedGraph()
    for arguments in ["'\(seeds)' --mode csv -c 'MATCH (n) RETURN n'", "backs '\(seeds)' truce --show", "export '\(seeds)'", "ask '\(seeds)'"] {
      let outcome = try runProgram("/bin/bash", ["-c", "'\(Programs.graphsh)' \(arguments) >/dev/full"])
      #expect(outcome.status == 1 && outcome.complaints.contains("cannot write the answer"), "\(arguments): \(outcome.complaints)")
    }
    let file = try BuiltProgram.make()
    let lines = BuiltProgram.seedFiles.map { "'\($0)'" }.joined(separator: " ")
    let full = try runProgram(
      "/bin/bash", ["-c", "trap '' XFSZ; ulimit -f 300; '\(Programs.graphsh)' import '\(file.path)' \(lines)"])
    #expect(full.status == 1 && full.output.isEmpty && full.complaints.hasPrefix("error: "), "\(full.complaints)")
    #expect(try run("check", file.path).status == 0)
    #expect(try run(file.path, "--mode", "csv", "-c", "MATCH (n) RETURN COUNT(*) AS n").output == "n\n8\n")
    let loaded = try runProgram(Programs.graphsh, ["import", file.path] + BuiltProgram.seedFiles)
    #expect(loaded.status == 0, "\(loaded.complaints)")
  }
}
