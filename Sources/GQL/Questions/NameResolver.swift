import GraphStore

/// Finds the one thing that a person means by a name: by its `name`, then its `aliases`, each exactly, then without regard to case and
/// diacritics, then to transliteration, then by some of its words.
struct NameResolver {
  struct Thing {
    let name: String
    let label: String?
    let aliases: [String]
    var spellings: [String] { [name] + aliases }
  }

  private let things: [Thing]

  /// - Parameter rows: of `query`.
  init(_ rows: QueryResult) {
    things = rows.compactMap { row in
      guard case .string(let name) = row[0] else { return nil }
      var aliases: [String] = []
      switch row[1] {
      case .list(let items): for case .string(let alias) in items { aliases.append(alias) }
      case .string(let alias): aliases = [alias]
      default: break
      }
      if case .string(let label) = row[2] { return Thing(name: name, label: label, aliases: aliases) }
      return Thing(name: name, label: nil, aliases: aliases)
    }
  }

  static let query = "MATCH (n) WHERE n.name IS NOT NULL RETURN n.name, n.aliases, LABELS(n)[0] AS label ORDER BY n.name, label"

  enum Answer {
    case name(String)
    case several([Thing])
    case none(suggestion: String?)
  }

  /// Every name that the text may stand for.
  func names(for wanted: String) -> [String] {
    switch resolve(wanted) {
    case .name(let name): [name]
    case .several(let things): Set(things.map(\.name)).sorted()
    case .none: []
    }
  }

  func resolve(_ wanted: String) -> Answer {
    let folded = NameFolding.folded(wanted)
    let loose = NameFolding.transliterated(wanted)
    let words = Set(folded.split(separator: " "))
    let steps: [(Thing) -> Bool] = [
      { $0.name.utf8.elementsEqual(wanted.utf8) },
      { $0.aliases.contains { $0.utf8.elementsEqual(wanted.utf8) } },
      { NameFolding.folded($0.name) == folded },
      { $0.aliases.contains { NameFolding.folded($0) == folded } },
      { $0.spellings.contains { NameFolding.transliterated($0) == loose } },
      { $0.spellings.contains { !words.isEmpty && words.isSubset(of: NameFolding.folded($0).split(separator: " ")) } },
    ]
    for step in steps {
      let found = things.filter(step)
      let names = Set(found.map(\.name))
      if names.count > 1 { return .several(found) }
      if let name = names.first { return .name(name) }
    }
    let spellings = things.flatMap(\.spellings)
    return .none(suggestion: Suggestion.closest(to: wanted, among: spellings))
  }
}

extension Session {
  /// Runs a question. Names of things may be given as aliases and in other spellings.
  ///
  /// - Throws: `42002` for a question or a thing that is not there, with the nearest name; the same for a name that fits several things.
  public func ask(_ name: String, _ arguments: [String: Value] = [:]) throws(QueryError) -> QueryResult {
    guard let question = Questions.question(name) else {
      let names = (Questions.standard + Questions.named).map(\.name)
      throw QueryError(.invalidReference, "no question is called `\(name)`", hints: Suggestion.hints(for: name, among: names))
    }
    let known = question.parameters.map(\.name)
    if let unknown = arguments.keys.sorted().first(where: { !known.contains($0) }) {
      throw QueryError(
        .invalidReference, "the question `\(name)` has no parameter `\(unknown)`",
        hints: known.isEmpty ? ["it has none"] : ["it has " + known.map { "`\($0)`" }.joined(separator: ", ")])
    }
    var values = arguments
    var resolver: NameResolver?
    var doubts: [Diagnostic] = []
    for parameter in question.parameters {
      guard let value = values[parameter.name] else {
        throw QueryError(
          .invalidReference, "the question `\(name)` asks for `\(parameter.name)`\(parameter.meaning.isEmpty ? "" : ": \(parameter.meaning)")",
          hints: [try example(for: question) ?? "write \(parameter.name)=VALUE"])
      }
      guard case .string(let text) = value else { continue }
      let isThing = question.namedThings.contains(parameter.name)
      guard isThing || question.resolvesTexts else { continue }
      let known: NameResolver
      if let resolver { known = resolver } else { known = NameResolver(try execute(NameResolver.query)) }
      resolver = known
      do throws(QueryError) {
        values[parameter.name] = .string(try resolve(text, among: known, question.candidates))
      } catch {
        let reason = try asOf == nil ? error : unknownBefore(text, error)
        if isThing, !question.resolvesTexts { throw reason }
        if isThing { doubts += reason.diagnostics }
      }
    }
    var result = try execute(question.text, values)
    if result.isEmpty, let parameter = question.searchedText, case .string(let text)? = values[parameter] {
      result = try search(question, parameter, text, values)
    }
    if result.isEmpty, !doubts.isEmpty { throw QueryError(doubts) }
    // Whoever asked did not write the query: a type it names that the graph has not, or a date that is missing, is no news.
    var summary = result.summary
    summary.warnings = []
    var rows = result.rows
    if let limit = question.rowLimit, rows.count > limit {
      rows.removeLast(rows.count - limit)
      summary.warnings = [
        Diagnostic(.warning, "there are more than \(limit); the first \(limit) are given", at: nil, severity: .warning, hints: [])
      ]
    }
    return QueryResult(columns: result.columns, rows: rows, summary: summary, plan: result.plan)
  }

