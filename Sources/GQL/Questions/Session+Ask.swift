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
    var doubts: [Diagnostic] = []
    var warnings: [Diagnostic] = []
    var others: [Diagnostic] = []
    var identified: Set<String> = []
    var nameless: Set<String> = []
    var asked: [(text: String, thing: NameResolver.Thing)] = []
    let spelled = question.spelledParameters.intersection(question.namedThings)
    for parameter in question.parameters {
      guard let value = values[parameter.name] else {
        throw QueryError(
          .invalidReference, "the question `\(question.name)` asks for `\(parameter.name)`\(parameter.meaning.isEmpty ? "" : ": \(parameter.meaning)")",
          hints: [try example(for: question) ?? "write \(parameter.name)=VALUE"])
      }
      if question.asksForDay(parameter.name) { try Self.checkDay(value, question.mayBeNull(parameter.name)) }
      guard case .string(let text) = value, !spelled.contains(parameter.name) else { continue }
      let isThing = question.namedThings.contains(parameter.name)
      guard isThing || question.resolvesTexts else { continue }
      func take(_ thing: NameResolver.Thing) throws(QueryError) {
        values[parameter.name] = .string(thing.name)
        guard isThing else { return }
        asked.append((text, thing))
        guard try hasTwin(thing) else { return }
        identified.insert(parameter.name)
        values[Question.identity(of: parameter.name)] = .string(thing.id)
      }
      switch try meaning(of: text, among: try names(like: text, question, parameter.name), question, parameter.name) {
      // Only who names a thing may be guessed to mean another.
      case .one(let thing, let doubt) where isThing || doubt == nil:
        try take(thing)
        if let doubt, isThing { warnings.append(doubt) }
      case .other(let thing, let reason):
        // The query takes any thing, so that it may find something all the same.
        try take(thing)
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
        if !question.resolvesTexts || question.nodeParameters.contains(parameter.name) { throw reason }
        doubts += reason.diagnostics
      case .one, .several, .unknown: break
      }
    }
    var result = try execute(
      identified.isEmpty && nameless.isEmpty ? question.text : question.text(identifying: identified, nameless: nameless), values)
    if result.isEmpty, let parameter = question.searchedText, case .string(let text)? = values[parameter] {
      result = try search(question, parameter, text, values, &warnings)
    }
    if result.isEmpty {
      for parameter in spelled.sorted() { doubts += try nothingCalled(values[parameter], question, parameter) }
      if asked.count == 2, asked[0].thing.id == asked[1].thing.id { others.append(.same(asked.map(\.text), asked[0].thing)) }
    }
    if result.isEmpty, !doubts.isEmpty { throw QueryError(doubts) }
    if result.isEmpty {
      for parameter in question.parameters where question.namedThings.contains(parameter.name) || question.resolvesTexts {
        if case .string(let name)? = values[parameter.name], let note = try officeNote(name) { others.append(note) }
      }
    }
    if (result.isEmpty || question.asksForPositions), question.readsStances, try execute("MATCH (s:Stance) RETURN s LIMIT 1").isEmpty {
      warnings.append(.noStances)
    }
    if asOf != nil || question.name == ExploringQuestions.changes.name, try tellOnlyDates(asked.map(\.thing)) { warnings.append(.onlyDates) }
    var summary = result.summary
    summary.warnings = warnings + (result.isEmpty ? others : [])
    var rows = result.rows
    if let limit = question.rowLimit, rows.count > limit {
      rows.removeLast(rows.count - limit)
      summary.warnings.append(
        Diagnostic(.warning, "there are more than \(limit); the first \(limit) are given", at: nil, severity: .warning, hints: []))
    }
    return QueryResult(columns: result.columns, rows: rows, summary: summary, plan: result.plan)
  }

  /// Whether edges of the things, or of none in particular, tell when they were so and not when that was known.
  private func tellOnlyDates(_ things: [NameResolver.Thing]) throws(QueryError) -> Bool {
    let isSo = "e.`date` IS NOT NULL AND \(QuestionText.knownDay("e")) IS NULL RETURN 1 AS one LIMIT 1"
    if things.isEmpty { return try !execute("MATCH ()-[e]->() WHERE \(isSo)").isEmpty }
    for thing in things where try !execute("MATCH (n)-[e]-() WHERE ELEMENT_ID(n) = $id AND \(isSo)", ["id": .string(thing.id)]).isEmpty { return true }
    return false
  }

  /// Why a parameter that is looked for in all spellings found nothing.
  private func nothingCalled(_ value: Value?, _ question: Question, _ parameter: String) throws(QueryError) -> [Diagnostic] {
    guard case .string(let text)? = value else { return [] }
    return switch try meaning(of: text, among: NameResolver(try execute(NameResolver.query)), question, parameter) {
    case .one(let thing, _): QueryError(.invalidReference, "nothing is called `\(text)`", hints: ["did you mean `\(thing.name)`?"]).diagnostics
    case .several(let error), .unknown(let error): error.diagnostics
    case .other: []
    }
  }

  /// The things that a text is a name of; where there are none that a parameter may mean, all things. O(nodes), with few of them copied in the
  /// first case.
  private func names(like text: String, _ question: Question, _ parameter: String) throws(QueryError) -> NameResolver {
    let wanted = [question.labels[parameter], question.expectedLabels[parameter]].compactMap { $0 }.filter { !$0.isEmpty }
    for name in NameResolver.readings(of: text) {
      let namesakes = NameResolver(try execute(NameResolver.namesakesQuery, ["name": .string(name)]))
      if namesakes.isEmpty { continue }
      if wanted.allSatisfy({ !namesakes.limited(to: $0).isEmpty }) { return namesakes }
      break
    }
    return NameResolver(try execute(NameResolver.query))
  }

  /// Whether another thing has just the same name.
  func hasTwin(_ thing: NameResolver.Thing) throws(QueryError) -> Bool {
    guard case .int(let count)? = try execute("MATCH (n {name: $name}) RETURN COUNT(*) AS things", ["name": .string(thing.name)]).first?[0] else { return false }
    return count > 1
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
    case .one(let thing, nil): return thing
    case .one: return nil
    case .several(let reason): throw reason
    case .other, .unknown: return nil
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
      if case .fit(let fit) = names.resolve(value) { !fit.isGuess && fit.closest.count == 1 } else { value.first?.isNumber == true }
    }
    return isKnown ? "for example: \(question.name) \(example)" : nil
  }

  /// What is wrong with a name that nothing had on the day that the session looks back to.
  private func unknownBefore(_ text: String, _ error: QueryError) throws(QueryError) -> QueryError {
    guard let day = asOf else { return error }
    asOf = nil
    defer { asOf = day }
    guard case .fit(let fit) = NameResolver(try execute(NameResolver.query)).resolve(text), fit.closest.count == 1 else { return error }
    return QueryError(.invalidReference, "`\(fit.closest[0].name)` was not known by \(day.isoText)", hints: ["ask without the day, or with a later one"])
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
    _ question: Question, _ parameter: String, _ text: String, _ values: [String: Value], _ warnings: inout [Diagnostic]
  ) throws(QueryError) -> QueryResult {
    var names: Set<String> = []
    var nearest: String?
    switch NameResolver(try execute(NameResolver.query)).resolve(text) {
    case .fit(let fit):
      if fit.isGuess, fit.closest.count == 1 {
        let found = try ThingWords.search(text, in: self)
        if !found.isEmpty { return found }
        warnings.append(.taken(text, for: fit.closest[0], isGuess: true))
      }
      names = Set((fit.closest + fit.others).map(\.name))
    case .none(let suggestion): nearest = suggestion
    }
    var values = values
    var found = QueryResult(columns: [], rows: [], summary: ResultSummary())
    for name in names.sorted() {
      values[parameter] = .string(name)
      let result = try execute(question.text, values)
      found = QueryResult(columns: result.columns, rows: found.rows + result.rows, summary: result.summary)
    }
    if found.isEmpty { found = try ThingWords.search(text, in: self) }
    if found.isEmpty, let nearest {
      warnings.append(Diagnostic(.warning, "nothing is called `\(text)`", at: nil, severity: .warning, hints: ["did you mean `\(nearest)`?"]))
    }
    return found
  }
}
