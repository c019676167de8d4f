extension DotCommand {
  static let read = DotCommand(
    name: "read", arguments: "FILE", summary: "run a script",
    detail: """
      FILE holds statements and dot commands; the last statement needs no `;`. Stops at the first error.
        .read setup.gql
      """,
    completes: .file
  ) { shell, arguments in
    try shell.refuseIfSafe("reading files")
    let path = try arguments.path()
    try shell.run(script: FileSystem.text(of: path), named: path)
  }
}
