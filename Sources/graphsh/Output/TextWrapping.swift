/// Breaks one line of text into lines of a number of cells.
enum TextWrapping {
  /// Lines of at most `width` cells, broken after spaces where there are any, between clusters else. Spaces at a break are dropped.
  /// Always at least one line.
  static func lines(_ text: String, width: Int) -> [String] {
    if DisplayWidth.of(text) <= width || width <= 0 { return [text] }
    var lines: [String] = []
    var rest = text[...]
    while DisplayWidth.of(String(rest)) > width {
      var head = DisplayWidth.prefix(String(rest), width: width).count
      head = max(head, 1)
      let limit = rest.index(rest.startIndex, offsetBy: head)
      if rest[limit] == " " {
        lines.append(String(rest[..<limit]))
      } else if let space = rest[..<limit].lastIndex(of: " "), space > rest.startIndex {
        lines.append(String(rest[..<space]))
        rest = rest[rest.index(after: space)...]
        continue
      } else {
        lines.append(String(rest[..<limit]))
      }
      rest = rest[limit...].drop { $0 == " " }
    }
    if !rest.isEmpty || lines.isEmpty { lines.append(String(rest)) }
    return lines
  }
}
