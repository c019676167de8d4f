import GraphStore

extension ScalarFunction {
  static let regularExpressions = [matchesRegex]

  /// Compiled expressions that one statement keeps.
  private static let cacheLimit = 64

  static let matchesRegex = ScalarFunction(
    "MATCHES_REGEX", parameters: [Parameter("text", .any), Parameter("pattern", .any)], result: always(.bool),
    summary: "Whether the whole text matches a regular expression (see `RegularExpression`); null for what is no string. Written `a =~ b`.",
    example: ("MATCHES_REGEX('graph', 'gr.*')", "TRUE")
  ) { (arguments, context) throws(ValueError) in
    guard arguments[0].tag == .string, arguments[1].tag == .string else { return .null }
    let pattern = arguments[1].text
    let expression: RegularExpression
    if let known = context.expressions[pattern] {
      expression = known
    } else {
      expression = try RegularExpression(pattern)
      if context.expressions.count >= cacheLimit { context.expressions.removeAll() }
      context.expressions[pattern] = expression
    }
    return Cell(expression.matches(arguments[0].text.unicodeScalars))
  }
}
