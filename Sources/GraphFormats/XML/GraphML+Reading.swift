import GraphStore

/// Reads GraphML: ours, APOC's, Gephi's, NetworkX's and the plain standard. Graphs within nodes are read as part of the whole; ports are
/// passed over; hyperedges are refused. What yEd draws beside a node is its name, beside an edge the edge's type. An edge without a type
/// has that of its attribute `type`, else `label`. Ids are kept, unless the file's description says that they are ours.
enum GraphMLReading {
  static func read(_ path: String, _ intake: inout GraphIntake) throws(StoreError) {
    var reader = GraphMLReader(xml: try XMLReader(path, monitor: intake.monitor))
    try reader.read(&intake)
  }
}

private struct GraphMLReader {
  var xml: XMLReader
  private var keys: [String: Key] = [:]
  private var isDirectedByDefault = true
  private var isOurs = false
  /// Nodes may hold graphs that hold nodes.
  private var elements: [Element] = []
  /// The key of the `<data>` that is being read, and its text so far.
  private var data: (key: String, text: String)?
  private var describedKey: String?
  private var description: String?
  /// Inside yEd's `<NodeLabel>` or `<EdgeLabel>`; what is nested there says how it is drawn.
  private var drawnText: String?
  private var isDrawnTextWhole = false
  /// Inside a `<default>` of `describedKey`.
  private var defaultText: String?

  init(xml: XMLReader) { self.xml = xml }

  private struct Key {
    var name: String
    var type: String
    var element: String
    var description: GraphMLType?
    /// APOC writes lists as JSON.
    var isList = false
    var isOfYEd = false
    var defaultValue: Value?
  }

  private struct Element {
    var isNode: Bool
    var id: String
    var source = ""
    var target = ""
    var isDirected = true
    var labels: [String] = []
    var type: String?
    var properties: [(name: String, value: Value)] = []
    var seenKeys: Set<String> = []
    /// As yEd writes beside it.
    var drawnTexts: [String] = []
    var place: String
    /// The first value that is not of its key's type.
    var fault: (message: String, place: String)?
  }

  mutating func read(_ intake: inout GraphIntake) throws(StoreError) {
    var isFirst = true
    while let event = try xml.next() {
      switch event {
      case .start(let name, let attributes):
        if isFirst, name != "graphml" { throw xml.fault("this is no GraphML: it begins with `<\(name)>`") }
        isFirst = false
        try start(name, attributes)
      case .text(let text):
        if data != nil { data?.text += text }
        if !isDrawnTextWhole { drawnText? += text }
        if description != nil { description? += text }
        if defaultText != nil { defaultText? += text }
      case .end(let name): try end(name, &intake)
      }
    }
    if keys.values.contains(where: \.isOfYEd) { intake.note("yEd's shapes, colours and places are left out") }
  }

  private mutating func start(_ name: String, _ attributes: [String: String]) throws(StoreError) {
    switch name {
    case "key":
      guard let id = attributes["id"] else { throw xml.fault("a key without `id`") }
      keys[id] = Key(
        name: attributes["attr.name"] ?? attributes["yfiles.type"].map { _ in "" } ?? id, type: attributes["attr.type"] ?? "string",
        element: attributes["for"] ?? "all", isList: attributes["attr.list"] != nil, isOfYEd: attributes["yfiles.type"] != nil)
      describedKey = id
    case "desc": description = elements.isEmpty ? "" : nil
    case "default": defaultText = describedKey == nil ? nil : ""
    case "graph": isDirectedByDefault = attributes["edgedefault"] != "undirected"
    case "node":
      guard let id = attributes["id"] else { throw xml.fault("a node without `id`") }
      var node = Element(isNode: true, id: id, place: xml.place)
      if let labels = attributes["labels"] { node.labels = GraphMLLabels.labels(labels) }
      elements.append(node)
    case "edge":
      guard let source = attributes["source"], let target = attributes["target"] else { throw xml.fault("an edge without its ends") }
      var edge = Element(isNode: false, id: attributes["id"] ?? "", source: source, target: target, place: xml.place)
      edge.isDirected = attributes["directed"].map { $0 != "false" } ?? isDirectedByDefault
      edge.type = attributes["label"]
      elements.append(edge)
    case "data":
      if let key = attributes["key"], !elements.isEmpty { data = (key, "") }
    case "NodeLabel", "EdgeLabel":
      if data != nil { (drawnText, isDrawnTextWhole) = ("", false) }
    case "hyperedge": throw xml.fault("hyperedges have no place in a property graph")
    default: isDrawnTextWhole = true
    }
  }

