import GraphStore

/// A variable that may be used at one place, with what the text says of it.
package struct VisibleVariable: Sendable, Equatable {
  package var name: String
  /// Nil: no element, or a path.
  package var kind: ElementKind?
  /// Labels or edge types that its patterns name.
  package var labels: [String] = []
}

/// Finds the variables in scope at the end of an unfinished statement, which the analyzer does not take: a walk over the tokens.
///
/// Follows patterns, AS, LET, FOR, YIELD and `p =`; after NEXT, and after WITH, only the columns remain; what a closed subquery
/// declared is gone. In the order of declaration.
enum VisibleVariables {
  static func at(end tokens: [Token], _ text: TokenText) -> [VisibleVariable] {
    var walk = VariableWalk(tokens: tokens, text: text)
    walk.run()
    return walk.variables
  }
}

private struct VariableWalk {
  let tokens: [Token]
  let text: TokenText
  var variables: [VisibleVariable] = []
  /// For each open `{`: the variables outside.
  private var outer: [[VisibleVariable]] = []
  /// Where the items of the last RETURN or WITH begin, and how deep that is.
  private var items: (start: Int, depth: Int, isWith: Bool)?
  private var depth = 0

  init(tokens: [Token], text: TokenText) {
    self.tokens = tokens
    self.text = text
  }

  mutating func run() {
    for index in tokens.indices {
      let token = tokens[index]
      switch token.kind {
      case .leftBrace:
        outer.append(variables)
        depth += 1
      case .rightBrace:
        if let before = outer.popLast() { variables = before }
        depth -= 1
      case .leftParenthesis, .leftBracket:
        depth += 1
        if let kind = PatternBrackets.kind(of: index, in: tokens) { declareElement(kind, after: index) }
      case .rightParenthesis, .rightBracket: depth -= 1
      case .word: take(word: index)
      default: continue
      }
    }
  }

  private mutating func take(word index: Int) {
    let keyword = tokens[index].keyword
    if let items, items.isWith, items.depth == depth, items.start < index, ClauseKeywords.begins(keyword) || keyword == .where {
      keepColumns(items.start..<index)
    }
    switch keyword {
    case .return?: items = (index + 1, depth, false)
    case .with? where !follows(index, [.starts, .ends]): items = (index + 1, depth, true)
    case .next?:
      if let items, !items.isWith { keepColumns(items.start..<index) }
    case .as?: declare(name(at: index + 1), aliasOf: index > 0 ? name(at: index - 1) : nil)
    case .for? where isKeyword(.in, at: index + 2): declare(name(at: index + 1))
    case .let?, .match?: declareAssigned(after: index)
    case .yield?: declareYield(after: index)
    default: break
    }
  }

  private func follows(_ index: Int, _ keywords: [Keyword]) -> Bool {
    index > 0 && tokens[index - 1].keyword.map(keywords.contains) ?? false
  }

  private func isKeyword(_ keyword: Keyword, at index: Int) -> Bool { index < tokens.count && tokens[index].keyword == keyword }

  private func name(at index: Int) -> String? {
    guard tokens.indices.contains(index) else { return nil }
    switch tokens[index].kind {
    case .word: return tokens[index].keyword?.isReserved ?? false ? nil : text.name(tokens[index])
    case .delimitedName: return text.name(tokens[index])
    default: return nil
    }
  }

  private mutating func declare(_ name: String?, kind: ElementKind? = nil, labels: [String] = [], aliasOf: String? = nil) {
    guard let name else { return }
    var variable = VisibleVariable(name: name, kind: kind, labels: labels)
    if let aliasOf, let known = variables.first(where: { $0.name.isSameName(as: aliasOf) }) {
      variable.kind = known.kind
      variable.labels = known.labels
    }
    if let known = variables.firstIndex(where: { $0.name.isSameName(as: name) }) {
      if kind != nil || aliasOf != nil { variables[known].kind = variable.kind }
      for label in variable.labels where !variables[known].labels.contains(label) { variables[known].labels.append(label) }
    } else {
      variables.append(variable)
    }
  }

  /// `(n:Person&!Minister`, `-[e:BACKS|OPPOSES`. Only when something follows the name: else it is being typed.
  private mutating func declareElement(_ kind: ElementKind, after open: Int) {
    guard let variable = name(at: open + 1), open + 2 < tokens.count else { return }
    var labels: [String] = []
    var index = open + 2
    guard tokens[index].kind == .colon || tokens[index].keyword == .is else {
      switch tokens[index].kind {
      case .rightParenthesis, .rightBracket, .leftBrace, .asterisk: return declare(variable, kind: kind)
      case .word where tokens[index].keyword == .where: return declare(variable, kind: kind)
      default: return
      }
    }
    index += 1
    while index < tokens.count {
      switch tokens[index].kind {
      case .word where tokens[index].keyword == .where: index = tokens.count
      case .word, .delimitedName:
        if tokens[index - 1].kind != .exclamation { labels.append(text.name(tokens[index])) }
      case .ampersand, .bar, .exclamation, .percent, .colon, .leftParenthesis: break
      default: index = tokens.count
      }
      index += 1
    }
    declare(variable, kind: kind, labels: labels)
  }

  /// `LET a = ..., b = ...` and `MATCH p = ...`, up to the next clause.
  private mutating func declareAssigned(after keyword: Int) {
    var level = 0
    var index = keyword + 1
    while index + 1 < tokens.count {
      switch tokens[index].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: level += 1
      case .rightParenthesis, .rightBracket, .rightBrace: level -= 1
      case .word, .delimitedName:
        if level == 0, ClauseKeywords.begins(tokens[index].keyword) { return }
        let isFirst = index == keyword + 1 || tokens[index - 1].kind == .comma
        if level == 0, isFirst, tokens[index + 1].kind == .equals { declare(name(at: index)) }
      default: break
      }
      if level < 0 { return }
      index += 1
    }
  }

  private mutating func declareYield(after keyword: Int) {
    var index = keyword + 1
    while let column = name(at: index) {
      if isKeyword(.as, at: index + 1) { index += 2 } else { declare(column) }
      guard index + 1 < tokens.count, tokens[index + 1].kind == .comma else { return }
      index += 2
    }
  }

  /// The columns of RETURN or WITH become all that is visible: `a`, `x AS b`; `*` keeps the rest.
  private mutating func keepColumns(_ range: Range<Int>) {
    items = nil
    var kept: [VisibleVariable] = []
    var level = 0
    var begin = range.lowerBound
    if begin < range.upperBound, tokens[begin].kind == .asterisk { return }
    for index in range {
      switch tokens[index].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: level += 1
      case .rightParenthesis, .rightBracket, .rightBrace: level -= 1
      default: break
      }
      let isEnd = index + 1 == range.upperBound || level == 0 && tokens[index + 1].kind == .comma
        || level == 0 && (tokens[index + 1].keyword == .order || tokens[index + 1].keyword == .group)
      guard level == 0, isEnd else { continue }
      if isKeyword(.distinct, at: begin) { begin += 1 }
      let isName = index == begin || index > begin && tokens[index - 1].keyword == .as
      if isName, let column = name(at: index), let variable = variables.first(where: { $0.name.isSameName(as: column) }) {
        kept.append(variable)
      }
      begin = index + 2
    }
    variables = kept
  }
}
