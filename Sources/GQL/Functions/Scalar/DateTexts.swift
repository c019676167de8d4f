import GraphStore

/// Days of texts that tell a day, a month or a year, as sources do: `2025-03-01`, `2025-03`, `2025`.
extension ScalarFunction {
  static let dateTexts = [firstDay, lastDay]

  private static let firstDay = dayOfText(
    "FIRST_DAY", summary: "The first day of the day, month or year that a text tells, as a text; null when it tells none.",
    example: ("FIRST_DAY('2025-03')", "'2025-03-01'")
  ) { LocalDate(year: $0, month: $1 ?? 1, day: 1) }

  private static let lastDay = dayOfText(
    "LAST_DAY", summary: "The last day of the day, month or year that a text tells, as a text; null when it tells none.",
    example: ("LAST_DAY('2025-02')", "'2025-02-28'")
  ) { year, month in
    (28...31).reversed().lazy.compactMap { LocalDate(year: year, month: month ?? 12, day: $0) }.first
  }

  private static func dayOfText(
    _ name: String, summary: String, example: (call: String, result: String), ofPeriod day: @escaping @Sendable (_ year: Int64, _ month: Int64?) -> LocalDate?
  ) -> ScalarFunction {
    ScalarFunction(name, parameters: [Parameter("text", .string)], result: always(.string), summary: summary, example: example) { (arguments, context) throws(ValueError) in
      let text = arguments[0].utf8
      func number(_ range: Range<Int>) -> Int64? {
        range.reduce(0) { number, index in
          let digit = text[index] &- UInt8(ascii: "0")
          return digit < 10 ? number.map { $0 * 10 + Int64(digit) } : nil
        }
      }
      func hasDash(_ index: Int) -> Bool { text[index] == UInt8(ascii: "-") }
      guard [4, 7, 10].contains(text.count), text.count == 4 || hasDash(4), let year = number(0..<4) else { return .null }
      switch text.count {
      case 4: return day(year, nil).map { context.arena.string($0.isoText) } ?? .null
      case 7: return number(5..<7).flatMap { day(year, $0) }.map { context.arena.string($0.isoText) } ?? .null
      case _:
        guard hasDash(7), let month = number(5..<7), let last = number(8..<10), LocalDate(year: year, month: month, day: last) != nil else { return .null }
        return arguments[0]
      }
    }
  }
}