  private mutating func end(_ name: String, _ intake: inout GraphIntake) throws(StoreError) {
    switch name {
    case "desc":
      if let id = describedKey {
        if let text = description { keys[id]?.description = GraphMLType(rawValue: text) }
      } else if description == GraphML.creator {
        isOurs = true
      }
      description = nil
    case "default":
      if let id = describedKey, let text = defaultText, let key = keys[id] {
        let value: Value
        do throws(StoreError) { value = try self.value(text, key) } catch { throw xml.fault(error.message) }
        keys[id]?.defaultValue = value
      }
      defaultText = nil
    case "key": describedKey = nil
    case "NodeLabel", "EdgeLabel":
      if let text = drawnText?.trimmingBlanks, !text.isEmpty, let last = elements.indices.last, !elements[last].drawnTexts.contains(text) {
        elements[last].drawnTexts.append(text)
      }
      drawnText = nil
    case "data":
      if let (key, text) = data { try take(key, text) }
      data = nil
    case "node", "edge":
      guard let element = elements.popLast() else { return }
      try finish(element, &intake)
    default: break
    }
  }

  /// One `<data>` of the innermost element.
  private mutating func take(_ id: String, _ text: String) throws(StoreError) {
    let last = elements.count - 1
    guard let key = keys[id] else {
      elements[last].fault = elements[last].fault ?? (undeclared(id), xml.place)
      return
    }
    if key.name.isEmpty { return }
    elements[last].seenKeys.insert(id)
    let isNode = elements[last].isNode
    if isNode, id == "labels" || id == "nTYPE" || id == "TYPE" {
      if elements[last].labels.isEmpty { elements[last].labels = GraphMLLabels.labels(text) }
    } else if !isNode, id == "label" || id == "eTYPE" || id == "TYPE" {
      if elements[last].type == nil || id == "TYPE" { elements[last].type = text }
    } else if isNode, id == "caption" {
      // Made of other properties.
    } else {
      do throws(StoreError) {
        let value = try value(text, key)
        elements[last].properties.append((key.name, value))
      } catch {
        elements[last].fault = elements[last].fault ?? (error.message, xml.place)
      }
    }
  }

  /// What stands there is the key's `id`; what a property is called is its `attr.name`.
  private func undeclared(_ id: String) -> String {
    let start = "no `<key>` declares `\(id.prefix(40))`"
    if let key = keys.filter({ $0.value.name == id }).keys.min() { return "\(start): it is the `attr.name` of the key `\(key)`, write `<data key=\"\(key)\">`" }
    let known = keys.keys.sorted().prefix(10).map { "`\($0)`" }.joined(separator: ", ")
    return known.isEmpty ? "\(start), nor any other key" : "\(start); the keys are \(known)\(keys.count > 10 ? ", ..." : "")"
  }

