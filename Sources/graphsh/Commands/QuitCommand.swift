extension DotCommand {
  static let quit = DotCommand(
    name: "quit", arguments: "", summary: "leave; an open transaction is rolled back",
    detail: "Ctrl-D on an empty line does the same."
  ) { shell, _ in
    shell.pendingQuit = .success
  }
}
