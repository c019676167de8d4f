import GraphStore

/// Names for RDF, made of the graph's own: nothing claims to be a vocabulary that it is not.
///
/// | in the graph | IRI |
/// |---|---|
/// | node with a `key` | `urn:graphsh:node:KEY` |
/// | other node | `urn:graphsh:node/ID` |
/// | label | `urn:graphsh:label:NAME`, as `rdf:type` |
/// | property | `urn:graphsh:property:NAME` |
/// | edge type | `urn:graphsh:edge:NAME` |
/// | edge with properties | a statement about it, `urn:graphsh:statement/ID`, in RDF's reification |
///
/// An undirected edge is written both ways; its statement is about the direction that is stored.
enum RDFTerms {
  static let base = RowName.base
  static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  static let xsd = "http://www.w3.org/2001/XMLSchema#"

  static func node(_ node: Node) -> String {
    if case .string(let key)? = node.properties["key"] { return base + "node:" + encoded(key) }
    return RowName.of(node.id)
  }

  static func label(_ name: String) -> String { base + "label:" + encoded(name) }
  static func property(_ name: String) -> String { base + "property:" + encoded(name) }
  static func type(_ name: String) -> String { base + "edge:" + encoded(name) }
  static func statement(_ id: EdgeID) -> String { base + "statement/\(id.rawValue)" }

  /// All but letters, digits and `-._~/` of ASCII as `%XX`.
  static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      let isPlain = byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A || "-._~/".utf8.contains(byte)
      result += isPlain ? String(UnicodeScalar(byte)) : "%" + PlainText.hexadecimal([byte])
    }
    return result
  }

  /// A literal's text and the IRI of its type; nil for a plain string.
  static func literal(_ value: Value) throws(StoreError) -> (text: String, type: String?) {
    switch value {
    case .string(let text): (text, nil)
    case .bool: (try PlainText.of(value), xsd + "boolean")
    case .int: (try PlainText.of(value), xsd + "integer")
    case .float(let number): (number.isFinite ? number.description : PlainText.float(number), xsd + "double")
    case .decimal: (try PlainText.of(value), xsd + "decimal")
    case .bytes: (try PlainText.of(value), xsd + "hexBinary")
    case .date(let date): (XSDText.of(date), xsd + "date")
    case .localTime(let time): (XSDText.of(time), xsd + "time")
    case .zonedTime(let time): (XSDText.of(time), xsd + "time")
    case .localDateTime(let dateTime): (XSDText.of(dateTime), xsd + "dateTime")
    case .zonedDateTime(let dateTime): (XSDText.of(dateTime), xsd + "dateTime")
    // Ours may mix signs, which XML Schema's may not.
    case .duration: (try PlainText.of(value), base + "type:duration")
    case .null, .list, .record, .node, .edge, .path: (try PropertyJSON.text(value), rdf + "JSON")
    }
  }

  /// In quotes, as N-Triples and Turtle have it.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// What is said of one subject.
struct RDFSubject {
  var subject: String
  /// In order.
  var statements: [(predicate: String, object: Object)] = []

  enum Object {
    case iri(String)
    case literal(text: String, type: String?)
  }

  init(_ subject: String) { self.subject = subject }

  mutating func add(_ predicate: String, _ iri: String) { statements.append((predicate, .iri(iri))) }

  mutating func add(_ properties: Record) throws(StoreError) {
    for (name, value) in properties.fields {
      let (text, type) = try RDFTerms.literal(value)
      statements.append((RDFTerms.property(name), .literal(text: text, type: type)))
    }
  }

  static func forEach(of graph: GraphScan, _ body: (RDFSubject) throws -> Void) throws {
    try graph.forEachNode { node in
      var subject = RDFSubject(RDFTerms.node(node))
      for label in node.labels { subject.add(RDFTerms.rdf + "type", RDFTerms.label(label)) }
      try subject.add(node.properties)
      // A node of which nothing is known is there all the same.
      if subject.statements.isEmpty { subject.add(RDFTerms.rdf + "type", RDFTerms.base + "Node") }
      try body(subject)
    }
    try graph.forEachEdge { edge in
      guard let source = graph.node(edge.source), let target = graph.node(edge.target) else { return }
      let (from, to, type) = (RDFTerms.node(source), RDFTerms.node(target), RDFTerms.type(edge.type))
      var subject = RDFSubject(from)
      subject.add(type, to)
      try body(subject)
      if !edge.isDirected {
        var back = RDFSubject(to)
        back.add(type, from)
        try body(back)
      }
      guard !edge.properties.isEmpty else { return }
      var statement = RDFSubject(RDFTerms.statement(edge.id))
      statement.add(RDFTerms.rdf + "type", RDFTerms.rdf + "Statement")
      statement.add(RDFTerms.rdf + "subject", from)
      statement.add(RDFTerms.rdf + "predicate", type)
      statement.add(RDFTerms.rdf + "object", to)
      try statement.add(edge.properties)
      try body(statement)
    }
  }
}
