import GQL
import Glibc

/// Feeds a shell: from a person at a terminal, or from texts, scripts and stdin until the first failure.
struct ShellSession {
  enum Input: Equatable {
    case text(String)
    case script(String)
    case standardInput
  }

  let shell: Shell
  let interrupts: Interrupts

  // MARK: - Without a person

  /// A transaction that is open at the end is rolled back, which is a failure: the script has not done what it says.
  func run(_ inputs: [Input]) throws(ShellError) -> ExitStatus {
    let status = try runAll(inputs)
    return warnOfOpenTransaction() && status == .success ? .failure : status
  }

  private func runAll(_ inputs: [Input]) throws(ShellError) -> ExitStatus {
    // SIGINT while nothing runs: as for any program.
    interrupts.onIdle { _exit(ExitStatus.interrupted.rawValue) }
    var status = ExitStatus.success
    for input in inputs {
      let outcome =
        switch input {
        case .text(let text): shell.take(script: text)
        case .script(let path): shell.take(script: try FileSystem.text(of: path), named: path)
        case .standardInput: readStandardInput()
        }
      switch outcome {
      case .done: continue
      case .failed: status = .failure
      case .interrupted: return .interrupted
      case .quit(let code): return status == .success ? code : status
      }
      if shell.stops(after: outcome) { break }
    }
    return status
  }

  /// True when there is one.
  private func warnOfOpenTransaction() -> Bool {
    guard shell.engine.mayLoseChanges() else { return false }
    let warning = Diagnostic(
      .warning, "the open transaction is rolled back: nothing that it changed is kept", at: nil, severity: .warning, hints: ["`COMMIT` keeps the changes"])
    shell.notice(ErrorText.of(warning, source: "", style: shell.noticeStyle, shell.settings.errorForm))
    return true
  }

  private func readStandardInput() -> Shell.Outcome {
    let reader = PlainReader(descriptor: STDIN_FILENO)
    shell.beginInput()
    var worst = Shell.Outcome.done
    loop: while true {
      let outcome: Shell.Outcome
      switch reader.next() {
      case .text(let line): outcome = shell.take(line: line)
      case .unreadable(let number): outcome = shell.refuse(line: number)
      case .broken(let reason): return shell.refuse(input: reason)
      case .interrupted, .end: break loop
      }
      if outcome != .done { worst = outcome }
      if shell.stops(after: outcome) { return outcome }
    }
    let last = shell.finish()
    return last == .done ? worst : last
  }

  // MARK: - With a person

  func runInteractively(readsInit: Bool) -> ExitStatus {
    if readsInit { runInitFile() }
    welcome()
    let environment = shell.console.environment
    guard let terminal = Terminal(input: STDIN_FILENO, output: STDOUT_FILENO, environment: environment) else {
      return loop { prompt in
        FileOutput.standardOutput.write(prompt)
        return plainReader.next()
      }
    }
    let completion = completer()
    let editor = LineEditor(
      terminal: terminal, history: History(path: History.defaultPath(in: environment)),
      interrupts: interrupts,
      isComplete: { Shell.isComplete($0) }, complete: completion.complete, prepare: completion.prepare, highlighter: highlighter)
    return loop { editor.next(prompt: $0) }
  }

  /// A key that is pressed meanwhile waits so long.
  private static let secondsOfReadingAhead = 0.004
  private let plainReader = PlainReader(descriptor: STDIN_FILENO)

  private func loop(_ next: (_ prompt: String) -> InputEvent) -> ExitStatus {
    defer { _ = warnOfOpenTransaction() }
    while true {
      switch next(shell.prompt) {
      case .interrupted: shell.abandonStatement()
      case .unreadable(let number): _ = shell.refuse(line: number)
      case .end, .broken:
        // The terminal is gone, or its person is. A statement that was not ended is dropped: nobody said that it should run.
        return .success
      case .text(let text):
        var lines = text.lines[...]
        while let line = lines.popFirst() {
          let outcome = shell.take(line: line)
          if case .quit(let status) = outcome { return status }
          guard outcome != .done else { continue }
          shell.abandonStatement()
          if lines.contains(where: { !$0.allSatisfy(\.isWhitespace) }) { shell.notice(ErrorText.hints(["what stands below it has not run"], shell.noticeStyle)) }
          break
        }
      }
    }
  }

  private func welcome() {
    shell.notice("graphsh \(GraphShell.version) · GQL statements end with `;` · `.help` lists commands\n")
  }

  /// `$XDG_CONFIG_HOME/graphsh/graphshrc`: never one from the current folder, which may be someone else's.
  private func runInitFile() {
    let folder = Environment.directory("XDG_CONFIG_HOME", fallback: ".config", in: shell.console.environment)
    guard let path = folder.map({ $0 + "/graphshrc" }), FileSystem.exists(path) else { return }
    _ = shell.take(
      line: ".read \"\(path.replacingScalar("\\", with: "\\\\").replacingScalar("\"", with: "\\\""))\"")
  }

  /// Completes from the graph as it is, through a sketch of its names that is kept for some seconds.
  private func completer() -> Completer {
    let sketch = KeptSketch(shell)
    var completer = Completer()
    completer.sketch = { sketch.current }
    completer.values = { [shell] key, element, typed in (try? shell.engine.values(key, element, typed)) ?? .init([]) }
    completer.things = { [shell] typed, role in (try? shell.engine.things(typed, role)) ?? nil }
    completer.readAhead = { [shell] key, element in
      if sketch.isMissing {
        _ = sketch.current
        return true
      }
      return (try? shell.engine.prepareValues(key, element, Self.secondsOfReadingAhead)) ?? false
    }
    completer.parameters = { [shell] in shell.parameters.keys.sorted() }
    return completer
  }

  /// Colours as the settings say, which may change.
  private func highlighter() -> Highlighter? {
    let environment = shell.console.environment
    guard shell.settings.color.isColored(isTerminal: true, environment: environment) else { return Highlighter(theme: nil) }
    return Highlighter(theme: shell.settings.theme ?? Theme(environment: environment))
  }
}

/// The names in the open graph, read when first asked for and again some seconds later.
private final class KeptSketch {
  private let shell: Shell
  private var sketch: CatalogSketch?
  private var readAt = 0
  private var readPath: String?

  /// Seconds for which names are kept.
  private static let lifetime = 2

  init(_ shell: Shell) { self.shell = shell }

  /// Nothing has been read of the graph that is open.
  var isMissing: Bool { sketch == nil || readPath != shell.engine.path }

  var current: CatalogSketch {
    let now = time(nil)
    if let sketch, now - readAt <= Self.lifetime, readPath == shell.engine.path { return sketch }
    let read = (try? shell.engine.sketch()) ?? CatalogSketch()
    sketch = read
    readAt = now
    readPath = shell.engine.path
    return read
  }
}
