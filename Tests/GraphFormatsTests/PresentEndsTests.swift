import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

/// Files of edges whose ends are nodes that the graph has already.
@Suite struct PresentEndsTests {
  private let folder: TemporaryFile
  private let graph: Graph

  init() throws {
    folder = try TemporaryFile()
    graph = try Graph.inMemory()
    try graph.query(
      """
      INSERT (:Person {key: 'ann', id: 1, name: 'Ann'}), (:Person {id: 2, name: 'Bo'}), (:City {id: 1, name: 'Rome', key: 'rome'}),
        (:City {id: '3', name: 'Bonn'}), (:City {name: 'Bonn'}), (:City {id: 2.5})
      """)
  }

  @discardableResult
  private func load(_ edges: String, type: String = "R", nodes: String? = nil, _ options: CSVOptions = CSVOptions()) throws -> ImportReport {
    var inputs = [try CSVInput.edges("\(type)=\(folder.folder)/e.csv")]
    try edges.write(toFile: inputs[0].path, atomically: true, encoding: .utf8)
    if let nodes {
      inputs.append(.nodes("\(folder.folder)/n.csv"))
      try nodes.write(toFile: inputs[1].path, atomically: true, encoding: .utf8)
    }
    return try graph.importTables(inputs, options: options).load
  }

  private var edges: [[Value]] {
    get throws { try graph.query("MATCH (a)-[e]->(b) RETURN a.name, b.name ORDER BY e.n, a.name, b.name").rows }
  }

  @Test(arguments: [nil, 1] as [Int?]) func keysAndIdsNameNodes(_ batch: Int?) throws {
    var options = CSVOptions()
    options.batch = batch
    let report = try load("source,target,n\nann,2,1\n2,rome,2\n3,ann,3\n", options)
    #expect(report.edges == .init(created: 3) && report.notices == ["3 relationships without a `key`: made anew, beside what was in the graph"])
    #expect(try edges == [["Ann", "Bo"], ["Bo", "Rome"], ["Bonn", "Ann"]])
  }

  /// A property of its own, and labels as id spaces.
  @Test func propertiesAndLabels() throws {
    var options = CSVOptions()
    options.endsBy = "name"
    try load("source,target\nBo,Rome\n", options)
    try load("source,target\n1,1\n", type: "R:Person:City")
    try load(":START_ID(City),:END_ID(Person)\n3,ann\n")
    #expect(try edges == [["Ann", "Rome"], ["Bo", "Rome"], ["Bonn", "Ann"]])
  }

  /// An id of another load says nothing beside a file of nodes; a key does. Ids of the files come first.
  @Test func filesOfNodesComeFirst() throws {
    let report = try load("source,target,n\n9,ann,1\nrome,9,2\n9,x,3\n", nodes: "id:ID,name\n9,New\nx,Ex\n")
    #expect(report.nodes == .init(created: 2) && report.edges == .init(created: 3))
    #expect(report.notices.first == "2 ends of relationships are nodes that the graph had")
    #expect(try edges == [["New", "Ann"], ["Rome", "New"], ["New", "Ex"]])
    #expect(throws: StoreError.self) { try load("source,target\n9,2\n", nodes: "id:ID,name\n9,New\n") }
    try load("source,target,n\nann,rome,4\n", nodes: "id:ID,name\nann,Other\n")
    #expect(try edges.last == ["Other", "Rome"])
  }

  @Test func rowsWithKeysEndAtNodesWithoutOne() throws {
    for expected in [ImportReport.Counts(created: 1), .init(unchanged: 1)] {
      #expect(try load(":START_ID,:END_ID,key\n2,ann,k\n").edges == expected)
    }
    #expect(try edges == [["Bo", "Ann"]])
  }

  /// Ends that nothing has are nodes with the label of their id space; those of the graph and of the files stay what they are.
  @Test(arguments: [nil, 1, 2] as [Int?]) func endsAreMade(_ batch: Int?) throws {
    var options = CSVOptions()
    options.makesEnds = true
    options.batch = batch
    let report = try load("who,relation,what,n\nAnn,knows,Zed,1\nZed,likes,Rome,2\nYa,likes,Zed,3\nZed,likes,Oslo,4\n", type: ":Person:City", options)
    #expect(report.nodes == .init(created: 4) && report.edges == .init(created: 4))
    #expect(try edges == [["Ann", "Zed"], ["Zed", "Rome"], ["Ya", "Zed"], ["Zed", "Oslo"]])
    let made = try graph.query("MATCH (a)-[e]->(b) RETURN LABELS(a)[0], TYPE(e), LABELS(b)[0], a.key, b.key ORDER BY e.n").rows
    #expect(made == [["Person", "knows", "City", "ann", .null], ["Person", "likes", "City", .null, "rome"], ["Person", "likes", "City", .null, .null], ["Person", "likes", "City", .null, .null]])
    // Again: all are there.
    #expect(try load("who,relation,what\nAnn,knows,Zed\nYa,likes,Oslo\n", type: ":Person:City", options).nodes == .init())
  }

  /// What an alias names is that thing; columns called `who` and `what` are the ends wherever they stand.
  @Test func aliasesNameEndsToo() throws {
    try graph.query("MATCH (a {name: 'Ann'}) SET a.aliases = ['A. Ash', 'Annie']")
    var options = CSVOptions()
    options.makesEnds = true
    let report = try load("key,source,relation,what,who\nk1,doc,knows,Bo,Annie\nk2,doc,knows,A. Ash,Zed\n", type: ":Person:Person", options)
    #expect(report.nodes == .init(created: 1))
    #expect(try edges == [["Ann", "Bo"], ["Zed", "Ann"]])
    #expect(try graph.query("MATCH ()-[e]->() RETURN e.key, e.source ORDER BY e.key").rows == [["k1", "doc"], ["k2", "doc"]])
  }

