extension DotCommand {
  static let timeline = DotCommand(
    name: "timeline", arguments: "NAME [--since DATE] [--until DATE] [--as-of DATE] [--show]", summary: "what is said about a thing, by date",
    detail: """
      A DATE is `2025-03-03`, `2025-03` or `2025`; both ends count. What is known `by` or `until` a day
      only counts on that day: nobody tells since when.
        .timeline harbour levy
        .timeline harbour levy --since 2025-03 --until 2025-03-11
      """,
    options: ["as-of": true, "show": false, "since": true, "until": true], completes: .thing
  ) { shell, arguments in
    let call = try QuestionCall.timeline(
      arguments.phrase(), since: arguments.options["since"], until: arguments.options["until"])
    try shell.answer(call, asOf: arguments.options["as-of"], showsText: arguments.has("show"))
  }
}
