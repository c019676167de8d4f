/// The clauses of a linear query (ISO clauses 14 and 15), and the lists they share.
extension Parser {
  func parseClause() throws(SyntaxFailure) -> Clause {
    let start = here
    let kind = try parseClauseKind()
    isRecovering = false
    return Clause(kind, span(from: start))
  }

  private func parseClauseKind() throws(SyntaxFailure) -> Clause.Kind {
    switch current.keyword {
    case .match: return .match(try parseMatch(isOptional: false, start: here))
    case .optional: return try parseOptional()
    case .filter: return .filter(try parseFilter())
    case .let:
      advance()
      return .let(try parseLetBindings())
    case .for: return .for(try parseFor())
    case .order, .limit, .offset, .skip: return .orderByAndPage(try parseStandaloneOrderAndPage())
    case .call: return try parseCall(isOptional: false)
    case .insert: return .insert(try parseInsert())
    case .set: return .set(try parseSet())
    case .remove: return .remove(try parseRemove())
    case .delete, .detach, .nodetach: return .delete(try parseDelete())
    case .return: return .return(try parseReturn())
    case .finish:
      advance()
      return .finish
    case .select: return .select(try parseSelect())
    case .use:
      advance()
      if at(.endOfText) || at(.semicolon) || at(.match) { throw expected("a graph", "after `USE`") }
      return .use(try parseGraphInitializer())
    case .show where atShowStatement: return try parseShowStatement()
    case .create where atCatalogStatement, .drop where atCatalogStatement: return .catalog(try parseCatalogStatement())
    case .with: return .with(try parseWith())
    case .unwind: return .for(try parseUnwind())
    case .create where atCreatedPattern: return .insert(try parseCreate())
    case .merge: return .merge(try parseMerge())
    case .foreach: return .callInline(try parseForeach())
    default:
      if at(.leftBrace) { return .nested(try parseBracedBody("to open a nested query")) }
      throw unexpectedClause()
    }
  }


  private func unexpectedClause() -> SyntaxFailure {
    let wanted = "a clause such as `MATCH`, `INSERT` or `RETURN`"
    if foreignHabit(at: index) != nil { return expected(wanted) }
    if at(.leftParenthesis) {
      return fail(
        "a pattern needs a clause before it", at: current.span, hints: ["write `MATCH (...)` to find, `INSERT (...)` to add"])
    }
    if at(.where) {
      return fail("`WHERE` needs a `MATCH` before it", at: current.span, hints: ["write `MATCH (n) WHERE ...`"])
    }
    if at(.word), let hint = suggestClause(current) { return expected(wanted, "", hints: [hint]) }
    return expected(wanted)
  }

  private func parseFilter() throws(SyntaxFailure) -> Expression {
    advance()
    _ = eat(.where)
    return try parseCondition()
  }

  /// `x = e, VALUE y :: T = e`.
  func parseLetBindings(allowsIn: Bool = true) throws(SyntaxFailure) -> [LetBinding] {
    try parseList { (parser) throws(SyntaxFailure) in try parser.parseLetBinding(allowsIn) }
  }

  private func parseLetBinding(_ allowsIn: Bool) throws(SyntaxFailure) -> LetBinding {
    let isTyped = at(.value) && isName(token(ahead: 1))
    if isTyped { advance() }
    let variable = try parseName("a variable name", "to define")
    var type: TypeSpecification?
    if isTyped, !at(.equals) {
      _ = eat(.doubleColon) || eat(.typed)
      type = try parseType()
    }
    guard at(.equals) else {
      throw expected("`=`", "after the variable `\(variable.text)`", hints: letHint(variable.text, isTyped: isTyped))
    }
    advance()
    return LetBinding(variable, type: type, value: try parseExpression(allowsIn: allowsIn))
  }

  private func letHint(_ name: String, isTyped: Bool) -> [String] {
    if at(.colon), token(ahead: 1).kind == .equals { return ["write `=` instead of `:=`"] }
    guard !isTyped, at(.doubleColon) || at(.typed) || at(.word) else { return [] }
    return ["a variable with a type is defined by `LET VALUE \(name) INT = 1`"]
  }

