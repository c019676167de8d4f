import GraphStore

/// What may be written at one place of an unfinished statement, found by the lexer and the parser themselves.
package struct CursorSite: Sendable, Equatable {
  package enum Expected: Sendable, Equatable {
    /// Inside a comment or a number: nothing is offered.
    case nothing
    case label
    case edgeType
    /// Keys of the element described.
    case propertyKey(Element)
    /// Inside a string that is compared with a property, or is its value in a pattern.
    case value(key: String, of: Element)
    case parameter
    case procedure
    /// The name of a type of values.
    case type
    /// Keywords, in the order of the declarations; and what else fits.
    case words(keywords: [Keyword], variables: [VisibleVariable], functions: Bool)
  }

  /// Which nodes or edges a property belongs to, as far as the text tells.
  package struct Element: Sendable, Equatable {
    /// Nil: either.
    package var kind: ElementKind?
    /// Labels or edge types; empty: any.
    package var labels: [String] = []

    package init(kind: ElementKind? = nil, labels: [String] = []) {
      self.kind = kind
      self.labels = labels
    }
  }

  package var expected: Expected
  /// UTF-8 offset where what is being typed begins; it ends at the cursor. Of a string, behind its quote.
  package var start: Int
  /// The quote of a string or delimited name that is being typed.
  package var quote: Character?

  /// - Parameter cursor: a UTF-8 offset in `text`; what follows it does not matter.
  package init(in text: String, at cursor: Int, dialect: Dialect = .gql) {
    self = SiteFinder(head: Array(text.utf8.prefix(cursor)), dialect: dialect).find()
  }

  init(_ expected: Expected, start: Int, quote: Character? = nil) {
    self.expected = expected
    self.start = start
    self.quote = quote
  }
}

/// Looks at the tokens before the cursor. A letter is put at the cursor first: where it does not come out as a word, the cursor
/// stands in a string, a comment or a number.
private struct SiteFinder {
  let count: Int
  let source: SourceText
  let dialect: Dialect
  /// Of this statement, before the word that is being typed.
  let tokens: [Token]
  let typed: Token
  let unterminated: Lexer.Unterminated?
  let text: TokenText

  init(head: [UInt8], dialect: Dialect) {
    count = head.count
    source = SourceText(bytes: head + [UInt8(ascii: "x")])
    var lexer = Lexer(source, dialect: dialect)
    lexer.run()
    let all = lexer.tokens.dropLast()
    let statement = (all.lastIndex { $0.kind == .semicolon } ?? -1) + 1
    typed = all.last ?? Token(.endOfText, from: head.count, to: head.count)
    tokens = statement < all.count ? Array(all[statement..<(all.count - 1)]) : []
    unterminated = lexer.unterminated
    self.dialect = CursorSite.dialect(of: tokens, in: source, usual: dialect)
    text = TokenText(source: source, dialect: self.dialect)
  }

  func find() -> CursorSite {
    let nothing = CursorSite(.nothing, start: count)
    guard Int(typed.end) == count + 1, unterminated != .comment else { return nothing }
    let start = Int(typed.start)
    switch typed.kind {
    case .word: return CursorSite(expectedWord(), start: start)
    case .parameter: return CursorSite(.parameter, start: start + 1)
    case .invalid where unterminated == .string:
      guard let (key, element) = comparedProperty() else { return nothing }
      return CursorSite(
        .value(key: key, of: element), start: start + 1, quote: Character(Unicode.Scalar(source.bytes[start])))
    case .invalid where unterminated == .name:
      return CursorSite(expectedWord(isDelimited: true), start: start + 1, quote: "`")
    default: return nothing
    }
  }

  // MARK: Words

  private func expectedWord(isDelimited: Bool = false) -> CursorSite.Expected {
    guard let last = tokens.last else { return words() }
    let open = innermostOpen(before: tokens.count)
    if last.kind == .period { return afterPeriod() }
    if let kind = labelKind(open) { return kind }
    if let open, tokens[open].kind == .leftBrace, last.kind == .leftBrace || last.kind == .comma,
      let element = elementAround(brace: open)
    {
      return .propertyKey(element)
    }
    if isCallName() { return .procedure }
    return isDelimited ? .words(keywords: [], variables: variables(), functions: false) : words()
  }

