extension DotCommand {
  static let sources = DotCommand(
    name: "sources", arguments: "A [B] [--as-of DATE] [--show]", summary: "every assertion between A and B",
    detail: """
      Names of several words go in quotes. Without B: every assertion about A.
        .sources Osei "harbour levy"
      """,
    options: ["as-of": true, "show": false], completes: .things
  ) { shell, arguments in
    guard (1...2).contains(arguments.words.count) else { throw arguments.misuseOfNames() }
    let b = arguments.words.count == 2 ? arguments.words[1] : nil
    try shell.answer(.sources(arguments.words[0], b), asOf: arguments.options["as-of"], showsText: arguments.has("show"))
  }
}
