import Synchronization

/// Text as it is compared in a search, and names of things: without regard to case, diacritics and ways of writing one character, in every script. Both what is
/// stored in an index and what is looked for go through it, and FTS5 folds nothing more that matters.
///
/// | folded | to |
/// |---|---|
/// | characters that Unicode decomposes: `é` in one piece or two, `ﬁ`, `２`, `㎏`, half-width kana | their parts (compatibility decomposition) |
/// | case, with `ß` and the sigma that ends a word | small letters; `ss`, `σ` |
/// | marks over and under letters of Latin, Greek, Cyrillic, Hebrew, Arabic and their like | nothing |
/// | `æ`, `œ`, `ø`, `ł`, `đ`, `ð`, `þ` | `ae`, `oe`, `o`, `l`, `d`, `d`, `th` |
/// | alef with hamza, madda or wasla, alef maksura, Persian yeh and kaf; the tatweel | alef, yeh, kaf; nothing |
/// | decimal digits of all scripts | `0` to `9` |
/// | invisible characters, such as a soft hyphen or a direction | nothing |
///
/// Marks that are vowels (of Indic scripts, Thai, ...) and the voice marks of kana tell words apart, and stay.
package enum TextFolding {
  /// O(length).
  package static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    return known.withLock { known in
      var folding = Folding()
      for scalar in text.unicodeScalars {
        if scalar.isASCII {
          folding.append(scalar.value &- 0x41 < 26 ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar)
        } else if isWhole(scalar) {
          folding.append(scalar)
        } else if let parts = known[scalar] {
          for part in parts { folding.append(part) }
        } else {
          let parts = parts(of: scalar)
          known[scalar] = parts
          for part in parts { folding.append(part) }
        }
      }
      return String(folding.result)
    }
  }

  /// What has been worked out.
  private static let known = Mutex<[Unicode.Scalar: [Unicode.Scalar]]>([:])

  /// Kana, Han and Korean syllables have no case, and what they decompose into would be put together again.
  private static func isWhole(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3041...0x3096, 0x30A1...0x30FE, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
    default: false
    }
  }

  private static func parts(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    // Parts Khmer and Thai words.
    if scalar == "\u{200B}" { return [" "] }
    var parts: [Unicode.Scalar] = []
    for part in NormalForms.decomposed(String(scalar), compatibly: true).unicodeScalars where !isLeftOut(part) {
      if let digit = part.properties.generalCategory == .decimalNumber ? part.properties.numericValue : nil {
        parts.append(Unicode.Scalar(UInt8(ascii: "0") + UInt8(digit)))
        continue
      }
      for large in part.properties.uppercaseMapping.unicodeScalars {
        for small in large.properties.lowercaseMapping.unicodeScalars where !isLeftOut(small) {
          parts += letters[small].map { Array($0.unicodeScalars) } ?? [small]
        }
      }
    }
    return parts
  }

  /// Letters that decomposition leaves whole.
  private static let letters: [Unicode.Scalar: String] = [
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك",
  ]

  private static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\u{0640}" || scalar.properties.isDefaultIgnorableCodePoint { return true }
    guard scalar.properties.generalCategory == .nonspacingMark else { return false }
    switch scalar.value {
    case 0x0300...0x08FF, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0x2DE0...0x2DFF, 0xA66F...0xA69F, 0xFE20...0xFE2F: return true
    default: return false
    }
  }

  /// Puts together what stands in pieces: Korean syllables and kana with a voice mark.
  private struct Folding {
    private(set) var result = String.UnicodeScalarView()
    private var last: Unicode.Scalar = " "

    mutating func append(_ scalar: Unicode.Scalar) {
      guard let joined = Folding.joined(last, scalar) else {
        result.append(scalar)
        last = scalar
        return
      }
      result.removeLast()
      result.append(joined)
      last = joined
    }

    private static func joined(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
      switch (first.value, second.value) {
      case (0x1100...0x1112, 0x1161...0x1175), (0xAC00...0xD7A3, 0x11A8...0x11C2), (0x3041...0x30FE, 0x3099...0x309A):
        let whole = NormalForms.composed(String(String.UnicodeScalarView([first, second])), compatibly: false).unicodeScalars
        return whole.count == 1 ? whole.first : nil
      default: return nil
      }
    }
  }
}
