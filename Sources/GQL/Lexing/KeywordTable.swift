/// Finds the keyword of a word in the source, without making a string of it.
///
/// Open addressing over a hash of the letters in upper case, at most an eighth full, so that most words are told by one look. The table has numbers of
/// words and not the words, so that making it touches few pages.
struct KeywordTable: Sendable {
  static let shared = KeywordTable()

  /// A word of up to 24 ASCII characters in upper case, packed.
  private struct Packed: Equatable {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var third: UInt64 = 0

    /// Nil when the bytes cannot be a keyword.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
      guard bytes.count <= 24, let base = bytes.baseAddress else { return nil }
      func word(from start: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in start..<max(start, min(start + 8, bytes.count)) {
          let byte = base[index]
          let isLower = byte &- 0x61 < 26
          word |= UInt64(isLower ? byte &- 0x20 : byte) << UInt64((index - start) * 8)
        }
        return word
      }
      first = word(from: 0)
      if bytes.count > 8 { second = word(from: 8) }
      if bytes.count > 16 { third = word(from: 16) }
      guard (first | second | third) & 0x8080_8080_8080_8080 == 0 else { return nil }
    }

    var hash: Int {
      let product = (first ^ second &* 0x9E37_79B9_7F4A_7C15 ^ third).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
      return Int(truncatingIfNeeded: product.high ^ product.low)
    }
  }

  private struct Entry {
    var word: Packed
    var keyword: Keyword
  }

  /// A power of two.
  private static let size = 4_096
  private static let nothing = UInt16.max
  /// Numbers of entries.
  private var places = [UInt16](repeating: nothing, count: size)
  private var entries: [Entry] = []

  private init() {
    precondition(Keyword.allCases.count * 8 <= KeywordTable.size, "the table of keywords is too full")
    for keyword in Keyword.allCases {
      let word = Array(keyword.rawValue.utf8).withUnsafeBufferPointer { Packed($0) }
      guard let word else { continue }
      var place = word.hash & (KeywordTable.size - 1)
      while places[place] != KeywordTable.nothing { place = (place + 1) & (KeywordTable.size - 1) }
      places[place] = UInt16(entries.count)
      entries.append(Entry(word: word, keyword: keyword))
    }
  }

  func keyword(of bytes: UnsafeBufferPointer<UInt8>) -> Keyword? {
    guard let word = Packed(bytes) else { return nil }
    var place = word.hash & (KeywordTable.size - 1)
    while places[place] != KeywordTable.nothing {
      let entry = entries[Int(places[place])]
      if entry.word == word { return entry.keyword }
      place = (place + 1) & (KeywordTable.size - 1)
    }
    return nil
  }

  func keyword(of bytes: ArraySlice<UInt8>) -> Keyword? { bytes.withUnsafeBufferPointer { keyword(of: $0) } }

  /// In any case of letters; nil when the text is no keyword.
  func keyword(of text: String) -> Keyword? { keyword(of: Array(text.utf8)[...]) }
}
