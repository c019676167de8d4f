import GraphStore

/// A change of the catalog, with paths in the place of names.
public struct BoundCatalogStatement: Sendable {
  public enum Kind: Sendable {
    case createSchema(String, ifNotExists: Bool)
    case dropSchema(String, ifExists: Bool)
    case createGraph(String, CatalogStatement.Creation, BoundGraphType, copyOf: String?)
    case dropGraph(String, ifExists: Bool)
    case createGraphType(String, CatalogStatement.Creation, BoundGraphType)
    case dropGraphType(String, ifExists: Bool)
    case definition(DefinitionStatement)
  }
  public var kind: Kind
  public var span: SourceSpan
}

/// Where the type of a graph, or a new graph type, comes from.
public enum BoundGraphType: Sendable {
  /// Takes any element.
  case open
  case like(graph: String)
  case named(String)
  /// As the file keeps it.
  case written(definition: String)
}

/// One step of a statement that changes the catalog.
public enum BoundStep: Sendable {
  case catalog(BoundCatalogStatement)
  case query(BoundQuery)
}

/// What belongs to a session and statements can set.
public enum BoundSessionChange: Sendable {
  case schema(String)
  case graph(String)
  /// The query gives a string: an offset or a name of the tz database.
  case timeZone(BoundQuery, SourceSpan)
  case graphParameter(name: String, graph: String, ifNotExists: Bool)
  case resetSchema, resetGraph, resetTimeZone, resetParameters
}
