import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

@testable import GraphFormats

/// Tables with a column `key`, loaded again.
@Suite struct KeyedTableTests {
  private let folder: TemporaryFile

  init() throws { folder = try TemporaryFile() }

  private func load(_ nodes: String, _ edges: String? = nil, into graph: Graph, _ options: CSVOptions = CSVOptions()) throws -> ImportReport {
    var inputs = [CSVInput(path: folder.folder + "/n.csv")]
    try nodes.write(toFile: inputs[0].path, atomically: true, encoding: .utf8)
    if let edges {
      inputs.append(CSVInput(path: folder.folder + "/e.csv"))
      try edges.write(toFile: inputs[1].path, atomically: true, encoding: .utf8)
    }
    return try graph.importTables(inputs, options: options).load
  }

  @Test func rowsWithAKeyUpdate() throws {
    let graph = try Graph.inMemory()
    let nodes = "id:ID,key,name,:LABEL\n1,a,Ann,P\n2,b,Bo,P\n3,,Cy,P\n"
    let edges = ":START_ID,:END_ID,:TYPE,key,since:int\n1,2,KNOWS,k,2020\n2,1,KNOWS,,2021\n"
    #expect(try load(nodes, edges, into: graph).nodes == .init(created: 3))
    let again = try load(nodes, edges, into: graph)
    #expect(again.nodes == .init(created: 1, unchanged: 2) && again.edges == .init(created: 1, unchanged: 1))
    #expect(again.notices == ["1 node and 1 relationship without a `key`: made anew, beside what was in the graph"])
    let changed = try load(nodes.replacing("Bo", with: "Bob"), edges.replacing("2020", with: "2019"), into: graph)
    #expect(changed.nodes == .init(created: 1, updated: 1, unchanged: 1) && changed.edges == .init(created: 1, updated: 1))
    #expect(try graph.query("MATCH ({key: 'a'})-[e {key: 'k'}]->(b {key: 'b'}) RETURN b.name, e.since").rows == [[.string("Bob"), .int(2019)]])
    #expect(try graph.query("MATCH (n) WHERE n.key IS NOT NULL RETURN COUNT(*)").rows == [[.int(2)]])
  }

  /// Keys are texts, whatever they look like.
  @Test(arguments: ["id:ID,key,name\n1,7,Ann\n2,8,Bo\n", "key:ID,name\n7,Ann\n8,Bo\n"]) func keysOfDigitsAreKeys(_ nodes: String) throws {
    let graph = try Graph.inMemory()
    #expect(try load(nodes, into: graph).nodes == .init(created: 2))
    #expect(try load(nodes, into: graph).nodes == .init(unchanged: 2))
    #expect(try graph.query("MATCH (n {key: '7'}) RETURN n.name").rows == [[.string("Ann")]])
  }

  @Test func ourTablesChangeNothing() throws {
    let graph = try Graph.inMemory()
    try graph.query(
      "INSERT (a:A {z: 1, key: 'a', name: 'x', t: ['p', 'q'], d: DATE '2025-01-02'})-[:R {w: 0.5, key: 'r'}]->(:B:C {key: 'b', n: -1})")
    var (nodes, edges) = ("", "")
    let transaction = try graph.store.beginRead()
    let tables = CSVTables(try transaction.reader())
    try tables.writeNodes { nodes += $0 }
    try tables.writeEdges { edges += $0 }
    transaction.end()
    let before = try HostileGraph.picture(of: graph)
    for batch in [nil, 1] as [Int?] {
      var options = CSVOptions()
      options.batch = batch
      let report = try load(nodes, edges, into: graph, options)
      #expect(report.nodes == .init(unchanged: 2) && report.edges == .init(unchanged: 1) && report.notices.isEmpty)
    }
    #expect(try HostileGraph.picture(of: graph) == before)
  }

