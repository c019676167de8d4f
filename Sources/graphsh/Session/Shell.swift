import GQL
import Glibc
import GraphStore

/// The shell's loop as steps: lines go in, rows and notices come out of the console. Knows nothing of
/// terminals or files.
final class Shell {
  /// What came of one line, one statement or the whole input, in order of weight.
  enum Outcome: Equatable {
    case done
    /// An error was reported.
    case failed
    case interrupted
    case quit(ExitStatus)

    var ends: Bool { if case .quit = self { true } else { false } }
  }

  var engine: Engine
  var settings: Settings
  var parameters: [String: Value]
  var keepsGoing: Bool
  let console: Console
  let interrupts: Interrupts
  /// The program is here for one thing, and reads no more lines.
  var endsWhenInterrupted = false
  /// Opens another graph for `.open`; nil path = in memory.
  let open: (_ path: String?, _ isReadOnly: Bool) throws -> Engine
  /// Set by `.quit`.
  var pendingQuit: ExitStatus?
  var redirection: Redirection?
  /// `--safe`: no files besides the open graph, and no programs.
  var isSafe = false
  /// Bytes of one statement.
  var statementByteLimit = FileSystem.scriptSizeLimit
  /// What `tellSlips` has told.
  var toldSlips: Set<String> = []
  /// Something was changed since `tellSlips` looked.
  var hasChanges = false
  private var buffer = StatementBuffer()
  private var scriptDepth = 0
  /// Where what runs stands in a script; nil for what was typed.
  private var place: ScriptPlace?

  /// A line of a script.
  private struct ScriptPlace {
    /// Nil: the standard input.
    var name: String?
    var line = 0
    /// On which the statement begins.
    var statementLine = 0

    mutating func beginStatement() { statementLine = line }
  }

  /// Scripts that read scripts that read ...
  static let scriptDepthLimit = 16

  init(
    engine: Engine, settings: Settings = Settings(), parameters: [String: Value] = [:],
    keepsGoing: Bool = false,
    console: Console, interrupts: Interrupts = Interrupts(),
    open: @escaping (_ path: String?, _ isReadOnly: Bool) throws -> Engine
  ) {
    self.engine = engine
    self.settings = settings
    self.parameters = parameters
    self.keepsGoing = keepsGoing
    self.console = console
    self.interrupts = interrupts
    self.open = open
  }

  /// A script's START TRANSACTION failed, and its COMMIT or ROLLBACK has not come yet.
  private var isTransactionLost = false

  // MARK: - Steps

  /// `seeds> `, `seeds*> ` in a transaction, and dots of the same width while a statement goes on.
  var prompt: String {
    let name = VisibleText.escaped(engine.name)
    let day = settings.asOf.map { "@\($0.isoText)" } ?? ""
    let prompt = "\(name)\(day)\(engine.isInTransaction() ? "*" : "")> "
    if buffer.isEmpty { return prompt }
    return String(repeating: ".", count: max(0, DisplayWidth.of(prompt) - 2)) + "> "
  }

  /// True when what was typed so far is a whole: nothing, a dot command, statements that end with `;`, or what no line behind it makes one.
  static func isComplete(_ text: String) -> Bool {
    let trimmed = text.drop { $0.isWhitespace }
    if trimmed.isEmpty || trimmed.first == "." || bareCommand(text) != nil || noStatement(text) != nil { return true }
    // What is pasted may end in a line break, and may have statements and commands by turns.
    if let last = text.lines.last(where: { !$0.allSatisfy(\.isWhitespace) }), knownCommand(in: last) != nil { return true }
    var buffer = StatementBuffer()
    for line in text.lines where !buffer.isEmpty || (dotCommand(in: line) ?? bareCommand(line)) == nil && noStatement(line) == nil {
      buffer.append(line: line)
      while buffer.nextStatement() != nil {}
    }
    return buffer.isEmpty
  }

  /// Takes one line. Statements run when their `;` comes; a dot command is one line and begins where a
  /// statement could.
  func take(line: String) -> Outcome {
    place?.line += 1
    if buffer.isEmpty { place?.beginStatement() }
    if buffer.isEmpty, let command = Self.dotCommand(in: line) ?? (console.isInteractive ? Self.bareCommand(line) : nil) {
      buffer.removeAll()
      return run(command: command)
    }
    if buffer.isEmpty, console.isInteractive, let error = Self.noStatement(line) {
      notice(ErrorText.of(error, source: "", style: noticeStyle, settings.errorForm))
      return .failed
    }
    if console.isInteractive, !buffer.isEmpty, !buffer.isWithinToken, let command = Self.knownCommand(in: line) {
      notice(ErrorText.hints(["before `\(command)`, end the statement above with `;`, or drop it with Ctrl-C"], noticeStyle))
      return .done
    }
    let wasEmpty = buffer.isEmpty
    buffer.append(line: line)
    let outcome = runCompleteStatements()
    guard buffer.count <= statementByteLimit else { return refuseStatement() }
    if !wasEmpty, !buffer.isEmpty, let command = Self.knownCommand(in: line) {
      notice(ErrorText.hints(["`\(command)` is read as part of a statement that has no end yet: end that with `;`"], noticeStyle))
    }
    return outcome
  }

