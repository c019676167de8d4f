import GQL
import GraphStore

/// IS TYPED and CAST, for the types that generated queries use.
enum OracleTypes {
  /// Null is of every type that does not say NOT NULL, and of a union if it is of one of its members.
  static func holds(_ value: Value, _ type: TypeSpecification) throws -> Bool {
    if case .null = value {
      switch type.kind {
      case .nothing: return false
      case .union(let members): return try !type.isNotNull && members.contains { try holds(value, $0) }
      default: return !type.isNotNull
      }
    }
    switch (type.kind, value) {
    case (.any, _): return true
    case (.null, _), (.nothing, _): return false
    case (.bool, .bool), (.float(nil), .float), (.date, .date), (.localTime, .localTime),
      (.zonedTime, .zonedTime),
      (.localDateTime, .localDateTime), (.zonedDateTime, .zonedDateTime), (.path, .path), (.node(nil), .node),
      (.edge(nil), .edge), (.record(nil), .record), (.string(nil, nil, _), .string),
      (.integer(nil, true, nil), .int),
      (.bytes(nil, nil, _), .bytes), (.decimal(nil, nil), .decimal), (.duration(nil), .duration):
      return true
    case (.list(let item, let maximum), .list(let items)):
      if let maximum, items.count > maximum { return false }
      guard let item else { return true }
      return try items.allSatisfy { try holds($0, item) }
    case (.union(let members), _): return try members.contains { try holds(value, $0) }
    case (.string(nil, nil, _), _), (.integer(nil, true, nil), _), (.float(nil), _), (.bool, _), (.list, _),
      (.node(nil), _),
      (.edge(nil), _), (.path, _), (.record(nil), _):
      return false
    default: throw OracleError.unsupported("this type")
    }
  }

  static func cast(_ value: Value, to type: TypeSpecification) throws -> Value {
    switch (type.kind, value) {
    case (_, .null):
      if try !holds(value, type) { throw OracleError.status(.nullNotAllowed, "null") }
      return .null
    case (.any, _): return value
    case (.string(nil, nil, false), .string), (.integer(nil, true, nil), .int), (.float(nil), .float),
      (.bool, .bool):
      return value
    case (.string(nil, nil, false), .int(let value)): return .string(String(value))
    case (.string(nil, nil, false), .bool(let value)): return .string(value ? "true" : "false")
    case (.float(nil), .int), (.float(nil), .decimal): return .float(OracleArithmetic.double(value))
    case (.integer(nil, true, nil), .string(let text)):
      guard let number = Int64(Self.trimmed(text)) else { throw OracleError.status(.invalidCharacterForCast, "no integer") }
      return .int(number)
    default: throw OracleError.unsupported("this cast")
    }
  }

  /// Without spaces at both ends.
  private static func trimmed(_ text: String) -> Substring {
    var rest = text[...]
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
