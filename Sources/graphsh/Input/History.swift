import GQL
import Glibc

/// What was typed, kept across runs in `$XDG_STATE_HOME/graphsh/history`, readable by the owner only.
///
/// One entry per line; inside an entry a line break is `\n` and a backslash `\\`, so that entries of several
/// lines come back whole. A text that begins with a blank is not kept, nor one equal to the entry before it.
struct History {
  static let entryLimit = 5_000
  /// UTF-8 bytes of an entry; longer ones are not kept in the file.
  static let entrySizeLimit = 64 << 10

  private(set) var entries: [String]
  private let path: String?

  /// In memory only.
  init(entries: [String] = []) {
    self.entries = entries
    path = nil
  }

  /// Reads the file; a missing or unreadable one is an empty history.
  init(path: String?) {
    self.path = path
    let text = path.flatMap { try? FileSystem.text(of: $0) } ?? ""
    let lines = text.lines.filter { !$0.isEmpty }
    entries = lines.suffix(Self.entryLimit).map(Self.decoded)
    if lines.count > Self.entryLimit * 2 { rewrite() }
  }

  /// The user's file; nil without a home.
  static func defaultPath(in environment: [String: String]) -> String? {
    Environment.directory("XDG_STATE_HOME", fallback: ".local/state", in: environment).map { $0 + "/history" }
  }

  mutating func add(_ text: String) {
    var entry = text
    while let last = entry.unicodeScalars.last, last == "\n" || last == " " {
      entry.unicodeScalars.removeLast()
    }
    guard let first = entry.unicodeScalars.first, first != " ", first != "\t", entry != entries.last else {
      return
    }
    entries.append(entry)
    if entries.count > Self.entryLimit { entries.removeFirst() }
    guard entry.utf8.count <= Self.entrySizeLimit else { return }
    append(Self.encoded(entry) + "\n")
  }

  /// Appends in one write, so that several shells do not mix their lines.
  private func append(_ text: String) { write(text, flags: O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC) }

  private func rewrite() {
    write(entries.map { Self.encoded($0) + "\n" }.joined(), flags: O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
  }

  private func write(_ text: String, flags: Int32) {
    guard let path, let slash = path.lastIndex(of: "/") else { return }
    FileSystem.makeFolder(String(path[..<slash]))
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { return }
    fchmod(descriptor, 0o600)
    FileOutput(descriptor: descriptor).write(text)
    close(descriptor)
  }

  static func encoded(_ entry: String) -> String {
    entry.replacingScalar("\\", with: "\\\\").replacingScalar("\n", with: "\\n").replacingScalar(
      "\r", with: "")
  }

  static func decoded(_ line: String) -> String {
    var result = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if isEscaped {
        result.append(scalar == "n" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
