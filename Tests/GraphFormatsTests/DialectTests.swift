import GQL
import GraphStore
import TestSupport
import Testing

@testable import GraphFormats

/// What single programs write into formats of others.
@Suite struct DialectTests {
  @Test func textsThatYEdDrawsAreNamesAndTypes() throws {
    let text = """
      <graphml xmlns:y="http://www.yworks.com/xml/graphml"><key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d9" yfiles.type="edgegraphics"/>
      <key attr.name="description" attr.type="string" for="node" id="d5"/><graph edgedefault="directed" id="G">
      <node id="n0"><data key="d5">a port</data><data key="d6"><y:ShapeNode><y:Geometry height="30.0"/><y:NodeLabel fontSize="12">Harbour
      <y:LabelModel><y:SmartNodeLabelModel distance="4.0"/></y:LabelModel></y:NodeLabel><y:NodeLabel>Old port</y:NodeLabel></y:ShapeNode></data></node>
      <node id="n1"><data key="d6"><y:GenericNode><y:NodeLabel>Pier</y:NodeLabel></y:GenericNode></data></node>
      <edge id="e0" source="n0" target="n1"><data key="d9"><y:PolyLineEdge><y:EdgeLabel>owns<y:LabelModel/></y:EdgeLabel></y:PolyLineEdge></data></edge>
      <edge id="e1" source="n1" target="n0"><data key="d9"><y:PolyLineEdge/></data></edge></graph></graphml>
      """
    let (graph, report) = try read(text, as: .graphML)
    let rows = try graph.query("MATCH (a)-[e:owns]->(b) RETURN a.name, a.aliases, a.description, a.id, b.name").rows
    #expect(rows == [[.string("Harbour"), .list([.string("Old port")]), .string("a port"), .string("n0"), .string("Pier")]])
    #expect(try graph.query("MATCH (a)-[e:EDGE]->(b) RETURN a.name").rows == [[.string("Pier")]])
    #expect(report.notices == ["yEd's shapes, colours and places are left out"])
  }

