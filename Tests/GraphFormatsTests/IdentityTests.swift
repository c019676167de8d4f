import GQL
import GraphStore
import TestSupport
import Testing

@testable import GraphFormats

/// What becomes of the ids that files give their elements.
@Suite struct IdentityTests {
  private func ids(_ graph: Graph, _ order: String = "n.name") throws -> [Value] {
    try graph.query("MATCH (n) RETURN n.id ORDER BY \(order)").rows.map { $0[0] }
  }

  /// As NetworkX, Gephi, yEd and APOC write them, in the order of the names.
  @Test func idsOfOthersAreKept() throws {
    let nodeLink = #"{"directed":false,"multigraph":false,"graph":{},"nodes":[{"name":"a","id":100},{"name":"b","id":200},{"name":"c","id":"x"}],"edges":[]}"#
    #expect(try ids(read(nodeLink, as: .nodeLink).graph) == [.int(100), .int(200), .string("x")])
    let graphML = """
      <graphml><key id="k" for="node" attr.name="name" attr.type="string"/><graph edgedefault="undirected"><node id="Myriel"><data key="k">a</data></node>
      <node id="1"><data key="k">b</data></node><edge id="e7" source="1" target="Myriel"/></graph></graphml>
      """
    let graph = try read(graphML, as: .graphML).graph
    #expect(try ids(graph) == [.string("Myriel"), .string("1")])
    #expect(try graph.query("MATCH ()~[e]~() RETURN DISTINCT e.id").rows == [[.string("e7")]])
    let lines = #"{"type":"node","id":"12","properties":{"name":"a"}}"# + "\n" + #"{"type":"node","id":"n","properties":{"name":"b"}}"#
    #expect(try ids(read(lines, as: .apocLines).graph) == [.string("12"), .string("n")])
  }

  @Test func anIDOfItsOwnStays() throws {
    let nodeLink = #"{"nodes":[{"id":1,"_id":"mongo","key":"a"},{"id":2}],"edges":[]}"#
    let graph = try read(nodeLink, as: .nodeLink).graph
    #expect(try graph.query("MATCH (n {key: 'a'}) RETURN n.id, n._id").rows == [[.int(1), .string("mongo")]])
    let graphML = #"<graphml><key id="k" for="node" attr.name="id" attr.type="int"/><graph><node id="n0"><data key="k">7</data></node></graph></graphml>"#
    #expect(try ids(read(graphML, as: .graphML).graph, "n.id") == [.int(7)])
  }

  /// Numbers of rows say nothing in another graph.
  @Test(arguments: ["graphml", "gephi", "nodelink", "apoc"]) func ourIDsAreNone(_ name: String) throws {
    let format = try #require(GraphFormat.named(name))
    let graph = try Graph.inMemory()
    try graph.query("INSERT (:A {n: 1})-[:R {w: 1}]->(:A {key: 'a', id: 'mine'}), (:A {n: 2})")
    let copy = try read(HostileGraph.written(graph, as: format), as: format)
    #expect(try HostileGraph.picture(of: copy.graph) == HostileGraph.picture(of: graph))
    #expect(copy.report.notices.isEmpty)
  }

  @Test func whatHasNoKeyIsMadeAnewAndTold() throws {
    let text = #"{"nodes":[{"id":1,"key":"a"},{"id":2},{"id":3}],"edges":[{"source":1,"target":2}]}"#
    let (graph, first) = try read(text, as: .nodeLink)
    #expect(first.notices.isEmpty)
    let again = try read(text, as: .nodeLink, into: graph).report
    #expect(again.nodes == .init(created: 2, unchanged: 1))
    #expect(again.notices == ["2 nodes and 1 relationship without a `key`: made anew, beside what was in the graph"])
  }

  /// NetworkX tells parallel edges apart by a key that is of two nodes alone.
  @Test func keysOfParallelEdgesAreTypes() throws {
    let text = """
      {"directed":true,"multigraph":true,"graph":{},"nodes":[{"id":"a"},{"id":"b"},{"id":"c"}],"edges":[
       {"source":"a","target":"b","key":"knows"},{"source":"b","target":"c","key":"knows","w":2},{"source":"a","target":"b","key":"owns"},
       {"source":"a","target":"c","key":"old","type":"LIKES"},{"source":"a","target":"c","key":0},{"source":"a","target":"c","key":1}]}
      """
    let graph = try read(text, as: .nodeLink).graph
    let rows = try graph.query("MATCH (a)-[e]->(b) RETURN a.id, b.id, TYPE(e), e.edge_key, e.key ORDER BY a.id, b.id, TYPE(e)").rows
    let shown = rows.map { row in row.map { if case .string(let text) = $0 { text } else { "-" } }.joined(separator: " ") }
    #expect(shown == ["a b knows - -", "a b owns - -", "a c EDGE - -", "a c EDGE - -", "a c LIKES old -", "b c knows - -"])
  }
}