  private func words() -> CursorSite.Expected {
    let next = NextWords(after: tokens, in: source, dialect: dialect)
    if next.allowsType { return .type }
    guard next.allowsName, !declaresName else { return .words(keywords: next.keywords, variables: [], functions: false) }
    // Behind the bracket of an element a name is one of its kind.
    let kind = tokens.last.flatMap { $0.kind == .leftParenthesis || $0.kind == .leftBracket ? patternKind(tokens.count - 1) : nil }
    let fitting = variables().filter { kind == nil || $0.kind == nil || $0.kind == kind }
    return .words(keywords: next.keywords, variables: fitting, functions: next.allowsExpression)
  }

  /// A name here is a new one.
  private var declaresName: Bool {
    switch tokens.last?.keyword {
    case .as?, .let?, .for?: true
    default: false
    }
  }

  private func variables() -> [VisibleVariable] { VisibleVariables.at(end: tokens, text) }

  // MARK: Properties

  /// `v.`: keys of v's labels; `CALL db.`: procedures.
  private func afterPeriod() -> CursorSite.Expected {
    if isCallName() { return .procedure }
    guard tokens.count >= 2, isName(tokens[tokens.count - 2]) else { return .propertyKey(CursorSite.Element()) }
    return .propertyKey(element(named: text.name(tokens[tokens.count - 2])))
  }

  private func element(named name: String) -> CursorSite.Element {
    guard let variable = variables().last(where: { $0.name.isSameName(as: name) }) else { return CursorSite.Element() }
    return CursorSite.Element(kind: variable.kind, labels: variable.labels)
  }

  /// CALL and dotted names.
  private func isCallName() -> Bool {
    var index = tokens.count - 1
    while index >= 1, tokens[index].kind == .period, tokens[index - 1].kind == .word { index -= 2 }
    return index >= 0 && tokens[index].keyword == .call
  }

  /// The element that a `{` describes: `(n:Person {`, `-[:BACKS {`.
  private func elementAround(brace: Int) -> CursorSite.Element? {
    guard let open = innermostOpen(before: brace), let kind = patternKind(open) else { return nil }
    var labels: [String] = []
    var variable: String?
    for index in open + 1..<brace {
      let token = tokens[index]
      switch token.kind {
      case .word, .delimitedName, .doubleQuoted:
        if token.keyword == .is || token.keyword == .labeled { continue }
        if index == open + 1, tokens[index].kind != .colon { variable = text.name(token) } else { labels.append(text.name(token)) }
      case .colon, .ampersand, .bar, .percent, .leftParenthesis, .rightParenthesis: continue
      default: return nil
      }
    }
    if labels.isEmpty, let variable, let known = variables().last(where: { $0.name.isSameName(as: variable) }) {
      labels = known.labels
    }
    return CursorSite.Element(kind: kind, labels: labels)
  }

  /// The property whose value a string at the cursor is: `{name: '`, `n.name = '`, `n.name STARTS WITH '`, `n.name IN ['`.
  private func comparedProperty() -> (key: String, element: CursorSite.Element)? {
    var end = tokens.count
    while end > 0, tokens[end - 1].kind == .string || tokens[end - 1].kind == .comma || tokens[end - 1].kind == .leftBracket { end -= 1 }
    guard end >= 2 else { return nil }
    if tokens[end - 1].kind == .colon, isName(tokens[end - 2]), let open = innermostOpen(before: end),
      tokens[open].kind == .leftBrace, let element = elementAround(brace: open)
    {
      return (text.name(tokens[end - 2]), element)
    }
    switch tokens[end - 1].kind {
    case .equals, .notEquals, .word: break
    default: return nil
    }
    var property = end - 1
    while property > 0, [.with, .starts, .ends, .contains, .in].contains(tokens[property].keyword) || tokens[property].kind == .equals
      || tokens[property].kind == .notEquals
    {
      property -= 1
    }
    guard property < end - 1, property >= 2, tokens[property - 1].kind == .period, isName(tokens[property - 2]) else { return nil }
    return (text.name(tokens[property]), element(named: text.name(tokens[property - 2])))
  }

  // MARK: Labels

