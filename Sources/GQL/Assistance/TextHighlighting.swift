import GraphStore

/// What a piece of a text is, for whoever shows it in colours.
package enum TextClass: Sendable, Equatable {
  case keyword, label, edgeType, propertyKey, variable, function, string, number, parameter, comment
  /// No token, or a string, name or comment that is never closed.
  case faulty
  /// A bracket without a partner.
  case strayBracket
}

/// Cuts a text as the lexer does and says what each piece is. Signs are left out. O(n).
package enum TextHighlighting {
  /// UTF-8 bytes beyond which nothing is classified: typing must not wait.
  package static let sizeLimit = 64 << 10

  package static func classes(of text: String, dialect: Dialect = .gql) -> [(span: SourceSpan, class: TextClass)] {
    let source = SourceText(text)
    guard source.bytes.count <= sizeLimit else { return [] }
    var lexer = Lexer(source, dialect: dialect)
    lexer.run()
    let stray = strayBrackets(lexer.tokens)
    var result: [(span: SourceSpan, class: TextClass)] = []
    var end = 0
    for (index, token) in lexer.tokens.enumerated() {
      result += comments(in: source, from: end, to: token.span.start)
      end = token.span.end
      let found: TextClass? = stray.contains(index) ? .strayBracket : classOf(index, lexer.tokens, source)
      if let found { result.append((token.span, found)) }
    }
    return result
  }

  /// Between tokens there are blanks and comments only.
  private static func comments(in source: SourceText, from start: Int, to end: Int) -> [(span: SourceSpan, class: TextClass)] {
    guard let first = (start..<max(start, end)).first(where: { isComment(source.bytes[$0]) }),
      let last = (first..<end).last(where: { source.bytes[$0] > 0x20 })
    else { return [] }
    return [(SourceSpan(first, last + 1), .comment)]
  }

  private static func isComment(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") }

  private static func classOf(_ index: Int, _ tokens: [Token], _ source: SourceText) -> TextClass? {
    switch tokens[index].kind {
    case .word, .delimitedName: return classOf(name: index, tokens, source)
    case .string, .doubleQuoted, .byteString: return .string
    case .integer, .decimal, .float: return .number
    case .parameter, .referenceParameter: return .parameter
    case .invalid: return .faulty
    case .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .leftBrace, .rightBrace, .comma, .period,
      .doublePeriod, .colon, .doubleColon, .semicolon, .plus, .minus, .asterisk, .solidus, .percent, .caret, .equals, .notEquals,
      .less, .lessOrEqual, .greater, .greaterOrEqual, .doubleBar, .bar, .multisetAlternation, .ampersand, .exclamation,
      .question, .tilde, .exclamationEquals, .doubleEquals, .plusEquals, .equalsTilde, .endOfText:
      return nil
    }
  }

  private static func classOf(name index: Int, _ tokens: [Token], _ source: SourceText) -> TextClass {
    let token = tokens[index]
    let before = index > 0 ? tokens[index - 1].kind : nil
    let after = index + 1 < tokens.count ? tokens[index + 1].kind : nil
    if before == .period { return .propertyKey }
    if after == .colon, before == .leftBrace || before == .comma, isInBraces(index, tokens) { return .propertyKey }
    if let kind = labelKind(index, tokens) { return kind }
    guard token.kind == .word else { return .variable }
    if let keyword = token.keyword, keyword.isReserved { return .keyword }
    if after == .leftParenthesis, FunctionRegistry.isKnown(source.text(of: token.span)) { return .function }
    guard token.keyword != nil else { return .variable }
    // A word that may be a name is one where names stand.
    let standsAsName = after == .period || after == .equals || before == .leftParenthesis && after != .string
      || before == .leftBracket || before == .comma && after != .leftParenthesis || after == .colon || before == .parameter
    return standsAsName ? .variable : .keyword
  }

  private static func isInBraces(_ index: Int, _ tokens: [Token]) -> Bool {
    var closed = 0
    for position in stride(from: index - 1, through: 0, by: -1) {
      switch tokens[position].kind {
      case .rightParenthesis, .rightBracket, .rightBrace: closed += 1
      case .leftBrace where closed == 0: return true
      case .leftParenthesis, .leftBracket:
        if closed == 0 { return false }
        closed -= 1
      case .leftBrace: closed -= 1
      case .semicolon: return false
      default: continue
      }
    }
    return false
  }

  /// Behind `:` and the operators of a label expression.
  private static func labelKind(_ index: Int, _ tokens: [Token]) -> TextClass? {
    var position = index - 1
    while position >= 0 {
      switch tokens[position].kind {
      case .exclamation: position -= 1
      case .ampersand, .bar:
        position -= 1
        if position >= 0, tokens[position].kind == .word || tokens[position].kind == .delimitedName { position -= 1 }
      case .colon:
        var open = position - 1
        while open >= 0, tokens[open].kind == .word || tokens[open].kind == .delimitedName { open -= 1 }
        if open >= 0, tokens[open].kind == .leftBracket { return .edgeType }
        if open >= 0, position - open <= 2, tokens[open].kind == .leftBrace || tokens[open].kind == .comma, isInBraces(position, tokens) {
          return nil
        }
        return .label
      default: return nil
      }
    }
    return nil
  }

  private static func strayBrackets(_ tokens: [Token]) -> Set<Int> {
    var open: [Int] = []
    var stray: Set<Int> = []
    func close(_ index: Int, _ kind: TokenKind) {
      if let last = open.last, tokens[last].kind == kind { open.removeLast() } else { stray.insert(index) }
    }
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .leftParenthesis, .leftBracket, .leftBrace: open.append(index)
      case .rightParenthesis: close(index, .leftParenthesis)
      case .rightBracket: close(index, .leftBracket)
      case .rightBrace: close(index, .leftBrace)
      case .semicolon:
        stray.formUnion(open)
        open = []
      default: continue
      }
    }
    return stray
  }
}

extension FunctionRegistry {
  static func isKnown(_ name: String) -> Bool { scalar(name) != nil || aggregate(name) != nil }
}
