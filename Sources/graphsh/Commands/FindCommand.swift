extension DotCommand {
  static let find = DotCommand(
    name: "find", arguments: "TEXT [--show]", summary: "search names, aliases and gists",
    detail: """
        .find levy
        .find "air defence"
      """,
    options: ["show": false], completes: .thing
  ) { shell, arguments in
    try shell.answer(.find(arguments.phrase()), showsText: arguments.has("show"))
  }
}
