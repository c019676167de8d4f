import GraphStore

/// A closed graph type, ready to judge elements (ISO clauses 4.13 and 18.1): which label sets with which properties
/// nodes may have, and which edges may join which nodes.
///
/// A node type is told by its key labels: those before `=>`, else all of its labels. A node of the type carries exactly
/// its labels. Edge types may share a label when they differ in their ends. A property may have another type in another
/// element type. A property whose type is not `NOT NULL` may be missing.
struct GraphTypeDefinition: Sendable {
  struct Content: Sendable {
    var labels: Set<String>
    var properties: [(key: String, type: CastTarget)]
    /// For messages.
    var name: String

    /// The labels too where the name is not that of the only one.
    var nameWithLabels: String {
      let names = GraphTypeDefinition.names(labels)
      return name == names ? name : "\(name) (\(names))"
    }
  }

  struct EdgeType: Sendable {
    var content: Content
    var isDirected: Bool
    /// Positions in `nodes`.
    var source: Int
    var destination: Int

    /// One label between the same node types.
    func joinsAlike(_ other: EdgeType) -> Bool {
      content.labels == other.content.labels && isDirected == other.isDirected && source == other.source
        && destination == other.destination
    }
  }

  private(set) var nodes: [Content] = []
  private(set) var edges: [EdgeType] = []
  private(set) var mistakes: [Diagnostic] = []
  private var nodeByName: [NameKey: Int] = [:]
  private var nodeByKey: [Set<String>: Int] = [:]

  /// Mistakes are collected; a definition with mistakes is not to be used.
  init(_ specification: GraphTypeSpecification) {
    for case .node(let node) in specification.elements { add(node) }
    for case .edge(let edge) in specification.elements { add(edge) }
  }

  /// Of the text of a specification; nil when it is none.
  init?(definition text: String) {
    guard case .procedure(let body)? = Parser.parse("CREATE GRAPH TYPE t \(text)").statements.first?.kind,
      case .catalog(.createGraphType(_, _, .specification(let specification)))? =
        body.statements.first?.query.first.clauses.first?.kind
    else { return nil }
    self.init(specification)
  }

  // MARK: Reading a specification

  private mutating func mistake(_ message: String, at span: SourceSpan, hints: [String] = []) {
    mistakes.append(Diagnostic(.invalidSyntax, message, at: span, hints: hints))
  }

  private mutating func add(_ node: NodeTypeSpecification) {
    let position = addNode(node.content, name: node.name?.text, at: node.span)
    for name in [node.name, node.alias].compactMap({ $0 }) {
      if nodeByName.updateValue(position, forKey: NameKey(name.text)) != nil {
        mistake("two node types are called `\(name.text)`", at: name.span)
      }
    }
  }

  private mutating func addNode(_ content: ElementTypeContent, name: String?, at span: SourceSpan) -> Int {
    let made = makeContent(content, name: name, at: span)
    let key = content.keyLabels.map { $0.isEmpty ? made.labels : Set($0.map(\.text)) } ?? made.labels
    let position = nodes.count
    nodes.append(made)
    if nodeByKey.updateValue(position, forKey: key) != nil {
      mistake(
        "two node types have the same key labels \(GraphTypeDefinition.names(key))", at: span,
        hints: ["give one of them other labels; types that share them (GG24) are not supported"])
    }
    return position
  }

  private mutating func makeContent(_ content: ElementTypeContent, name: String?, at span: SourceSpan) -> Content {
    let labels = Set(((content.keyLabels ?? []) + (content.labels ?? [])).map(\.text))
    var properties: [(key: String, type: CastTarget)] = []
    for property in content.properties ?? [] {
      if properties.contains(where: { $0.key.isSameName(as: property.name.text) }) {
        mistake("property `\(property.name.text)` is given twice", at: property.name.span)
      }
      if !property.type.isOfProperties {
        mistake("no property can have the type \(property.type.text)", at: property.type.span)
      }
      properties.append((property.name.text, CastTarget(property.type)))
    }
    return Content(labels: labels, properties: properties, name: name.map { "`\($0)`" } ?? GraphTypeDefinition.names(labels))
  }

  private mutating func add(_ edge: EdgeTypeSpecification) {
    let content = makeContent(edge.content, name: edge.name?.text, at: edge.span)
    if content.labels.count != 1 {
      mistake(
        "an edge type has exactly one label, found \(content.labels.count)", at: edge.span,
        hints: ["write it as in -[:KNOWS]->"])
    }
    guard let source = position(of: edge.source, at: edge.span),
      let destination = position(of: edge.destination, at: edge.span)
    else { return }
    let made = EdgeType(content: content, isDirected: edge.isDirected, source: source, destination: destination)
    if edges.contains(where: { $0.joinsAlike(made) }) {
      mistake("two edge types \(content.name) join the same node types", at: edge.span)
    }
    edges.append(made)
  }

  /// An end is named, or told by its labels; labels that no node type has make one.
  private mutating func position(of end: EdgeTypeSpecification.End, at span: SourceSpan) -> Int? {
    switch end {
    case .reference(let name):
      if let position = nodeByName[NameKey(name.text)] { return position }
      mistakes.append(
        Diagnostic(
          .invalidReference, "unknown node type \(name.text.inBackquotes)", at: name.span,
          hints: Suggestion.hints(for: name.text, among: nodeByName.keys.map(\.text)) + ["its labels are written (:\(name.text))"]))
      return nil
    case .content(let content):
      let labels = Set(((content.keyLabels ?? []) + (content.labels ?? [])).map(\.text))
      if let position = nodeByKey[labels] ?? nodes.firstIndex(where: { $0.labels == labels }) { return position }
      return addNode(content, name: nil, at: span)
    }
  }

  static func names(_ labels: Set<String>) -> String {
    labels.isEmpty ? "without labels" : labels.sorted().map { "`\($0)`" }.joined(separator: " & ")
  }
}

extension SyntaxPrinter {
  static func print(_ type: GraphTypeSpecification) -> String {
    var printer = SyntaxPrinter()
    printer.write(type)
    return printer.text
  }
}
