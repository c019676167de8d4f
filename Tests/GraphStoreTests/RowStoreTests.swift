import TestSupport
import Testing

@testable import GraphStore

/// What every reader sees of a node or an edge, without a snapshot between.
struct Rows: Equatable {
  var nodes: [String] = []
  var edges: [String] = []

  init(_ source: any RowSource) throws {
    let labels = Dictionary(uniqueKeysWithValues: try source.labelSets().map { ($0.id, $0.labels) })
    let types = Dictionary(uniqueKeysWithValues: try source.edgeTypes().map { ($0.id, $0.name) })
    try source.forEachNode(after: 0) { row in
      let text = String(decoding: row.properties, as: UTF8.self)
      nodes.append("\(row.id) \(labels[row.labelSet] ?? ["?"]) \(text)")
    }
    try source.forEachEdge(after: 0) { row in
      let text = String(decoding: row.properties, as: UTF8.self)
      edges.append("\(row.id) \(types[row.type] ?? "?") \(row.source)\(row.isDirected ? "->" : "~")\(row.target) \(text)")
    }
  }
}

@Suite struct RowStoreTests {
  @Test func whatIsCommittedIsReadBack() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    let write = try store.beginWrite()
    let ann = try write.insertNode(labels: ["Person", "Author", "Person"], properties: ["name": .string("Ann")])
    let bo = try write.insertNode(labels: [], properties: [:])
    _ = try write.insertEdge(type: "KNOWS", source: ann, target: bo, isDirected: true, properties: ["since": .int(2019)])
    _ = try write.insertEdge(type: "KNOWS", source: bo, target: bo, isDirected: false, properties: [:])
    let expected = try Rows(write.rowSource)
    try write.commit()

    for store in [store, try Store(path: file.path, configuration: Configuration(mode: .readOnly))] {
      let read = try store.beginRead()
      let source = try #require(read.rowSource)
      #expect(try Rows(source) == expected)
      #expect(try Rows(source).nodes == [#"1 ["Author", "Person"] {"name":"Ann"}"#, "2 [] {}"])
      #expect(try Rows(source).edges == [#"1 KNOWS 1->2 {"since":2019}"#, "2 KNOWS 2~2 {}"])
      #expect(try read.reader().nodeCount == 2)
      read.end()
    }
  }
}
