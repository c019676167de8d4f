import GraphStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A temporary file without a name, for rows that do not fit a statement's memory. It goes away with this object, or with the process.
///
/// In `$TMPDIR`, else `/var/tmp`, else `/tmp`. Written once, front to back; then read in pieces by any number of readers.
final class SpillFile {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private(set) var length = 0
  private static let bufferBytes = 32 << 10

  init() throws(QueryError) {
    var folders: [String] = []
    if let chosen = getenv("TMPDIR") { folders.append(String(cString: chosen)) }
    folders += ["/var/tmp", "/tmp"]
    for folder in folders where !folder.isEmpty {
      var template = Array((folder + "/graphsh-XXXXXX").utf8CString)
      let opened = mkstemp(&template)
      guard opened >= 0 else { continue }
      _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
      unlink(template)
      descriptor = opened
      return
    }
    throw SpillFile.failure("no temporary file can be made in \(folders.joined(separator: ", "))")
  }

  deinit { close(descriptor) }

  static func failure(_ what: String) -> QueryError {
    QueryError(.storeFailure, what, at: nil, hints: ["set TMPDIR to a folder with room, or allow more memory"])
  }

  // MARK: Writing

  func append(_ bytes: UnsafeRawBufferPointer) throws(QueryError) {
    buffer.append(contentsOf: bytes)
    length += bytes.count
    if buffer.count >= SpillFile.bufferBytes { try flush() }
  }

  func flush() throws(QueryError) {
    var start = 0
    while start < buffer.count {
      let written = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress! + start, $0.count - start) }
      if written < 0 {
        if errno == EINTR { continue }
        throw SpillFile.failure("a temporary file cannot be written: \(String(cString: strerror(errno)))")
      }
      start += written
    }
    buffer.removeAll(keepingCapacity: true)
  }

  // MARK: Reading

  /// Reads up to `target.count` bytes from `offset` on. Everything must have been flushed.
  func read(_ target: UnsafeMutableRawBufferPointer, at offset: Int) throws(QueryError) {
    var start = 0
    while start < target.count {
      let count = pread(descriptor, target.baseAddress! + start, target.count - start, off_t(offset + start))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SpillFile.failure("a temporary file cannot be read") }
      start += count
    }
  }
}

/// A part of a spill file, read front to back.
struct SpillReader {
  private let file: SpillFile
  private var next: Int
  private let end: Int
  private var buffer: [UInt8] = []
  private var position = 0
  private let bufferBytes: Int

  init(_ file: SpillFile, _ range: Range<Int>, bufferBytes: Int = 64 << 10) {
    self.file = file
    next = range.lowerBound
    end = range.upperBound
    self.bufferBytes = max(4_096, bufferBytes)
  }

  var isAtEnd: Bool { position == buffer.count && next == end }

  /// The bytes are valid until the next call.
  mutating func take<T>(_ count: Int, _ body: (UnsafeRawBufferPointer) -> T) throws(QueryError) -> T {
    if buffer.count - position < count { try fill(count) }
    let start = position
    position += count
    return buffer.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<(start + count)])) }
  }

  mutating func takePlain<T: BitwiseCopyable>(_ type: T.Type) throws(QueryError) -> T {
    try take(MemoryLayout<T>.size) { $0.loadUnaligned(as: T.self) }
  }

  private mutating func fill(_ count: Int) throws(QueryError) {
    var kept = Array(buffer[position...])
    let wanted = min(max(bufferBytes, count), end - next + kept.count)
    guard wanted >= count else { throw SpillFile.failure("a temporary file ends too early") }
    let had = kept.count
    kept.append(contentsOf: repeatElement(0, count: wanted - had))
    let (file, offset) = (file, next)
    var fault: QueryError?
    kept.withUnsafeMutableBytes { bytes in
      do throws(QueryError) {
        try file.read(UnsafeMutableRawBufferPointer(rebasing: bytes[had...]), at: offset)
      } catch { fault = error }
    }
    if let fault { throw fault }
    next += wanted - had
    buffer = kept
    position = 0
  }
}
