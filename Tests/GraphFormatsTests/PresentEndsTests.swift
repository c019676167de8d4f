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

  private static let faults: [(type: String, edges: String, property: String?, message: String)] = [
    ("R", "a,b\nann,9\n", nil, "e.csv:2:5: no node of the graph has the `key` or `id` `9`; `--ends-by PROPERTY` names another property"),
    ("R", "a,b\nann,\n", nil, "e.csv:2:5: no node of the graph has the `key` or `id` ``; `--ends-by PROPERTY` names another property"),
    ("R", "a,b\nann,2.5\n", nil, "e.csv:2:5: no node of the graph has the `key` or `id` `2.5`; `--ends-by PROPERTY` names another property"),
    ("R", "a,b\n1,ann\n", nil, "e.csv:2:1: several nodes of the graph have the `key` or `id` `1`; `--ends-by PROPERTY` names another property"),
    ("R", "a,b\nBonn,Bo\n", "name", "e.csv:2:1: several nodes of the graph have the `name` `Bonn`"),
    ("R", "a,b\nann,Bo\n", "name", "e.csv:2:1: no node of the graph has the `name` `ann`"),
    (
      "R:City:City", "a,b\n2,1\n", nil,
      "e.csv:2:1: no node of the graph with the label `City` has the `key` or `id` `2`; `--ends-by PROPERTY` names another property"
    ),
    (
      "R:Town:City", "a,b\n2,1\n", nil,
      "e.csv: no file of nodes has the id space `Town`, and no node of the graph the label; there is none: the ends of edges are nodes of the "
        + "same import or of the graph"
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
