#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The records of a file of comma-separated values (RFC 4180), one after the other, in memory for one record.
///
/// A field in quotes may hold delimiters, line ends and doubled quotes. Lines end in LF or CR LF; the last needs no end; empty
/// lines are left out; a byte-order mark is skipped. A quote inside a field that does not begin with one is an ordinary byte.
/// About 1 ns per byte; nothing is allocated per record.
final class CSVReader {
  struct Field {
    var bytes: UnsafeBufferPointer<UInt8>
    var isQuoted: Bool
    /// Bytes from the start of the record.
    var offset: Int
  }

  struct Fault: Error {
    var line: Int
    /// In bytes, from 1.
    var column: Int
    var message: String
    /// The rest of the file cannot be read.
    var isFinal: Bool
  }

  /// A record longer than this is most likely a quote that is never closed.
  static let recordByteLimit = 16 << 20
  private static let bufferBytes = 1 << 20

  let delimiter: UInt8
  /// Only regular files can be read twice.
  let isRegular: Bool
  private let path: String
  private let descriptor: Int32
  @exclusivity(unchecked) private var buffer: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private var capacity = CSVReader.bufferBytes
  @exclusivity(unchecked) private var filled = 0
  @exclusivity(unchecked) private var position = 0
  @exclusivity(unchecked) private var isAtEnd = false
  /// Where the next record begins.
  @exclusivity(unchecked) private var nextLine = 1
  /// Of the record read last, from 1.
  @exclusivity(unchecked) private(set) var line = 1
  @exclusivity(unchecked) private(set) var fields: UnsafeMutablePointer<Field>
  @exclusivity(unchecked) private(set) var fieldCount = 0
  @exclusivity(unchecked) private var fieldCapacity = 32

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private let monitor: WorkMonitor?

