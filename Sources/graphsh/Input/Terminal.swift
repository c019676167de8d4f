import Glibc

/// A terminal in raw mode: bytes come as they are typed, nothing is echoed, Ctrl-C is a byte.
final class Terminal: @unchecked Sendable {
  let input: Int32
  let output: Int32
  private var saved = termios()
  private var isRaw = false

  /// Nil when these are no terminals, or `TERM` says that it cannot move a cursor.
  init?(input: Int32, output: Int32, environment: [String: String]) {
    guard isatty(input) == 1, isatty(output) == 1, environment["TERM"] != "dumb",
      tcgetattr(input, &saved) == 0
    else { return nil }
    self.input = input
    self.output = output
  }

  func enterRawMode() {
    guard !isRaw else { return }
    tcgetattr(input, &saved)
    var raw = saved
    raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INPCK | ISTRIP | IXON)
    raw.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
    raw.c_cflag |= tcflag_t(CS8)
    withUnsafeMutableBytes(of: &raw.c_cc) { codes in
      codes[Int(VMIN)] = 1
      codes[Int(VTIME)] = 0
    }
    // What was typed ahead stays.
    isRaw = tcsetattr(input, TCSADRAIN, &raw) == 0
    write("\u{1B}[?2004h")
  }

  /// Safe from any thread, and more than once.
  func leaveRawMode() {
    guard isRaw else { return }
    isRaw = false
    write("\u{1B}[?2004l")
    tcsetattr(input, TCSADRAIN, &saved)
  }

  func write(_ text: String) { FileOutput(descriptor: output).write(text) }

  var columns: Int { TerminalSize.columns(of: output) ?? 80 }
  var rows: Int { TerminalSize.rows(of: output) ?? 24 }
}
