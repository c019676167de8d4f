import Foundation
import GQL
import GraphFormats
import GraphStore
import TestSupport
import Testing

@testable import graphsh

/// Files that the program writes: never a graph, and what is there keeps its kind, its rights and, until the new one is whole, its text.
@Suite struct WrittenFileTests {
  private static func folder() throws -> String {
    let path = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// `--timeout` holds for what is written too, and leaves no half of a file.
  @Test(arguments: ["jsonl", "csv", "graphml"])
  func anExportKeepsItsTime(format: String) throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/x.graph"
    _ = try Session(graph: Graph(path: path, mode: .create)).execute("FOR i IN RANGE(1, 20000) INSERT (:N {i: i})")
    let late = try runProgram(Programs.graphsh, ["export", path, "--format", format, "-o", folder + "/out.x", "--timeout", "0.001"])
    #expect(late.status == 1 && late.complaints.contains("time limit of 0.001 s"), "\(late.complaints)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.contains("out") })
    #expect(try runProgram(Programs.graphsh, ["export", path, "--format", format, "-o", folder + "/out.x", "--timeout", "600"]).status == 0)
  }

  /// By whatever spelling.
  @Test(arguments: [
    ".output FOLDER/./x.graph", ".output FOLDER/link", ".output FOLDER/x.graph-wal", ".dot FOLDER/link.svg", ".output FOLDER/other.graph",
    ".output FOLDER/other.graph-journal",
  ])
  func noGraphIsWrittenOver(_ line: String) throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (path, other) = (folder + "/x.graph", folder + "/other.graph")
    for made in [path, other] { _ = try Graph(path: made, mode: .create) }
    let graph = try Graph(path: path)
    _ = try Session(graph: graph).execute("INSERT (:Kept)")
    for link in ["link", "link.svg"] { try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(link)", withDestinationPath: path) }
    let harness = Harness(Engine.over(graph, path: path, isReadOnly: false))
    #expect(harness.shell.take(line: line.replacing("FOLDER", with: folder)) == .failed)
    #expect(
      harness.notices.contains("is the graph itself") || harness.notices.contains("is a SQLite database")
        || harness.notices.contains("SQLite keeps beside"), "\(harness.notices)")
    #expect(try Session(graph: Graph(path: path)).execute("MATCH (n:Kept) RETURN n").rows.count == 1)
    #expect(try Graph(path: other).check().isEmpty)
    let outcome = try runProgram(Programs.graphsh, ["export", path, "--format", "jsonl", "-o", folder + "/link"])
    #expect(outcome.status == 1 && outcome.complaints.contains("is the graph itself"), "\(outcome.complaints)")
  }

  /// A picture is drawn of what is there.
  @Test(arguments: ["INSERT (:X) RETURN 1", "MATCH (n:Kept) DETACH DELETE n", "START TRANSACTION", "CREATE GRAPH g ANY"])
  func picturesChangeNothing(_ query: String) throws {
    let graph = try Graph.inMemory()
    _ = try Session(graph: graph).execute("INSERT (:Kept)")
    let harness = Harness(Engine.over(graph, path: nil, isReadOnly: false))
    let path = NSTemporaryDirectory() + UUID().uuidString + ".dot"
    #expect(harness.shell.take(line: ".dot \(path) \(query)") == .failed)
    #expect(harness.notices.contains("25G03"), "\(harness.notices)")
    #expect(!FileManager.default.fileExists(atPath: path) && !harness.shell.engine.isInTransaction())
    #expect(try Session(graph: graph).execute("MATCH (n) RETURN LABELS(n) AS l").rows == [[.list([.string("Kept")])]])
    #expect(harness.shell.take(line: query + ";") == .done, "it goes on as before")
  }

  /// The place of an error is shown in the query, not in the command around it.
  @Test func errorsShowTheQuery() throws {
    let harness = Harness(Engine.over(try Graph.inMemory(), path: nil, isReadOnly: false))
    #expect(harness.shell.take(line: ".dot x.dot MATCH (a RETURN a") == .failed)
    #expect(harness.notices.contains("  1 | MATCH (a RETURN a\n               ^^^^^^\n"), "\(harness.notices)")
  }

  @Test func exportsKeepLinksRightsAndPipes() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (file, link, pipe) = (folder + "/x.jsonl", folder + "/link.jsonl", folder + "/pipe")
    #expect(FileManager.default.createFile(atPath: file, contents: Data("old".utf8), attributes: [.posixPermissions: 0o600]))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    let graph = try BuiltProgram.make("INSERT (:Kept)")
    func export(_ out: String) throws { #expect(try runProgram(Programs.graphsh, ["export", graph.path, "--format", "jsonl", "-o", out]).status == 0) }
    try export(link)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("Kept"))
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = Process()
    reader.executableURL = URL(fileURLWithPath: "/bin/sh")
    reader.arguments = ["-c", "cat \(pipe) > \(folder)/copy"]
    try reader.run()
    try export(pipe)
    reader.waitUntilExit()
    #expect(try String(contentsOfFile: folder + "/copy", encoding: .utf8) == text)
    #expect(try runProgram(Programs.graphsh, ["export", graph.path, "-o", "-"]).output == text)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["copy", "link.jsonl", "pipe", "x.jsonl"])
  }

  /// A link to a file that is not there yet stays a link, from another folder and over another link too.
  @Test func exportsFollowLinksToNothing() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/x.graph"
    _ = try Session(graph: Graph(path: path)).execute("INSERT (:Kept)")
    try FileManager.default.createDirectory(atPath: folder + "/below", withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: folder + "/second", withDestinationPath: "below/first")
    try FileManager.default.createSymbolicLink(atPath: folder + "/below/first", withDestinationPath: "new.jsonl")
    let outcome = try runProgram(Programs.graphsh, ["export", path, "--format", "jsonl", "-o", folder + "/second"])
    #expect(outcome.status == 0, "\(outcome.complaints)")
    #expect(try String(contentsOfFile: folder + "/below/new.jsonl", encoding: .utf8).contains("Kept"))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/second") == "below/first")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/below/first") == "new.jsonl")
  }

  @Test func aTildeIsTheHomeFolder() throws {
    let harness = Harness()
    #expect(harness.shell.take(line: ".read ~/no such file") == .failed)
    #expect(harness.shell.take(line: ".read ~/nothing-\(UUID().uuidString)") == .failed)
    #expect(!harness.notices.contains("`~/"), "\(harness.notices)")
  }

  @Test func exportsLeaveNothingBeside() throws {
    let graph = try BuiltProgram.make()
    let folder = URL(fileURLWithPath: graph.path).deletingLastPathComponent().path
    let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    for format in ["jsonl", "graphml", "dot"] { #expect(try runProgram(Programs.graphsh, ["export", graph.path, "--format", format]).status == 0) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
  }

  /// In every format: what a query gives, with the ends of its edges, and nothing else.
  @Test func exportsOfAPart() throws {
    let graph = try BuiltProgram.make()
    let made = "INSERT (:P {name: 'Ann'})-[:KNOWS]->(b:P {name: 'Bo'}), (:P {name: 'Cy'})-[:LIKES]->(b)"
    #expect(try runProgram(Programs.graphsh, [graph.path, "-c", made]).status == 0)
    let part = ["--query", "MATCH ()-[e:KNOWS]->() RETURN e"]
    for format in ["jsonl"] + GraphFormat.all.filter(\.isWritable).map(\.name) {
      let result = try runProgram(Programs.graphsh, ["export", graph.path, "--format", format] + part)
      #expect(result.status == 0 && result.output.contains("Ann") && result.output.contains("Bo"), "\(format): \(result.output)\(result.complaints)")
      #expect(!result.output.contains("Cy") && !result.output.contains("LIKES"), "\(format): \(result.output)")
    }
    let base = graph.path + "-part"
    #expect(try runProgram(Programs.graphsh, ["export", graph.path, "-o", base + ".csv"] + part).status == 0)
    #expect(try String(contentsOfFile: base + "-edges.csv", encoding: .utf8).split(whereSeparator: \.isNewline).count == 2)
    let again = graph.path + "-again"
    #expect(try runProgram(Programs.graphsh, ["import", again, "--create", base + "-nodes.csv", base + "-edges.csv"]).status == 0)
    let counted = try runProgram(Programs.graphsh, [again, "-m", "csv", "-c", "MATCH (a)-[e]->(b) RETURN a.name, TYPE(e) AS type, b.name"])
    #expect(counted.output.contains("Ann,KNOWS,Bo"), "\(counted.output)\(counted.complaints)")
    let nothing = try runProgram(Programs.graphsh, ["export", graph.path, "--format", "graphml", "--query", "MATCH (n:P) RETURN n.name AS n"])
    #expect(nothing.status == 1 && nothing.complaints.contains("holds no nodes or edges"), "\(nothing.complaints)")
  }

  /// A chunk of the packed index that a disk has changed ends an export, whatever was changed in it.
  @Test func exportsOfDamagedGraphsEnd() throws {
    let graph = try BuiltProgram.make()
    let made = ["FOR i IN RANGE(1, 300) INSERT (:P {id: i})", "MATCH (a:P), (b:P) WHERE b.id = a.id + 1 INSERT (a)-[:NEXT {at: a.id}]->(b)"]
    #expect(try runProgram(Programs.graphsh, [graph.path] + made.flatMap { ["-c", $0] }).status == 0)
    #expect(try runProgram(Programs.graphsh, ["repack", graph.path]).status == 0)
    let whole = try runProgram(Programs.graphsh, ["export", graph.path, "--format", "jsonl"])
    #expect(whole.status == 0)
    for kind in [1, 2] {
      let copy = graph.path + "-\(kind)"
      try FileManager.default.copyItem(atPath: graph.path, toPath: copy)
      let sql = "UPDATE pack SET data = CAST(substr(data, 1, 3) || x'07' || substr(data, 5) AS BLOB) WHERE id = \(kind << 56)"
      #expect(try runProgram("/usr/bin/env", ["sqlite3", copy, sql]).status == 0)
      let damaged = try runProgram(Programs.graphsh, ["export", copy, "--format", "jsonl"])
      #expect(damaged.status == 1 && damaged.complaints.contains("repack"), "\(damaged.complaints)")
      #expect(try runProgram(Programs.graphsh, ["repack", copy]).status == 0)
      #expect(try runProgram(Programs.graphsh, ["export", copy, "--format", "jsonl"]).output == whole.output)
    }
  }
}
