extension DotCommand {
  static let path = DotCommand(
    name: "path", arguments: "A B [--show]", summary: "the shortest ways from A to B",
    detail: """
      Names of several words go in quotes.
        .path Osei "harbour levy"
      """,
    options: ["show": false], completes: .things
  ) { shell, arguments in
    let words = try arguments.words(exactly: 2)
    try shell.answer(.path(words[0], words[1]), showsText: arguments.has("show"))
  }
}
