/// How the program ends: the numbers that scripts rely on.
enum ExitStatus: Int32, Sendable {
  case success = 0
  /// A statement, a command or a question failed.
  case failure = 1
  /// The command line made no sense.
  case usage = 2
  /// The graph could not be opened or created.
  case cannotOpen = 3
  /// Ctrl-C, as 128 + SIGINT.
  case interrupted = 130
}

/// What the shell itself has to say no to.
struct ShellError: Error, Sendable {
  var status: ExitStatus
  /// One sentence, lower case, without a full stop.
  var message: String
  var hints: [String] = []

  static func failure(_ message: String, hints: [String] = []) -> ShellError {
    ShellError(status: .failure, message: message, hints: hints)
  }
  static func usage(_ message: String, hints: [String] = []) -> ShellError {
    ShellError(status: .usage, message: message, hints: hints)
  }
}