  /// The example of a question, where it speaks of things of this graph.
  private func example(for question: Question) throws(QueryError) -> String? {
    guard let example = question.example else { return nil }
    let names = NameResolver(try execute(NameResolver.query))
    // Every second piece stands in quotes; a value without them is one word behind `=`.
    let pieces = example.split(separator: "\"", omittingEmptySubsequences: false)
    let quoted = pieces.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    let bare = pieces.enumerated().filter { $0.offset % 2 == 0 }.flatMap { $0.element.split(separator: " ") }
      .compactMap { word in word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) } }.filter { !$0.isEmpty }
    let isKnown = (quoted + bare).allSatisfy { value in value.first?.isNumber == true || names.names(for: value).count == 1 }
    return isKnown ? "for example: \(question.name) \(example)" : nil
  }

  /// What is wrong with a name that nothing had on the day that the session looks back to.
  private func unknownBefore(_ text: String, _ error: QueryError) throws(QueryError) -> QueryError {
    guard let day = asOf else { return error }
    asOf = nil
    defer { asOf = day }
    guard case .name(let name) = NameResolver(try execute(NameResolver.query)).resolve(text) else { return error }
    return QueryError(.invalidReference, "`\(name)` was not known by \(day.isoText)", hints: ["ask without the day, or with a later one"])
  }

  /// Looks for the names that a text is another spelling of.
  private func search(
    _ question: Question, _ parameter: String, _ text: String, _ values: [String: Value]
  ) throws(QueryError) -> QueryResult {
    var values = values
    var found = QueryResult(columns: [], rows: [], summary: ResultSummary())
    for name in NameResolver(try execute(NameResolver.query)).names(for: text) {
      values[parameter] = .string(name)
      let result = try execute(question.text, values)
      found = QueryResult(columns: result.columns, rows: found.rows + result.rows, summary: result.summary)
    }
    return found.columns.isEmpty ? try execute(question.text, values) : found
  }

  private func resolve(
    _ text: String, among names: NameResolver, _ candidates: Question.Candidates
  ) throws(QueryError) -> String {
    switch names.resolve(text) {
    case .name(let name): return name
    case .several(let things): return try resolve(text, among: things, candidates)
    case .none(let suggestion):
      throw QueryError(
        .invalidReference, "nothing is called `\(text)`",
        hints: [suggestion.map { "did you mean `\($0)`?" } ?? "the question `find` searches for parts of names"])
    }
  }

  /// The one likely thing, or an error that lists the likely things first.
  private func resolve(
    _ text: String, among things: [NameResolver.Thing], _ candidates: Question.Candidates
  ) throws(QueryError) -> String {
    var place: [String: Int] = [:]
    for row in try execute(candidates.query) {
      if case .string(let name) = row[0], place[name] == nil { place[name] = place.count }
    }
    let likely = things.filter { place[$0.name] != nil }.sorted { (place[$0.name] ?? 0) < (place[$1.name] ?? 0) }
    if candidates.decides, Set(likely.map(\.name)).count == 1 { return likely[0].name }
    let rest = things.filter { place[$0.name] == nil }
    let listed = candidates.decides && !likely.isEmpty ? likely : likely + rest
    let shown = listed.prefix(8).map { "`\($0.name)`\($0.label.map { " (\($0))" } ?? "")" }
    let more = things.count - shown.count
    throw QueryError(
      .invalidReference, "`\(text)` may mean several things: \(shown.joined(separator: ", "))\(more > 0 ? " and \(more) more" : "")",
      hints: ["write more of the name"])
  }
}
