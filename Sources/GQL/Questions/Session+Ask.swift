import GraphStore

extension Session {
  /// Runs a question. Names of things may be given as aliases, as keys and in other spellings; where several have a name, with a mark, as in
  /// `bridge (Proposal)`. What is only guessed is told by a warning, `01000`.
  ///
  /// - Throws: `42002` for a question or a thing that is not there, with the nearest name; the same for a name that fits several things.
  public func ask(_ name: String, _ arguments: [String: Value] = [:]) throws(QueryError) -> QueryResult {
    guard let question = Questions.question(name) else {
      let names = (Questions.standard + Questions.named).map(\.name)
      throw QueryError(.invalidReference, "no question is called `\(name)`", hints: Suggestion.hints(for: name, among: names))
    }
    let clock = ContinuousClock(), start = clock.now
    isAsking = true
    defer { isAsking = false }
    return try answer(question, arguments).with { $0.elapsedSeconds = (clock.now - start) / .seconds(1) }
  }

  private func answer(_ question: Question, _ arguments: [String: Value]) throws(QueryError) -> QueryResult {
    let known = question.parameters.map(\.name)
    if let unknown = arguments.keys.sorted().first(where: { !known.contains($0) }) {
      throw QueryError(
        .invalidReference, "the question `\(question.name)` has no parameter `\(unknown)`",
        hints: known.isEmpty ? ["it has none"] : ["it has " + known.map { "`\($0)`" }.joined(separator: ", ")])
    }
    var values = arguments
    var resolver: NameResolver?
    var doubts: [Diagnostic] = []
    var guesses: [Diagnostic] = []
    var others: [Diagnostic] = []
    var identified: Set<String> = []
    var nameless: Set<String> = []
    for parameter in question.parameters {
      guard let value = values[parameter.name] else {
        throw QueryError(
          .invalidReference, "the question `\(question.name)` asks for `\(parameter.name)`\(parameter.meaning.isEmpty ? "" : ": \(parameter.meaning)")",
          hints: [try example(for: question) ?? "write \(parameter.name)=VALUE"])
      }
      if question.asksForDay(parameter.name) { try Self.checkDay(value, question.mayBeNull(parameter.name)) }
      guard case .string(let text) = value else { continue }
      let isThing = question.namedThings.contains(parameter.name)
      guard isThing || question.resolvesTexts else { continue }
      let known: NameResolver
      if let resolver {
        known = resolver
      } else if let exact = try exactlyNamed(text, question, parameter.name) {
        known = exact
      } else {
        known = NameResolver(try execute(NameResolver.query))
        resolver = known
      }
      switch try meaning(of: text, among: known, question, parameter.name) {
      // Only who names a thing may be guessed to mean another.
      case .one(let thing, let isGuess) where isThing || !isGuess:
        values[parameter.name] = .string(thing.name)
        if isGuess { guesses.append(.guess(text, thing)) }
        if isThing, known.hasTwin(thing) {
          identified.insert(parameter.name)
          values[Question.identity(of: parameter.name)] = .string(thing.id)
        }
      case .other(let thing, let reason):
        // The query takes any thing, so that it may find something all the same.
        values[parameter.name] = .string(thing.name)
        if isThing, known.hasTwin(thing) {
          identified.insert(parameter.name)
          values[Question.identity(of: parameter.name)] = .string(thing.id)
        }
        others.append(reason)
      case .several(let reason) where isThing:
        if !question.resolvesTexts || question.nodeParameters.contains(parameter.name) { throw reason }
        doubts += reason.diagnostics
      case .unknown(let error) where isThing:
        if let thing = try namelessThing(text, question, parameter.name) {
          values[parameter.name] = .string(thing.name)
          nameless.insert(parameter.name)
          values[Question.identity(of: parameter.name)] = .string(thing.id)
          continue
        }
        let reason = try asOf == nil ? error : unknownBefore(text, error)
        if !question.resolvesTexts { throw reason }
        doubts += reason.diagnostics
      case .one, .several, .unknown: break
      }
    }
    var result = try execute(
      identified.isEmpty && nameless.isEmpty ? question.text : question.text(identifying: identified, nameless: nameless), values)
    if result.isEmpty, let parameter = question.searchedText, case .string(let text)? = values[parameter] {
      result = try search(question, parameter, text, values, &guesses)
    }
    if result.isEmpty, !doubts.isEmpty { throw QueryError(doubts) }
    if result.isEmpty {
      for parameter in question.parameters where question.namedThings.contains(parameter.name) || question.resolvesTexts {
        if case .string(let name)? = values[parameter.name], let note = try officeNote(name) { others.append(note) }
      }
    }
    var summary = result.summary
    summary.warnings = guesses + (result.isEmpty ? others : [])
    var rows = result.rows
    if let limit = question.rowLimit, rows.count > limit {
      rows.removeLast(rows.count - limit)
      summary.warnings.append(
        Diagnostic(.warning, "there are more than \(limit); the first \(limit) are given", at: nil, severity: .warning, hints: []))
    }
    return QueryResult(columns: result.columns, rows: rows, summary: summary, plan: result.plan)
  }

