/// A value of the language at the edge of the library: a parameter, a property, a cell of a result.
///
/// `==` and `hash(into:)` are the language's *equivalence* (the relation of DISTINCT and GROUP BY): null equals null,
/// NaN equals NaN, 1 equals 1.0, strings compare by code point. The language's three-valued `=` is
/// `equals(_:)`. Inside operators values are `Cell`s; a `Value` is made only where a row leaves or enters the
/// engine.
///
/// Numbers, strings and most times lie in the value itself; what is larger lies in a box.
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case float(Double)
  indirect case decimal(ExactDecimal)
  case string(String)
  case bytes([UInt8])
  case date(LocalDate)
  case localTime(LocalTime)
  case zonedTime(ZonedTime)
  case localDateTime(LocalDateTime)
  indirect case zonedDateTime(ZonedDateTime)
  indirect case duration(CalendarDuration)
  case list([Value])
  case record(Record)
  indirect case node(Node)
  indirect case edge(Edge)
  indirect case path(Path)
}
