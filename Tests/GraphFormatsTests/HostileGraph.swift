import GQL
import GraphFormats
import GraphStore
import TestSupport

/// A graph of everything that breaks formats: hostile texts, every type of value, parallel edges, loops, lone nodes.
enum HostileGraph {
  static let texts = [
    "", " ", "plain", "say \"hi\"", "it's", "back\\slash", "a\\", "<AT&T>", "]]>", "&amp;", "line\nbreak", "cr\r\nlf", "tab\there",
    "漢字 テスト e\u{301} é 👩‍👩‍👧 🇫🇷", "\u{202E}evil", "\u{FEFF}bom", "a,b;c:d|e", "=1+1", "@at", "-dash", "{\"json\": [1]}", "null", "true", "12",
    "2025-03-03", "`tick`", "$param", "#hash", "--comment", "// comment", "%41", "_id", "ends in blank ",
  ]

  /// XML cannot hold these as they are.
  static let controls = ["nul\u{0}", "bell\u{7}", "\u{1B}[31mred", "\u{FFFF}", "\u{85}", "\u{2028}"]

  static let scalars: [(String, Value)] = [
    ("truth", .bool(true)), ("int", .int(.max)), ("least", .int(.min)), ("float", .float(0.1)), ("whole", .float(1)), ("tiny", .float(.leastNonzeroMagnitude)),
    ("minus", .float(-0.0)), ("decimal", .decimal(ExactDecimal(coefficient: 1200, scale: 3))), ("bytes", .bytes([0, 255, 16])),
    ("date", .date(.init(daysSinceEpoch: 20150))), ("time", .localTime(.init(nanosecondsSinceMidnight: 1_500_000_000))),
    ("zoned", .zonedTime(.init(local: .init(nanosecondsSinceMidnight: 43_200_000_000_000), offsetSeconds: -19_800))),
    ("stamp", .localDateTime(.init(secondsSinceEpoch: 1_700_000_000, nanosecond: 5))),
    ("instant", .zonedDateTime(.init(local: .init(secondsSinceEpoch: 1_700_000_000, nanosecond: 0), offsetSeconds: 3600, zone: "Europe/Paris"))),
    ("duration", .duration(.init(months: 14, days: -3, seconds: 61, nanoseconds: 5))),
  ]

  static let odd: [(String, Value)] = [
    ("nan", .float(.nan)), ("inf", .float(-.infinity)), ("empty", .list([])), ("strings", .list([.string("a"), .string("b")])),
    ("divided", .list([.string("a;b"), .string("")])), ("nested", .list([.int(1), .null, .list([.date(.init(daysSinceEpoch: 1))])])),
    ("record", .record(["a b": .int(1), "@date": .string("x"), "c": .record([:])])), ("tagged", .record(["@date": .string("2025")])),
    ("id", .string("an id")), ("labels", .string("some labels")), ("type", .int(1)), ("label", .string("x")), ("source", .string("s")),
    ("target", .string("t")), ("directed", .string("d")), ("_id", .string("u")), ("e\u{301}", .int(1)), ("é", .int(2)), ("a b", .int(3)),
  ]

  /// - Parameter isXMLSafe: leaves out control characters in names.
  static func make() throws -> Graph {
    let graph = try Graph.inMemory()
    let transaction = try graph.store.beginWrite()
    var nodes: [NewNode] = [NewNode(labels: [], properties: [:]), NewNode(labels: ["A:B", "two words", "Person"], properties: [:])]
    for (index, text) in (texts + controls).enumerated() {
      let mixed: Value = index % 3 == 0 ? .int(Int64(index)) : index % 3 == 1 ? .string(text) : .float(Double(index))
      nodes.append(NewNode(labels: index % 2 == 0 ? ["Person"] : ["Thing", "Other"], properties: ["name": .string(text), "mixed": mixed]))
    }
    nodes.append(NewNode(labels: ["All"], properties: Record(scalars.map { (name: $0.0, value: $0.1) })))
    nodes.append(NewNode(labels: ["Odd"], properties: Record(odd.map { (name: $0.0, value: $0.1) })))
    let ids = try transaction.insertNodes(nodes)
    var edges: [NewEdge] = []
    for (index, text) in (texts + controls).enumerated() {
      edges.append(
        NewEdge(
          type: index % 5 == 0 ? "type & <co>" : "LINKS", source: ids[index % 7], target: ids[index % 11], isDirected: index % 4 != 0,
          properties: ["text": .string(text), "n": .int(Int64(index % 2))]))
    }
    // The same edge twice, loops both ways, one without properties.
    edges += [NewEdge(type: "TWIN", source: ids[1], target: ids[2], properties: ["x": .int(1)])]
    edges += [NewEdge(type: "TWIN", source: ids[1], target: ids[2], properties: ["x": .int(1)])]
    edges += [NewEdge(type: "LOOP", source: ids[0], target: ids[0], properties: [:])]
    edges += [NewEdge(type: "LOOP", source: ids[0], target: ids[0], isDirected: false, properties: Record(odd.map { (name: $0.0, value: $0.1) }))]
    edges += [NewEdge(type: "ALL", source: ids[1], target: ids[0], properties: Record(scalars.map { (name: $0.0, value: $0.1) }))]
    _ = try transaction.insertEdges(edges)
    try transaction.commit()
    return graph
  }

  /// Everything in a graph as text, whatever the ids: nodes by their contents, edges by their ends' and their own. Properties by name.
  static func picture(of graph: Graph) throws -> [String] {
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    let reader = try transaction.reader()
    func text(_ properties: Record) -> String {
      properties.fields.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    }
    var nodes: [NodeID: String] = [:]
    for ordinal in 0..<reader.nodeLimit where reader.isAlive(node: ordinal) {
      let node = reader.node(ordinal)
      nodes[node.id] = "(\(node.labels.joined(separator: "&")) \(text(node.properties)))"
    }
    var lines = Array(nodes.values)
    for ordinal in 0..<reader.edgeLimit where reader.isAlive(edge: ordinal) {
      let edge = reader.edge(ordinal)
      lines.append("\(nodes[edge.source] ?? "?")-[\(edge.type) \(edge.isDirected) \(text(edge.properties))]-\(nodes[edge.target] ?? "?")")
    }
    return lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  static func written(_ graph: Graph, as format: GraphFormat) throws -> String {
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    var text = ""
    try format.write(try transaction.reader()) { text += $0 }
    return text
  }
}
