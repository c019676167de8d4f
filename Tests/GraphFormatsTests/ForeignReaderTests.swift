import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

@testable import GraphFormats

/// What we write is read by programs that are not ours, and what we write as tables by our own reader of tables.
@Suite struct ForeignReaderTests {
  /// Runs `command` in a folder with the files; nil, with a line that says so, where the program is not there.
  private func run(_ program: String, _ command: String, _ files: [String: String]) throws -> String? {
    guard try Program.run("/bin/sh", ["-c", program]).status == 0 else {
      print("SKIPPED: `\(program)` fails: what it would have read is not checked by it")
      return nil
    }
    let folder = try TemporaryFile()
    for (name, text) in files { try text.write(toFile: folder.folder + "/" + name, atomically: true, encoding: .utf8) }
    let result = try Program.run("/bin/sh", ["-c", "cd \(folder.folder) && \(command)"])
    #expect(result.status == 0, "\(command): \(result.errors)")
    return result.output + result.errors
  }

  private func count(_ graph: Graph) throws -> (nodes: String, edges: String) {
    (
      "\(try graph.query("MATCH (n) RETURN COUNT(*)").rows[0][0])",
      "\(try graph.query("MATCH ()-[e]-() RETURN COUNT(DISTINCT e)").rows[0][0])"
    )
  }

  @Test func libxmlReadsXML() throws {
    let graph = try HostileGraph.make()
    var files: [String: String] = [:]
    for format in [GraphFormat.graphML, .gephi, .gexf] { files[format.name] = try HostileGraph.written(graph, as: format) }
    let (nodes, edges) = try count(graph)
    for name in files.keys.sorted() {
      let counts = "xmllint --noout \(name) && xmllint --xpath 'count(//*[local-name()=\"node\"])' \(name)"
        + " && xmllint --xpath 'count(//*[local-name()=\"edge\"])' \(name)"
      guard let output = try run("xmllint --version 2>/dev/null", counts, files) else { return }
      let numbers = output.split(whereSeparator: \.isWhitespace).map(String.init)
      #expect(numbers == [nodes, edges], "\(name): \(output)")
    }
  }

  /// Both syntaxes say the same triples.
  @Test func raptorReadsTriples() throws {
    let graph = try HostileGraph.make()
    let files = ["t.nt": try HostileGraph.written(graph, as: .nTriples), "t.ttl": try HostileGraph.written(graph, as: .turtle)]
    guard
      let lines = try run("rapper --version >/dev/null", "rapper -q -i ntriples -o ntriples t.nt | sort -u > a; wc -l < a", files),
      let difference = try run(
        "rapper --version >/dev/null",
        "rapper -q -i ntriples -o ntriples t.nt | sort -u > a; rapper -q -i turtle -o ntriples t.ttl | sort -u > b; diff a b | head -3", files)
    else { return }
    #expect(Int(lines.trimmingCharacters(in: .whitespacesAndNewlines)).map { $0 > 300 } == true, "\(lines)")
    #expect(difference.isEmpty, "\(difference)")
  }

