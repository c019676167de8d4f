/// Procedure bodies, composite and linear queries (ISO clauses 9 and 14).
extension Parser {
  /// `statement [NEXT [YIELD ...] statement]...`
  ///
  /// - Parameter resultIsOptional: EXISTS takes MATCH statements without RETURN.
  func parseProcedureBody(resultIsOptional: Bool = false) throws(SyntaxFailure) -> ProcedureBody {
    let outer = try enter()
    defer { leave(outer) }
    let start = here
    let schema = at(.at) ? try parseAt() : nil
    let definitions = try parseDefinitions()
    var statements = [NextStatement(yield: nil, query: parseCompositeQuery(resultIsOptional))]
    while eat(.next) {
      let yield = at(.yield) ? try parseYield() : nil
      statements.append(NextStatement(yield: yield, query: parseCompositeQuery(resultIsOptional)))
    }
    var body = ProcedureBody(statements, span(from: start))
    body.schema = schema
    body.definitions = definitions
    return body
  }

  /// `AT schema`.
  private func parseAt() throws(SyntaxFailure) -> ObjectReference {
    advance()
    return try parseObjectReference("a schema such as `/name`", "after `AT`")
  }

  /// `{ body }`; the cursor is at the brace.
  func parseBracedBody(_ purpose: String, resultIsOptional: Bool = false) throws(SyntaxFailure) -> ProcedureBody {
    let opening = current.span
    bodyOpenings.append(index)
    defer { bodyOpenings.removeLast() }
    try expect(.leftBrace, purpose)
    let body = try parseProcedureBody(resultIsOptional: resultIsOptional)
    try expectClosing(.rightBrace, of: opening, "to close the subquery")
    return body
  }

  /// Never throws: what is wrong within is reported, and left out.
  private func parseCompositeQuery(_ resultIsOptional: Bool) -> CompositeQuery {
    let start = here
    let first = parseLinearQuery(resultIsOptional)
    var rest: [(operator: SetOperator, query: LinearQuery)] = []
    while let next = parseOptionalSetOperator() {
      if let previous = rest.last?.operator, previous.kind != next.kind || previous.keepsDuplicates != next.keepsDuplicates {
        report(
          Diagnostic(
            .invalidSyntax, "different set operators cannot be mixed without braces", at: next.span,
            labels: [Diagnostic.Label(previous.span, "the other operator")],
            hints: ["group them: `{ ... UNION ... } EXCEPT ...`"], detail: "InvalidClauseComposition"))
      }
      rest.append((next, parseLinearQuery(resultIsOptional)))
    }
    return CompositeQuery(first, rest, span(from: start))
  }

  private func parseOptionalSetOperator() -> SetOperator? {
    let kind: SetOperator.Kind
    switch current.keyword {
    case .union: kind = .union
    case .except: kind = .except
    case .intersect: kind = .intersect
    case .otherwise: kind = .otherwise
    default: return nil
    }
    let start = here
    advance()
    var keepsDuplicates = false
    if kind != .otherwise {
      keepsDuplicates = eat(.all)
      if !keepsDuplicates { _ = eat(.distinct) }
    }
    return SetOperator(kind, keepsDuplicates: keepsDuplicates, span(from: start))
  }

  /// Whether a linear query has to end here.
  private var atEndOfLinearQuery: Bool {
    switch current.kind {
    case .semicolon, .endOfText, .rightBrace, .rightParenthesis, .rightBracket: return true
    default: break
    }
    switch current.keyword {
    case .next, .union, .except, .intersect, .otherwise: return true
    case .commit, .rollback, .session: return bodyOpenings.isEmpty && atTransactionEnd
    default: return false
    }
  }

  private func parseLinearQuery(_ resultIsOptional: Bool) -> LinearQuery {
    let start = here
    var clauses: [Clause] = []
    var isBroken = isRecovering
    var isOutOfOrder = false
    if atEndOfLinearQuery {
      _ = expected("a clause such as `MATCH`, `INSERT` or `RETURN`")
      isBroken = true
    }
    while !atEndOfLinearQuery {
      let before = index
      do throws(SyntaxFailure) {
        if let last = clauses.last, !isOutOfOrder {
          isOutOfOrder = try isOrderBroken(after: last)
          if isOutOfOrder { isBroken = true }
        }
        clauses.append(try parseClause())
        if let condition = pendingFilter {
          pendingFilter = nil
          clauses.append(Clause(.filter(condition), condition.span))
        }
        try checkStandaloneCall(clauses)
      } catch {
        isBroken = true
        if index == before { advance() }
        recover()
      }
    }
    if !isBroken, !resultIsOptional || !clauses.allSatisfy(\.isMatch) { checkResult(clauses) }
    return LinearQuery(clauses, span(from: start))
  }

