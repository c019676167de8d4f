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
      return try shell.present(HelpText.overview(shell.renderContext))
    }
    let name = word.hasPrefix(".") ? String(word.dropFirst()) : word
    if Setting.named(name)?.name == Setting.asOf.name { return try shell.present(AsOfHelp.text) }
    guard let command = DotCommandTable.named(name.lowercased()) else { throw DotCommandTable.unknown(name) }
    try shell.present(HelpText.of(command, shell.renderContext))
  }
}

/// Help is what was asked for and goes where rows go.
enum HelpText {
  static func overview(_ context: RenderContext) -> String {
    var text = wrapped("Statements are ISO GQL and end with `;`. EXPLAIN and PROFILE before a statement show its plan.\n", context)
    // Options are for `.help NAME`.
    let usages = DotCommandTable.all.map { command in
      let arguments = command.arguments.split(separator: " ").prefix { !$0.hasPrefix("[--") && !$0.hasPrefix("--") }.joined(
        separator: " ")
      return arguments.isEmpty ? ".\(command.name)" : ".\(command.name) \(arguments)"
    }
    let width = usages.reduce(0) { max($0, $1.utf8.count) }
    for (usage, command) in zip(usages, DotCommandTable.all) {
      let lines = wrapped("  \(DisplayWidth.padded(usage, to: width))  \(command.summary)", context)
      text += lines.hasPrefix("  " + usage) ? "  " + context.style.bold(usage) + lines.dropFirst(2 + usage.count) : lines
    }
    return text + wrapped("\n`.help NAME` tells more. Ctrl-C stops a query, Ctrl-D leaves.", context)
  }

  static func of(_ command: DotCommand, _ context: RenderContext) -> String {
    context.style.bold(usage(command)) + "\n" + wrapped("  \(command.summary)\n\n\(command.detail)", context)
  }

  /// Cells in a line of help, where the screen has so many.
  private static let widthLimit = 79

  /// Each line in as many as it needs. They begin where it does; those of an entry `name  text` below its text, where there is room.
  private static func wrapped(_ text: String, _ context: RenderContext) -> String {
    let width = min(widthLimit, context.screen?.width ?? widthLimit)
    return text.lines.flatMap { line in
      let blanks = line.prefix { $0 == " " }.count
      let start = columnStart(line, after: blanks)
      // A list of entries has no room for their texts on a narrow screen: they go on below the names.
      return TextWrapping.hanging(line, rest: String(repeating: " ", count: start <= width / 2 ? start : blanks + 2), width: width)
    }.map { $0 + "\n" }.joined()
  }

  /// Where the text begins behind the first two blanks and more; the line's own beginning without such.
  private static func columnStart(_ line: String, after blanks: Int) -> Int {
    let characters = Array(line)
    return characters.indices.dropFirst(blanks + 2).first { characters[$0] != " " && characters[$0 - 1] == " " && characters[$0 - 2] == " " } ?? blanks
  }

  private static func usage(_ command: DotCommand) -> String {
    command.arguments.isEmpty ? ".\(command.name)" : ".\(command.name) \(command.arguments)"
  }
}
