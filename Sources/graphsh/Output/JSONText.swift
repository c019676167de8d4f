import GQL

/// The pieces of JSON text (RFC 8259) that both JSON shapes are made of.
enum JSONText {
  /// A string in quotes. Control characters, DEL, C1 and bidirectional controls are escaped, so that JSON on
  /// a terminal is safe as well.
  static func string(_ text: String) -> String {
    var result = ""
    append(text, to: &result)
    return result
  }

  static func append(_ text: String, to result: inout String) {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    result += "\""
    if isPlain { result += text } else { appendEscaped(text, to: &result) }
    result += "\""
  }

  private static func appendEscaped(_ text: String, to result: inout String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where VisibleText.isHarmful(scalar): result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  static func array(_ elements: some Sequence<String>) -> String {
    "[" + elements.joined(separator: ",") + "]"
  }

  static func object(_ members: some Sequence<(name: String, value: String)>) -> String {
    "{" + members.map { string($0.name) + ":" + $0.value }.joined(separator: ",") + "}"
  }

  /// JSON has no such numbers: `NaN`, `Infinity` and `-Infinity` are written as strings. Nil for numbers that
  /// it has.
  static func floatWord(_ number: Double) -> String? {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return nil
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }.joined()
  }
}
