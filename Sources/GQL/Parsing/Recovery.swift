extension Parser {
  /// Reports unless the mistake is known already.
  func report(_ diagnostic: Diagnostic) {
    guard !isRecovering, !isAborted, diagnostics.count < ParserLimits.maximumDiagnostics else { return }
    diagnostics.append(diagnostic)
    if diagnostic.severity == .error { isRecovering = true }
  }

  /// Reports and gives what to throw.
  func fail(
    _ message: String, at span: SourceSpan, status: GQLStatus = .invalidSyntax, labels: [Diagnostic.Label] = [],
    hints: [String] = [], detail: String = "UnexpectedSyntax"
  ) -> SyntaxFailure {
    report(Diagnostic(status, message, at: span, labels: labels, hints: hints, detail: detail))
    return SyntaxFailure()
  }

  /// Something of the standard, or of openCypher, that this version does not carry out.
  func unsupported(_ message: String, at span: SourceSpan, hints: [String] = []) -> SyntaxFailure {
    fail(message, at: span, status: .featureNotSupported, hints: hints)
  }

  /// "expected X purpose, found Y", where Y is the current token; habits of other languages get their own words.
  func expected(
    _ what: String, _ purpose: String = "", labels: [Diagnostic.Label] = [], hints: [String] = []
  ) -> SyntaxFailure {
    if at(.invalid) {  // The lexer has complained about it.
      isRecovering = true
      return SyntaxFailure()
    }
    if let habit = foreignHabit(at: index) {
      let failure = fail(habit.message, at: habit.span, status: habit.status, hints: habit.hints)
      if habit.isWholeStatement { skipStatement() }
      return failure
    }
    var allHints = hints
    if hints.isEmpty, let hint = nameHint(what, purpose) { allHints.append(hint) }
    let wanted = purpose.isEmpty ? what : "\(what) \(purpose)"
    return fail("expected \(wanted), found \(describe(current))", at: foundSpan, labels: labels, hints: allHints)
  }

  /// The current token; at the end of the text the place right after the last one.
  var foundSpan: SourceSpan {
    at(.endOfText) && index > 0 ? SourceSpan(previousEnd, previousEnd) : current.span
  }

  /// For a word or a string where a name is wanted.
  private func nameHint(_ what: String, _ purpose: String) -> String? {
    let previous = tokens[max(index - 1, 0)].kind
    let isFirstInPattern = (previous == .leftParenthesis || previous == .leftBracket) && purpose.contains("pattern")
    guard what.contains("name") || what.contains("variable") || isFirstInPattern else { return nil }
    if at(.string) { return "names stand without quotes, or in `` ` ``" }
    guard let keyword = current.keyword, keyword.isReserved(in: dialect) else { return nil }
    return "`\(text.written(current))` is a reserved word; as a name write `` `\(text.written(current))` ``"
  }

  func describe(_ token: Token) -> String {
    switch token.kind {
    case .endOfText: "the end of the text"
    case .word, .delimitedName: "`\(excerpt(token))`"
    case .string, .doubleQuoted: "the string `\(excerpt(token))`"
    case .integer, .decimal, .float: "the number `\(excerpt(token))`"
    case .parameter, .referenceParameter: "the parameter `\(excerpt(token))`"
    case .byteString: "a byte string"
    default: token.kind.isSign ? "`\(token.kind.rawValue)`" : token.kind.rawValue
    }
  }

  private func excerpt(_ token: Token) -> String {
    let limit = 30
    let written = text.source.text(of: SourceSpan(Int(token.start), min(Int(token.end), Int(token.start) + 4 * limit)))
    return written.count <= limit && token.end - token.start <= 4 * limit ? written : written.prefix(limit) + "..."
  }

  /// Skips to the next clause keyword of the current query, its closing brace, `;` or the end.
  func recover() {
    let close = bodyOpenings.last.map { matchingBracket(of: $0) } ?? tokens.count - 1
    var nesting = 0
    while index < close, !at(.semicolon), !at(.endOfText) {
      switch current.kind {
      case .leftParenthesis, .leftBracket, .leftBrace: nesting += 1
      case .rightParenthesis, .rightBracket, .rightBrace: nesting = max(0, nesting - 1)
      default:
        if nesting == 0, atAnchor {
          isRecovering = false
          return
        }
      }
      advance()
    }
  }

  /// A word that begins a clause, and does not stand as a name.
  private var atAnchor: Bool {
    guard let keyword = current.keyword, ClauseKeywords.all.contains(keyword) else { return false }
    guard index > 0 else { return true }
    switch tokens[index - 1].kind {
    case .period, .colon, .leftParenthesis, .comma, .ampersand, .bar: return keyword.isReserved && keyword != .with
    default: break
    }
    switch token(ahead: 1).kind {
    case .period, .colon, .equals, .rightParenthesis, .rightBrace, .comma, .semicolon, .endOfText: return keyword == .finish
    default: return true
    }
  }

  /// The token that closes the bracket opened by a token; the last one when nothing does.
  func matchingBracket(of opening: Int) -> Int {
    if bracketMatches == nil { bracketMatches = Parser.matchBrackets(tokens) }
    return bracketMatches?[opening] ?? tokens.count - 1
  }

  /// Pairs brackets by kind; a closing one without a partner, and opening ones left behind, are passed over.
  private static func matchBrackets(_ tokens: [Token]) -> [Int: Int] {
    var matches: [Int: Int] = [:]
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      let opening: TokenKind
      switch token.kind {
      case .leftParenthesis, .leftBracket, .leftBrace:
        open.append(index)
        continue
      case .rightParenthesis: opening = .leftParenthesis
      case .rightBracket: opening = .leftBracket
      case .rightBrace: opening = .leftBrace
      case .semicolon:
        open.removeAll(keepingCapacity: true)
        continue
      default: continue
      }
      if let last = open.last, tokens[last].kind == opening {
        matches[last] = index
        open.removeLast()
      } else if opening == .leftBrace, let place = open.lastIndex(where: { tokens[$0].kind == opening }) {
        matches[open[place]] = index
        open.removeSubrange(place...)
      }
    }
    return matches
  }
}

/// Which words begin what.
enum ClauseKeywords {
  /// Everything the parser can go on at.
  static let all: Set<Keyword> = [
    .match, .optional, .filter, .let, .for, .order, .limit, .offset, .skip, .call, .insert, .set, .remove, .delete, .detach,
    .nodetach, .return, .finish, .next, .union, .except, .intersect, .otherwise,
    .create, .merge, .unwind, .with, .select, .foreach, .use, .drop,
  ]

  /// What may be written where a clause is expected, for "did you mean".
  static let suggested: [String] = [
    "MATCH", "OPTIONAL", "FILTER", "LET", "FOR", "ORDER", "LIMIT", "OFFSET", "SKIP", "CALL", "INSERT", "SET", "REMOVE",
    "DELETE", "DETACH", "RETURN", "FINISH", "NEXT", "UNION", "EXCEPT", "INTERSECT", "OTHERWISE", "START", "COMMIT",
    "ROLLBACK", "SESSION", "EXPLAIN", "PROFILE", "WHERE", "YIELD", "CREATE", "MERGE", "UNWIND", "WITH", "SELECT",
  ]

  static func begins(_ keyword: Keyword?) -> Bool {
    switch keyword {
    case .match, .optional, .filter, .let, .for, .order, .limit, .offset, .skip, .call, .insert, .set, .remove, .delete,
      .detach, .nodetach, .return, .finish, .select, .use, .drop, .with, .unwind, .create, .merge, .foreach:
      true
    default: false
    }
  }
}
