/// Collects lines until they hold a whole statement: one that ends with `;` outside quotes and comments.
struct StatementBuffer {
  private var bytes: [UInt8] = []
  /// Where what has not been taken begins.
  private var start = 0
  /// A `;` has come that has not been looked at.
  private var mayEnd = false

  /// What waits.
  var text: String { String(decoding: bytes[start...], as: UTF8.self) }

  /// True when nothing but blanks and comments waits.
  var isEmpty: Bool { waiting(StatementScanner.isBlank) }

  private func waiting<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start...])) }
  }

  /// O(line).
  mutating func append(line: String) {
    bytes.append(contentsOf: line.utf8)
    bytes.append(UInt8(ascii: "\n"))
    if line.utf8.contains(UInt8(ascii: ";")) { mayEnd = true }
  }

  /// Takes the next whole statement, without its `;`; nil when none is complete. Statements of nothing are
  /// skipped. O(statement).
  mutating func nextStatement() -> String? {
    guard mayEnd else { return nil }
    while let end = waiting(StatementScanner.endOfStatement) {
      let statement = bytes[start..<start + end]
      let isBlank = statement.withUnsafeBufferPointer { StatementScanner.isBlank($0) }
      let taken = isBlank ? nil : String(decoding: statement, as: UTF8.self)
      start += end + 1
      if waiting({ $0.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } }) { empty() }
      if let taken { return taken }
    }
    mayEnd = false
    return nil
  }

  /// Takes whatever waits, as at the end of input; nil when that is nothing.
  mutating func rest() -> String? {
    defer { removeAll() }
    return isEmpty ? nil : text
  }

  mutating func removeAll() {
    empty()
    mayEnd = false
  }

  private mutating func empty() {
    bytes.removeAll()
    start = 0
  }
}

/// Finds where statements end without parsing them: past strings, delimited names and comments.
enum StatementScanner {
  /// The UTF-8 offset of the first `;` that ends a statement; nil when there is none yet.
  static func endOfStatement(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    var scan = Scan(text)
    while let byte = scan.nextSignificant() {
      if byte == UInt8(ascii: ";") { return scan.position - 1 }
    }
    return nil
  }

  static func endOfStatement(_ text: String) -> Int? { scanning(text, endOfStatement) }

  /// True when `text` holds blanks, comments and `;` only.
  static func isBlank(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var scan = Scan(text)
    while let byte = scan.nextSignificant() {
      if byte != UInt8(ascii: ";") { return false }
    }
    return true
  }

  static func isBlank(_ text: String) -> Bool { scanning(text, isBlank) }

  private static func scanning<Result>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var text = text
    return text.withUTF8(body)
  }
}

/// Steps over a text and gives the bytes that are neither blank nor inside a comment; of a string only its
/// opening quote.
private struct Scan {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  /// The last significant byte, to tell a comment from an edge.
  var previous: UInt8 = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  func peek(_ offset: Int = 0) -> UInt8? { position + offset < bytes.count ? bytes[position + offset] : nil }

  mutating func nextSignificant() -> UInt8? {
    while let byte = peek() {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
        // One that is still open makes the statement go on.
        if !skipBlockComment() { return UInt8(ascii: "*") }
      case UInt8(ascii: "-") where peek(1) == byte && startsComment(): skipLine()
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
        skipQuoted(byte)
        previous = byte
        return byte
      default:
        position += 1
        previous = byte
        return byte
      }
    }
    return nil
  }

  /// `--` between two node patterns is an edge; anywhere else it begins a comment.
  private func startsComment() -> Bool {
    var offset = 2
    while let byte = peek(offset), byte == 0x20 || byte == 0x09 { offset += 1 }
    let next = peek(offset)
    return !(previous == UInt8(ascii: ")") && (next == UInt8(ascii: "(") || peek(2) == UInt8(ascii: ">")))
      && previous != UInt8(ascii: "<")
  }

  private mutating func skipLine() {
    while let byte = peek(), byte != 0x0A { position += 1 }
  }

  /// False when it is not closed.
  private mutating func skipBlockComment() -> Bool {
    position += 2
    while let byte = peek() {
      if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        position += 2
        return true
      }
      position += 1
    }
    position = bytes.count
    return false
  }

  private mutating func skipQuoted(_ quote: UInt8) {
    position += 1
    while let byte = peek() {
      position += byte == UInt8(ascii: "\\") && quote != UInt8(ascii: "`") ? 2 : 1
      if byte == quote { return }
    }
    position = min(position, bytes.count)
  }
}
