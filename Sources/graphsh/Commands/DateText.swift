import GraphStore

/// Dates as people give them in options: a day, a month or a year.
enum DateText {
  /// - Parameter isEnd: of a month or year, the last day, not the first.
  static func date(_ text: String, isEnd: Bool) throws(ShellError) -> LocalDate {
    let words = text.split(separator: "-", omittingEmptySubsequences: false)
    let parts = words.map { Int64($0) }
    let wrong = ShellError.usage("`\(text)` is no date", hints: ["write it like `2025-03-03`, `2025-03` or `2025`"])
    guard (1...3).contains(parts.count), let year = parts[0], year > 0, words[0].utf8.count == 4 else { throw wrong }
    if parts.count == 3 {
      guard let month = parts[1], let day = parts[2], let date = LocalDate(year: year, month: month, day: day) else { throw wrong }
      return date
    }
    let month = parts.count == 2 ? parts[1] : nil
    guard parts.count == 1 || month != nil, let first = LocalDate(year: year, month: month ?? 1) else { throw wrong }
    if !isEnd { return first }
    // The day before the next one begins.
    let isDecember = month ?? 12 == 12
    guard let next = LocalDate(year: isDecember ? year + 1 : year, month: isDecember ? 1 : (month ?? 12) + 1) else { throw wrong }
    return LocalDate(daysSinceEpoch: next.daysSinceEpoch - 1)
  }
}
