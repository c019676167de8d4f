extension DotCommand {
  static let path = DotCommand(
    name: "path", arguments: "A B [--as-of DATE] [--show]", summary: "the shortest ways from A to B",
    detail: """
      Names of several words go in quotes.
        .path Osei "harbour levy"
      """,
    options: ["as-of": true, "show": false], completes: .things
  ) { shell, arguments in
    let words = arguments.words
    guard words.count == 2 else { throw arguments.misuseOfNames() }
    try shell.answer(.path(words[0], words[1]), asOf: arguments.options["as-of"], showsText: arguments.has("show"))
  }
}
