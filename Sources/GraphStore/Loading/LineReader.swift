#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The lines of a file, one after the other, without their ends. Memory for one line.
package final class LineReader {
  /// Bytes of one line of JSON Lines or of an edge list.
  package static let lineByteLimit = 64 << 20

  private let path: String
  private let descriptor: Int32
  private var buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
  /// What has been read and not been given.
  private var unread = 0..<0
  /// Of the line given last, from 1.
  package private(set) var number = 0

  private let monitor: WorkMonitor?

  package init(path: String, monitor: WorkMonitor? = nil) throws(StoreError) {
    self.path = path
    self.monitor = monitor
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StoreError(errno == ENOENT ? .notFound : .inputOutput, "\(path): \(String(cString: strerror(errno)))")
    }
    monitor?.expect(FileSize.bytes(of: descriptor))
  }

  deinit {
    close(descriptor)
    buffer.deallocate()
  }

  /// Nil at the end. The bytes are valid until the next call.
  ///
  /// - Throws: `limitExceeded` with file and line for a line that is too long, `inputOutput` where the file cannot be read on.
  package func next() throws(StoreError) -> UnsafeBufferPointer<UInt8>? {
    try monitor?.check()
    var looked = 0
    while true {
      let rest = buffer[unread].dropFirst(looked)
      if !rest.isEmpty, let end = memchr(buffer.baseAddress! + rest.startIndex, 0x0A, rest.count) {
        return try take(UnsafeRawPointer(end) - UnsafeRawPointer(buffer.baseAddress! + unread.lowerBound), behind: 1)
      }
      looked = unread.count
      try LineReader.check(looked, "\(path):\(number + 1)")
      if try !fill() { return looked > 0 ? try take(looked, behind: 0) : nil }
    }
  }

  /// - Parameter place: `file:line`.
  package static func check(_ length: Int, _ place: @autoclosure () -> String) throws(StoreError) {
    if length > lineByteLimit { throw StoreError(.limitExceeded, "\(place()): a line is longer than \(lineByteLimit >> 20) MiB") }
  }

  /// - Parameter end: bytes of the line's end, which are passed over.
  private func take(_ length: Int, behind end: Int) throws(StoreError) -> UnsafeBufferPointer<UInt8> {
    number += 1
    try LineReader.check(length, "\(path):\(number)")
    var line = buffer[unread].prefix(length)
    unread = unread.lowerBound + length + end..<unread.upperBound
    while line.last == 0x0D { line.removeLast() }
    if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    return UnsafeBufferPointer(rebasing: line)
  }

  /// False at the end of the file.
  private func fill() throws(StoreError) -> Bool {
    if unread.lowerBound > 0 {
      memmove(buffer.baseAddress!, buffer.baseAddress! + unread.lowerBound, unread.count)
      unread = 0..<unread.count
    } else if unread.count == buffer.count {
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * buffer.count)
      memcpy(larger.baseAddress!, buffer.baseAddress!, unread.count)
      buffer.deallocate()
      buffer = larger
    }
    var count = 0
    repeat { count = read(descriptor, buffer.baseAddress! + unread.upperBound, buffer.count - unread.upperBound) } while count < 0 && errno == EINTR
    guard count >= 0 else { throw StoreError(.inputOutput, "\(path): \(String(cString: strerror(errno)))") }
    monitor?.advance(by: count)
    unread = unread.lowerBound..<unread.upperBound + count
    return count > 0
  }
}

package enum FileSize {
  /// Bytes in an open file; 0 for what has no size, such as a pipe.
  package static func bytes(of descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
  }
}
