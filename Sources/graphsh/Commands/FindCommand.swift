extension DotCommand {
  static let find = DotCommand(
    name: "find", arguments: "TEXT [--as-of DATE] [--show]", summary: "search names, aliases and gists",
    detail: """
      The text as it is; where nothing has it, what has all its words, also in descriptions, whatever the diacritics.
        .find levy
        .find "air defence"
      """,
    options: ["as-of": true, "show": false], completes: .thing
  ) { shell, arguments in
    try shell.answer(.find(arguments.phrase()), asOf: arguments.options["as-of"], showsText: arguments.has("show"))
  }
}
