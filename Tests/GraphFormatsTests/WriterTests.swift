import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

@testable import GraphFormats

/// What only goes out is read by programs that are not ours.
@Suite struct WriterTests {
  /// Runs a Python text over files; nil without Python.
  private func python(_ script: String, _ files: [String: String]) throws -> String? {
    guard let python = Program.python else { return nil }
    let folder = try TemporaryFile()
    for (name, text) in files { try text.write(toFile: folder.folder + "/" + name, atomically: true, encoding: .utf8) }
    let result = try Program.run("/bin/bash", ["-c", "cd \(folder.folder) && exec \(python) -c \"$0\"", script])
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test func everyTextIsWellFormedForOthers() throws {
    let graph = try HostileGraph.make()
    var files: [String: String] = [:]
    for format in [GraphFormat.graphML, .gephi, .gexf, .nodeLink, .cytoscape, .apocLines, .followTheMoney, .nTriples, .turtle] {
      files[format.name] = try HostileGraph.written(graph, as: format)
    }
    let output = try python(
      """
      import json, re, xml.etree.ElementTree as E
      for f in ['graphml', 'gephi', 'gexf']:
          r = E.parse(f).getroot()
          print(f, len(r.findall('.//{*}node')), len(r.findall('.//{*}edge')))
      d = json.load(open('nodelink')); print('nodelink', len(d['nodes']), len(d['edges']))
      d = json.load(open('cytoscape'))['elements']; print('cytoscape', len(d['nodes']), len(d['edges']))
      for f in ['apoc', 'ftm']:
          print(f, sum(1 for l in open(f, newline='\\n') if json.loads(l)))
      line = re.compile(r'^<[^<>"{}|^`\\\\\\x00-\\x20]*> <[^<>"{}|^`\\\\\\x00-\\x20]*> (<[^<>"{}|^`\\\\\\x00-\\x20]*>|"([^"\\\\\\n\\r]|\\\\[tnr"\\\\]|\\\\u[0-9A-F]{4})*"(\\^\\^<[^<> ]*>)?) \\.$')
      bad = [l for l in open('ntriples', newline='\\n').read().split('\\n')[:-1] if not line.match(l)]
      print('ntriples', len(bad), bad[:3])
      """, files)
    guard let output else { return }
    let (nodes, edges) = (try graph.query("MATCH (n) RETURN COUNT(*)").rows[0][0], try graph.query("MATCH ()-[e]-() RETURN COUNT(DISTINCT e)").rows[0][0])
    for line in output.split(separator: "\n") {
      switch line.prefix(while: { $0 != " " }) {
      case "ntriples": #expect(line == "ntriples 0 []")
      case "apoc", "ftm": #expect(Int(line.split(separator: " ")[1]).map { $0 > 80 } == true, "\(line)")
      default: #expect(line.hasSuffix(" \(nodes) \(edges)"), "\(line): \(nodes) nodes, \(edges) edges")
      }
    }
    #expect(output.contains("graphml ") && output.contains("ntriples "))
  }

  @Test func gexfSaysWhenThingsHold() throws {
    let graph = try Graph.inMemory()
    try graph.query(
      "INSERT (a {name: 'a', since: DATE '2025-03-03'})-[:R {from: '2024-02', until: '2024'}]->(b {date: '~2025-01-05', end: '2024'}), (a)-[:R {date: 'soon'}]->(b), "
        + "(a)-[:R {date_from: DATE '2021-05-06', date_to: DATE '2022-05-06', from: '1999'}]->(b)")
    let text = try HostileGraph.written(graph, as: .gexf)
    #expect(text.contains("start=\"2025-03-03\"") && text.contains("start=\"2024-02-01\" end=\"2024-12-31\""))
    #expect(text.contains("start=\"2025-01-05\">"), "an end before the beginning is left out")
    #expect(text.contains("start=\"2021-05-06\" end=\"2022-05-06\""))
    #expect(text.contains("mode=\"dynamic\""))
  }

  @Test func mermaidTakesNothingForItsOwn() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (a {name: 'say \"hi\" <b>#1'})-[:`a|b`]->(b:X), (a)~[:U]~(b)")
    let text = try HostileGraph.written(graph, as: .mermaid)
    #expect(text == "graph LR\n  n1[\"say #34;hi#34; #60;b#62;#35;1\"]\n  n2[\"X 2\"]\n  n1 -->|\"a#124;b\"| n2\n  n1 ---|\"U\"| n2\n")
    for number in 0..<201 { try graph.query("MATCH (b:X) INSERT (b)-[:R {n: $n}]->(b)", ["n": .int(Int64(number))]) }
    #expect(throws: StoreError.self) { _ = try HostileGraph.written(graph, as: .mermaid) }
  }