  @Test func aDryRunCountsAndKeeps() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (:P {key: 'a', name: 'old'})")
    var options = CSVOptions()
    options.isDryRun = true
    #expect(try load("id:ID,key,name,:LABEL\n1,a,new,P\n2,b,new,P\n", into: graph, options).nodes == .init(created: 1, updated: 1))
    #expect(try graph.query("MATCH (n) RETURN n.name").rows == [[.string("old")]])
  }

  @Test func faultsAreCountedTogether() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (:P {key: 'a'})")
    let nodes = "id:ID,key,n:int\n1,a,1\n2,b,x\n3,c,3\n"
    let edges = ":START_ID,:END_ID,:TYPE,key\n1,3,R,k\n3,1,R,k\n"
    var options = CSVOptions()
    options.maximumErrors = 1
    let error = #expect(throws: StoreError.self) { _ = try load(nodes, edges, into: graph, options) }
    #expect(error?.message.hasSuffix("e.csv:3: relationship \"k\" comes twice in one load") == true, "\(error?.message ?? "")")
    options.maximumErrors = 2
    let report = try load(nodes, edges, into: graph, options)
    #expect(report.rejected.count == 2 && report.nodes == .init(created: 1, updated: 1) && report.edges == .init(created: 1))
    #expect(report.rejected.contains { $0.contains("n.csv:3:5: `x` is no int") })
  }

  /// Files without keys are told when they are beside something.
  @Test func rowsWithoutKeysAreTold() throws {
    let graph = try Graph.inMemory()
    let nodes = "id:ID,name,:LABEL\n1,Ann,P\n2,Bo,P\n"
    #expect(try load(nodes, into: graph).notices.isEmpty)
    #expect(try load(nodes, into: graph).notices == ["2 nodes without a `key`: made anew, beside what was in the graph"])
    // Rows with new keys are nothing to be told of.
    #expect(try load("id:ID,key,:LABEL\n1,a,P\n", into: graph).notices.isEmpty)
  }

  /// A file changes what it has columns for: an empty field takes a property away, and one that has no column stays, as labels do.
  @Test(arguments: [
    ("key,age:int\nada,38\n", "(:Person:Host {key: 'ada', name: 'Ada', age: 38})", 1), ("key,name\nada,\n", "(:Person:Host {key: 'ada', age: 37})", 1),
    ("key,name\nada,Ada\n", "(:Person:Host {key: 'ada', name: 'Ada', age: 37})", 0), ("key,:LABEL\nada,Guest\n", "(:Guest {key: 'ada', name: 'Ada', age: 37})", 1),
    ("key,age:int,:IGNORE\nada,,x\n", "(:Person:Host {key: 'ada', name: 'Ada'})", 1),
  ])
  func whatHasNoColumnStays(file: String, node: String, updates: Int) throws {
    let (graph, expected) = (try Graph.inMemory(), try Graph.inMemory())
    try graph.query("INSERT (:Person:Host {key: 'ada', name: 'Ada', age: 37})")
    try expected.query("INSERT \(node)")
    #expect(try load(file, into: graph).nodes == .init(updated: updates, unchanged: 1 - updates))
    #expect(try HostileGraph.picture(of: graph) == HostileGraph.picture(of: expected))
  }

  @Test func relationshipsKeepWhatHasNoColumn() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (a:P {key: 'a'})-[:R {key: 'r', w: 1, since: 2020}]->(b:P {key: 'b'})")
    let report = try load("key:ID,:LABEL\na,P\nb,P\n", ":START_ID,:END_ID,:TYPE,key,w:int\na,b,R,r,2\n", into: graph)
    #expect(report.nodes == .init(unchanged: 2) && report.edges == .init(updated: 1))
    #expect(try graph.query("MATCH ()-[e]->() RETURN e.w, e.since").rows == [[.int(2), .int(2020)]])
  }

  /// Rows of relationships that nobody says are some become nodes without labels: that is told. So is it when there are labels to be had.
  @Test func nodesWithoutLabelsAreTold() throws {
    let graph = try Graph.inMemory()
    let notices = try load("player,club\np1,c1\n", into: graph).notices
    #expect(notices.count == 1 && notices[0].contains("nodes without a label") && notices[0].contains("--edges TYPE="), "\(notices)")
    #expect(try load("key,name,:LABEL\na,Ann,P\n", into: graph).notices.isEmpty)
    // Those that are there keep theirs.
    #expect(try load("key,name\na,Anne\n", into: graph).notices.isEmpty)
  }
}
