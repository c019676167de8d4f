import ArgumentParser
import GQL

/// A verb that does something with an open graph as a whole; the shell has it as a command of the same name.
protocol GraphVerb: ShellCommand {
  /// Which graph of the file; nil = the session's.
  var graph: String? { get }

  /// What the options ask for of the session.
  func adjust(_ settings: inout Settings) throws

  /// - Parameter arguments: as they were written, without what stands for the graph's file.
  func carryOut(in shell: Shell, arguments: [String]) throws -> ExitStatus
}

extension GraphVerb {
  var graph: String? { nil }

  func adjust(_ settings: inout Settings) throws {}
}

extension GraphVerb {
  /// Carries a verb out on the graph of a shell.
  ///
  /// - Parameter words: what stands behind the verb; the graph's file does not.
  /// - Throws: `ShellError` for misuse.
  static func run(_ words: [String], in shell: Shell) throws -> ExitStatus {
    let name = configuration.commandName ?? ""
    let verb: Self
    do {
      var command = try CommandLineDispatcher.parse([name, "GRAPH"] + words)
      guard let known = command as? Self else {
        // `--help`
        try command.run()
        return .success
      }
      verb = known
    } catch {
      let message = GraphShellVerbs.fullMessage(for: error)
      guard GraphShellVerbs.exitCode(for: error) == .success else { throw misuse(message, name) }
      shell.notice(message + "\n")
      return .success
    }
    guard verb.graph == nil else { throw ShellError.usage("the shell's graph is meant", hints: ["`SESSION SET GRAPH name;` goes to another"]) }
    let settings = shell.settings
    defer { shell.settings = settings }
    try verb.adjust(&shell.settings)
    return try verb.carryOut(in: shell, arguments: words)
  }

  private static func misuse(_ message: String, _ name: String) -> ShellError {
    let sentence = message.split(separator: "\n").first.map { $0.hasPrefix("Error: ") ? $0.dropFirst(7) : $0 } ?? ""
    return .usage(String(sentence), hints: ["`.help \(name)` tells more"])
  }
}
