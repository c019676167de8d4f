import GQL

extension DotCommand {
  static let open = DotCommand(
    name: "open", arguments: "[FILE] [--read-only] [--create]", summary: "open another graph",
    detail: """
      Without FILE: an empty graph in memory. FILE must exist, else `--create` makes it.
      A transaction that is open in the old graph must be ended first. Parameters and settings stay.
        .open news.graph
        .open news.graph --read-only
      """,
    options: ["read-only": false, "create": false], completes: .file
  ) { shell, arguments in
    try shell.refuseIfSafe("opening another graph")
    guard !shell.engine.isInTransaction() else {
      throw ShellError.failure("a transaction is open", hints: ["`COMMIT;` or `ROLLBACK;` first"])
    }
    guard !arguments.words.isEmpty else {
      shell.engine = try shell.open(nil, false)
      return shell.notice("an empty graph in memory\n")
    }
    let path = try arguments.path()
    guard arguments.has("create") || FileSystem.exists(path) else {
      throw ShellError.failure("`\(path)` does not exist", hints: ["`.open \(path) --create` makes it"])
    }
    shell.engine = try shell.open(path, arguments.has("read-only"))
    for notice in shell.engine.notices { shell.notice("notice: \(VisibleText.escaped(notice))\n") }
  }
}
