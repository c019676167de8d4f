import GraphStore

/// The number that a text is: a literal of the language with an optional sign, between spaces (ISO/IEC 39075, 20.8).
enum NumberText {
  /// Exact where 38 digits hold it, whatever way it is written, else the nearest float, which may be infinite. Nil when the text is no number.
  static func number(in text: Cell, _ context: FunctionContext) -> Cell? {
    let trimmed = Cast.trimmed(text)
    let isNegative = trimmed.hasPrefix("-")
    let unsigned = isNegative || trimmed.hasPrefix("+") ? String(trimmed.dropFirst()) : trimmed
    guard unsigned.utf8.first.map({ Lexer.value(of: $0) < 10 || $0 == UInt8(ascii: ".") }) == true,
      unsigned.utf8.count <= longestLiteralBytes
    else { return nil }
    guard let digits = isPlain(unsigned) ? unsigned : literal(unsigned) else { return nil }
    let signed = isNegative ? "-" + digits : digits
    if let small = Int64(signed) { return Cell(small) }
    if let exact = ExactDecimal(integerLiteral: signed) ?? ExactDecimal(text: signed) { return context.arena.decimal(exact) }
    return Double(signed).map { Cell($0) }
  }

  /// A text may be long, and no number has more digits than that with any meaning.
  private static let longestLiteralBytes = 2_000

  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 &- 0x30 < 10 } }

  /// The literal as the parser reads it: without separators and suffix.
  private static func literal(_ text: String) -> String? {
    let source = SourceText(text)
    let (tokens, diagnostics) = Lexer.tokenize(source)
    guard diagnostics.isEmpty, let token = tokens.first, Int(token.end) == source.bytes.count else { return nil }
    switch token.kind {
    case .integer, .decimal, .float: return TokenText(source: source, dialect: .gql).number(token)
    default: return nil
    }
  }

  /// `Infinity`, `-inf`, `NaN`, which are no literals.
  static func specialFloat(_ text: Cell) -> Cell? {
    switch Cast.trimmed(text).lowercased() {
    case "infinity", "+infinity", "inf", "+inf": Cell(Double.infinity)
    case "-infinity", "-inf": Cell(-Double.infinity)
    case "nan": Cell(Double.nan)
    default: nil
    }
  }
}
