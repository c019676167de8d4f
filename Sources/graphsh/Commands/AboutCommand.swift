extension DotCommand {
  static let about = DotCommand(
    name: "about", arguments: "NAME [--as-of DATE] [--show]", summary: "one thing: its names, offices, positions, events",
    detail: "  .about Osei",
    options: ["as-of": true, "show": false], completes: .thing
  ) { shell, arguments in
    try shell.answer(.about(arguments.phrase()), asOf: arguments.options["as-of"], showsText: arguments.has("show"))
  }
}
