import GQL
import GraphStore

/// The questions and the names of their arguments: the one place where shell and command line agree with the
/// texts that the library ships.
extension QuestionCall {
  /// Positions on a thing.
  static func backs(on name: String, withState: Bool) -> QuestionCall {
    QuestionCall("backs", ["name": .string(name), "with_state": .bool(withState)])
  }
  /// Positions of an actor.
  static func backs(by actor: String, withState: Bool) -> QuestionCall {
    QuestionCall("backs_by", ["name": .string(actor), "with_state": .bool(withState)])
  }
  /// What there is to ask about, with counts.
  static let backsOverview = QuestionCall("backs_overview")
  static func find(_ text: String) -> QuestionCall { QuestionCall("find", ["text": .string(text)]) }
  static func about(_ name: String) -> QuestionCall { QuestionCall("about", ["name": .string(name)]) }
  /// Every assertion between two things, or about one when `b` is nil.
  static func sources(_ a: String, _ b: String?) -> QuestionCall {
    guard let b else { return QuestionCall("sources_of", ["a": .string(a)]) }
    return QuestionCall("sources", ["a": .string(a), "b": .string(b)])
  }
  static func otherAssertions(about name: String) -> QuestionCall { QuestionCall("other_assertions", ["a": .string(name)]) }
  /// Between two dates, both included, where they are given.
  static func timeline(_ name: String, since: String? = nil, until: String? = nil) throws(ShellError) -> QuestionCall {
    guard since != nil || until != nil else { return QuestionCall("timeline", ["name": .string(name)]) }
    let first = try since.map { text throws(ShellError) in try DateText.date(text, isEnd: false) }
    let last = try until.map { text throws(ShellError) in try DateText.date(text, isEnd: true) }
    try checkOrder(first, last)
    return QuestionCall(
      "timeline_between",
      ["name": .string(name), "since": first.map { .date($0) } ?? .null, "until": last.map { .date($0) } ?? .null])
  }
  /// What became known between two days, both included.
  static func changes(_ name: String?, since: String?, until: String?) throws(ShellError) -> QuestionCall {
    guard let since else { throw .usage("`changes` needs `--since`", hints: ["write `--since 2025-03-01`"]) }
    let first = try DateText.date(since, isEnd: false)
    let last = try until.map { text throws(ShellError) in try DateText.date(text, isEnd: true) }
    try checkOrder(first, last)
    return QuestionCall(
      "changes", ["name": name.map { .string($0) } ?? .null, "since": .date(first), "until": last.map { .date($0) } ?? .null])
  }

  private static func checkOrder(_ since: LocalDate?, _ until: LocalDate?) throws(ShellError) {
    guard let since, let until, since.daysSinceEpoch > until.daysSinceEpoch else { return }
    throw .usage("`--since` \(since.isoText) is later than `--until` \(until.isoText)")
  }
  static func path(_ a: String, _ b: String) -> QuestionCall {
    QuestionCall("path", ["a": .string(a), "b": .string(b)])
  }

  /// The call that the words and options of `backs` mean, in shell and command line.
  ///
  /// - Parameter wordsBefore: how many of the words stood before `--by`. Those behind it belong to the actor's name, which needs no quotes.
  static func backs(words: [String], by actor: String?, wordsBefore: Int, withState: Bool) throws(ShellError) -> QuestionCall {
    switch (words.isEmpty, actor) {
    case (true, nil): return .backsOverview
    case (false, nil): return .backs(on: words.joined(separator: " "), withState: withState)
    case (_, let actor?) where wordsBefore == 0: return .backs(by: ([actor] + words).joined(separator: " "), withState: withState)
    case (_, let actor?):
      let thing = words.joined(separator: " ")
      throw .usage(
        "a thing and `--by` exclude each other", hints: ["for what one says of the other: `sources \(actor.quotedIfSpaced) \(thing.quotedIfSpaced)`"])
    }
  }
}

extension Shell {
  /// Asks and shows: a report for people where the question has one, rows else. `showsText` prints the query
  /// in place of its answer.
  ///
  /// - Parameter asOf: a date; nil = as the settings say.
  func answer(_ question: QuestionCall, asOf: String? = nil, showsText: Bool) throws {
    if let asOf { return try looking(asOf: asOf) { try answer(question, showsText: showsText) } }
    if showsText {
      let day = settings.asOf.map { "-- of the graph as it was known on \($0.isoText): `--as-of \($0.isoText)`\n" } ?? ""
      let text = day + (try engine.questionText(question.name))
      return try present(VisibleText.escapedKeepingLines(text) + (text.hasSuffix("\n") ? "" : "\n"))
    }
    let result = try ask(question)
    guard settings.format.isForPeople, redirection?.isCited != true, let table = PositionTable(result) else {
      try show(result, source: "", question: Questions.question(question.name))
      let hints = result.isEmpty ? question.hintsAboutNothing : []
      if !hints.isEmpty { notice(ErrorText.hints(hints, noticeStyle)) }
      return
    }
    let context = renderContext
    let report = PositionReport(
      table, width: context.screen?.width ?? PositionReport.widthInPipe, style: context.style)
    try present(report.text)
    var hints = try hintsAboutOthers(table)
    if question.name == "backs", table.rows.allSatisfy({ $0.section == "SUBJECT" }) { hints.insert("`--by` asks for the positions of an actor", at: 0) }
    if question.name == "backs_by", let hint = try hintAboutHolders(table) { hints.append(hint) }
    if let more = try moreWithState(question, table) {
      hints.append("`--with-state` adds \(SummaryText.count(more, "position")) of those who speak for \(table.rows.first?.actor ?? "it")")
    }
    if !hints.isEmpty { notice(ErrorText.hints(hints, noticeStyle)) }
    if console.isInteractive, let subject = table.rows.first(where: { $0.section == "SUBJECT" })?.actor,
      let row = table.rows.first(where: { $0.section != "SUBJECT" && $0.section != "NOT COUNTED" && $0.section != "SPLIT" && $0.documents.count > 1 })
    {
      notice(ErrorText.hints(["`.sources \"\(row.actor)\" \"\(subject)\"` tells what each document says"], noticeStyle))
    }
    for warning in result.summary.warnings { notice(ErrorText.of(warning, source: "", style: noticeStyle, settings.errorForm)) }
    tellTypesNearStances()
    if settings.showsTimer { notice(noticeStyle.dim(SummaryText.of(result)) + "\n") }
  }
}

