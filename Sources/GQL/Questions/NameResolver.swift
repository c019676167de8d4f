import GraphStore

/// Finds the one thing that a person means by a name: by its `name`, then its `aliases`, each exactly, then without regard to case and
/// diacritics, then to transliteration, then to singular and plural, then by some of its words.
struct NameResolver {
  struct Thing {
    let name: String
    let labels: [String]
    let aliases: [String]
    var label: String? { labels.first }
    var spellings: [String] { [name] + aliases }
  }

  private var things: [Thing]

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
      var labels: [String] = []
      if case .list(let items) = row[2] { for case .string(let label) in items { labels.append(label) } }
      return Thing(name: name, labels: labels, aliases: aliases)
    }
  }

  static let query = "MATCH (n) WHERE n.name IS NOT NULL RETURN n.name, n.aliases, LABELS(n) AS labels ORDER BY n.name, labels"

  /// Only things that have one of these labels.
  func limited(to labels: Set<String>) -> NameResolver {
    var result = self
    result.things.removeAll { labels.isDisjoint(with: $0.labels) }
    return result
  }

  enum Answer {
    /// A guess goes by some of the words.
    case thing(Thing, isGuess: Bool)
    case several([Thing])
    case none(suggestion: String?)
  }

  /// Every name that the text may stand for.
  func names(for wanted: String) -> [String] {
    switch resolve(wanted) {
    case .thing(let thing, _): [thing.name]
    case .several(let things): Set(things.map(\.name)).sorted()
    case .none: []
    }
  }

  func resolve(_ wanted: String) -> Answer {
    let folded = NameFolding.folded(wanted)
    let loose = NameFolding.transliterated(wanted)
    let words = Set(folded.split(separator: " "))
    let singular = NameFolding.singular(folded)
    let steps: [(Thing) -> Bool] = [
      { $0.name.utf8.elementsEqual(wanted.utf8) },
      { $0.aliases.contains { $0.utf8.elementsEqual(wanted.utf8) } },
      { NameFolding.folded($0.name) == folded },
      { $0.aliases.contains { NameFolding.folded($0) == folded } },
      { $0.spellings.contains { NameFolding.transliterated($0) == loose } },
      { $0.spellings.contains { NameFolding.singular(NameFolding.folded($0)) == singular } },
      { $0.spellings.contains { !words.isEmpty && words.isSubset(of: NameFolding.folded($0).split(separator: " ")) } },
    ]
    for (number, step) in steps.enumerated() {
      let found = things.filter(step)
      if Set(found.map(\.name)).count > 1 { return .several(found) }
      if let thing = found.first { return .thing(thing, isGuess: number == steps.count - 1) }
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
    var guesses: [Diagnostic] = []
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
        let (thing, isGuess) = try resolve(text, among: known, question, parameter.name)
        values[parameter.name] = .string(thing.name)
        if isGuess { guesses.append(.guess(text, thing)) }
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
    summary.warnings = guesses
    var rows = result.rows
    if let limit = question.rowLimit, rows.count > limit {
      rows.removeLast(rows.count - limit)
      summary.warnings.append(
        Diagnostic(.warning, "there are more than \(limit); the first \(limit) are given", at: nil, severity: .warning, hints: []))
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
    guard case .thing(let thing, _) = NameResolver(try execute(NameResolver.query)).resolve(text) else { return error }
    return QueryError(.invalidReference, "`\(thing.name)` was not known by \(day.isoText)", hints: ["ask without the day, or with a later one"])
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

  /// What a parameter of a question means: among the things with the labels that the query gives it, if it gives any.
  private func resolve(
    _ text: String, among names: NameResolver, _ question: Question, _ parameter: String
  ) throws(QueryError) -> (NameResolver.Thing, isGuess: Bool) {
    let labels = question.labels[parameter] ?? []
    switch (labels.isEmpty ? names : names.limited(to: labels)).resolve(text) {
    case .thing(let thing, let isGuess): return (thing, isGuess)
    case .several(let things): return (try resolve(text, among: things, question.candidates), false)
    case .none(let suggestion):
      if !labels.isEmpty, case .thing(let other, _) = names.resolve(text) {
        let kinds = labels.sorted().map { "`\($0)`" }.joined(separator: " or ")
        throw QueryError(
          .invalidReference, "`\(text)` is `\(other.name)`\(other.label.map { " (\($0))" } ?? ""), and no \(kinds)",
          hints: suggestion.map { ["did you mean `\($0)`?"] } ?? [])
      }
      throw QueryError(
        .invalidReference, "nothing is called `\(text)`",
        hints: [suggestion.map { "did you mean `\($0)`?" } ?? "names are the property `name` and its `aliases`; the question `find` searches for parts"])
    }
  }

  /// The one likely thing, or an error that lists the likely things first.
  private func resolve(
    _ text: String, among things: [NameResolver.Thing], _ candidates: Question.Candidates
  ) throws(QueryError) -> NameResolver.Thing {
    var place: [String: Int] = [:]
    for row in try execute(candidates.query) {
      if case .string(let name) = row[0], place[name] == nil { place[name] = place.count }
    }
    let likely = things.filter { place[$0.name] != nil }.sorted { (place[$0.name] ?? 0) < (place[$1.name] ?? 0) }
    if candidates.decides, Set(likely.map(\.name)).count == 1 { return likely[0] }
    let rest = things.filter { place[$0.name] == nil }
    let listed = candidates.decides && !likely.isEmpty ? likely : likely + rest
    let shown = listed.prefix(8).map { "`\($0.name)`\($0.label.map { " (\($0))" } ?? "")" }
    let more = things.count - shown.count
    throw QueryError(
      .invalidReference, "`\(text)` may mean several things: \(shown.joined(separator: ", "))\(more > 0 ? " and \(more) more" : "")",
      hints: ["write more of the name"])
  }
}

extension Diagnostic {
  fileprivate static func guess(_ text: String, _ thing: NameResolver.Thing) -> Diagnostic {
    Diagnostic(
      .warning, "`\(text)` is taken for `\(thing.name)`\(thing.label.map { " (\($0))" } ?? "")", at: nil, severity: .warning,
      hints: ["nothing has just this name; `find` tells what has its words"])
  }
}