  /// RETURN and FINISH come last; a nested query stands alone. True, with a diagnostic, when a clause follows one of them;
  /// throws when there is no clause.
  private func isOrderBroken(after last: Clause) throws(SyntaxFailure) -> Bool {
    switch last.kind {
    case .return:
      guard ClauseKeywords.begins(current.keyword) else { throw expectedAfterReturn() }
      _ = clauseAfterReturn()
      isRecovering = false
      return true
    case .finish: throw expected("`;` or the end of the query", "after `FINISH`")
    case .nested: throw expected("`NEXT`, `UNION` or the end of the query", "after `}`")
    case .match, .optionalBlock, .filter, .let, .for, .orderByAndPage, .callProcedure, .callInline, .insert, .set, .remove,
      .delete, .with, .merge, .catalog:
      break
    case .use: if at(.leftBrace) { return false }
    case .select:
      if at(.where) || at(.having) || at(.group) {
        throw fail(
          "`\(text.written(current).uppercased())` needs a `FROM` before it", at: current.span,
          hints: ["`SELECT ... FROM CURRENT_GRAPH MATCH (n:Label) \(text.written(current).uppercased()) ...`"])
      }
      guard ClauseKeywords.begins(current.keyword) else {
        throw expected("`WHERE`, `GROUP BY`, `HAVING`, `ORDER BY`, `OFFSET`, `LIMIT` or the end of the query", "after `SELECT`")
      }
      _ = clauseAfterReturn("SELECT")
      isRecovering = false
      return true
    }
    if !ClauseKeywords.begins(current.keyword) { throw unexpectedInQuery(after: last) }
    try checkCompany(of: last)
    return false
  }

  /// SELECT begins a query; statements about the catalog keep to themselves (ISO clauses 12.1 and 14.3).
  private func checkCompany(of last: Clause) throws(SyntaxFailure) {
    if at(.select) {
      throw fail("`SELECT` begins a query of its own", at: current.span, hints: ["to end this one write `RETURN`"])
    }
    if at(.call) { return }
    switch last.kind {
    case .catalog:
      guard !atCatalogStatement else { return }
      throw fail(
        "`\(text.written(current))` cannot follow a statement about the catalog", at: current.span,
        hints: ["write `NEXT` or `;` before it"])
    case .callProcedure, .callInline: return
    case .match, .optionalBlock, .filter, .let, .for, .orderByAndPage, .insert, .set, .remove, .delete, .with, .merge, .use,
      .return, .finish, .nested, .select:
      guard atCatalogStatement else { return }
      throw fail(
        "a statement about the catalog cannot follow other clauses", at: current.span, hints: ["write `NEXT` or `;` before it"])
    }
  }

  private func clauseAfterReturn(_ last: String = "RETURN") -> SyntaxFailure {
    let word = text.written(current)
    if at(.offset) || at(.skip) {
      return fail(
        "`\(word)` must come before `LIMIT`", at: current.span,
        hints: ["write `\(word.uppercased()) \(number(after: index) ?? "20") LIMIT \(number(after: limitBefore) ?? "10")`"])
    }
    if at(.order) {
      return fail("`ORDER BY` must come before `OFFSET` and `LIMIT`", at: current.span)
    }
    return fail(
      "`\(word)` cannot follow `\(last)`, which ends a query", at: current.span,
      hints: ["to go on with the returned columns write `NEXT` before it: `\(last) ... NEXT \(word) ...`"],
      detail: "InvalidClauseComposition")
  }

  /// The last `LIMIT` before the cursor.
  private var limitBefore: Int { tokens[..<index].lastIndex { $0.keyword == .limit } ?? index }

  private func number(after place: Int) -> String? {
    place + 1 < tokens.count && tokens[place + 1].kind == .integer ? text.written(tokens[place + 1]) : nil
  }

