/// What users of openCypher and SQL write by habit, with the GQL form of it.
///
/// Looked at only where the parser can make nothing of a token, so these words stay free as names.
struct ForeignHabit {
  var message: String
  var hints: [String]
  var status: GQLStatus
  var span: SourceSpan
  /// The rest of the statement is of another language too.
  var isWholeStatement = false
}

extension Parser {
  func foreignHabit(at place: Int) -> ForeignHabit? {
    let token = tokens[place]
    if let answer = ForeignSigns.answer(to: token.kind) {
      return ForeignHabit(message: answer.message, hints: [answer.hint], status: answer.status, span: token.span)
    }
    if let habit = doubledSign(at: place) { return habit }
    if let habit = foreignLanguage(at: place) ?? foreignWord(at: place) { return habit }
    guard let keyword = token.keyword, let answer = answer(to: keyword, place) else { return nil }
    return ForeignHabit(
      message: answer.message, hints: answer.hints, status: answer.status, span: token.span,
      isWholeStatement: keyword == .load || keyword == .show || keyword == .update || isPeriodicCommit(place) || keyword == .create || keyword == .drop || keyword == .alter || keyword == .copy)
  }

  /// `&&`, `**`, `!x`, `x ? y : z`, `=>`.
  private func doubledSign(at place: Int) -> ForeignHabit? {
    let token = tokens[place]
    let next = tokens[min(place + 1, tokens.count - 1)]
    let previous = tokens[max(place - 1, 0)]
    func habit(_ message: String, _ hint: String, _ span: SourceSpan) -> ForeignHabit {
      ForeignHabit(message: message, hints: [hint], status: .invalidSyntax, span: span)
    }
    switch token.kind {
    case .ampersand where next.kind == .ampersand && next.start == token.end:
      return habit("`&&` is not an operator; in GQL write `AND`", "`a AND b`", token.span.union(next.span))
    case .asterisk where previous.kind == .asterisk && previous.end == token.start:
      return habit("`**` is not an operator; in GQL write `POWER`", "`POWER(a, b)`, or `a ^ b`", previous.span.union(token.span))
    case .exclamation: return habit("`!` is for labels only; in GQL write `NOT`", "`NOT a`", token.span)
    case .question where previous.kind == .question || next.kind == .question:
      return habit("`??` is not an operator; in GQL write `COALESCE`", "`COALESCE(a, b)`", token.span)
    case .question where previous.kind != .rightParenthesis || next.kind != .leftParenthesis:
      return habit("`? :` is not an operator; in GQL write `CASE`", "`CASE WHEN a THEN b ELSE c END`", token.span)
    case .equals where next.kind == .greater && next.start == token.end:
      return habit("`=>` is no edge; write `->`", "`(a)-[e]->(b)`", token.span.union(next.span))
    default: return nil
    }
  }

  private struct Answer {
    var message: String
    var hints: [String]
    var status = GQLStatus.featureNotSupported
  }

