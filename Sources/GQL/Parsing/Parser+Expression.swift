/// Value expressions by precedence climbing (ISO clauses 19 and 20; the operators are in OperatorTable).
extension Parser {
  /// - Parameter allowsIn: false where `IN` ends the expression, unless it stands in brackets.
  func parseExpression(allowsIn: Bool = true) throws(SyntaxFailure) -> Expression {
    let outer = try enter()
    let outerAllowsIn = self.allowsIn
    self.allowsIn = allowsIn
    defer {
      self.allowsIn = outerAllowsIn
      leave(outer)
    }
    return try parseBinary(from: 0)
  }

  /// Operands joined by operators that bind at least as tightly as `precedence`.
  ///
  /// On return `tallest` covers the expression and whatever it covered before.
  private func parseBinary(from precedence: Int) throws(SyntaxFailure) -> Expression {
    let outer = tallest
    tallest = 0
    var left = at(.not) ? try parseNot() : try parseUnary()
    var comparison: Token?
    while true {
      if let (entry, tokenCount) = infixOperator(), entry.precedence >= precedence {
        let sign = current
        switch entry.grouping {
        case .left: left = try parseOperand(of: left, entry, tokenCount)
        case .associative: left = try parseChain(left, entry, tokenCount)
        case .none:
          if let comparison { throw chainedComparison(comparison, left, entry, tokenCount) }
          left = try parseOperand(of: left, entry, tokenCount)
          comparison = sign
        }
        if entry.grouping != .none { comparison = nil }
      } else if atPredicate, operators.predicate >= precedence {
        left = try parsePredicate(on: left)
        comparison = nil
      } else {
        break
      }
    }
    tallest = max(outer, tallest)
    return left
  }

  /// The operator and its right operand.
  func parseOperand(
    of left: Expression, _ entry: OperatorTable.Infix, _ tokenCount: Int
  ) throws(SyntaxFailure) -> Expression {
    for _ in 0..<tokenCount { advance() }
    let right = try parseBinary(from: entry.precedence + 1)
    try grow(by: 1)
    return Expression(.binary(entry.operator, left, right), left.span.union(right.span))
  }

  /// `a AND b AND c`: see Chain.
  private func parseChain(
    _ first: Expression, _ entry: OperatorTable.Infix, _ tokenCount: Int
  ) throws(SyntaxFailure) -> Expression {
    var operands = first.chainOperands(of: entry.operator)
    var height = max(0, tallest - Chain.height(of: operands.count))
    while let next = infixOperator(), next.entry.operator == entry.operator {
      for _ in 0..<tokenCount { advance() }
      tallest = 0
      let right = try parseBinary(from: entry.precedence + 1).chainOperands(of: entry.operator)
      height = max(height, tallest - Chain.height(of: right.count))
      operands += right
    }
    tallest = height
    try grow(by: Chain.height(of: operands.count))
    return Chain.build(operands) { Expression(.binary(entry.operator, $0, $1), $0.span.union($1.span)) }
  }

  /// `NOT NOT a`.
  private func parseNot() throws(SyntaxFailure) -> Expression {
    let firstSign = index
    while at(.not) {
      advance()
      guard depth + index - firstSign <= ParserLimits.maximumNesting else { throw tooDeep() }
    }
    let signs = firstSign..<index
    let outer = try enter()
    defer { leave(outer) }
    var operand = try parseBinary(from: operators.not)
    for sign in signs.reversed() {
      operand = Expression(.unary(.not, operand), tokens[sign].span.union(operand.span))
    }
    try grow(by: signs.count)
    return operand
  }

  /// Signs before an operand. The sign of a number literal becomes part of it, so that the smallest integer can be written.
  private func parseUnary() throws(SyntaxFailure) -> Expression {
    guard at(.minus) || at(.plus) else { return try parsePostfix() }
    let firstSign = index
    while at(.minus) || at(.plus) {
      advance()
      guard depth + index - firstSign <= ParserLimits.maximumNesting else { throw tooDeep() }
    }
    var signs = firstSign..<index
    let number = current
    var operand = try parsePostfix()
    if tokens[signs.upperBound - 1].kind == .minus, operand.span == number.span,
      let literal = negated(operand, number.kind)
    {
      signs = signs.dropLast()
      operand = Expression(.literal(literal), tokens[signs.upperBound].span.union(operand.span))
    }
    for sign in signs.reversed() {
      let unary: UnaryOperator = tokens[sign].kind == .minus ? .minus : .plus
      operand = Expression(.unary(unary, operand), tokens[sign].span.union(operand.span))
    }
    try grow(by: signs.count)
    return operand
  }

  private func negated(_ operand: Expression, _ kind: TokenKind) -> Literal? {
    guard kind == .integer || kind == .decimal || kind == .float, case .literal(let literal) = operand.kind else { return nil }
    switch literal {
    case .integer(let digits): return .integer("-" + digits)
    case .decimal(let digits): return .decimal("-" + digits)
    case .float(let digits): return .float("-" + digits)
    case .null, .truth, .string, .bytes, .temporal: return nil
    }
  }

  /// `a < b < c`.
  private func chainedComparison(
    _ first: Token, _ left: Expression, _ entry: OperatorTable.Infix, _ tokenCount: Int
  ) -> SyntaxFailure {
    let second = current
    var hints = ["put one comparison in parentheses"]
    if case .binary(_, _, let middle) = left.kind, first.kind.isSign, second.kind.isSign, left.span.end - left.span.start <= 80 {
      let next = token(ahead: 1)
      let isAlone = token(ahead: 2).kind == .word || token(ahead: 2).kind == .semicolon || token(ahead: 2).kind == .endOfText
      let last = isAlone && next.end - next.start <= 40 ? text.written(next) : "..."
      let shared = source.text(of: middle.span)
      hints = ["write `\(source.text(of: left.span)) AND \(shared) \(text.written(second)) \(last)`"]
    }
    return fail(
      "comparisons cannot be chained", at: second.span, labels: [Diagnostic.Label(first.span, "the first comparison")],
      hints: hints)
  }

  // MARK: Postfix

  /// `a.b`, `a[i]`, `a:Label`, after a primary.
  private func parsePostfix() throws(SyntaxFailure) -> Expression {
    let start = here
    var base = try parsePrimary()
    while true {
      switch current.kind {
      case .period:
        advance()
        let name = try parseFreeName("the name of a property", "after `.`")
        base = Expression(.property(base, name), span(from: start))
      case .leftBracket: base = try parseItem(of: base, start)
      case .colon:
        guard case .variable = base.kind else { return base }
        advance()
        let label = try parseLabelExpression()
        base = Expression(.isLabeled(base, label, isNegated: false), span(from: start))
      default: return base
      }
      try grow(by: 1)
    }
  }

  private func parseItem(of base: Expression, _ start: Int) throws(SyntaxFailure) -> Expression {
    let opening = take().span
    if at(.doublePeriod) { throw refuseSlice() }
    let item = try parseExpression()
    if at(.doublePeriod) { throw refuseSlice() }
    try expectClosing(.rightBracket, of: opening, "to close the subscript")
    return Expression(.item(base, at: item), span(from: start))
  }

  private func refuseSlice() -> SyntaxFailure {
    unsupported("a part of a list, `a[1..3]`, is openCypher and not supported yet", at: current.span)
  }
}
