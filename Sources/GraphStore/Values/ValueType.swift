/// What is known of an expression's values before any row is seen. Null is a value of every type.
public indirect enum ValueType: Hashable, Sendable {
  /// Nothing is known.
  case any
  /// Only null.
  case null
  case bool, int, float, decimal
  /// Some numeric type.
  case number
  case string, bytes
  case date, localTime, zonedTime, localDateTime, zonedDateTime, duration
  case list(ValueType)
  case record, node, edge, path
}
