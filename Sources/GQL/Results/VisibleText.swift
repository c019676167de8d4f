/// Text from data made safe for a terminal.
///
/// News text is untrusted: escape sequences could drive the terminal, bidirectional overrides could make a
/// line read as something else. All of C0, DEL, C1 (which holds the one-byte forms of CSI and OSC), the
/// bidirectional controls, the line separators, the byte order mark and the invisible tag characters are
/// written as the language would escape them. Joiners stay, since emoji and several scripts need them.
package enum VisibleText {
  /// `text` on one line, with nothing in it that a terminal obeys.
  package static func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if isHarmful(scalar) {
        result += escape(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// `text` with its line breaks kept and everything else as in `escaped(_:)`; for plans, help and error
  /// text.
  package static func escapedKeepingLines(_ text: String) -> String {
    text.lines.map(escaped).joined(separator: "\n")
  }

  package static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // bidirectional controls
    case 0x2028, 0x2029, 0xFEFF, 0xE0000...0xE007F: true
    default: false
    }
  }

  /// The language's own escape for one scalar.
  package static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x08: return "\\b"
    case 0x09: return "\\t"
    case 0x0A: return "\\n"
    case 0x0C: return "\\f"
    case 0x0D: return "\\r"
    case let code where code <= 0xFFFF: return "\\u" + hexadecimal(code, digits: 4)
    case let code: return "\\U" + hexadecimal(code, digits: 6)
    }
  }

  private static func hexadecimal(_ code: UInt32, digits: Int) -> String {
    let text = String(code, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
