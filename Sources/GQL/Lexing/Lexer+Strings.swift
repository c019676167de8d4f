/// Quoted texts: `'a'`, `"a"`, `` `a` ``, `@'no escapes'`, `X'0aff'`. A doubled quote stands for itself; line breaks are allowed.
extension Lexer {
  mutating func lexQuoted(_ kind: TokenKind) {
    let start = offset
    let isClosed = skipQuoted(quote: peek(), allowsEscapes: true)
    emit(isClosed ? kind : .invalid, from: start, to: offset)
  }

  mutating func lexNoEscape() {
    let start = offset
    offset += 1
    let kind: TokenKind
    switch UnicodeScalar(peek()) {
    case "'": kind = .string
    case "\"": kind = .doubleQuoted
    case "`": kind = .delimitedName
    default:
      report(
        .invalidSyntax, "expected a string directly after `@`", SourceSpan(start, offset),
        hints: ["`@'a\\b'` is a string without escapes", "a parameter is written `$name`"])
      return emit(.invalid, from: start, to: offset)
    }
    let isClosed = skipQuoted(quote: peek(), allowsEscapes: false)
    emit(isClosed ? kind : .invalid, from: start, to: offset)
  }

  /// Moves past the closing quote and reports bad escapes. False, with a diagnostic, when the text ends before it.
  mutating func skipQuoted(quote: UInt8, allowsEscapes: Bool) -> Bool {
    let start = offset
    offset += 1
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == quote {
        offset += 1
        if peek() != quote || offset >= bytes.count {
          checkNotEmpty(quote, start)
          return true
        }
        offset += 1
      } else if byte == UInt8(ascii: "\\"), allowsEscapes {
        checkEscape()
      } else if byte >= 0x80 {
        skipCheckedScalar()
      } else {
        offset += 1
      }
    }
    reportUnclosed(quote, start)
    return false
  }

  private mutating func checkNotEmpty(_ quote: UInt8, _ start: Int) {
    guard quote == UInt8(ascii: "`"), offset == start + 2, dialect == .gql else { return }
    report(.invalidSyntax, "a name cannot be empty", SourceSpan(start, offset))
  }

  private mutating func skipCheckedScalar() {
    if let (_, length) = source.scalar(at: offset) {
      offset += length
      return
    }
    let start = offset
    while offset < bytes.count, source.scalar(at: offset) == nil { offset += 1 }
    report(.invalidSyntax, "the text is not valid UTF-8 here", SourceSpan(start, offset))
  }

  private mutating func reportUnclosed(_ quote: UInt8, _ start: Int) {
    let sign = Unicode.Scalar(quote)
    let isName = quote == UInt8(ascii: "`")
    unterminated = isName ? .name : .string
    report(
      .invalidSyntax, "the \(isName ? "delimited name" : "string") that begins here is never closed",
      SourceSpan(start, start + 1),
      hints: [isName ? "end it with a backquote; inside it, write two" : "end it with `\(sign)`; inside it, write `\(sign)` twice"])
  }

  private mutating func checkEscape() {
    let start = offset
    let escape = EscapeSequence.read(bytes, at: offset, dialect: dialect)
    offset += escape.length
    switch escape.result {
    case .scalar: break
    case .invalid(let message, let hints):
      let isUnicode = start + 1 < bytes.count && bytes[start + 1] | 0x20 == UInt8(ascii: "u")
      report(
        .invalidSyntax, message, SourceSpan(start, offset), hints: hints,
        detail: isUnicode ? "InvalidUnicodeLiteral" : "UnexpectedSyntax")
    }
  }

  /// `X'0a FF'`: hexadecimal digits, an even number of them, with spaces between.
  mutating func lexByteString() {
    let start = offset
    offset += 2
    var digits = 0
    var firstBad: Int?
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "'") {
      if Lexer.value(of: bytes[offset]) < 16 { digits += 1 }
      else if bytes[offset] != 0x20, firstBad == nil { firstBad = offset }
      offset += 1
    }
    guard offset < bytes.count else {
      reportUnclosed(UInt8(ascii: "'"), start + 1)
      return emit(.invalid, from: start, to: offset)
    }
    offset += 1
    if let firstBad {
      let length = source.scalar(at: firstBad)?.length ?? 1
      report(
        .invalidSyntax, "a byte string holds hexadecimal digits and spaces only", SourceSpan(firstBad, firstBad + length))
    } else if digits % 2 != 0 {
      report(
        .invalidSyntax, "a byte string needs two hexadecimal digits per byte; there are \(digits)",
        SourceSpan(start, offset))
    }
    emit(.byteString, from: start, to: offset)
  }
}
