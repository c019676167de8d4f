/// Breaks one line of text into lines of a number of cells.
enum TextWrapping {
  /// Lines of at most `width` cells, broken at spaces where there are any, between clusters else. Spaces at a
  /// break are dropped. A cluster wider than `width` has a line of its own. Always at least one line.
  /// O(length).
  static func lines(_ text: String, width: Int) -> [String] {
    if width <= 0 || DisplayWidth.of(text) <= width { return [text] }
    let characters = Array(text)
    let widths = characters.map { DisplayWidth.of($0) }
    var lines: [String] = []
    var start = 0
    while start < characters.count {
      var end = start
      var used = 0
      while end < characters.count, used + widths[end] <= width || end == start {
        used += widths[end]
        end += 1
      }
      // A break inside a word goes back to the last space of the line.
      if end < characters.count, characters[end] != " ",
        let space = characters[start..<end].lastIndex(of: " "), space > start
      {
        end = space
      }
      lines.append(withoutTrailingSpace(characters[start..<end]))
      start = end
      while start < characters.count, characters[start] == " " { start += 1 }
    }
    return lines
  }

  /// Lines of at most `width` cells, of which all but the first begin with `rest`.
  static func hanging(_ text: String, rest: String, width: Int) -> [String] {
    guard DisplayWidth.of(text) > width else { return [text] }
    let head = text.prefix { $0 == " " }
    let first = lines(String(text.dropFirst(head.count)), width: width - head.count)[0]
    let left = text.dropFirst(head.count + first.count).drop { $0 == " " }
    if left.isEmpty { return [head + first] }
    return [head + first] + lines(String(left), width: max(1, width - DisplayWidth.of(rest))).map { rest + $0 }
  }

  private static func withoutTrailingSpace(_ line: ArraySlice<Character>) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