  /// Behind `:` or `IS`, and behind the operators of a label expression that began there.
  private func labelKind(_ open: Int?) -> CursorSite.Expected? {
    var index = tokens.count - 1
    while index >= 0 {
      switch tokens[index].kind {
      case .ampersand, .bar, .exclamation, .leftParenthesis:
        index -= 1
        // What stands before an operator: a label, or another operator.
        if index >= 0, tokens[index + 1].kind == .ampersand || tokens[index + 1].kind == .bar, isName(tokens[index]) { index -= 1 }
        continue
      case .colon: return colonKind(at: index)
      case .word where tokens[index].keyword == .is || tokens[index].keyword == .labeled:
        return isKind(at: index)
      default: return nil
      }
    }
    return nil
  }

  private func colonKind(at index: Int) -> CursorSite.Expected? {
    if let open = innermostOpen(before: index) {
      switch tokens[open].kind {
      case .leftBracket: return patternKind(open) == .edge ? .edgeType : byVariable(before: index)
      case .leftParenthesis: return patternKind(open) == .node ? .label : byVariable(before: index)
      case .leftBrace where elementAround(brace: open) != nil || isRecord(brace: open): return nil
      default: break
      }
    }
    return byVariable(before: index)
  }

  /// `n:` in a condition or SET.
  private func byVariable(before index: Int) -> CursorSite.Expected? {
    guard index > 0, isName(tokens[index - 1]) else { return .label }
    return element(named: text.name(tokens[index - 1])).kind == .edge ? .edgeType : .label
  }

  /// A brace of a record: `{key:`, not a subquery.
  private func isRecord(brace: Int) -> Bool {
    brace + 2 < tokens.count && isName(tokens[brace + 1]) && tokens[brace + 2].kind == .colon
  }

  /// `(n IS`: a label; in a condition, only `IS LABELED`.
  private func isKind(at index: Int) -> CursorSite.Expected? {
    if tokens[index].keyword == .labeled { return byVariable(before: index > 0 && tokens[index - 1].keyword == .not ? index - 2 : index - 1) }
    guard let open = innermostOpen(before: index), let kind = patternKind(open), index - open <= 2 else { return nil }
    return kind == .node ? .label : .edgeType
  }

  // MARK: Brackets

  private func isName(_ token: Token) -> Bool {
    token.kind == .word || token.kind == .delimitedName || token.kind == .doubleQuoted
  }

  /// The last bracket that is open before a token.
  private func innermostOpen(before end: Int) -> Int? {
    var closed = 0
    for index in stride(from: end - 1, through: 0, by: -1) {
      switch tokens[index].kind {
      case .rightParenthesis, .rightBracket, .rightBrace: closed += 1
      case .leftParenthesis, .leftBracket, .leftBrace:
        if closed == 0 { return index }
        closed -= 1
      default: continue
      }
    }
    return nil
  }

  private func patternKind(_ open: Int) -> ElementKind? { PatternBrackets.kind(of: open, in: tokens) }
}

extension CursorSite {
  /// As `CYPHER` or `GQL` in front says.
  static func dialect(of tokens: [Token], in source: SourceText, usual: Dialect) -> Dialect {
    guard tokens.count > 1 else { return usual }
    return Dialect.prefix(tokens[0], before: tokens[1], in: source) ?? usual
  }
}

/// Tells the brackets of patterns from those of calls and lists.
enum PatternBrackets {
  static func kind(of open: Int, in tokens: [Token]) -> ElementKind? {
    let before = open > 0 ? tokens[open - 1] : nil
    switch tokens[open].kind {
    case .leftBracket:
      switch before?.kind {
      case .minus?, .tilde?: return .edge
      default: return nil
      }
    case .leftParenthesis:
      switch before?.kind {
      case .word?: return before?.keyword.map(precedesPattern) ?? false ? .node : nil
      case .comma?, .minus?, .greater?, .tilde?, .equals?, .leftParenthesis?, .leftBrace?, .less?, .bar?: return .node
      default: return nil
      }
    default: return nil
    }
  }

  private static func precedesPattern(_ keyword: Keyword) -> Bool {
    switch keyword {
    case .match, .insert, .create, .merge, .exists, .where, .and, .or, .not, .shortest, .trail, .walk, .simple, .acyclic, .all,
      .any, .path, .paths, .group, .groups:
      true
    default: false
    }
  }
}
