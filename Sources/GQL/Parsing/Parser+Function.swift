/// Calls (ISO clauses 19.11 to 19.13, 20.8, 20.9, 20.24, 20.28). The functions themselves are not known here.
extension Parser {
  /// Functions that take something else than values between their parentheses; nil for all others.
  func parseSpecialCall(_ keyword: Keyword) throws(SyntaxFailure) -> Expression? {
    switch keyword {
    case .cast: try parseCast()
    case .trim: try parseTrim()
    case .normalize: try parseNormalize()
    case .propertyExists: try parsePropertyExists()
    case .durationBetween: try parseDurationBetween()
    case .allDifferent: try parseElementList { .allDifferent($0) }
    case .same: try parseElementList { .same($0) }
    default: nil
    }
  }

  /// `name(arguments)`, where the name has dots: `length` tokens.
  func parseCall(nameLength: Int) throws(SyntaxFailure) -> Expression {
    let start = here
    var name = [takeName()]
    for _ in 0..<nameLength / 2 {
      advance()
      name.append(takeName())
    }
    let opening = take().span
    if name.count == 1, at(.asterisk), name[0].text.uppercased() == "COUNT" {
      advance()
      try expectClosing(.rightParenthesis, of: opening, "to close `COUNT(*`")
      return Expression(.countStar, span(from: start))
    }
    let call = try parseCallRest(name, opening)
    return Expression(.call(call), span(from: start))
  }

  private func parseCallRest(_ name: [Identifier], _ opening: SourceSpan) throws(SyntaxFailure) -> FunctionCall {
    var quantifier: FunctionCall.SetQuantifier?
    if eat(.distinct) {
      quantifier = .distinct
    } else if !atAllPredicate, eat(.all) {
      quantifier = .all
    }
    var arguments: [Expression] = []
    if !at(.rightParenthesis) || quantifier != nil {
      arguments = try parseList { (parser) throws(SyntaxFailure) in try parser.parseExpression() }
    }
    let function = name.map(\.text).joined(separator: ".")
    if current.kind == .word, let hint = ForeignWords.hint(forWord: text.written(current), inArgumentsOf: function) {
      throw fail("the arguments of `\(function)` stand between commas", at: current.span, hints: [hint])
    }
    try expectClosing(.rightParenthesis, of: opening, "to close the arguments of `\(function)`")
    return FunctionCall(name: name, quantifier: quantifier, arguments: arguments)
  }

  /// The name and `(`.
  private func takeCallStart() -> (name: Identifier, opening: SourceSpan) {
    let name = takeName()
    return (name, take().span)
  }

  /// `CAST(x AS T)`.
  private func parseCast() throws(SyntaxFailure) -> Expression {
    let (name, opening) = takeCallStart()
    let operand = try parseExpression()
    if at(.comma) {
      throw expected("`AS` and a type", "after the operand of `CAST`", hints: ["write `CAST(a AS \(text.written(token(ahead: 1)).uppercased()))`"])
    }
    try expect(.as, "and a type after the operand of `CAST`")
    let type = try parseInnerType()
    try expectClosing(.rightParenthesis, of: opening, "to close `CAST`")
    return Expression(.cast(operand, type), span(from: name.span.start))
  }

  /// `TRIM([[LEADING | TRAILING | BOTH] [x] FROM] s)`, and the list function `TRIM(l, n)`.
  private func parseTrim() throws(SyntaxFailure) -> Expression {
    let (name, opening) = takeCallStart()
    var modifiers: [String] = []
    if at(.leading) || at(.trailing) || at(.both), beginsValue(token(ahead: 1)) {
      modifiers.append(text.written(take()).uppercased())
    }
    var arguments: [Expression] = []
    if !atFromOfTrim {
      arguments.append(try parseExpression())
      while modifiers.isEmpty, eat(.comma) { arguments.append(try parseExpression()) }
    }
    if arguments.count < 2, eat(.from) {
      if modifiers.isEmpty, !arguments.isEmpty { modifiers.append("BOTH") }
      modifiers.append("FROM")
      arguments.append(try parseExpression())
    } else if !modifiers.isEmpty {
      throw expected("`FROM`", "after the characters to trim")
    }
    try expectClosing(.rightParenthesis, of: opening, "to close `TRIM`")
    return Expression(.call(FunctionCall(name: [name], arguments: arguments, modifiers: modifiers)), span(from: name.span.start))
  }

  /// `FROM` directly before the source, and not a variable of that name.
  private var atFromOfTrim: Bool { at(.from) && beginsValue(token(ahead: 1)) }

  /// Whether a value can begin with the token, and an operator cannot.
  private func beginsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .word:
      switch token.keyword {
      case .and, .or, .xor, .is, .in, .starts, .ends, .contains: false
      default: true
      }
    case .delimitedName, .string, .doubleQuoted, .byteString, .integer, .decimal, .float, .parameter, .leftParenthesis: true
    default: false
    }
  }

  /// `NORMALIZE(s [, NFC])`.
  private func parseNormalize() throws(SyntaxFailure) -> Expression {
    let (name, opening) = takeCallStart()
    let operand = try parseExpression()
    var modifiers: [String] = []
    if eat(.comma) {
      guard let form = normalForm(at: current) else { throw expected("`NFC`, `NFD`, `NFKC` or `NFKD`") }
      advance()
      modifiers = [form.rawValue]
    }
    try expectClosing(.rightParenthesis, of: opening, "to close `NORMALIZE`")
    return Expression(.call(FunctionCall(name: [name], arguments: [operand], modifiers: modifiers)), span(from: name.span.start))
  }

  /// `PROPERTY_EXISTS(n, key)`.
  private func parsePropertyExists() throws(SyntaxFailure) -> Expression {
    let (name, opening) = takeCallStart()
    let element = try parseExpression()
    if at(.rightParenthesis), case .property(let owner, let key) = element.kind {
      throw expected(
        "`,`", "after the element", hints: ["write `PROPERTY_EXISTS(\(source.text(of: owner.span)), \(key.text))`"])
    }
    try expect(.comma, "after the element")
    let key = try parseFreeName("the name of a property")
    try expectClosing(.rightParenthesis, of: opening, "to close `PROPERTY_EXISTS`")
    return Expression(.propertyExists(element, key), span(from: name.span.start))
  }

  /// `DURATION_BETWEEN(a, b) [YEAR TO MONTH | DAY TO SECOND]`.
  private func parseDurationBetween() throws(SyntaxFailure) -> Expression {
    let (name, opening) = takeCallStart()
    var call = try parseCallRest([name], opening)
    if at(.year, .to), token(ahead: 2).keyword == .month {
      call.modifiers = ["YEAR", "TO", "MONTH"]
    } else if at(.day, .to), token(ahead: 2).keyword == .second {
      call.modifiers = ["DAY", "TO", "SECOND"]
    }
    for _ in call.modifiers { advance() }
    return Expression(.call(call), span(from: name.span.start))
  }

  /// `ALL_DIFFERENT(a, b, ...)`, `SAME(a, b, ...)`.
  private func parseElementList(_ kind: ([Expression]) -> Expression.Kind) throws(SyntaxFailure) -> Expression {
    let (name, opening) = takeCallStart()
    let elements = try parseList { (parser) throws(SyntaxFailure) in try parser.parseExpression() }
    try expectClosing(.rightParenthesis, of: opening, "to close `\(name.text.uppercased())`")
    guard elements.count > 1 else {
      throw fail("`\(name.text.uppercased())` compares at least two elements", at: span(from: name.span.start))
    }
    return Expression(kind(elements), span(from: name.span.start))
  }
}
