import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

@testable import graphsh

/// Several graphs in one file: `--graph`, and what the shell shows after SESSION SET GRAPH.
@Suite struct GraphOptionTests {
  private let file: TemporaryFile

  init() throws {
    file = try TemporaryFile()
    let graphs = "CREATE SCHEMA /s; CREATE GRAPH /s/deep ANY; CREATE GRAPH `my news` ANY; INSERT (:Home {name: 'Ann'})"
    _ = try runProgram(Programs.graphsh, [file.path, "--create", graphs])
    try "id:ID,:LABEL,name\n1,Person,Ann\n2,Person,Bo\n".write(toFile: nodes, atomically: true, encoding: .utf8)
    try "source,target\n1,2\n".write(toFile: edges, atomically: true, encoding: .utf8)
  }

  private var nodes: String { file.folder + "/n.csv" }
  private var edges: String { file.folder + "/e.csv" }

  private func run(_ arguments: String...) throws -> (status: Int32, output: String, complaints: String) {
    let outcome = try runProgram(Programs.graphsh, arguments)
    return (outcome.status, outcome.output, outcome.complaints)
  }

  private func lineCount(_ text: String) -> Int { text.count { $0.isNewline } }

  @Test(arguments: ["my news", "s/deep", "/s/deep"]) func filesGoIntoAGraphAndOutOfIt(_ graph: String) throws {
    #expect(try run("import", file.path, "--graph", graph, "--batch", "1", nodes).status == 0)
    #expect(try run("import", file.path, "--graph", graph, "--edges", "KNOWS=" + edges).status == 0)
    let lines = try run("export", file.path, "--graph", graph)
    #expect(lineCount(lines.output) == 3 && lines.output.contains(#""name":"Bo""#) && !lines.output.contains("Home") && lines.complaints.isEmpty)
    #expect(try run("export", file.path, "--graph", graph, "--format", "turtle").output.contains("KNOWS"))
    #expect(try run("export", file.path, "--graph", graph, "--format", "dot").output.contains("Bo"))
    #expect(try lineCount(run("export", file.path).output) == 1)
    #expect(try run("about", file.path, "Ann", "--graph", graph, "--mode", "csv").output.contains("KNOWS"))
    #expect(try run("ask", file.path, "documents", "--graph", graph).status == 0)
    #expect(try run("check", file.path).status == 0)
    // Loading elsewhere has left the home graph alone.
    #expect(try run(file.path, "--mode", "csv", "MATCH (n) RETURN n.name").output == "n.name\nAnn\n")
  }

  @Test func keyedLinesUpdateTheGraphThatIsNamed() throws {
    let lines = file.folder + "/k.jsonl"
    try #"{"type":"node","id":"a","labels":["P"],"properties":{"n":1}}"#.write(toFile: lines, atomically: true, encoding: .utf8)
    for expected in ["1 node created", "1 node unchanged"] {
      #expect(try run("import", file.path, "--graph", "my news", lines).complaints.contains(expected))
    }
    #expect(try run("import", file.path, lines).complaints.contains("1 node created"))
  }

  /// A load keeps the constraints of its own graph, and of no other.
  @Test func constraintsAreThoseOfTheGraph() throws {
    let statements = "SESSION SET GRAPH `my news`; CREATE CONSTRAINT FOR (p:Person) REQUIRE p.name IS UNIQUE"
    #expect(try run(file.path, statements).status == 0)
    for _ in 0..<2 { #expect(try run("import", file.path, nodes).status == 0) }
    #expect(try run("import", file.path, "--graph", "my news", nodes).status == 0)
    let again = try run("import", file.path, "--graph", "my news", nodes)
    #expect(again.status == 1 && again.complaints.contains("n.csv:3"), "\(again)")
    #expect(try run("export", file.path, "--graph", "my news", "--format", "gql").output.contains("CREATE CONSTRAINT"))
    #expect(try !run("export", file.path, "--format", "gql").output.contains("CREATE CONSTRAINT"))
  }

  @Test func unknownGraphsAreAnswered() throws {
    let near = try run("export", file.path, "--graph", "my nwes")
    #expect(near.status == 1 && near.output.isEmpty && near.complaints == "error: there is no graph `my nwes` in the file\n  hint: did you mean `my news`?\n")
    let none = try run("import", file.path, "--graph", "zzz", nodes)
    #expect(none.status == 1 && none.complaints.contains("`CREATE GRAPH zzz ANY` makes one"))
  }

  @Test func theShellShowsTheGraphOfTheSession() throws {
    #expect(try run("import", file.path, "--graph", "my news", nodes).status == 0)
    let shell = try TestShell(path: file.path)
    #expect(shell.take("SESSION SET GRAPH `my news`;") == .done && shell.take(".schema") == .done)
    #expect(shell.rows.contains("Person,2,") && !shell.rows.contains("Home"))
    let picture = file.folder + "/x.dot"
    #expect(shell.take(".dot \(picture)") == .done)
    #expect(try String(contentsOfFile: picture, encoding: .utf8).contains("Bo"))
    #expect(shell.take("SESSION RESET GRAPH;") == .done && shell.take(".schema") == .done && shell.rows.contains("Home,1,"))
  }
}