  /// Takes a text of any number of lines, such as the argument of `-c`; its last statement needs no `;`.
  ///
  /// - Parameter name: of the script's file; errors tell the line in it.
  func take(script: String, named name: String? = nil) -> Outcome {
    let outer = place
    place = name.map { ScriptPlace(name: $0) }
    defer { place = outer }
    var worst = Outcome.done
    for line in script.lines {
      let outcome = take(line: line)
      if outcome != .done { worst = outcome }
      if stops(after: outcome) { return outcome }
    }
    let last = finish()
    return last == .done ? worst : last
  }

  /// Lines that come from now on are the standard input's: errors tell which.
  func beginInput() { place = ScriptPlace() }

  /// The end of the input: a statement without `;` runs.
  func finish() -> Outcome {
    defer { tellSlips() }
    guard let rest = buffer.rest() else { return .done }
    return run(statement: rest)
  }

  /// A line that is not UTF-8: the statement that it is part of does not run.
  func refuse(line number: Int) -> Outcome {
    abandonStatement()
    notice(ErrorText.of(ShellError.failure("line \(number) of the input is not UTF-8"), source: "", style: noticeStyle, settings.errorForm))
    return .failed
  }

  /// The input cannot be read on: a statement that it would have ended does not run.
  func refuse(input reason: String) -> Outcome {
    abandonStatement()
    notice(ErrorText.of(ShellError.failure("cannot read standard input: \(reason)"), source: "", style: noticeStyle, settings.errorForm))
    return .failed
  }

  /// A statement that is too long does not run, and nobody knows where the next one begins.
  private func refuseStatement() -> Outcome {
    abandonStatement()
    notice(ErrorText.of(ShellError.failure("a statement is longer than \(SizeText.of(statementByteLimit))"), source: "", style: noticeStyle, settings.errorForm))
    return console.isInteractive ? .failed : .quit(.failure)
  }

  /// Forgets the lines of a statement that is not complete.
  func abandonStatement() { buffer.removeAll() }

  /// True when no further line is to be read after `outcome`.
  func stops(after outcome: Outcome) -> Bool {
    switch outcome {
    case .done: false
    case .failed: !keepsGoing && (!console.isInteractive || scriptDepth > 0)
    case .interrupted: !console.isInteractive || scriptDepth > 0
    case .quit: true
    }
  }

  private func runCompleteStatements() -> Outcome {
    var worst = Outcome.done
    while let statement = buffer.nextStatement() {
      let outcome = run(statement: statement)
      place?.beginStatement()
      if outcome != .done { worst = outcome }
      if outcome != .done, !keepsGoing || outcome == .interrupted {
        buffer.removeAll()
        return outcome
      }
    }
    return worst
  }

  // MARK: - Statements and commands

  func run(statement: String) -> Outcome {
    let target = redirection
    let outcome = attempt(source: statement) {
      try refuseIfLost(statement)
      let result = try execute(statement)
      try show(result, source: statement)
      hasChanges = hasChanges || result.summary.hasChanges
      if console.isInteractive { tellSlips() }
      for warning in warnings(about: result, of: statement) {
        notice(ErrorText.of(warning, source: statement, style: noticeStyle, settings.errorForm))
      }
    }
    endRedirection(target, outcome)
    if case .failed = outcome, !console.isInteractive, Self.firstWord(of: statement) == .start, !engine.isInTransaction() { isTransactionLost = true }
    return outcome
  }

  /// What is told of names and properties that nothing has: of a statement that found nothing, and of names in one that found something without them,
  /// as in `NOT EXISTS`.
  private func warnings(about result: QueryResult, of statement: String) -> [Diagnostic] {
    let isIdle = result.columns.isEmpty ? result.summary.isUpdating && !result.summary.hasChanges : result.rows.isEmpty
    if isIdle { return result.summary.warnings.isEmpty ? engine.warningsAboutKeys(statement, parameters) + engine.warningsAboutNames(statement, parameters) : [] }
    return result.summary.isUpdating || result.plan != nil || result.columns.isEmpty ? [] : engine.warningsAboutNames(statement, parameters)
  }

  /// Where a script goes on after errors, statements of a transaction that did not begin are not run, each by itself, either.
  private func refuseIfLost(_ statement: String) throws(ShellError) {
    guard isTransactionLost else { return }
    switch Self.firstWord(of: statement) {
    case .start: isTransactionLost = false
    case .commit, .rollback:
      isTransactionLost = false
      throw .failure("the transaction that ends here did not begin")
    default: throw .failure("not run: the transaction that it is part of did not begin")
    }
  }

  private static func firstWord(of statement: String) -> Keyword? { Lexer.tokenize(statement).tokens.first?.keyword }

  private func run(command line: String) -> Outcome {
    let target = redirection
    let outcome = attempt(source: line) { try DotCommandTable.run(line, in: self) }
    endRedirection(target, outcome)
    if let status = pendingQuit { return .quit(status) }
    return outcome
  }

