import GraphStore

/// Why a query may have found nothing: it names a thing as nobody does.
extension Session {
  /// Elements up to which names are looked through: some tens of milliseconds.
  private static let hintLimit = 200_000
  /// Names of a text that are looked for.
  private static let namesLimit = 20

  /// Warnings about properties in `text` that no element has, whether or not others have a name that is near: for statements that gave no rows.
  /// Empty in large graphs.
  public func warningsAboutKeys(in text: String, _ parameters: [String: Value] = [:]) -> [Diagnostic] {
    let source = SourceText(text)
    let lexed = Lexer.tokenize(source, dialect: dialect)
    defer { endGlance() }
    guard lexed.tokens.count(where: { ClauseKeywords.begins($0.keyword) }) <= DeepStack.usualClauses,
      let statement = Parser.parse(source, lexed, dialect: dialect).statements.first,
      let catalog = try? catalogNames(merged(parameters), withPresentKeys: true)
    else { return [] }
    var analyzer = Analyzer(catalog: catalog, parameters: nil, procedures: procedures.with(catalog.objects))
    analyzer.warnsOfAnyKey = true
    return analyzer.analyze(statement).diagnostics.filter { $0.severity == .warning }
  }

  /// Warnings about names in `text`, as in `{name: 'Osei'}`, `x.name = 'Osei'` or `x.name IN ['Osei']`, that nothing in the graph has as its `name`,
  /// with the name that is meant; a parameter stands for its value. Empty in large graphs. A look-up for each name; O(nodes) where nothing is called so.
  public func warningsAboutNames(in text: String, _ parameters: [String: Value] = [:]) -> [Diagnostic] {
    guard Self.mayCompareNames(text) else { return [] }
    let unknown = names(in: text, parameters).filter { name, _ in
      (try? execute("MATCH (n) WHERE n.name = $name RETURN 1 AS one LIMIT 1", ["name": .string(name)]).rows.isEmpty) == true
    }
    guard !unknown.isEmpty, let resolver = names() else { return [] }
    return unknown.compactMap { name, span in
      resolver.hint(about: name).map { Diagnostic(.warning, "nothing has the name `\(name)`", at: span, severity: .warning, hints: [$0]) }
    }
  }

  /// Whether `name` stands before `:`, `=` or IN somewhere: a look at the bytes, which every statement of a script can bear.
  private static func mayCompareNames(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var position = 0
      while position + 5 < bytes.count {
        defer { position += 1 }
        guard bytes[position] == UInt8(ascii: "n"), bytes[position + 1] == UInt8(ascii: "a"), bytes[position + 2] == UInt8(ascii: "m"),
          bytes[position + 3] == UInt8(ascii: "e")
        else { continue }
        var next = position + 4
        while next < bytes.count, [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "`")].contains(bytes[next]) { next += 1 }
        guard next < bytes.count else { return false }
        if [UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "I"), UInt8(ascii: "i")].contains(bytes[next]) { return true }
      }
      return false
    }
  }

  /// The names that properties called `name` are compared with, and where they stand.
  private func names(in text: String, _ parameters: [String: Value]) -> [(name: String, span: SourceSpan)] {
    let source = SourceText(text)
    let tokens = Lexer.tokenize(source, dialect: dialect).tokens
    let reading = TokenText(source: source, dialect: dialect)
    func isName(_ index: Int) -> Bool { index >= 0 && tokens[index].kind == .word && reading.written(tokens[index]) == "name" }
    var found: [(name: String, span: SourceSpan)] = []
    var isInList = false
    for (index, token) in tokens.enumerated() where found.count < Session.namesLimit {
      if token.kind == .leftBracket, index >= 2, tokens[index - 1].keyword == .in, isName(index - 2) { isInList = true }
      if token.kind == .rightBracket { isInList = false }
      guard [.string, .doubleQuoted, .parameter].contains(token.kind), index >= 2 else { continue }
      let sign = tokens[index - 1].kind
      guard isInList || (sign == .colon || sign == .equals) && isName(index - 2) else { continue }
      let written = reading.name(token)
      if token.kind != .parameter {
        found.append((written, token.span))
      } else if case .string(let value)? = parameters[written] {
        found.append((value, token.span))
      }
    }
    return found
  }

  /// Whether all things can be looked through while somebody waits.
  var isSmall: Bool {
    get throws(QueryError) {
      guard case .int(let count)? = try execute("MATCH (n) RETURN COUNT(*) AS n").first?[0] else { return false }
      return count <= Session.hintLimit
    }
  }

  /// Nil in a large graph.
  private func names() -> NameResolver? {
    guard (try? isSmall) == true, let rows = try? execute(NameResolver.query)
    else { return nil }
    return NameResolver(rows)
  }
}

extension NameResolver {
  /// What was probably meant by a name; nil when something has exactly this name, or nothing is near.
  fileprivate func hint(about name: String) -> String? {
    switch resolve(name) {
    case .fit(let fit):
      if fit.closest.contains(where: { $0.name.isSameName(as: name) }) { return nil }
      let names = Set(fit.closest.map(\.name)).sorted().prefix(3).map { "`\($0)`" }
      if names.count > 1 { return "perhaps " + names.joined(separator: " or ") }
      return fit.isGuess ? "did you mean \(names[0])?" : "\(names[0]) is called so; `name` holds one spelling, `aliases` the others"
    case .none(let suggestion): return suggestion.map { "did you mean `\($0)`?" }
    }
  }
}