  /// Its reader of GraphML refuses graphs with directed and undirected edges: this one has no undirected ones.
  @Test func networkXReadsGraphs() throws {
    let graph = try tableGraph()
    let files = ["a.graphml": try HostileGraph.written(graph, as: .graphML), "a.json": try HostileGraph.written(graph, as: .nodeLink)]
    let script = """
      import json, networkx as nx
      g = nx.read_graphml('a.graphml')
      print(g.number_of_nodes(), g.number_of_edges(), nx.number_of_selfloops(g))
      try: h = nx.node_link_graph(json.load(open('a.json')), edges='edges')
      except TypeError:
          d = json.load(open('a.json')); d['links'] = d['edges']; h = nx.node_link_graph(d)
      print(h.number_of_nodes(), h.number_of_edges(), nx.number_of_selfloops(h))
      names = {d.get('name') for _, d in h.nodes(data=True)}
      print('say "hi"' in names, 'line\\nbreak' in names, '\\U0001F469\\u200D\\U0001F469\\u200D\\U0001F467' in ''.join(n for n in names if isinstance(n, str)))
      """
    var files2 = files
    files2["read.py"] = script
    guard let output = try run("python3 -c 'import networkx' 2>/dev/null", "python3 read.py", files2) else { return }
    let (nodes, edges) = try count(graph)
    let lines = output.split(separator: "\n").map(String.init)
    #expect(lines.count == 3 && lines[2] == "True True True", "\(output)")
    for line in lines.prefix(2) { #expect(line.hasPrefix("\(nodes) \(edges) "), "\(line)") }
    #expect(lines[0] == lines[1])
  }

  /// Directed, undirected and mixed graphs with titles that NetworkX gives a meaning: what it makes of each format, or its refusal.
  @Test(arguments: [
    (
      "INSERT (a {name: 'a', value: 1})~[:R {key: 'r', w: 2}]~(b {name: 'b'}), (a)~[:R {key: 's', start: '2024'}]~(b)",
      ["graphml MultiGraph 2 2", "gexf MultiGraph 2 2", "cytoscape MultiGraph 2 2", "nodelink MultiGraph 2 2"], [String]()
    ),
    (
      "INSERT (a {name: 'a', pid: 1, label: 'x'})-[:R {key: 'r', id: 2, label: 'x'}]->(b {name: 'b'}), (a)-[:R {key: 's'}]->(b)",
      ["graphml MultiDiGraph 2 2", "gexf MultiDiGraph 2 2", "cytoscape MultiDiGraph 2 2", "nodelink MultiDiGraph 2 2"], []
    ),
    (
      "INSERT (a {name: 'a'})-[:R]->(b {name: 'b'}), (a)~[:S]~(b)",
      ["graphml refused", "gexf refused", "cytoscape MultiDiGraph 2 2", "nodelink MultiDiGraph 2 2"],
      ["refuses", "refuses", "for directed ones", "for directed ones"]
    ),
  ])
  func networkXTellsDirections(_ statement: String, _ expected: [String], _ notes: [String]) throws {
    let graph = try Graph.inMemory()
    try graph.query(statement)
    var files: [String: String] = [:]
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    let formats = [GraphFormat.graphML, .gexf, .cytoscape, .nodeLink]
    for (index, format) in formats.enumerated() {
      var text = ""
      let said = try format.write(try transaction.reader()) { text += $0 }
      files[format.name] = text
      #expect(said.count == (notes.isEmpty ? 0 : 1) && (said.first.map { $0.contains(notes[index]) } ?? true), "\(format.name): \(said)")
    }
    files["read.py"] = """
      import json, networkx as nx
      def nodelink(name):
          data = json.load(open(name))
          try: return nx.node_link_graph(data, edges='edges')
          except TypeError:
              data['links'] = data['edges']
              return nx.node_link_graph(data)
      def gexf(name):
          try: return nx.read_gexf(name)
          except nx.NetworkXError as error:
              if 'No <graph>' not in str(error): raise
          # NetworkX 2 knows version 1.2 only.
          text = open(name).read().replace('http://gexf.net/1.3', 'http://www.gexf.net/1.2draft').replace('version="1.3"', 'version="1.2"')
          open('old', 'w').write(text)
          return nx.read_gexf('old')
      for name, read in [('graphml', nx.read_graphml), ('gexf', gexf), ('cytoscape', lambda n: nx.cytoscape_graph(json.load(open(n)))), ('nodelink', nodelink)]:
          try: g = read(name)
          except nx.NetworkXError: print(name, 'refused')
          else: print(name, type(g).__name__, g.number_of_nodes(), g.number_of_edges())
      """
    guard let output = try run("python3 -c 'import networkx' 2>/dev/null", "python3 read.py", files) else { return }
    #expect(output.split(separator: "\n").map(String.init) == expected, "\(output)")
  }

  /// The file itself is a format: its views and JSON, read by SQLite's own program.
  @Test func sqliteReadsTheFile() throws {
    let file = try TemporaryFile()
    let graph = try Graph(path: file.path)
    let transaction = try graph.store.beginWrite()
    let ids = try transaction.insertNodes(
      HostileGraph.texts.map { NewNode(labels: ["P", "Q"], properties: ["name": .string($0)]) }
        + [NewNode(labels: ["All"], properties: Record(HostileGraph.scalars.map { (name: $0.0, value: $0.1) }))])
    _ = try transaction.insertEdges(ids.map { NewEdge(type: "a \"type\"", source: $0, target: ids[0], properties: ["n": .int($0.rawValue)]) })
    try transaction.commit()
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3") else { return print("SKIPPED: sqlite3 is not installed") }
    let names = try Program.sqlite(file.path, "SELECT hex(json_extract(properties, '$.name')) FROM nodes WHERE id < \(HostileGraph.texts.count + 1) ORDER BY id;")
    func hex(_ text: String) -> String { text.utf8.map { String($0 >> 4, radix: 16, uppercase: true) + String($0 & 15, radix: 16, uppercase: true) }.joined() }
    #expect(names.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) == HostileGraph.texts.map(hex))
    #expect(try Program.sqlite(file.path, "SELECT count(*), count(DISTINCT source), sum(json_valid(properties)) FROM edges;") == "\(ids.count)|\(ids.count)|\(ids.count)\n")
    #expect(try Program.sqlite(file.path, "SELECT DISTINCT type FROM edges;") == "a \"type\"\n")
    #expect(try Program.sqlite(file.path, "PRAGMA integrity_check;") == "ok\n")
  }

  // MARK: Tables

  /// Every text, every type that a table has, lists of them, parallel edges, loops, lone nodes: what tables hold exactly.
  private func tableGraph() throws -> Graph {
    let graph = try Graph.inMemory()
    let transaction = try graph.store.beginWrite()
    let texts = HostileGraph.texts + HostileGraph.controls.filter { !$0.contains("\u{0}") }
    let scalars = HostileGraph.scalars.filter { $0.0 != "bytes" }
    var nodes = [NewNode(labels: [], properties: [:]), NewNode(labels: ["A:B", "two words", "quote\""], properties: [:])]
    for text in texts {
      nodes.append(NewNode(labels: ["Text"], properties: ["name": .string(text), "odd, \"name\":x": .int(1), "a;b": .string(text)]))
    }
    nodes.append(NewNode(labels: ["All"], properties: Record(scalars.map { (name: $0.0, value: $0.1) })))
    nodes.append(NewNode(labels: ["Lists"], properties: Record(scalars.filter { $0.0 != "whole" }.map { (name: $0.0 + "s", value: .list([$0.1, $0.1])) })))
    nodes.append(NewNode(labels: ["Lists"], properties: ["words": .list([.string("a,b"), .string("say \"hi\"")])]))
    nodes.append(NewNode(labels: ["Odd"], properties: ["not a number": .float(.nan), "much": .float(-.infinity)]))
    let ids = try transaction.insertNodes(nodes)
    var edges = texts.enumerated().map { index, text in
      NewEdge(type: index % 3 == 0 ? "type & <co>, \"x\"" : "LINKS", source: ids[index % 7], target: ids[index % 11], properties: ["text": .string(text)])
    }
    edges += [NewEdge(type: "TWIN", source: ids[1], target: ids[2], properties: ["x": .int(1)])]
    edges += [NewEdge(type: "TWIN", source: ids[1], target: ids[2], properties: ["x": .int(1)])]
    edges += [NewEdge(type: "LOOP", source: ids[0], target: ids[0], properties: [:])]
    edges += [NewEdge(type: "ALL", source: ids[1], target: ids[0], properties: Record(scalars.map { (name: $0.0, value: $0.1) }))]
    _ = try transaction.insertEdges(edges)
    try transaction.commit()
    return graph
  }

  @Test func tablesComeBackTheSame() throws {
    let graph = try tableGraph()
    let folder = try TemporaryFile()
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    let tables = CSVTables(try transaction.reader())
    #expect(tables.notes.isEmpty, "\(tables.notes)")
    var (nodes, edges) = ("", "")
    try tables.writeNodes { nodes += $0 }
    try tables.writeEdges { edges += $0 }
    try nodes.write(toFile: folder.folder + "/n.csv", atomically: true, encoding: .utf8)
    try edges.write(toFile: folder.folder + "/e.csv", atomically: true, encoding: .utf8)
    let copy = try Graph.inMemory()
    try copy.importTables([CSVInput(path: folder.folder + "/n.csv"), CSVInput(path: folder.folder + "/e.csv")])
    let (before, after) = (try HostileGraph.picture(of: graph), try HostileGraph.picture(of: copy))
    #expect(before.count == after.count)
    for (a, b) in zip(before, after) where a != b {
      Issue.record("\(a.debugDescription)\nbecame\n\(b.debugDescription)")
      break
    }
    // The same rows for another reader of tables.
    let script = """
      import csv
      for name in ['n.csv', 'e.csv']:
          rows = list(csv.reader(open(name, newline='', encoding='utf-8'), strict=True))
          assert len(set(map(len, rows))) == 1
          print(len(rows) - 1)
      """
    guard let output = try run("python3 --version >/dev/null", "python3 read.py", ["n.csv": nodes, "e.csv": edges, "read.py": script]) else { return }
    let counts = try count(graph)
    #expect(output == "\(counts.nodes)\n\(counts.edges)\n")
  }
}