  /// Of one of these a name without `AS` is more likely a misspelling.
  private static let wordsAfterReturn = ["ORDER", "GROUP", "OFFSET", "SKIP", "LIMIT", "NEXT", "UNION", "EXCEPT", "INTERSECT", "OTHERWISE"]

  private func expectedAfterReturn() -> SyntaxFailure {
    if at(.where) {
      return fail(
        "`WHERE` cannot follow `RETURN`", at: current.span,
        hints: ["put it before `RETURN`, or filter the result: `RETURN ... NEXT FILTER ... RETURN *`"])
    }
    if let hint = predicateHint ?? unitHint { return expected("`,` or the end of the query", "after a returned value", hints: [hint]) }
    if at(.integer), index > 0, let keyword = tokens[index - 1].keyword, keyword == .date || keyword == .time || keyword == .datetime {
      return expected("the text of the \(keyword.rawValue.lowercased())", "in quotes", hints: ["write `DATE '2024-01-31'`"])
    }
    if atName, let count = sqlRowCount {
      return expected("`,` or the end of the query", "after a returned value", hints: ["write `LIMIT \(count)`"])
    }
    if at(.string), index > 0, tokens[index - 1].kind == .word, text.written(tokens[index - 1]).uppercased().hasSuffix("DATETIME") {
      return expected("`,` or the end of the query", "after a returned value", hints: ["write `DATETIME '2024-01-31T10:00:00'`"])
    }
    if atName, index > 0, isEndOfValue(tokens[index - 1]), foreignHabit(at: index) == nil {
      let meant = Suggestion.hints(for: text.written(current).uppercased(), among: Parser.wordsAfterReturn)
      return expected(
        "`,` or the end of the query", "after a returned value",
        hints: meant.isEmpty ? ["to name the value write `AS \(text.written(current))`"] : meant)
    }
    return expected("`ORDER BY`, `OFFSET`, `LIMIT`, `NEXT`, `UNION` or the end of the query", "after `RETURN`")
  }

  /// `TOP 5`, `FETCH FIRST 5 ROWS ONLY`: how many.
  private var sqlRowCount: String? {
    switch text.written(current).uppercased() {
    case "TOP", "TAKE": number(after: index)
    case "FETCH": number(after: index + 1) ?? number(after: index)
    default: nil
    }
  }

  /// After an operand: SQL's `NOT IN`, `NOT NULL`, `ISNULL`.
  private var predicateHint: String? {
    guard at(.word), index > 0, isEndOfValue(tokens[index - 1]) else { return nil }
    if at(.not) {
      switch token(ahead: 1).keyword {
      case .null: return "write `IS NOT NULL`"
      case .in: return "write `NOT x IN [...]`"
      case .like, .contains, .starts, .ends, .between: return "write `NOT` before the left operand: `NOT x CONTAINS y`"
      default: return nil
      }
    }
    switch text.written(current).uppercased() {
    case "ISNULL": return "write `IS NULL`"
    case "NOTNULL": return "write `IS NOT NULL`"
    default: return nil
    }
  }

  /// `+ 1 day`.
  private var unitHint: String? {
    guard index > 0, tokens[index - 1].kind == .integer, at(.word) else { return nil }
    let number = text.written(tokens[index - 1])
    switch text.written(current).uppercased() {
    case "DAY", "DAYS": return "a duration is written `DURATION 'P\(number)D'`"
    case "MONTH", "MONTHS": return "a duration is written `DURATION 'P\(number)M'`"
    case "YEAR", "YEARS": return "a duration is written `DURATION 'P\(number)Y'`"
    case "HOUR", "HOURS": return "a duration is written `DURATION 'PT\(number)H'`"
    case "MINUTE", "MINUTES": return "a duration is written `DURATION 'PT\(number)M'`"
    case "SECOND", "SECONDS": return "a duration is written `DURATION 'PT\(number)S'`"
    default: return nil
    }
  }

