extension Question {
  /// By parameter, the labels that the query gives the nodes whose name it is: `(e:Event|Meeting {name: $event})`. Only where each pattern
  /// with the parameter names labels in this form.
  var labels: [String: Set<String>] {
    let source = SourceText(text)
    let tokens = Lexer.tokenize(source, dialect: .gql).tokens
    let reading = TokenText(source: source, dialect: .gql)
    var result: [String: Set<String>] = [:]
    var free: Set<String> = []
    for (index, token) in tokens.enumerated() where token.kind == .parameter {
      let parameter = reading.name(token)
      if let labels = Self.labels(before: index, tokens, reading) {
        result[parameter, default: []].formUnion(labels)
      } else {
        free.insert(parameter)
      }
    }
    return result.filter { !free.contains($0.key) }
  }

  /// Those of `:A|B {name: $p`, when the parameter stands at `index`.
  private static func labels(before index: Int, _ tokens: [Token], _ reading: TokenText) -> Set<String>? {
    guard index >= 5, tokens[index - 1].kind == .colon, reading.written(tokens[index - 2]) == "name", tokens[index - 3].kind == .leftBrace
    else { return nil }
    var labels: Set<String> = []
    var position = index - 4
    while position > 0, tokens[position].kind == .word {
      labels.insert(reading.name(tokens[position]))
      if tokens[position - 1].kind == .colon { return labels }
      guard tokens[position - 1].kind == .bar else { return nil }
      position -= 2
    }
    return nil
  }
}
