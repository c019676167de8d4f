/// Value expressions by precedence climbing (ISO clauses 19 and 20; the operators are in OperatorTable).
extension Parser {
  /// What `allowsIn`, `barEnds` and `allowsPatterns` say holds up to the next brackets within.
  func parseExpression(
    allowsIn: Bool = true, barEnds: Bool = false, allowsPatterns: Bool = false
  ) throws(SyntaxFailure) -> Expression {
    let outer = try enter()
    let outerSurroundings = surroundings
    surroundings = Surroundings(allowsIn: allowsIn, barEnds: barEnds, allowsPatterns: allowsPatterns)
    defer {
      surroundings = outerSurroundings
      leave(outer)
    }
    return try parseBinary(from: 0)
  }

  /// After WHERE and its like, where openCypher allows patterns.
  func parseCondition() throws(SyntaxFailure) -> Expression { try parseExpression(allowsPatterns: true) }

  /// Operands joined by operators that bind at least as tightly as `precedence`.
  ///
  /// On return `tallest` covers the expression and whatever it covered before.
  private func parseBinary(from precedence: Int) throws(SyntaxFailure) -> Expression {
    let outer = tallest
    tallest = 0
    var left = at(.not) ? try parseNot() : try parseUnary()
    while true {
      if let (entry, tokenCount) = infixOperator(), entry.precedence >= precedence {
        switch entry.grouping {
        case .left: left = try parseLeftChain(left, entry)
        case .associative: left = try parseChain(left, entry, tokenCount)
        case .none: left = try parseComparisons(left, entry)
        }
      } else if atPredicate, operators.predicate >= precedence {
        left = try parsePredicate(on: left)
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

  /// `a + b - c`, which is `(a + b) - c`: one level of nesting however long it is. Whoever walks trees goes down the
  /// left side in a loop.
  private func parseLeftChain(
    _ first: Expression, _ entry: OperatorTable.Infix
  ) throws(SyntaxFailure) -> Expression {
    var left = first
    var height = tallest
    var length = 0
    while let next = infixOperator(), next.entry.precedence == entry.precedence, next.entry.grouping == .left {
      length += 1
      if length > Chain.leftDeepLimit { linkCount += 1 }
      guard linkCount <= ParserLimits.maximumLinks else { throw tooMany("operators", ParserLimits.maximumLinks) }
      for _ in 0..<next.tokenCount { advance() }
      tallest = 0
      let right = try parseBinary(from: entry.precedence + 1)
      height = max(height, tallest)
      left = Expression(.binary(next.entry.operator, left, right), left.span.union(right.span))
    }
    tallest = height
    try grow(by: 1)
    return left
  }

  private func tooMany(_ what: String, _ limit: Int) -> SyntaxFailure {
    tooMuch("this has more than \(limit) \(what) in chains, the limit of one statement")
  }

  /// `a AND b AND c`: see Chain.
  private func parseChain(
    _ first: Expression, _ entry: OperatorTable.Infix, _ tokenCount: Int
  ) throws(SyntaxFailure) -> Expression {
    var operands = first.chainOperands(of: entry.operator)
    var height = max(0, tallest - Chain.height(of: operands.count))
    while let next = infixOperator(), next.entry.operator == entry.operator {
      operandCount += 1
      guard operandCount <= ParserLimits.maximumOperands else { throw tooMany("operands", ParserLimits.maximumOperands) }
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

  /// `a < b`, and `a < b < c`, which is `a < b AND b < c`.
  ///
  /// The operands between are in the tree twice, so chains within them are limited: else the tree could grow to the power of
  /// the nesting.
  private func parseComparisons(
    _ first: Expression, _ entry: OperatorTable.Infix
  ) throws(SyntaxFailure) -> Expression {
    var operands = [first]
    var comparisons: [BinaryOperator] = []
    let firstSign = current.span
    let outer = tallest
    let chainsBefore = chainCount
    while let next = infixOperator(), next.entry.grouping == .none, next.entry.precedence == entry.precedence {
      guard comparisons.isEmpty || chainCount - chainsBefore < Parser.maximumChainsWithin else {
        throw fail(
          "this chain of comparisons holds too many others", at: current.span,
          labels: [Diagnostic.Label(firstSign, "the first comparison")], hints: ["join comparisons with `AND`"])
      }
      advance()
      operands.append(try parseBinary(from: entry.precedence + 1))
      comparisons.append(next.entry.operator)
    }
    tallest = max(outer, tallest)
    let parts = comparisons.indices.map { place in
      Expression(
        .binary(comparisons[place], operands[place], operands[place + 1]),
        operands[place].span.union(operands[place + 1].span))
    }
    try grow(by: 1 + Chain.height(of: parts.count))
    if parts.count > 1 { chainCount = chainsBefore + 2 * (chainCount - chainsBefore) + 1 }
    return Chain.build(parts) { Expression(.binary(.and, $0, $1), $0.span.union($1.span)) }
  }

  /// Comparisons of chains that the operands of one chain may hold, counted as often as they are in the tree.
  private static let maximumChainsWithin = 64

  // MARK: Postfix

  /// `a.b`, `a[i]`, `a[i..j]`, `a:Label`, `a {.b}`, after a primary.
  private func parsePostfix() throws(SyntaxFailure) -> Expression {
    let start = here
    var base = try parsePrimary()
    while true {
      switch current.kind {
      case .period:
        advance()
        if at(.asterisk) {
          throw expected("the name of a property", "after `.`", hints: ["all of them are `properties(n)`; a variable alone is the element"])
        }
        let name = try parseFreeName("the name of a property", "after `.`")
        base = Expression(.property(base, name), span(from: start))
      case .leftBracket: base = try parseItem(of: base, start)
      case .colon:
        guard case .variable = base.kind else { return base }
        advance()
        let label = try parseLabelExpression()
        base = Expression(.isLabeled(base, label, isNegated: false), span(from: start))
      case .leftBrace:
        guard case .variable = base.kind, atMapProjection else { return base }
        base = try parseMapProjection(of: base, start)
      default: return base
      }
      try grow(by: 1)
    }
  }

  /// `[i]`, `[i..j]`, `[..j]`, `[i..]`.
  private func parseItem(of base: Expression, _ start: Int) throws(SyntaxFailure) -> Expression {
    let opening = take().span
    let first = at(.doublePeriod) ? nil : try parseExpression()
    let kind: Expression.Kind
    if eat(.doublePeriod) {
      kind = .slice(base, from: first, to: at(.rightBracket) ? nil : try parseExpression())
    } else if let first {
      kind = .item(base, at: first)
    } else {
      throw expected("a value", "within the brackets")
    }
    if at(.colon) { throw expected("`]`", "to close the subscript", hints: ["a part of a list is written `list[1..3]`"]) }
    try expectClosing(.rightBracket, of: opening, "to close the subscript")
    return Expression(kind, span(from: start))
  }
}