  private func isEndOfValue(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .delimitedName, .doubleQuoted, .string, .integer, .decimal, .float, .parameter, .rightParenthesis,
      .rightBracket, .rightBrace:
      true
    default: false
    }
  }

  private func unexpectedInQuery(after last: Clause) -> SyntaxFailure {
    if let hint = predicateHint { return expected("a clause", "or the end of the query", hints: [hint]) }
    if foreignHabit(at: index) != nil { return expected("a clause") }
    if at(.where), case .match(let match) = last.kind, let first = match.pattern.where {
      return fail(
        "a second `WHERE`", at: current.span, labels: [Diagnostic.Label(first.span, "the first condition")],
        hints: ["join conditions with `AND`"])
    }
    if at(.on), index + 1 < tokens.count, token(ahead: 1).keyword == .create || token(ahead: 1).keyword == .match {
      let failure = fail(
        "`ON \(text.written(token(ahead: 1)).uppercased())` belongs to a `MERGE`", at: current.span.union(token(ahead: 1).span),
        hints: ["`MERGE (n:Label {key: value}) ON CREATE SET n.other = value`"])
      skipStatement()
      return failure
    }
    if at(.where) {
      return fail(
        "`WHERE` belongs to a `MATCH`", at: current.span, hints: ["filter rows elsewhere with `FILTER condition`"])
    }
    if at(.word) || at(.delimitedName), let hint = suggestClause(current) {
      return expected("a clause", "or the end of the query", hints: [hint])
    }
    if last.isMatch, at(.leftBracket) {
      let isPart = isPattern(at: index + 1) || token(ahead: 1).kind == .minus || token(ahead: 1).kind == .less
      return expected(
        "a clause or the end of the query", "",
        hints: [isPart ? "a part of a path stands in parentheses: `((a)-[e]->(b)){1,3}`" : "an edge is written `-[e]->`, with one arrow"])
    }
    if at(.in), token(ahead: 1).kind == .word, text.written(token(ahead: 1)).uppercased() == "TRANSACTIONS" {
      return unsupported(
        "`IN TRANSACTIONS` is not supported: a statement is one transaction", at: current.span,
        hints: ["leave it out"])
    }
    if last.isMatch, at(.and), token(ahead: 1).kind == .leftParenthesis {
      return expected("`,`", "between two patterns", hints: ["patterns are parted by commas; conditions follow `WHERE`"])
    }
    if last.isMatch, at(.leftParenthesis) || at(.minus) || at(.less) { return expected("`,`", "between two patterns") }
    return expected("a clause such as `RETURN`, or the end of the query", "")
  }

  private func checkResult(_ clauses: [Clause]) {
    guard let last = clauses.last else { return }
    for clause in clauses {
      switch clause.kind {
      case .return, .finish, .nested, .insert, .set, .remove, .delete, .callProcedure, .callInline, .merge, .select,
        .catalog:
        return
      case .match, .optionalBlock, .filter, .let, .for, .orderByAndPage, .with, .use: continue
      }
    }
    if bodyOpenings.isEmpty, at(.rightParenthesis) || at(.rightBracket) {
      _ = unexpectedInQuery(after: last)
      return
    }
    let place = at(.endOfText) ? SourceSpan(last.span.end, last.span.end) : current.span
    _ = fail(
      "the query ends without `RETURN`", at: place,
      hints: ["add `RETURN *`, or `FINISH` if no result is wanted"], detail: "InvalidClauseComposition")
  }

  /// `CALL name` without parentheses, and `YIELD *`: only where the call is the whole query (openCypher).
  private func checkStandaloneCall(_ clauses: [Clause]) throws(SyntaxFailure) {
    guard let (place, detail) = standaloneOnly else { return }
    standaloneOnly = nil
    if clauses.count == 1, atEndOfLinearQuery { return }
    throw fail(
      detail == "UnexpectedSyntax"
        ? "`YIELD *` is for a call that stands alone" : "a call with other clauses needs its arguments in parentheses",
      at: place, hints: [detail == "UnexpectedSyntax" ? "name the columns: `YIELD a, b`" : "write `CALL name(...)`"],
      detail: detail)
  }

  func suggestClause(_ token: Token) -> String? {
    let word = text.written(token)
    guard word.utf8.count <= 20 else { return nil }
    return Suggestion.nearest(to: word, among: ClauseKeywords.suggested).first.map { "did you mean `\($0)`?" }
  }
}

extension Clause {
  var isMatch: Bool {
    switch kind {
    case .match, .optionalBlock: true
    case .filter, .let, .for, .orderByAndPage, .callProcedure, .callInline, .insert, .set, .remove, .delete, .return, .finish,
      .nested, .with, .merge, .select, .use, .catalog:
      false
    }
  }
}
