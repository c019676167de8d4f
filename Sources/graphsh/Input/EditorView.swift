import GQL

/// What the editor's state looks like on a screen of so many columns: text with its own line breaks, and
/// where the cursor stands. Pure.
struct EditorView: Equatable {
  /// Nothing in a row moves the cursor, and none is wider than the screen, so the terminal never wraps. A row that changes the
  /// look of its text takes that back at its end.
  private(set) var rows: [String]
  /// In cells.
  private(set) var rowWidths: [Int]
  private(set) var cursorRow: Int
  private(set) var cursorColumn: Int

  var rowCount: Int { rows.count }
  var text: String { rows.joined(separator: "\r\n") }

  /// - Parameters:
  ///   - columns: at least 2.
  ///   - height: rows of the screen; of a taller text those around the cursor are shown.
  ///   - emphasize: the terminal sequences before clusters of the text; see `Highlighter`.
  init(
    _ state: EditorState, prompt: String, continuation: String, columns: Int, height: Int = .max,
    emphasize: (_ text: [Character], _ cursor: Int) -> [Int: String] = { _, _ in [:] }
  ) {
    var layout = Layout(columns: max(2, columns))
    let prompt =
      state.search.map { search in
        "(search\(search.match == nil && !search.query.isEmpty ? ", nothing found" : ""))`\(VisibleText.escaped(search.query))`: "
      } ?? prompt
    layout.place(VisibleText.escaped(prompt))
    let sequences = emphasize(state.text, state.cursor)
    for (position, character) in state.text.enumerated() {
      if position == state.cursor { layout.markCursor() }
      if let sequence = sequences[position] { layout.emit(sequence) }
      if character == "\n" || character == "\r\n" {
        layout.endLine()
        layout.placePlain(continuation)
      } else {
        layout.place(EditorView.shown(character))
      }
    }
    if let sequence = sequences[state.text.count] { layout.emit(sequence) }
    if state.cursor == state.text.count { layout.markCursor() }
    layout.settle()
    rows = layout.rows
    rowWidths = layout.widths
    (cursorRow, cursorColumn) = layout.cursor
    if rows.count > height { keepRows(around: cursorRow, count: max(1, height)) }
  }

  private mutating func keepRows(around row: Int, count: Int) {
    let first = min(max(0, row - count / 2), rows.count - count)
    rows = Array(rows[first..<first + count])
    rowWidths = Array(rowWidths[first..<first + count])
    cursorRow -= first
  }

  private static func shown(_ character: Character) -> String {
    character == "\t" ? "    " : VisibleText.escaped(String(character))
  }

  private struct Layout {
    let columns: Int
    var rows = [""]
    var widths = [0]
    var cursor = (0, 0)
    private var cursorIsPending = false
    /// The look that holds; empty: plain.
    private var look = ""

    init(columns: Int) { self.columns = columns }

    private var row: Int { rows.count - 1 }
    private var column: Int { widths[row] }

    mutating func place(_ string: String) {
      for character in string {
        let width = min(columns, DisplayWidth.of(character))
        if column + width > columns || cursorIsPending && column >= columns { wrap() }
        if cursorIsPending {
          cursor = (row, column)
          cursorIsPending = false
        }
        rows[row].append(character)
        widths[row] += width
      }
    }

    /// Without the look of the text around it.
    mutating func placePlain(_ string: String) {
      let held = look
      if !held.isEmpty { emit(Theme.reset) }
      place(string)
      if !held.isEmpty { emit(held) }
    }

    /// The cursor stands where the next cluster comes, which may be on the next row.
    mutating func markCursor() { cursorIsPending = true }

    mutating func emit(_ sequence: String) {
      rows[row] += sequence
      look = sequence.hasSuffix(Theme.reset) ? "" : sequence.hasPrefix(Theme.reset) ? String(sequence.dropFirst(Theme.reset.count)) : sequence
    }

    /// A line break of the text. A cursor on it stands in the last column at most.
    mutating func endLine() {
      if cursorIsPending {
        cursor = (row, min(column, columns - 1))
        cursorIsPending = false
      }
      wrap()
    }

    private mutating func wrap() {
      if !look.isEmpty { rows[row] += Theme.reset }
      rows.append(look)
      widths.append(0)
    }

    /// The end: a cursor behind a full row goes to a row of its own.
    mutating func settle() {
      guard cursorIsPending else { return }
      if column >= columns { wrap() }
      cursor = (row, column)
    }
  }
}
