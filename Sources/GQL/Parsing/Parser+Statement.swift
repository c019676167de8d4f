/// Programs, transactions and sessions (ISO clauses 6 to 8).
extension Parser {
  func parseProgram() -> [Statement] {
    var statements: [Statement] = []
    while true {
      while eat(.semicolon) {}
      guard !at(.endOfText) else { return statements }
      let start = here
      let before = index
      if let statement = try? parseStatement(), !hasErrors(in: SourceSpan(start, Int(current.end))) {
        statements.append(statement)
      }
      let isFollowed = index > before && !isRecovering && !isAborted && (atTransactionEnd || followsCommand)
      if !at(.semicolon), !at(.endOfText), !isFollowed { skipToSemicolon() }
      assert(index > before || at(.endOfText) || at(.semicolon), "every statement takes a token")
      finishStatement()
    }
  }

  private func hasErrors(in span: SourceSpan) -> Bool {
    diagnostics.contains { diagnostic in
      guard diagnostic.severity == .error, let place = diagnostic.span else { return false }
      return place.start <= span.end && place.end >= span.start
    } || isRecovering || isAborted
  }

  private func skipToSemicolon() {
    while !at(.semicolon), !at(.endOfText) { advance() }
  }

  private func finishStatement() {
    isRecovering = false
    isAborted = false
    depth = 0
    tallest = 0
    linkCount = 0
    operandCount = 0
    bodyOpenings.removeAll()
  }

  /// One statement and the `;` or end after it.
  private func parseStatement() throws(SyntaxFailure) -> Statement {
    let start = here
    let usual = dialect
    takeDialectPrefix()
    defer { use(usual) }
    let statement: Statement
    if at(.explain) || at(.profile) {
      statement = try parseExplain()
    } else {
      let kind = try parseStatementKind()
      statement = Statement(kind, span(from: start), dialect: dialect)
    }
    switch statement.kind {
    case .startTransaction, .session(.setParameter), .session(.setGraphParameter), .session(.setTableParameter),
      .session(.setSchema), .session(.setGraph), .session(.setTimeZone), .session(.reset), .session(.resetOne):
      followsCommand = at(.word) || at(.leftBrace)
    case .procedure, .explain, .commit, .rollback, .session(.close): followsCommand = false
    }
    if !at(.semicolon), !at(.endOfText), !atTransactionEnd, !followsCommand { throw unexpectedAfterStatement() }
    return statement
  }

  /// COMMIT, ROLLBACK or SESSION CLOSE, which may follow a statement without `;` (ISO: gqlProgram).
  var atTransactionEnd: Bool {
    if at(.session, .close) { return true }
    guard at(.commit) || at(.rollback) else { return false }
    var next = 1
    if token(ahead: 1).keyword == .transaction || token(ahead: 1).keyword == .work { next = 2 }
    switch token(ahead: next).kind {
    case .semicolon, .endOfText: return true
    default: return token(ahead: next).keyword == .session
    }
  }

  private func parseExplain() throws(SyntaxFailure) -> Statement {
    let start = here
    let word = text.written(current).uppercased()
    let explanation: Statement.Explanation = take().keyword == .explain ? .explain : .profile
    if Dialect.prefix(current, before: token(ahead: 1), in: source) != nil {
      let dialect = text.written(current).uppercased()
      throw fail("`\(dialect)` stands before `\(word)`", at: current.span, hints: ["`\(dialect) \(word) MATCH ...`"])
    }
    if at(.explain) || at(.profile) {
      throw fail("`\(text.written(current))` cannot follow another one", at: current.span, hints: ["write it once"])
    }
    if explanation == .explain, current.kind == .word, let failure = explainOfSQL() { throw failure }
    let innerStart = here
    let kind = try parseStatementKind()
    let inner = Statement(kind, span(from: innerStart), dialect: dialect)
    return Statement(.explain(explanation, inner), span(from: start), dialect: dialect)
  }

  /// `EXPLAIN ANALYZE`, `EXPLAIN PLAN FOR`, `EXPLAIN QUERY PLAN`.
  private func explainOfSQL() -> SyntaxFailure? {
    let word = text.written(current).uppercased()
    let failure: SyntaxFailure
    switch word {
    case "ANALYZE":
      failure = fail(
        "`ANALYZE` is SQL; in GQL write `PROFILE` in place of both", at: current.span,
        hints: ["`PROFILE MATCH ...` runs the query and shows rows and times"])
    case "PLAN", "QUERY": failure = fail("`EXPLAIN \(word)` is SQL; in GQL write `EXPLAIN`", at: current.span, hints: ["`EXPLAIN MATCH ... RETURN ...`"])
    default: return nil
    }
    skipStatement()
    return failure
  }

  /// `CYPHER [version]` or `GQL` before a statement, for that statement only. The lexer has gone along with it.
  private func takeDialectPrefix() {
    guard let wanted = Dialect.prefix(current, before: token(ahead: 1), in: source) else { return }
    advance()
    if wanted == .cypher, at(.integer) || at(.decimal) { advance() }
    use(wanted)
  }

  private func use(_ other: Dialect) {
    guard dialect != other else { return }
    dialect = other
    text = TokenText(source: source, dialect: other)
    operators = OperatorTable.table(for: other)
  }

  private func parseStatementKind() throws(SyntaxFailure) -> Statement.Kind {
    switch current.keyword {
    case .start where token(ahead: 1).keyword == .transaction: return .startTransaction(try parseTransactionAccess())
    case .commit:
      advance()
      _ = eat(.transaction) || eat(.work)
      return .commit
    case .rollback:
      advance()
      _ = eat(.transaction) || eat(.work)
      return .rollback
    case .session: return .session(try parseSessionCommand())
    default: return .procedure(try parseProcedureBody())
    }
  }

  private func unexpectedAfterStatement() -> SyntaxFailure {
    if at(.rightParenthesis) || at(.rightBracket) || at(.rightBrace) {
      return fail("found `\(current.kind.rawValue)` without an opening bracket", at: current.span)
    }
    return expected("`;` or the end of the statement")
  }

  private func parseTransactionAccess() throws(SyntaxFailure) -> Statement.TransactionAccess? {
    advance()
    advance()
    var access: Statement.TransactionAccess?
    guard at(.read) else { return nil }
    repeat {
      try expect(.read, "after `,`")
      if access != nil { throw fail("a transaction has one mode of access", at: tokens[index - 1].span) }
      if eat(.only) {
        access = .readOnly
      } else {
        try expect(.write, "or `ONLY` after `READ`")
        access = .readWrite
      }
    } while eat(.comma)
    return access
  }
}
