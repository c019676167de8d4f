/// `INTERVAL [sign] 'text' qualifier`, SQL's way to write a duration (ISO clause 21.2): read as the literal of the same duration.
extension Parser {
  func parseInterval() throws(SyntaxFailure) -> Expression {
    let start = here
    advance()
    let isNegative = at(.minus)
    if isNegative || at(.plus) { advance() }
    let string = take()
    guard let first = SQLInterval.Field(current.keyword) else {
      throw expected("`YEAR`, `MONTH`, `DAY`, `HOUR`, `MINUTE` or `SECOND`", "after the text of the interval")
    }
    advance()
    try parseFieldPrecision()
    var last = first
    if eat(.to) {
      guard let field = SQLInterval.Field(current.keyword), field > first, (first < .day) == (field < .day) else {
        throw expected("a smaller unit of the same kind", "after `TO`")
      }
      advance()
      try parseFieldPrecision()
      last = field
    }
    guard let duration = SQLInterval(text.name(string), from: first, to: last)?.isoText(isNegative: isNegative) else {
      throw fail(
        "the text does not fit the units of the interval", at: string.span, status: .invalidDurationFormat,
        hints: ["`INTERVAL '1-6' YEAR TO MONTH`, `INTERVAL '3 04:05:06' DAY TO SECOND`"])
    }
    return Expression(.literal(.temporal(.duration, duration)), span(from: start))
  }

  /// `(2)`, `(2, 3)`: without effect, durations have nine digits of a second always.
  private func parseFieldPrecision() throws(SyntaxFailure) {
    guard at(.leftParenthesis) else { return }
    let opening = take().span
    repeat {
      guard at(.integer) else { throw expected("a whole number", "as the precision") }
      advance()
    } while eat(.comma)
    try expectClosing(.rightParenthesis, of: opening, "to close the precision")
  }
}

/// The text of an SQL interval, cut into its fields.
struct SQLInterval {
  enum Field: Int, Comparable, CaseIterable {
    case year, month, day, hour, minute, second

    init?(_ keyword: Keyword?) {
      switch keyword {
      case .year: self = .year
      case .month: self = .month
      case .day: self = .day
      case .hour: self = .hour
      case .minute: self = .minute
      case .second: self = .second
      default: return nil
      }
    }

    static func < (a: Field, b: Field) -> Bool { a.rawValue < b.rawValue }
    /// What separates it from the field after it.
    var separator: Character { self < .month ? "-" : self == .day ? " " : ":" }
    /// How many make one of the field before it; nil where there is none. Only the first field of an interval may have more.
    var countInField: Int? { [nil, 12, nil, 24, 60, 60][rawValue] }
    var letter: String { ["Y", "M", "D", "H", "M", "S"][rawValue] }
  }

  private var isNegative = false
  private var fields: [(field: Field, digits: String)] = []

  /// Nil when the text has not exactly the fields from `first` to `last`, or one after the first that does not fit the field before it.
  init?(_ text: String, from first: Field, to last: Field) {
    var rest = Substring(text)
    if rest.hasPrefix("-") {
      isNegative = true
      rest.removeFirst()
    } else if rest.hasPrefix("+") {
      rest.removeFirst()
    }
    for field in Field.allCases where field >= first && field <= last {
      let end = field == last ? rest.endIndex : rest.firstIndex(of: field.separator) ?? rest.endIndex
      guard SQLInterval.isNumber(rest[..<end], allowsFraction: field == .second) else { return nil }
      if field != first, let limit = field.countInField {
        let digits = rest[..<end].prefix { $0 != "." }.drop { $0 == "0" }
        guard digits.count <= 2, Int(digits) ?? 0 < limit else { return nil }
      }
      fields.append((field, String(rest[..<end])))
      if field != last {
        guard end < rest.endIndex else { return nil }
        rest = rest[rest.index(after: end)...]
      }
    }
  }

  private static func isNumber(_ text: Substring, allowsFraction: Bool) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= (allowsFraction ? 2 : 1) else { return false }
    return parts.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { Lexer.value(of: $0) < 10 } }
  }

  func isoText(isNegative hasSign: Bool) -> String {
    let sign = hasSign != isNegative ? "-" : ""
    var result = "P"
    var hasTime = false
    for (field, digits) in fields {
      if field > .day, !hasTime {
        result += "T"
        hasTime = true
      }
      result += sign + digits + field.letter
    }
    return result
  }
}