  private func answer(to keyword: Keyword, _ place: Int) -> Answer? {
    let next = place + 1 < tokens.count ? tokens[place + 1] : tokens[place]
    switch keyword {
    case .create where place + 2 < tokens.count && text.written(next).uppercased() == "UNIQUE" && tokens[place + 2].kind == .leftParenthesis:
      return Answer(message: "`CREATE UNIQUE` is not supported", hints: ["`MERGE (a)-[:TYPE]->(b)` finds it or makes it"])
    case .create:
      return Answer(message: "`\(phrase("CREATE", next))` is not supported", hints: [ForeignWords.hint(forCreating: text.written(next))])
    case .drop: return Answer(message: "`\(phrase("DROP", next))` is not supported", hints: ["`DROP GRAPH`, `DROP SCHEMA`, `DROP CONSTRAINT` and `DROP INDEX` are"])
    case .alter: return Answer(message: "`ALTER` is not GQL", hints: ["drop and create anew"], status: .invalidSyntax)
    case .load where next.kind == .word:
      return Answer(
        message: "`LOAD \(text.written(next))` is not supported: queries read no files", hints: ["load a file with `graphsh import`"])
    case .update: return Answer(message: "`UPDATE` is SQL; in GQL write `MATCH ... SET`", hints: [], status: .invalidSyntax)
    case .into:
      return Answer(
        message: "`INTO` is SQL; in GQL write the node or edge to insert", hints: ["`INSERT (:Label {key: value})`"],
        status: .invalidSyntax)
    case .group where next.keyword == .by:
      return Answer(
        message: "`GROUP BY` stands after `RETURN`", hints: ["`RETURN city, COUNT(*) AS n GROUP BY city`"], status: .invalidSyntax)
    case .using where isPeriodicCommit(place):
      return Answer(
        message: "`USING PERIODIC COMMIT` is not supported: queries read no files", hints: ["load a file with `graphsh import --batch N`"])
    case .using where next.kind == .word:
      return Answer(message: "`USING` is not GQL", hints: ["indexes are chosen without being named"])
    case .start:
      return Answer(message: "expected `TRANSACTION` after `START`", hints: ["`START TRANSACTION READ ONLY`"], status: .invalidSyntax)
    case .copy:
      return Answer(message: "`COPY` is not supported", hints: ["load a file with `graphsh import`"])
    case .from, .join:
      guard isClausePosition(next) else { return nil }
      return Answer(
        message: "`\(keyword.rawValue)` is SQL; in GQL write `MATCH`", hints: ["`MATCH (a:Label)-[e]->(b) RETURN a`"],
        status: .invalidSyntax)
    case .having:
      return Answer(
        message: "`HAVING` is SQL; in GQL filter the result with `NEXT FILTER`",
        hints: ["`RETURN city, COUNT(*) AS n GROUP BY city NEXT FILTER n > 1 RETURN *`"], status: .invalidSyntax)
    case .begin:
      return Answer(message: "`BEGIN` is SQL; in GQL write `START TRANSACTION`", hints: [], status: .invalidSyntax)
    case .show:
      return Answer(
        message: "`\(phrase("SHOW", next))` is not supported",
        hints: [
          "`SHOW CONSTRAINTS`, `SHOW INDEXES`, `SHOW PROCEDURES` and `SHOW FUNCTIONS` are; the shell's `.schema` lists labels and properties"
        ])
    case .like:
      return Answer(
        message: "`LIKE` is SQL; in GQL write `STARTS WITH`, `ENDS WITH` or `CONTAINS`", hints: [], status: .invalidSyntax)
    case .between:
      return Answer(
        message: "`BETWEEN` is SQL; in GQL write two comparisons", hints: ["`x >= low AND x <= high`"], status: .invalidSyntax)
    default: return nil
    }
  }

  private func isPeriodicCommit(_ place: Int) -> Bool {
    tokens[place].keyword == .using && place + 1 < tokens.count && text.written(tokens[place + 1]).uppercased() == "PERIODIC"
  }

  /// A word with the one behind it, if there is one.
  private func phrase(_ word: String, _ next: Token) -> String {
    next.kind == .endOfText || next.kind == .semicolon ? word : "\(word) \(text.written(next))"
  }

  private func isClausePosition(_ next: Token) -> Bool { isName(next) || next.kind == .leftParenthesis }
}

/// Signs that GQL does not have.
private enum ForeignSigns {
  static func answer(to kind: TokenKind) -> (message: String, hint: String, status: GQLStatus)? {
    switch kind {
    case .exclamationEquals: ("`!=` is not an operator; in GQL write `<>`", "`a <> b`", .invalidSyntax)
    case .doubleEquals: ("`==` is not an operator; in GQL write `=`", "`a = b`", .invalidSyntax)
    case .plusEquals: ("`+=` is not an operator", "`SET n += {key: value}` adds properties", .invalidSyntax)
    default: nil
    }
  }
}