  /// What is on a part only, or past, is not drawn as if it were the whole, or now.
  @Test func mermaidTellsWhatTurnsTheMeaning() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (a {name: 'a'})-[:OPPOSES {scope: ['own troops'], modality: 'past'}]->(b {name: 'b'}), (a)-[:KNOWS {modality: 'actual', scope: ''}]->(b)")
    let text = try HostileGraph.written(graph, as: .mermaid)
    #expect(text.hasSuffix("|\"OPPOSES #40;only: own troops, past#41;\"| n2\n  n1 -->|\"KNOWS\"| n2\n"), "\(text)")
  }

  @Test func turtleIsGroupedAndTyped() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (:A {key: 'x', n: 1, d: DATE '2025-03-03', `a b`: [1]})-[:R {w: 0.5}]->(:B)")
    let text = try HostileGraph.written(graph, as: .turtle)
    #expect(text.contains("n:x a l:A ;\n  p:key \"x\" ;\n  p:n \"1\"^^xsd:integer ;\n  p:d \"2025-03-03\"^^xsd:date ;"))
    #expect(text.contains("<urn:graphsh:property:a%20b> \"[1]\"^^rdf:JSON"))
    #expect(text.contains("n:x e:R <urn:graphsh:node/2> ."))
    #expect(text.contains("<urn:graphsh:statement/1> a rdf:Statement ;\n  rdf:subject n:x ;"))
  }

  @Test func tablesHaveNeo4jsHeaders() throws {
    let graph = try Graph.inMemory()
    try graph.query(
      "INSERT (:A:B {name: '=1+1, \"x\"', n: 1, t: ['a', 'b'], e: '', m: 1})-[:R {since: DATE '2025-03-03'}]->(:A {name: 'y', m: 'z'}), (:C)~[:U]~(:C)")
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    func written(_ tables: CSVTables) throws -> (String, String) {
      var (nodes, edges) = ("", "")
      try tables.writeNodes { nodes += $0 }
      try tables.writeEdges { edges += $0 }
      return (nodes, edges)
    }
    let tables = CSVTables(try transaction.reader())
    let (nodes, edges) = try written(tables)
    #expect(
      nodes == ":ID,:LABEL,e:string,m:string,n:long,name:string,t:string[]\r\n1,A;B,\"\",1,1,\"=1+1, \"\"x\"\"\",a;b\r\n2,A,,z,,y,\r\n3,C,,,,,\r\n4,C,,,,,\r\n")
    #expect(edges == ":START_ID,:END_ID,:TYPE,since:date\r\n1,2,R,2025-03-03\r\n3,4,U,\r\n")
    #expect(tables.notes.count == 2)
    #expect(try written(CSVTables(try transaction.reader(), neutralizesFormulas: true)).0.contains("\"'=1+1, \"\"x\"\"\""))
  }

  /// Numbers stay numbers, texts stay as they are; the notes tell of what does not come back as it was.
  @Test func columnsOfSeveralTypesComeBackAsOne() throws {
    let graph = try Graph.inMemory()
    try graph.query(
      "INSERT (:A {w: 1, m: '2024-01-02', big: 9007199254740993, l: ['a;b']}), (:A {w: 2.5, m: DATE '2024-01-02', big: 0.5, l: ['c']}), (:A {m: 7})")
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    let folder = try TemporaryFile()
    func loaded(_ delimiter: Character) throws -> (Graph, [String]) {
      let tables = CSVTables(try transaction.reader(), listDelimiter: delimiter)
      var nodes = ""
      try tables.writeNodes { nodes += $0 }
      try nodes.write(toFile: folder.folder + "/n.csv", atomically: true, encoding: .utf8)
      var options = CSVOptions()
      options.listDelimiter = try #require(delimiter.asciiValue)
      let copy = try Graph.inMemory()
      try copy.importTables([CSVInput(path: folder.folder + "/n.csv")], options: options)
      return (copy, tables.notes)
    }
    let (copy, notes) = try loaded(";")
    let rows = try copy.query("MATCH (n:A) RETURN n.w, n.m, n.big, n.l ORDER BY n.w NULLS LAST").rows
    let text = Value.string("2024-01-02")
    #expect(rows == [
      [.float(1), text, .string("9007199254740993"), .string(#"["a;b"]"#)], [.float(2.5), text, .string("0.5"), .string(#"["c"]"#)],
      [.null, .string("7"), .null, .null],
    ])
    #expect(try copy.query("MATCH (n:A) RETURN SUM(n.w)").rows == [[.float(3.5)]])
    #expect(notes.count == 4 && notes.contains { $0.contains("`w` holds integers and floats") } && notes.contains { $0.contains("--array-delimiter") }, "\(notes)")
    let (other, fewer) = try loaded("|")
    #expect(try other.query("MATCH (n {w: 1}) RETURN n.l").rows == [[.list([.string("a;b")])]])
    #expect(fewer.count == 3)
  }

  /// Why a column of lists is one of texts.
  @Test(arguments: [
    ("['a', ''], ['b;c']", "`l` holds lists with an empty text, which a table has not: they are JSON texts"),
    ("['a', 'x;y'], []", "`l` holds lists with `;` in a text: they are JSON texts; another `--array-delimiter` keeps them"),
    ("[1, 2], []", nil), ("['a', 'b'], [], ['c']", nil), ("[DATE '2025-03-01'], []", nil),
    ("[], []", "`l` holds lists of which none has items, so that their type is not known: they are JSON texts"),
    ("[1, 2], ['a']", "`l` holds values of several types, or of one that a table has not: they come back as texts"),
    ("[1, 2], 3", "`l` holds values of several types, or of one that a table has not: they come back as texts"),
    ("[1, 2], [3]", nil),
  ])
  func notesSayWhyListsAreTexts(_ lists: String, _ note: String?) throws {
    let graph = try Graph.inMemory()
    try graph.query("FOR l IN [\(lists)] INSERT (:A {l: l})")
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    let tables = CSVTables(try transaction.reader())
    #expect(tables.notes == (note.map { [$0] } ?? []))
    guard note == nil else { return }
    let folder = try TemporaryFile()
    var text = ""
    try tables.writeNodes { text += $0 }
    try text.write(toFile: folder.folder + "/n.csv", atomically: true, encoding: .utf8)
    let copy = try Graph.inMemory()
    try copy.importTables([CSVInput(path: folder.folder + "/n.csv")])
    let all = "MATCH (n:A) RETURN n.l ORDER BY ELEMENT_ID(n)"
    #expect(try copy.query(all).rows == graph.query(all).rows)
  }

  @Test func aLabelMayHoldAnythingButTheDelimiter() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (:`a;b`:c)")
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    var text = ""
    let error = #expect(throws: StoreError.self) { try CSVTables(try transaction.reader()).writeNodes { _ in } }
    #expect(error?.message.contains("--array-delimiter") == true)
    try CSVTables(try transaction.reader(), listDelimiter: "|").writeNodes { text += $0 }
    #expect(text == ":ID,:LABEL\r\n1,a;b|c\r\n")
  }

  @Test func propertiesWithTheNamesOfMembersKeepApart() {
    let names = ReservedNames(names: ["id"])
    for name in ["id", "_id", "__id", "name", "_name"] { #expect(names.read(names.written(name)) == name) }
    #expect(names.written("id") == "_id" && names.written("_id") == "__id" && names.written("name") == "name")
  }
}
