import TestSupport
import Testing

@testable import GraphStore

/// What the store should hold after the same operations.
private struct Model: Equatable {
  struct Node: Equatable {
    var labels: Set<String>
    var properties: [String: Int64]
  }
  struct Edge: Equatable {
    var type: String
    var source: Int64
    var target: Int64
    var isDirected: Bool
    var properties: [String: Int64]
  }
  var nodes: [Int64: Node] = [:]
  var edges: [Int64: Edge] = [:]

  init() {}

  init(_ source: any RowSource) throws(StoreError) {
    let labels = Dictionary(uniqueKeysWithValues: try source.labelSets().map { ($0.id, Set($0.labels)) })
    let types = Dictionary(uniqueKeysWithValues: try source.edgeTypes().map { ($0.id, $0.name) })
    try source.forEachNode(after: 0) { row in
      nodes[row.id] = Node(labels: labels[row.labelSet] ?? ["?"], properties: Model.numbers(row.properties))
    }
    try source.forEachEdge(after: 0) { row in
      edges[row.id] = Edge(
        type: types[row.type] ?? "?", source: row.source, target: row.target, isDirected: row.isDirected,
        properties: Model.numbers(row.properties))
    }
  }

  private static func numbers(_ text: UnsafeBufferPointer<UInt8>) -> [String: Int64] {
    guard let record = try? PropertyText.decode(text) else { return ["unreadable": 0] }
    return Dictionary(
      uniqueKeysWithValues: record.fields.map { field in
        if case .int(let number) = field.value { (field.name, number) } else { (field.name, -1) }
      })
  }
}

@Suite struct ModelTests {
  /// Any sequence of operations agrees with the model, and `check` finds nothing after each.
  @Test(arguments: 1...12)
  func randomOperationsAgreeWithTheModel(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try TemporaryFile()
    var store = try Store(path: seed % 3 == 0 ? nil : file.path)
    var committed = Model()
    for _ in 0..<8 {
      var model = committed
      let write = try store.beginWrite()
      var saved: [Model] = []
      for _ in 0..<8 {
        try step(write, &model, &saved, &random)
        #expect(try Model(write.rowSource) == model)
        let findings = try FileCheck.run(on: write.connection).filter { $0.kind != .missingEndpoint }
        #expect(findings.isEmpty)
      }
      if Bool.random(using: &random) {
        try write.commit()
        committed = model
      } else if Bool.random(using: &random) {
        write.rollBack()
      }
      // Else it is let go, which rolls back.
      _ = consume write
      if store.path != nil, Int.random(in: 0..<3, using: &random) == 0 { store = try Store(path: file.path) }
      let found = try store.withReadingConnection { (connection) throws(StoreError) in
        try Model(TableRowSource(connection, .home))
      }
      #expect(found == committed)
    }
    if let path = store.path {
      let read = try Store(path: path, configuration: Configuration(mode: .readOnly)).beginRead()
      #expect(try Model(#require(read.rowSource)) == committed)
    }
  }

  private func step(
    _ write: WriteTransaction, _ model: inout Model, _ saved: inout [Model], _ random: inout SeededGenerator
  ) throws {
    let labels = ["A", "B", "C", "\u{E9}"].filter { _ in Bool.random(using: &random) }
    let key = ["k", "l", "m"].randomElement(using: &random)!
    let number = Int64.random(in: 0..<100, using: &random)
    let node = model.nodes.keys.sorted().randomElement(using: &random)
    let edge = model.edges.keys.sorted().randomElement(using: &random)
    switch (Int.random(in: 0..<14, using: &random), node, edge) {
    case (0, _, _), (_, nil, _):
      let id = try write.insertNode(labels: labels.shuffled(using: &random), properties: [key: .int(number)])
      #expect(model.nodes[id.rawValue] == nil)
      model.nodes[id.rawValue] = .init(labels: Set(labels), properties: [key: number])
    case (1, _, _):
      let batch = (0..<Int(number)).map { NewNode(labels: labels, properties: ["n": .int(Int64($0))]) }
      for (offset, id) in try write.insertNodes(batch).enumerated() {
        model.nodes[id.rawValue] = .init(labels: Set(labels), properties: ["n": Int64(offset)])
      }
    case (2...4, let node?, _):
      let target = model.nodes.keys.sorted().randomElement(using: &random)!
      let isDirected = number % 4 != 0
      let id = try write.insertEdge(
        type: "T\(number % 3)", source: NodeID(node), target: NodeID(target), isDirected: isDirected,
        properties: [key: .int(number)])
      model.edges[id.rawValue] = .init(
        type: "T\(number % 3)", source: node, target: target, isDirected: isDirected,
        properties: [key: number])
    case (5, let node?, _):
      try write.setProperty(key, to: number < 50 ? .null : .int(number), ofNode: NodeID(node))
      model.nodes[node]!.properties[key] = number < 50 ? nil : number
    case (6, _, let edge?):
      try write.setProperty(key, to: .int(number), ofEdge: EdgeID(edge))
      model.edges[edge]!.properties[key] = number
    case (7, let node?, _):
      try write.replaceProperties([key: .int(number)], ofNode: NodeID(node))
      model.nodes[node]!.properties = [key: number]
    case (8, let node?, _):
      try write.addLabel(labels.first ?? "Z", to: NodeID(node))
      model.nodes[node]!.labels.insert(labels.first ?? "Z")
    case (9, let node?, _):
      try write.removeLabel(labels.first ?? "Z", from: NodeID(node))
      model.nodes[node]!.labels.remove(labels.first ?? "Z")
    case (10, let node?, _):
      try write.deleteNode(NodeID(node))
      model.nodes[node] = nil
    case (11, _, let edge?):
      try write.deleteEdge(EdgeID(edge))
      model.edges[edge] = nil
    case (12, _, _):
      try write.beginStatement()
      saved.append(model)
    default:
      guard let before = saved.popLast() else { return }
      if Bool.random(using: &random) {
        try write.rollBackStatement()
        model = before
      } else {
        try write.endStatement()
      }
    }
  }
}
