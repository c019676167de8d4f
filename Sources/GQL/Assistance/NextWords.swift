/// Which keywords the parser takes after some tokens, found by trying each: the grammar has no second copy here.
///
/// A keyword fits when the parser gets past it: whatever it complains about then comes later. A word that is no reserved one also
/// passes where a name fits; it counts only where a name does not. O(keywords · tokens).
struct NextWords {
  private(set) var keywords: [Keyword] = []
  /// A name may stand here.
  private(set) var allowsName = false
  /// A value may: a literal passes.
  private(set) var allowsExpression = false
  /// The name of a type of values may: `INT` passes, and other names do not.
  private(set) var allowsType = false

  /// Tokens after which a statement is no longer tried: typing must not wait.
  static let tokenLimit = 2_000

  init(after tokens: [Token], in source: SourceText, dialect: Dialect) {
    guard tokens.count <= Self.tokenLimit else { return }
    let trial = Trial(tokens: tokens, source: source, dialect: dialect)
    guard trial.isSound else {
      keywords = Keyword.allCases.filter { NextWords.fits($0, trial) }
      if keywords.isEmpty {
        // Something before the cursor is wrong: the words that begin clauses, as the parser would look for them.
        keywords = Keyword.allCases.filter { ClauseKeywords.suggested.contains($0.rawValue) }
      }
      return
    }
    allowsName = trial.accepts("zz9", keyword: nil)
    allowsExpression = allowsName && trial.accepts("''", kind: .string)
    keywords = Keyword.allCases.filter { keyword in
      (keyword.isReserved || !allowsName || allowsExpression && Self.beginsExpression(keyword))
        && NextWords.fits(keyword, trial)
    }
    allowsType = !allowsName && trial.accepts("INT", keyword: nil)
  }

  private static func fits(_ keyword: Keyword, _ trial: Trial) -> Bool {
    trial.accepts(keyword.rawValue, keyword: keyword) || second(keyword).map { trial.accepts(keyword, then: $0) } ?? false
  }

  /// The word behind a keyword by which alone the parser knows it.
  private static func second(_ keyword: Keyword) -> Keyword? {
    switch keyword {
    case .start: .transaction
    case .starts, .ends: .with
    case .fulltext: .index
    default: nil
    }
  }

  /// Words that are names too, and begin an expression of their own kind.
  private static func beginsExpression(_ keyword: Keyword) -> Bool {
    switch keyword {
    case .any, .cast, .count, .collect, .date, .datetime, .duration, .interval, .list, .record, .time, .timestamp, .trim, .value,
      .currentDate, .currentTime, .currentTimestamp, .localTime, .localTimestamp, .allDifferent, .same, .propertyExists:
      true
    default: false
    }
  }
}

/// Parses the tokens before the cursor with one more.
private struct Trial {
  let tokens: [Token]
  let bytes: [UInt8]
  let dialect: Dialect

  init(tokens: [Token], source: SourceText, dialect: Dialect) {
    self.tokens = tokens
    bytes = Array(source.bytes.prefix(tokens.last.map { Int($0.end) } ?? 0)) + [0x20]
    self.dialect = dialect
  }

  /// Nothing is wrong before the end.
  var isSound: Bool {
    guard !tokens.isEmpty else { return true }
    return !hasError(before: bytes.count - 1, SourceText(bytes: bytes), tokens)
  }

  func accepts(_ text: String, keyword: Keyword?) -> Bool {
    accepts(text, Token(.word, keyword: keyword, from: bytes.count, to: bytes.count + text.utf8.count))
  }

  /// A keyword with the one behind it.
  func accepts(_ first: Keyword, then second: Keyword) -> Bool {
    let between = bytes.count + first.rawValue.utf8.count
    let end = between + 1 + second.rawValue.utf8.count
    let pair = [Token(.word, keyword: first, from: bytes.count, to: between), Token(.word, keyword: second, from: between + 1, to: end)]
    return !hasError(before: end, SourceText(bytes: bytes + Array("\(first.rawValue) \(second.rawValue)".utf8)), tokens + pair)
  }

  func accepts(_ text: String, kind: TokenKind) -> Bool {
    accepts(text, Token(kind, from: bytes.count, to: bytes.count + text.utf8.count))
  }

  private func accepts(_ text: String, _ token: Token) -> Bool {
    !hasError(before: Int(token.end), SourceText(bytes: bytes + Array(text.utf8)), tokens + [token])
  }

  private func hasError(before end: Int, _ source: SourceText, _ tokens: [Token]) -> Bool {
    let endToken = Token(.endOfText, from: source.bytes.count, to: source.bytes.count)
    let parser = Parser(source, tokens: tokens + [endToken], dialect: dialect)
    _ = parser.parseProgram()
    return parser.diagnostics.contains { $0.severity == .error && ($0.span?.start ?? 0) < end }
  }
}
