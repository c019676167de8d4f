/// Text for DOT files: what Graphviz reads back is what the data said.
///
/// Everything is double-quoted. The lexer knows `\"` only, labels and tooltips then read backslash sequences
/// and entities: `\` is doubled before quotes are escaped, `&` becomes `&amp;`. Control characters and what
/// XML forbids are shown as signs, so that the SVG is well-formed; strings stay far below the lexer's 16,384
/// bytes. (graphviz.org/doc/info/lang.html; measured with 2.43)
package enum DOTText {
  /// UTF-8 bytes of one string after escaping; Graphviz fails above 16,384.
  static let byteLimit = 12_000

  /// `text` as a quoted string; line breaks become those of a label (`\n`), or of a left-aligned one (`\l`).
  static func quoted(_ text: String, lineBreak: String = "\\n") -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "&": result += "&amp;"
      case "\n": result += lineBreak
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// `text` as a quoted tooltip. Graphviz 2.43 reads the escapes of tooltips twice, others once: a word
  /// joiner, which shows as nothing, keeps what follows a backslash from being taken as one (`\N` would
  /// become the node's name).
  static func quotedTooltip(_ text: String) -> String {
    quoted(text.replacingScalar("\\", with: "\\\u{2060}"))
  }

  /// `text` on one line without what a picture cannot hold: line breaks and tabs as spaces, other control
  /// characters as their signs (`␇`), bidirectional controls and the like as escapes.
  package static func shown(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: result += " "
      case 0..<0x20: result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: result += "\u{2421}"
      case 0x80...0x9F, 0xFFFE, 0xFFFF: result += "\u{FFFD}"
      case _ where VisibleText.isHarmful(scalar): result += VisibleText.escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// At most `limit` characters, and few enough bytes; a cut text ends with `…`.
  package static func capped(_ text: String, to limit: Int) -> String {
    var cut = text.count > limit ? String(text.prefix(max(1, limit - 1))) + "…" : text
    if escapedSize(cut) > byteLimit {
      // Characters of very many combining marks: cut by scalars.
      var size = 0
      var kept = String.UnicodeScalarView()
      for scalar in cut.unicodeScalars {
        size += escapedSize(scalar)
        if size > byteLimit { break }
        kept.append(scalar)
      }
      cut = String(kept) + "…"
    }
    return cut
  }

  /// Lines of about `width` columns, broken at spaces only.
  package static func wrapped(_ text: String, width: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, columns(line) + 1 + columns(word) > width {
        lines.append(line)
        line = String(word)
      } else {
        line += (line.isEmpty && lines.isEmpty || line.isEmpty ? "" : " ") + word
      }
    }
    lines.append(line)
    return lines.joined(separator: "\n")
  }

  /// `text` inside an HTML-like label.
  static func markup(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text as comment lines: none can end it early, and none is longer than the lexer takes.
  static func comment(_ text: String) -> String {
    var result = ""
    for line in text.lines {
      var rest = Array(shown(line).unicodeScalars)[...]
      repeat {
        var part = String.UnicodeScalarView()
        part.append(contentsOf: rest.prefix(commentLineScalars))
        result += "// " + String(part) + "\n"
        rest = rest.dropFirst(commentLineScalars)
      } while !rest.isEmpty
    }
    return result
  }

  private static let commentLineScalars = 1_000

  /// The address if it is one of `http` or `https` without blanks or control characters; nil else.
  package static func link(_ text: String) -> String? {
    let lower = text.lowercased()
    guard lower.hasPrefix("http://") || lower.hasPrefix("https://"), text.utf8.count <= 2_000 else {
      return nil
    }
    let isClean = text.unicodeScalars.allSatisfy {
      $0.value > 0x20 && $0.value != 0x7F && !VisibleText.isHarmful($0)
        && !"\"<>\\^`{|}".unicodeScalars.contains($0)
        && $0.value != 0xFFFE && $0.value != 0xFFFF
    }
    return isClean ? text : nil
  }

  private static func columns(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + ($1.unicodeScalars.first.map { $0.value >= 0x1100 ? 2 : 1 } ?? 0) }
  }

  private static func escapedSize(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + escapedSize($1) }
  }

  private static func escapedSize(_ scalar: Unicode.Scalar) -> Int {
    switch scalar {
    case "&": 5
    // As a tooltip has it.
    case "\\": 5
    case "\"", "\n": 2
    default: String(scalar).utf8.count
    }
  }
}