  /// Only the things that have just this name; nil when what a parameter means does not depend on them alone. O(things of the name).
  private func exactlyNamed(_ text: String, _ question: Question, _ parameter: String) throws(QueryError) -> NameResolver? {
    let exact = NameResolver(try execute(NameResolver.exactQuery, ["name": .string(text)]))
    let wanted = [question.labels[parameter], question.expectedLabels[parameter]].compactMap { $0 }.filter { !$0.isEmpty }
    guard !exact.isEmpty, !wanted.contains(where: { exact.limited(to: $0).isEmpty }) else { return nil }
    return exact
  }

  /// Of an office: who holds it, for whoever asked may mean the holder.
  private func officeNote(_ name: String) throws(QueryError) -> Diagnostic? {
    let holders = try execute(
      """
      MATCH (holder)-[e:HOLDS_OFFICE]->(office)
      WHERE office.name = $name AND COALESCE(\(QuestionText.text("e.status")), 'current') = 'current'
      RETURN DISTINCT \(QuestionText.called("holder")) AS name ORDER BY name LIMIT 3
      """, ["name": .string(name)])
    let names = holders.compactMap { row -> String? in if case .string(let holder) = row[0] { "`\(holder)`" } else { nil } }
    if names.isEmpty { return nil }
    return Diagnostic(
      .warning, "`\(name)` is an office, held by \(names.joined(separator: " and "))", at: nil, severity: .warning,
      hints: ["ask about \(names.joined(separator: " or ")): nothing is told here of the office itself"])
  }

