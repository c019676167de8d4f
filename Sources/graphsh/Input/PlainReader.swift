import Glibc

/// Reads lines from a descriptor without editing: pipes, files, and terminals that cannot move a cursor.
final class PlainReader {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isAtEnd = false
  private var isAtStart = true

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// The next line without its line break; invalid UTF-8 is repaired. A last line without a line break
  /// counts.
  func next() -> InputEvent {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = buffer[..<end]
        buffer.removeFirst(end + 1)
        return .text(text(of: line.last == 0x0D ? line.dropLast() : line))
      }
      if isAtEnd {
        defer { buffer = [] }
        return buffer.isEmpty ? .end : .text(text(of: buffer[...]))
      }
      fill()
    }
  }

  private func fill() {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &chunk, chunk.count)
    if count > 0 { buffer += chunk[..<count] } else if count == 0 || errno != EINTR { isAtEnd = true }
  }

  private func text(of line: ArraySlice<UInt8>) -> String {
    defer { isAtStart = false }
    let hasMark = isAtStart && line.starts(with: [0xEF, 0xBB, 0xBF])
    return String(decoding: hasMark ? line.dropFirst(3) : line, as: UTF8.self)
  }
}
