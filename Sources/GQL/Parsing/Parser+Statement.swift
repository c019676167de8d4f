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
      if !at(.semicolon), !at(.endOfText) { skipToSemicolon() }
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
    bodyOpenings.removeAll()
  }

  /// One statement and the `;` or end after it.
  private func parseStatement() throws(SyntaxFailure) -> Statement {
    let start = here
    let statement: Statement
    if at(.explain) || at(.profile) {
      statement = try parseExplain()
    } else {
      let kind = try parseStatementKind()
      statement = Statement(kind, span(from: start))
    }
    if !at(.semicolon), !at(.endOfText) { throw unexpectedAfterStatement() }
    return statement
  }

  private func parseExplain() throws(SyntaxFailure) -> Statement {
    let start = here
    let explanation: Statement.Explanation = take().keyword == .explain ? .explain : .profile
    if at(.explain) || at(.profile) {
      throw fail("`\(text.written(current))` cannot follow another one", at: current.span, hints: ["write it once"])
    }
    let innerStart = here
    let kind = try parseStatementKind()
    let inner = Statement(kind, span(from: innerStart))
    return Statement(.explain(explanation, inner), span(from: start))
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
    guard eat(.read) else { return nil }
    if eat(.only) { return .readOnly }
    try expect(.write, "or `ONLY` after `READ`")
    return .readWrite
  }

  /// `SESSION SET VALUE [IF NOT EXISTS] $x = v`, `SESSION RESET`, `SESSION CLOSE`.
  private func parseSessionCommand() throws(SyntaxFailure) -> SessionCommand {
    advance()
    if eat(.close) { return .close }
    if eat(.reset) { return try parseSessionReset() }
    try expect(.set, "`RESET` or `CLOSE` after `SESSION`")
    if at(.graph) || at(.property) || at(.schema) || at(.time) || at(.table) || at(.binding) {
      throw unsupported(
        "`SESSION SET \(text.written(current))` is not supported yet", at: current.span,
        hints: ["`SESSION SET VALUE $name = ...` sets a parameter"])
    }
    try expect(.value, "after `SESSION SET`")
    var ifNotExists = false
    if eat(.if) {
      try expect(.not, "after `IF`")
      try expect(.exists, "after `IF NOT`")
      ifNotExists = true
    }
    guard at(.parameter) else { throw expected("a parameter such as `$name`", "to set") }
    let name = takeName()
    if !at(.equals) {
      throw at(.doubleColon) || at(.typed)
        ? unsupported(
          "a declared type for a parameter is not supported yet", at: current.span,
          hints: ["write `SESSION SET VALUE $\(name.text) = CAST(... AS ...)`"])
        : expected("`=`", "and the value of the parameter")
    }
    advance()
    return .setParameter(name, try parseExpression(), ifNotExists: ifNotExists)
  }

  private func parseSessionReset() throws(SyntaxFailure) -> SessionCommand {
    if eat(.all) {
      _ = eat(.parameters) || eat(.characteristics)
      return .reset
    }
    if eat(.parameters) || at(.semicolon) || at(.endOfText) { return .reset }
    throw unsupported(
      "`SESSION RESET` of single things is not supported yet", at: current.span,
      hints: ["`SESSION RESET` resets all parameters"])
  }
}
