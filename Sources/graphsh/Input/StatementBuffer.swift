/// Collects lines until they hold a whole statement: one that ends with `;` outside quotes and comments.
struct StatementBuffer {
  private(set) var text = ""
  /// A `;` has come that has not been looked at.
  private var mayEnd = false

  /// True when nothing but blanks and comments waits.
  var isEmpty: Bool { StatementScanner.isBlank(text) }

  /// O(line).
  mutating func append(line: String) {
    text += line + "\n"
    if line.utf8.contains(UInt8(ascii: ";")) { mayEnd = true }
  }

  /// Takes the next whole statement, without its `;`; nil when none is complete. Statements of nothing are
  /// skipped.
  mutating func nextStatement() -> String? {
    guard mayEnd else { return nil }
    while let end = StatementScanner.endOfStatement(text) {
      let statement = String(decoding: Array(text.utf8.prefix(end)), as: UTF8.self)
      text = String(decoding: Array(text.utf8.dropFirst(end + 1)), as: UTF8.self)
      if text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) { text = "" }
      if !StatementScanner.isBlank(statement) { return statement }
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
    text = ""
    mayEnd = false
  }
}

/// Finds where statements end without parsing them: past strings, delimited names and comments.
enum StatementScanner {
  /// The UTF-8 offset of the first `;` that ends a statement; nil when there is none yet.
  static func endOfStatement(_ text: String) -> Int? {
    var scan = Scan(text)
    while let byte = scan.nextSignificant() {
      if byte == UInt8(ascii: ";") { return scan.position - 1 }
    }
    return nil
  }

  /// True when `text` holds blanks, comments and `;` only.
  static func isBlank(_ text: String) -> Bool {
    var scan = Scan(text)
    while let byte = scan.nextSignificant() {
      if byte != UInt8(ascii: ";") { return false }
    }
    return true
  }
}

/// Steps over a text and gives the bytes that are neither blank nor inside a comment; of a string only its
/// opening quote.
private struct Scan {
  let bytes: [UInt8]
  var position = 0
  /// The last significant byte, to tell a comment from an edge.
  var previous: UInt8 = 0

  init(_ text: String) { bytes = Array(text.utf8) }

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
