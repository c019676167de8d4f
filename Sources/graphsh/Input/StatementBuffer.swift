import GQL

/// Collects lines until they hold a whole statement: one that ends with `;` outside quotes and comments.
///
/// Each byte is looked at once, whatever comes in what pieces.
struct StatementBuffer {
  private var bytes: [UInt8] = []
  /// Where what has not been taken begins.
  private var start = 0
  /// Through what waits, as far as it has been looked at.
  private var scan = StatementScan()

  /// What waits.
  var text: String { String(decoding: bytes[start...], as: UTF8.self) }

  /// Bytes that wait.
  var count: Int { bytes.count - start }

  /// True when nothing but blanks and comments waits.
  var isEmpty: Bool {
    var scan = self.scan
    while waiting({ scan.nextEnd(in: $0) }) != nil {}
    return scan.isBlank
  }

  /// True when what waits ends in a string, a delimited name or a comment that goes on in the next line.
  var isWithinToken: Bool {
    var scan = self.scan
    while waiting({ scan.nextEnd(in: $0) }) != nil {}
    return scan.isWithinToken
  }

  private func waiting<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start...])) }
  }

  /// O(line).
  mutating func append(line: String) {
    bytes.append(contentsOf: line.utf8)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Takes the next whole statement, without its `;`; nil when none is complete. Statements of nothing are
  /// skipped. O(what has not been looked at).
  mutating func nextStatement() -> String? {
    var scan = self.scan
    // There is one: what it has read would be copied when it goes on.
    self.scan = StatementScan()
    while let end = waiting({ scan.nextEnd(in: $0) }) {
      let taken = scan.isBlank ? nil : String(decoding: bytes[start..<start + end], as: UTF8.self)
      start += end + 1
      scan = StatementScan()
      if waiting({ $0.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } }) { removeAll() }
      if let taken {
        self.scan = scan
        return taken
      }
    }
    self.scan = scan
    return nil
  }

  /// Takes whatever waits, as at the end of input; nil when that is nothing.
  mutating func rest() -> String? {
    defer { removeAll() }
    return isEmpty ? nil : text
  }

  mutating func removeAll() {
    bytes.removeAll()
    start = 0
    scan = StatementScan()
  }
}

/// Finds where a statement ends without parsing it: past strings, delimited names and comments. Goes on where it stopped when there is
/// more of the text, which comes in whole lines.
struct StatementScan {
  private var position = 0
  /// The last significant byte, to tell a comment from an edge.
  private var previous: UInt8 = 0
  /// The statement's first word, or as much of it as tells whether it is `CYPHER`.
  private var firstWord: [UInt8] = []
  private var isInFirstWord = true
  /// What is open at the position.
  private var open = Opening.nothing
  private var hasContent = false
  private var dashes = DashReader()

  private enum Opening { case nothing, comment, quotes(UInt8, hasEscapes: Bool) }

  /// True when what was looked at holds blanks and comments only. One that is still open makes the statement go on.
  var isBlank: Bool {
    if case .comment = open { return false }
    return !hasContent
  }

  /// True when a string, a delimited name or a comment is open.
  var isWithinToken: Bool {
    if case .nothing = open { false } else { true }
  }

  /// The UTF-8 offset of the next `;` that ends a statement; nil when there is none yet.
  mutating func nextEnd(in text: UnsafeBufferPointer<UInt8>) -> Int? {
    while position < text.count {
      switch open {
      case .nothing: if step(text) { return position - 1 }
      case .comment: skipBlockComment(text)
      case .quotes(let quote, let hasEscapes): skipQuoted(quote, hasEscapes: hasEscapes, text)
      }
    }
    return nil
  }

  /// True at a `;`.
  private mutating func step(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let byte = text[position]
    let next = position + 1 < text.count ? text[position + 1] : 0
    if isInFirstWord, hasContent, byte <= 0x20 || byte == UInt8(ascii: "/") { isInFirstWord = false }
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D: position += 1
    case UInt8(ascii: "/") where next == byte, UInt8(ascii: "-") where next == byte && startsComment(text): skipLine(text)
    case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
      open = .comment
      position += 2
    case UInt8(ascii: ";"):
      position += 1
      return true
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
      let isLiteral = position > 0 && text[position - 1] == UInt8(ascii: "@")
      open = .quotes(byte, hasEscapes: !isLiteral)
      pass(byte)
    default: pass(byte)
    }
    return false
  }

  private mutating func pass(_ byte: UInt8) {
    if isInFirstWord {
      let letter = byte | 0x20
      isInFirstWord = letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") && firstWord.count < 7
      if isInFirstWord { firstWord.append(letter) }
    }
    position += 1
    previous = byte
    hasContent = true
  }

  /// `--` is an edge where the language says so; anywhere else it begins a comment, and never in openCypher.
  private mutating func startsComment(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    // Only these end something that an edge can follow.
    let mayBeEdge = previous != 0 && ")}*+?><".utf8.contains(previous)
    guard mayBeEdge || firstWord == Array("cypher".utf8) else { return true }
    let behind = position + 2 < text.count ? text[position + 2] : 0
    if text[position - 1] == UInt8(ascii: ")"), behind == UInt8(ascii: ">") || behind == UInt8(ascii: "(") { return false }
    return dashes.isComment(at: position, in: text)
  }

  private mutating func skipLine(_ text: UnsafeBufferPointer<UInt8>) {
    while position < text.count, text[position] != 0x0A { position += 1 }
  }

  private mutating func skipBlockComment(_ text: UnsafeBufferPointer<UInt8>) {
    while position < text.count {
      let isEnd = text[position] == UInt8(ascii: "*") && position + 1 < text.count && text[position + 1] == UInt8(ascii: "/")
      position += isEnd ? 2 : 1
      if isEnd {
        open = .nothing
        return
      }
    }
  }

  private mutating func skipQuoted(_ quote: UInt8, hasEscapes: Bool, _ text: UnsafeBufferPointer<UInt8>) {
    while position < text.count {
      let byte = text[position]
      position = min(position + (byte == UInt8(ascii: "\\") && hasEscapes ? 2 : 1), text.count)
      if byte == quote {
        open = .nothing
        return
      }
    }
  }
}