extension Shell {
  /// How many assertions about the thing are no positions, and so have no line in the report.
  private func hintsAboutOthers(_ table: PositionTable) throws -> [String] {
    guard let name = table.rows.first(where: { $0.section == "SUBJECT" })?.actor, !table.rows.contains(where: { $0.section == "UNSIGNED" }),
      case .int(let count)? = try? ask(.otherAssertions(about: name)).first?["count"]
    else { return [] }
    return count == 0 ? [] : ["\(SummaryText.count(Int(count), "assertion")) of another kind: `.about \(name)` tells of them"]
  }

  /// Who holds an office that has no positions of its own.
  private func hintAboutHolders(_ table: PositionTable) throws -> String? {
    guard table.rows.allSatisfy({ $0.section == "SUBJECT" }), let name = table.rows.first?.actor else { return nil }
    let holders = try execute(
      """
      MATCH (p)-[e:HOLDS_OFFICE]->(o) WHERE o.name = $name AND COALESCE(e.status, 'current') IN ['current', 'newly appointed']
        AND NOT EXISTS {
          MATCH (p)-[left:HOLDS_OFFICE]->(o), (later:Document), (earlier:Document)
          WHERE left.status = 'former' AND later.key = TEXTS(left.source)[0] AND earlier.key = TEXTS(e.source)[0]
            AND CAST(later.publication_date AS STRING) > CAST(earlier.publication_date AS STRING)
        }
      RETURN DISTINCT p.name AS name ORDER BY name LIMIT 3
      """,
      ["name": .string(name)], onlyReads: true)
    let calls = holders.compactMap { row -> String? in if case .string(let holder) = row[0] { "`.backs --by \(holder)`" } else { nil } }
    return calls.isEmpty ? nil : "an office; for who holds it ask \(calls.joined(separator: " or "))"
  }

  /// How many more positions an actor has with those who speak for it; nil when none, or when they are there.
  private func moreWithState(_ question: QuestionCall, _ table: PositionTable) throws -> Int? {
    guard question.name == "backs_by", question.arguments["with_state"] == .bool(false) else { return nil }
    var wider = question
    wider.arguments["with_state"] = .bool(true)
    guard let count = PositionTable(try ask(wider))?.rows.count, count > table.rows.count else { return nil }
    return count - table.rows.count
  }
}

extension String {
  /// One argument of a call.
  fileprivate var quotedIfSpaced: String { contains(" ") ? "\"\(self)\"" : self }
}

extension QuestionCall {
  /// What was looked at where nothing was found, and where to look on.
  var hintsAboutNothing: [String] {
    func text(_ name: String) -> String? {
      switch arguments[name] {
      case nil, .null?: nil
      case let value?: CellText.of(value, nullText: "")
      }
    }
    switch name {
    case "sources":
      let (a, b) = ((text("a") ?? "").quotedIfSpaced, (text("b") ?? "").quotedIfSpaced)
      return ["no edge joins the two; `.path \(a) \(b)` shows what stands between them"]
    case "path": return ["no way of up to 8 edges joins the two, mentions and sources aside"]
    case "find": return ["nothing has `\(text("text") ?? "")` in a name, an alias, a description or a gist, and nothing has all of its words"]
    case "changes":
      let time = "from \(text("since") ?? "the beginning") \(text("until").map { "to \($0)" } ?? "on")"
      return ["nothing became known \(text("name").map { "about `\($0)` " } ?? "")\(time), by the days of the documents; `.ask documents` lists them"]
    case "timeline_between":
      return ["nothing is told of `\(text("name") ?? "")` from \(text("since") ?? "the beginning") \(text("until").map { "to \($0)" } ?? "on"); without days `.timeline \((text("name") ?? "").quotedIfSpaced)` has all times"]
    default:
      guard Questions.standard.allSatisfy({ $0.name != name }) else { return [] }
      let looked = arguments.sorted { $0.key < $1.key }.compactMap { entry in text(entry.key).map { "\(entry.key) = `\($0)`" } }
      return looked.isEmpty ? [] : ["looked for " + looked.joined(separator: ", ")]
    }
  }
}

extension Shell {
  /// Runs `body` with the graph as it was known on a day.
  func looking<Result>(asOf day: String, _ body: () throws -> Result) throws -> Result {
    let outer = settings.asOf
    defer { settings.asOf = outer }
    try Setting.asOf.assign(&settings, day)
    return try body()
  }
}
