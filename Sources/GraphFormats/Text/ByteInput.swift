import GraphStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a file, one after the other, with the line they are on. Memory for one chunk.
final class ByteInput {
  let path: String
  /// Of the file; 0 for a pipe, of which nothing can be read twice.
  let byteCount: Int
  private let descriptor: Int32
  private var chunk: [UInt8]
  private var position = 0
  private var count = 0
  private(set) var line = 1

  private let monitor: WorkMonitor?

  init(_ path: String, monitor: WorkMonitor? = nil) throws(StoreError) {
    self.monitor = monitor
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StoreError(errno == ENOENT ? .notFound : .inputOutput, "\(path): \(String(cString: strerror(errno)))")
    }
    self.path = path
    byteCount = FileSize.bytes(of: descriptor)
    monitor?.expect(byteCount)
    chunk = [UInt8](repeating: 0, count: 1 << 16)
    // A byte order mark is no text.
    try fill()
    if count >= 3, chunk[0] == 0xEF, chunk[1] == 0xBB, chunk[2] == 0xBF { position = 3 }
  }

  deinit { close(descriptor) }

  /// Nil at the end.
  func peek() throws(StoreError) -> UInt8? {
    if position == count {
      try fill()
      if count == 0 { return nil }
    }
    return chunk[position]
  }

  func next() throws(StoreError) -> UInt8? {
    guard let byte = try peek() else { return nil }
    position += 1
    if byte == 0x0A { line += 1 }
    return byte
  }

  var place: String { "\(path):\(line)" }

  func fault(_ message: String) -> StoreError { StoreError(.invalidProperty, "\(place): \(message)") }

  /// One line without its end; nil at the end of the file.
  ///
  /// - Throws: `limitExceeded` with file and line for one that is too long.
  func nextLine() throws(StoreError) -> [UInt8]? {
    let place = place
    let bytes = try startOfLine(LineReader.lineByteLimit + 1)
    try LineReader.check(bytes?.count ?? 0, place)
    return bytes
  }

  /// At most so many bytes of a line, without its end; nil at the end of the file.
  func startOfLine(_ limit: Int) throws(StoreError) -> [UInt8]? {
    guard try peek() != nil else { return nil }
    var bytes: [UInt8] = []
    while bytes.count < limit, let byte = try next(), byte != 0x0A { bytes.append(byte) }
    if bytes.last == 0x0D { bytes.removeLast() }
    return bytes
  }

  private func fill() throws(StoreError) {
    repeat { count = read(descriptor, &chunk, chunk.count) } while count < 0 && errno == EINTR
    guard count >= 0 else { throw StoreError(.inputOutput, "\(path): \(String(cString: strerror(errno)))") }
    position = 0
    monitor?.advance(by: count)
    try monitor?.check()
  }
}