  init(path: String, delimiter: UInt8, monitor: WorkMonitor? = nil) throws(StoreError) {
    self.monitor = monitor
    descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw StoreError(errno == ENOENT ? .notFound : .inputOutput, "\(path): \(String(cString: strerror(errno)))")
    }
    var status = stat()
    monitor?.expect(FileSize.bytes(of: descriptor))
    isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    self.path = path
    self.delimiter = delimiter
    buffer = .allocate(capacity: capacity)
    fields = .allocate(capacity: fieldCapacity)
  }

  deinit {
    close(descriptor)
    buffer.deallocate()
    fields.deallocate()
  }

  /// Back to the first record.
  func rewind() {
    lseek(descriptor, 0, SEEK_SET)
    monitor?.expect(FileSize.bytes(of: descriptor))
    (filled, position, isAtEnd, nextLine, line) = (0, 0, false, 1, 1)
  }

  /// False at the end. The fields are valid until the next call. After a fault that is not final, goes on behind the line.
  func next() throws(StoreError) -> Result<Bool, Fault> {
    while true {
      if position == filled, isAtEnd { return .success(false) }
      let isComplete: Bool
      do throws(Fault) { isComplete = try scan() } catch { return .failure(error) }
      if !isComplete {
        if filled - position > CSVReader.recordByteLimit {
          isAtEnd = true
          defer { position = filled }
          return .failure(
            Fault(
              line: line, column: 1,
              message: "a record of more than \(CSVReader.recordByteLimit >> 20) MiB\(openQuote.map { ": the quote at column \($0) may lack its end" } ?? "")",
              isFinal: true))
        }
        try refill()
        continue
      }
      if fieldCount == 1, fields[0].bytes.count == 0, !fields[0].isQuoted { continue }
      return .success(true)
    }
  }

  /// The column of the quote that opens the last field of a record that is not whole; nil when that field has none.
  private var openQuote: Int? {
    var at = position
    while at < filled {
      guard buffer[at] == CSVReader.quote else {
        while at < filled, buffer[at] != delimiter { at += 1 }
        at += 1
        continue
      }
      let open = at
      at += 1
      while at < filled, buffer[at] != CSVReader.quote || at + 1 < filled && buffer[at + 1] == CSVReader.quote {
        at += buffer[at] == CSVReader.quote ? 2 : 1
      }
      if at >= filled { return open - position + 1 }
      at += 2
    }
    return nil
  }

  private func refill() throws(StoreError) {
    if position > 0 {
      memmove(buffer, buffer + position, filled - position)
      filled -= position
      position = 0
    } else if filled == capacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
      memcpy(larger, buffer, filled)
      buffer.deallocate()
      buffer = larger
      capacity *= 2
    }
    let isStart = filled == 0 && nextLine == 1
    while filled < capacity {
      let count = read(descriptor, buffer + filled, capacity - filled)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw StoreError(.inputOutput, "\(path): \(String(cString: strerror(errno)))") }
      if count == 0 {
        isAtEnd = true
        break
      }
      filled += count
      monitor?.advance(by: count)
    }
    try monitor?.check()
    if isStart, filled >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { position = 3 }
  }

  // MARK: One record

  /// False when the buffer ends before the record does.
  private func scan() throws(Fault) -> Bool {
    let bytes = buffer
    let end = filled
    let delimiter = delimiter
    let start = position
    var at = start
    var lineEnds = 0
    fieldCount = 0
    line = nextLine
    while true {
      if at < end, bytes[at] == CSVReader.quote {
        let open = at
        let (close, isDoubled) = try closingQuote(after: open)
        guard let close else { return false }
        if memchr(bytes + open, Int32(CSVReader.lineFeed), close - open) != nil {
          for index in open..<close where bytes[index] == CSVReader.lineFeed { lineEnds += 1 }
        }
        add(open + 1, close, isQuoted: true, start, isDoubled)
        at = close + 1
        if at == end {
          guard isAtEnd else { return false }
        } else if bytes[at] == delimiter {
          at += 1
          continue
        } else if bytes[at] == CSVReader.carriageReturn {
          if at + 1 == end, !isAtEnd { return false }
          at += 1
          if at < end, bytes[at] != CSVReader.lineFeed { throw strayText(at, start) }
        } else if bytes[at] != CSVReader.lineFeed {
          throw strayText(at, start)
        }
      } else {
        let first = at
        while at < end, bytes[at] != delimiter, bytes[at] != CSVReader.lineFeed { at += 1 }
        if at == end, !isAtEnd { return false }
        if at < end, bytes[at] == delimiter {
          add(first, at, isQuoted: false, start, false)
          at += 1
          continue
        }
        let hasReturn = at > first && bytes[at - 1] == CSVReader.carriageReturn
        add(first, hasReturn ? at - 1 : at, isQuoted: false, start, false)
      }
      position = min(end, at + 1)
      nextLine = line + lineEnds + 1
      return true
    }
  }

  /// Nil when the buffer ends first.
  private func closingQuote(after open: Int) throws(Fault) -> (Int?, Bool) {
    var at = open + 1
    var isDoubled = false
    while true {
      guard at < filled, let found = memchr(buffer + at, Int32(CSVReader.quote), filled - at) else { break }
      at = buffer.distance(to: found.assumingMemoryBound(to: UInt8.self))
      if at + 1 == filled { return isAtEnd ? (at, isDoubled) : (nil, false) }
      if buffer[at + 1] != CSVReader.quote { return (at, isDoubled) }
      isDoubled = true
      at += 2
    }
    guard isAtEnd else { return (nil, false) }
    defer { position = filled }
    throw Fault(
      line: line, column: open - position + 1, message: "the quote that opens here is never closed", isFinal: true)
  }

  /// Goes on behind the next line end.
  private func strayText(_ at: Int, _ start: Int) -> Fault {
    var next = at
    while next < filled, buffer[next] != CSVReader.lineFeed { next += 1 }
    position = min(filled, next + 1)
    var place = line
    var lineStart = start
    for index in start..<at where buffer[index] == CSVReader.lineFeed {
      place += 1
      lineStart = index + 1
    }
    nextLine = place + 1
    return Fault(
      line: place, column: at - lineStart + 1, message: "text after the closing quote of a field", isFinal: next == filled)
  }

  @inline(__always)
  private func add(_ first: Int, _ end: Int, isQuoted: Bool, _ start: Int, _ isDoubled: Bool) {
    if fieldCount == fieldCapacity { growFields() }
    var count = end - first
    if isDoubled {
      // The record is scanned again when it turns out to be cut off: the original stays.
      count = halved(first, end)
    }
    fields[fieldCount] = Field(
      bytes: UnsafeBufferPointer(start: isDoubled ? unescaped.base + unescaped.count - count : buffer + first, count: count),
      isQuoted: isQuoted, offset: first - start)
    fieldCount += 1
  }

  private func growFields() {
    let larger = UnsafeMutablePointer<Field>.allocate(capacity: fieldCapacity * 2)
    larger.update(from: fields, count: fieldCount)
    fields.deallocate()
    fields = larger
    fieldCapacity *= 2
  }

  // MARK: Doubled quotes

  private let unescaped = ByteBuffer(capacity: 1_024)

  /// Copies with each doubled quote once. Each field has memory of its own until the next record.
  private func halved(_ first: Int, _ end: Int) -> Int {
    if !keepsUnescaped { unescaped.count = 0 }
    // Moving would leave the fields before without their bytes.
    if unescaped.count + end - first > unescaped.capacity, unescaped.count > 0 { moveUnescaped(end - first) }
    unescaped.reserve(end - first)
    let begin = unescaped.count
    var at = first
    while at < end {
      unescaped.append(buffer[at])
      at += buffer[at] == CSVReader.quote ? 2 : 1
    }
    return unescaped.count - begin
  }

  /// Whether fields of the record being scanned lie in `unescaped`.
  private var keepsUnescaped: Bool {
    for index in 0..<fieldCount where isUnescaped(fields[index]) { return true }
    return false
  }

  private func isUnescaped(_ field: Field) -> Bool {
    guard let start = field.bytes.baseAddress else { return false }
    return start >= UnsafePointer(unescaped.base) && start < UnsafePointer(unescaped.base + unescaped.capacity)
  }

  private func moveUnescaped(_ more: Int) {
    let old = UnsafePointer(unescaped.base)
    let moved = (0..<fieldCount).filter { isUnescaped(fields[$0]) }
    let offsets = moved.map { old.distance(to: fields[$0].bytes.baseAddress ?? old) }
    unescaped.reserve(more)
    for (index, offset) in zip(moved, offsets) {
      fields[index].bytes = UnsafeBufferPointer(
        start: UnsafePointer(unescaped.base + offset), count: fields[index].bytes.count)
    }
  }
}
