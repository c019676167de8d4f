/// Postfix predicates (ISO clauses 19.5 to 19.10 and 20.20).
extension Parser {
  var atPredicate: Bool { at(.is) || at(.doubleColon) }

  /// `IS ...` or `:: T`; the cursor is at it.
  func parsePredicate(on operand: Expression) throws(SyntaxFailure) -> Expression {
    let kind: Expression.Kind
    if eat(.doubleColon) {
      let type = try parseType()
      kind = .isTyped(operand, type, isNegated: false)
      if case .literal = operand.kind {
        report(
          Diagnostic(
            .warning, "this asks whether the value is of the type", at: span(from: operand.span.start), severity: .warning,
            hints: ["to convert it write `CAST(\(source.text(of: operand.span)) AS \(source.text(of: type.span)))`"]))
      }
    } else {
      advance()
      kind = try parseIsPredicate(on: operand, isNegated: eat(.not))
    }
    try grow(by: 1)
    return Expression(kind, span(from: operand.span.start))
  }

  private func parseIsPredicate(
    on operand: Expression, isNegated: Bool
  ) throws(SyntaxFailure) -> Expression.Kind {
    if eat(.doubleColon) { return .isTyped(operand, try parseType(), isNegated: isNegated) }
    switch current.keyword {
    case .null:
      advance()
      return .isNull(operand, isNegated: isNegated)
    case .true:
      advance()
      return .isTruth(operand, true, isNegated: isNegated)
    case .false:
      advance()
      return .isTruth(operand, false, isNegated: isNegated)
    case .unknown:
      advance()
      return .isTruth(operand, nil, isNegated: isNegated)
    case .typed:
      advance()
      return .isTyped(operand, try parseType(), isNegated: isNegated)
    case .labeled:
      advance()
      return .isLabeled(operand, try parseLabelExpression(), isNegated: isNegated)
    case .directed:
      advance()
      return .isDirected(operand, isNegated: isNegated)
    case .source: return .isSource(operand, of: try parseEndOperand(), isNegated: isNegated)
    case .destination: return .isDestination(operand, of: try parseEndOperand(), isNegated: isNegated)
    case .normalized:
      advance()
      return .isNormalized(operand, .nfc, isNegated: isNegated)
    default: break
    }
    if let form = normalForm(at: current) {
      advance()
      try expect(.normalized, "after the normal form")
      return .isNormalized(operand, form, isNegated: isNegated)
    }
    throw unexpectedAfterIs(operand, isNegated)
  }

  /// `SOURCE OF e`, `DESTINATION OF e`.
  private func parseEndOperand() throws(SyntaxFailure) -> Expression {
    let word = text.written(take())
    try expect(.of, "after `\(word)`")
    let edge = try parseName("the variable of an edge", "after `OF`")
    return Expression(.variable(edge.text), edge.span)
  }

  func normalForm(at token: Token) -> Expression.NormalForm? {
    switch token.keyword {
    case .nfc: .nfc
    case .nfd: .nfd
    case .nfkc: .nfkc
    case .nfkd: .nfkd
    default: nil
    }
  }

  private func unexpectedAfterIs(_ operand: Expression, _ isNegated: Bool) -> SyntaxFailure {
    let not = isNegated ? "NOT " : ""
    var hints: [String] = []
    if at(.word) || at(.delimitedName), current.keyword?.isReserved != true {
      let word = text.written(current)
      let known = ["NULL", "TRUE", "FALSE", "UNKNOWN", "LABELED", "TYPED", "DIRECTED", "NORMALIZED", "SOURCE", "DESTINATION"]
      let meant = word.utf8.count <= 20 ? Suggestion.nearest(to: word.uppercased(), among: known).first : nil
      hints = meant.map { ["did you mean `\($0)`?"] } ?? ["to test a label write `IS \(not)LABELED \(word)`, to test a type `IS \(not)TYPED \(word)`"]
    } else if [.integer, .decimal, .float, .string, .doubleQuoted, .leftBracket, .leftBrace].contains(current.kind) {
      hints = ["values are compared with `\(isNegated ? "<>" : "=")`"]
    }
    return expected("`NULL`, `TRUE`, `FALSE`, `UNKNOWN`, `LABELED` or `TYPED`", "after `IS\(isNegated ? " NOT" : "")`", hints: hints)
  }
}
