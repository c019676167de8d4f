import GQL
import Glibc
import GraphStore

/// What a command line without a verb asks for.
struct OpenRequest: Equatable {
  typealias Source = ShellSession.Input

  /// Nil = an empty graph in memory.
  var file: String?
  /// To run before the sources.
  var statements: [String] = []
  /// `-c` and `-f`, in the order in which they were given.
  var sources: [Source] = []
  var rows = RowValues()
  var parameters: [String] = []
  var creates = false
  var readsOnly = false
  var keepsGoing = false
  var skipsInit = false
  var isSafe = false

  private var hasInput: Bool { !statements.isEmpty || !sources.isEmpty }

  /// - Parameter arguments: the command line, for hints.
  func run(arguments: [String], services: Services) throws -> ExitStatus {
    if creates && readsOnly { throw ShellError.usage("`--create` and `--read-only` exclude each other") }
    if creates && file == nil { throw ShellError.usage("`--create` needs a FILE") }
    try checkStatements(arguments)
    let isInteractive = !hasInput && isatty(STDIN_FILENO) == 1
    let settings = try rows.settings()
    let interrupts = Interrupts()
    interrupts.listen()
    let engine = try openEngine(isInteractive: isInteractive, services: services)
    let shell = Shell(
      engine: engine, settings: settings, keepsGoing: keepsGoing,
      console: .standard(isInteractive: isInteractive),
      interrupts: interrupts,
      open: { path, readOnly in try services.open(path, readOnly ? .readOnly : .create) })
    for parameter in parameters {
      let (name, text) = try ParameterText.split(parameter)
      shell.parameters[name] = try ParameterText.value(text)
    }
    shell.isSafe = isSafe
    if file == nil { shell.notice("an empty graph in memory; nothing will be kept\n") }
    let session = ShellSession(shell: shell, interrupts: interrupts)
    if isInteractive { return session.runInteractively(readsInit: !skipsInit && !isSafe) }
    return try session.run(hasInput ? statements.map { .text($0) } + sources : [.standardInput])
  }

  private func openEngine(isInteractive: Bool, services: Services) throws -> Engine {
    guard let file else { return try OpenedFile.opened(nil, mode: .create, services: services) }
    if !FileSystem.exists(file) {
      let isStatement = OpenRequest.looksLikeStatement(file)
      guard !readsOnly, creates || isInteractive && !isStatement else {
        let hint = isStatement ? "FILE comes before statements; `graphsh -c '...'` runs them on an empty graph" : "`--create` makes it"
        throw ShellError(status: .cannotOpen, message: "`\(file)` does not exist", hints: readsOnly && !isStatement ? [] : [hint])
      }
      if isInteractive { FileOutput.standardError.write("`\(VisibleText.escaped(file))` is new\n") }
    }
    return try OpenedFile.opened(file, mode: readsOnly ? .readOnly : creates || isInteractive ? .create : .readWrite, services: services)
  }

  /// Whether the file was forgotten.
  private static func looksLikeStatement(_ file: String) -> Bool {
    let words = file.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    return words.count == 2 && FirstWords.all.contains(words[0].uppercased())
  }

  /// A word alone after FILE is no statement: most likely a verb in the wrong place, or another file.
  private func checkStatements(_ arguments: [String]) throws(ShellError) {
    guard let word = statements.first(where: { !$0.contains(where: \.isWhitespace) && !$0.hasPrefix(".") }) else { return }
    throw ShellError(
      status: .usage, message: "unexpected argument `\(word)`", hints: [CommandLineDispatcher.hint(arguments) ?? "`graphsh --help` tells what can stand here"])
  }
}
