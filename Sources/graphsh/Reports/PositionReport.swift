import GQL

/// The report of `.backs`: rows of `PositionTable` in sections, documents as numbers, footnotes below. Pure.
///
/// ```
/// Harbour levy · covers ferries, cargo · excludes fishing
/// 3 documents, 2025-05-02 to 05-09 · ~ inferred date
///
/// FOR
///   Ada Osei       proposes  as first step, before the vote  since ~05-01  2 docs [1][2] !1
/// OPPOSED   none on record (not the same as consent)
///
/// !1 documents differ on when she first voiced it
/// [1] harbour-a 2025-05-02   [2] harbour-b ~2025-05-03
/// ```
struct PositionReport {
  /// Cells in a line where there is no screen.
  static let widthInPipe = 100
  /// Sections in order; others follow in the order of their rows.
  static let sectionOrder = [
    "FOR", "RESERVED", "NEUTRAL", "DISPUTED", "CHANGED", "SPLIT", "OPPOSED", "CONDITIONAL", "UNSIGNED", "NOT COUNTED",
  ]

  private let table: PositionTable
  private let width: Int
  private let style: Style
  private var documents = DocumentNumbers()
  private var footnotes: [String] = []
  private(set) var text = ""

  init(_ table: PositionTable, width: Int, style: Style) {
    self.table = table
    self.width = max(40, width)
    self.style = style
    // What is not counted stands without its documents.
    for row in table.rows where row.section != "NOT COUNTED" { documents.add(row) }
    render()
  }

  // MARK: - The whole

  private mutating func render() {
    header()
    let names = sectionNames()
    // Footnotes are numbered as they are met, so lines are made in order; then their columns are aligned
    // through all sections.
    let sections = names.map { name in (name, table.rows.filter { $0.section == name }) }
    let parts = sections.flatMap { makeParts($0.0, $0.1) }
    let listed = Columns(parts.flatMap(\.listedLines), width: width)
    for part in parts {
      switch part {
      case .listed(let heading, let lines): write(heading, lines, listed)
      case .grouped(let heading, let lines): write(heading, lines, Columns(lines, width: width))
      case .sentence(let heading, let rest):
        let lines = TextWrapping.hanging(heading + "   " + rest, rest: "    ", width: width)
        text += lines.map { emphasised($0, heading) + "\n" }.joined()
      case .names(let heading, let names): write(heading, names)
      }
    }
    if !table.rows.isEmpty, names.isEmpty { 
      text += TextWrapping.lines("no position is on record (silence is not consent)", width: width).map { $0 + "\n" }.joined()
    }
    closing()
  }

  private enum Part {
    case listed(heading: String, [Line])
    case grouped(heading: String, [Line])
    case sentence(heading: String, String)
    /// A heading, and names after it.
    case names(heading: String, [String])

    var listedLines: [Line] {
      switch self {
      case .listed(_, let lines): lines
      case .grouped, .sentence, .names: []
      }
    }
  }

  private mutating func makeParts(_ section: String, _ rows: [PositionTable.Row]) -> [Part] {
    switch section {
    case "FOR" where rows.isEmpty:
      [.sentence(heading: "FOR", "none on record (not the same as opposition)")]
    case "OPPOSED" where rows.isEmpty:
      [.sentence(heading: "OPPOSED", "none on record (not the same as consent)")]
    case "DISPUTED", "CHANGED", "SPLIT": grouped(section, rows)
    case "NOT COUNTED": notCounted(rows)
    default: [.listed(heading: heading(section, rows), positionLines(rows))]
    }
  }

  private func sectionNames() -> [String] {
    let present = table.rows.map(\.section).filter { $0 != "SUBJECT" }
    let isSigned = table.rows.contains { $0.section != "UNSIGNED" && $0.section != "SUBJECT" }
    let known = Self.sectionOrder.filter { present.contains($0) || ["FOR", "OPPOSED"].contains($0) && isSigned }
    return known + Self.distinct(present).filter { !known.contains($0) }
  }

