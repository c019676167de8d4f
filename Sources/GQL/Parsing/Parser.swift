/// Turns tokens into syntax trees: a cursor over the tokens; the grammar is in the extensions, one function per production.
///
/// A `parseX` gives a node, or reports a diagnostic and throws; a `parseOptionalX` gives nil when X does not begin here.
/// What throws is caught where clauses are read: the parser goes on at the next clause keyword or `;` (see Recovery).
/// Never traps on any text; depth of recursion is bounded by `ParserLimits.maximumNesting`.
public final class Parser {
  let source: SourceText
  var text: TokenText
  var dialect: Dialect
  var operators: OperatorTable
  var tokens: [Token]
  var index = 0
  var diagnostics: [Diagnostic] = []

  /// Levels entered and not yet left.
  var depth = 0
  /// Elements of the graph pattern that is being read; nil outside of one.
  var patternElements: Int?
  /// The height of the highest tree finished within the current level.
  var tallest = 0

  /// From a diagnostic to the next clause keyword: further complaints would be about the same mistake.
  var isRecovering = false
  /// After a limit was reached: the rest of the statement is skipped in silence.
  var isAborted = false
  /// The opening tokens of the nested queries around the cursor.
  var bodyOpenings: [Int] = []
  /// For each opening bracket its closing one; made when first needed.
  var bracketMatches: [Int: Int]?
  var surroundings = Surroundings()
  /// Columns and arguments left out that only a call standing alone may leave out; see `checkStandaloneCall`.
  var standaloneOnly: (span: SourceSpan, detail: String)?
  /// A condition that follows the clause just read as a FILTER of its own.
  var pendingFilter: Expression?
  /// Whether a statement may follow the one just read without `;`.
  var followsCommand = false
  /// Within a MATCH of SELECT, where a comma may lead to another graph.
  var isInSelect = false
  /// Comparisons written out from a chain so far; see `parseComparisonChain`.
  var chainCount = 0
  /// Operators of long chains such as `a + b + ...` in the statement so far; see `parseLeftChain`.
  var linkCount = 0
  /// Operands behind the first of `AND`, `OR`, `||` and their like in the statement so far; see `parseChain`.
  var operandCount = 0
  /// CASE expressions seen so far; see `parseCase`.
  var caseCount = 0

  /// Parses statements separated by `;`.
  ///
  /// Statements with an error in them are left out of the result, so run them only when there is no error at all.
  public static func parse(
    _ source: SourceText, dialect: Dialect = .gql
  ) -> (statements: [Statement], diagnostics: [Diagnostic]) {
    parse(source, Lexer.tokenize(source, dialect: dialect), dialect: dialect)
  }

  static func parse(
    _ source: SourceText, _ lexed: (tokens: [Token], diagnostics: [Diagnostic]), dialect: Dialect
  ) -> (statements: [Statement], diagnostics: [Diagnostic]) {
    let parser = Parser(source, tokens: lexed.tokens, dialect: dialect)
    parser.diagnostics = lexed.diagnostics
    let statements = parser.parseProgram()
    return (statements, parser.orderedDiagnostics())
  }

  public static func parse(
    _ source: String, dialect: Dialect = .gql
  ) -> (statements: [Statement], diagnostics: [Diagnostic]) {
    parse(SourceText(source), dialect: dialect)
  }

  init(_ source: SourceText, tokens: [Token], dialect: Dialect) {
    self.source = source
    self.tokens = tokens
    self.dialect = dialect
    text = TokenText(source: source, dialect: dialect)
    operators = OperatorTable.table(for: dialect)
  }

  private func orderedDiagnostics() -> [Diagnostic] {
    diagnostics.sorted { ($0.span?.start ?? 0) < ($1.span?.start ?? 0) }
  }
}

/// What the surroundings of an expression allow; brackets begin with the usual again.
struct Surroundings {
  /// Whether `IN` is an operator.
  var allowsIn = true
  /// Whether `|` ends the expression, as in a list comprehension.
  var barEnds = false
  /// Whether a pattern may stand as a condition.
  var allowsPatterns = false
}

/// Thrown where a production cannot go on. What is wrong has been reported by then.
struct SyntaxFailure: Error {}

// MARK: - The cursor

extension Parser {
  var current: Token { tokens[index] }

  func token(ahead distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }

  /// Where the last token taken ended.
  var previousEnd: Int { index > 0 ? Int(tokens[index - 1].end) : 0 }

  /// From `start` to the end of the last token taken.
  func span(from start: Int) -> SourceSpan { SourceSpan(start, max(start, previousEnd)) }

  var here: Int { Int(current.start) }

  func at(_ kind: TokenKind) -> Bool { current.kind == kind }
  func at(_ keyword: Keyword) -> Bool { current.keyword == keyword }
  func at(_ first: Keyword, _ second: Keyword) -> Bool { at(first) && token(ahead: 1).keyword == second }
  func at(_ keyword: Keyword, before kind: TokenKind) -> Bool { at(keyword) && token(ahead: 1).kind == kind }

