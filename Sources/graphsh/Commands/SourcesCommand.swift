extension DotCommand {
  static let sources = DotCommand(
    name: "sources", arguments: "A [B] [--show]", summary: "every assertion between A and B",
    detail: """
      Names of several words go in quotes. Without B: every assertion about A.
        .sources Osei "harbour levy"
      """,
    options: ["show": false], completes: .things
  ) { shell, arguments in
    guard (1...2).contains(arguments.words.count) else { throw arguments.misuse() }
    let b = arguments.words.count == 2 ? arguments.words[1] : nil
    try shell.answer(.sources(arguments.words[0], b), showsText: arguments.has("show"))
  }
}
