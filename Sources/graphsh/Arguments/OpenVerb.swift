import ArgumentParser

/// `graphsh [FILE]`: the shell, or statements from `-c`, `-f` and stdin.
struct OpenVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "graphsh",
    abstract: "A knowledge graph in one SQLite file, asked in ISO GQL (ISO/IEC 39075, not GraphQL).",
    usage: """
      graphsh [FILE] [options]
      graphsh FILE QUERY ... | -c QUERY ... | -f SCRIPT ... | < SCRIPT
      graphsh VERB FILE ...
      """,
    discussion: """
      Opens the shell on FILE, or on an empty graph in memory. With a QUERY, -c, -f or input that is no terminal, runs statements and leaves; \
      FILE must exist then, unless --create. Statements end with `;`, the last one needs none.

      VERBS (`graphsh VERB --help` tells more):
      \(verbList)

      EXIT STATUS: 0 success, 1 a statement failed, 2 usage, 3 cannot open, 130 interrupted.
      """,
    version: GraphShell.version)

  private static var verbList: String {
    GraphShellVerbs.configuration.subcommands.map { verb in
      "  \(DisplayWidth.padded(verb.configuration.commandName ?? "", to: 10))\(verb.configuration.abstract)"
    }.joined(separator: "\n")
  }

  @Argument(help: "The graph's file; without it, an empty graph in memory.", completion: .file())
  var file: String?

  @Argument(help: ArgumentHelp("Statements to run before those of -c and -f; then leave.", valueName: "query"))
  var statements: [String] = []

  @OptionGroup var options: OpenOptions

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    if options.manPage {
      FileOutput.standardOutput.write(ManPage.text)
      return .success
    }
    return try request(arguments).run(arguments: arguments, services: services)
  }

  /// - Parameter arguments: as they were given, which tells what the parser does not keep: the order of `-c` and `-f`.
  func request(_ arguments: [String]) -> OpenRequest {
    OpenRequest(
      file: file, statements: statements, sources: sources(arguments), rows: options.rows.values, parameters: options.parameters,
      creates: options.create, readsOnly: options.readOnly, keepsGoing: options.keepGoing, skipsInit: options.skipsInit, isSafe: options.safe)
  }

  /// `-c` and `-f` in the order in which they were given.
  private func sources(_ arguments: [String]) -> [OpenRequest.Source] {
    var commands = options.commands[...]
    var scripts = options.scripts[...]
    var sources: [OpenRequest.Source] = []
    for (isCommand, _) in Self.order(of: arguments) {
      if isCommand, let text = commands.popFirst() { sources.append(.text(text)) }
      if !isCommand, let path = scripts.popFirst() { sources.append(.script(path)) }
    }
    return sources + commands.map { .text($0) } + scripts.map { .script($0) }
  }

  /// Which of `-c` and `-f` comes when. The parser keeps only the order within each.
  static func order(of arguments: [String]) -> [(isCommand: Bool, position: Int)] {
    var order: [(isCommand: Bool, position: Int)] = []
    var position = 0
    while position < arguments.count {
      let argument = arguments[position]
      let isCommand = argument == "-c" || argument == "--command"
      let isScript = argument == "-f" || argument == "--file"
      if isCommand || isScript {
        order.append((isCommand, position))
        position += 1
      } else if argument.hasPrefix("--command=") || argument.hasPrefix("-c") && !argument.hasPrefix("--") {
        order.append((true, position))
      } else if argument.hasPrefix("--file=") || argument.hasPrefix("-f") && !argument.hasPrefix("--") {
        order.append((false, position))
      }
      position += 1
    }
    return order
  }
}
