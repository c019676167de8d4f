import GraphStore

/// What a name means to a question: of several things that have it, the one that can be asked about. What else it may mean is told.
extension Session {
  enum NameMeaning {
    /// The doubt tells what else may be meant.
    case one(NameResolver.Thing, doubt: Diagnostic?)
    /// One that has none of the expected labels: where nothing is found, the warning tells why.
    case other(NameResolver.Thing, Diagnostic)
    /// The error lists them.
    case several(QueryError)
    /// The error tells what is near.
    case unknown(QueryError)
  }

  /// What a parameter of a question means: among the things with the labels that the query gives it, if it gives any.
  func meaning(of text: String, among names: NameResolver, _ question: Question, _ parameter: String) throws(QueryError) -> NameMeaning {
    let required = question.labels[parameter] ?? []
    let expected = names.limited(to: question.expectedLabels[parameter] ?? [])
    // A graph without such things has others in their place.
    var labels = required.isEmpty && !expected.isEmpty ? question.expectedLabels[parameter] ?? [] : required
    // Of two things of one name the question may mean either.
    if required.isEmpty, case .fit(let fit) = expected.resolve(text), fit.closest.count == 1, try hasTwin(fit.closest[0]) { labels = [] }
    switch (labels.isEmpty ? names : names.limited(to: labels)).resolve(text) {
    case .fit(let fit): return try choice(text, fit, question.candidates)
    case .none(let suggestion):
      if !labels.isEmpty, case .fit(let fit) = names.resolve(text), fit.closest.count == 1 {
        let kinds = labels.sorted().map { "`\($0)`" }.joined(separator: " or ")
        let message = "`\(text)` is \(fit.closest[0].nameWithLabel), and no \(kinds)"
        let hints = suggestion.map { ["did you mean `\($0)`?"] } ?? []
        return required.isEmpty
          ? .other(fit.closest[0], Diagnostic(.warning, message, at: nil, severity: .warning, hints: hints))
          : .unknown(QueryError(.invalidReference, message, hints: hints))
      }
      let unknown = "a thing is called by its `name` or `aliases`, or without a name by its `title`, `label`, `key` or `id`; `find` searches for parts of names"
      let hint = Self.writtenOption(in: text) ?? suggestion.map { "did you mean `\($0)`?" } ?? unknown
      return .unknown(QueryError(.invalidReference, "nothing is called `\(text)`", hints: [hint]))
    }
  }

  /// How to write the option that stands in words behind a name: `Osei since 2025-03-03`.
  private static func writtenOption(in text: String) -> String? {
    let words = text.split(separator: " ")
    for (index, word) in words.enumerated().dropFirst() {
      let isTwo = word.lowercased() == "as" && index + 1 < words.count && words[index + 1].lowercased() == "of"
      guard isTwo || ["since", "until"].contains(word.lowercased()) else { continue }
      guard let day = words.dropFirst(index + (isTwo ? 2 : 1)).first, day.first?.isNumber == true else { continue }
      return "an option begins with two hyphens: `\(words[..<index].joined(separator: " ")) --\(isTwo ? "as-of" : word.lowercased()) \(day)`"
    }
    return nil
  }

  /// The one thing that is meant most likely: one whose name it is as it is written, then, of a question about some things only, the one of these.
  private func choice(_ text: String, _ fit: NameResolver.Fit, _ candidates: Question.Candidates) throws(QueryError) -> NameMeaning {
    let all = fit.closest + fit.others
    func one(_ thing: NameResolver.Thing) -> NameMeaning {
      let others = all.filter { $0.id != thing.id }
      return .one(thing, doubt: others.isEmpty && !fit.isGuess ? nil : .taken(text, for: thing, isGuess: fit.isGuess, besides: others))
    }
    if all.count == 1 || fit.closest.count == 1 && (fit.isJustSo || !candidates.decides) { return one(fit.closest[0]) }
    var place: [String: Int] = [:]
    for row in try execute(candidates.query) {
      if case .string(let id) = row[0] { place[id] = place.count }
    }
    func likely(_ things: [NameResolver.Thing]) -> [NameResolver.Thing] {
      things.filter { place[$0.id] != nil }.sorted { (place[$0.id] ?? 0) < (place[$1.id] ?? 0) }
    }
    if candidates.decides {
      // What is called so and can be meant, else what is called so in another spelling and can be, else what is called so.
      let able = [likely(fit.closest), likely(fit.others), fit.closest].first { !$0.isEmpty } ?? []
      return able.count == 1 ? one(able[0]) : .several(.ambiguous(text, able, of: all))
    }
    return .several(.ambiguous(text, likely(all) + all.filter { place[$0.id] == nil }, of: all))
  }
}