  private func value(_ text: String, _ key: Key) throws(StoreError) -> Value {
    let trimmed = text.trimmingBlanks
    if key.isList {
      guard let list = try? PropertyJSON.value(trimmed), case .list = list else {
        throw StoreError(.invalidProperty, "`\(text.prefix(40))` is no list as JSON, which `\(key.name)` is")
      }
      return list
    }
    switch key.type {
    case "boolean":
      switch trimmed {
      case "true", "1", "True": return .bool(true)
      case "false", "0", "False": return .bool(false)
      default: throw StoreError(.invalidProperty, "`\(trimmed)` is no boolean, which `\(key.name)` is")
      }
    case "int", "long":
      guard let number = Int64(trimmed) else { throw StoreError(.invalidProperty, "`\(trimmed)` is no whole number, which `\(key.name)` is") }
      return .int(number)
    case "float", "double":
      guard let number = Self.float(trimmed) else { throw StoreError(.invalidProperty, "`\(trimmed)` is no number, which `\(key.name)` is") }
      return .float(number)
    default: break
    }
    guard let description = key.description else { return .string(text) }
    do throws(StoreError) {
      if let tag = description.tag { return try PropertyJSON.value("{\"\(tag)\":\(try PropertyJSON.text(.string(text)))}") }
      return try PropertyJSON.value(text)
    } catch { throw StoreError(.invalidProperty, "`\(text.prefix(40))` is no \(description.rawValue), which `\(key.name)` is") }
  }

  private static func float(_ text: String) -> Double? {
    switch text {
    case "NaN", "nan": .nan
    case "INF", "Infinity", "inf": .infinity
    case "-INF", "-Infinity", "-inf": -.infinity
    default: Double(text)
    }
  }

  private func finish(_ drawn: Element, _ intake: inout GraphIntake) throws(StoreError) {
    var element = drawn
    if let fault = element.fault { return try intake.reject(fault.message, at: fault.place) }
    var properties = element.properties
    for (id, key) in keys.sorted(by: { $0.key < $1.key }) {
      guard let value = key.defaultValue, !element.seenKeys.contains(id), key.element == "all" || key.element == (element.isNode ? "node" : "edge")
      else { continue }
      properties.append((key.name, value))
    }
    properties += GraphMLReader.takeDrawnTexts(&element, beside: properties)
    if !element.isNode, element.type == nil, let name = GraphMLReader.takeNamedType(&element, from: &properties) {
      intake.note("an edge without a type has that of its attribute `\(name)`")
    }
    if element.isNode {
      try intake.takeNode(id: element.id, keeping: isOurs ? nil : .string(element.id), labels: element.labels, properties: Record(properties), at: element.place)
    } else {
      try intake.takeEdge(
        type: element.type ?? GraphFormat.usualType, from: element.source, to: element.target, isDirected: element.isDirected,
        keeping: isOurs || element.id.isEmpty ? nil : .string(element.id), properties: Record(properties), at: element.place)
    }
  }
}

extension GraphMLReader {
  /// What NetworkX and others call the type is an attribute as any other. Gives its name.
  private static func takeNamedType(_ edge: inout Element, from properties: inout [(name: String, value: Value)]) -> String? {
    for name in ["type", "label"] {
      guard let index = properties.firstIndex(where: { $0.name == name }), case .string(let type) = properties[index].value, !type.isEmpty else { continue }
      properties.remove(at: index)
      edge.type = type
      return name
    }
    return nil
  }

  /// The first text is a node's name or an edge's type, unless it has one; the others are a list beside it.
  private static func takeDrawnTexts(_ element: inout Element, beside properties: [(name: String, value: Value)]) -> [(name: String, value: Value)] {
    var texts = element.drawnTexts[...]
    var more: [(name: String, value: Value)] = []
    func has(_ name: String) -> Bool { properties.contains { $0.name == name } }
    if element.isNode {
      if !has("name"), let first = texts.popFirst() { more.append(("name", .string(first))) }
    } else if element.type == nil {
      element.type = texts.popFirst()
    }
    let rest = element.isNode ? "aliases" : "labels"
    if !texts.isEmpty { more.append((has(rest) ? "drawn_" + rest : rest, .list(texts.map { .string($0) }))) }
    return more
  }
}

extension GraphFormat {
  /// Of edges that have none: most formats know no types.
  static let usualType = "EDGE"
}

extension String {
  /// Without blanks and line ends around it.
  var trimmingBlanks: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
