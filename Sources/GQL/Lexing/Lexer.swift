/// Cuts a source text into tokens. Never fails: what is no token becomes `.invalid`, with a diagnostic.
///
/// White space and comments are skipped. The lexer looks at what came before only for `--` (see `startsComment`) and
/// for a period between digits. O(n); holds 16 bytes per token.
public struct Lexer {
  /// Bytes of one source text; offsets in tokens have 32 bits.
  public static let maximumSourceLength = 1 << 30
  /// Complaints of one run; what comes after is still marked `.invalid`.
  public static let maximumDiagnostics = 50

  private(set) var source: SourceText
  private(set) var bytes: [UInt8]
  /// Changed by `CYPHER` or `GQL` at the beginning of a statement, until its end.
  var dialect: Dialect
  let usualDialect: Dialect
  var offset = 0
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  /// What the last token ended at, for "directly after".
  var isInPattern = false
  /// One entry per open bracket: whether a pattern stood around it.
  var patternStack: [Bool] = []
  /// An opened string, delimited name or comment that the end of the text cut off.
  var unterminated: Unterminated?

  enum Unterminated { case string, name, comment }

  public static func tokenize(_ source: String, dialect: Dialect = .gql) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    tokenize(SourceText(source), dialect: dialect)
  }

  public static func tokenize(_ source: [UInt8], dialect: Dialect = .gql) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    tokenize(SourceText(bytes: source), dialect: dialect)
  }

  /// The last token is always `.endOfText`.
  public static func tokenize(
    _ source: SourceText, dialect: Dialect = .gql
  ) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    var lexer = Lexer(source, dialect: dialect)
    lexer.run()
    return (lexer.tokens, lexer.diagnostics)
  }

  init(_ source: SourceText, dialect: Dialect = .gql) {
    self.source = source
    self.bytes = source.bytes
    self.dialect = dialect
    usualDialect = dialect
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  /// More of the text has come. O(more).
  mutating func append(_ more: some Collection<UInt8>) {
    // The two share their memory, which is copied unless one holds it alone.
    source = SourceText(bytes: [])
    bytes.append(contentsOf: more)
    source = SourceText(bytes: bytes)
  }

  /// Goes on until what stands at the place has been read, a token or a comment. O(what has not been read).
  mutating func read(through place: Int) { while offset <= place, skipTrivia(), offset <= place { lexToken() } }

  mutating func run() {
    guard bytes.count <= Lexer.maximumSourceLength else {
      report(
        .limitExceeded, "the text is longer than \(Lexer.maximumSourceLength) bytes, the limit of one text",
        SourceSpan(0, 0))
      tokens.append(Token(.endOfText, from: 0, to: 0))
      return
    }
    tokens.reserveCapacity(bytes.count / 5 + 2)
    while skipTrivia() {
      let start = offset
      lexToken()
      assert(offset > start, "every token takes a byte")
    }
    tokens.append(Token(.endOfText, from: bytes.count, to: bytes.count))
  }

  /// The byte `distance` after the current one; 0 beyond the end.
  func peek(_ distance: Int = 0) -> UInt8 {
    let index = offset + distance
    return index < bytes.count ? bytes[index] : 0
  }

  mutating func emit(_ kind: TokenKind, length: Int) {
    emit(kind, from: offset, to: offset + length)
  }

  mutating func emit(_ kind: TokenKind, from start: Int, to end: Int) {
    tokens.append(Token(kind, from: start, to: end))
    offset = end
  }

  mutating func report(
    _ status: GQLStatus, _ message: String, _ span: SourceSpan, hints: [String] = [], detail: String = "UnexpectedSyntax"
  ) {
    guard diagnostics.count < Lexer.maximumDiagnostics else { return }
    diagnostics.append(Diagnostic(status, message, at: span, hints: hints, detail: detail))
  }

  private mutating func lexToken() {
    let byte = peek()
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): lexNumber()
    case UInt8(ascii: "'"): lexQuoted(.string)
    case UInt8(ascii: "\""): lexQuoted(.doubleQuoted)
    case UInt8(ascii: "`"): lexQuoted(.delimitedName)
    case UInt8(ascii: "@"): lexNoEscape()
    case UInt8(ascii: "$"): lexParameter()
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      if peek(1) == UInt8(ascii: "'") { lexByteString() } else { lexWord() }
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): lexWord()
    case UInt8(ascii: "."): lexPeriod()
    case 0x80...: lexBeyondASCII()
    default: lexSign(byte)
    }
  }

  private mutating func lexSign(_ byte: UInt8) {
    let next = peek(1)
    switch UnicodeScalar(byte) {
    case "(": open(.leftParenthesis)
    case "[": open(.leftBracket)
    case "{": open(.leftBrace)
    case ")": close(.rightParenthesis)
    case "]": close(.rightBracket)
    case "}": close(.rightBrace)
    case ",": emit(.comma, length: 1)
    case ";":
      isInPattern = false
      patternStack.removeAll(keepingCapacity: true)
      dialect = usualDialect
      emit(.semicolon, length: 1)
    case ":": next == UInt8(ascii: ":") ? emit(.doubleColon, length: 2) : emit(.colon, length: 1)
    case "+": next == UInt8(ascii: "=") ? emit(.plusEquals, length: 2) : emit(.plus, length: 1)
    case "-": emit(.minus, length: 1)
    case "*": emit(.asterisk, length: 1)
    case "/": emit(.solidus, length: 1)
    case "%": emit(.percent, length: 1)
    case "^": emit(.caret, length: 1)
    case "&": emit(.ampersand, length: 1)
    case "?": emit(.question, length: 1)
    case "~": emit(.tilde, length: 1)
    case "=": lexEquals(next)
    case "!": next == UInt8(ascii: "=") ? emit(.exclamationEquals, length: 2) : emit(.exclamation, length: 1)
    case "<":
      if next == UInt8(ascii: ">") { emit(.notEquals, length: 2) }
      else if next == UInt8(ascii: "=") { emit(.lessOrEqual, length: 2) }
      else { emit(.less, length: 1) }
    case ">": next == UInt8(ascii: "=") ? emit(.greaterOrEqual, length: 2) : emit(.greater, length: 1)
    case "|":
      if next == UInt8(ascii: "|") { emit(.doubleBar, length: 2) }
      else if next == UInt8(ascii: "+"), peek(2) == UInt8(ascii: "|") { emit(.multisetAlternation, length: 3) }
      else { emit(.bar, length: 1) }
    default: lexInvalid()
    }
  }

  private mutating func lexEquals(_ next: UInt8) {
    if next == UInt8(ascii: "=") {
      emit(.doubleEquals, length: 2)
    } else if next == UInt8(ascii: "~"), !isInPattern {
      emit(.equalsTilde, length: 2)
    } else {
      emit(.equals, length: 1)
    }
  }

  /// A bracket keeps what stood before it, so that `WHERE` inside one does not hide the pattern around it.
  private mutating func open(_ kind: TokenKind) {
    patternStack.append(isInPattern)
    emit(kind, length: 1)
  }

  private mutating func close(_ kind: TokenKind) {
    if let outer = patternStack.popLast() { isInPattern = outer }
    emit(kind, length: 1)
  }

  /// `.5` is a number unless it follows what can have a property: `a.5`, `f().5`.
  private mutating func lexPeriod() {
    if peek(1) == UInt8(ascii: ".") { return emit(.doublePeriod, length: 2) }
    let isDigit = peek(1) >= UInt8(ascii: "0") && peek(1) <= UInt8(ascii: "9")
    if isDigit, !followsOperand() { return lexNumber() }
    emit(.period, length: 1)
  }

  private func followsOperand() -> Bool {
    guard let last = tokens.last, Int(last.end) == offset else { return false }
    switch last.kind {
    case .word, .delimitedName, .doubleQuoted, .string, .parameter, .rightParenthesis, .rightBracket, .rightBrace:
      return true
    default:
      return false
    }
  }
}
