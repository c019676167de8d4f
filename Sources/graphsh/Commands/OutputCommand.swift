extension DotCommand {
  static let output = DotCommand(
    name: "output", arguments: "[FILE] [--once] [--cite]", summary: "write rows to a file; bare: to the terminal again",
    detail: """
      FILE is replaced. Nothing is left out in a file, whatever its length.
        --once   only what the next statement or question answers
        --cite   as Markdown with footnotes that name the documents
        .mode csv
        .output positions.csv
        MATCH (a)-[e:SUPPORTS]->(b) RETURN a.name, b.name;
        .output
      """,
    options: ["once": false, "cite": false], completes: .file
  ) { shell, arguments in
    shell.redirection = nil
    guard !arguments.words.isEmpty, arguments.words != ["-"] else { return }
    try shell.refuseIfSafe("writing files")
    let path = try arguments.path()
    try shell.refuseGraph(at: path)
    let redirection = try Redirection(path: path)
    redirection.isOnce = arguments.has("once")
    redirection.isCited = arguments.has("cite")
    shell.redirection = redirection
  }
}
