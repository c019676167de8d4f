import GQL

extension DotCommand {
  static let help = DotCommand(
    name: "help", arguments: "[NAME]", summary: "list the commands, or tell about one",
    detail: """
      `.help` lists all commands; `.help backs` tells what one does and how it is used.
      `.help mode` also lists the output formats, `.help set` the settings; `.help as-of` tells about looking back.
      """,
    completes: .command
  ) { shell, arguments in
    guard let word = arguments.words.first else {
      return try shell.present(HelpText.overview(shell.renderContext.style))
    }
    let name = word.hasPrefix(".") ? String(word.dropFirst()) : word
    if Setting.named(name)?.name == Setting.asOf.name { return try shell.present(AsOfHelp.text) }
    guard let command = DotCommandTable.named(name.lowercased()) else { throw DotCommandTable.unknown(name) }
    try shell.present(HelpText.of(command, shell.renderContext.style))
  }
}

/// Help is what was asked for and goes where rows go.
enum HelpText {
  static func overview(_ style: Style) -> String {
    var text =
      "Statements are ISO GQL and end with `;`. EXPLAIN and PROFILE before a statement show its plan.\n\n"
    // Options are for `.help NAME`.
    let usages = DotCommandTable.all.map { command in
      let arguments = command.arguments.split(separator: " ").prefix { !$0.hasPrefix("[--") && !$0.hasPrefix("--") }.joined(
        separator: " ")
      return arguments.isEmpty ? ".\(command.name)" : ".\(command.name) \(arguments)"
    }
    let width = usages.reduce(0) { max($0, $1.utf8.count) }
    for (usage, command) in zip(usages, DotCommandTable.all) {
      text += "  \(style.bold(DisplayWidth.padded(usage, to: width)))  \(command.summary)\n"
    }
    return text + "\n`.help NAME` tells more. Ctrl-C stops a query, Ctrl-D leaves.\n"
  }

  static func of(_ command: DotCommand, _ style: Style) -> String {
    style.bold(usage(command)) + "\n  " + command.summary + "\n\n"
      + command.detail.lines.flatMap(wrapped).map { $0 + "\n" }.joined()
  }

  /// Cells in a line of help.
  private static let width = 79

  /// A line of help in as many lines as it needs, each with its indentation.
  private static func wrapped(_ line: String) -> [String] {
    let indentation = String(line.prefix { $0 == " " })
    return TextWrapping.lines(String(line.dropFirst(indentation.count)), width: width - indentation.count)
      .map { indentation + $0 }
  }

  private static func usage(_ command: DotCommand) -> String {
    command.arguments.isEmpty ? ".\(command.name)" : ".\(command.name) \(command.arguments)"
  }
}
