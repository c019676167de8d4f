import ArgumentParser
import GQL
import GraphStore

/// Decides between `graphsh [FILE]` and `graphsh VERB FILE`, which share the first place, and turns whatever
/// happens into an exit status.
///
/// A first argument that is a verb is one; a file of such a name is opened as `./export`.
enum CommandLineDispatcher {
  static func run(_ arguments: [String], services: Services) -> ExitStatus {
    do {
      if arguments == ["--version"] {
        FileOutput.standardOutput.write(GraphShell.version + "\n")
        return .success
      }
      if let request = OrdinaryCommandLine.request(arguments) { return try request.run(arguments: arguments, services: services) }
      let command = try parse(arguments)
      guard let runnable = command as? any ShellCommand else {
        // A verb's `--help` and the like arrive here as commands of the parser's own.
        var command = command
        try command.run()
        return .success
      }
      return try runnable.run(arguments: arguments, services: services)
    } catch {
      return report(error, arguments: arguments)
    }
  }

  private static let scriptOption = "--generate-completion-script"

  static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    switch arguments.first {
    case let first? where first.hasPrefix(scriptOption): try GraphShellVerbs.WithOpening.parseAsRoot(arguments)
    case let first? where VerbName(rawValue: first) != nil: try GraphShellVerbs.parseAsRoot(arguments)
    case "help"? where arguments.count == 2 && VerbName(rawValue: arguments[1]) != nil:
      try GraphShellVerbs.parseAsRoot([arguments[1], "--help"])
    case "help"? where arguments.count == 1: try OpenVerb.parseAsRoot(["--help"])
    default: try OpenVerb.parseAsRoot(arguments)
    }
  }

  private static func report(_ error: any Error, arguments: [String]) -> ExitStatus {
    switch error {
    case let error as ShellError:
      FileOutput.standardError.write(ErrorText.of(error, source: "", style: style))
      return error.status
    case let error as StoreError:
      // Opening has its own error with a status of its own: by now the graph is open.
      FileOutput.standardError.write(ErrorText.of(error, source: "", style: style))
      return .failure
    case let error as ErrorInText:
      FileOutput.standardError.write(ErrorText.of(error, source: "", style: style))
      return .failure
    case let error as QueryError:
      FileOutput.standardError.write(ErrorText.of(error, source: "", style: style))
      return error.status == .interrupted ? .interrupted : .failure
    default: return reportParserError(error, arguments: arguments)
    }
  }

  private static var style: Style {
    let console = Console.standard(isInteractive: false)
    return Style(
      isColored: ColorChoice.auto.isColored(
        isTerminal: console.noticesAreOnTerminal, environment: console.environment),
      width: console.noticesAreOnTerminal ? console.screenWidth() : nil)
  }

  /// Help and versions go to stdout with success; everything else is misuse.
  private static func reportParserError(_ error: any Error, arguments: [String]) -> ExitStatus {
    let isVerb = arguments.first.flatMap(VerbName.init) != nil
    let isScript = arguments.first?.hasPrefix(scriptOption) ?? false
    let parser: any ParsableCommand.Type = isScript ? GraphShellVerbs.WithOpening.self : isVerb ? GraphShellVerbs.self : OpenVerb.self
    let message = isScript ? CompletionScript.withFiles(parser.fullMessage(for: error)) : parser.fullMessage(for: error)
    if parser.exitCode(for: error) == .success {
      FileOutput.standardOutput.write(message + "\n")
      return .success
    }
    FileOutput.standardError.write((message.hasPrefix("Error: ") ? "e" + message.dropFirst() : message) + "\n")
    if let hint = isVerb ? importHint(arguments) : hint(arguments) { FileOutput.standardError.write("  hint: \(VisibleText.escaped(hint))\n") }
    return .usage
  }

  /// `--nodes` takes every word that follows.
  private static func importHint(_ arguments: [String]) -> String? {
    guard arguments.first == "import", arguments.count > 1, arguments[1] == "--nodes" || arguments[1] == "--edges" else { return nil }
    return "the graph comes first: `graphsh import FILE \(arguments[1]) ...`"
  }

  /// What somebody probably meant who put something after FILE.
  static func hint(_ arguments: [String]) -> String? {
    if let verb = arguments.dropFirst().lazy.compactMap(VerbName.init).first?.rawValue {
      return "a verb comes first: `graphsh \(verb) FILE ...`"
    }
    if let first = arguments.first, !FileSystem.exists(first), let verb = Nearest.to(first, among: VerbName.all.sorted()).first {
      return "did you mean `graphsh \(verb)`?"
    }
    if arguments.contains("-c") || arguments.contains("--command") { return nil }
    let looksLikeQuery = arguments.dropFirst().contains { $0.contains(" ") || $0 == "--query" || $0 == "-q" || $0 == "-e" }
    return looksLikeQuery ? "a query stands after FILE: `graphsh FILE QUERY`" : nil
  }
}

/// A command that says how the program ends.
protocol ShellCommand: ParsableCommand {
  /// - Parameter arguments: the raw arguments, for what the parser does not keep: the order of options.
  func run(arguments: [String], services: Services) throws -> ExitStatus
}
