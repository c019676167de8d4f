import GQL
import Glibc

/// The editor at a terminal: keys in, `EditorState` on, `EditorView` out.
final class LineEditor {
  private let terminal: Terminal
  private var history: History
  private let isComplete: @Sendable (String) -> Bool
  private let complete: (String, Int) -> Completion?
  private let prepare: (String, Int) -> Bool
  private let interrupts: Interrupts
  /// Nil: no colours.
  private let highlighter: () -> Highlighter?
  private var decoder = KeyDecoder()
  private var waitingKeys: [Key] = []
  /// Row of the cursor in what is shown, from its first row.
  private var shownCursorRow = 0
  private var shownView: EditorView?
  /// A pipe that a change of the window's size wakes the reader through.
  private var wake: [Int32] = [-1, -1]

  /// Milliseconds without a key after which completion is prepared.
  private static let idleMilliseconds: Int32 = 40
  /// Milliseconds after which an Escape is the key, not the beginning of a sequence.
  private static let escapeTimeoutMilliseconds: Int32 = 50

  init(
    terminal: Terminal, history: History, interrupts: Interrupts,
    isComplete: @escaping @Sendable (String) -> Bool,
    complete: @escaping (String, Int) -> Completion?, prepare: @escaping (String, Int) -> Bool = { _, _ in false },
    highlighter: @escaping () -> Highlighter? = { nil }
  ) {
    self.prepare = prepare
    self.highlighter = highlighter
    self.terminal = terminal
    self.history = history
    self.interrupts = interrupts
    self.isComplete = isComplete
    self.complete = complete
    if pipe(&wake) == 0 {
      for end in wake {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
    }
    let wakeEnd = wake[1]
    interrupts.onResize {
      var byte: UInt8 = 1
      write(wakeEnd, &byte, 1)
    }
    interrupts.onExit { terminal.leaveRawMode() }
  }

  deinit {
    interrupts.onResize(nil)
    wake.forEach { close($0) }
  }

  /// Lets the user edit until a text is whole. The terminal is raw meanwhile only.
  func next(prompt: String) -> InputEvent {
    terminal.enterRawMode()
    defer { terminal.leaveRawMode() }
    var state = EditorState(history: history.entries, isComplete: isComplete, complete: complete)
    shownCursorRow = 0
    show(state, prompt)
    while true {
      guard
        let key = nextKey(
          resized: {
            self.reflow()
            self.show(state, prompt)
          }, idle: { self.prepare(state.string, state.cursor) })
      else { return .end }
      let before = state
      switch state.handle(key) {
      case .redraw:
        if waitingKeys.isEmpty { show(state, prompt) }
      case .submit(let text):
        show(state, prompt)
        terminal.write("\r\n")
        history.add(text)
        return .text(text)
      case .interrupt:
        showEnd(of: before, prompt)
        terminal.write("^C\r\n")
        return .interrupted
      case .endOfInput:
        terminal.write("\r\n")
        return .end
      case .clearScreen:
        terminal.write("\u{1B}[H\u{1B}[2J")
        shownCursorRow = 0
        show(state, prompt)
      case .suspend:
        suspend()
        show(state, prompt)
      case .list(let completion):
        list(completion, below: state, prompt)
      case .bell:
        terminal.write("\u{7}")
        show(state, prompt)
      }
    }
  }

  // MARK: - Showing

  /// Shows a state with the cursor behind its text, so that what follows does not overwrite it.
  private func showEnd(of state: EditorState, _ prompt: String) {
    var state = state
    state.moveToEnd()
    show(state, prompt)
  }

  /// The window has another width: rows that became too wide were wrapped by the terminal, which moves the
  /// cursor down.
  private func reflow() {
    guard let view = shownView else { return }
    let columns = max(1, terminal.columns)
    let above = view.rowWidths.prefix(view.cursorRow).reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
    shownCursorRow = above + view.cursorColumn / columns
  }

  private func show(_ state: EditorState, _ prompt: String) {
    let columns = terminal.columns
    let continuation = String(repeating: ".", count: max(0, DisplayWidth.of(prompt) - 2)) + "> "
    let view = EditorView(
      state, prompt: prompt, continuation: continuation, columns: columns, height: terminal.rows,
      emphasize: { text, cursor in state.search == nil ? highlighter()?.sequences(of: text, cursor: cursor) ?? [:] : [:] })
    var text = "\u{1B}[?25l\r"
    if shownCursorRow > 0 { text += "\u{1B}[\(shownCursorRow)A" }
    text += "\u{1B}[J" + view.text + "\r"
    if view.rowCount - 1 > view.cursorRow { text += "\u{1B}[\(view.rowCount - 1 - view.cursorRow)A" }
    if view.cursorColumn > 0 { text += "\u{1B}[\(view.cursorColumn)C" }
    terminal.write(text + "\u{1B}[?25h")
    shownCursorRow = view.cursorRow
    shownView = view
  }

  /// Candidates below the text, which is then shown again.
  private func list(_ completion: Completion, below state: EditorState, _ prompt: String) {
    showEnd(of: state, prompt)
    let style = Style(isColored: highlighter()?.theme != nil)
    terminal.write("\r\n" + CandidateList.text(completion, columns: terminal.columns, rows: terminal.rows, style))
    shownCursorRow = 0
    self.show(state, prompt)
  }

  // MARK: - Reading

  /// The next key; nil when the terminal is gone.
  ///
  /// - Parameter idle: a piece of work for while no key comes; false when there is none left.
  private func nextKey(resized: () -> Void, idle: () -> Bool) -> Key? {
    var isAtWork = false
    var hasWork = true
    while waitingKeys.isEmpty {
      var polled = [
        pollfd(fd: terminal.input, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wake[0], events: Int16(POLLIN), revents: 0),
      ]
      let wait = decoder.isWaiting ? Self.escapeTimeoutMilliseconds : !hasWork ? -1 : isAtWork ? 0 : Self.idleMilliseconds
      let ready = poll(&polled, 2, wait)
      if ready == 0, decoder.isWaiting {
        waitingKeys = decoder.flush()
      } else if ready == 0 {
        isAtWork = true
        hasWork = idle()
      }
      if ready <= 0 { continue }
      if polled[1].revents != 0 {
        var drained = [UInt8](repeating: 0, count: 64)
        while read(wake[0], &drained, drained.count) > 0 {}
        resized()
      }
      guard polled[0].revents != 0 else { continue }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(terminal.input, &bytes, bytes.count)
      if count == 0 || count < 0 && errno != EINTR && errno != EAGAIN { return nil }
      if count > 0 { waitingKeys = decoder.decode(bytes[..<count]) }
    }
    return waitingKeys.removeFirst()
  }

  /// Ctrl-Z: stops the process group as the terminal would, and goes on when it is continued.
  private func suspend() {
    terminal.write("\r\n")
    terminal.leaveRawMode()
    kill(0, SIGTSTP)
    terminal.enterRawMode()
    shownCursorRow = 0
  }
}