  /// `.output FILE --once` holds for what comes next, not for itself; a mistake is no answer.
  private func endRedirection(_ target: Redirection?, _ outcome: Outcome) {
    guard let target, target.isOnce, redirection === target else { return }
    if case .failed = outcome, !target.hasWritten { return }
    redirection = nil
  }

  /// - Throws: `ShellError` in safe mode.
  func refuseIfSafe(_ what: String) throws(ShellError) {
    if isSafe { throw .failure("\(what) is not allowed in safe mode") }
  }

  /// Runs a script from `.read`, one level deeper.
  func run(script: String, named name: String) throws {
    guard scriptDepth < Self.scriptDepthLimit else {
      throw ShellError.failure("scripts read each other \(Self.scriptDepthLimit) deep")
    }
    scriptDepth += 1
    defer { scriptDepth -= 1 }
    let outer = buffer
    buffer.removeAll()
    defer { buffer = outer }
    switch take(script: script, named: name) {
    case .done, .quit: break
    case .failed: throw AlreadyReported.failed
    case .interrupted: throw AlreadyReported.interrupted
    }
  }

  /// Runs one statement with the shell's parameters and limits; SIGINT cancels it.
  /// - Parameter onlyReads: what changes something is refused.
  func execute(_ text: String, _ own: [String: Value]? = nil, onlyReads: Bool = false) throws -> QueryResult {
    try watching(.running, cancelling: engine.cancel) { monitor, _ in
      engine.prepare(settings.asOf, onlyReads, monitor)
      return try engine.execute(text, own ?? parameters, settings.limits)
    }
  }

  /// Runs a question, which never writes; SIGINT cancels it.
  func ask(_ question: QuestionCall) throws -> QueryResult {
    try watching(.running, cancelling: engine.cancel) { monitor, _ in
      engine.prepare(settings.asOf, true, monitor)
      return try engine.ask(question, settings.limits)
    }
  }

  /// Runs long work: how far it is shows after a second, and SIGINT stops it.
  func watching<Result>(
    _ phase: WorkMonitor.Phase, cancelling cancel: @escaping @Sendable () -> Void = {},
    _ body: (WorkMonitor, Progress) throws -> Result
  ) throws -> Result {
    let monitor = WorkMonitor(phase)
    let progress = Progress(monitor, console)
    defer { progress.end() }
    return try interrupts.whileRunning {
      monitor.stop()
      cancel()
    } _: {
      try body(monitor, progress)
    }.result
  }

  /// Reports what `body` throws. Nothing has been written to stdout then: results are whole before the first
  /// row shows.
  private func attempt(source: String, _ body: () throws -> Void) -> Outcome {
    do {
      try body()
      return .done
    } catch let error as AlreadyReported {
      switch error {
      case .failed: return .failed
      case .interrupted: return .interrupted
      }
    } catch {
      if ErrorText.isInterruption(error) {
        notice(noticeStyle.warning("interrupted") + "\n")
        return .interrupted
      }
      notice(ErrorText.of(error, source: source, style: noticeStyle, settings.errorForm, in: place.map { ($0.name, $0.statementLine) }))
      if let place, settings.errorForm == .text {
        let place = place.name.map { "in \(VisibleText.escaped($0)), line \(place.statementLine)" } ?? "in line \(place.statementLine) of the input"
        notice(noticeStyle.dim("  " + place) + "\n")
      }
      return .failed
    }
  }

  /// A script failed and has said so.
  enum AlreadyReported: Error { case failed, interrupted }

  /// The command in a line that has one: `.name ...`.
  private static func dotCommand(in line: String) -> String? {
    let trimmed = line.drop { $0 == " " || $0 == "\t" }
    return trimmed.first == "." ? String(trimmed) : nil
  }

  /// What is wrong with a text that begins as no statement does: with a question's name or word.
  private static func noStatement(_ text: String) -> ShellError? {
    guard let word = text.split(whereSeparator: \.isWhitespace).first?.lowercased() else { return nil }
    if DotCommandTable.named(word) != nil, !FirstWords.all.contains(word.uppercased()) {
      return .usage("`\(word)` is a command of the shell", hints: ["write it with its dot: `.\(word)`"])
    }
    switch word {
    case "who", "whom", "whose", "what", "when", "why", "how", "which", "does", "did", "is", "are", "tell", "give":
      return .usage(
        "`\(word)` begins no statement", hints: ["questions are commands, such as `.backs THING`, `.about NAME` and `.find TEXT`: `.help` lists them"])
    default: return nil
    }
  }

  /// The name of the dot command that a line calls, if there is such a one.
  private static func knownCommand(in line: String) -> String? {
    guard let command = dotCommand(in: line) else { return nil }
    let name = DotCommandTable.split(command).name
    return DotCommandTable.named(name) == nil ? nil : name
  }

  /// What people type to get help or to get out. No statement begins so.
  private static func bareCommand(_ line: String) -> String? {
    var word = line.lowercased().filter { !$0.isWhitespace }
    while word.hasSuffix(";") { word.removeLast() }
    switch word {
    case "help", "?", "\\?", "\\h": return ".help"
    case "quit", "exit", "\\q", ":quit", ":q": return ".quit"
    default: return nil
    }
  }
}
