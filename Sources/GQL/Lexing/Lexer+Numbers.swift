/// Numbers: `1 1_000 0xFF 0o17 0b11`, `1.5 .5 1.`, `1e3 1.5E-3`, with suffix `M` (exact), `F` or `D` (approximate).
///
/// A number never ends in a period before another period or a name: `1..3` is `1`, `..`, `3`, and `1.x` is `1`, `.`, `x`.
extension Lexer {
  mutating func lexNumber() {
    let start = offset
    if peek() == UInt8(ascii: "0"), let radix = Lexer.radix(ofPrefix: peek(1)) { return lexPrefixed(radix, start) }
    var kind = TokenKind.integer
    var isWellFormed = true
    if peek() != UInt8(ascii: ".") { isWellFormed = skipDigits(radix: 10) }
    if peek() == UInt8(ascii: "."), takesPeriod() {
      offset += 1
      kind = .decimal
      if Lexer.value(of: peek()) < 10 { isWellFormed = skipDigits(radix: 10) && isWellFormed }
    }
    if takesExponent() {
      offset += Lexer.value(of: peek(1)) < 10 ? 1 : 2
      kind = .float
      isWellFormed = skipDigits(radix: 10) && isWellFormed
    }
    kind = skipSuffix() ?? kind
    finishNumber(kind, start, isWellFormed)
  }

  private mutating func lexPrefixed(_ radix: UInt8, _ start: Int) {
    offset += 2
    if peek() == UInt8(ascii: "_") { offset += 1 }
    finishNumber(.integer, start, skipDigits(radix: radix))
  }

  private mutating func finishNumber(_ kind: TokenKind, _ start: Int, _ isWellFormed: Bool) {
    let digitsEnd = offset
    skipIdentifier()
    if isWellFormed, offset == digitsEnd { return emit(kind, from: start, to: offset) }
    let text = source.text(of: SourceSpan(start, min(offset, start + 40)))
    report(
      .invalidSyntax, "`\(text)` is not a valid number", SourceSpan(start, offset),
      hints: offset > digitsEnd && isWellFormed ? ["a name cannot begin with a digit; delimit it: `` `\(text)` ``"] : [],
      detail: peek() == UInt8(ascii: ":") ? "UnexpectedSyntax" : "InvalidNumberLiteral")
    emit(.invalid, from: start, to: offset)
  }

  /// Digits with single underscores between them. False when there is none, or an underscore is out of place.
  private mutating func skipDigits(radix: UInt8) -> Bool {
    var endsInDigit = false
    while true {
      if Lexer.value(of: peek()) < radix {
        endsInDigit = true
      } else if peek() == UInt8(ascii: "_"), endsInDigit {
        endsInDigit = false
      } else {
        return endsInDigit
      }
      offset += 1
    }
  }

  /// Whether the period at the current place belongs to the number.
  private func takesPeriod() -> Bool {
    let next = peek(1)
    if next == UInt8(ascii: ".") { return false }
    if Lexer.value(of: next) < 10 { return true }
    switch UnicodeScalar(next) {
    case "e", "E": return Lexer.isExponent(peek(2), peek(3))
    case "m", "M", "f", "F", "d", "D": return !Lexer.isASCIIIdentifierPart(peek(2)) && peek(2) < 0x80
    default: return next < 0x80 && !Lexer.isASCIIIdentifierPart(next) && next != UInt8(ascii: "`") && next != UInt8(ascii: "\"")
    }
  }

  private func takesExponent() -> Bool {
    (peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E")) && Lexer.isExponent(peek(1), peek(2))
  }

  private static func isExponent(_ first: UInt8, _ second: UInt8) -> Bool {
    value(of: first) < 10 || ((first == UInt8(ascii: "+") || first == UInt8(ascii: "-")) && value(of: second) < 10)
  }

  private mutating func skipSuffix() -> TokenKind? {
    guard !Lexer.isASCIIIdentifierPart(peek(1)), peek(1) < 0x80 else { return nil }
    let kind: TokenKind
    switch UnicodeScalar(peek()) {
    case "m", "M": kind = .decimal
    case "f", "F", "d", "D": kind = .float
    default: return nil
    }
    offset += 1
    return kind
  }

  private static func radix(ofPrefix byte: UInt8) -> UInt8? {
    switch UnicodeScalar(byte) {
    case "x", "X": 16
    case "o", "O": 8
    case "b", "B": 2
    default: nil
    }
  }

  /// The value of a digit, up to 15; 255 for anything else.
  static func value(of byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: 255
    }
  }
}