  @Test func endsAreMadeBesideFilesOfNodes() throws {
    var options = CSVOptions()
    options.makesEnds = true
    options.endsBy = "title"
    let report = try load("from,to,n\n9,New one,1\nNew one,9,2\n\"a \"\"b\"\" é\",9,3\n", nodes: "id:ID,name\n9,New\n", options)
    #expect(report.nodes == .init(created: 3) && report.edges == .init(created: 3))
    #expect(report.notices.contains { $0.hasSuffix("e.csv: 2 of the nodes made have no label; `--edges TYPE:START:END=\(folder.folder)/e.csv` gives them some") })
    let made = try graph.query("MATCH (a)-[e:R]->(b) RETURN COALESCE(a.title, a.name), COALESCE(b.title, b.name) ORDER BY e.n").rows
    #expect(made == [["New", "New one"], ["New one", "New"], ["a \"b\" é", "New"]])
  }

  /// More than a batch holds, made along with the packed index; a dry run counts and makes nothing.
  @Test func manyEndsAreMade() throws {
    let count = 10_000
    try graph.query("MATCH (n) DETACH DELETE n")
    var options = CSVOptions()
    options.makesEnds = true
    let rows = "source,target,i\n" + (0..<count).map { "n\($0),n\($0 + 1),\($0)\n" }.joined()
    options.isDryRun = true
    #expect(try load(rows, type: "R:N:N", options).nodes == .init(created: count + 1))
    #expect(try graph.query("MATCH (n) RETURN COUNT(*)").rows == [[0]])
    options.isDryRun = false
    try load(rows, type: "R:N:N", options)
    #expect(try graph.query("MATCH (a:N)-[e:R]->(b:N) WHERE a.name = 'n' || CAST(e.i AS STRING) AND b.name = 'n' || CAST(e.i + 1 AS STRING) RETURN COUNT(*)").rows == [[.int(Int64(count))]])
    #expect(try graph.store.check().isEmpty)
  }

  /// An empty end is no node, and what several nodes are called stays a fault.
  @Test(arguments: [
    ("a,b\nAnn,\n", "e.csv:2:5: the edge has nothing at this end"), ("a,b\nAnn,Bonn\n", "e.csv:2:5: several nodes of the graph have the `name` or `aliases` `Bonn`; `--ends-by PROPERTY` names another property"),
  ])
  func faultsOfMadeEnds(_ edges: String, _ message: String) throws {
    var options = CSVOptions()
    options.makesEnds = true
    #expect { try load(edges, options) } throws: { ($0 as? StoreError)?.message.hasSuffix(message) == true }
    #expect(try self.edges == [])
  }

  private static let faults: [(type: String, edges: String, property: String?, message: String)] = [
    ("R", "a,b\nann,9\n", nil, "e.csv:2:5: no node of the graph has the `key` or `id` `9`; `--ends-by PROPERTY` names another property, `--new-ends` makes nodes of such ends"),
    ("R", "a,b\nann,\n", nil, "e.csv:2:5: the edge has nothing at this end"),
    ("R", "a,b\nann,2.5\n", nil, "e.csv:2:5: no node of the graph has the `key` or `id` `2.5`; `--ends-by PROPERTY` names another property, `--new-ends` makes nodes of such ends"),
    ("R", "a,b\n1,ann\n", nil, "e.csv:2:1: several nodes of the graph have the `key` or `id` `1`; `--ends-by PROPERTY` names another property"),
    ("R", "a,b\nBonn,Bo\n", "name", "e.csv:2:1: several nodes of the graph have the `name` or `aliases` `Bonn`"),
    ("R", "a,b\nann,Bo\n", "name", "e.csv:2:1: no node of the graph has the `name` or `aliases` `ann`; `--new-ends` makes a node of it"),
    (
      "R:City:City", "a,b\n2,1\n", nil,
      "e.csv:2:1: no node of the graph with the label `City` has the `key` or `id` `2`; `--ends-by PROPERTY` names another property, `--new-ends` makes nodes of "
        + "such ends"
    ),
    (
      "R:Town:City", "a,b\n2,1\n", nil,
      "e.csv: no file of nodes has the id space `Town`, and no node of the graph the label; there is none: the ends of edges are nodes of the "
        + "same import or of the graph; `--new-ends` makes nodes of them"
    ),
  ]

  @Test(arguments: faults) func faultsSayWhatIsMissing(_ fault: (type: String, edges: String, property: String?, message: String)) throws {
    var options = CSVOptions()
    options.endsBy = fault.property
    #expect {
      try load(fault.edges, type: fault.type, options)
    } throws: { error in
      let message = (error as? StoreError)?.message.replacing(folder.folder + "/", with: "")
      #expect(message == fault.message)
      return true
    }
    #expect(try edges == [])
  }

  /// Beside removed nodes and more nodes than one batch holds: each edge ends where its id is.
  @Test func idsOfManyNodes() throws {
    let count = 10_000
    try graph.query("MATCH (n) DETACH DELETE n")
    try graph.query("FOR i IN RANGE(1, \(count)) INSERT (:N {id: 7 * i})")
    try graph.query("MATCH (n WHERE MOD(n.id, 3) = 0) DETACH DELETE n")
    let ids = stride(from: 7, through: 7 * count, by: 7).filter { $0 % 3 != 0 }
    try load("source,target\n" + zip(ids, ids.dropFirst()).map { "\($0),\($1)\n" }.joined())
    let pairs = try graph.query("MATCH (a)-[:R]->(b) RETURN a.id, b.id ORDER BY a.id").rows
    #expect(pairs == zip(ids, ids.dropFirst()).map { [.int(Int64($0)), .int(Int64($1))] })
  }
}
