/// A type as written after `::`, `TYPED`, `CAST(.. AS ..)` (ISO clause 18.9).
public struct TypeSpecification: Sendable {
  public var kind: Kind
  public var isNotNull: Bool
  public var span: SourceSpan
  public init(_ kind: Kind, isNotNull: Bool = false, span: SourceSpan) {
    self.kind = kind
    self.isNotNull = isNotNull
    self.span = span
  }

  public indirect enum Kind: Sendable {
    case bool
    /// STRING, CHAR, VARCHAR with lengths in characters.
    case string(minimum: Int?, maximum: Int?, isFixed: Bool)
    case bytes(minimum: Int?, maximum: Int?, isFixed: Bool)
    /// INT8 ... INT256, UINT..., SMALLINT, BIGINT, INT(p); bits of the value range, nil = 64.
    case integer(bits: Int?, isSigned: Bool, precision: Int?)
    case decimal(precision: Int?, scale: Int?)
    case float(bits: Int?)
    case date, localTime, zonedTime, localDateTime, zonedDateTime
    case duration(DurationKind?)
    case list(TypeSpecification?, maximum: Int?)
    /// Nil fields = any record.
    case record([(name: Identifier, type: TypeSpecification)]?)
    case path
    case node(LabelExpression?)
    case edge(LabelExpression?)
    /// A node or edge of a type written out.
    case nodeType(NodeTypeSpecification)
    case edgeType(EdgeTypeSpecification)
    /// A graph; nil = of any type.
    case graph(GraphTypeSpecification?)
    /// `TABLE {a INT}`: a binding table.
    case table([(name: Identifier, type: TypeSpecification)])
    case any
    case propertyValue
    case union([TypeSpecification])
    case null
    case nothing
  }

  public enum DurationKind: Sendable { case yearToMonth, dayToSecond }
}

extension TypeSpecification {
  /// Whether a property can have the type (ISO clause 18.4): nodes, edges, paths, graphs and binding tables are no values of properties, and
  /// NOTHING has none.
  var isOfProperties: Bool {
    switch kind {
    case .path, .node, .edge, .nodeType, .edgeType, .graph, .table, .nothing: false
    case .list(let item?, _): item.isOfProperties
    case .record(let fields?): fields.allSatisfy { $0.type.isOfProperties }
    case .union(let members): members.allSatisfy(\.isOfProperties)
    case .bool, .string, .bytes, .integer, .decimal, .float, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration,
      .list(nil, _), .record(nil), .any, .propertyValue, .null:
      true
    }
  }
}
