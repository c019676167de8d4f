import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

@testable import GraphFormats

/// What goes out and comes in again is the same.
@Suite struct RoundTripTests {
  @Test(arguments: ["graphml", "nodelink"]) func exactFormats(_ name: String) throws {
    let format = try #require(GraphFormat.named(name))
    let graph = try HostileGraph.make()
    let text = try HostileGraph.written(graph, as: format)
    let copy = try read(text, as: format).graph
    let (before, after) = (try HostileGraph.picture(of: graph), try HostileGraph.picture(of: copy))
    #expect(before == after)
    for (a, b) in zip(before, after) where a != b {
      Issue.record("\(a.debugDescription)\nbecame\n\(b.debugDescription)")
      break
    }
    #expect(try HostileGraph.written(copy, as: format) == text, "written again it is the same text")
  }

  @Test func aScriptReloadsByteForByte() throws {
    let graph = try HostileGraph.make()
    let text = try HostileGraph.written(graph, as: .gqlScript)
    let copy = try Graph.inMemory()
    let session = Session(graph: copy)
    for piece in StatementSplitter.split(text) { _ = try session.execute(SourceText(text).text(of: piece.span)) }
    let (before, after) = (try HostileGraph.picture(of: graph), try HostileGraph.picture(of: copy))
    #expect(before == after)
    for (a, b) in zip(before, after) where a != b {
      Issue.record("\(a.debugDescription)\nbecame\n\(b.debugDescription)")
      break
    }
    #expect(try HostileGraph.written(copy, as: .gqlScript) == text)
  }

