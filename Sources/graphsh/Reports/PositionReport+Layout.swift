/// Lines of a report in columns.
extension PositionReport {
  struct Line {
    /// Three.
    var cells: [String]
    var dates: String
    var references: String
  }

  /// Cells of the columns that lines share. Where the qualifier has too little room beside the rest, it stands on lines of its own.
  struct Columns {
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
  mutating func write(_ heading: String, _ lines: [Line], _ columns: Columns) {
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
  mutating func write(_ heading: String, _ names: [String]) {
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

  func emphasised(_ line: String, _ heading: String) -> String {
    guard line.hasPrefix(heading) else { return line }
    return style.bold(heading) + line.dropFirst(heading.count)
  }

  private static func withoutTrailingSpace(_ text: String) -> String {
    var text = text
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
