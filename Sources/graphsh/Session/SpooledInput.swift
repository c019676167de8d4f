import Glibc
import GraphStore

/// Standard input as a file of its own, for readers that look at their input twice. Gone when it is let go.
final class SpooledInput {
  let path: String
  private let folder: String

  /// What it is called in messages.
  static let name = "stdin"

  /// Copies until the input ends; memory for one piece.
  init(_ monitor: WorkMonitor) throws {
    let parent = Environment.all["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(parent)/graphsh-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ShellError.failure("cannot make a folder in `\(parent)`: \(SystemError.text())") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = folder + "/" + Self.name
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ShellError.failure("cannot write `\(path)`: \(SystemError.text())") }
    defer { close(descriptor) }
    try Self.copy(from: STDIN_FILENO, to: descriptor, path, monitor)
  }

  deinit {
    unlink(path)
    rmdir(folder)
  }

  /// Messages name the input as the user does.
  func named(_ text: String) -> String { text.replacing(path, with: Self.name) }

  private static func copy(from input: Int32, to output: Int32, _ path: String, _ monitor: WorkMonitor) throws {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
    defer { piece.deallocate() }
    while true {
      try monitor.checkStopped()
      var waited = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      // Nobody answers for as long as a pipe is silent: Ctrl-C is looked for meanwhile.
      guard poll(&waited, 1, 50) != 0 else { continue }
      let count = read(input, piece.baseAddress, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw ShellError.failure("cannot read standard input: \(SystemError.text())") }
      if count == 0 { return }
      var written = 0
      while written < count {
        let part = write(output, piece.baseAddress! + written, count - written)
        if part < 0, errno == EINTR { continue }
        guard part >= 0 else { throw ShellError.failure("cannot write `\(path)`: \(SystemError.text())") }
        written += part
      }
    }
  }
}
