import GraphStore

extension GraphFormat {
  /// Lines of `source target`, parted by tabs or blanks (`EdgeListFields`), as NetworkX, SNAP and many others write them; what follows is a
  /// `weight` if it is a number, else the type, or a dictionary of Python with properties. Lines that begin with `#` or `%` are comments. Out: what nodes are called, weight and type, no other properties and no lone nodes.
  static let edgeList = GraphFormat(
    name: "edgelist", extensions: ["edgelist", "edges", "el"], summary: "plain lines of source and target, with a weight or a type",
    losses: "labels and all properties but an edge's `weight` are left out, and edges come back with a direction",
    passes: 2, write: EdgeList.write, read: EdgeList.read)
}

enum EdgeList {
  /// Tab-separated: source, target, the weight if there is one, the type if it is not the usual one.
  @Sendable static func write(_ graph: GraphScan, to sink: TextSink) throws {
    try sink.write("# source target\n")
    var respelt: Set<String> = []
    var isJoined = [Bool](repeating: false, count: Int(graph.elements.nodeLimit))
    let names = names(of: graph)
    try graph.forEachEdge { edge in
      for end in [edge.source, edge.target] { if let ordinal = graph.elements.ordinal(of: end) { isJoined[Int(ordinal)] = true } }
      let ends = [edge.source, edge.target].map { names?[$0] ?? String($0.rawValue) }
      var line = "\(ends[0])\t\(ends[1])"
      if let weight = weight(edge.properties["weight"]) { line += "\t\(weight)" }
      if edge.type != GraphFormat.usualType {
        let type = word(edge.type)
        if type != edge.type { respelt.insert(edge.type) }
        line += "\t\(type)"
      }
      try sink.write(line + "\n")
    }
    if names == nil, graph.edgeCount > 0 { sink.note("nodes go by numbers: they do not have an `id`, `name` or `key` each of its own") }
    let alone = graph.nodeCount - isJoined.count { $0 }
    if alone > 0 { sink.note("\(alone == 1 ? "1 node" : "\(alone) nodes") without edges left out: a line is an edge") }
    if let example = respelt.min() { sink.note("a type is one word and no number: `\(example)` is written as `\(word(example))`") }
  }

  /// A type as one word that is no number, which would be a weight.
  private static func word(_ type: String) -> String {
    let word = type.unicodeScalars.map { $0.properties.isWhitespace || $0.value < 0x20 ? "_" : String($0) }.joined()
    return word.isEmpty || "\"{".contains(word.first ?? "_") || Double(word) != nil ? "_" + word : word
  }

  /// What each node is called in a line: its `id`, else its `name`, else its `key`. Nil when two have the same, or one has none.
  private static func names(of graph: GraphScan) -> [NodeID: String]? {
    var names: [NodeID: String] = [:]
    var given: Set<String> = []
    graph.forEachNode { node in
      guard let name = ["id", "name", "key"].lazy.compactMap({ name(node.properties[$0]) }).first, given.insert(name).inserted else { return }
      names[node.id] = name
    }
    return names.count == graph.nodeCount ? names : nil
  }

  /// As `EdgeListFields` reads it.
  private static func name(_ value: Value?) -> String? {
    switch value {
    case .int(let number)?: return String(number)
    case .string(let text)?:
      guard !text.isEmpty, !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
      let isPlain = text.first.map { !"#%{\"".contains($0) } == true && !text.contains { $0.isWhitespace }
      return isPlain ? text : "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    default: return nil
    }
  }

  private static func weight(_ value: Value?) -> String? {
    switch value {
    case .int(let number)?: String(number)
    case .float(let number)? where number.isFinite: number.description
    default: nil
    }
  }

  @Sendable static func read(_ path: String, _ intake: inout GraphIntake) throws(StoreError) {
    let input = try ByteInput(path, monitor: intake.monitor)
    var longLines: (first: String, count: Int)?
    while true {
      let place = input.place
      guard let line = try input.nextLine() else { break }
      guard let text = String(validating: line, as: UTF8.self) else {
        try intake.reject("this is not UTF-8", at: place)
        continue
      }
      if text.hasPrefix("#") || text.hasPrefix("%") { continue }
      let fields = EdgeListFields(text)
      if let fault = fields.fault {
        try intake.reject(fault, at: place)
        continue
      }
      let words = fields.words
      guard !words.isEmpty || fields.dictionary != nil else { continue }
      guard words.count >= 2, !words[0].isEmpty, !words[1].isEmpty else {
        try intake.reject("expected a source and a target", at: place)
        continue
      }
      var properties = Record()
      if let dictionary = fields.dictionary {
        do throws(StoreError) { properties = try PythonLiteral.record(dictionary) } catch {
          try intake.reject(error.message, at: place)
          continue
        }
      }
      for id in words[..<2] where !intake.knows(id) {
        let value: Value = Int64(id).map { .int($0) } ?? .string(id)
        try intake.takeNode(id: id, labels: [], properties: [Int64(id) == nil ? "name" : "id": value], at: place)
      }
      var type: String?
      var isLong = false
      for word in words[2...] where !word.isEmpty {
        if let number = Double(word) {
          // A second number, as the time in SNAP's files, has no name.
          guard properties["weight"] == nil else {
            isLong = true
            continue
          }
          properties["weight"] = Int64(word).map { .int($0) } ?? .float(number)
        } else if type == nil {
          type = word
        } else {
          isLong = true
        }
      }
      if isLong { longLines = (longLines?.first ?? place, (longLines?.count ?? 0) + 1) }
      try intake.takeEdge(type: type ?? GraphFormat.usualType, from: words[0], to: words[1], properties: properties, at: place)
    }
    if let (first, count) = longLines {
      let others = count == 1 ? "" : count == 2 ? ", and that of another line" : ", and that of \(count - 1) other lines"
      intake.note("\(first): the line has more than a source, a target, a weight and a type; the rest is left out\(others)")
    }
  }
}
