import GraphStore

/// What SHOW CONSTRAINTS and SHOW INDEXES list, in the order of their names, and what searches by an index: of one graph.
extension ProcedureRegistry {
  /// As they are for what follows `USE graph`.
  func with(definitionsOf graph: String, _ contents: CatalogContents) -> ProcedureRegistry {
    var registry = self
    registry.addDefinitions(contents, ofGraph: graph)
    return registry
  }

  mutating func addDefinitions(_ contents: CatalogContents, ofGraph path: String) {
    let graph = contents.graph(named: path)?.id ?? 0
    let constraints = contents.constraints(ofGraph: graph).sorted { $0.name.precedes($1.name) }
    let rows: [[Value]] = constraints.map { constraint in
      [
        .string(constraint.name), .string(constraint.element.word), .string(constraint.label),
        .list(constraint.keys.map { .string($0) }), .string(constraint.rule.word), .string(constraint.statement),
      ]
    }
    add(
      Procedure(
        "db.constraints",
        columns: [
          Procedure.Field("name", .string), Procedure.Field("element", .string), Procedure.Field("label", .string),
          Procedure.Field("properties", .list(.string)), Procedure.Field("rule", .string), Procedure.Field("statement", .string),
        ], summary: "The constraints of the current graph; also SHOW CONSTRAINTS."
      ) { (_, _) throws(QueryError) -> [[Value]] in rows })
    addIndexes(contents, graph, constraints)
    addSearch(contents.indexes(ofGraph: graph).filter { $0.kind == .text })
  }

  /// The name and columns that Neo4j gives it.
  private mutating func addSearch(_ indexes: [IndexDefinition]) {
    add(
      Procedure(
        "db.index.fulltext.queryNodes", [Procedure.Field("name", .string), Procedure.Field("text", .string)],
        [Procedure.Field("node", .node), Procedure.Field("score", .float)],
        "Nodes found by a full-text index, best first: words, \"phrases\", begin*, -without, this OR that.",
        .columns { (arguments, context) throws(QueryError) -> [[Cell]] in
          guard case .string(let name) = Value(arguments[0], reader: context.reader),
            case .string(let text) = Value(arguments[1], reader: context.reader)
          else { return [[], []] }
          guard let index = indexes.first(where: { $0.name.isSameName(as: name) }) else {
            throw QueryError(
              .invalidReference, "unknown full-text index \(name.inBackquotes)", at: nil,
              hints: Suggestion.hints(for: name, among: indexes.map(\.name)))
          }
          do throws(StoreError) {
            let found = try context.reader.search(index, for: text)
            return [found.nodes.map { Cell(node: $0) }, found.scores.map { Cell($0) }]
          } catch {
            throw QueryError(error)
          }
        }))
  }

  /// Those that constraints keep for themselves are listed under the constraint's name.
  private mutating func addIndexes(_ contents: CatalogContents, _ graph: Int64, _ constraints: [ConstraintDefinition]) {
    var rows: [(name: String, row: [Value])] = contents.indexes(ofGraph: graph).map { index in
      let row: [Value] = [
        .string(index.name), .string(index.kind == .plain ? "property" : "fulltext"), .string(index.element.word),
        .list(index.labels.map { .string($0) }), .list(index.keys.map { .string($0) }), .null, .string(index.statement),
      ]
      return (index.name, row)
    }
    for constraint in constraints where constraint.isUnique {
      let row: [Value] = [
        .string(constraint.name), .string("property"), .string(constraint.element.word), .list([.string(constraint.label)]),
        .list(constraint.keys.map { .string($0) }), .string(constraint.name), .null,
      ]
      rows.append((constraint.name, row))
    }
    for procedure in ServerProcedures.ofIndexes(named: rows.map(\.name)) { add(procedure) }
    let sorted = rows.sorted { $0.name.precedes($1.name) }.map(\.row)
    add(
      Procedure(
        "db.indexes",
        columns: [
          Procedure.Field("name", .string), Procedure.Field("kind", .string), Procedure.Field("element", .string),
          Procedure.Field("labels", .list(.string)), Procedure.Field("properties", .list(.string)), Procedure.Field("constraint", .string),
          Procedure.Field("statement", .string),
        ], summary: "The indexes of the current graph; also SHOW INDEXES."
      ) { (_, _) throws(QueryError) -> [[Value]] in sorted })
  }
}

extension ElementKind {
  fileprivate var word: String { self == .node ? "node" : "edge" }
}

extension ConstraintDefinition.Rule {
  fileprivate var word: String {
    switch self {
    case .unique: "unique"
    case .key: "key"
    case .notNull: "not null"
    case .typed(let type): ":: \(type)"
    }
  }
}
