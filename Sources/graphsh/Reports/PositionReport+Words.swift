/// The words of one row of a report.
extension PositionReport {
  func qualifier(_ row: PositionTable.Row) -> String {
    var parts = [detail(row)].compactMap { $0 }
    if !row.speakers.isEmpty { parts.append((row.certainty?.hasPrefix("stated,") == true ? "also " : "") + said(by: row.speakers)) }
    return parts.joined(separator: " · ")
  }

  /// `according to A and B`, and `via C` of those who speak for an actor.
  func said(by speakers: [String]) -> String {
    let mediators = speakers.filter { $0.hasPrefix("via ") }
    let others = speakers.filter { !$0.hasPrefix("via ") }
    let parts = [
      others.isEmpty ? nil : "according to " + Self.joined(others),
      mediators.isEmpty ? nil : "via " + Self.joined(mediators.map { String($0.dropFirst(4)) }),
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  func detail(_ row: PositionTable.Row) -> String? {
    let parts = [row.short, row.condition].compactMap { $0 }
    let words = parts.isEmpty ? row.gist : parts.joined(separator: ", ")
    return row.scope.map { scope in scope + (words.map { " · " + $0 } ?? "") } ?? words
  }

  func mark(_ sign: Int?) -> String {
    switch sign {
    case .some(1...): "+"
    case .some(..<0): "-"
    case .some: "0"
    case nil: "?"
    }
  }

  /// The time, a day without its year when the report's documents all share that year, as the header shows it in full. One day is a `since` where
  /// several say so; `by`, `until` and `since` of the time itself come first.
  func date(_ row: PositionTable.Row, isSince: Bool) -> String {
    guard let since = row.since else { return "undated" }
    let word = ["by ", "until ", "since "].first { since.hasPrefix($0) } ?? ""
    let days = since.dropFirst(word.count).split(separator: "/", omittingEmptySubsequences: false).map { day in
      commonYear.map { day.hasPrefix($0 + "-") && day.count == Self.dayLength ? String(day.dropFirst($0.count + 1)) : String(day) } ?? String(day)
    }
    let tilde = row.sinceIsInferred && days.first?.hasPrefix("~") == false ? "~" : ""
    return (word.isEmpty && isSince && days.count == 1 ? "since " : word) + tilde + days.joined(separator: "/")
  }

  /// Of `2025-05-01`: what is left of a month would read like a day.
  private static let dayLength = 10

  mutating func references(_ row: PositionTable.Row, counts: Bool) -> String {
    let numbers = row.documents.compactMap { documents.number(of: $0) }
    var text = ""
    if counts, !numbers.isEmpty {
      text = SummaryText.count(Set(numbers).count, "doc")
      if let origins = row.origins, origins < Set(numbers).count {
        text += ", \(SummaryText.count(origins, "origin"))"
      }
      text += " "
    }
    text += numbers.isEmpty ? "no document" : numbers.sorted().map { "[\($0)]" }.joined()
    let notes = row.disputes + (row.section == "NOT COUNTED" ? [] : [row.note].compactMap { $0 })
    for note in notes { text += " !\(footnote(note))" }
    if let modality = row.modality, modality != "actual" { text += " " + modality }
    if let certainty = row.certainty, certainty != "stated" { text += " " + certainty }
    return text
  }

  private mutating func footnote(_ note: String) -> Int {
    if let known = footnoteNumbers[note] { return known }
    footnotes.append(note)
    footnoteNumbers[note] = footnotes.count
    return footnotes.count
  }

  private static func joined(_ names: [String]) -> String {
    names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
  }
}