  /// The node without a name that answers call so.
  ///
  /// - Throws: `42002` where there are several.
  private func namelessThing(_ text: String, _ question: Question, _ parameter: String) throws(QueryError) -> NameResolver.Thing? {
    switch try meaning(of: text, among: NameResolver(try execute(NameResolver.namelessQuery)), question, parameter) {
    case .one(let thing, isGuess: false): return thing
    case .several(let reason): throw reason
    case .one, .other, .unknown: return nil
    }
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
    let isKnown = (quoted + bare).allSatisfy { value in
      if case .thing(_, isGuess: false) = names.resolve(value) { true } else { value.first?.isNumber == true }
    }
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

  /// - Throws: `22007` for what is no day, month or year.
  private static func checkDay(_ value: Value, _ mayBeNull: Bool) throws(QueryError) {
    let text: String
    switch value {
    case .date: return
    case .null where mayBeNull: return
    case .string(let written): text = written
    case .null: text = "NULL"
    default: text = CellText.of(value, nullText: "NULL")
    }
    let isISO = [4, 7, 10].contains(text.utf8.count) && text.utf8.enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    guard !isISO || LocalDate(iso: text + "-01-01".dropFirst(max(0, text.utf8.count - 4))) == nil else { return }
    throw QueryError(.invalidDatetimeFormat, "`\(text)` is no date", hints: ["write it like `2025-03-03`, `2025-03` or `2025`"])
  }

  /// Looks for the names that a text is another spelling of, then for what has all its words.
  private func search(
    _ question: Question, _ parameter: String, _ text: String, _ values: [String: Value], _ guesses: inout [Diagnostic]
  ) throws(QueryError) -> QueryResult {
    let names: Set<String>
    switch NameResolver(try execute(NameResolver.query)).resolve(text) {
    case .thing(let thing, let isGuess):
      if isGuess {
        let found = try ThingWords.search(text, in: self)
        if !found.isEmpty { return found }
        guesses.append(.guess(text, thing))
      }
      names = [thing.name]
    case .several(let things, _): names = Set(things.map(\.name))
    case .none: names = []
    }
    var values = values
    var found = QueryResult(columns: [], rows: [], summary: ResultSummary())
    for name in names.sorted() {
      values[parameter] = .string(name)
      let result = try execute(question.text, values)
      found = QueryResult(columns: result.columns, rows: found.rows + result.rows, summary: result.summary)
    }
    return found.isEmpty ? try ThingWords.search(text, in: self) : found
  }

  private enum Meaning {
    case one(NameResolver.Thing, isGuess: Bool)
    /// One that has none of the expected labels: where nothing is found, the warning tells why.
    case other(NameResolver.Thing, Diagnostic)
    /// The error lists them.
    case several(QueryError)
    /// The error tells what is near.
    case unknown(QueryError)
  }

  /// What a parameter of a question means: among the things with the labels that the query gives it, if it gives any.
  private func meaning(
    of text: String, among names: NameResolver, _ question: Question, _ parameter: String
  ) throws(QueryError) -> Meaning {
    let required = question.labels[parameter] ?? []
    let expected = names.limited(to: question.expectedLabels[parameter] ?? [])
    // A graph without such things has others in their place.
    var labels = required.isEmpty && !expected.isEmpty ? question.expectedLabels[parameter] ?? [] : required
    // Of two things of one name the question may mean either.
    if required.isEmpty, case .thing(let thing, _) = expected.resolve(text), names.hasTwin(thing) { labels = [] }
    switch (labels.isEmpty ? names : names.limited(to: labels)).resolve(text) {
    case .thing(let thing, let isGuess): return .one(thing, isGuess: isGuess)
    case .several(let things, let isGuess): return try meaning(of: text, among: things, isGuess: isGuess, question.candidates)
    case .none(let suggestion):
      if !labels.isEmpty, case .thing(let other, _) = names.resolve(text) {
        let kinds = labels.sorted().map { "`\($0)`" }.joined(separator: " or ")
        let message = "`\(text)` is `\(other.name)`\(other.label.map { " (\($0))" } ?? ""), and no \(kinds)"
        let hints = suggestion.map { ["did you mean `\($0)`?"] } ?? []
        return required.isEmpty
          ? .other(other, Diagnostic(.warning, message, at: nil, severity: .warning, hints: hints))
          : .unknown(QueryError(.invalidReference, message, hints: hints))
      }
      let unknown = "names are the property `name` and its `aliases`, of what has none `title`, `label`, `key` or `id`; the question `find` searches for parts"
      return .unknown(
        QueryError(.invalidReference, "nothing is called `\(text)`", hints: [suggestion.map { "did you mean `\($0)`?" } ?? unknown]))
    }
  }

  /// The one likely thing, or all of them, the likely ones first.
  private func meaning(
    of text: String, among things: [NameResolver.Thing], isGuess: Bool, _ candidates: Question.Candidates
  ) throws(QueryError) -> Meaning {
    var place: [String: Int] = [:]
    for row in try execute(candidates.query) {
      if case .string(let id) = row[0] { place[id] = place.count }
    }
    let likely = things.filter { place[$0.id] != nil }.sorted { (place[$0.id] ?? 0) < (place[$1.id] ?? 0) }
    if candidates.decides, likely.count == 1 { return .one(likely[0], isGuess: isGuess) }
    let rest = things.filter { place[$0.id] == nil }
    let listed = candidates.decides && !likely.isEmpty ? likely : likely + rest
    let names = listed.prefix(8)
    let twins = names.filter { thing in things.contains { $0.id != thing.id && $0.name == thing.name } }
    let shown = names.map { thing in
      twins.contains { $0.id == thing.id } ? "`\(thing.nameWithMark)`" : "`\(thing.name)`\(thing.label.map { " (\($0))" } ?? "")"
    }
    let more = things.count - shown.count
    return .several(
      QueryError(
        .invalidReference, "`\(text)` may mean several things: \(shown.joined(separator: ", "))\(more > 0 ? " and \(more) more" : "")",
        hints: [twins.first.map { "write which, as in `\($0.nameWithMark)`" } ?? (more > 0 ? "write more of the name; `find` lists all that has it" : "write more of the name")]))
  }
}

extension Diagnostic {
  fileprivate static func guess(_ text: String, _ thing: NameResolver.Thing) -> Diagnostic {
    Diagnostic(
      .warning, "`\(text)` is taken for `\(thing.name)`\(thing.label.map { " (\($0))" } ?? "")", at: nil, severity: .warning,
      hints: ["nothing has just this name; `find` tells what has its words"])
  }
}
