import GQL
import Glibc

/// Where the shell reads and writes, as values, so that tests need no terminal.
struct Console {
  /// Rows and nothing else. Throws when they cannot be written: a full disk loses nothing in silence.
  var writeRows: (String) throws -> Void
  /// Notices, errors, timings, counts.
  var writeNotice: (String) -> Void
  /// Rows go to a terminal where a person reads.
  var rowsAreOnTerminal = false
  var noticesAreOnTerminal = false
  /// A person types: a prompt, an init file, no end at the first error.
  var isInteractive = false
  var screenWidth: () -> Int = { 80 }
  var screenHeight: () -> Int = { 24 }
  var environment: [String: String] = [:]

  /// The process's own input and output.
  static func standard(isInteractive: Bool) -> Console {
    Console(
      writeRows: { try FileOutput.standardOutput.writeAll($0) },
      writeNotice: { FileOutput.standardError.write($0) },
      rowsAreOnTerminal: isatty(STDOUT_FILENO) == 1,
      noticesAreOnTerminal: isatty(STDERR_FILENO) == 1,
      isInteractive: isInteractive,
      screenWidth: { TerminalSize.columns(of: STDOUT_FILENO) ?? 80 },
      screenHeight: { TerminalSize.rows(of: STDOUT_FILENO) ?? 24 },
      environment: Environment.all)
  }
}

/// Unbuffered writing to a file descriptor. A broken pipe ends the program as SIGPIPE does.
struct FileOutput: Sendable {
  let descriptor: Int32

  static let standardOutput = FileOutput(descriptor: STDOUT_FILENO)
  static let standardError = FileOutput(descriptor: STDERR_FILENO)

  /// False when not all could be written; `errno` says why.
  @discardableResult
  func write(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        if count < 0 {
          if errno == EINTR || errno == EAGAIN { continue }
          return false
        }
        written += count
      }
      return true
    }
  }
}

extension FileOutput {
  /// Takes the places of standard streams that are closed, so that no file is opened as one of them: what is then read or written there fails,
  /// as it does with a closed one.
  static func keepStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // The lowest free number is taken: this one.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// - Throws: `ShellError` when not all could be written.
  func writeAll(_ text: String) throws(ShellError) {
    guard write(text) else { throw .failure("cannot write the answer: \(SystemError.text())") }
  }
}

enum TerminalSize {
  /// Cells in a line; nil when `descriptor` is no terminal.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Lines of the screen; nil when `descriptor` is no terminal.
  static func rows(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return nil }
    return Int(size.ws_row)
  }
}

enum Environment {
  static var all: [String: String] {
    var result: [String: String] = [:]
    var entry = environ
    while let pointer = entry.pointee {
      let text = String(cString: pointer)
      if let equals = text.firstIndex(of: "=") {
        result[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      entry += 1
    }
    return result
  }

  /// Where a program is, as `PATH` says; nil without it.
  static func program(_ name: String, in environment: [String: String]) -> String? {
    (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  /// `$XDG_name/graphsh`, or `fallback` under the home directory; nil without a home.
  static func directory(_ variable: String, fallback: String, in environment: [String: String]) -> String? {
    if let base = environment[variable], base.hasPrefix("/") { return base + "/graphsh" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return "\(home)/\(fallback)/graphsh"
  }
}
