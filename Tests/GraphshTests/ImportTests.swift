import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

@testable import graphsh

/// `graphsh import` of every format: from files and standard input, in batches, as a dry run, with faults.
@Suite struct ImportTests {
  /// A format, what it says of two nodes and an edge, and the same with a fault in the middle: where that is said to be.
  private static let samples: [(format: String, good: String, faulty: String, place: String)] = [
    (
      "jsonl",
      """
      {"type":"node","id":"a","labels":["P"],"properties":{"name":"Ann","age":3}}
      {"type":"node","id":"b","labels":["P"],"properties":{"name":"Bo"}}
      {"type":"relationship","id":"e","label":"KNOWS","start":{"id":"a"},"end":{"id":"b"},"properties":{"since":{"@date":"2025-01-01"}}}
      """,
      """
      {"type":"node","id":"a","labels":["P"],"properties":{}}
      {"type":"node","id":
      {"type":"node","id":"b","labels":["P"],"properties":{}}
      """, ":2"
    ),
    (
      "apoc",
      """
      {"type":"node","id":"0","labels":["P"],"properties":{"name":"Ann","age":3}}
      {"type":"node","id":"1","labels":["P"],"properties":{"name":"Bo"}}
      {"type":"relationship","id":"0","label":"KNOWS","properties":{"since":1},"start":{"id":"0","labels":["P"]},"end":{"id":"1","labels":["P"]}}
      """,
      """
      {"type":"node","id":"0","labels":["P"],"properties":{}}
      nonsense
      {"type":"node","id":"1","labels":["P"],"properties":{}}
      """, ":2"
    ),
    (
      "nodelink",
      """
      {"directed": true, "multigraph": true, "graph": {}, "nodes": [{"id": 1, "name": "Ann", "age": 3}, {"id": 2, "name": "Bo"}],
       "edges": [{"source": 1, "target": 2, "key": 0}]}
      """,
      """
      {"nodes": [{"id": 1},
       {"title": "no id"},
       {"id": 2}], "edges": []}
      """, ":2"
    ),
    (
      "graphml",
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="n" for="node" attr.name="name" attr.type="string"/>
      <key id="a" for="node" attr.name="age" attr.type="long"/><graph edgedefault="directed">
      <node id="x"><data key="n">Ann</data><data key="a">3</data></node><node id="y"><data key="n">Bo</data></node>
      <edge source="x" target="y"/></graph></graphml>
      """,
      """
      <graphml><key id="a" for="node" attr.name="age" attr.type="long"/><graph edgedefault="directed"><node id="x"/>
      <node id="y"><data key="a">three</data></node>
      <node id="z"/></graph></graphml>
      """, ":2"
    ),
    (
      "ftm",
      """
      {"id":"a","schema":"Person","properties":{"name":["Ann"],"age":["3"]}}
      {"id":"b","schema":"Person","properties":{"name":["Bo"]}}
      {"id":"e","schema":"UnknownLink","properties":{"subject":["a"],"object":["b"]}}
      """,
      """
      {"id":"a","schema":"Person","properties":{"name":["Ann"]}}
      [1]
      {"id":"b","schema":"Person","properties":{"name":["Bo"]}}
      """, ":2"
    ),
    ("edgelist", "Ann Bo KNOWS\n", "Ann Bo\nCy\n", ":2"),
  ]

  private func run(_ arguments: [String], input: String = "") throws -> (status: Int32, output: String, complaints: String) {
    try runProgram(Programs.graphsh, arguments, input: input)
  }

  private func counts(_ graph: String) throws -> String {
    try run([graph, "--mode", "csv", "-c", "MATCH (n) RETURN COUNT(*) AS n UNION ALL MATCH ()-[e]->() RETURN COUNT(*) AS n"]).output
  }

  @Test(arguments: 0..<6) func filesAndStandardInputGiveTheSame(_ number: Int) throws {
    let sample = Self.samples[number]
    let folder = try TemporaryFile()
    let file = folder.folder + "/in.data"
    try sample.good.write(toFile: file, atomically: true, encoding: .utf8)
    for (name, arguments) in [("a", [file]), ("b", ["-"]), ("c", ["-", "--batch", "1"]), ("d", [file, "--batch", "2"])] {
      let graph = folder.folder + "/\(name).graph"
      let outcome = try run(["import", "--create", graph] + arguments + ["--format", sample.format], input: sample.good)
      #expect(outcome.status == 0 && outcome.output.isEmpty, "\(sample.format) \(arguments): \(outcome.complaints)")
      #expect(outcome.complaints == "2 nodes created · 1 relationship created\n", "\(sample.format)")
      #expect(try counts(graph) == "n\n2\n1\n")
    }
  }

  @Test(arguments: 0..<6) func aDryRunTellsTypesAndMakesNothing(_ number: Int) throws {
    let sample = Self.samples[number]
    let folder = try TemporaryFile()
    let graph = folder.folder + "/a.graph"
    let outcome = try run(["import", "--create", graph, "-", "--dry-run", "--format", sample.format], input: sample.good)
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.complaints)")
    #expect(outcome.complaints.contains("dry run, nothing is changed: 2 nodes created"), "\(outcome.complaints)")
    #expect(outcome.complaints.contains("name STRING"), "\(outcome.complaints)")
    if ["jsonl", "apoc", "nodelink", "graphml"].contains(sample.format) { #expect(outcome.complaints.contains("age INT?"), "\(outcome.complaints)") }
    #expect(!FileManager.default.fileExists(atPath: graph))
  }

  @Test(arguments: 0..<6) func faultsAreCountedAndPlaced(_ number: Int) throws {
    let sample = Self.samples[number]
    let folder = try TemporaryFile()
    let graph = folder.folder + "/a.graph"
    let strict = try run(["import", "--create", graph, "-", "--format", sample.format], input: sample.faulty)
    #expect(strict.status == 1 && strict.output.isEmpty && strict.complaints.hasPrefix("error: stdin\(sample.place)"), "\(strict.complaints)")
    #expect(!FileManager.default.fileExists(atPath: graph))
    let lenient = try run(["import", "--create", graph, "-", "--format", sample.format, "--max-errors", "1"], input: sample.faulty)
    #expect(lenient.status == 0 && lenient.complaints.hasPrefix("left out: stdin\(sample.place)"), "\(sample.format): \(lenient.complaints)")
    #expect(try counts(graph).hasPrefix("n\n2\n"))
  }

  @Test func tablesComeFromStandardInputToo() throws {
    let folder = try TemporaryFile()
    let edges = folder.folder + "/e.csv"
    try ":START_ID,:END_ID,:TYPE\n1,2,KNOWS\n2,2,KNOWS\n".write(toFile: edges, atomically: true, encoding: .utf8)
    for batch in [[], ["--batch", "1"]] {
      let graph = folder.folder + "/\(batch.count).graph"
      let outcome = try run(["import", "--create", graph, "--nodes", "P=-", "--edges", edges] + batch, input: ":ID,name,age\n1,Ann,3\n2,Bo,\n")
      #expect(outcome.status == 0 && outcome.complaints == "2 nodes created · 2 relationships created\n", "\(outcome.complaints)")
      #expect(try counts(graph) == "n\n2\n2\n")
    }
    let tabs = try run(["import", "--create", folder.folder + "/t.graph", "-", "--format", "tsv", "--dry-run"], input: "name\tage\nAnn\t3\n")
    #expect(tabs.status == 0 && tabs.complaints.hasPrefix("stdin: 1 node: name:string?, age:int?\n"), "\(tabs.complaints)")
    let fault = try run(["import", "--create", folder.folder + "/f.graph", "-", "--format", "csv"], input: "name,age:int\nAnn,3\nBo,x\n")
    #expect(fault.status == 1 && fault.complaints == "error: stdin:3:4: `x` is no int\n", "\(fault.complaints)")
  }

  /// What stands in the graph after an error.
  @Test func batchesBeforeAnErrorStay() throws {
    let folder = try TemporaryFile()
    let lines = (1...10).map { #"{"type":"node","id":"n\#($0)","labels":["P"],"properties":{}}"# }.joined(separator: "\n") + "\nbad\n"
    let whole = try BuiltProgram.make()
    #expect(try run(["import", whole.path, "-"], input: lines).status == 1)
    #expect(try run([whole.path, "--mode", "csv", "-c", "MATCH (n:P) RETURN COUNT(*) AS n"]).output == "n\n0\n")
    let outcome = try run(["import", whole.path, "-", "--batch", "4"], input: lines)
    #expect(outcome.status == 1 && outcome.complaints.contains("8 elements of the batches before are in the graph"), "\(outcome.complaints)")
    #expect(try run([whole.path, "--mode", "csv", "-c", "MATCH (n:P) RETURN COUNT(*) AS n"]).output == "n\n8\n")
    #expect(try run(["check", whole.path]).status == 0)
    // The rest comes when the line is put right, and nothing comes twice.
    #expect(try run(["import", whole.path, "-", "--batch", "4"], input: lines.replacing("bad\n", with: "")).status == 0)
    #expect(try run([whole.path, "--mode", "csv", "-c", "MATCH (n:P) RETURN COUNT(*) AS n"]).output == "n\n10\n")
    withExtendedLifetime(folder) {}
  }

  /// Rows of tables in whole batches before a fault stay, exactly, with keys and without.
  @Test(arguments: ["name", "key"]) func batchesOfTablesAreExact(_ column: String) throws {
    func rows(_ range: Range<Int>) -> String { range.map { "P,n\($0),\($0)\n" }.joined() }
    for (batch, faulty, left) in [(4, 11, 8), (1, 11, 10), (7, 7, 0), (4_000, 9_001, 8_000), (5_000, 9_999, 5_000), (20_000, 21_000, 20_000)] {
      let whole = try BuiltProgram.make()
      #expect(try run([whole.path, "-c", "INSERT (:Q {key: 'old'})"]).status == 0)
      let text = ":LABEL,\(column):string,age:int\n" + rows(1..<faulty) + "P,bad,x\n" + rows(faulty..<(faulty + 10))
      let outcome = try run(["import", whole.path, "-", "--format", "csv", "--batch", "\(batch)"], input: text)
      #expect(outcome.status == 1 && outcome.complaints.contains(":\(faulty + 1):"), "\(outcome.complaints)")
      #expect(try run([whole.path, "--mode", "csv", "-c", "MATCH (n:P) RETURN COUNT(*) AS n"]).output == "n\n\(left)\n", "\(batch), \(faulty)")
    }
  }

  /// A dry run says what the load would say, and where the elements come from that break a constraint.
  @Test func aDryRunChecksConstraints() throws {
    let folder = try TemporaryFile()
    let table = folder.folder + "/p.csv"
    try ":LABEL,name,age:int\nP,Ann,1\nP,\"a\nb\",2\nP,Ann,3\nP,Bo,4\nP,Bo,5\nP,Old,6\n".write(toFile: table, atomically: true, encoding: .utf8)
    let lines = folder.folder + "/p.jsonl"
    let names = ["Ann", "Cy", "Ann", "Bo", "Bo", "Old"]
    try names.map { #"{"type":"node","id":"\#(UUID())","labels":["P"],"properties":{"name":"\#($0)"}}"# }.joined(separator: "\n")
      .write(toFile: lines, atomically: true, encoding: .utf8)
    let whole = try BuiltProgram.make()
    #expect(try run([whole.path, "-c", "INSERT (:P {name: 'Old'}); CREATE CONSTRAINT p FOR (x:P) REQUIRE x.name IS UNIQUE"]).status == 0)
    for (path, third) in [(table, 5), (lines, 3)] {
      for extra in [["--dry-run"], [], ["--batch", "100"]] {
        let outcome = try run(["import", whole.path, path] + extra)
        #expect(outcome.status == 1 && outcome.complaints.contains("constraint `p`: two nodes `P` have `name` = "), "\(outcome.complaints)")
        #expect(outcome.complaints.contains("; 2 more do not keep it"), "\(outcome.complaints)")
        let places = ["(\(path):2 and \(path):\(third))", "(\(path):\(third + 1) and \(path):\(third + 2))", "(n1 and \(path):\(third + 3))"]
          + ["(\(path):1 and \(path):\(third))"]
        #expect(places.contains { outcome.complaints.contains($0) }, "\(outcome.complaints)")
        #expect(try run([whole.path, "--mode", "csv", "-c", "MATCH (n:P) RETURN COUNT(*) AS n"]).output == "n\n1\n")
      }
    }
    #expect(try run([whole.path, "-c", "DROP CONSTRAINT p; CREATE CONSTRAINT q FOR (x:P) REQUIRE x.id IS NOT NULL; MATCH (n) DELETE n"]).status == 1)
    #expect(try run([whole.path, "-c", "MATCH (n) DELETE n; CREATE CONSTRAINT q FOR (x:P) REQUIRE x.id IS NOT NULL"]).status == 0)
    let missing = try run(["import", whole.path, table, "--dry-run"])
    #expect(missing.complaints.contains("node `P` of \(table):2 needs property `id`; 5 more do not keep it"), "\(missing.complaints)")
  }

  /// The command that reads a packed file is the one that was given.
  @Test(arguments: [
    (["{}"], "graphsh import g.graph - --format csv"), (["--nodes", "Person={}", "--create"], "graphsh import g.graph --nodes Person=- --create --format csv"),
    (["{}", "--format", "csv"], "graphsh import g.graph - --format csv"),
  ])
  func packedFilesAreHintedAt(_ arguments: [String], _ command: String) throws {
    let folder = try TemporaryFile()
    let path = folder.folder + "/pn.csv.gz"
    try Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0]).write(to: URL(fileURLWithPath: path))
    let outcome = try run(["import", "g.graph"] + arguments.map { $0.replacing("{}", with: path) })
    let text = outcome.complaints.replacing("\n", with: " ").replacing("  ", with: " ")
    #expect(outcome.status == 1 && text.contains("gunzip -c \(path) | \(command)`"), "\(outcome.complaints)")
  }

  @Test func aFolderIsNamed() throws {
    let folder = try TemporaryFile()
    let outcome = try run(["import", "--create", folder.folder + "/a.graph", folder.folder])
    #expect(outcome.status == 1 && outcome.complaints.contains("`\(folder.folder)` is a directory"), "\(outcome.complaints)")
  }

  @Test(arguments: [
    (["--format", "csvv"], "did you mean `csv`?"), (["--format", "turtle"], "can be written, not loaded"),
    (["--batch", "0"], "number from 1"), (["--batch", "-1"], "number from 1"), (["--max-errors", "-1"], "number from 0"), (["--format", "jsonl", "--nodes", "P=x"], "are for CSV"), (["-"], "standard input can be read once"),
  ])
  func misuseIsTold(arguments: [String], message: String) throws {
    let folder = try TemporaryFile()
    let outcome = try run(["import", "--create", folder.folder + "/a.graph", "-"] + arguments)
    #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.complaints.contains(message), "\(outcome.complaints)")
    #expect(!FileManager.default.fileExists(atPath: folder.folder + "/a.graph"))
  }

  /// One fault too many: those before are told as well.
  @Test(arguments: [
    ("csv", "name,age:int\nAnn,x\nBo,3\nCy,y\nDi,z\n", [":2:5: `x`", ":4:4: `y`"], ":5:4: `z`"),
    ("jsonl", "one\ntwo\n\nthree\n", [":1:", ":2:"], ":4:"),
  ])
  func faultsBeforeTheLastAreTold(_ format: String, _ input: String, _ before: [String], _ last: String) throws {
    let folder = try TemporaryFile()
    let outcome = try run(["import", "--create", folder.folder + "/a.graph", "-", "--format", format, "--max-errors", "2"], input: input)
    let lines = outcome.complaints.split(separator: "\n").map(String.init)
    #expect(outcome.status == 1 && lines.count == 3, "\(outcome.complaints)")
    for (line, place) in zip(lines, before) { #expect(line.hasPrefix("left out: stdin\(place)"), "\(line)") }
    #expect(lines.last?.hasPrefix("error: stdin\(last)") == true, "\(outcome.complaints)")
  }

  /// Days that are none, and edge types that are nearly stances, are told; the load goes on.
  @Test func whatIsProbablyWrongIsTold() throws {
    let file = try TemporaryFile()
    let lines = """
      {"type":"node","id":"d","labels":["Document"],"properties":{"name":"d","publication_date":"2026-02-31"}}
      {"type":"node","id":"p","labels":["Person"],"properties":{"name":"Ann","date":"2025-05"}}
      {"type":"relationship","id":"e","label":"OPPOSE","start":{"id":"p"},"end":{"id":"d"},"properties":{"date":"4 Feb","date_from":{"@date":"2025-01-01"}}}
      {"type":"relationship","id":"f","label":"WORKS_AT","start":{"id":"p"},"end":{"id":"d"},"properties":{"date":"../2025-03-01","valid_to":"May"}}
      """
    let input = file.path + ".jsonl"
    try lines.write(toFile: input, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: input) }
    let graph = try Graph(path: file.path, mode: .create)
    try graph.importVocabulary()
    let report = try Engine.over(graph, path: file.path, isReadOnly: false).load([input], nil, LoadOptions())
    #expect(report.nodes.created == 2 && report.edges.created == 2)
    #expect(report.notices == [
      "\(input):1: `publication_date` is no date: \"2026-02-31\"", "\(input):3: `date` is no date: \"4 Feb\"", "\(input):4: `valid_to` is no date: \"May\"",
      "the edge type `OPPOSE` is no stance; did you mean `OPPOSES`?",
      "3 of the things that answers cannot read as they were meant: `ask slips` lists them",
    ])
  }

  /// What nobody would read is refused: it would be lost.
  @Test(arguments: [
    ("{\"type\":\"node\",\"id\":\"a\",\"label\":\"Person\",\"properties\":{}}", "a node has no member `label`"),
    ("{\"type\":\"node\",\"id\":\"a\",\"labels\":[],\"propertys\":{\"name\":\"X\"}}", "a node has no member `propertys`"),
    ("{\"type\":\"relationship\",\"label\":\"R\",\"start\":{\"id\":\"a\"},\"end\":{\"id\":\"a\"},\"labels\":[]}", "a relationship has no member `labels`"),
  ])
  func membersThatNobodyReadsAreRefused(_ line: String, _ message: String) throws {
    let folder = try TemporaryFile()
    let outcome = try run(["import", "--create", folder.folder + "/a.graph", "-", "--format", "jsonl"], input: line + "\n")
    #expect(outcome.status != 0 && outcome.complaints.contains("stdin:1: \(message)"), "\(outcome.complaints)")
  }

  /// Semicolons between the fields leave another sign for lists.
  @Test func theArrayDelimiterGivesWay() throws {
    let folder = try TemporaryFile()
    let table = folder.folder + "/s.csv"
    try "id;tags:string[]\n1;a|b\n".write(toFile: table, atomically: true, encoding: .utf8)
    let given = ["import", "--create", folder.folder + "/s.graph", "--nodes", "X=" + table, "--delimiter", ";"]
    #expect(try run(given + ["--array-delimiter", ";"]).complaints.contains("are the same"))
    #expect(try run(given).status == 0)
    #expect(try run([folder.folder + "/s.graph", "--mode", "csv", "-c", "MATCH (n) RETURN SIZE(n.tags) AS n"]).output == "n\n2\n")
  }

  /// A table of statements is loaded by itself.
  @Test func aTableOfStatementsIsLoaded() throws {
    let folder = try TemporaryFile()
    let (path, graph) = (folder.folder + "/claims.csv", folder.folder + "/dam.graph")
    try "who,relation,what,date,source\nEgypt,OPPOSES,Blue Dam,2025-04-01,paper-1\nSudan,SUPPORTS,Blue Dam,2025-04-03,paper-2\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try run(["new", graph]).status == 0)
    let outcome = try run(["import", graph, "--edges", ":Country:Project=" + path, "--new-ends"])
    #expect(outcome.status == 0 && outcome.complaints.hasSuffix("3 nodes created · 2 relationships created\n"), "\(outcome.complaints)")
    #expect(try run(["ask", graph, "who-backs", "thing=Blue Dam", "--mode", "csv"]).output.contains("Sudan,supports"))
    #expect(try run(["import", graph, path, "--new-ends", "--format", "jsonl"]).complaints.contains("`--new-ends` is for CSV"))
  }

  /// What a file is not, with what it could be.
  @Test(arguments: [
    ("a.json", "[{\"id\": 1}]", "keyed JSON Lines: one object in each line"), ("r.csv", "from,to,source\na,b,d\n", "`:START_ID,:END_ID,:TYPE,source`"),
    ("r.csv", "from,to,type,source\na,b,KNOWS,d\n", "`--new-ends` makes nodes of them"),
    ("r.csv", ":START_ID,:END_ID,:TYPE\na,b,KNOWS\n", "of a file of nodes, such as `id:ID,:LABEL,name`"),
    ("x.dot", "graph { a -- b }", "x.dot: neither its name nor how it begins"), ("x.yaml", "\n - a", "`--format NAME` names one"),
    ("x.foo", "{}", "a line is a node, {"), ("x.jsonl", "[1]", "not a JSON object, as each line is one"), ("x.jsonl", "\0{", "looks like UTF-16"),
    ("x.jsonl", #"{"type":"node","id":"a","properties":{"d":{"@date":"2025-02-30"}}}"#, #"its type at column 43, `{"@date":"2025-02-30"`"#),
  ])
  func otherFormsAreNamed(_ name: String, _ text: String, _ message: String) throws {
    let folder = try TemporaryFile()
    let path = folder.folder + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let outcome = try run(["import", "--create", folder.folder + "/a.graph", path])
    #expect(outcome.status == 1 && outcome.complaints.contains(message), "\(outcome.complaints)")
  }

  @Test(arguments: [("aliases", true), ("aliases:string", false), ("aliases:string[]", false), ("motto", false)])
  func listsThatAreTextsAreTold(_ column: String, _ isTold: Bool) throws {
    let folder = try TemporaryFile()
    let outcome = try run(["import", "--create", folder.folder + "/a.graph", "-", "--format", "csv"], input: "name,\(column)\nAnn,A;B\n")
    #expect(outcome.status == 0 && outcome.complaints.contains("call the column `aliases:string[]`") == isTold, "\(outcome.complaints)")
  }
}
