import ArgumentParser
import GQL
import Glibc
import GraphStore

/// `graphsh [FILE]`: the shell, or statements from `-c`, `-f` and stdin.
struct OpenVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "graphsh",
    abstract: "A knowledge graph in one SQLite file, asked in ISO GQL (ISO/IEC 39075, not GraphQL).",
    usage: """
      graphsh [FILE] [options]
      graphsh FILE -c QUERY ... | -f SCRIPT ... | < SCRIPT
      graphsh VERB FILE ...
      """,
    discussion: """
      Opens the shell on FILE, or on an empty graph in memory. With -c, -f or input that is no terminal, runs statements and leaves; \
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

  @OptionGroup var options: OpenOptions

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    if options.manPage {
      FileOutput.standardOutput.write(ManPage.text)
      return .success
    }
    if options.create && options.readOnly { throw ShellError.usage("`--create` and `--read-only` exclude each other") }
    if options.create && file == nil { throw ShellError.usage("`--create` needs a FILE") }
    let isInteractive = options.commands.isEmpty && options.scripts.isEmpty && isatty(STDIN_FILENO) == 1
    let settings = try options.rows.settings()
    let interrupts = Interrupts()
    interrupts.listen()
    let engine = try openEngine(isInteractive: isInteractive, services: services)
    let shell = Shell(
      engine: engine, settings: settings, keepsGoing: options.keepGoing,
      console: .standard(isInteractive: isInteractive),
      interrupts: interrupts,
      open: { path, readOnly in try services.open(path, readOnly ? .readOnly : .create) })
    for parameter in options.parameters {
      let (name, text) = try ParameterText.split(parameter)
      shell.parameters[name] = try ParameterText.value(text)
    }
    shell.isSafe = options.safe
    if file == nil { shell.notice("an empty graph in memory; nothing will be kept\n") }
    let session = ShellSession(shell: shell, interrupts: interrupts)
    if isInteractive { return session.runInteractively(readsInit: !options.skipsInit && !options.safe) }
    return try session.run(inputs(arguments))
  }

  private func openEngine(isInteractive: Bool, services: Services) throws -> Engine {
    guard let file else { return try OpenedFile.opened(nil, mode: .create, services: services) }
    if !FileSystem.exists(file) {
      guard !options.readOnly, options.create || isInteractive else {
        throw ShellError(
          status: .cannotOpen, message: "`\(file)` does not exist",
          hints: options.readOnly ? [] : ["`--create` makes it"])
      }
      if isInteractive { FileOutput.standardError.write("`\(VisibleText.escaped(file))` is new\n") }
    }
    return try OpenedFile.opened(
      file, mode: options.readOnly ? .readOnly : options.create || isInteractive ? .create : .readWrite, services: services)
  }

  /// `-c` and `-f` in the order in which they were given; stdin when there are none.
  private func inputs(_ arguments: [String]) throws(ShellError) -> [ShellSession.Input] {
    if options.commands.isEmpty && options.scripts.isEmpty { return [.standardInput] }
    var commands = options.commands[...]
    var scripts = options.scripts[...]
    var inputs: [ShellSession.Input] = []
    for (isCommand, _) in Self.order(of: arguments) {
      if isCommand, let text = commands.popFirst() { inputs.append(.text(text)) }
      if !isCommand, let path = scripts.popFirst() { inputs.append(.script(path)) }
    }
    return inputs + commands.map { .text($0) } + scripts.map { .script($0) }
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
