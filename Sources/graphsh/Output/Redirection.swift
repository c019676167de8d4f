import Glibc
import GraphStore

extension Shell {
  /// - Throws: `ShellError` when the path, however it is written, is the graph's own file, or another database.
  func refuseGraph(at path: String) throws(ShellError) {
    if let graph = engine.path, DatabaseFiles.all(of: graph).contains(where: { FileSystem.isSame(path, $0) }) {
      throw .failure("`\(path)` is the graph itself")
    }
    if let owner = DatabaseFiles.owner(of: path) {
      throw .failure("`\(path)` is the name of a file that SQLite keeps beside `\(owner)`", hints: ["choose another name"])
    }
    if FileSystem.isDatabase(path) {
      throw .failure("`\(path)` is a SQLite database", hints: ["choose another name, or remove it first"])
    }
  }
}

/// A file that takes the place of stdout for rows.
final class Redirection {
  let path: String
  /// Ends with the next statement or command that does not fail; until it writes the file is as it was.
  let isOnce: Bool
  private(set) var hasWritten = false
  /// Answers are Markdown with footnotes that name documents.
  var isCited = false
  var notes = CitedMarkdown.Notes()
  private let output: FileOutput

  init(path: String, isOnce: Bool = false) throws(ShellError) {
    self.isOnce = isOnce
    let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | (isOnce ? 0 : O_TRUNC) | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .failure("cannot write `\(path)`: \(SystemError.text())") }
    self.path = path
    output = FileOutput(descriptor: descriptor)
  }

  /// Begins a file that is not in its place yet.
  convenience init(_ file: PartFile) throws(ShellError) {
    do { try self.init(path: file.part) } catch { throw .failure("cannot write `\(file.path)`: \(SystemError.text())") }
    if let mode = file.mode { fchmod(output.descriptor, mode) }
  }

  deinit { close(output.descriptor) }

  func write(_ text: String) throws(ShellError) {
    // What is no regular file has nothing to be cut.
    if isOnce, !hasWritten { ftruncate(output.descriptor, 0) }
    hasWritten = true
    guard output.write(text) else { throw .failure("cannot write `\(path)`: \(SystemError.text())") }
  }
}

/// A file that is written beside its place and takes it when it is whole; links are followed, and rights stay. What is there and is no
/// regular file, such as a pipe or a device, is written to as it is.
struct PartFile {
  /// As the user wrote it.
  let path: String
  /// Where it is written.
  let part: String
  /// Of the file that it replaces.
  let mode: mode_t?
  private let place: String

  init(_ path: String) {
    self.path = path
    var status = stat()
    guard stat(path, &status) == 0 else {
      place = PartFile.end(ofLinks: path)
      (part, mode) = (place + ".part", nil)
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG, let real = realpath(path, nil) else {
      (place, part, mode) = (path, path, nil)
      return
    }
    defer { free(real) }
    place = String(cString: real)
    (part, mode) = (place + ".part", status.st_mode & 0o7777)
  }

  /// Links that follow each other; the system's own limit.
  private static let linkLimit = 40

  /// Where a link leads to whose file does not exist yet; a path that is no link leads to itself.
  private static func end(ofLinks path: String) -> String {
    var path = path
    for _ in 0..<linkLimit {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let length = readlink(path, &buffer, Int(PATH_MAX))
      guard length > 0 else { break }
      let target = String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
      path = target.hasPrefix("/") ? target : folder + target
    }
    return path
  }

  /// - Throws: `ShellError`; the part is gone then.
  func takeItsPlace() throws(ShellError) {
    guard part != place, rename(part, place) != 0 else { return }
    let reason = SystemError.text()
    remove()
    throw .failure("cannot write `\(path)`: \(reason)")
  }

  /// Without what was written so far.
  func remove() { if part != place { unlink(part) } }
}
