/// One word, literal or sign of the source: a kind and a place. Its text is read from the source when asked for.
public struct Token: Sendable, Hashable {
  public let kind: TokenKind
  /// For `.word` only: which keyword it may be.
  public let keyword: Keyword?
  let start: UInt32
  let end: UInt32

  init(_ kind: TokenKind, keyword: Keyword? = nil, from start: Int, to end: Int) {
    self.kind = kind
    self.keyword = keyword
    self.start = UInt32(start)
    self.end = UInt32(end)
  }

  public var span: SourceSpan { SourceSpan(Int(start), Int(end)) }
}

/// What a token is. The raw value is the sign itself where there is one, a description elsewhere.
public enum TokenKind: String, Sendable, Hashable {
  // Words and literals.
  case word = "a name"
  /// `` `x y` ``.
  case delimitedName = "a delimited name"
  /// `'x'`, `@'x'`.
  case string = "a string"
  /// `"x"`: a string, or a name where only a name fits.
  case doubleQuoted = "a quoted text"
  case byteString = "a byte string"
  case integer = "a whole number"
  /// `1.5`, `1M`: exact.
  case decimal = "a decimal number"
  /// `1e3`, `1F`: approximate.
  case float = "a floating-point number"
  case parameter = "a parameter"
  /// `$$x`.
  case referenceParameter = "a reference parameter"

  // Brackets and separators.
  case leftParenthesis = "(", rightParenthesis = ")"
  case leftBracket = "[", rightBracket = "]"
  case leftBrace = "{", rightBrace = "}"
  case comma = ",", period = ".", doublePeriod = "..", colon = ":", doubleColon = "::", semicolon = ";"

  // Operators. Edges are put together from these by the parser: `-`, `[`, `]`, `-`, `>`.
  case plus = "+", minus = "-", asterisk = "*", solidus = "/", percent = "%", caret = "^"
  case equals = "=", notEquals = "<>", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
  case doubleBar = "||", bar = "|", multisetAlternation = "|+|"
  case ampersand = "&", exclamation = "!", question = "?", tilde = "~"

  // Habits of other languages, known so that they can be answered.
  case exclamationEquals = "!=", doubleEquals = "==", plusEquals = "+=", equalsTilde = "=~"

  /// What the lexer has already complained about.
  case invalid = "an invalid character"
  case endOfText = "the end of the text"

  /// Whether the raw value is the sign as written.
  var isSign: Bool {
    switch self {
    case .word, .delimitedName, .string, .doubleQuoted, .byteString, .integer, .decimal, .float, .parameter,
      .referenceParameter, .invalid, .endOfText:
      false
    case .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .leftBrace, .rightBrace, .comma,
      .period, .doublePeriod, .colon, .doubleColon, .semicolon, .plus, .minus, .asterisk, .solidus, .percent,
      .caret, .equals, .notEquals, .less, .lessOrEqual, .greater, .greaterOrEqual, .doubleBar, .bar,
      .multisetAlternation, .ampersand, .exclamation, .question, .tilde, .exclamationEquals, .doubleEquals,
      .plusEquals, .equalsTilde:
      true
    }
  }
}
