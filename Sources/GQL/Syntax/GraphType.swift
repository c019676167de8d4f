/// `{ node and edge types }` (ISO clause 18.1).
public struct GraphTypeSpecification: Sendable {
  public enum Element: Sendable {
    case node(NodeTypeSpecification)
    case edge(EdgeTypeSpecification)
  }
  public var elements: [Element]
  public var span: SourceSpan
  public init(_ elements: [Element], span: SourceSpan) {
    self.elements = elements
    self.span = span
  }
}

/// `key labels => labels {properties}`; nil = not written (ISO: nodeTypeFiller, edgeTypeFiller).
public struct ElementTypeContent: Sendable {
  /// Before `=>`; empty when nothing stands before it.
  public var keyLabels: [Identifier]?
  public var labels: [Identifier]?
  public var properties: [PropertyTypeSpecification]?
  public init(
    keyLabels: [Identifier]? = nil, labels: [Identifier]? = nil, properties: [PropertyTypeSpecification]? = nil
  ) {
    self.keyLabels = keyLabels
    self.labels = labels
    self.properties = properties
  }
  public var isEmpty: Bool { keyLabels == nil && labels == nil && properties == nil }
}

public struct PropertyTypeSpecification: Sendable {
  public var name: Identifier
  public var type: TypeSpecification
  public init(_ name: Identifier, _ type: TypeSpecification) {
    self.name = name
    self.type = type
  }
}

/// `NODE TYPE Name (alias :Label {key TYPE})` (ISO clause 18.2).
public struct NodeTypeSpecification: Sendable {
  public var name: Identifier?
  /// What edge types of the same graph type call it.
  public var alias: Identifier?
  public var content: ElementTypeContent
  public var span: SourceSpan
  public init(name: Identifier?, alias: Identifier?, content: ElementTypeContent, span: SourceSpan) {
    self.name = name
    self.alias = alias
    self.content = content
    self.span = span
  }
}

/// `EDGE TYPE Name (a)-[:LABEL {key TYPE}]->(b)` (ISO clause 18.3).
public struct EdgeTypeSpecification: Sendable {
  public enum End: Sendable {
    /// `(alias)`, or a type's name.
    case reference(Identifier)
    /// `(:Label)`; empty content for `()`.
    case content(ElementTypeContent)
  }
  public var name: Identifier?
  public var content: ElementTypeContent
  public var isDirected: Bool
  public var source: End
  public var destination: End
  public var span: SourceSpan
  public init(
    name: Identifier?, content: ElementTypeContent, isDirected: Bool, source: End, destination: End, span: SourceSpan
  ) {
    self.name = name
    self.content = content
    self.isDirected = isDirected
    self.source = source
    self.destination = destination
    self.span = span
  }
}
