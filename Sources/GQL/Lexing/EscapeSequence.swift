/// A `\` and what follows it within quotes: `\\ \' \" \` \t \b \n \r \f`, `\uXXXX`, `\UXXXXXX` (openCypher: eight digits).
///
/// Two `\u` escapes that form a surrogate pair stand for one character.
struct EscapeSequence {
  enum Result {
    case scalar(Unicode.Scalar)
    case invalid(String, hints: [String])
  }

  var result: Result
  /// Bytes taken, at least 1 and never beyond the end.
  var length: Int

  static func read(_ bytes: [UInt8], at offset: Int, dialect: Dialect) -> EscapeSequence {
    guard offset + 1 < bytes.count else { return EscapeSequence(result: .invalid("a `\\` at the end", hints: []), length: 1) }
    switch UnicodeScalar(bytes[offset + 1]) {
    case "\\", "'", "\"", "`":
      return EscapeSequence(result: .scalar(UnicodeScalar(bytes[offset + 1])), length: 2)
    case "t": return EscapeSequence(result: .scalar("\t"), length: 2)
    case "b": return EscapeSequence(result: .scalar("\u{8}"), length: 2)
    case "n": return EscapeSequence(result: .scalar("\n"), length: 2)
    case "r": return EscapeSequence(result: .scalar("\r"), length: 2)
    case "f": return EscapeSequence(result: .scalar("\u{C}"), length: 2)
    case "u": return readUnit(bytes, at: offset)
    case "U": return readLong(bytes, at: offset, dialect: dialect)
    default:
      let isASCII = bytes[offset + 1] < 0x80 && bytes[offset + 1] > 0x20
      let found = isASCII ? "`\\\(UnicodeScalar(bytes[offset + 1]))`" : "`\\`"
      return EscapeSequence(
        result: .invalid(
          "\(found) is no escape", hints: ["write `\\\\` for a backslash, or `@'...'` for a string without escapes"]),
        length: isASCII ? 2 : 1)
    }
  }

  private static func digitCount(_ bytes: [UInt8], from offset: Int, atMost limit: Int) -> Int {
    var count = 0
    while count < limit, offset + count < bytes.count, Lexer.value(of: bytes[offset + count]) < 16 { count += 1 }
    return count
  }

  private static func number(_ bytes: [UInt8], from offset: Int, digits: Int) -> UInt32 {
    bytes[offset..<offset + digits].reduce(0) { $0 << 4 | UInt32(Lexer.value(of: $1)) }
  }

  private static func readUnit(_ bytes: [UInt8], at offset: Int) -> EscapeSequence {
    let count = digitCount(bytes, from: offset + 2, atMost: 4)
    guard count == 4 else {
      return EscapeSequence(
        result: .invalid("`\\u` needs four hexadecimal digits", hints: ["`\\u00e9` is `é`"]), length: 2 + count)
    }
    let unit = number(bytes, from: offset + 2, digits: 4)
    if let scalar = Unicode.Scalar(unit) { return EscapeSequence(result: .scalar(scalar), length: 6) }
    if unit < 0xDC00, offset + 7 < bytes.count, bytes[offset + 6] == UInt8(ascii: "\\"),
      bytes[offset + 7] == UInt8(ascii: "u"), digitCount(bytes, from: offset + 8, atMost: 4) == 4
    {
      let low = number(bytes, from: offset + 8, digits: 4)
      if low >= 0xDC00, low <= 0xDFFF,
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      {
        return EscapeSequence(result: .scalar(scalar), length: 12)
      }
    }
    return EscapeSequence(
      result: .invalid(
        "`\\u` names half of a surrogate pair, which is no character",
        hints: ["write `\\U` with the character's own six digits"]),
      length: 6)
  }

  private static func readLong(_ bytes: [UInt8], at offset: Int, dialect: Dialect) -> EscapeSequence {
    let wanted = dialect == .gql ? 6 : 8
    let count = digitCount(bytes, from: offset + 2, atMost: 8)
    guard count >= wanted else {
      return EscapeSequence(
        result: .invalid(
          "`\\U` needs \(wanted == 6 ? "six" : "eight") hexadecimal digits", hints: ["`\\U\(wanted == 6 ? "01F600" : "0001F600")` is one character"]),
        length: 2 + count)
    }
    // `\U0001F600` is one character in openCypher, another one and two digits in GQL: nobody should have to guess.
    if dialect == .gql, count == 8, bytes[offset + 2] == UInt8(ascii: "0"), bytes[offset + 3] == UInt8(ascii: "0") {
      return EscapeSequence(
        result: .invalid(
          "`\\U` takes six digits in GQL and eight in openCypher; this could be either",
          hints: ["write six digits and no digit or letter from a to f after them"]),
        length: 10)
    }
    guard let scalar = Unicode.Scalar(number(bytes, from: offset + 2, digits: wanted)) else {
      return EscapeSequence(
        result: .invalid("`\\U` names no Unicode character", hints: ["the last one is `\\U10ffff`"]), length: 2 + wanted)
    }
    return EscapeSequence(result: .scalar(scalar), length: 2 + wanted)
  }
}
