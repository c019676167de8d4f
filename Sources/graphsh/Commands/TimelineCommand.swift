extension DotCommand {
  static let timeline = DotCommand(
    name: "timeline", arguments: "NAME [--show]", summary: "what is said about a thing, by date",
    detail: "  .timeline harbour levy",
    options: ["show": false], completes: .thing
  ) { shell, arguments in
    try shell.answer(.timeline(arguments.phrase()), showsText: arguments.has("show"))
  }
}