  private func parseFor() throws(SyntaxFailure) -> ForClause {
    advance()
    if at(.leftParenthesis) { throw expected("a variable name", "after `FOR`", hints: ["write it without parentheses: `FOR x IN list`"]) }
    if at(.leftBracket) { throw expected("a variable name", "after `FOR`", hints: ["the variable stands before the list: `FOR x IN [1, 2]`"]) }
    let variable = try parseName("a variable name", "after `FOR`")
    try expect(.in, "after the variable of `FOR`")
    let source = try parseExpression()
    if at(.doublePeriod) { throw expected("a clause", "after the list", hints: ["a list of numbers is `range(1, 3)`"]) }
    let isPosition = at(.with, .ordinality) || at(.with, .offset)
    if at(.with), !isPosition, isName(token(ahead: 1)), isName(token(ahead: 2)), token(ahead: 2).keyword == nil {
      advance()
      throw expected("`ORDINALITY` or `OFFSET`", "after `WITH`")
    }
    if isPosition, isMissingName(ahead: 2) {
      advance()
      let word = text.written(take())
      throw expected(
        "a variable name", "after `WITH \(word)`",
        hints: ["write `WITH \(word) \(at(.as) && isName(token(ahead: 1)) ? text.written(token(ahead: 1)) : "i")`"])
    }
    guard isPosition, isName(token(ahead: 2)) else {
      return ForClause(variable: variable, source: source, position: nil)
    }
    advance()
    let kind: ForClause.Position = take().keyword == .ordinality ? .ordinality : .offset
    let position = try parseName("a variable name", "for the position")
    return ForClause(variable: variable, source: source, position: (kind, position))
  }

  /// `AS i`, or the next clause, or nothing: not openCypher's `WITH offset, x`.
  private func isMissingName(ahead distance: Int) -> Bool {
    let token = token(ahead: distance)
    return token.kind == .endOfText || token.keyword == .as || (token.kind == .word && !isName(token))
  }

  // MARK: ORDER BY, OFFSET, LIMIT

  private func parseStandaloneOrderAndPage() throws(SyntaxFailure) -> OrderByAndPage {
    let page = try parseOrderAndPage()
    if page.limit != nil, page.offset == nil, at(.offset) || at(.skip) {
      report(
        Diagnostic(
          .warning, "`\(text.written(current))` after `LIMIT` skips rows of those that `LIMIT` left", at: current.span,
          severity: .warning, hints: ["to skip first, write `OFFSET` before `LIMIT`"]))
    }
    return page
  }

  func parseOrderAndPage() throws(SyntaxFailure) -> OrderByAndPage {
    var page = OrderByAndPage()
    if at(.order) {
      advance()
      if atName, !at(.by) { throw expected("`BY`", "after `ORDER`", hints: ["write `ORDER BY \(text.written(current))...`"]) }
      try expect(.by, "after `ORDER`")
      page.orderBy = try parseList { (parser) throws(SyntaxFailure) in try parser.parseSortItem() }
    }
    if at(.offset) || at(.skip) {
      let word = text.written(take())
      page.offset = try parseCount(after: word)
    }
    if eat(.limit) { page.limit = try parseCount(after: "LIMIT") }
    return page
  }

  private func parseSortItem() throws(SyntaxFailure) -> SortItem {
    let key = try parseExpression()
    var isDescending = false
    if eat(.desc) || eat(.descending) {
      isDescending = true
    } else if !eat(.asc) {
      _ = eat(.ascending)
    }
    guard eat(.nulls) else { return SortItem(key, isDescending: isDescending) }
    if eat(.first) { return SortItem(key, isDescending: isDescending, nullOrder: .first) }
    guard eat(.last) else { throw expected("`FIRST` or `LAST`", "after `NULLS`") }
    return SortItem(key, isDescending: isDescending, nullOrder: .last)
  }

  /// A whole number or a parameter (ISO: nonNegativeIntegerSpecification).
  ///
  /// In openCypher any expression without variables, which the analyzer sees to.
  private func parseCount(after word: String) throws(SyntaxFailure) -> Expression {
    let token = current
    switch token.kind {
    case .minus where self.token(ahead: 1).kind == .integer:
      throw fail(
        "`\(word)` cannot be negative", at: token.span.union(self.token(ahead: 1).span), status: .negativeLimit,
        detail: "NegativeIntegerArgument")
    case _ where dialect == .cypher: return try parseExpression()
    case .integer:
      advance()
      return Expression(.literal(.integer(text.number(token))), token.span)
    case .parameter:
      advance()
      return Expression(.parameter(text.name(token)), token.span)
    default: throw expected("a whole number or a `$parameter`", "after `\(word)`")
    }
  }

