import GraphStore

/// CREATE and DROP of constraints and indexes: the words of openCypher's implementations, since ISO/IEC 39075 has none.
public enum DefinitionStatement: Sendable {
  case createConstraint(ConstraintSpecification)
  case dropConstraint(Identifier, ifExists: Bool)
  case createIndex(IndexSpecification)
  case dropIndex(Identifier, ifExists: Bool)
}

/// `CREATE CONSTRAINT [name] [IF NOT EXISTS] FOR (n:Label) REQUIRE (n.a, n.b) IS UNIQUE`.
public struct ConstraintSpecification: Sendable {
  public enum Rule: Sendable {
    case unique
    /// `IS KEY`: unique, and none of the properties is missing.
    case key
    case notNull
    case typed(TypeSpecification)
  }
  public var name: Identifier?
  public var ifNotExists: Bool
  public var element: ElementKind
  public var label: Identifier
  public var keys: [Identifier]
  public var rule: Rule
}

/// `CREATE [FULLTEXT] INDEX [name] [IF NOT EXISTS] FOR (n:A|B) ON (n.a, n.b)`; of a full-text one `ON EACH [n.a, n.b]`.
public struct IndexSpecification: Sendable {
  public var name: Identifier?
  public var ifNotExists: Bool
  public var isFullText: Bool
  public var element: ElementKind
  public var labels: [Identifier]
  public var keys: [Identifier]
}