  private mutating func header() {
    for subject in table.rows where subject.section == "SUBJECT" {
      let parts = [subject.short.map { "covers \($0)" }, subject.condition.map { "excludes \($0)" }, subject.note].compactMap { $0 }
      let lines = TextWrapping.hanging(([subject.actor] + parts).joined(separator: " · "), rest: "  ", width: width)
      text += lines.map { emphasised($0, subject.actor) + "\n" }.joined()
    }
    var facts: [String] = []
    if !documents.names.isEmpty {
      facts.append(
        SummaryText.count(documents.names.count, "document") + (documents.span.map { ", \($0)" } ?? ""))
    }
    let hasInferred = table.rows.contains {
      $0.section != "NOT COUNTED"
        && ($0.sinceIsInferred && $0.since != nil || $0.documentDates.contains { $0.hasPrefix("~") })
    }
    if hasInferred { facts.append("~ inferred date") }
    let lines = facts.isEmpty ? [] : TextWrapping.hanging(facts.joined(separator: " · "), rest: "  ", width: width)
    for line in lines { text += style.dim(line) + "\n" }
    if !text.isEmpty { text += "\n" }
  }

  private mutating func closing() {
    if !footnotes.isEmpty || !documents.names.isEmpty { text += "\n" }
    for (position, note) in footnotes.enumerated() {
      text += TextWrapping.hanging("!\(position + 1) \(note)", rest: "   ", width: width).map { $0 + "\n" }.joined()
    }
    var line = ""
    for (position, name) in documents.names.enumerated() {
      let date = documents.dates[position].map { " " + $0 } ?? ""
      let entry = "[\(position + 1)] \(name)\(date)"
      if !line.isEmpty, DisplayWidth.of(line) + 3 + DisplayWidth.of(entry) > width {
        text += TextWrapping.hanging(line, rest: "    ", width: width).map { style.dim($0) + "\n" }.joined()
        line = ""
      }
      line += (line.isEmpty ? "" : "   ") + entry
    }
    for part in line.isEmpty ? [] : TextWrapping.hanging(line, rest: "    ", width: width) { text += style.dim(part) + "\n" }
  }

  // MARK: - Sections

  /// One line for each position: actor, verb, qualifier, date, documents.
  private mutating func positionLines(_ rows: [PositionTable.Row]) -> [Line] {
    rows.sorted(by: isBefore).map { row in
      let isRepeated = (row.origins ?? row.documents.count) > 1
      return Line(
        cells: [row.actor, row.verb, qualifier(row)], dates: date(row, isSince: isRepeated),
        references: references(row, counts: true))
    }
  }

  /// Different signs for one actor, side by side.
  private mutating func grouped(_ section: String, _ rows: [PositionTable.Row]) -> [Part] {
    Self.distinct(rows.map(\.actor)).map { actor in
      let own = rows.filter { $0.actor == actor }
      let label = own.compactMap(\.actorLabel).first.map { " (\($0))" } ?? ""
      let lines = own.map { row in
        Line(
          cells: [
            "\(mark(row.sign))  \(row.verb)", detail(row) ?? "",
            said(by: row.speakers),
          ],
          dates: date(row, isSince: false), references: references(row, counts: false))
      }
      return .grouped(heading: "\(style.bold(section)): \(actor)\(label)", lines)
    }
  }

  /// The things of each reason, with the actors of each thing.
  private func notCounted(_ rows: [PositionTable.Row]) -> [Part] {
    Self.distinct(rows.map(\.note)).map { reason in
      let own = rows.filter { $0.note == reason }
      let names = Self.distinct(own.map(\.short)).flatMap { thing -> [String] in
        let actors = own.filter { $0.short == thing }
        guard let thing else { return Self.distinct(actors.map { "\($0.actor) \($0.verb)" }) }
        // A no-break space keeps the sign at the name.
        let holders = Self.distinct(actors.map { row in
          let isReal = row.modality != "conditional" && row.modality != "hypothetical"
          return (isReal ? "" : "conditionally\u{A0}") + (row.sign == nil ? row.actor : "\(mark(row.sign))\u{A0}\(row.actor)")
        })
        return ["\(thing) (\(holders.joined(separator: ", ")))"]
      }
      return .names(heading: "NOT COUNTED" + (reason.map { ", \($0)" } ?? "") + ": ", names)
    }
  }

  private func heading(_ section: String, _ rows: [PositionTable.Row]) -> String {
    if section == "CONDITIONAL" { return style.bold(section) + " (neither for nor against)" }
    return switch rows.compactMap(\.sign).first {
    case .some(1...): style.positive(section)
    case .some(..<0): style.negative(section)
    case .some: style.neutral(section)
    case nil: style.bold(section == "UNSIGNED" ? "POSITIONS, without a vocabulary of stances" : section)
    }
  }

