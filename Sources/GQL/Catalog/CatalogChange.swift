import GraphStore

/// Carries out CREATE and DROP of catalog objects in a transaction.
struct CatalogChange {
  let session: Session
  let transaction: WriteTransaction

  /// - Returns: the warning for an object that IF EXISTS did not find.
  func perform(_ statement: BoundCatalogStatement) throws(QueryError) -> Diagnostic? {
    let span = statement.span
    let contents = try session.store { () throws(StoreError) in try transaction.catalog() }
    switch statement.kind {
    case .createSchema(let path, let ifNotExists): try createSchema(path, ifNotExists, contents, span)
    case .dropSchema(let path, let ifExists): try dropSchema(path, ifExists, contents, span)
    case .createGraph(let path, let creation, let type, let copy):
      try createGraph(path, creation, type, copy, contents, span)
    case .dropGraph(let path, let ifExists): return try dropGraph(path, ifExists, contents, span)
    case .createGraphType(let path, let creation, let type): try createType(path, creation, type, contents, span)
    case .dropGraphType(let path, let ifExists): return try dropType(path, ifExists, contents, span)
    case .definition(let definition):
      return try DefinitionChange(session: session, transaction: transaction, span: span).perform(definition)
    }
    return nil
  }

  private func perform<T>(_ body: () throws(StoreError) -> T) throws(QueryError) -> T { try session.store(body) }

  private func exists(_ what: String, _ path: String, _ span: SourceSpan, hints: [String]) -> QueryError {
    QueryError(.invalidReference, "\(what) `\(path)` exists already", at: span, hints: hints)
  }

  private func unknown(_ what: String, _ path: String, among names: [String], _ span: SourceSpan) -> QueryError {
    QueryError(.invalidReference, "unknown \(what) \(path.inBackquotes)", at: span, hints: Suggestion.hints(for: path, among: names))
  }

  /// The schema in which an object is made must be there.
  private func checkParent(of path: String, _ contents: CatalogContents, _ span: SourceSpan) throws(QueryError) {
    guard let end = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
    let schema = String(path[..<end])
    guard contents.schemas.contains(where: { $0.isSameName(as: schema) }) else {
      throw unknown("schema", "/" + schema, among: contents.schemas.map { "/" + $0 }, span)
    }
  }

  // MARK: Schemas

  /// A schema's own parents are directories, which need not be made.
  private func createSchema(
    _ path: String, _ ifNotExists: Bool, _ contents: CatalogContents, _ span: SourceSpan
  ) throws(QueryError) {
    if path.isEmpty || contents.schemas.contains(where: { $0.isSameName(as: path) }) {
      if ifNotExists { return }
      throw exists("schema", "/" + path, span, hints: ["write CREATE SCHEMA IF NOT EXISTS"])
    }
    if contents.graph(named: path) != nil { throw exists("graph", path, span, hints: []) }
    try perform { () throws(StoreError) in try transaction.createSchema(named: path) }
  }

  private func dropSchema(
    _ path: String, _ ifExists: Bool, _ contents: CatalogContents, _ span: SourceSpan
  ) throws(QueryError) {
    guard !path.isEmpty else { throw QueryError(.dependentObject, "the home schema cannot be dropped", at: span) }
    guard contents.schemas.contains(where: { $0.isSameName(as: path) }) else {
      if ifExists { return }
      throw unknown("schema", "/" + path, among: contents.schemas.map { "/" + $0 }, span)
    }
    let names = contents.graphs.map(\.name) + contents.types.map(\.name)
    let inside = names.first { $0.hasPrefix(path + "/") && !$0.dropFirst(path.count + 1).contains("/") }
    if let inside {
      throw QueryError(
        .dependentObject, "schema `/\(path)` still holds `\(inside)`", at: span, hints: ["drop what it holds first"])
    }
    try perform { () throws(StoreError) in try transaction.dropSchema(named: path) }
    if session.currentSchema.isSameName(as: path) { session.currentSchema = "" }
  }

  // MARK: Graphs

  private func createGraph(
    _ path: String, _ creation: CatalogStatement.Creation, _ type: BoundGraphType, _ copy: String?, _ contents: CatalogContents,
    _ span: SourceSpan
  ) throws(QueryError) {
    try checkParent(of: path, contents, span)
    let source = try copy.map { (name: String) throws(QueryError) in try self.graph(name, contents, span) }
    if contents.graph(named: path) != nil {
      switch creation {
      case .ifNotExists: return
      case .new: throw exists("graph", path, span, hints: ["write CREATE GRAPH IF NOT EXISTS or CREATE OR REPLACE GRAPH"])
      case .orReplace: try drop(path, span)
      }
    }
    try perform { () throws(StoreError) in try transaction.createGraph(named: path) }
    let made = try graph(path, try perform { () throws(StoreError) in try transaction.catalog() }, span)
    if let typeID = try typeID(type, contents, span) {
      try perform { () throws(StoreError) in try transaction.setType(typeID, ofGraph: made.id) }
    }
    guard let source else { return }
    try perform { () throws(StoreError) in try transaction.copyRows(fromGraph: source.id, toGraph: made.id) }
    guard let type = try session.graphType(of: path, transaction) else { return }
    let reader = try perform { () throws(StoreError) in
      try transaction.use(graph: path)
      return try transaction.advancedReader()
    }
    try GraphTypeCheck(type: type, reader: reader, writer: transaction, now: Session.now(), span: span).checkAll()
  }

