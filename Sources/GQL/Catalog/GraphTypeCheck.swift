import GraphStore

extension BoundQuery {
  /// Where its first change of the graph is written.
  var changeSpan: SourceSpan? {
    clauses.first { clause in
      switch clause.kind {
      case .insert, .set, .remove, .delete: true
      case .callInline(let query, _): query.isUpdating
      case .setOperation(let operation): operation.first.isUpdating || operation.rest.contains { $0.query.isUpdating }
      case .match, .optionalMatch, .filter, .extend, .project, .aggregate, .distinct, .order, .page, .unwind, .callProcedure,
        .finish:
        false
      }
    }?.span
  }
}

/// Whether elements are of the types that their graph allows. Judged when a statement has made all its changes: a value that a property's type
/// takes as an equal one, as FLOAT does 5, becomes that one (ISO/IEC 39075, store assignment).
struct GraphTypeCheck {
  let type: GraphTypeDefinition
  /// Of the statement that is judged.
  let span: SourceSpan?
  private let reader: any GraphReader
  private let writer: WriteTransaction?
  private let functions: FunctionContext

  init(type: GraphTypeDefinition, reader: any GraphReader, writer: WriteTransaction?, now: ZonedDateTime, span: SourceSpan?) {
    self.type = type
    self.span = span
    self.reader = reader
    self.writer = writer
    functions = FunctionContext(arena: Arena(), reader: reader, now: now)
  }

  /// Every element of the graph: for a graph that is filled by a copy.
  func checkAll() throws(QueryError) {
    try reader.forEachNode { (_, node) throws(QueryError) in try check(node) }
    try reader.forEachEdge { (_, edge) throws(QueryError) in try check(edge) }
  }

  /// What one statement has changed. A node's new labels concern its edges too.
  func check(nodes: Set<NodeID>, edges: Set<EdgeID>) throws(QueryError) {
    var concerned = Set(edges.compactMap { reader.ordinal(of: $0) })
    for id in nodes.sorted() {
      guard let node = reader.ordinal(of: id) else { continue }
      try check(reader.node(node))
      concerned.formUnion(reader.edges(at: node))
    }
    for edge in concerned.sorted() { try check(reader.edge(edge)) }
  }

  private func check(_ node: Node) throws(QueryError) {
    let labels = Set(node.labels)
    guard let type = type.nodes.first(where: { $0.labels == labels }) else {
      throw violation(
        "the graph's type has no nodes \(GraphTypeDefinition.names(labels))",
        hints: type.nodes.isEmpty ? [] : ["it has " + type.nodes.map(\.nameWithLabels).joined(separator: ", ")])
    }
    try check(node.properties, type, "node") { (key, value) throws(StoreError) in _ = try writer?.setProperty(key, to: value, ofNode: node.id) }
  }

  private func check(_ edge: Edge) throws(QueryError) {
    guard let source = reader.ordinal(of: edge.source), let target = reader.ordinal(of: edge.target) else { return }
    let ends = [source, target].map { Set(reader.node($0).labels) }
    let named = type.edges.filter { $0.content.labels == [edge.type] && $0.isDirected == edge.isDirected }
    let fitting = named.first { candidate in
      let wanted = [type.nodes[candidate.source].labels, type.nodes[candidate.destination].labels]
      return wanted == ends || !edge.isDirected && wanted == ends.reversed()
    }
    guard let fitting else {
      let place = "from nodes \(GraphTypeDefinition.names(ends[0])) to nodes \(GraphTypeDefinition.names(ends[1]))"
      throw violation(
        "the graph's type has no \(edge.isDirected ? "" : "undirected ")edges `\(edge.type)` \(place)",
        hints: named.isEmpty ? edgeTypeHint : [])
    }
    try check(edge.properties, fitting.content, "edge") { (key, value) throws(StoreError) in
      _ = try writer?.setProperty(key, to: value, ofEdge: edge.id)
    }
  }

  private var edgeTypeHint: [String] {
    let names = Set(type.edges.map(\.content.name)).sorted()
    return names.isEmpty ? [] : ["it has " + names.joined(separator: ", ")]
  }

  private func check(
    _ properties: Record, _ type: GraphTypeDefinition.Content, _ kind: String, store: (String, Value) throws(StoreError) -> Void
  ) throws(QueryError) {
    let article = kind == "edge" ? "an" : "a"
    for (key, wanted) in type.properties {
      let value = properties[key] ?? .null
      let mark = functions.arena.mark()
      defer { functions.arena.release(to: mark) }
      guard let cell = functions.arena.cell(for: value, reader: reader), !TypeTest.matches(cell, wanted) else { continue }
      if let equal = equal(to: cell, of: wanted) {
        do throws(StoreError) { try store(key, equal) } catch { throw QueryError(error) }
        continue
      }
      throw violation(
        value.isNull
          ? "\(article) \(kind) \(type.name) needs property `\(key)`"
          : "property `\(key)` of \(article) \(kind) \(type.name) must be \(wanted.name), found \(Self.description(of: cell))")
    }
    for field in properties.fields where !type.properties.contains(where: { $0.key.isSameName(as: field.name) }) {
      throw violation(
        "\(article) \(kind) \(type.name) has no property `\(field.name)`",
        hints: Suggestion.hints(for: field.name, among: type.properties.map(\.key)))
    }
  }

  /// The type's value that equals this one; nil: there is none.
  private func equal(to value: Cell, of wanted: CastTarget) -> Value? {
    guard writer != nil, !value.isNull, let assigned = try? StoreAssignment.assign(value, to: wanted, functions), assigned.isEquivalent(to: value)
    else { return nil }
    return Value(assigned, reader: reader)
  }

  /// With what a type may limit.
  private static func description(of value: Cell) -> String {
    func count(_ number: Int, _ noun: String) -> String { "\(value.typeName) of \(number) \(noun)\(number == 1 ? "" : "s")" }
    return switch value.tag {
    case .string: count(value.scalarCount, "character")
    case .bytes: count(Int(value.length), "byte")
    case .list: count(Int(value.length), "item")
    case .int, .float, .decimal: "\(value.typeName), \(Cast.text(of: value) ?? "")"
    case .null, .bool, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration, .record, .node, .edge, .path: value.typeName
    }
  }

  private func violation(_ message: String, hints: [String] = []) -> QueryError {
    QueryError(.graphTypeViolation, message, at: span, hints: hints)
  }
}
