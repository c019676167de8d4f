/// Where several nodes have one name, a question about one of them asks for its id as well. Its shipped text asks for the name alone.
extension Question {
  /// The parameter that holds the id of what a parameter names.
  static func identity(of parameter: String) -> String { "\(parameter)_element_id" }

  /// The parameters that a node pattern has as the name: `(e:Event {name: $event})`. Each means one node.
  var nodeParameters: Set<String> {
    let reading = tokens.reading
    return Set(tokens.all.indices.compactMap { index in tokens.pattern(at: index).map { _ in reading.name(tokens.all[index]) } })
  }

  /// Whether it looks at the vocabulary of stances.
  var readsStances: Bool { text.contains(":Stance)") || text.contains(":Stance ") }
  /// Whether all it is about are positions.
  var asksForPositions: Bool { name == "backs" || name == "backs_by" }

  /// The parameters that are looked for as they are written, in all spellings: `SAME_NAME(n.name, $name)`.
  var spelledParameters: Set<String> {
    let all = tokens.all
    return Set(all.indices.compactMap { index in
      guard index >= 2, all[index].kind == .parameter, all[index - 1].kind == .comma else { return nil }
      let opening = all[..<index].lastIndex { $0.kind == .leftParenthesis } ?? 0
      return opening > 0 && tokens.reading.written(all[opening - 1]).uppercased() == "SAME_NAME" ? tokens.reading.name(all[index]) : nil
    })
  }

  /// The text in which `(t:Place {name: $p})` and `t.name = $p` also compare the id, or of what has no name the id alone.
  func text(identifying parameters: Set<String>, nameless: Set<String> = []) -> String {
    let tokens = tokens
    var result = Array(text.utf8)
    for (index, token) in tokens.all.enumerated().reversed() where token.kind == .parameter {
      let parameter = tokens.reading.name(token)
      guard parameters.contains(parameter) || nameless.contains(parameter) else { continue }
      func condition(_ variable: String) -> String {
        (nameless.contains(parameter) ? "" : "\(variable).name = $\(parameter) AND ") + "ELEMENT_ID(\(variable)) = $\(Self.identity(of: parameter))"
      }
      if let (opening, brace) = tokens.pattern(at: index) {
        let isNamed = tokens.all[opening + 1].kind == .word
        let variable = isNamed ? tokens.reading.written(tokens.all[opening + 1]) : "named_\(parameter)"
        result.replaceSubrange(Int(tokens.all[brace].start)..<Int(tokens.all[index + 1].end), with: " WHERE \(condition(variable))".utf8)
        if !isNamed { result.insert(contentsOf: variable.utf8, at: Int(tokens.all[opening].end)) }
      } else if let variable = tokens.comparison(at: index) {
        let written = tokens.reading.written(tokens.all[variable])
        result.replaceSubrange(Int(tokens.all[variable].start)..<Int(token.end), with: "(\(condition(written)))".utf8)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private var tokens: NamePatterns { NamePatterns(text) }
}

/// Finds the places of a text where something is called as a parameter says.
private struct NamePatterns {
  let all: [Token]
  let reading: TokenText

  init(_ text: String) {
    let source = SourceText(text)
    all = Lexer.tokenize(source, dialect: .gql).tokens
    reading = TokenText(source: source, dialect: .gql)
  }

  /// The places of `(` and `{` of `(t:A|B {name: $p})`, when the parameter stands at `index`.
  func pattern(at index: Int) -> (opening: Int, brace: Int)? {
    guard index >= 4, index + 2 < all.count, all[index].kind == .parameter, all[index - 1].kind == .colon, isName(index - 2),
      all[index - 3].kind == .leftBrace, all[index + 1].kind == .rightBrace, all[index + 2].kind == .rightParenthesis
    else { return nil }
    var opening = index - 4
    while opening >= 0, [.word, .colon, .bar, .ampersand].contains(all[opening].kind) { opening -= 1 }
    return opening >= 0 && all[opening].kind == .leftParenthesis ? (opening, index - 3) : nil
  }

  /// The place of `t` in `t.name = $p`.
  func comparison(at index: Int) -> Int? {
    guard index >= 4, all[index - 1].kind == .equals, isName(index - 2), all[index - 3].kind == .period, all[index - 4].kind == .word else { return nil }
    return index - 4
  }

  private func isName(_ index: Int) -> Bool { all[index].kind == .word && reading.written(all[index]) == "name" }
}