  private func graph(
    _ path: String, _ contents: CatalogContents, _ span: SourceSpan
  ) throws(QueryError) -> CatalogContents.GraphEntry {
    guard let entry = contents.graph(named: path) else {
      throw unknown("graph", path, among: contents.graphs.map(\.name), span)
    }
    return entry
  }

  private func dropGraph(
    _ path: String, _ ifExists: Bool, _ contents: CatalogContents, _ span: SourceSpan
  ) throws(QueryError) -> Diagnostic? {
    guard contents.graph(named: path) != nil else {
      if ifExists { return Diagnostic(.graphDoesNotExist, "there is no graph `\(path)`", at: span, severity: .warning) }
      throw unknown("graph", path, among: contents.graphs.map(\.name), span)
    }
    try drop(path, span)
    return nil
  }

  private func drop(_ path: String, _ span: SourceSpan) throws(QueryError) {
    guard !path.isSameName(as: CatalogObjects.homeGraph) else {
      throw QueryError(
        .dependentObject, "the home graph cannot be dropped", at: span,
        hints: ["empty it: MATCH (n) DETACH DELETE n"])
    }
    guard !path.isSameName(as: session.currentGraph) else {
      throw QueryError(
        .dependentObject, "graph `\(path)` is the session's current graph", at: span, hints: ["write SESSION RESET GRAPH first"])
    }
    try perform { () throws(StoreError) in
      try transaction.use(graph: CatalogObjects.homeGraph)
      try transaction.dropGraph(named: path)
    }
  }

  // MARK: Types

  /// Nil = open.
  private func typeID(
    _ type: BoundGraphType, _ contents: CatalogContents, _ span: SourceSpan
  ) throws(QueryError) -> Int64? {
    switch type {
    case .open: return nil
    case .named(let path):
      guard let entry = contents.type(named: path) else {
        throw unknown("graph type", path, among: contents.types.map(\.name).filter { !$0.isEmpty }, span)
      }
      return entry.id
    case .like(let path):
      guard let id = try graph(path, contents, span).typeID, let entry = contents.type(withID: id) else { return nil }
      return entry.name.isEmpty ? try make("", entry.definition) : id
    case .written(let definition): return try make("", definition)
    }
  }

  private func make(_ name: String, _ definition: String) throws(QueryError) -> Int64 {
    try perform { () throws(StoreError) in try transaction.createGraphType(named: name, definition: definition) }
  }

  private func createType(
    _ path: String, _ creation: CatalogStatement.Creation, _ type: BoundGraphType, _ contents: CatalogContents, _ span: SourceSpan
  ) throws(QueryError) {
    try checkParent(of: path, contents, span)
    let definition = try definition(type, contents, span)
    if let entry = contents.type(named: path) {
      switch creation {
      case .ifNotExists: return
      case .new:
        throw exists(
          "graph type", path, span, hints: ["write CREATE GRAPH TYPE IF NOT EXISTS or CREATE OR REPLACE GRAPH TYPE"])
      case .orReplace: try drop(entry, contents, span)
      }
    }
    _ = try make(path, definition)
  }

  private func definition(
    _ type: BoundGraphType, _ contents: CatalogContents, _ span: SourceSpan
  ) throws(QueryError) -> String {
    switch type {
    case .written(let definition): return definition
    case .named, .like:
      var entry: CatalogContents.TypeEntry?
      if case .named(let path) = type {
        entry = contents.type(named: path)
        if entry == nil { throw unknown("graph type", path, among: contents.types.map(\.name).filter { !$0.isEmpty }, span) }
      } else if case .like(let path) = type {
        entry = try graph(path, contents, span).typeID.flatMap { contents.type(withID: $0) }
      }
      if let entry { return entry.definition }
    case .open: break
    }
    throw QueryError(.invalidReference, "an open graph has no type that could be named", at: span)
  }

  private func dropType(
    _ path: String, _ ifExists: Bool, _ contents: CatalogContents, _ span: SourceSpan
  ) throws(QueryError) -> Diagnostic? {
    guard let entry = contents.type(named: path) else {
      if ifExists { return Diagnostic(.graphTypeDoesNotExist, "there is no graph type `\(path)`", at: span, severity: .warning) }
      throw unknown("graph type", path, among: contents.types.map(\.name).filter { !$0.isEmpty }, span)
    }
    try drop(entry, contents, span)
    return nil
  }

  private func drop(_ entry: CatalogContents.TypeEntry, _ contents: CatalogContents, _ span: SourceSpan) throws(QueryError) {
    if let user = contents.graphs.first(where: { $0.typeID == entry.id }) {
      throw QueryError(
        .dependentObject, "graph `\(user.name)` is of type `\(entry.name)`", at: span, hints: ["drop the graph first"])
    }
    try perform { () throws(StoreError) in try transaction.dropGraphType(entry.id) }
  }
}
