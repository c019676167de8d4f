import TestSupport
import Testing

@testable import GraphStore

@Suite struct RowStoreTests {
  @Test func whatIsCommittedIsReadBack() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    let write = try store.beginWrite()
    let ann = try write.insertNode(
      labels: ["Person", "Author", "Person"], properties: ["name": .string("Ann")])
    let bo = try write.insertNode(labels: [], properties: [:])
    _ = try write.insertEdge(
      type: "KNOWS", source: ann, target: bo, isDirected: true, properties: ["since": .int(2019)])
    _ = try write.insertEdge(type: "KNOWS", source: bo, target: bo, isDirected: false, properties: [:])
    let expected = try Rows(write.rowSource)
    try write.commit()

    for store in [store, try Store(path: file.path, configuration: Configuration(mode: .readOnly))] {
      let read = try store.beginRead()
      let source = try #require(read.rowSource)
      #expect(try Rows(source) == expected)
      #expect(try Rows(source).nodes == [1: #"["Author", "Person"] {"name":"Ann"}"#, 2: "[] {}"])
      #expect(try Rows(source).edges == [1: #"KNOWS 1->2 {"since":2019}"#, 2: "KNOWS 2~2 {}"])
      #expect(try read.reader().nodeCount == 2)
      read.end()
      #expect(store.notices.isEmpty)
    }
    #expect(try store.check().isEmpty)
  }

  @Test func theFileDescribesItself() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { _ = try $0.insertNode(labels: ["A"], properties: [:]) }
    let lines = try Program.sqlite(
      file.path, "PRAGMA application_id; PRAGMA user_version; PRAGMA journal_mode; SELECT * FROM nodes;")
    #expect(lines == "1196510279\n1\nwal\n1|[\"A\"]|{}\n")
  }

  @Test func labelsAndPropertiesChange() throws {
    let store = try Store(path: nil)
    let write = try store.beginWrite()
    let id = try write.insertNode(labels: ["A"], properties: ["x": .int(1)])
    let edge = try write.insertEdge(
      type: "T", source: id, target: id, isDirected: true, properties: ["y": .int(1)])
    try write.addLabel("B", to: id)
    try write.addLabel("B", to: id)
    try write.removeLabel("A", from: id)
    try write.removeLabel("Z", from: id)
    try write.setProperty("x", to: .null, ofNode: id)
    try write.setProperty("z", to: .string("q\"\\\u{1}"), ofNode: id)
    try write.setProperty("y", to: .int(2), ofEdge: edge)
    #expect(try Rows(write.rowSource).nodes == [1: #"["B"] {"z":"q\"\\\u0001"}"#])
    #expect(try Rows(write.rowSource).edges == [1: #"T 1->1 {"y":2}"#])
    try write.replaceProperties(["n": .int(3)], ofNode: id)
    try write.replaceProperties([:], ofEdge: edge)
    #expect(try Rows(write.rowSource).nodes == [1: #"["B"] {"n":3}"#])
    #expect(try Rows(write.rowSource).edges == [1: "T 1->1 {}"])
    try write.commit()
    #expect(try store.check().isEmpty)
  }

  /// `é` composed and decomposed are two labels, two types, two keys of any table: names compare by code
  /// point.
  @Test func namesCompareByCodePoint() throws {
    let store = try Store(path: nil)
    try store.write { write in
      let node = try write.insertNode(labels: ["\u{E9}", "e\u{301}"], properties: [:])
      for type in ["\u{E9}", "e\u{301}"] {
        _ = try write.insertEdge(type: type, source: node, target: node, isDirected: true, properties: [:])
      }
      #expect(try write.rows.labelSets().map(\.labels.count) == [0, 2])
      #expect(try write.rows.edgeTypes().count == 2)
    }
    #expect(try store.check().isEmpty)
  }

  @Test func whatIsMissingIsAnError() throws {
    let store = try Store(path: nil)
    let write = try store.beginWrite()
    let node = try write.insertNode(labels: [], properties: [:])
    let edge = try write.insertEdge(type: "T", source: node, target: node, isDirected: true, properties: [:])
    try write.deleteEdge(edge)
    try write.deleteNode(node)
    expect(.noSuchElement) { try write.deleteNode(node) }
    expect(.noSuchElement) { try write.deleteEdge(edge) }
    expect(.noSuchElement) { try write.setProperty("a", to: .int(1), ofNode: node) }
    expect(.noSuchElement) { try write.setProperty("a", to: .int(1), ofEdge: edge) }
    expect(.noSuchElement) { try write.replaceProperties([:], ofNode: node) }
    expect(.noSuchElement) { try write.replaceProperties([:], ofEdge: edge) }
    expect(.noSuchElement) { try write.addLabel("A", to: node) }
    expect(.missingEndpoint) {
      _ = try write.insertEdge(type: "T", source: node, target: node, isDirected: true, properties: [:])
    }
    expect(.missingEndpoint) {
      _ = try write.insertEdges([NewEdge(type: "T", source: NodeID(9), target: node, properties: [:])])
    }
    expect(.invalidProperty) { _ = try write.insertNode(labels: ["a\0b"], properties: [:]) }
    expect(.invalidProperty) { _ = try write.insertNode(labels: [""], properties: [:]) }
    write.rollBack()
  }

  @Test func idsAreNotReused() throws {
    let store = try Store(path: nil)
    let first = try store.write { write in
      let id = try write.insertNode(labels: [], properties: [:])
      try write.deleteNode(id)
      return id
    }
    let second = try store.write { try $0.insertNode(labels: [], properties: [:]) }
    #expect(second > first)
  }

  @Test func theGreatestIDIsALimit() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try Program.sqlite(file.path, "INSERT INTO node (id) VALUES (281474976710655);")
    let write = try store.beginWrite()
    expect(.limitExceeded) { _ = try write.insertNode(labels: [], properties: [:]) }
    write.rollBack()
    #expect(try store.check().isEmpty)
    #expect(throws: TestSupportError.self) {
      try Program.sqlite(file.path, "INSERT INTO node (id) VALUES (281474976710656);")
    }
    #expect(throws: TestSupportError.self) {
      try Program.sqlite(file.path, "INSERT INTO node (id) VALUES (0);")
    }
  }

  @Test(arguments: [0, 1, 49, 50, 51, 100, 137])
  func batchesAgreeWithSingleInserts(count: Int) throws {
    let batched = try Store(path: nil)
    let single = try Store(path: nil)
    let nodes = (0..<count).map {
      NewNode(labels: ["L\($0 % 3)"], properties: ["n": .int(Int64($0))])
    }
    let edges = (0..<Int64(count)).map { (index: Int64) -> NewEdge in
      let (source, target) = (NodeID(index + 1), NodeID(index / 2 + 1))
      return NewEdge(
        type: "T\(index % 2)", source: source, target: target, isDirected: index % 5 != 0,
        properties: ["n": .int(index)])
    }
    try batched.write { write in
      let (nodeIDs, edgeIDs) = (try write.insertNodes(nodes), try write.insertEdges(edges))
      #expect(nodeIDs.map(\.rawValue) == (0..<count).map { Int64($0 + 1) })
      #expect(edgeIDs.map(\.rawValue) == (0..<count).map { Int64($0 + 1) })
    }
    try single.write { write in
      for node in nodes { _ = try write.insertNode(labels: node.labels, properties: node.properties) }
      for edge in edges {
        _ = try write.insertEdge(
          type: edge.type, source: edge.source, target: edge.target, isDirected: edge.isDirected,
          properties: edge.properties)
      }
    }
    #expect(try batched.rows() == single.rows())
    #expect(try batched.state() == single.state())
    #expect(try batched.check().isEmpty)
  }

  @Test func graphsAreApart() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { try $0.createGraph(named: "other") }
    #expect(try store.graphNames() == ["home", "other"])
    try store.write { _ = try $0.insertNode(labels: ["A"], properties: [:]) }
    let write = try store.beginWrite(graph: "other")
    let node = try write.insertNode(labels: ["B"], properties: [:])
    _ = try write.insertEdge(type: "T", source: node, target: node, isDirected: true, properties: [:])
    try write.setProperty("x", to: .int(1), ofNode: node)
    expect(.constraint) { try write.createGraph(named: "other") }
    expect(.constraint) { try write.dropGraph(named: "other") }
    try write.commit()
    #expect(try store.check().isEmpty)
    #expect(try store.rows().nodes == [1: #"["A"] {}"#])
    let read = try store.beginRead(graph: "other")
    #expect(try Rows(#require(read.rowSource)).nodes == [1: #"["B"] {"x":1}"#])
    #expect(try read.reader().edgeCount == 1)
    read.end()
    #expect(
      try Program.sqlite(file.path, "SELECT labels FROM g2_nodes; SELECT count(*) FROM g2_node_change;")
        == "[\"B\"]\n1\n")
    expect(.noSuchElement) { _ = try store.beginRead(graph: "none") }
    try store.write { try $0.dropGraph(named: "other") }
    expect(.noSuchElement) { _ = try store.beginRead(graph: "other") }
    #expect(try store.check().isEmpty)
  }
}

/// The body throws a `StoreError` with this code.
func expect(
  _ code: StoreError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
  do {
    try body()
    Issue.record("expected the error `\(code.rawValue)`", sourceLocation: sourceLocation)
  } catch let error as StoreError {
    #expect(error.code == code, "\(error.message)", sourceLocation: sourceLocation)
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
}