  /// Whether the next token follows the current one without a gap.
  func isAdjacent(ahead distance: Int) -> Bool {
    token(ahead: distance).end == token(ahead: distance + 1).start
  }

  func advance() {
    if index < tokens.count - 1 { index += 1 }
  }

  func take() -> Token {
    let token = current
    advance()
    return token
  }

  func eat(_ kind: TokenKind) -> Bool {
    guard at(kind) else { return false }
    advance()
    return true
  }

  func eat(_ keyword: Keyword) -> Bool {
    guard at(keyword) else { return false }
    advance()
    return true
  }

  func eat(_ first: Keyword, _ second: Keyword) -> Bool {
    guard at(first, second) else { return false }
    advance()
    advance()
    return true
  }

  /// - Parameter purpose: what comes after "expected `)`", such as "to close the node pattern".
  func expect(_ kind: TokenKind, _ purpose: String) throws(SyntaxFailure) {
    guard at(kind) else { throw expected("`\(kind.rawValue)`", purpose) }
    advance()
  }

  func expect(_ keyword: Keyword, _ purpose: String) throws(SyntaxFailure) {
    guard at(keyword) else { throw expected("`\(keyword.rawValue)`", purpose) }
    advance()
  }

  /// Closes a bracket, and points at the opening one when that fails.
  func expectClosing(_ kind: TokenKind, of opening: SourceSpan, _ purpose: String) throws(SyntaxFailure) {
    guard at(kind) else {
      throw expected("`\(kind.rawValue)`", purpose, labels: [Diagnostic.Label(opening, "opened here")])
    }
    advance()
  }
}

// MARK: - Names

extension Parser {
  /// Whether a token can be a name: any word that is not reserved, or a delimited one.
  func isName(_ token: Token) -> Bool {
    switch token.kind {
    case .word: !(token.keyword?.isReserved(in: dialect) ?? false)
    case .delimitedName, .doubleQuoted: true
    default: false
    }
  }

  var atName: Bool { isName(current) }

  /// Whether `name =` comes next, the start of a path variable.
  var atNameThenEquals: Bool { atName && token(ahead: 1).kind == .equals }

  func takeName() -> Identifier {
    let token = take()
    if token.kind == .doubleQuoted, token.end == token.start + 2 { _ = fail("a name cannot be empty", at: token.span) }
    return Identifier(text.name(token), token.span)
  }

  /// - Parameter what: "a variable", "the name of ..." for the message.
  func parseName(_ what: String, _ purpose: String = "") throws(SyntaxFailure) -> Identifier {
    guard atName else { throw expected(what, purpose) }
    return takeName()
  }

  /// A label or property key, where reserved words may stand too.
  func parseFreeName(_ what: String, _ purpose: String = "") throws(SyntaxFailure) -> Identifier {
    guard at(.word) || atName else { throw expected(what, purpose) }
    return takeName()
  }

  /// `first, second, ...`
  func parseList<Element>(
    _ parseElement: (Parser) throws(SyntaxFailure) -> Element
  ) throws(SyntaxFailure) -> [Element] {
    var elements = [try parseElement(self)]
    while eat(.comma) {
      if at(.rightBrace) || at(.rightBracket) || at(.rightParenthesis) {
        throw fail("a comma with nothing behind it", at: tokens[index - 1].span, hints: ["leave it out"])
      }
      elements.append(try parseElement(self))
    }
    return elements
  }
}

// MARK: - Nesting

extension Parser {
  /// Goes one level down; the one place where nesting is checked. Pass the result to `leave`.
  func enter() throws(SyntaxFailure) -> Int {
    depth += 1
    guard depth <= ParserLimits.maximumNesting else {
      depth -= 1
      throw tooDeep()
    }
    let outer = tallest
    tallest = 0
    return outer
  }

  func leave(_ outer: Int) {
    depth -= 1
    tallest = max(outer, tallest + 1)
  }

  /// Notes that the tree just finished is `levels` higher than the highest of its parts.
  func grow(by levels: Int) throws(SyntaxFailure) {
    tallest += levels
    guard depth + tallest <= ParserLimits.maximumNesting else { throw tooDeep() }
  }

  func tooDeep() -> SyntaxFailure {
    tooMuch("this is nested deeper than \(ParserLimits.maximumNesting) levels, the limit of one statement")
  }

  func tooMuch(
    _ message: String, hint: String = "split it into parts with `LET`, or keep the values in a list or a `$parameter`"
  ) -> SyntaxFailure {
    report(
      Diagnostic(
        .limitExceeded, message, at: current.span,
        hints: [hint]))
    skipStatement()
    return SyntaxFailure()
  }

  /// Nothing more is said about the statement.
  func skipStatement() {
    isAborted = true
    while !at(.semicolon), !at(.endOfText) { advance() }
  }
}
