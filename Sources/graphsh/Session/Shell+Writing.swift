import GQL
import GraphStore

/// Where results, plans and notices go: the console, a file, or a pager.
extension Shell {
  var noticeStyle: Style {
    Style(
      isColored: settings.color.isColored(isTerminal: console.noticesAreOnTerminal, environment: console.environment),
      width: console.noticesAreOnTerminal ? console.screenWidth() : nil)
  }

  var renderContext: RenderContext {
    let isOnScreen = console.rowsAreOnTerminal && redirection == nil
    return RenderContext(
      nullText: settings.nullText,
      style: Style(
        isColored: settings.color.isColored(isTerminal: isOnScreen, environment: console.environment)
          && redirection == nil),
      screen: isOnScreen ? .init(width: console.screenWidth(), maxRows: console.isInteractive ? settings.rows(inPager: false) : settings.maxRows ?? 0) : nil)
  }

  func notice(_ text: String) { console.writeNotice(text) }

  /// Writes text to where rows go.
  func write(_ text: String) throws {
    guard let redirection else { return try console.writeRows(text) }
    try redirection.write(text)
  }

  /// Writes text that is whole: through a pager where it is taller than the screen of a person.
  func present(_ text: String) throws {
    if let pager, isTallerThanScreen(text), Pager.show(text, command: pager, environment: console.environment) { return }
    try write(text)
  }

  /// The program for text that is taller than the screen; nil where none is wanted, or nobody sits.
  private var pager: String? {
    guard renderContext.screen != nil, console.isInteractive, settings.pager == .auto, !isSafe else { return nil }
    return Pager.command(in: console.environment)
  }

  private func isTallerThanScreen(_ text: String) -> Bool {
    let width = max(1, console.screenWidth())
    return text.lines.reduce(0) { $0 + max(1, (DisplayWidth.ofStyled($1) + width - 1) / width) } >= console.screenHeight()
  }

  /// Shows a result: rows or a plan to stdout; warnings, counts and time to stderr.
  ///
  /// - Parameter question: what the result answers; it says how its columns read on a narrow screen.
  func show(_ result: QueryResult, source: String, question: Question? = nil) throws {
    for warning in result.summary.warnings {
      notice(ErrorText.of(warning, source: source, style: noticeStyle, settings.errorForm))
    }
    let clock = ContinuousClock()
    let start = clock.now
    var writing: Double?
    if !result.columns.isEmpty {
      try writeRows(result, question)
      // A screen waits for a person.
      if renderContext.screen == nil { writing = (clock.now - start) / .seconds(1) }
      if let plan = result.plan {
        // A line that is too long loses the end of its text, not the form of the table.
        let width = noticeStyle.width ?? Int.max
        notice(plan.lines.filter { !$0.isEmpty }.map { DisplayWidth.truncated(VisibleText.escaped($0), width: width) + "\n" }.joined())
      }
    } else if let plan = result.plan {
      try write(plan: plan, summary: result.summary)
    }
    if settings.showsTimer { notice(noticeStyle.dim(SummaryText.of(result, writingSeconds: writing)) + "\n") }
  }

  private func writeRows(_ result: QueryResult, _ question: Question? = nil) throws {
    if let redirection, redirection.isCited { return try write(CitedMarkdown.text(result, documents: documents(), notes: &redirection.notes)) }
    var text = ""
    var context = renderContext
    context.lessImportant = question?.lessImportant ?? []
    context.entries = question?.entries
    // In an answer that people read, what nobody tells is blank.
    if !context.lessImportant.isEmpty, settings.format.isForPeople, settings.nullText == Settings().nullText { context.nullText = "" }
    if context.screen != nil {
      // What the screen has room for is shown whole, with or without a pager.
      if pager != nil || result.rows.count < console.screenHeight() {
        let onScreen = context.screen
        context.screen?.maxRows = settings.rows(inPager: true)
        settings.format.render(result, context) { text += $0 }
        if !isTallerThanScreen(text) { return try write(text) }
        if let pager, Pager.show(text, command: pager, environment: console.environment) { return }
        (text, context.screen) = ("", onScreen)
      }
      settings.format.render(result, context) { text += $0 }
      return try write(text)
    }
    var failure: (any Error)?
    settings.format.render(result, context) { part in
      text += part
      if text.utf8.count >= 1 << 16, failure == nil {
        do { try write(text) } catch { failure = error }
        text = ""
      }
    }
    if let failure { throw failure }
    try write(text)
  }

  /// EXPLAIN: the plan as it is for people, as rows of one column for programs.
  private func write(plan: String, summary: ResultSummary) throws {
    let lines = (plan.hasSuffix("\n") ? String(plan.dropLast()) : plan).lines
    if settings.format.isForPeople {
      try present(lines.map { VisibleText.escaped($0) + "\n" }.joined())
    } else {
      try writeRows(
        QueryResult(
          columns: [.init(name: "plan", type: .string)], rows: lines.map { [.string($0)] }, summary: summary))
    }
  }
}