  private func isBefore(_ a: PositionTable.Row, _ b: PositionTable.Row) -> Bool {
    if a.strength != b.strength { return a.strength > b.strength }
    if a.documents.count != b.documents.count { return a.documents.count > b.documents.count }
    return a.actor.utf8.lexicographicallyPrecedes(b.actor.utf8)
  }

  // MARK: - Parts of a line

  private struct Line {
    /// Three.
    var cells: [String]
    var dates: String
    var references: String
  }

  /// Cells of the columns that lines share. Where the qualifier has too little room beside the rest, it stands on lines of its own.
  private struct Columns {
    var cells: [Int]
    var dates: Int
    /// The qualifier stands below.
    var isStacked: Bool
    /// Not even the rest fits beside each other.
    var isFlowing: Bool
    private static let leastRoom = 28

    init(_ lines: [Line], width: Int) {
      func widest(_ text: (Line) -> String) -> Int { lines.reduce(0) { max($0, DisplayWidth.of(text($1))) } }
      let first = min(width / 3, widest { $0.cells[0] })
      let second = min(width / 2, widest { $0.cells[1] })
      dates = widest { $0.dates }
      let references = widest { $0.references }
      let room = width - first - second - dates - references - 10
      let wanted = widest { $0.cells[2] }
      isStacked = room < min(wanted, Columns.leastRoom)
      isFlowing = room < -2
      cells = isStacked ? [first, second] : [first, second, min(room, wanted)]
    }
  }

  /// Lines in columns; cells that are too long wrap under themselves. Where columns have no room, each line is a text that wraps.
  private mutating func write(_ heading: String, _ lines: [Line], _ columns: Columns) {
    text += heading + "\n"
    for line in lines {
      guard !columns.isFlowing else {
        let parts = [line.cells[0], line.cells[1], line.dates, line.references].filter { !$0.isEmpty }
        text += TextWrapping.hanging("  " + parts.joined(separator: "  "), rest: "    ", width: width).map { $0 + "\n" }.joined()
        for part in line.cells[2].isEmpty ? [] : TextWrapping.lines(line.cells[2], width: width - 6) { text += "      " + style.dim(part) + "\n" }
        continue
      }
      let wrapped = zip(line.cells, columns.cells).map { TextWrapping.lines($0, width: $1) }
      for number in 0..<(wrapped.map(\.count).max() ?? 1) {
        let cells = zip(wrapped, columns.cells).filter { $1 > 0 }.map { part, width in
          DisplayWidth.padded(number < part.count ? part[number] : "", to: width)
        }
        var shown = "  " + cells.joined(separator: "  ")
        if number == 0 {
          shown += "  " + DisplayWidth.padded(line.dates, to: columns.dates) + "  " + line.references
        }
        text += Self.withoutTrailingSpace(shown) + "\n"
      }
      guard columns.isStacked, !line.cells[2].isEmpty else { continue }
      for part in TextWrapping.lines(line.cells[2], width: width - 6) { text += "      " + style.dim(part) + "\n" }
    }
  }

  /// Names after a heading, wrapped under themselves.
  private mutating func write(_ heading: String, _ names: [String]) {
    let indent = DisplayWidth.of(heading) > 24 ? 4 : DisplayWidth.of(heading)
    var line = heading
    var isFirst = true
    for (position, name) in names.enumerated() {
      let entry = name + (position + 1 < names.count ? "," : "")
      if !isFirst, DisplayWidth.of(line) + 1 + DisplayWidth.of(entry) > width {
        text += emphasised(line, heading) + "\n"
        line = String(repeating: " ", count: indent)
        isFirst = true
      }
      line += (isFirst ? "" : " ") + entry
      isFirst = false
      guard DisplayWidth.of(line) > width else { continue }
      // One entry that is longer than a line.
      let parts = TextWrapping.hanging(line, rest: String(repeating: " ", count: indent), width: width)
      for part in parts.dropLast() { text += emphasised(part, heading) + "\n" }
      line = parts.last ?? ""
    }
    text += emphasised(line, heading) + "\n"
  }

