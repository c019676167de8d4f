import GQL
import GraphStore

extension OutputFormat {
  /// A table where it fits the screen, with long texts wrapped; else a text, of those answers that read as one, or one field per line. In
  /// a pipe such a text too, of all others a table.
  static let auto = OutputFormat(
    name: "auto", summary: "A table where it fits the screen, else one field per line."
  ) { result, context, write in
    // Widths are known when all cells are made: not in a pipe, but for answers, which are short.
    guard context.screen != nil || context.entries != nil else { return TableFormat.render(result, context, write) }
    let widths = TableFormat.naturalWidths(TableFormat.cells(result, context))
    if let entries = context.entries, EntryList.isWanted(for: widths, context.screen?.width ?? PositionReport.widthInPipe) {
      EntryList.render(result, entries, context, write)
    } else if let screen = context.screen, screen.maxRows == 0 || result.rows.count <= screen.maxRows,
      !TableLayout.fits(natural: widths, lineWidth: screen.width, givingUp: context.givenUp(in: result))
    {
      OutputFormat.line.render(result, context, write)
    } else {
      TableFormat.render(result, context, write)
    }
  }

  static let table = OutputFormat(
    name: "table",
    summary:
      "A table with types in the header; on a screen rows and columns that do not fit are counted, not shown.",
    render: TableFormat.render)
}

/// Unicode box drawing. Numbers stand right. On a screen, long texts wrap, and rows or columns that do not
/// fit are left out with a last line that says how many and how to see them; elsewhere nothing is left out
/// and nothing wraps.
enum TableFormat {
  static func render(_ result: QueryResult, _ context: RenderContext, _ write: (String) -> Void) {
    let shownRows = shownRows(count: result.rows.count, screen: context.screen)
    let hiddenRowCount = result.rows.count - shownRows.head.count - shownRows.tail.count
    let rows = (Array(result.rows[shownRows.head]) + result.rows[shownRows.tail])
    let cells = self.cells(QueryResult(columns: result.columns, rows: rows, summary: result.summary), context)
    let natural = naturalWidths(cells)
    let layout =
      context.screen.map { TableLayout(natural: natural, lineWidth: $0.width, givingUp: context.givenUp(in: result)) }
      ?? TableLayout(natural: natural)
    let alignsRight = isNumeric(result)

    write(rule(layout, "┌", "┬", "┐"))
    write(line(cells[0].map(\.self), layout, alignsRight, context.style, emphasis: context.style.bold))
    write(line(cells[1], layout, alignsRight, context.style, emphasis: context.style.dim))
    write(rule(layout, "├", "┼", "┤"))
    for (position, row) in cells.dropFirst(2).enumerated() {
      if hiddenRowCount > 0, position == shownRows.head.count {
        write(
          line(
            result.columns.map { _ in "·" }, layout, alignsRight, context.style, emphasis: context.style.dim))
      }
      write(line(row, layout, alignsRight, context.style, emphasis: { $0 }))
    }
    write(rule(layout, "└", "┴", "┘"))
    if let note = note(
      rowCount: result.rows.count, hiddenRowCount: hiddenRowCount, layout: layout,
      columnCount: result.columns.count)
    {
      let lines = context.screen.map { TextWrapping.lines(note, width: $0.width) } ?? [note]
      for line in lines { write(context.style.dim(line) + "\n") }
    }
  }

  /// Header names, header types, then the rows, as text.
  static func cells(_ result: QueryResult, _ context: RenderContext) -> [[String]] {
    let names = result.columns.map { VisibleText.escaped($0.name) }
    let types = result.columns.indices.map { shownType(result, column: $0).headerText }
    return [names, types] + result.rows.map { $0.map { CellText.of($0, nullText: context.nullText) } }
  }

  static func naturalWidths(_ cells: [[String]]) -> [Int] {
    cells[0].indices.map { column in cells.reduce(1) { max($0, DisplayWidth.of($1[column])) } }
  }

  /// What the analyzer knows, or else what the shown values have in common.
  private static func shownType(_ result: QueryResult, column: Int) -> ValueType {
    switch result.columns[column].type {
    case .any, .number, .null, .list(.any): Value.commonType(result.rows.lazy.map { $0[column] })
    case let known: known
    }
  }

  private static func isNumeric(_ result: QueryResult) -> [Bool] {
    result.columns.indices.map { column in
      var hasNumber = false
      for row in result.rows {
        switch row[column] {
        case .int, .float, .decimal: hasNumber = true
        case .null: continue
        case .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration,
          .list,
          .record, .node, .edge, .path:
          return false
        }
      }
      return hasNumber
    }
  }

  static func shownRows(count: Int, screen: RenderContext.Screen?) -> (
    head: Range<Int>, tail: Range<Int>
  ) {
    guard let limit = screen?.maxRows, limit > 0, count > limit else { return (0..<count, count..<count) }
    let head = (limit + 1) / 2
    return (0..<head, count - (limit - head)..<count)
  }

  private static func rule(_ layout: TableLayout, _ left: String, _ middle: String, _ right: String) -> String
  {
    left + layout.widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: middle) + right
      + "\n"
  }

  /// One row, over as many lines as its longest wrapped cell needs.
  private static func line(
    _ cells: [String], _ layout: TableLayout, _ alignsRight: [Bool], _ style: Style,
    emphasis: (String) -> String
  ) -> String {
    let wrapped = zip(layout.columns, layout.widths).map { column, width in
      column.map { TextWrapping.lines(cells[$0], width: width) } ?? ["…"]
    }
    var text = ""
    for lineNumber in 0..<(wrapped.map(\.count).max() ?? 1) {
      text += "│"
      for (position, cell) in wrapped.enumerated() {
        let isRight = layout.columns[position].map { alignsRight[$0] } ?? false
        let part = lineNumber < cell.count ? cell[lineNumber] : ""
        text +=
          " " + emphasis(DisplayWidth.padded(part, to: layout.widths[position], alignsRight: isRight)) + " │"
      }
      text += "\n"
    }
    return text
  }

  /// How many rows of the middle are left out, and how to see them.
  static func note(rowCount: Int, hiddenRowCount: Int) -> String {
    "\(rowCount - hiddenRowCount) of \(rowCount) rows shown, \(hiddenRowCount) left out; `.set maxrows 0` or `| less` shows all"
  }

  private static func note(rowCount: Int, hiddenRowCount: Int, layout: TableLayout, columnCount: Int)
    -> String?
  {
    var parts: [String] = []
    if hiddenRowCount > 0 {
      parts.append(note(rowCount: rowCount, hiddenRowCount: hiddenRowCount))
    }
    if layout.hiddenColumnCount > 0 {
      parts.append(
        "\(columnCount - layout.hiddenColumnCount) of \(columnCount) columns shown; `.mode line` shows all")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }
}
