import GQL

/// What the editor's state looks like on a screen of so many columns: text with its own line breaks, and
/// where the cursor stands. Pure.
struct EditorView: Equatable {
  /// Rows parted by `\r\n`, with nothing that moves the cursor inside. No row is wider than the screen, so
  /// the terminal never wraps.
  var text: String
  var rowCount: Int
  var cursorRow: Int
  var cursorColumn: Int

  /// - Parameters:
  ///   - columns: at least 2.
  ///   - style: gives each cluster of the text its emphasis, as the text between terminal sequences; the seam
  /// for highlighting.
  init(
    _ state: EditorState, prompt: String, continuation: String, columns: Int,
    emphasize: (_ text: [Character]) -> [Int: String] = { _ in [:] }
  ) {
    var layout = Layout(columns: max(2, columns))
    let prompt =
      state.search.map { search in
        "(search\(search.match == nil && !search.query.isEmpty ? ", nothing found" : ""))`\(VisibleText.escaped(search.query))`: "
      } ?? prompt
    layout.place(VisibleText.escaped(prompt))
    let sequences = emphasize(state.text)
    for (position, character) in state.text.enumerated() {
      if position == state.cursor { layout.markCursor() }
      if let sequence = sequences[position] { layout.emit(sequence) }
      if character == "\n" || character == "\r\n" {
        layout.endLine()
        layout.place(continuation)
      } else {
        layout.place(EditorView.shown(character))
      }
    }
    if state.cursor == state.text.count { layout.markCursor() }
    layout.settle()
    text = layout.text
    rowCount = layout.row + 1
    (cursorRow, cursorColumn) = layout.cursor
  }

  private static func shown(_ character: Character) -> String {
    character == "\t" ? "    " : VisibleText.escaped(String(character))
  }

  private struct Layout {
    let columns: Int
    var text = ""
    var row = 0
    var column = 0
    var cursor = (0, 0)
    private var cursorIsPending = false

    init(columns: Int) { self.columns = columns }

    mutating func place(_ string: String) {
      for character in string {
        let width = min(columns, DisplayWidth.of(character))
        if column + width > columns || cursorIsPending && column >= columns { wrap() }
        if cursorIsPending {
          cursor = (row, column)
          cursorIsPending = false
        }
        text.append(character)
        column += width
      }
    }

    /// The cursor stands where the next cluster comes, which may be on the next row.
    mutating func markCursor() { cursorIsPending = true }

    mutating func emit(_ sequence: String) { text += sequence }

    /// A line break of the text. A cursor on it stands in the last column at most.
    mutating func endLine() {
      if cursorIsPending {
        cursor = (row, min(column, columns - 1))
        cursorIsPending = false
      }
      wrap()
    }

    private mutating func wrap() {
      text += "\r\n"
      row += 1
      column = 0
    }

    /// The end: a cursor behind a full row goes to a row of its own.
    mutating func settle() {
      guard cursorIsPending else { return }
      if column >= columns { wrap() }
      cursor = (row, column)
    }
  }
}