  private func emphasised(_ line: String, _ heading: String) -> String {
    guard line.hasPrefix(heading) else { return line }
    return style.bold(heading) + line.dropFirst(heading.count)
  }

  private func qualifier(_ row: PositionTable.Row) -> String {
    var parts = [detail(row)].compactMap { $0 }
    if !row.speakers.isEmpty { parts.append(said(by: row.speakers)) }
    return parts.joined(separator: " · ")
  }

  /// `according to A and B`, and `via C` of those who speak for an actor.
  private func said(by speakers: [String]) -> String {
    let mediators = speakers.filter { $0.hasPrefix("via ") }
    let others = speakers.filter { !$0.hasPrefix("via ") }
    let parts = [
      others.isEmpty ? nil : "according to " + Self.joined(others),
      mediators.isEmpty ? nil : "via " + Self.joined(mediators.map { String($0.dropFirst(4)) }),
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  private func detail(_ row: PositionTable.Row) -> String? {
    let parts = [row.short, row.condition].compactMap { $0 }
    return parts.isEmpty ? row.gist : parts.joined(separator: ", ")
  }

  private func mark(_ sign: Int?) -> String {
    switch sign {
    case .some(1...): "+"
    case .some(..<0): "-"
    case .some: "0"
    case nil: "?"
    }
  }

  /// The time without its year when the report's documents all share that year, as the header shows it in full. One day is a `since` where
  /// several say so; `by`, `until` and `since` of the time itself come first.
  private func date(_ row: PositionTable.Row, isSince: Bool) -> String {
    guard let since = row.since else { return "undated" }
    let word = ["by ", "until ", "since "].first { since.hasPrefix($0) } ?? ""
    let days = since.dropFirst(word.count).split(separator: "/", omittingEmptySubsequences: false).map { day in
      documents.commonYear.map { day.hasPrefix($0 + "-") ? String(day.dropFirst($0.count + 1)) : String(day) } ?? String(day)
    }
    let tilde = row.sinceIsInferred && days.first?.hasPrefix("~") == false ? "~" : ""
    return (word.isEmpty && isSince && days.count == 1 ? "since " : word) + tilde + days.joined(separator: "/")
  }

  private mutating func references(_ row: PositionTable.Row, counts: Bool) -> String {
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
    if let known = footnotes.firstIndex(of: note) { return known + 1 }
    footnotes.append(note)
    return footnotes.count
  }

  private static func joined(_ names: [String]) -> String {
    names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
  }

  /// In order of first occurrence.
  private static func distinct<Element: Equatable>(_ elements: [Element]) -> [Element] {
    elements.reduce(into: []) { found, element in
      if !found.contains(element) { found.append(element) }
    }
  }

  private static func withoutTrailingSpace(_ text: String) -> String {
    var text = text
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}

/// The documents of a report: each gets its number when it is first named.
struct DocumentNumbers {
  private(set) var names: [String] = []
  /// Parallel to `names`; nil when unknown.
  private(set) var dates: [String?] = []

  mutating func add(_ row: PositionTable.Row) {
    for (position, name) in row.documents.enumerated() {
      let date =
        position < row.documentDates.count && !row.documentDates[position].isEmpty
        ? row.documentDates[position] : nil
      if let known = number(of: name) {
        if dates[known - 1] == nil { dates[known - 1] = date }
      } else {
        names.append(name)
        dates.append(date)
      }
    }
  }

  /// From 1; nil for a document that no row named.
  func number(of name: String) -> Int? { names.firstIndex(of: name).map { $0 + 1 } }

  /// `2025-05-02 to 05-09`; nil without dates.
  var span: String? {
    let known = plainDates
    guard let first = known.min(), let last = known.max() else { return nil }
    if first == last { return first }
    let isSameYear = first.prefix(5) == last.prefix(5) && last.count == 10
    return "\(first) to \(isSameYear ? String(last.dropFirst(5)) : last)"
  }

  /// The year that all dates share.
  var commonYear: String? {
    let years = Set(plainDates.map { String($0.prefix(4)) })
    return years.count == 1 ? years.first : nil
  }

  private var plainDates: [String] {
    dates.compactMap { $0 }.map { $0.hasPrefix("~") ? String($0.dropFirst()) : $0 }.filter { $0.count >= 4 }
  }
}
