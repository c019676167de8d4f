/// How a set of labels stands in `label_set.labels`: a JSON array of the distinct names in ascending
/// code-point order, written byte for byte as SQLite's own `json_group_array` writes it, so that sets made by
/// others compare equal.
///
/// | in a name | in the text |
/// |---|---|
/// | `"` and `\` | preceded by `\` |
/// | BS, TAB, LF, FF, CR | `\b` `\t` `\n` `\f` `\r` |
/// | other characters below U+0020 | `\u00xx`, lower-case hexadecimal |
/// | everything else | itself, UTF-8 |
enum LabelSetText {
  /// Distinct names in ascending code-point order.
  static func canonical(_ labels: [String]) -> [String] {
    guard labels.count > 1 else { return labels }
    let sorted = labels.inCodePointOrder
    var distinct: [String] = []
    for label in sorted {
      if let last = distinct.last, last.isSameName(as: label) { continue }
      distinct.append(label)
    }
    return distinct
  }

  /// Takes canonical labels.
  static func encode(_ labels: [String]) -> String {
    var text = "["
    for (index, label) in labels.enumerated() {
      if index > 0 { text += "," }
      text += "\""
      for scalar in label.unicodeScalars { text += escaped(scalar) }
      text += "\""
    }
    return text + "]"
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\u{8}": "\\b"
    case "\t": "\\t"
    case "\n": "\\n"
    case "\u{C}": "\\f"
    case "\r": "\\r"
    case "\0"..<"\u{10}": "\\u000" + String(scalar.value, radix: 16)
    case "\u{10}"..<" ": "\\u00" + String(scalar.value, radix: 16)
    default: String(scalar)
    }
  }

  /// Nil when the text is no JSON array of strings. Accepts any JSON spelling of one.
  static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [String]? {
    var reader = JSONCursor(text)
    guard let labels = reader.readStringArray(), reader.isAtEnd else { return nil }
    return labels
  }
}
