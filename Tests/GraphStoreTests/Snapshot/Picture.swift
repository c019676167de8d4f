@testable import GraphStore

/// All that a reader says of a graph, by id, as lines: equal for equal rows, however the snapshot came to be.
struct Picture: Equatable {
  private(set) var lines: Set<String> = []

  init(_ reader: any GraphReader) {
    let nodes = OrdinalBuffer()
    reader.scanNodes(in: 0..<reader.nodeLimit, labelSets: nil, into: nodes)
    let edges = OrdinalBuffer()
    reader.scanEdges(in: 0..<reader.edgeLimit, types: nil, into: edges)
    lines.insert("\(reader.nodeCount) nodes, \(reader.edgeCount) edges")
    precondition(nodes.count == reader.nodeCount && edges.count == reader.edgeCount)
    for node in nodes.elements { lines.insert("\(reader.node(node))") }
    for edge in edges.elements { lines.insert("\(reader.edge(edge))") }
    for node in nodes.elements {
      precondition(reader.ordinal(of: reader.nodeID(node)) == node)
    }
    addCounts(reader)
    for kind in [ElementKind.node, .edge] {
      for key in ["k", "l", "missing"] { addProperties(key, kind, (kind == .node ? nodes : edges).elements, reader) }
    }
    let ways: [EdgeDirections] = [
      .outgoing, .incoming, .undirected, .any, [.outgoing, .incoming], [.incoming, .undirected],
    ]
    for directions in ways {
      for names in [nil, ["T0"], ["T0", "T1"], ["T0", "T1", "T2"], []] as [[String]?] {
        addEdges(directions, names, nodes.elements, reader)
      }
    }
    addLookups(reader)
  }

  private mutating func addCounts(_ reader: any GraphReader) {
    for (number, set) in reader.labelSets.enumerated() where reader.labelSetCounts[number] > 0 {
      var mask = Array(repeating: false, count: reader.labelSets.count)
      mask[number] = true
      let found = OrdinalBuffer()
      reader.scanNodes(in: 0..<reader.nodeLimit, labelSets: mask, into: found)
      lines.insert(
        "\(set.map { reader.names[$0] }.sorted()): \(reader.labelSetCounts[number]), found \(found.count)")
    }
    for (id, name) in reader.names.names.enumerated() where reader.edgeCount(ofType: NameID(id)) > 0 {
      let found = OrdinalBuffer()
      reader.scanEdges(in: 0..<reader.edgeLimit, types: [NameID(id)], into: found)
      lines.insert("\(name): \(reader.edgeCount(ofType: NameID(id))), found \(found.count)")
    }
  }

  private mutating func addProperties(
    _ key: String, _ kind: ElementKind, _ elements: UnsafeBufferPointer<UInt32>, _ reader: any GraphReader
  ) {
    let column = Column(.cell, capacity: elements.count)
    reader.properties(key, of: kind, elements, validity: nil, into: column)
    for (row, element) in elements.enumerated() {
      let id = kind == .node ? "\(reader.nodeID(element))" : "\(reader.edgeID(element))"
      lines.insert("\(id).\(key) = \(Value(column.cell(at: row), reader: reader))")
    }
  }

  private mutating func addEdges(
    _ directions: EdgeDirections, _ names: [String]?, _ nodes: UnsafeBufferPointer<NodeOrdinal>,
    _ reader: any GraphReader
  ) {
    let types = names.map { $0.compactMap { reader.names.id(of: $0) } }
    let degrees = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, nodes.count))
    defer { degrees.deallocate() }
    reader.degrees(nodes, directions: directions, types: types, into: degrees)
    var found: [[String]] = Array(repeating: [], count: nodes.count)
    let buffer = ExpandBuffer()
    var cursor = ExpandCursor()
    var isExhausted = false
    while !isExhausted {
      buffer.removeAll()
      isExhausted = reader.expand(
        nodes, validity: nil, directions: directions, types: types, cursor: &cursor, limit: 3, into: buffer)
      precondition(buffer.count <= 3)
      for index in 0..<buffer.count {
        let edge = reader.edgeID(buffer.edges.base[index])
        found[Int(buffer.rows.base[index])].append("\(edge) to \(reader.nodeID(buffer.nodes.base[index]))")
      }
    }
    for (row, node) in nodes.enumerated() {
      precondition(Int(degrees[row]) == found[row].count, "degree and edges differ")
      lines.insert("\(reader.nodeID(node)) \(directions.rawValue) \(names ?? ["any"]): \(found[row].sorted())")
    }
  }

  private mutating func addLookups(_ reader: any GraphReader) {
    let arena = Arena()
    let values: [Value] = (0..<6).map { .int($0) } + [.float(2), .string("a\"b"), .bool(true)]
    for value in values {
      guard let cell = arena.cell(for: value, reader: reader),
        let found = reader.nodes(where: "k", equals: cell, labelSets: nil)
      else { continue }
      lines.insert("k = \(value): \(found.map { reader.nodeID($0) }.sorted())")
    }
  }
}
