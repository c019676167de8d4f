/// `! & | %` over label names (ISO clause 16.8). Chains of `&` and `|` are kept balanced, as those of `AND` are.
extension Parser {
  func parseLabelExpression() throws(SyntaxFailure) -> LabelExpression {
    let outer = try enter()
    defer { leave(outer) }
    return try parseLabelDisjunction()
  }

  private func parseLabelDisjunction() throws(SyntaxFailure) -> LabelExpression {
    let first = try parseLabelConjunction()
    guard at(.bar), !surroundings.barEnds else { return first }
    var operands = LabelChain.operands(of: first, isOr: true)
    while eat(.bar) {
      _ = eat(.colon)  // `:A|:B`, openCypher.
      operands += LabelChain.operands(of: try parseLabelConjunction(), isOr: true)
    }
    return try finish(operands, isOr: true)
  }

  private func parseLabelConjunction() throws(SyntaxFailure) -> LabelExpression {
    let first = try parseLabelFactor()
    guard at(.ampersand) || at(.colon) else { return first }
    var operands = LabelChain.operands(of: first, isOr: false)
    while eat(.ampersand) || eat(.colon) {  // `:A:B`, openCypher.
      operands += LabelChain.operands(of: try parseLabelFactor(), isOr: false) }
    return try finish(operands, isOr: false)
  }

  private func finish(_ operands: [LabelExpression], isOr: Bool) throws(SyntaxFailure) -> LabelExpression {
    try grow(by: Chain.height(of: operands.count))
    return Chain.build(operands) { isOr ? .or($0, $1) : .and($0, $1) }
  }

  private func parseLabelFactor() throws(SyntaxFailure) -> LabelExpression {
    let firstSign = index
    while at(.exclamation) {
      advance()
      guard depth + index - firstSign <= ParserLimits.maximumNesting else { throw tooDeep() }
    }
    let signs = firstSign..<index
    var label = try parseLabelPrimary()
    for sign in signs.reversed() { label = .not(label, SourceSpan(Int(tokens[sign].start), previousEnd)) }
    try grow(by: signs.count)
    return label
  }

  private func parseLabelPrimary() throws(SyntaxFailure) -> LabelExpression {
    if at(.percent) { return .wildcard(take().span) }
    if at(.leftParenthesis) {
      let opening = take().span
      let outer = surroundings
      surroundings.barEnds = false
      defer { surroundings = outer }
      let inner = try parseLabelExpression()
      try expectClosing(.rightParenthesis, of: opening, "to close the label expression")
      return inner
    }
    if at(.parameter) {
      throw expected("a label name", hints: ["labels are not computed in a pattern; compare them in its `WHERE`: `'A' IN labels(n)`"])
    }
    return .name(try parseFreeName("a label name"))
  }
}

enum LabelChain {
  /// The operands of a chain of one operator, in order.
  static func operands(of label: LabelExpression, isOr: Bool) -> [LabelExpression] {
    var result: [LabelExpression] = []
    var pending = [label]
    while let next = pending.popLast() {
      switch next {
      case .or(let left, let right) where isOr: pending += [right, left]
      case .and(let left, let right) where !isOr: pending += [right, left]
      case .name, .wildcard, .not, .or, .and: result.append(next)
      }
    }
    return result
  }
}
