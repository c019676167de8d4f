/// Diagnostics as text for people, with the source line and a mark under the place:
///
/// ```
/// error 42001: expected `)` to close the node pattern, found `RETURN`
///  --> 1:10
///   |
/// 1 | MATCH (a RETURN a
///   |       -  ^^^^^^
///   |       opened here
///   = hint: ...
/// ```
///
/// Nothing of the source reaches the terminal raw: see DisplayLine. The JSON form is in DiagnosticRenderer+JSON.
public struct DiagnosticRenderer: Sendable {
  public let source: SourceText
  public let isColored: Bool
  /// Stands before line and column: a file's name; nil for none.
  public let name: String?
  let lines: LineIndex

  public init(_ source: SourceText, isColored: Bool = false, name: String? = nil) {
    self.source = source
    self.isColored = isColored
    self.name = name
    lines = LineIndex(source)
  }

  public init(_ source: String, isColored: Bool = false, name: String? = nil) {
    self.init(SourceText(source), isColored: isColored, name: name)
  }

  /// All of them, with an empty line between.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map(render).joined(separator: "\n")
  }

  /// Several lines, each ended with a line feed.
  public func render(_ diagnostic: Diagnostic) -> String {
    let isError = diagnostic.severity == .error
    let severity = paint("\(isError ? "error" : "warning") \(diagnostic.status)", isError ? .red : .yellow)
    var text = "\(severity): \(paint(visible(diagnostic.message), .bold))\n"
    var gutter = 1
    if diagnostic.span != nil {
      let marks = marks(of: diagnostic)
      gutter = String((marks.map(\.line).max() ?? 0) + 1).count
      text += snippet(diagnostic, marks, gutter)
    }
    let margin = String(repeating: " ", count: gutter + 1)
    for note in diagnostic.notes { text += margin + paint("= note: ", .blue) + visible(note) + "\n" }
    for hint in diagnostic.hints { text += margin + paint("= hint: ", .cyan) + visible(hint) + "\n" }
    return text
  }

  // MARK: Marks

  /// A part of one line to be underlined.
  private struct Mark {
    var line: Int
    var start: Int
    var end: Int
    var isPrimary: Bool
    var message: String
  }

  private func marks(of diagnostic: Diagnostic) -> [Mark] {
    var marks: [Mark] = []
    if let span = diagnostic.span { marks += split(span, isPrimary: true, "") }
    for label in diagnostic.labels { marks += split(label.span, isPrimary: false, label.message) }
    return marks
  }

  /// One mark per line; of a span over many lines the first and the last.
  private func split(_ span: SourceSpan, isPrimary: Bool, _ message: String) -> [Mark] {
    let start = min(max(span.start, 0), source.bytes.count)
    let end = min(max(span.end, start), source.bytes.count)
    let first = lines.line(of: start)
    let last = lines.line(of: max(start, end - 1))
    guard first < last else {
      return [Mark(line: first, start: start, end: end, isPrimary: isPrimary, message: message)]
    }
    let firstEnd = max(start, lines.range(ofLine: first).upperBound)
    var lastStart = lines.range(ofLine: last).lowerBound
    while lastStart < end - 1, source.bytes[lastStart] == 0x20 || source.bytes[lastStart] == 0x09 { lastStart += 1 }
    return [
      Mark(line: first, start: start, end: firstEnd, isPrimary: isPrimary, message: ""),
      Mark(line: last, start: lastStart, end: end, isPrimary: isPrimary, message: message),
    ]
  }

  // MARK: Source lines

  private func snippet(_ diagnostic: Diagnostic, _ marks: [Mark], _ gutter: Int) -> String {
    let position = lines.position(of: diagnostic.span?.start ?? 0)
    let margin = String(repeating: " ", count: gutter)
    let place = (name.map { visible($0) + ":" } ?? "") + "\(position.line):\(position.column)"
    var text = margin + paint("--> ", .blue) + place + "\n" + margin + paint(" |", .blue) + "\n"
    var previous: Int?
    for line in Set(marks.map(\.line)).sorted() {
      if let previous, line > previous + 1 { text += paint("...", .blue) + "\n" }
      text += render(line: line, marks.filter { $0.line == line }, gutter)
      previous = line
    }
    return text
  }

  private func render(line: Int, _ marks: [Mark], _ gutter: Int) -> String {
    let focus = marks.first { $0.isPrimary }?.start ?? marks[0].start
    let display = DisplayLine(source, lines.range(ofLine: line), focus: focus)
    let number = String(line + 1)
    let padding = String(repeating: " ", count: gutter - number.count)
    var text = paint("\(padding)\(number) |", .blue) + (display.text.isEmpty ? "" : " ") + display.text + "\n"
    let margin = String(repeating: " ", count: gutter) + paint(" |", .blue) + " "
    text += margin + underline(marks, display) + "\n"
    for mark in marks.sorted(by: { $0.start > $1.start }) where !mark.message.isEmpty {
      text += margin + String(repeating: " ", count: display.column(of: mark.start))
      text += paint(visible(mark.message), .blue) + "\n"
    }
    return text
  }

  /// `^` under primary places, `-` under others; primary ones win.
  private func underline(_ marks: [Mark], _ display: DisplayLine) -> String {
    var signs: [Character] = []
    for mark in marks.sorted(by: { !$0.isPrimary && $1.isPrimary }) {
      let start = display.column(of: mark.start)
      let end = max(start + 1, display.column(of: mark.end))
      while signs.count < end { signs.append(" ") }
      for column in start..<end { signs[column] = mark.isPrimary ? "^" : "-" }
    }
    guard isColored else { return String(signs) }
    return signs.map { $0 == "^" ? paint("^", .red) : $0 == "-" ? paint("-", .blue) : " " }.joined()
  }

  // MARK: Colour and safety

  private enum Colour: String { case red = "1;31", yellow = "1;33", blue = "1;34", cyan = "1;36", bold = "1" }

  private func paint(_ text: String, _ colour: Colour) -> String {
    isColored ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  private func visible(_ text: String) -> String {
    text.unicodeScalars.map(DisplayLine.visible).joined()
  }
}
