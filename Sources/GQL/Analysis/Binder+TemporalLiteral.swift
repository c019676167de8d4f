import GraphStore

extension Binder {
  /// For messages.
  private static func shortened(_ text: String) -> String { text.count > 60 ? text.prefix(57) + "..." : text }

  /// `DATE '...'` and its kin are read once, here. TIME and DATETIME are local when no offset or zone is
  /// written.
  func bindTemporal(_ kind: Literal.TemporalLiteral, _ text: String, at span: SourceSpan) -> BoundExpression {
    guard let (value, type) = Self.temporalValue(kind, text) else {
      report(
        kind == .duration ? .invalidDurationFormat : .invalidDatetimeFormat,
        "\(Self.shortened(text).asStringLiteral) is not a \(kind.rawValue)", at: span,
        hints: [kind == .date && TemporalConversion.isWrittenAsDay(Array(text.utf8)) ? "no calendar has this day" : "write it as in \(kind.example)"])
      return poison(at: span)
    }
    if case .zonedDateTime(let instant) = value, let fault = instant.zoneFault {
      report(.invalidDatetimeFormat, fault, at: span, hints: ["leave out the offset, or the zone"])
      return poison(at: span)
    }
    return BoundExpression(.constant(value), type: type, span: span)
  }

  private static func temporalValue(_ kind: Literal.TemporalLiteral, _ text: String) -> (Value, ValueType)? {
    switch kind {
    case .date: return LocalDate(iso: text).map { (.date($0), .date) }
    case .time:
      if let local = LocalTime(iso: text) { return (.localTime(local), .localTime) }
      return ZonedTime(iso: text).map { (.zonedTime($0), .zonedTime) }
    case .datetime:
      if let local = LocalDateTime(iso: text) { return (.localDateTime(local), .localDateTime) }
      return ZonedDateTime(iso: text).map { (.zonedDateTime($0), .zonedDateTime) }
    case .duration: return CalendarDuration(iso: text).map { (.duration($0), .duration) }
    }
  }
}

extension Literal.TemporalLiteral {
  fileprivate var example: String {
    switch self {
    case .date: "DATE '2025-03-01'"
    case .time: "TIME '14:30:00' or TIME '14:30:00+01:00'"
    case .datetime: "DATETIME '2025-03-01T14:30:00' or DATETIME '2025-03-01T14:30:00+01:00'"
    case .duration: "DURATION 'P1Y2M' or DURATION 'P3DT4H'"
    }
  }
}
