import GQL

extension DotCommand {
  static let set = DotCommand(
    name: "set", arguments: "[NAME [VALUE]]", summary: "show or change a setting",
    detail: Setting.all.map { setting in
      "  \(DisplayWidth.padded("\(setting.name) \(setting.placeholder)", to: 24))  \(setting.summary)"
    }.joined(separator: "\n"),
    completes: .setting
  ) { shell, arguments in
    guard let name = arguments.words.first else {
      for setting in Setting.all {
        shell.notice(
          "\(DisplayWidth.padded(setting.name, to: 10))  \(VisibleText.escaped(setting.show(shell.settings)))\n"
        )
      }
      return
    }
    guard let setting = Setting.named(name) else {
      let near = Nearest.to(name.lowercased(), among: Setting.all.map(\.name))
      throw ShellError.usage(
        "unknown setting `\(name)`",
        hints: [near.isEmpty ? "`.set` lists the settings" : "did you mean `\(near[0])`?"])
    }
    if arguments.words.count == 1 {
      return shell.notice("\(setting.name): \(VisibleText.escaped(setting.show(shell.settings)))\n")
    }
    try setting.assign(&shell.settings, arguments.words(exactly: 2)[1])
  }
}
