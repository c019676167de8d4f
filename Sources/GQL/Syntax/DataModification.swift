/// `INSERT (a:A&B {k: v})-[:T]->(b), ...`.
public struct InsertPattern: Sendable {
  public var paths: [InsertPath]
  public init(_ paths: [InsertPath]) { self.paths = paths }
}

/// `nodes.count == edges.count + 1`.
public struct InsertPath: Sendable {
  /// `CREATE p = ...`, openCypher.
  public var variable: Identifier?
  public var nodes: [InsertElement]
  public var edges: [InsertEdge]
  public init(variable: Identifier? = nil, nodes: [InsertElement], edges: [InsertEdge]) {
    self.variable = variable
    self.nodes = nodes
    self.edges = edges
  }
}

public struct InsertElement: Sendable {
  public var variable: Identifier?
  public var labels: [Identifier]
  public var properties: [PropertyItem]
  /// `CREATE (n $properties)`, openCypher: a map in place of single properties.
  public var propertyMap: Expression?
  /// `CREATE (n {})`, openCypher: no bare variable, and so something new.
  public var hasEmptyBraces = false
  public var span: SourceSpan
  public init(
    variable: Identifier?, labels: [Identifier], properties: [PropertyItem], propertyMap: Expression? = nil,
    span: SourceSpan
  ) {
    self.variable = variable
    self.labels = labels
    self.properties = properties
    self.propertyMap = propertyMap
    self.span = span
  }
}

public struct InsertEdge: Sendable {
  public enum Direction: Sendable {
    case left, right, undirected
    /// `MERGE (a)-[:T]-(b)`, openCypher: matched in both directions, inserted from left to right.
    case any
  }
  public var element: InsertElement
  public var direction: Direction
  public init(_ element: InsertElement, direction: Direction) {
    self.element = element
    self.direction = direction
  }
}

public struct PropertyItem: Sendable {
  public var key: Identifier
  public var value: Expression
  public init(_ key: Identifier, _ value: Expression) {
    self.key = key
    self.value = value
  }
}

public enum SetItem: Sendable {
  case property(Identifier, key: Identifier, value: Expression)
  /// `SET n = {a: 1}`: replaces all properties.
  case allProperties(Identifier, [PropertyItem], SourceSpan)
  case label(Identifier, Identifier)
  /// `SET n = map`, openCypher: replaces all properties by those of a map, node or edge.
  case replaceProperties(Identifier, Expression)
  /// `SET n += map`, openCypher: adds to the properties; a null removes one.
  case addProperties(Identifier, Expression)
}

public enum RemoveItem: Sendable {
  case property(Identifier, key: Identifier)
  case label(Identifier, Identifier)
}

public struct DeleteClause: Sendable {
  public var isDetaching: Bool
  public var items: [Expression]
  public init(isDetaching: Bool, items: [Expression]) {
    self.isDetaching = isDetaching
    self.items = items
  }
}
