import Glibc

/// Reads lines from a descriptor without editing: pipes, files, and terminals that cannot move a cursor.
final class PlainReader {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// Where in the buffer the next line begins.
  private var start = 0
  /// Bytes of it that hold no line break.
  private var scanned = 0
  private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
  private var isAtEnd = false
  /// Why reading failed.
  private var failure: String?
  private var line = 0
  private let lineByteLimit: Int

  init(descriptor: Int32, lineByteLimit: Int = FileSystem.scriptSizeLimit) {
    self.descriptor = descriptor
    self.lineByteLimit = lineByteLimit
  }

  deinit { chunk.deallocate() }

  /// The next line without its line break; A last line without a line break counts.
  func next() -> InputEvent {
    while true {
      if let end = buffer[(start + scanned)...].firstIndex(of: 0x0A) {
        let bytes = buffer[start..<end]
        start = end + 1
        scanned = 0
        return event(of: bytes.last == 0x0D ? bytes.dropLast() : bytes)
      }
      if let failure { return .broken(reason: failure) }
      if isAtEnd {
        defer { (buffer, start, scanned) = ([], 0, 0) }
        return buffer.count == start ? .end : event(of: buffer[start...])
      }
      scanned = buffer.count - start
      if scanned > lineByteLimit { failure = "line \(line + 1) is longer than \(SizeText.of(lineByteLimit))" } else { fill() }
    }
  }

  private func fill() {
    buffer.removeFirst(start)
    start = 0
    let count = read(descriptor, chunk.baseAddress, chunk.count)
    if count > 0 { buffer += chunk[..<count] } else if count == 0 { isAtEnd = true } else if errno != EINTR { failure = SystemError.text() }
  }

  private func event(of bytes: ArraySlice<UInt8>) -> InputEvent {
    line += 1
    let hasMark = line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
    guard let text = String(validating: hasMark ? bytes.dropFirst(3) : bytes, as: UTF8.self) else { return .unreadable(line: line) }
    return .text(text)
  }
}
