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
      if next.kind == .leftParenthesis || isName(next) && tokens[min(place + 2, tokens.count - 1)].kind == .equals {
        return Answer(message: "`CREATE` is openCypher; in GQL write `INSERT`", hints: ["`INSERT (n:Label {key: value})`"])
      }
      return Answer(message: "`CREATE \(text.written(next))` is not supported yet", hints: ["to add nodes and edges write `INSERT`"])
    case .drop, .alter: return Answer(message: "`\(keyword.rawValue)` is not supported yet", hints: [])
    case .merge:
      return Answer(
        message: "`MERGE` is openCypher and not supported yet",
        hints: ["`MATCH` first, and `INSERT` when there is no row"])
    case .unwind:
      return Answer(message: "`UNWIND` is openCypher; in GQL write `FOR`", hints: ["`FOR x IN list`"])
    case .with:
      return Answer(
        message: "`WITH` is openCypher; in GQL write `RETURN ... NEXT`",
        hints: ["`LET x = ...` adds a column, `FILTER condition` keeps rows, `RETURN ... NEXT` starts anew"])
    case .foreach: return Answer(message: "`FOREACH` is openCypher; in GQL write `FOR`", hints: ["`FOR x IN list INSERT ...`"])
    case .load where next.kind == .word:
      return Answer(message: "`LOAD` is openCypher", hints: ["load a file with `graphsh import`"])
    case .select:
      return Answer(
        message: "`SELECT` is not supported yet", hints: ["write `MATCH ... RETURN ...`"])
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
    case .cypher: return Answer(message: "the openCypher dialect is not supported yet", hints: [])
    case .use, .at:
      guard isName(next) else { return nil }
      return Answer(message: "`\(keyword.rawValue)` is not supported yet", hints: ["queries run on the current graph"])
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
    case .equalsTilde:
      ("`=~` is openCypher and not supported yet", "`STARTS WITH`, `ENDS WITH` and `CONTAINS` search in strings", .featureNotSupported)
    case .plusEquals: ("`+=` is openCypher; in GQL set each property", "`SET n.key = value`", .featureNotSupported)
    default: nil
    }
  }
}
