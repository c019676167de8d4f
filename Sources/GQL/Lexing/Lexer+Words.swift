extension Lexer {
  /// A regular identifier or keyword.
  mutating func lexWord() {
    let start = offset
    skipIdentifier()
    let keyword = KeywordTable.shared.keyword(of: bytes[start..<offset])
    if let keyword { noteContext(keyword) }
    tokens.append(Token(.word, keyword: keyword, from: start, to: offset))
    noteDialect()
  }

  /// After the second word of a statement: whether the first was a dialect.
  private mutating func noteDialect() {
    guard tokens.count >= 2, tokens.count < 3 || tokens[tokens.count - 3].kind == .semicolon,
      let prefix = Dialect.prefix(tokens[tokens.count - 2], before: tokens[tokens.count - 1], in: source)
    else { return }
    dialect = prefix
  }

  /// Whether what follows is a pattern, for the reading of `--`.
  private mutating func noteContext(_ keyword: Keyword) {
    if case .period = tokens.last?.kind { return }
    switch keyword {
    case .match, .insert, .create, .merge, .exists:
      isInPattern = true
    case .where, .return, .filter, .let, .for, .set, .remove, .delete, .order, .with, .unwind, .yield, .call, .limit,
      .next, .union:
      isInPattern = false
    default:  // All other words leave it as it is.
      break
    }
  }

  /// Moves past letters, digits and underscores.
  mutating func skipIdentifier() {
    while offset < bytes.count {
      let byte = bytes[offset]
      if Lexer.isASCIIIdentifierPart(byte) {
        offset += 1
      } else if byte >= 0x80, let (scalar, length) = source.scalar(at: offset), scalar.properties.isXIDContinue {
        offset += length
      } else {
        return
      }
    }
  }

  static func isASCIIIdentifierPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// `$x`, `$0`, `$"x y"`, `$$x`.
  mutating func lexParameter() {
    let start = offset
    offset += 1
    var kind = TokenKind.parameter
    if peek() == UInt8(ascii: "$") {
      kind = .referenceParameter
      offset += 1
    }
    if peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "`") {
      let isClosed = skipQuoted(quote: peek(), allowsEscapes: true)
      return emit(isClosed ? kind : .invalid, from: start, to: offset)
    }
    let nameStart = offset
    skipIdentifier()
    if offset == nameStart {
      let isDynamic = peek() == UInt8(ascii: "(") && tokens.last.map { $0.kind == .colon || $0.kind == .bar || $0.kind == .ampersand } == true
      report(
        .invalidSyntax,
        isDynamic ? "labels and types are written in the query, not computed" : "expected the name of a parameter after `$`",
        SourceSpan(start, offset),
        hints: [isDynamic ? hintForComputedLabel : "write `$name`, or `$\"any name\"`"])
      return emit(.invalid, from: start, to: offset)
    }
    emit(kind, from: start, to: offset)
  }

  /// Where labels are given there is nothing to test.
  private var hintForComputedLabel: String {
    for token in tokens.reversed() {
      switch token.keyword {
      case .create, .insert, .merge, .set, .remove: return "write the labels out, with a statement for each that there may be"
      case .match, .where, .filter, .return: return "test a label that is computed: `WHERE $label IN labels(n)`"
      default: continue
      }
    }
    return "test a label that is computed: `WHERE $label IN labels(n)`"
  }

  mutating func lexBeyondASCII() {
    if let (scalar, _) = source.scalar(at: offset), scalar.properties.isXIDStart { return lexWord() }
    lexInvalid()
  }

  /// Takes one invalid byte or character, with all of its kind that follow directly, as one token.
  mutating func lexInvalid() {
    let start = offset
    guard let (scalar, length) = source.scalar(at: offset) else {
      while offset < bytes.count, source.scalar(at: offset) == nil { offset += 1 }
      report(.invalidSyntax, "the text is not valid UTF-8 here", SourceSpan(start, offset))
      return emit(.invalid, from: start, to: offset)
    }
    offset += length
    while let next = source.scalar(at: offset), next.scalar == scalar { offset += next.length }
    let (message, hints) = Lexer.describeInvalid(scalar)
    report(
      .invalidSyntax, message, SourceSpan(start, offset), hints: hints,
      detail: scalar.isASCII ? "UnexpectedSyntax" : "InvalidUnicodeCharacter")
    emit(.invalid, from: start, to: offset)
  }

  private static func describeInvalid(_ scalar: Unicode.Scalar) -> (message: String, hints: [String]) {
    let code = "U+" + String(repeating: "0", count: max(0, 4 - String(scalar.value, radix: 16).count))
      + String(scalar.value, radix: 16, uppercase: true)
    switch scalar {
    case "\u{2018}", "\u{2019}", "\u{201A}", "\u{2032}":
      return ("found the typographic quote `\(scalar)`", ["write a straight quote `'`"])
    case "\u{201C}", "\u{201D}", "\u{201E}", "\u{2033}", "\u{AB}", "\u{BB}":
      return ("found the typographic quote `\(scalar)`", ["write a straight quote `'`, or `\"` around a name"])
    case "\u{2013}", "\u{2014}", "\u{2212}", "\u{2010}", "\u{2011}":
      return ("found the dash `\(scalar)` (\(code))", ["write `-`"])
    case "\u{2192}": return ("found the arrow `\(scalar)`", ["write `->`"])
    case "\u{2190}": return ("found the arrow `\(scalar)`", ["write `<-`"])
    case "\u{2260}": return ("found `\(scalar)`", ["write `<>`"])
    case "\u{2264}": return ("found `\(scalar)`", ["write `<=`"])
    case "\u{2265}": return ("found `\(scalar)`", ["write `>=`"])
    case "\\": return ("found a `\\` outside of a string", [])
    case "#": return ("found `#`", ["a comment begins with `//` or `--`"])
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator:
        return ("found an invisible character, \(code)", ["delete it; inside a string write it as an escape"])
      default:
        return ("found the character `\(scalar)` (\(code)), which has no meaning here", [])
      }
    }
  }
}
