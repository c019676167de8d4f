import GraphStore

/// What CAST makes, and what IS TYPED asks for.
public indirect enum CastTarget: Sendable {
  case bool
  /// Lengths in code points.
  case string(minimum: Int? = nil, maximum: Int? = nil, isFixed: Bool = false)
  /// Lengths in bytes.
  case bytes(minimum: Int? = nil, maximum: Int? = nil, isFixed: Bool = false)
  /// Bits of the whole type, sign included; 64 and more hold every integer there is.
  case integer(bits: Int = 64, isSigned: Bool = true)
  /// Digits in all, and after the point; nil = as they come.
  case decimal(precision: Int? = nil, scale: Int? = nil)
  case float(bits: Int = 64)
  case date, localTime, zonedTime, localDateTime, zonedDateTime
  case duration(TypeSpecification.DurationKind? = nil)
  case list(CastTarget? = nil, maximum: Int? = nil)
  case record([(name: String, type: CastTarget)]? = nil)
  case path, node, edge, any, propertyValue, null, nothing
  case union([CastTarget])
  case notNull(CastTarget)

  public init(_ specification: TypeSpecification) {
    let target = CastTarget(kind: specification.kind)
    self = specification.isNotNull ? .notNull(target) : target
  }

  private init(kind: TypeSpecification.Kind) {
    switch kind {
    case .bool: self = .bool
    case .string(let minimum, let maximum, let isFixed):
      self = .string(minimum: minimum, maximum: maximum, isFixed: isFixed)
    case .bytes(let minimum, let maximum, let isFixed):
      self = .bytes(minimum: minimum, maximum: maximum, isFixed: isFixed)
    // A precision counts binary digits, without the sign.
    case .integer(let bits, let isSigned, let precision):
      self = .integer(bits: bits ?? precision.map { isSigned ? $0 + 1 : $0 } ?? 64, isSigned: isSigned)
    case .decimal(let precision, let scale):
      self = .decimal(precision: precision, scale: precision == nil ? scale : scale ?? 0)
    case .float(let bits): self = .float(bits: bits ?? 64)
    case .date: self = .date
    case .localTime: self = .localTime
    case .zonedTime: self = .zonedTime
    case .localDateTime: self = .localDateTime
    case .zonedDateTime: self = .zonedDateTime
    case .duration(let kind): self = .duration(kind)
    case .list(let item, let maximum): self = .list(item.map { CastTarget($0) }, maximum: maximum)
    case .record(let fields): self = .record(fields?.map { (name: $0.name.text, type: CastTarget($0.type)) })
    case .path: self = .path
    case .node, .nodeType: self = .node
    case .edge, .edgeType: self = .edge
    // A binding table is the list of its rows.
    case .table(let fields):
      self = .list(.notNull(.record(fields.map { (name: $0.name.text, type: CastTarget($0.type)) })))
    // The analyzer has refused it.
    case .graph: self = .nothing
    case .any: self = .any
    case .propertyValue: self = .propertyValue
    case .union(let members): self = .union(members.map { CastTarget($0) })
    case .null: self = .null
    case .nothing: self = .nothing
    }
  }

  /// Whether null is of the type: not of NOTHING, of what says NOT NULL, nor of a union of such types (ISO clause 18.9).
  var includesNull: Bool {
    switch self {
    case .notNull, .nothing: false
    case .union(let members): members.contains(where: \.includesNull)
    default: true
    }
  }

  /// For messages.
  var name: String {
    switch self {
    case .bool: "BOOL"
    case .string(let minimum, let maximum, let isFixed): CastTarget.name("STRING", "CHAR", minimum, maximum, isFixed)
    case .bytes(let minimum, let maximum, let isFixed): CastTarget.name("BYTES", "BINARY", minimum, maximum, isFixed)
    case .integer(let bits, let isSigned): CastTarget.name(bits: bits, isSigned: isSigned)
    case .decimal(let precision?, let scale): "DECIMAL(\(precision)\(scale.map { $0 == 0 ? "" : ", \($0)" } ?? ""))"
    case .decimal: "DECIMAL"
    case .float(let bits): "FLOAT\(bits)"
    case .date: "DATE"
    case .localTime: "LOCAL TIME"
    case .zonedTime: "ZONED TIME"
    case .localDateTime: "LOCAL DATETIME"
    case .zonedDateTime: "ZONED DATETIME"
    case .duration(.yearToMonth): "DURATION(YEAR TO MONTH)"
    case .duration(.dayToSecond): "DURATION(DAY TO SECOND)"
    case .duration: "DURATION"
    case .list(let item, let maximum):
      "LIST\(item.map { "<\($0.name)>" } ?? "")\(maximum.map { "[\($0)]" } ?? "")"
    case .record(let fields?): "RECORD {\(fields.map { "\($0.name.asName) \($0.type.name)" }.joined(separator: ", "))}"
    case .record: "RECORD"
    case .path: "PATH"
    case .node: "NODE"
    case .edge: "EDGE"
    case .any: "ANY"
    case .propertyValue: "PROPERTY VALUE"
    case .null: "NULL"
    case .nothing: "NOTHING"
    case .union(let members): members.map(\.name).joined(separator: " | ")
    case .notNull(let target): target.name + " NOT NULL"
    }
  }

  private static func name(_ plain: String, _ fixed: String, _ minimum: Int?, _ maximum: Int?, _ isFixed: Bool) -> String {
    guard let maximum else { return minimum.map { "\(plain)(\($0), )" } ?? plain }
    if isFixed { return "\(fixed)(\(maximum))" }
    return minimum.map { "\(plain)(\($0), \(maximum))" } ?? "\(plain)(\(maximum))"
  }

  private static func name(bits: Int, isSigned: Bool) -> String {
    let word = isSigned ? "INT" : "UINT"
    if bits == 64 { return isSigned ? word : word + "64" }
    return [8, 16, 32, 128, 256].contains(bits) ? "\(word)\(bits)" : "\(word)(\(isSigned ? bits - 1 : bits))"
  }
}
