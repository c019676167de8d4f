import Glibc

/// Reads lines from a descriptor without editing: pipes, files, and terminals that cannot move a cursor.
final class PlainReader {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isAtEnd = false
  private var line = 0

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// The next line without its line break; A last line without a line break counts.
  func next() -> InputEvent {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let bytes = buffer[..<end]
        buffer.removeFirst(end + 1)
        return event(of: bytes.last == 0x0D ? bytes.dropLast() : bytes)
      }
      if isAtEnd {
        defer { buffer = [] }
        return buffer.isEmpty ? .end : event(of: buffer[...])
      }
      fill()
    }
  }

  private func fill() {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &chunk, chunk.count)
    if count > 0 { buffer += chunk[..<count] } else if count == 0 || errno != EINTR { isAtEnd = true }
  }

  private func event(of bytes: ArraySlice<UInt8>) -> InputEvent {
    line += 1
    let hasMark = line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
    guard let text = String(validating: hasMark ? bytes.dropFirst(3) : bytes, as: UTF8.self) else { return .unreadable(line: line) }
    return .text(text)
  }
}
