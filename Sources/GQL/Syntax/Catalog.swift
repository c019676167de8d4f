/// The name of a schema, graph, graph type or procedure, as a path through the catalog (ISO clause 17).
///
/// `/a/b/g` is the object `g` of the schema `/a/b`; as a schema it is `/a/b/g` itself. `g` alone is looked up in the current
/// schema.
public struct ObjectReference: Sendable {
  public enum Start: Sendable, Hashable {
    /// Nothing written: the current schema.
    case none
    /// `/`.
    case root
    /// `.`.
    case here
    /// `..`, `../..`: levels above the current schema.
    case above(Int)
    case homeSchema, currentSchema
    /// `$$name`, which stands for the whole reference.
    case parameter(String)
  }
  public var start: Start
  /// Parts before the last `/`.
  public var directories: [Identifier]
  /// The last part, with its own dots; empty for `/`, `..` and their like.
  public var names: [Identifier]
  public var span: SourceSpan
  public init(start: Start = .none, directories: [Identifier] = [], names: [Identifier] = [], span: SourceSpan) {
    self.start = start
    self.directories = directories
    self.names = names
    self.span = span
  }
}

/// What stands for a graph (ISO clause 11.1).
public enum GraphExpression: Sendable {
  case reference(ObjectReference)
  case current(SourceSpan)
  case home(SourceSpan)
  /// `VARIABLE g`, `$g`, `(expression)`.
  case value(Expression)
}

/// What stands for a binding table (ISO clause 11.2).
public enum BindingTableExpression: Sendable {
  case query(ProcedureBody)
  case reference(ObjectReference)
  case value(Expression)
}

/// `VALUE x [:: T] = e`, `GRAPH g = ...`, `TABLE t = ...` before the statements of a procedure (ISO clauses 10.1 to 10.3).
public struct VariableDefinition: Sendable {
  public enum Initializer: Sendable {
    case value(Expression)
    case graph(GraphExpression)
    case table(BindingTableExpression)
  }
  public var variable: Identifier
  public var type: TypeSpecification?
  public var initializer: Initializer
  public init(_ variable: Identifier, type: TypeSpecification?, _ initializer: Initializer) {
    self.variable = variable
    self.type = type
    self.initializer = initializer
  }
}

/// CREATE and DROP of catalog objects (ISO clause 12).
public enum CatalogStatement: Sendable {
  /// What happens when the object is there already.
  public enum Creation: Sendable, Hashable { case new, ifNotExists, orReplace }

  case createSchema(ObjectReference, ifNotExists: Bool)
  case dropSchema(ObjectReference, ifExists: Bool)
  case createGraph(ObjectReference, Creation, type: GraphTypeSource, copyOf: GraphExpression?)
  case dropGraph(ObjectReference, ifExists: Bool)
  case createGraphType(ObjectReference, Creation, GraphTypeSource)
  case dropGraphType(ObjectReference, ifExists: Bool)
  /// Constraints and indexes, of the current graph.
  case definition(DefinitionStatement)
}

/// Where the type of a new graph comes from.
public enum GraphTypeSource: Sendable {
  /// `ANY [GRAPH]`: open.
  case any
  case like(GraphExpression)
  case reference(ObjectReference)
  case specification(GraphTypeSpecification)
}