  // MARK: CALL

  func parseCall(isOptional: Bool) throws(SyntaxFailure) -> Clause.Kind {
    advance()
    if at(.leftBrace) || at(.leftParenthesis) {
      let scope = at(.leftParenthesis) ? try parseScope() : dialect == .gql ? .all : .imported
      let body = try parseBracedBody("to open the query of `CALL`")
      return .callInline(InlineCall(isOptional: isOptional, scope: scope, body: body))
    }
    if at(.solidus) || at(.period) || at(.doublePeriod) || at(.referenceParameter)
      || at(.homeSchema, before: .solidus) || at(.currentSchema, before: .solidus)
    {
      return try parseCatalogCall(isOptional)
    }
    let name = try parseDottedName("the name of a procedure, `{` or `(`", "after `CALL`")
    let takesParameters = !at(.leftParenthesis)
    if takesParameters {
      guard dialect == .cypher else {
        throw expected("`(`", "after the name of the procedure", hints: ["write `\(name.map(\.text).joined(separator: "."))()`"])
      }
      standaloneOnly = (span(from: name[0].span.start), "InvalidArgumentPassingMode")
    }
    let arguments = takesParameters ? [] : try parseArguments()
    let yield = try parseCallYield(isOptional)
    return .callProcedure(
      ProcedureCall(
        isOptional: isOptional, name: name, arguments: arguments, takesParameters: takesParameters, yield: yield))
  }

  /// `YIELD a, b AS c`; `YIELD *`, `YIELD -` and `WHERE` after it are openCypher.
  private func parseCallYield(_ isOptional: Bool) throws(SyntaxFailure) -> [YieldItem]? {
    guard at(.yield) else { return nil }
    if dialect == .cypher, token(ahead: 1).kind == .asterisk || token(ahead: 1).kind == .minus {
      let start = here
      advance()
      let isAll = take().kind == .asterisk
      if isAll { standaloneOnly = (span(from: start), "UnexpectedSyntax") }
      return isAll ? nil : []
    }
    let yield = try parseYield()
    if at(.where), !isOptional {
      advance()
      pendingFilter = try parseCondition()
    }
    return yield
  }

  /// `CALL /schema/name(arguments)`, `CALL $$name(arguments)`.
  private func parseCatalogCall(_ isOptional: Bool) throws(SyntaxFailure) -> Clause.Kind {
    let reference = try parseObjectReference("the name of a procedure", "after `CALL`")
    guard at(.leftParenthesis) else { throw expected("`(`", "after the name of the procedure") }
    var call = ProcedureCall(isOptional: isOptional, name: reference.names, arguments: try parseArguments(), yield: nil)
    call.reference = reference
    call.yield = try parseCallYield(isOptional)
    return .callProcedure(call)
  }

  /// `(a, b)` before the brace of an inline call; nil for `(*)` of openCypher, which says what no list says.
  private func parseScope() throws(SyntaxFailure) -> InlineCall.Scope {
    let opening = take().span
    if at(.asterisk), token(ahead: 1).kind == .rightParenthesis {
      advance()
      advance()
      return .all
    }
    var variables: [Identifier] = []
    if !at(.rightParenthesis) {
      variables = try parseList { (parser) throws(SyntaxFailure) in try parser.parseName("a variable name", "to pass in") }
    }
    try expectClosing(.rightParenthesis, of: opening, "to close the list of variables")
    return .named(variables)
  }

  private func parseDottedName(_ what: String, _ purpose: String) throws(SyntaxFailure) -> [Identifier] {
    var parts = [try parseName(what, purpose)]
    while eat(.period) { parts.append(try parseFreeName("a name", "after `.`")) }
    return parts
  }

  /// `(a, b)`, maybe empty; the cursor is at the parenthesis.
  private func parseArguments() throws(SyntaxFailure) -> [Expression] {
    let opening = take().span
    var arguments: [Expression] = []
    if !at(.rightParenthesis) {
      arguments = try parseList { (parser) throws(SyntaxFailure) in try parser.parseExpression() }
    }
    try expectClosing(.rightParenthesis, of: opening, "to close the arguments")
    return arguments
  }

