/// What a token says, with quotes, escapes, separators and suffixes taken away. Lenient where the lexer has complained.
struct TokenText {
  let source: SourceText
  let dialect: Dialect

  /// The token as written.
  func written(_ token: Token) -> String { source.text(of: token.span) }

  /// The name of a word, a delimited name, a quoted text or a parameter (without `$`).
  func name(_ token: Token) -> String {
    switch token.kind {
    case .delimitedName, .doubleQuoted, .string: return quoted(from: Int(token.start), to: Int(token.end))
    case .parameter, .referenceParameter:
      let start = Int(token.start) + (token.kind == .parameter ? 1 : 2)
      guard start < token.end else { return "" }
      let isQuoted = source.bytes[start] == UInt8(ascii: "\"") || source.bytes[start] == UInt8(ascii: "`")
      return isQuoted ? quoted(from: start, to: Int(token.end)) : source.text(of: SourceSpan(start, Int(token.end)))
    default: return written(token)
    }
  }

  /// The text between quotes.
  private func quoted(from tokenStart: Int, to end: Int) -> String {
    let bytes = source.bytes
    var start = tokenStart
    let allowsEscapes = bytes[start] != UInt8(ascii: "@")
    if !allowsEscapes { start += 1 }
    let quote = bytes[start]
    var result: [UInt8] = []
    result.reserveCapacity(end - start)
    var index = start + 1
    while index < end - 1 {
      let byte = bytes[index]
      if byte == quote {
        result.append(quote)
        index += 2
      } else if byte == UInt8(ascii: "\\"), allowsEscapes {
        let escape = EscapeSequence.read(bytes, at: index, dialect: dialect)
        if case .scalar(let scalar) = escape.result { result.append(contentsOf: String(scalar).utf8) }
        index += escape.length
      } else {
        result.append(byte)
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  func bytes(_ token: Token) -> [UInt8] {
    let digits = source.bytes[Int(token.start) + 2..<Int(token.end) - 1].lazy.map(Lexer.value).filter { $0 < 16 }
    var result: [UInt8] = []
    var high: UInt8?
    for digit in digits {
      if let first = high {
        result.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return result
  }

  /// Whether a number with a period has the suffix `M`; without one it is a float.
  func isExact(_ token: Token) -> Bool {
    token.end > token.start && (source.bytes[Int(token.end) - 1] | 0x20) == 0x6D
  }

  /// A number as `Literal` has it: no separators, no suffix, lower-case prefix and exponent, a digit before the period.
  func number(_ token: Token) -> String {
    var text = written(token).lowercased()
    text.removeAll { $0 == "_" }
    if text.hasPrefix("0x") || text.hasPrefix("0o") || text.hasPrefix("0b") { return text }
    if let last = text.last, last == "m" || last == "f" || last == "d" { text.removeLast() }
    if text.hasPrefix(".") { text = "0" + text }
    if text.hasSuffix(".") { text.removeLast() }
    if let range = text.firstRange(of: ".e") { text.replaceSubrange(range, with: "e") }
    return text
  }
}
