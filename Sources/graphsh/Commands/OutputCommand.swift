extension DotCommand {
  static let output = DotCommand(
    name: "output", arguments: "[FILE]", summary: "write rows to a file; bare: to the terminal again",
    detail: """
      FILE is replaced. Nothing is left out in a file, whatever its length.
        .mode csv
        .output positions.csv
        MATCH (a)-[e:SUPPORTS]->(b) RETURN a.name, b.name;
        .output
      """,
    completes: .file
  ) { shell, arguments in
    shell.redirection = nil
    guard !arguments.isEmpty else { return }
    let path = try arguments.words(exactly: 1)[0]
    guard path != shell.engine.path else { throw ShellError.failure("`\(path)` is the graph itself") }
    shell.redirection = try Redirection(path: path)
  }
}
