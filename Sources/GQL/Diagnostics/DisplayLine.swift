/// A line of source as a terminal shows it, and which column each byte is at.
///
/// Tabs become spaces, wide characters count two columns, combining ones none; control characters and others that would
/// upset a terminal are replaced. Of a long line only a part around `focus` is taken.
struct DisplayLine {
  /// Bytes of a line shown at most.
  static let byteLimit = 200
  static let tabWidth = 4

  private(set) var text = ""
  private var columns: [(offset: Int, column: Int)] = []
  private var width = 0

  init(_ source: SourceText, _ range: Range<Int>, focus: Int) {
    let shown = DisplayLine.window(source, range, focus)
    if shown.lowerBound > range.lowerBound { append("…", width: 1) }
    var offset = shown.lowerBound
    var joins = false
    while offset < shown.upperBound {
      columns.append((offset, width))
      guard let (scalar, length) = source.scalar(at: offset) else {
        append("\u{FFFD}", width: 1)
        offset += 1
        continue
      }
      offset += length
      if scalar == "\t" {
        let spaces = DisplayLine.tabWidth - width % DisplayLine.tabWidth
        append(String(repeating: " ", count: spaces), width: spaces)
      } else {
        append(DisplayLine.visible(scalar), width: joins ? 0 : DisplayLine.width(of: scalar))
      }
      joins = scalar == "\u{200D}"
    }
    columns.append((offset, width))
    if shown.upperBound < range.upperBound { append("…", width: 1) }
  }

  private mutating func append(_ piece: String, width pieceWidth: Int) {
    text += piece
    width += pieceWidth
  }

  /// The column of an offset, the nearest one when it is not shown.
  func column(of offset: Int) -> Int {
    columns.last { $0.offset <= offset }?.column ?? 0
  }

  private static func window(_ source: SourceText, _ range: Range<Int>, _ focus: Int) -> Range<Int> {
    guard range.count > byteLimit else { return range }
    var start = max(range.lowerBound, min(focus - byteLimit / 3, range.upperBound - byteLimit))
    while start > range.lowerBound, source.bytes[start] & 0xC0 == 0x80 { start -= 1 }
    var end = min(range.upperBound, start + byteLimit)
    while end < range.upperBound, source.bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }

  /// A scalar as it may be sent to a terminal.
  static func visible(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20 { return String(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}") }
    if scalar == "\u{200D}" { return String(scalar) }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: return "\u{FFFD}"
    default: return String(scalar)
    }
  }

  static func width(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    if scalar == "\u{200D}" || scalar.properties.isVariationSelector { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wideRanges.contains { $0.contains(value) } ? 2 : 1
  }

  /// East Asian wide and fullwidth blocks (Unicode Standard Annex 11).
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
  ]
}
