import GraphStore

/// A name, to tell which texts are other ways to write it: in another case, with or without diacritics, quotes, hyphens and repeated spaces, in
/// another script.
final class NameSpelling {
  /// As it was given.
  let written: [UInt8]
  /// See `NameFolding.folded`.
  private let folded: String
  private let foldedBytes: [UInt8]
  private let transliteration: Transliteration?

  init(_ name: String) {
    written = Array(name.utf8)
    folded = NameFolding.folded(name)
    foldedBytes = Array(folded.utf8)
    transliteration = Transliteration(folded: folded)
  }

  /// O(length of the text).
  func fits(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { fits($0) }
  }

  /// Of a text in UTF-8. No allocation where both names have only ASCII letters.
  func fits(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    // Of a name that is all punctuation nothing is left out.
    if folded.isEmpty { return isWritten(text) }
    if transliteration == nil, text.allSatisfy({ $0 < 0x80 }) { return fits(ascii: text) }
    return fits(folded: NameFolding.folded(String(decoding: text, as: UTF8.self)))
  }

  /// Whether a text in UTF-8 is the name as it was given.
  func isWritten(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    written.withUnsafeBufferPointer { $0.count == text.count && $0.elementsEqual(text) }
  }

  private func fits(folded other: String) -> Bool {
    if other == folded { return true }
    return switch (transliteration, Transliteration(folded: other)) {
    case (let own?, nil): own.reads(as: other)
    case (nil, let other?): other.reads(as: folded)
    case (nil, nil), (_?, _?): false
    }
  }

  private func fits(ascii text: UnsafeBufferPointer<UInt8>) -> Bool {
    Self.asciiLetters.withUnsafeBufferPointer { letters in
      foldedBytes.withUnsafeBufferPointer { folded in
        var matched = 0
        var wantsSpace = false
        for byte in text {
          let letter = letters[Int(byte)]
          if letter == Self.mark { continue }
          if letter == Self.separator {
            wantsSpace = matched > 0
            continue
          }
          if wantsSpace {
            guard matched < folded.count, folded[matched] == Self.separator else { return false }
            matched += 1
            wantsSpace = false
          }
          guard matched < folded.count, folded[matched] == letter else { return false }
          matched += 1
        }
        return matched == folded.count
      }
    }
  }

  private static let mark: UInt8 = 0
  private static let separator = UInt8(ascii: " ")

  /// What is compared of each ASCII character, as `NameFolding` has it.
  private static let asciiLetters: [UInt8] = (0..<0x80).map { (byte: UInt8) in
    let scalar = Unicode.Scalar(byte)
    return switch NameFolding.role(of: scalar) {
    case .mark: mark
    case .separator: separator
    case .letter: TextFolding.folded(String(scalar)).utf8.first ?? mark
    }
  }
}
