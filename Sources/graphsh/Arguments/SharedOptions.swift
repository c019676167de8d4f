import ArgumentParser
import GQL
import Glibc
import GraphStore

/// Options that the shell and the questions share.
struct RowOptions: ParsableArguments {
  @Option(
    name: OpenOption.mode.names,
    help: ArgumentHelp(
      "How rows are written: " + OutputFormat.all.map(\.name).joined(separator: ", ") + ".", valueName: "mode"
    ), completion: .list(OutputFormat.all.map(\.name)))
  var mode: String?

  @Option(
    name: OpenOption.timeout.names, parsing: .unconditional,
    help: ArgumentHelp("Stop a statement after so many seconds.", valueName: "seconds"))
  var timeout: String?

  @Option(
    name: OpenOption.memory.names, parsing: .unconditional,
    help: ArgumentHelp("What a statement may hold, such as 512MB; sorting and grouping then use temporary files.", valueName: "size"))
  var memory: String?

  @Option(
    name: OpenOption.color.names,
    help: ArgumentHelp("Emphasise text: auto, always or never.", valueName: "when"), completion: .list(["auto", "always", "never"]))
  var color: String?

  @Option(
    name: OpenOption.asOf.names,
    help: ArgumentHelp("Ask the graph as it was known on a day, YYYY[-MM[-DD]]; `.help as-of` tells the rule.", valueName: "date"))
  var asOf: String?

  func settings() throws(ShellError) -> Settings { try values.settings() }

  var values: RowValues { RowValues(mode: mode, timeout: timeout, memory: memory, color: color, asOf: asOf) }
}

/// What `RowOptions` were given.
struct RowValues: Equatable {
  var mode: String?
  var timeout: String?
  var memory: String?
  var color: String?
  var asOf: String?

  func settings() throws(ShellError) -> Settings {
    var settings = Settings()
    if let asOf { try Setting.asOf.assign(&settings, asOf) }
    if let mode { settings.format = try ModeName.format(mode) }
    if let timeout { try Setting.timeout.assign(&settings, timeout) }
    if let memory { try Setting.memory.assign(&settings, memory) }
    if let color { try Setting.color.assign(&settings, color) }
    return settings
  }
}

enum GraphOption {
  static let help = ArgumentHelp("Which graph of the file; else `home`.", valueName: "name")
}

/// A shell for one question or picture, without a prompt.
struct OneShot {
  let shell: Shell
  private let graph: String?

  /// - Parameter graph: which graph of the file; nil = the home graph.
  /// - Parameter mode: nil = only to read. Where the file may be written it is opened so all the same: a connection that only reads cannot
  ///   take the files of the log away when it closes.
  init(file: String, graph: String? = nil, mode: Configuration.Mode? = nil, settings: Settings = Settings(), services: Services) throws {
    let mode = mode ?? (FileSystem.isWritable(file) ? .readWrite : .readOnly)
    let engine =
      mode == .create
      ? try OpenedFile.opened(file, mode: .create, services: services)
      : try OpenedFile.existing(file, mode: mode, services: services)
    self.graph = graph
    let interrupts = Interrupts()
    interrupts.listen()
    interrupts.onIdle { _exit(ExitStatus.interrupted.rawValue) }
    shell = Shell(
      engine: engine, settings: settings, console: OneShot.console(), interrupts: interrupts,
      open: { path, _ in try services.open(path, .readOnly) })
    shell.endsWhenInterrupted = true
  }

  /// Runs `body`; its errors are reported with the status they mean.
  func run(_ body: (Shell) throws -> Void) throws -> ExitStatus {
    try status {
      try body($0)
      return .success
    }
  }

  /// The same, where `body` says what came of it.
  func status(_ body: (Shell) throws -> ExitStatus) throws -> ExitStatus {
    do {
      try useGraph()
      return try body(shell)
    } catch where ErrorText.isInterruption(error) {
      shell.notice("interrupted\n")
      return .interrupted
    } catch let error as StoreError {
      // The graph is open by now.
      shell.notice(ErrorText.of(error, source: "", style: shell.noticeStyle))
      return .failure
    }
  }

  private func useGraph() throws {
    guard let graph else { return }
    let path = graph.split(separator: "/").map { ValueText.name(String($0)) }.joined(separator: "/")
    do { _ = try shell.execute("SESSION SET GRAPH /\(path)") } catch let error as QueryError where error.status == .invalidReference {
      let hints = error.diagnostics.flatMap(\.hints)
      throw ShellError.failure("there is no graph `\(graph)` in the file", hints: hints.isEmpty ? ["`CREATE GRAPH \(path) ANY` makes one"] : hints)
    }
  }

  /// On a terminal the answer may be fitted to it, as in the shell.
  private static func console() -> Console {
    var console = Console.standard(isInteractive: true)
    console.isInteractive = false
    return console
  }
}

extension Shell {
  /// Long work that only reads the graph. Where the program does nothing else SIGINT ends it at once, without the files that it has begun.
  func reading<Result>(
    _ phase: WorkMonitor.Phase, discarding files: [PartFile] = [], _ body: (WorkMonitor, Progress) throws -> Result
  ) throws -> Result {
    guard endsWhenInterrupted else { return try watching(phase, body) }
    return try watching(
      phase,
      cancelling: {
        files.forEach { $0.remove() }
        FileOutput.standardError.write((isatty(STDERR_FILENO) == 1 ? "\r\u{1B}[K" : "") + "interrupted\n")
        _exit(ExitStatus.interrupted.rawValue)
      }, body)
  }
}

enum OpenedFile {
  /// - Throws: `ShellError` with `cannotOpen` when there is no such file.
  static func existing(_ path: String, mode: Configuration.Mode, services: Services) throws -> Engine {
    guard FileSystem.exists(path) else {
      throw ShellError(
        status: .cannotOpen, message: "`\(path)` does not exist",
        hints: [
          path.contains(" ") || !path.contains(".")
            ? "the graph's file comes first, right after the verb" : "`graphsh new \(path)` makes a graph, `graphsh import --create` one from files"
        ])
    }
    return try opened(path, mode: mode, services: services)
  }

  /// Anything that goes wrong while opening means `cannotOpen`.
  static func opened(_ path: String?, mode: Configuration.Mode, services: Services) throws -> Engine {
    do {
      let engine = try services.open(path, mode)
      for notice in engine.notices {
        FileOutput.standardError.write("notice: \(VisibleText.escaped(notice))\n")
      }
      return engine
    } catch let error as StoreError {
      throw ShellError(status: .cannotOpen, message: error.message)
    }
  }
}
