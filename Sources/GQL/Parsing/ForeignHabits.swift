/// What users of openCypher and SQL write by habit, with the GQL form of it.
///
/// Looked at only where the parser can make nothing of a token, so these words stay free as names.
struct ForeignHabit {
  var message: String
  var hints: [String]
  var status: GQLStatus
  var span: SourceSpan
}

extension Parser {
  func foreignHabit(at place: Int) -> ForeignHabit? {
    let token = tokens[place]
    if let answer = ForeignSigns.answer(to: token.kind) {
      return ForeignHabit(message: answer.message, hints: [answer.hint], status: answer.status, span: token.span)
    }
    guard let keyword = token.keyword, let answer = answer(to: keyword, place) else { return nil }
    return ForeignHabit(message: answer.message, hints: answer.hints, status: answer.status, span: token.span)
  }

  private struct Answer {
    var message: String
    var hints: [String]
    var status = GQLStatus.featureNotSupported
  }

  private func answer(to keyword: Keyword, _ place: Int) -> Answer? {
    let next = place + 1 < tokens.count ? tokens[place + 1] : tokens[place]
    switch keyword {
    case .create:
      return Answer(message: "`CREATE \(text.written(next))` is not supported", hints: ["to add nodes and edges write `INSERT`"])
    case .drop: return Answer(message: "`DROP \(text.written(next))` is not supported", hints: ["`DROP GRAPH` and `DROP SCHEMA` are"])
    case .alter: return Answer(message: "`ALTER` is not GQL", hints: ["drop and create anew"], status: .invalidSyntax)
    case .load where next.kind == .word:
      return Answer(message: "`LOAD` is openCypher", hints: ["load a file with `graphsh import`"])
    case .update: return Answer(message: "`UPDATE` is SQL; in GQL write `MATCH ... SET`", hints: [], status: .invalidSyntax)
    case .from, .join, .into:
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
    case .show: return Answer(message: "`SHOW` is not GQL", hints: ["the shell's `.schema` lists labels and properties"])
    case .like:
      return Answer(
        message: "`LIKE` is SQL; in GQL write `STARTS WITH`, `ENDS WITH` or `CONTAINS`", hints: [], status: .invalidSyntax)
    case .between:
      return Answer(
        message: "`BETWEEN` is SQL; in GQL write two comparisons", hints: ["`x >= low AND x <= high`"], status: .invalidSyntax)
    default: return nil
    }
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
