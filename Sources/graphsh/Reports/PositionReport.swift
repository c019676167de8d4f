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

  let table: PositionTable
  let width: Int
  let style: Style
  let documents: DocumentNumbers
  /// The year that all dates of the documents share.
  let commonYear: String?
  var footnotes: [String] = []
  /// From 1.
  var footnoteNumbers: [String: Int] = [:]
  var text = ""

  init(_ table: PositionTable, width: Int, style: Style) {
    self.table = table
    self.width = max(40, width)
    self.style = style
    // What is not counted stands without its documents.
    documents = DocumentNumbers(table.rows.lazy.filter { $0.section != "NOT COUNTED" })
    commonYear = documents.commonYear
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
    Self.groups(rows, by: \.actor).map { actor, own in
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
    Self.groups(rows, by: \.note).map { reason, own in
      let names = Self.groups(own, by: \.short).flatMap { thing, actors -> [String] in
        guard let thing else { return Self.distinct(actors.map { "\($0.actor) \($0.verb)" + ($0.scope.map { " " + $0 } ?? "") }) }
        // A no-break space keeps the sign at the name.
        let holders = Self.distinct(actors.map { row in
          let isReal = row.modality != "conditional" && row.modality != "hypothetical"
          return (isReal ? "" : "conditionally\u{A0}") + (row.sign == nil ? row.actor : "\(mark(row.sign))\u{A0}\(row.actor)")
            + (row.scope.map { " " + $0 } ?? "")
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
    if (a.scope == nil) != (b.scope == nil) { return a.scope == nil }
    if a.strength != b.strength { return a.strength > b.strength }
    if a.documents.count != b.documents.count { return a.documents.count > b.documents.count }
    return a.actor.precedes(b.actor)
  }

  /// In order of first occurrence.
  private static func distinct<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var found: Set<Element> = []
    return elements.filter { found.insert($0).inserted }
  }

  /// The rows of each value, in order of first occurrence.
  private static func groups<Key: Hashable>(_ rows: [PositionTable.Row], by key: (PositionTable.Row) -> Key) -> [(key: Key, rows: [PositionTable.Row])] {
    let grouped = Dictionary(grouping: rows, by: key)
    return distinct(rows.map(key)).map { ($0, grouped[$0] ?? []) }
  }
}