extension QueryError {
  /// The most that are listed.
  private static let listLimit = 8

  /// `listed`: the likely ones first.
  fileprivate static func ambiguous(_ text: String, _ listed: [NameResolver.Thing], of all: [NameResolver.Thing]) -> QueryError {
    let names = listed.prefix(listLimit)
    let shown = names.map { $0.told(among: all) }
    let more = all.count - shown.count
    let twin = names.first { thing in all.contains { $0.id != thing.id && $0.name == thing.name } }
    let advice =
      if let twin { "write which, as in `\(twin.nameWithMark)`" } else if let name = names.first(where: { NameSpelling($0.name).fits(text) })?.name {
        "write the name just so, as in `\(name)`"
      } else { more > 0 ? "write more of the name; `find` lists all that has it" : "write more of the name" }
    return QueryError(
      .invalidReference, "`\(text)` may mean several things: \(shown.joined(separator: ", "))\(more > 0 ? " and \(more) more" : "")", hints: [advice])
  }
}

extension Diagnostic {
  /// The most of other things that are named.
  private static let besidesLimit = 3

  static let noStances = Diagnostic(
    .warning, "the graph has no stances, by which is told what is for a thing and what against it", at: nil, severity: .warning,
    hints: ["`graphsh new FILE` makes a graph that has them; one that is there takes nodes such as `(:Stance {edge_type: 'SUPPORTS', sign: '+', verb: 'supports'})`"])

  static let onlyDates = Diagnostic(
    .warning, "edges that tell a `date` alone count as known always: it says when something was so, not when that was known", at: nil, severity: .warning,
    hints: ["`publication_date`, of the edge or of the Document that is its `source`, says it, else `date_from`"])

  /// For a question about two things.
  static func same(_ texts: [String], _ thing: NameResolver.Thing) -> Diagnostic {
    Diagnostic(
      .warning, "\(texts.map { "`\($0)`" }.joined(separator: " and ")) are both taken for \(thing.nameWithLabel)", at: nil, severity: .warning, hints: [])
  }

  static func taken(_ text: String, for thing: NameResolver.Thing, isGuess: Bool, besides others: [NameResolver.Thing] = []) -> Diagnostic {
    let all = [thing] + others
    let shown = others.prefix(besidesLimit).map { $0.told(among: all) }.joined(separator: ", ")
    let more = others.count > besidesLimit ? " and \(others.count - besidesLimit) more" : ""
    let besides =
      isGuess ? "it may also mean \(shown)\(more)"
      : "\(shown)\(more) \(others.count == 1 ? "is" : "are") called so too"
    let message = thing.name == text ? "what is told is of \(thing.told(among: all))" : "`\(text)` is taken for \(thing.told(among: all))"
    return Diagnostic(
      .warning, message, at: nil, severity: .warning,
      hints: (isGuess ? ["nothing has just this name; `find` tells what has its words"] : []) + (others.isEmpty ? [] : [besides]))
  }
}

extension NameResolver.Thing {
  /// So that it is told from others of its name.
  fileprivate func told(among all: [NameResolver.Thing]) -> String {
    all.contains { $0.id != id && $0.name == name } ? "`\(nameWithMark)`" : nameWithLabel
  }
}
