extension DotCommand {
  static let changes = DotCommand(
    name: "changes", arguments: "[NAME] --since DATE [--until DATE] [--as-of DATE] [--show]",
    summary: "what became known between two days",
    detail: """
      By the day of the documents; `.help as-of` says how it is found. Both ends count; without `--until` to the last day.
      An assertion is `new`, is said `again`, or `contradicts` a position of the same actor, or another sum of the same
      dispute, that was known before that day.
        .changes --since 2025-03-04
        .changes harbour levy --since 2025-03-04 --until 2025-03-31
      """,
    options: ["since": true, "until": true, "as-of": true, "show": false], completes: .thing
  ) { shell, arguments in
    let call = try QuestionCall.changes(
      arguments.words.isEmpty ? nil : arguments.phrase(), since: arguments.options["since"], until: arguments.options["until"])
    try shell.answer(call, asOf: arguments.options["as-of"], showsText: arguments.has("show"))
  }
}