  /// `YIELD a, b AS c`; `YIELD NO BINDINGS` is the empty list.
  func parseYield() throws(SyntaxFailure) -> [YieldItem] {
    advance()
    if eat(.no, .bindings) { return [] }
    if at(.asterisk) {
      throw unsupported("`YIELD *` is openCypher", at: current.span, hints: ["name the columns: `YIELD a, b`"])
    }
    return try parseList { (parser) throws(SyntaxFailure) in
      let name = try parser.parseName("the name of a column", "after `YIELD`")
      let alias = parser.eat(.as) ? try parser.parseName("a variable name", "after `AS`") : nil
      return YieldItem(name, alias: alias)
    }
  }

  // MARK: RETURN

  private func parseReturn() throws(SyntaxFailure) -> ReturnClause {
    advance()
    if eat(.no, .bindings) {
      return ReturnClause(isDistinct: false, body: .noBindings, groupBy: nil, orderAndPage: OrderByAndPage())
    }
    let isDistinct = eat(.distinct)
    if !isDistinct, !atAllPredicate { _ = eat(.all) }
    let body = try parseReturnBody(takesMore: dialect == .cypher)
    let groupBy = at(.group) ? try parseGroupBy() : nil
    let page = try parseOrderAndPage()
    return ReturnClause(isDistinct: isDistinct, body: named(body), groupBy: groupBy, orderAndPage: page)
  }

  /// In openCypher a column without a name is called what was written for it.
  private func named(_ body: ReturnClause.Body) -> ReturnClause.Body {
    guard dialect == .cypher else { return body }
    func name(_ item: ReturnItem) -> ReturnItem {
      if item.alias != nil { return item }
      if case .variable = item.value.kind { return item }
      return ReturnItem(item.value, alias: Identifier(source.text(of: item.value.span), item.value.span))
    }
    switch body {
    case .all, .noBindings: return body
    case .items(let items): return .items(items.map(name))
    case .allAnd(let items): return .allAnd(items.map(name))
    }
  }

  /// - Parameter takesMore: items may follow the asterisk, as openCypher has it.
  func parseReturnBody(takesMore: Bool) throws(SyntaxFailure) -> ReturnClause.Body {
    if eat(.asterisk) {
      if at(.comma), takesMore {
        advance()
        return .allAnd(try parseList { (parser) throws(SyntaxFailure) in try parser.parseReturnItem() })
      }
      if at(.comma) {
        throw fail("`*` stands alone in `RETURN`", at: current.span,
          hints: ["list the columns by name, or define the others before: `LET x = ... RETURN *`"])
      }
      return .all
    }
    return .items(try parseList { (parser) throws(SyntaxFailure) in try parser.parseReturnItem() })
  }

  private func parseReturnItem() throws(SyntaxFailure) -> ReturnItem {
    let value = try parseExpression()
    let alias = eat(.as) ? try parseName("a column name", "after `AS`") : nil
    return ReturnItem(value, alias: alias)
  }

  /// `GROUP BY a, b` or `GROUP BY ()`.
  func parseGroupBy() throws(SyntaxFailure) -> [Identifier] {
    advance()
    try expect(.by, "after `GROUP`")
    if at(.leftParenthesis), token(ahead: 1).kind == .rightParenthesis {
      advance()
      advance()
      return []
    }
    return try parseList { (parser) throws(SyntaxFailure) in try parser.parseGroupingElement() }
  }

  private func parseGroupingElement() throws(SyntaxFailure) -> Identifier {
    let start = here
    if at(.all) {
      throw fail(
        "`GROUP BY ALL` is not GQL", at: current.span,
        hints: ["leave it out: `RETURN city, COUNT(*) AS n` groups by all that is not aggregated"])
    }
    let first = index
    let name = try parseName("a variable name", "to group by")
    guard at(.period) || at(.leftParenthesis) || at(.leftBracket) else { return name }
    // As much of it as there is, to be shown.
    index = first
    _ = try parseExpression()
    let written = source.text(of: span(from: start))
    let clause = tokens[..<first].last { $0.keyword == .return || $0.keyword == .select }.map { text.written($0).uppercased() } ?? "RETURN"
    throw fail(
      "`GROUP BY` takes variables and returned columns, not expressions", at: span(from: start),
      hints: ["name the value in `\(clause)` and group by the name: `\(clause) \(written) AS key, ... GROUP BY key`"])
  }
}
