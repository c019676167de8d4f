import GQL

/// What Tab may put in, as text below the line: one to a row with its note while they fit the screen, else in columns.
enum CandidateList {
  /// Candidates shown in columns before the rest is counted.
  static let limit = 200

  static func text(_ candidates: [Completion.Candidate], columns: Int, rows: Int, _ style: Style) -> String {
    let hasNotes = candidates.contains { !$0.note.isEmpty }
    let shown = candidates.map { Completion.Candidate(text: VisibleText.escaped($0.text), note: VisibleText.escaped($0.note)) }
    if hasNotes, candidates.count <= max(10, rows - 4) { return withNotes(shown, columns, style) }
    return inColumns(shown, columns)
  }

  private static func withNotes(_ candidates: [Completion.Candidate], _ columns: Int, _ style: Style) -> String {
    let width = min(columns / 2, candidates.reduce(0) { max($0, DisplayWidth.of($1.text)) })
    return candidates.map { candidate in
      let text = DisplayWidth.truncated(candidate.text, width: columns - 3)
      let room = columns - max(width, DisplayWidth.of(text)) - 5
      let note = room > 3 ? DisplayWidth.truncated(candidate.note, width: room) : ""
      return "  " + DisplayWidth.padded(text, to: width) + (note.isEmpty ? "" : "  " + style.dim(note)) + "\r\n"
    }.joined()
  }

  private static func inColumns(_ candidates: [Completion.Candidate], _ columns: Int) -> String {
    let shown = candidates.prefix(limit).map { DisplayWidth.truncated($0.text, width: columns - 3) }
    let width = shown.reduce(0) { max($0, DisplayWidth.of($1)) } + 2
    let perRow = max(1, columns / width)
    var text = ""
    for (position, candidate) in shown.enumerated() {
      text += position % perRow == perRow - 1 ? candidate : DisplayWidth.padded(candidate, to: width)
      if position % perRow == perRow - 1 || position == shown.count - 1 { text += "\r\n" }
    }
    if candidates.count > shown.count { text += "... and \(candidates.count - shown.count) more\r\n" }
    return text
  }
}
