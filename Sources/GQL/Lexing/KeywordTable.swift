/// Finds the keyword of a word in the source, without making a string of it.
struct KeywordTable: Sendable {
  static let shared = KeywordTable()

  /// A word of up to 24 ASCII characters in upper case, packed.
  private struct Packed: Hashable {
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    static func == (a: Packed, b: Packed) -> Bool { a.words == b.words }
    func hash(into hasher: inout Hasher) {
      hasher.combine(words.0)
      hasher.combine(words.1)
      hasher.combine(words.2)
    }

    /// Nil when the bytes cannot be a keyword.
    init?(_ bytes: ArraySlice<UInt8>) {
      guard bytes.count <= 24 else { return nil }
      for (index, byte) in bytes.enumerated() {
        guard byte < 0x80 else { return nil }
        let upper = UInt64(byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte) << UInt64(index % 8 * 8)
        switch index / 8 {
        case 0: words.0 |= upper
        case 1: words.1 |= upper
        default: words.2 |= upper
        }
      }
    }
  }

  private var keywords: [Packed: Keyword] = [:]

  private init() {
    for keyword in Keyword.allCases {
      guard let packed = Packed(Array(keyword.rawValue.utf8)[...]) else { continue }
      keywords[packed] = keyword
    }
  }

  func keyword(of bytes: ArraySlice<UInt8>) -> Keyword? {
    guard let packed = Packed(bytes) else { return nil }
    return keywords[packed]
  }

  /// In any case of letters; nil when the text is no keyword.
  func keyword(of text: String) -> Keyword? { keyword(of: Array(text.utf8)[...]) }
}
