import GraphStore

/// Text for XML 1.0, which has no way to write most control characters: whoever writes finds another way for them, or refuses.
enum XMLText {
  /// As an attribute's value or an element's content. Line ends are written so that readers keep them.
  static func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x26 && $0 != 0x3C && $0 != 0x3E && $0 != 0x22 }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t": result += "&#9;"
      case "\n": result += "&#10;"
      case "\r": result += "&#13;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\t" && scalar != "\n" && scalar != "\r" || scalar.value == 0xFFFE || scalar.value == 0xFFFF
  }

  static func isForbidden(in text: String) -> Bool {
    // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0xEF }) { return false }
    return text.unicodeScalars.contains(where: isForbidden)
  }

  static func isForbidden(in value: Value) -> Bool {
    switch value {
    case .string(let text): isForbidden(in: text)
    case .list(let items): items.contains(where: isForbidden)
    case .record(let record): record.fields.contains { isForbidden(in: $0.name) || isForbidden(in: $0.value) }
    case .zonedDateTime(let value): value.zone.map(isForbidden) ?? false
    case .null, .bool, .int, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime, .duration, .node, .edge, .path:
      false
    }
  }

  /// JSON in which such characters are escaped, as they are inside strings only.
  static func json(_ value: Value) throws(StoreError) -> String {
    let text = try PropertyJSON.text(value)
    guard isForbidden(in: text) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isForbidden(scalar) {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// - Throws: `invalidProperty` for a name that XML cannot hold.
  static func name(_ name: String) throws(StoreError) -> String {
    guard !isForbidden(in: name) else {
      throw StoreError(.invalidProperty, "the name `\(name.unicodeScalars.filter { !isForbidden($0) }.map(String.init).joined())` holds a control character, which XML cannot")
    }
    return escaped(name)
  }
}
