/// A value of the language at the edge of the library: a parameter, a property, a cell of a result.
///
/// `==` and `hash(into:)` are the language's *equivalence* (the relation of DISTINCT and GROUP BY): null equals null,
/// NaN equals NaN, 1 equals 1.0, strings compare by code point. The language's three-valued `=` is
/// `equals(_:)`. Inside operators values are `Cell`s; a `Value` is made only where a row leaves or enters the
/// engine.
public indirect enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case float(Double)
  case decimal(ExactDecimal)
  case string(String)
  case bytes([UInt8])
  case date(LocalDate)
  case localTime(LocalTime)
  case zonedTime(ZonedTime)
  case localDateTime(LocalDateTime)
  case zonedDateTime(ZonedDateTime)
  case duration(CalendarDuration)
  case list([Value])
  case record(Record)
  case node(Node)
  case edge(Edge)
  case path(Path)
}
