import ArgumentParser

/// The options that come without a verb.
struct OpenOptions: ParsableArguments {
  @Option(
    name: OpenOption.command.names, parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Run statements and leave; may be repeated.", valueName: "query"))
  var commands: [String] = []

  @Option(
    name: OpenOption.script.names, parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Run a script and leave; may be repeated.", valueName: "script"), completion: .file())
  var scripts: [String] = []

  @OptionGroup var rows: RowOptions

  @Option(
    name: OpenOption.parameter.names,
    help: ArgumentHelp(
      "Set the parameter $name to JSON or a GQL literal, such as DATE '2025-03-01'; may be repeated.", valueName: "name=value"))
  var parameters: [String] = []

  @Flag(name: OpenOption.create.names, help: "Make FILE when it does not exist.")
  var create = false

  @Flag(name: OpenOption.readOnly.names, help: "Open FILE for reading only.")
  var readOnly = false

  @Flag(name: OpenOption.keepGoing.names, help: "Go on after an error; the exit status is 1 all the same.")
  var keepGoing = false

  @Flag(name: OpenOption.noInit.names, help: "Do not run ~/.config/graphsh/graphshrc when the shell opens.")
  var skipsInit = false

  @Flag(name: OpenOption.safe.names, help: "Use no files but FILE, and run no programs: no .read, .output, .open, .dot, pager or graphshrc.")
  var safe = false

  @Flag(help: ArgumentHelp("Print the manual page.", visibility: .hidden))
  var manPage = false
}
