/// SHOW of what procedures list.
extension Parser {
  /// What can be shown, by its word, and the procedure that lists it.
  private static let listed = [
    "CONSTRAINTS": "constraints", "CONSTRAINT": "constraints", "INDEXES": "indexes", "INDEX": "indexes", "PROCEDURES": "procedures",
    "PROCEDURE": "procedures", "FUNCTIONS": "functions", "FUNCTION": "functions",
  ]

  /// `SHOW INDEXES` and its like, or their beginning.
  var atShowStatement: Bool {
    guard at(.show) else { return false }
    return token(ahead: 1).kind == .endOfText || Parser.listed[text.written(token(ahead: 1)).uppercased()] != nil
  }

  /// `SHOW INDEXES [YIELD a, b] [WHERE condition]`: the procedure that lists them. `YIELD *` and `WHERE` are openCypher.
  func parseShowStatement() throws(SyntaxFailure) -> Clause.Kind {
    let start = here
    advance()
    guard at(.word), let procedure = Parser.listed[text.written(current).uppercased()] else {
      throw expected("`CONSTRAINTS`, `INDEXES`, `PROCEDURES` or `FUNCTIONS`", "after `SHOW`")
    }
    advance()
    let name = [Identifier("db", span(from: start)), Identifier(procedure, span(from: start))]
    var call = ProcedureCall(isOptional: false, name: name, arguments: [], yield: nil)
    call.isShown = true
    if dialect == .cypher, at(.yield), token(ahead: 1).kind == .asterisk {
      advance()
      advance()
    } else if at(.yield) {
      call.yield = try parseYield()
    }
    if dialect == .cypher, at(.where) {
      advance()
      pendingFilter = try parseCondition()
    }
    return .callProcedure(call)
  }
}
