#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The lines of a file, one after the other, without their ends. Memory for one line.
final class LineReader {
  private let file: UnsafeMutablePointer<FILE>
  private var buffer: UnsafeMutablePointer<CChar>?
  private var capacity = 0
  /// Of the line given last, from 1.
  private(set) var number = 0

  private let monitor: WorkMonitor?

  init(path: String, monitor: WorkMonitor? = nil) throws(StoreError) {
    self.monitor = monitor
    guard let file = fopen(path, "r") else {
      throw StoreError(errno == ENOENT ? .notFound : .inputOutput, "\(path): \(String(cString: strerror(errno)))")
    }
    self.file = file
    monitor?.expect(FileSize.bytes(of: fileno(file)))
  }

  deinit {
    fclose(file)
    free(buffer)
  }

  /// Nil at the end. The bytes are valid until the next call.
  func next() throws(StoreError) -> UnsafeBufferPointer<UInt8>? {
    try monitor?.check()
    errno = 0
    var length = getline(&buffer, &capacity, file)
    if length > 0 { monitor?.advance(by: length) }
    guard length >= 0, let buffer else {
      if ferror(file) != 0 { throw StoreError(.inputOutput, String(cString: strerror(errno))) }
      return nil
    }
    number += 1
    var start = UnsafeMutableRawPointer(buffer).assumingMemoryBound(to: UInt8.self)
    while length > 0, start[length - 1] == 0x0A || start[length - 1] == 0x0D { length -= 1 }
    if number == 1, length >= 3, start[0] == 0xEF, start[1] == 0xBB, start[2] == 0xBF {
      start += 3
      length -= 3
    }
    return UnsafeBufferPointer(start: start, count: length)
  }
}

package enum FileSize {
  /// Bytes in an open file; 0 for what has no size, such as a pipe.
  package static func bytes(of descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
  }
}
