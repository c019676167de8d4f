import GQL
import GraphStore

extension DotCommand {
  static let ask = DotCommand(
    name: "ask", arguments: "[NAME [KEY=VALUE ...]] [--as-of DATE] [--show]",
    summary: "run a named question; bare: list them",
    detail: """
      A VALUE is JSON, a literal of the language, or a plain text such as a name. What names a thing is taken as it is typed.
        .ask
        .ask who-backs thing="harbour levy"
      A question that asks for one thing takes its value alone.
      """,
    options: ["as-of": true, "show": false], completes: .question
  ) { shell, arguments in
    guard let name = arguments.words.first else { return try shell.listQuestions() }
    try shell.answer(
      AskArguments.call(name, Array(arguments.words.dropFirst()), in: shell.engine),
      asOf: arguments.options["as-of"], showsText: arguments.has("show"))
  }
}

enum AskArguments {
  static func call(_ name: String, _ pairs: [String], in engine: Engine) throws(ShellError) -> QuestionCall {
    let names = ((try? engine.questions()) ?? []).map(\.name)
    if !names.contains(name), (try? engine.questionText(name)) == nil {
      let near = Nearest.to(name.lowercased(), among: names)
      let hint =
        near.isEmpty
        ? "`.ask` lists the questions" : "did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"
      throw .failure("no question is called `\(name)`", hints: [hint])
    }
    let question = Questions.question(name)
    func value(_ key: String, _ text: String) throws(ShellError) -> Value {
      question?.namesThing(key) == true ? ParameterText.name(text, orNull: question?.mayBeNull(key) == true) : try ParameterText.valueOrName(text)
    }
    var arguments: [String: Value] = [:]
    // A question that asks for one thing needs no name for it.
    if let only = question?.parameters, only.count == 1, !pairs.isEmpty, !pairs.contains(where: { $0.contains("=") }) {
      return QuestionCall(name, [only[0].name: try value(only[0].name, pairs.joined(separator: " "))])
    }
    for pair in pairs {
      guard pair.contains("=") else {
        throw .usage("`\(pair)` is not of the form KEY=VALUE", hints: keys(of: name).map { "`\(name)` asks for \($0)" }.map { [$0] } ?? [])
      }
      let (key, text) = try ParameterText.split(pair)
      arguments[key] = try value(key, text)
    }
    return QuestionCall(name, arguments)
  }

  /// `thing=...` and the like; nil when there are none.
  private static func keys(of name: String) -> String? {
    let parameters = Questions.question(name)?.parameters ?? []
    return parameters.isEmpty ? nil : parameters.map { "`\($0.name)=...`" }.joined(separator: " ")
  }
}

extension Shell {
  /// The named questions as rows: name, what they ask for, summary.
  func listQuestions() throws {
    let questions = try engine.questions()
    try show(
      QueryResult(
        columns: ["name", "asks_for", "summary"].map { .init(name: $0, type: .string) },
        rows: questions.map { question in
          let keys = Questions.question(question.name)?.parameters.map(\.name) ?? []
          return [.string(question.name), .string(keys.joined(separator: ", ")), .string(question.summary)]
        }, summary: ResultSummary()),
      source: "")
  }
}
