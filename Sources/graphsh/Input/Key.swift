/// One thing that a person does at the keyboard.
enum Key: Equatable, Sendable {
  /// Typed characters.
  case text(String)
  /// Pasted text, line breaks and all.
  case paste(String)
  case enter, tab, backspace, delete, escape
  case left, right, up, down, home, end, wordLeft, wordRight
  /// Ctrl with a letter, in lower case.
  case control(Character)
  /// Alt with a character.
  case alt(Character)
  /// A sequence that we do not know.
  case unknown
}

/// Turns the bytes of a terminal into keys. Keeps what is not whole yet: half a character, half a sequence.
///
/// Sequences are those of xterm (invisible-island.net/xterm/ctlseqs) and of the Linux console.
struct KeyDecoder {
  private var pending: [UInt8] = []
  private var paste: [UInt8]?

  private static let pasteBegin = Array("\u{1B}[200~".utf8)
  private static let pasteEnd = Array("\u{1B}[201~".utf8)
  /// Bytes of one paste; what comes after is dropped.
  static let pasteLimit = 16 << 20

  /// True when an Escape waits for what follows: if nothing does soon, it was the key.
  var isWaiting: Bool { !pending.isEmpty && paste == nil }

  mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    var start = 0
    while start < pending.count {
      if paste != nil {
        guard let used = continuePaste(pending[start...], into: &keys) else { break }
        start += used
        continue
      }
      guard let (key, length) = Self.next(pending[start...]) else { break }
      start += length
      if key == .paste("") { paste = [] } else { Self.append(key, to: &keys) }
    }
    pending.removeFirst(start)
    return keys
  }

  /// What waits, when nothing more came: Escape alone, or rubbish.
  mutating func flush() -> [Key] {
    defer { pending = [] }
    if pending.isEmpty { return [] }
    return pending == [0x1B] ? [.escape] : [.unknown]
  }

  /// Neighbouring characters become one key, so that marks join their letters.
  private static func append(_ key: Key, to keys: inout [Key]) {
    if case .text(let text) = key, case .text(let before)? = keys.last {
      keys[keys.count - 1] = .text(before + text)
    } else {
      keys.append(key)
    }
  }

  /// Bytes used; nil when the end mark may be cut in two.
  private mutating func continuePaste(_ bytes: ArraySlice<UInt8>, into keys: inout [Key]) -> Int? {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == 0x1B {
        let rest = bytes[index...].prefix(Self.pasteEnd.count)
        if rest.elementsEqual(Self.pasteEnd) {
          keys.append(.paste(Self.pasted(paste ?? [])))
          paste = nil
          return index - bytes.startIndex + Self.pasteEnd.count
        }
        if Self.pasteEnd.starts(with: rest) {
          return index == bytes.startIndex ? nil : index - bytes.startIndex
        }
      }
      if (paste?.count ?? 0) < Self.pasteLimit { paste?.append(bytes[index]) }
      index += 1
    }
    return bytes.count
  }

  /// Pasted text with `\n` line ends, tabs kept and other control characters dropped.
  private static func pasted(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text {
      if scalar == "\r" || scalar == "\n" && previous != "\r" {
        result.append("\n")
      } else if scalar == "\t" || scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) {
        result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }

  // MARK: - One key

  /// The first key and its length; nil when more bytes are needed. `paste("")` stands for the beginning of a
  /// paste.
  private static func next(_ bytes: ArraySlice<UInt8>) -> (Key, Int)? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1B: return escape(bytes)
    case 0x0D, 0x0A: return (.enter, 1)
    case 0x09: return (.tab, 1)
    case 0x08, 0x7F: return (.backspace, 1)
    case 0x01...0x1A: return (.control(Character(Unicode.Scalar(first + 0x60))), 1)
    case 0x1F: return (.control("_"), 1)
    case 0x00, 0x1C...0x1E: return (.unknown, 1)
    default: return character(bytes).map { (.text($0.0), $0.1) }
    }
  }

  private static func character(_ bytes: ArraySlice<UInt8>) -> (String, Int)? {
    guard let first = bytes.first else { return nil }
    let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard bytes.count >= length else { return nil }
    let part = bytes.prefix(length)
    if let text = String(validating: part, as: UTF8.self) { return (text, length) }
    return ("\u{FFFD}", 1)
  }

  private static func escape(_ bytes: ArraySlice<UInt8>) -> (Key, Int)? {
    let rest = bytes.dropFirst()
    guard let second = rest.first else { return nil }
    switch second {
    case UInt8(ascii: "["): return controlSequence(bytes)
    case UInt8(ascii: "O"):
      guard let final = rest.dropFirst().first else { return nil }
      return (named(final: final, parameters: []), 3)
    case 0x1B: return (.escape, 1)
    case 0x7F, 0x08: return (.alt("\u{7F}"), 2)
    case 0x0D: return (.alt("\r"), 2)
    case 0x00..<0x20: return (.unknown, 2)
    default: return character(rest).map { (.alt(Character($0.0)), $0.1 + 1) }
    }
  }

  /// `ESC [ parameters final`.
  private static func controlSequence(_ bytes: ArraySlice<UInt8>) -> (Key, Int)? {
    let body = bytes.dropFirst(2)
    guard let end = body.firstIndex(where: { (0x40...0x7E).contains($0) }) else {
      return body.count > 64 ? (.unknown, bytes.count) : nil
    }
    let length = end - bytes.startIndex + 1
    if bytes.prefix(length).elementsEqual(pasteBegin) { return (.paste(""), length) }
    let parameters = String(decoding: body[..<end], as: UTF8.self).split(
      separator: ";", omittingEmptySubsequences: false
    ).map { Int($0) ?? 0 }
    return (named(final: bytes[end], parameters: parameters), length)
  }

  private static func named(final: UInt8, parameters: [Int]) -> Key {
    // The second parameter is 1 plus Shift 1, Alt 2, Ctrl 4.
    let modifiers = parameters.count > 1 ? max(0, parameters[1] - 1) : 0
    let movesByWord = modifiers & 0b110 != 0
    switch final {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return movesByWord ? .wordRight : .right
    case UInt8(ascii: "D"): return movesByWord ? .wordLeft : .left
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "c"): return .wordRight
    case UInt8(ascii: "d"): return .wordLeft
    case UInt8(ascii: "M"): return .enter
    case UInt8(ascii: "~"):
      switch parameters.first {
      case 1, 7: return .home
      case 4, 8: return .end
      case 3: return movesByWord ? .alt("d") : .delete
      default: return .unknown
      }
    default: return .unknown
    }
  }
}
