import GQL

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
    guard let file = arguments.words.first, arguments.words != ["-"] else {
      if let option = arguments.options.keys.min() { throw arguments.misuse("`--\(option)` needs a FILE") }
      return
    }
    try shell.refuseIfSafe("writing files")
    guard !file.hasPrefix("|") else {
      throw ShellError.usage("rows go to files, not to programs", hints: ["`graphsh FILE -c QUERY \(VisibleText.escaped(file)) ...` does so, outside the shell"])
    }
    let path = try arguments.path()
    try shell.refuseGraph(at: path)
    let redirection = try Redirection(path: path, isOnce: arguments.has("once"))
    redirection.isCited = arguments.has("cite")
    shell.redirection = redirection
  }
}
