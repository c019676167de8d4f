import GQL
import GraphStore

/// Rows of a question as text: what stands in front, once for neighbours that share it; the assertion; and below it what is said of it.
///
///     2025-03-02  Emmanuel Macron PROPOSES one-month truce
///                   Macron brings up a truce of one month · disputed [independent]
enum EntryList {
  /// Cells that a text needs beside what stands in front; on a narrower screen that has a line of its own.
  private static let leastRoom = 32
  /// Cells that what stands in front may take.
  private static let mostLead = 24

  /// True when lines have no room for a table of all columns.
  static func isWanted(for natural: [Int], _ lineWidth: Int) -> Bool { !TableLayout.isComfortable(natural: natural, lineWidth: lineWidth) }

  static func render(_ result: QueryResult, _ layout: EntryLayout, _ context: RenderContext, _ write: (String) -> Void) {
    let width = context.screen?.width ?? PositionReport.widthInPipe
    let shown = TableFormat.shownRows(count: result.rows.count, screen: context.screen)
    let hidden = result.rows.count - shown.head.count - shown.tail.count
    let entries = (Array(shown.head) + Array(shown.tail)).map { Entry(result[$0], layout) }
    let widest = entries.reduce(0) { max($0, DisplayWidth.of($1.lead)) }
    let leadWidth = min(widest, mostLead)
    let isStacked = widest > mostLead || width - leadWidth - 2 < leastRoom
    let indent = String(repeating: " ", count: isStacked ? 2 : leadWidth + 2)
    let room = max(1, width - indent.count)
    var last: String?
    for (position, entry) in entries.enumerated() {
      if hidden > 0, position == shown.head.count { write(context.style.dim("· \(SummaryText.count(hidden, "row")) left out") + "\n") }
      let isNew = entry.lead != last
      last = entry.lead
      if isStacked, isNew {
        for line in TextWrapping.lines(entry.lead, width: width) { write(context.style.bold(line) + "\n") }
      }
      for (number, line) in TextWrapping.hanging(entry.head, rest: "  ", width: room).enumerated() {
        let isFirst = number == 0 && isNew && !isStacked
        let front = isFirst ? context.style.bold(DisplayWidth.padded(entry.lead, to: leadWidth)) + "  " : indent
        write(front + line + "\n")
      }
      guard !entry.body.isEmpty else { continue }
      for line in TextWrapping.lines(entry.body, width: max(1, room - 2)) { write(indent + "  " + context.style.dim(line) + "\n") }
    }
    if hidden > 0 {
      let note = TableFormat.note(rowCount: result.rows.count, hiddenRowCount: hidden)
      for line in TextWrapping.lines(note, width: width) { write(context.style.dim(line) + "\n") }
    }
  }

  private struct Entry {
    var lead: String
    var head: String
    var body: String

    init(_ row: GQL.Row, _ layout: EntryLayout) {
      func text(_ column: String) -> String? {
        let text =
          switch row[column] {
          case nil, .null?: ""
          case .list(let items)?: items.map { CellText.of($0, nullText: "") }.joined(separator: ", ")
          case let value?: CellText.of(value, nullText: "")
          }
        return text.isEmpty ? nil : text
      }
      lead = text(layout.lead) ?? ""
      head = (layout.mark.flatMap(text).map { $0 + ": " } ?? "") + layout.head.compactMap(text).joined(separator: " ")
      let said = layout.body.compactMap(text).joined(separator: " · ")
      let documents = layout.documents.compactMap(text).joined(separator: " ")
      body = said + (documents.isEmpty ? "" : (said.isEmpty ? "" : " ") + "[\(documents)]")
    }
  }
}
