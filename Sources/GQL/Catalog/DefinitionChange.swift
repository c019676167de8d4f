import GraphStore

/// Carries out CREATE and DROP of constraints and indexes, in the session's current graph.
struct DefinitionChange {
  let session: Session
  let transaction: WriteTransaction
  let span: SourceSpan

  private func perform<T>(_ body: () throws(StoreError) -> T) throws(QueryError) -> T { try session.store(body) }

  func perform(_ statement: DefinitionStatement) throws(QueryError) -> Diagnostic? {
    let contents = try perform { () throws(StoreError) in try transaction.catalog() }
    let path = session.currentGraph
    guard let graph = contents.graph(named: path) else {
      throw QueryError(.invalidReference, "there is no graph `\(path)`", at: span, hints: ["SESSION RESET GRAPH goes back to the home graph"])
    }
    let constraints = contents.constraints(ofGraph: graph.id)
    let indexes = contents.indexes(ofGraph: graph.id)
    let names = constraints.map(\.name) + indexes.map(\.name)
    switch statement {
    case .createConstraint(let specification): try create(specification, in: graph.id, constraints, names)
    case .createIndex(let specification): try create(specification, in: graph.id, indexes, names)
    case .dropConstraint(let name, let ifExists):
      if let found = constraints.first(where: { $0.name.isSameName(as: name.text) }) {
        return try perform { () throws(StoreError) in
          try transaction.drop(found)
          return nil
        }
      }
      return try missing("constraint", name, among: constraints.map(\.name), ifExists)
    case .dropIndex(let name, let ifExists):
      if let found = indexes.first(where: { $0.name.isSameName(as: name.text) }) {
        return try perform { () throws(StoreError) in
          try transaction.drop(found)
          return nil
        }
      }
      return try missing("index", name, among: indexes.map(\.name), ifExists)
    }
    return nil
  }

  private func missing(
    _ what: String, _ name: Identifier, among names: [String], _ ifExists: Bool
  ) throws(QueryError) -> Diagnostic? {
    if ifExists { return Diagnostic(.warning, "there is no \(what) `\(name.text)`", at: name.span, severity: .warning) }
    throw QueryError(
      .invalidReference, "unknown \(what) \(name.text.inBackquotes)", at: name.span, hints: Suggestion.hints(for: name.text, among: names))
  }

  // MARK: Constraints

  private func create(
    _ specification: ConstraintSpecification, in graph: Int64, _ known: [ConstraintDefinition], _ names: [String]
  ) throws(QueryError) {
    let (rule, word): (ConstraintDefinition.Rule, String)
    switch specification.rule {
    case .unique: (rule, word) = (.unique, "unique")
    case .key: (rule, word) = (.key, "key")
    case .notNull: (rule, word) = (.notNull, "required")
    case .typed(let type): (rule, word) = (.typed(SyntaxPrinter.print(type)), "type")
    }
    let keys = specification.keys.map(\.text)
    var constraint = ConstraintDefinition(
      graph: graph, name: "", element: specification.element, label: specification.label.text, keys: keys, rule: rule)
    if constraint.isUnique { try checkKeys(specification.keys) }
    if let same = known.first(where: { constraint.isSame(as: $0) }) {
      if specification.ifNotExists { return }
      throw exists("such a constraint", same.name)
    }
    guard let name = try name(specification.name, among: names, specification.ifNotExists, [constraint.label] + keys + [word])
    else { return }
    constraint.name = name
    let reader = try perform { () throws(StoreError) in
      try transaction.use(graph: session.currentGraph)
      return try transaction.advancedReader()
    }
    do throws(ConstraintViolation) {
      try ConstraintCheck([constraint], reader).checkAll()
    } catch {
      throw error.queryError(at: span)
    }
    if let fault = reader.loadFault { throw QueryError(fault) }
    try perform { () throws(StoreError) in try transaction.create(constraint) }
  }

  private func checkKeys(_ keys: [Identifier]) throws(QueryError) {
    for key in keys where !IndexDefinition.canHold(key: key.text) {
      throw QueryError(
        .featureNotSupported, "a property whose name has quotes, backslashes or control characters cannot be indexed", at: key.span)
    }
    if keys.count > IndexDefinition.keyLimit {
      throw QueryError(
        .limitExceeded, "an index has at most \(IndexDefinition.keyLimit) properties", at: keys[IndexDefinition.keyLimit].span)
    }
  }

  // MARK: Indexes

  private func create(
    _ specification: IndexSpecification, in graph: Int64, _ known: [IndexDefinition], _ names: [String]
  ) throws(QueryError) {
    guard specification.element == .node else {
      throw QueryError(
        .featureNotSupported, "an index over edges is not supported", at: span,
        hints: ["edges are found from their nodes; a constraint `IS UNIQUE` over edges is supported"])
    }
    if !specification.isFullText { try checkKeys(specification.keys) }
    if specification.keys.count > IndexDefinition.keyLimit {
      throw QueryError(
        .limitExceeded, "an index has at most \(IndexDefinition.keyLimit) properties", at: specification.keys[IndexDefinition.keyLimit].span)
    }
    var index = IndexDefinition(
      graph: graph, name: "", kind: specification.isFullText ? .text : .plain, element: specification.element,
      labels: specification.labels.map(\.text), keys: specification.keys.map(\.text))
    if let same = known.first(where: { index.isSame(as: $0) }) {
      if specification.ifNotExists { return }
      throw exists("such an index", same.name)
    }
    let parts = index.labels + index.keys + ["index"]
    guard let name = try name(specification.name, among: names, specification.ifNotExists, parts) else { return }
    index.name = name
    try perform { () throws(StoreError) in try transaction.create(index) }
  }

  // MARK: Names

  private func exists(_ what: String, _ name: String) -> QueryError {
    QueryError(.invalidReference, "\(what) exists already: `\(name)`", at: span, hints: ["write IF NOT EXISTS"])
  }

  /// Nil when the name is taken and that is fine. Constraints and indexes of a graph share their names.
  private func name(
    _ written: Identifier?, among names: [String], _ ifNotExists: Bool, _ parts: [String]
  ) throws(QueryError) -> String? {
    if let written {
      guard names.contains(where: { $0.isSameName(as: written.text) }) else { return written.text }
      if ifNotExists { return nil }
      throw QueryError(
        .invalidReference, "a constraint or index `\(written.text)` exists already", at: written.span, hints: ["write IF NOT EXISTS"])
    }
    let made = parts.joined(separator: "_")
    var name = made
    var number = 2
    while names.contains(where: { $0.isSameName(as: name) }) {
      name = "\(made)_\(number)"
      number += 1
    }
    return name
  }
}

extension ConstraintDefinition {
  fileprivate func isSame(as other: ConstraintDefinition) -> Bool {
    element == other.element && rule == other.rule && label.isSameName(as: other.label)
      && keys.elementsEqual(other.keys) { $0.isSameName(as: $1) }
  }
}

extension IndexDefinition {
  fileprivate func isSame(as other: IndexDefinition) -> Bool {
    element == other.element && kind == other.kind && labels.elementsEqual(other.labels) { $0.isSameName(as: $1) }
      && keys.elementsEqual(other.keys) { $0.isSameName(as: $1) }
  }
}