  @Test func listsOfAPOCAreLists() throws {
    func text(_ list: String) -> String {
      """
      <graphml><key id="tags" for="node" attr.name="tags" attr.type="string" attr.list="string"/><graph edgedefault="directed">
      <node id="n0" labels=":A"><data key="tags">\(list)</data></node></graph></graphml>
      """
    }
    #expect(try read(text(#"["a","b;c"]"#), as: .graphML).graph.query("MATCH (n:A) RETURN n.tags").rows == [[.list([.string("a"), .string("b;c")])]])
    let error = #expect(throws: StoreError.self) { _ = try read(text("a"), as: .graphML) }
    #expect(error?.message.contains("data:2: `a` is no list") == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [
    ("age", "no `<key>` declares `age`: it is the `attr.name` of the key `d0`, write `<data key=\"d0\">`"),
    ("d7", "no `<key>` declares `d7`; the keys are `d0`, `d1`"),
  ])
  func dataOfNoKeyIsAFault(_ key: String, _ message: String) throws {
    let text = """
      <graphml><key id="d0" for="node" attr.name="age" attr.type="long"/><key id="d1" for="all" attr.name="x" attr.type="string"/><graph edgedefault="directed">
      <node id="a"><data key="d0">3</data></node>
      <node id="b"><data key="\(key)">4</data></node></graph></graphml>
      """
    let error = #expect(throws: StoreError.self) { _ = try read(text, as: .graphML) }
    #expect(error?.message.contains("data:3: \(message)") == true, "\(error?.message ?? "")")
  }

  @Test func numbersThatOnlyPythonWritesAreFloats() throws {
    let text = #"{"nodes":[{"id":1,"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \" Infinity"},{"id":2}],"edges":[{"source":1,"target":2,"w":Infinity}]}"#
    let graph = try read(text, as: .nodeLink).graph
    let rows = try graph.query("MATCH (n {id: 1})-[e]->() RETURN n.b, n.c, e.w, n.a").rows
    #expect(rows.first?.dropLast() == [.list([.float(-.infinity), .float(.infinity)]), .string("NaN \" Infinity"), .float(.infinity)])
    if case .float(let number)? = rows.first?.last { #expect(number.isNaN) } else { Issue.record("\(rows)") }
    #expect(throws: StoreError.self) { _ = try read(#"{"nodes":[{"id":NaNa}],"edges":[]}"#, as: .nodeLink) }
  }

  /// A tab parts fields whose names have blanks, and so do double quotes.
  @Test func namesOfEdgeListsMayHaveBlanks() throws {
    let text = "Zoë Müller-Łódź\trent cap\tOPPOSES\n\"a b\" \"c \"\"d\"\"\" KNOWS\n\"Zoë Müller-Łódź\"\t x y \t 7\t\tLIKES\t{'n': 1}\na b X one\na b X two\n"
    let (graph, report) = try read(text, as: .edgeList)
    let rows = try graph.query("MATCH (a)-[e]->(b) WHERE TYPE(e) <> 'X' RETURN a.name, TYPE(e), b.name, e.weight, e.n ORDER BY ELEMENT_ID(e)").rows
    #expect(rows == [
      [.string("Zoë Müller-Łódź"), .string("OPPOSES"), .string("rent cap"), .null, .null],
      [.string("a b"), .string("KNOWS"), .string("c \"d\""), .null, .null],
      [.string("Zoë Müller-Łódź"), .string("LIKES"), .string("x y"), .int(7), .int(1)],
    ])
    #expect(report.notices.count == 1 && report.notices[0].hasSuffix("data:4: the line has more than a source, a target, a weight and a type; the rest is left out, and that of another line"))
    for (wrong, message) in [
      ("\"a b c\n", "a double quote is not closed"), ("\"a\"b c\n", "after the double quote that closes a name comes a blank or a tab"),
      ("a\t\tKNOWS\n", "expected a source and a target"),
    ] {
      let error = #expect(throws: StoreError.self, "\(wrong)") { _ = try read(wrong, as: .edgeList) }
      #expect(error?.message.contains("data:1: \(message)") == true, "\(error?.message ?? "")")
    }
  }

  /// What NetworkX calls the type of an edge is an attribute as any other.
  @Test(arguments: ["type", "label"]) func attributesNamedTypeAreTypes(name: String) throws {
    let text = """
      <graphml><key id="d0" for="edge" attr.name="\(name)" attr.type="string"/><graph edgedefault="directed"><node id="a"/><node id="b"/>
      <edge source="a" target="b"><data key="d0">OPPOSES</data></edge><edge source="a" target="b" label="BACKS"><data key="d0">x</data></edge>
      <edge source="b" target="a"/></graph></graphml>
      """
    let (graph, report) = try read(text, as: .graphML)
    let rows = try graph.query("MATCH ()-[e]->() RETURN TYPE(e) AS type, e.`\(name)` ORDER BY type").rows
    #expect(rows == [[.string("BACKS"), .string("x")], [.string("EDGE"), .null], [.string("OPPOSES"), .null]])
    #expect(report.notices == ["an edge without a type has that of its attribute `\(name)`"])
  }

  @Test func dictionariesOfPythonAreProperties() throws {
    let text = #"""
      0 1 {'weight': 4, 'name': "it's", 'ok': True, 'none': None, 'f': 1.5e-3, 'l': [1, ('a', -2)], 'u': 'caf\xe9 \u6f22\n'}
      1 2 {}
      2 3 7 KNOWS
      3 4 7 KNOWS more and more
      """#
    let (graph, report) = try read(text, as: .edgeList)
    let rows = try graph.query("MATCH ({id: 0})-[e]->({id: 1}) RETURN e.weight, e.name, e.ok, e.none, e.f, e.l, e.u").rows
    #expect(rows == [[
      .int(4), .string("it's"), .bool(true), .null, .float(0.0015), .list([.int(1), .list([.string("a"), .int(-2)])]), .string("café 漢\n"),
    ]])
    #expect(try graph.query("MATCH ({id: 2})-[e:KNOWS]->({id: 3}) RETURN e.weight").rows == [[.int(7)]])
    #expect(report.notices.count == 1 && report.notices[0].hasSuffix("data:4: the line has more than a source, a target, a weight and a type; the rest is left out"))
    for wrong in ["{'a': set()}", "{'a': 1", "{1: 2}", "{'a': 1} x", "{'a': \(String(repeating: "[", count: 5000))"] {
      let error = #expect(throws: StoreError.self, "\(wrong.prefix(20))") { _ = try read("a b \(wrong)\n", as: .edgeList) }
      #expect(error?.message.contains("data:1: expected a dictionary of Python") == true, "\(error?.message ?? "")")
    }
  }
}
