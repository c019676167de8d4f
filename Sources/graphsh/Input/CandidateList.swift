import GQL

/// What Tab may put in, as text below the line: one to a row with its note while they fit the screen, else in columns, as many as fit.
enum CandidateList {
  static func text(_ completion: Completion, columns: Int, rows: Int, _ style: Style) -> String {
    let candidates = completion.candidates
    let hasNotes = candidates.contains { !$0.note.isEmpty }
    let shown = candidates.map { Completion.Candidate(text: VisibleText.escaped($0.text), note: VisibleText.escaped($0.note)) }
    // The line itself stays on the screen, and what says that there are more.
    let room = max(10, rows - 4)
    let (list, count) = hasNotes && candidates.count <= room ? (withNotes(shown, columns, style), shown.count) : inColumns(shown, columns, rows: room)
    if count < shown.count { return list + "... and \(completion.isAll ? "\(shown.count - count)" : "many") more: type on\r\n" }
    return list + (completion.isAll ? "" : "... and more: type on\r\n")
  }

  /// Cells of a text in columns before its end is left out.
  private static let leastWidth = 24

  private static func withNotes(_ candidates: [Completion.Candidate], _ columns: Int, _ style: Style) -> String {
    let width = min(columns / 2, candidates.reduce(0) { max($0, DisplayWidth.of($1.text)) })
    return candidates.map { candidate in
      let text = DisplayWidth.truncated(candidate.text, width: columns - 3)
      let room = columns - max(width, DisplayWidth.of(text)) - 5
      let note = room > 3 ? DisplayWidth.truncated(candidate.note, width: room) : ""
      return "  " + DisplayWidth.padded(text, to: width) + (note.isEmpty ? "" : "  " + style.dim(note)) + "\r\n"
    }.joined()
  }

  /// - Returns: the text, and how many stand in it.
  private static func inColumns(_ candidates: [Completion.Candidate], _ columns: Int, rows: Int) -> (String, Int) {
    // One that is long does not take the place of others.
    let widest = candidates.count > rows ? max(leastWidth, columns / 3 - 2) : columns - 3
    let all = candidates.map { DisplayWidth.truncated($0.text, width: min(widest, columns - 3)) }
    let width = all.reduce(0) { max($0, DisplayWidth.of($1)) } + 2
    let perRow = max(1, columns / width)
    let shown = all.prefix(perRow * rows)
    var text = ""
    for (position, candidate) in shown.enumerated() {
      text += position % perRow == perRow - 1 ? candidate : DisplayWidth.padded(candidate, to: width)
      if position % perRow == perRow - 1 || position == shown.count - 1 { text += "\r\n" }
    }
    return (text, shown.count)
  }
}
