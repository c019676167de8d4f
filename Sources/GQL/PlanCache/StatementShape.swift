import GraphStore

/// A statement without its numbers and strings: what statements have in common that differ in these alone.
///
/// Tokens follow each other with their lengths, so that no two texts of different tokens have one key. White space and comments are left
/// out but for whether there is some, which the parser looks at.
struct StatementShape {
  /// A number or a string of the text.
  struct Literal {
    var token: Int
    var kind: TokenKind
    var bytes: ArraySlice<UInt8>
  }

  /// Hashed as a whole, not byte by byte.
  struct Key: Hashable {
    fileprivate(set) var bytes: [UInt8] = []
    var count: Int { bytes.count }
    func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
  }

  private(set) var key = Key()
  private(set) var literals: [Literal] = []
  let tokens: [Token]

  /// Bytes of a statement that is worth keeping: longer ones are mostly data, and come once.
  private static let byteLimit = 16 << 10
  /// The same of the query of a question, which comes again.
  private static let questionByteLimit = 128 << 10
  /// Longer tokens have no length in a key: the numbers above mean literals, the highest bit white space.
  private static let tokenLimit = 0x7FFB

  /// Nil for a text that is too long, or names a catalog object by a parameter's value.
  init?(_ tokens: [Token], _ source: SourceText, ofQuestion: Bool = false) {
    self.tokens = tokens
    guard source.bytes.count <= (ofQuestion ? StatementShape.questionByteLimit : StatementShape.byteLimit) else { return nil }
    key.bytes.reserveCapacity(source.bytes.count + 4 * tokens.count)
    var end: UInt32 = 0
    for (index, token) in tokens.enumerated() {
      let bytes = source.bytes[Int(token.start)..<Int(token.end)]
      let isApart = token.start > end && index > 0 && token.kind != .endOfText
      end = token.end
      switch token.kind {
      case .integer, .string, .doubleQuoted:
        literals.append(Literal(token: index, kind: token.kind, bytes: bytes))
        append(length: token.kind == .integer ? 0x7FFE : token.kind == .string ? 0x7FFD : 0x7FFC, isApart)
      case .referenceParameter, .invalid: return nil
      case .word, .delimitedName, .byteString, .decimal, .float, .parameter, .leftParenthesis, .rightParenthesis, .leftBracket,
        .rightBracket, .leftBrace, .rightBrace, .comma, .period, .doublePeriod, .colon, .doubleColon, .semicolon, .plus, .minus, .asterisk,
        .solidus, .percent, .caret, .equals, .notEquals, .less, .lessOrEqual, .greater, .greaterOrEqual, .doubleBar, .bar,
        .multisetAlternation, .ampersand, .exclamation, .question, .tilde, .exclamationEquals, .doubleEquals, .plusEquals, .equalsTilde,
        .endOfText:
        guard bytes.count <= StatementShape.tokenLimit else { return nil }
        append(length: bytes.count, isApart)
        key.bytes.append(contentsOf: bytes)
      }
    }
  }

  /// The numbers of literals whose value is plain to see, by place.
  var liftableLiterals: [SourceSpan: Int] {
    var numbers: [SourceSpan: Int] = [:]
    for (number, literal) in literals.enumerated() where literal.value != nil { numbers[tokens[literal.token].span] = number }
    return numbers
  }

  private mutating func append(length: Int, _ isApart: Bool) {
    key.bytes.append(UInt8(truncatingIfNeeded: length))
    key.bytes.append(UInt8(truncatingIfNeeded: length >> 8) | (isApart ? 0x80 : 0))
  }
}

extension StatementShape.Literal {
  /// What it says where that is plain to see: a number of up to 18 digits, a string without escapes. Nil for others.
  var value: Value? {
    switch kind {
    case .integer:
      guard bytes.count <= 18, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), bytes.count == 1 || bytes.first != 0x30 else { return nil }
      return .int(bytes.reduce(0) { $0 * 10 + Int64($1 - 0x30) })
    case .string, .doubleQuoted:
      guard let quote = bytes.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""), bytes.count >= 2 else { return nil }
      let text = bytes.dropFirst().dropLast()
      guard !text.contains(where: { $0 == quote || $0 == UInt8(ascii: "\\") }) else { return nil }
      return .string(String(decoding: text, as: UTF8.self))
    case _: return nil
    }
  }
}
