extension DotCommand {
  static let about = DotCommand(
    name: "about", arguments: "NAME [--show]", summary: "one thing: its names, offices, positions, events",
    detail: "  .about Osei",
    options: ["show": false], completes: .thing
  ) { shell, arguments in
    try shell.answer(.about(arguments.phrase()), showsText: arguments.has("show"))
  }
}