  @Test func apocLinesKeepWhatJSONHas() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (a:A:B {name: 'x\"y', n: 1, f: 1.5, l: [1, 'b']})-[:R {w: 2}]->(b:B), (a)~[:U]~(a)")
    let copy = try read(HostileGraph.written(graph, as: .apocLines), as: .apocLines).graph
    #expect(try HostileGraph.picture(of: graph) == HostileGraph.picture(of: copy))
  }

  @Test func keyedElementsAreUpdatedNotDoubled() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (:A {key: 'a', n: 1})-[:R {key: 'r'}]->(:A {key: 'b'})")
    for format in [GraphFormat.graphML, .nodeLink, .apocLines] {
      let text = try HostileGraph.written(graph, as: format)
      let report = try read(text, as: format, into: graph).report
      #expect(report.nodes == .init(unchanged: 2) && report.edges == .init(unchanged: 1), "\(format.name)")
    }
  }

  /// Those of one key stay as many as they are.
  @Test func elementsOfOneKeyStaySeveral() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (a:A {key: 'k', n: 1})-[:R {key: 'r', w: 1}]->(b:B {key: 'k', n: 2})-[:R {key: 'r', w: 2}]->(a), (:C {key: 'c'})")
    for format in [GraphFormat.graphML, .gephi, .nodeLink, .apocLines] {
      let (copy, report) = try read(HostileGraph.written(graph, as: format), as: format)
      #expect(report.nodes == .init(created: 3) && report.edges == .init(created: 2), "\(format.name)")
      #expect(try HostileGraph.picture(of: graph) == HostileGraph.picture(of: copy), "\(format.name)")
    }
  }

  @Test func edgesMayComeBeforeNodes() throws {
    let text = """
      <?xml version='1.0'?><!DOCTYPE graphml><graphml><!-- x --><key id="d" for="node" attr.name="w" attr.type="int"><default>7</default></key>
      <graph edgedefault="undirected"><edge source="b" target="a"/><node id="a"><data key="d"> 3 </data></node><node id="b"/></graph></graphml>
      """
    let graph = try read(text, as: .graphML).graph
    let rows = try graph.query("MATCH (b)~[e:EDGE]~(a {w: 3}) RETURN b.w")
    #expect(rows.rows.count == 1 && rows.rows[0][0] == .int(7))
  }

  @Test(arguments: [
    ("<graphml><graph><node/></graph></graphml>", "node without"), ("<svg/>", "no GraphML"), ("<graphml>", "never closed"),
    ("<graphml>&xxe;</graphml>", "not known"), ("<graphml><graph><hyperedge/></graph></graphml>", "hyperedges"),
    ("<graphml><graph><edge source='a' target='b'/></graph></graphml>", "no node of the file"), ("", "no element"),
    ("<graphml a='1' a='2'/>", "twice"), ("<graphml></graph>", "closes nothing"),
  ])
  func faultyGraphML(_ text: String, _ message: String) throws {
    let error = #expect(throws: StoreError.self) { _ = try read(text, as: .graphML) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func nodeLinkOfOtherPrograms() throws {
    let text = #"{"links":[{"source":0,"target":"b","value":2}],"directed":false,"nodes":[{"id":0,"name":"x"},{"id":"b"}]}"#
    let graph = try read(text, as: .nodeLink).graph
    #expect(try graph.query("MATCH ({name: 'x'})~[e]~({id: 'b'}) RETURN e.value").rows.count == 1)
    let error = #expect(throws: StoreError.self) { _ = try read(#"{"nodes":[{"id":1},}"#, as: .nodeLink) }
    #expect(error?.message.contains("data:1") == true)
  }

  /// No edges are lost without a word.
  @Test func nodeLinkWithoutEdges() throws {
    let report = try read(#"{"nodes": [{"id": 1}]}"#, as: .nodeLink).report
    #expect(report.nodes == .init(created: 1) && report.notices == ["there is neither `edges` nor `links`: only nodes are loaded"])
    let error = #expect(throws: StoreError.self) { try read(#"{"nodes": [{"id": 1}, {"id": 2}], "adjacency": [[{"id": 2}], []]}"#, as: .nodeLink) }
    #expect(error?.message.contains("nx.node_link_data") == true)
  }

  @Test func edgeLists() throws {
    let graph = try read("# comment\na b 2.5\nb\tc\nc d KNOWS\n\n1 2 3\n", as: .edgeList).graph
    #expect(try graph.query("MATCH ({name: 'a'})-[e:EDGE]->({name: 'b'}) RETURN e.weight").rows == [[.float(2.5)]])
    #expect(try graph.query("MATCH ({name: 'c'})-[e:KNOWS]->({name: 'd'}) RETURN 1").rows.count == 1)
    #expect(try graph.query("MATCH ({id: 1})-[e]->({id: 2}) RETURN e.weight").rows == [[.int(3)]])
    #expect(throws: StoreError.self) { _ = try read("alone\n", as: .edgeList) }
  }

  /// Names, weights and types come out as they came in.
  @Test(arguments: [
    "10\t20\t2.5\n20\t30\t7\tKNOWS\n30\t10\n", "a\tb\tKNOWS\nb\tc\n", "\"a b\"\tc\nc\t\"d,e f\"\n", "\"#x\"\t\"{y\"\t0.5\n\"%z\"\t\"\"\"q\"\"\"\n",
    "1\ttwo\n\"\tt\"\t1\n",
  ]) func edgeListsComeBack(lines: String) throws {
    #expect(try HostileGraph.written(read(lines, as: .edgeList).graph, as: .edgeList) == "# source target\n" + lines)
  }

  /// SNAP's files with times have two numbers behind the ends: not a type for each of them.
  @Test func numbersOfEdgeListsAreNoTypes() throws {
    let (graph, report) = try read("1 2 5 1082040961\n2 3 6 1082040962 KNOWS\n3 1 nan\n", as: .edgeList)
    #expect(try graph.query("MATCH ()-[e]->() RETURN TYPE(e), e.weight ORDER BY ELEMENT_ID(e) LIMIT 2").rows == [[.string("EDGE"), .int(5)], [.string("KNOWS"), .int(6)]])
    #expect(report.notices.count == 1 && report.notices[0].contains("the rest is left out"), "\(report.notices)")
    let named = try Graph.inMemory()
    try named.query("INSERT ({name: 'a'})-[:`2020`]->({name: 'b'})-[:`{x`]->({name: 'c'})")
    #expect(try HostileGraph.written(named, as: .edgeList) == "# source target\na\tb\t_2020\nb\tc\t_{x\n")
  }

  /// Two nodes of one name would become one.
  @Test func nodesOfOneNameGoByNumbers() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT ({name: 'a'})-[:T]->({name: 'a'})")
    #expect(try HostileGraph.written(graph, as: .edgeList) == "# source target\n1\t2\tT\n")
  }

  @Test func followTheMoney() throws {
    let text = """
      {"id":"p1","schema":"Person","properties":{"name":["Ada Osei"],"nationality":["no","se"]}}
      {"id":"c1","schema":"Company","properties":{"name":["Harbour \\"A\\""]}}
      {"id":"o1","schema":"Ownership","properties":{"owner":["p1"],"asset":["c1"],"percentage":["40"]}}

      """
    let graph = try read(text, as: .followTheMoney).graph
    let rows = try graph.query("MATCH (p:Person {key: 'p1'})-[o:Ownership]->(c:Company) RETURN p.nationality, o.percentage, c.name").rows
    #expect(rows == [[.list([.string("no"), .string("se")]), .string("40"), .string("Harbour \"A\"")]])
    let written = try HostileGraph.written(graph, as: .followTheMoney)
    #expect(try HostileGraph.picture(of: read(written, as: .followTheMoney).graph) == HostileGraph.picture(of: graph))
    #expect(try read(written, as: .followTheMoney, into: graph).report.edges == .init(unchanged: 1))
    // A type that FollowTheMoney has not goes out as a link with a role, and comes back.
    let other = try Graph.inMemory()
    try other.query("INSERT (:Person {key: 'a', name: 'A'})-[:SUPPORTS {key: 's'}]->(:Person {key: 'b', name: 'B'})")
    let link = try HostileGraph.written(other, as: .followTheMoney)
    #expect(link.contains("\"schema\":\"UnknownLink\"") && link.contains("\"role\":[\"SUPPORTS\"]"))
    #expect(try HostileGraph.picture(of: read(link, as: .followTheMoney).graph) == HostileGraph.picture(of: other))
  }

  /// As Aleph and OpenSanctions write them: several names, members beside the properties, things that name things, things in things.
  @Test func entitiesKeepAllTheyHave() throws {
    let text = #"""
      {"id":"s1","schema":"Sanction","properties":{"entity":["p1"],"authority":["EU"]},"first_seen":"2024-01-01"}
      {"id":"p1","schema":"Person","caption":"John Doe","properties":{"name":["J. Doe","John Doe"],"alias":["Johnny"],"wikidataId":["p1"]},"datasets":["eu","un"],"target":true}
      {"id":"p2","schema":"Person","properties":{"name":["Jane","Jane Doe"],"addressEntity":[{"id":"a1","schema":"Address","properties":{"full":["Oslo"]}}],\#
      "ownershipOwner":[{"id":"o1","schema":"Ownership","properties":{"asset":["p1"],"percentage":["40"]}}]}}
      """#
    let graph = try read(text, as: .followTheMoney).graph
    func list(_ texts: String...) -> Value { .list(texts.map { .string($0) }) }
    #expect(try graph.query("MATCH (n {name: 'John Doe'}) RETURN n.aliases, n.caption, n.datasets, n.target, n.wikidataId").rows
      == [[list("J. Doe", "Johnny"), .string("John Doe"), list("eu", "un"), .bool(true), .string("p1")]])
    #expect(try graph.query("MATCH (s:Sanction)-[e:entity]->(p:Person) RETURN s.first_seen, s.entity, e.key, p.key").rows
      == [[.string("2024-01-01"), .null, .string("s1/entity/p1"), .string("p1")]])
    #expect(try graph.query("MATCH (p {name: 'Jane'})-[:addressEntity]->(a:Address) RETURN p.aliases, a.full").rows == [[list("Jane Doe"), .string("Oslo")]])
    #expect(try graph.query("MATCH (p {name: 'Jane'})-[o:Ownership]->(q {key: 'p1'}) RETURN o.percentage").rows == [[.string("40")]])
    let written = try HostileGraph.written(graph, as: .followTheMoney)
    #expect(written.contains("\"entity\":[\"p1\"]") && written.contains("\"datasets\":[\"eu\",\"un\"],\"target\":true") && !written.contains("UnknownLink"))
    #expect(try HostileGraph.picture(of: read(written, as: .followTheMoney).graph) == HostileGraph.picture(of: graph))
    let again = try read(text, as: .followTheMoney, into: graph).report
    #expect(again.nodes == .init(unchanged: 4) && again.edges == .init(unchanged: 3))
  }

  /// What has no key gets none by the way.
  @Test func entitiesWithoutKeyStayWithoutKey() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (:Person {name: 'a'})-[:SUPPORTS]->(:Person {name: 'b', key: 'b'}), (:Person {name: 'c'})-[:Ownership]->(:Company)")
    let copy = try read(HostileGraph.written(graph, as: .followTheMoney), as: .followTheMoney).graph
    #expect(try HostileGraph.picture(of: copy) == HostileGraph.picture(of: graph))
  }

  @Test func formatsAreKnownByTheEndOfAName() {
    let found = ["a.graphml", "b.XML", "c.json", "d.nodelink.json", "e.apoc.jsonl", "f.ftm.json", "g.gexf", "h.mmd", "i.ttl", "j.nt", "k.gql", "l.txt"].map {
      GraphFormat(path: $0)?.name
    }
    #expect(found == ["graphml", "graphml", "nodelink", "nodelink", "apoc", "ftm", "gexf", "mermaid", "turtle", "ntriples", "gql", nil])
  }
}
