extension DotCommand {
  static let mode = DotCommand(
    name: "mode", arguments: "[MODE]", summary: "how rows are written: table, line, csv, json and others",
    detail: OutputFormat.all.map { "  \(DisplayWidth.padded($0.name, to: 10))  \($0.summary)" }.joined(
      separator: "\n")
      + "\n\nIn modes for programs, stdout carries rows and nothing else, and questions give their rows in place of a report. Values are written\nas they are, in csv too: a spreadsheet runs those that begin with `=`; `graphsh export --excel-safe` puts a quote before them.",
    completes: .words(OutputFormat.all.map(\.name))
  ) { shell, arguments in
    guard !arguments.isEmpty else { return shell.notice("mode: \(shell.settings.format.name)\n") }
    shell.settings.format = try ModeName.format(arguments.words(exactly: 1)[0])
  }
}

enum ModeName {
  static func format(_ name: String) throws(ShellError) -> OutputFormat {
    if let format = OutputFormat.named(name.lowercased()) { return format }
    let names = OutputFormat.all.map(\.name)
    if let same = CommandHabits.modes[name.lowercased()] { throw .usage("unknown mode `\(name)`", hints: ["`.mode \(same)` is like it"]) }
    let near = Nearest.to(name.lowercased(), among: names)
    let hint = near.isEmpty ? "modes: " + names.joined(separator: ", ") : "did you mean `\(near[0])`?"
    throw .usage("unknown mode `\(name)`", hints: [hint])
  }
}
