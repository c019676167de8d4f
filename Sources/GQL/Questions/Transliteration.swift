/// A name in Cyrillic or Greek letters, as it may be written in Latin ones: letter by letter, each in one of its usual spellings in English, German
/// or French texts. `Юлия` reads as `Yulia`, `Yuliya` and `Julija`, `Αλέξης` as `Alexis`. No language is guessed: `г` may be a `g` or an `h`.
///
/// Diacritics are left out on both sides, so `и` stands for `й` too, and `е` for `ё`.
struct Transliteration {
  /// At each letter the ways on: how many letters are read, and what is written for them.
  private let steps: [[(length: Int, latin: [UInt8])]]

  /// Of a folded name; nil when it has no such letter.
  init?(folded name: String) {
    guard !name.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let letters = name.unicodeScalars.map { String($0) }
    guard letters.contains(where: { Self.spellings[$0] != nil }) else { return nil }
    steps = letters.indices.map { index in
      let one = Self.spellings[letters[index]] ?? [Array(letters[index].utf8)]
      let two = index + 1 < letters.count ? Self.spellings[letters[index] + letters[index + 1]] ?? [] : []
      return one.map { (1, $0) } + two.map { (2, $0) }
    }
  }

  /// Whether a text, folded and in Latin letters, is a way to write the name. O(letters of both).
  func reads(as latin: String) -> Bool {
    let latin = Array(latin.utf8)
    // By letters read, how much of the text may be read by then.
    var reached = [Set<Int>](repeating: [], count: steps.count + 1)
    reached[0] = [0]
    for (index, ways) in steps.enumerated() {
      for start in reached[index] {
        for way in ways where latin[start...].starts(with: way.latin) { reached[index + way.length].insert(start + way.latin.count) }
      }
    }
    return reached[steps.count].contains(latin.count)
  }

  /// A folded text with each letter in its first spelling.
  static func latin(_ folded: String) -> String {
    guard !folded.utf8.allSatisfy({ $0 < 0x80 }) else { return folded }
    var result = ""
    for scalar in folded.unicodeScalars {
      if let spelling = spellings[String(scalar)]?.first { result += String(decoding: spelling, as: UTF8.self) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// Letters, and pairs that are also written otherwise than one after the other. `-` is nothing. Each script's usual spelling comes first.
  private static let spellings: [String: [[UInt8]]] = table.mapValues { text in
    text.split(separator: " ").map { $0 == "-" ? [] : Array($0.utf8) }
  }

  private static let table: [String: String] = [
    "а": "a", "б": "b", "в": "v w", "г": "g h gh", "ґ": "g", "д": "d", "е": "e ye ie je yo io jo", "є": "ye ie je e", "ж": "zh j", "з": "z",
    "и": "y i j", "і": "i", "к": "k c", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u ou w", "ф": "f ph",
    "х": "kh h ch", "ц": "ts tz c", "ч": "ch tch tsch", "ш": "sh sch", "щ": "shch sch stch schtsch", "ъ": "-", "ы": "y i", "ь": "-", "э": "e",
    "ю": "yu iu ju", "я": "ya ia ja", "ј": "j y i", "љ": "lj ly", "њ": "nj ny", "ћ": "c ch", "ђ": "dj d", "џ": "dz dzh", "ѕ": "dz",
    "ии": "y i", "ыи": "y i", "іи": "y i", "ия": "ia ya ja", "ія": "ia ya ja", "ию": "iu yu ju", "ію": "iu yu ju", "ие": "ie ye je", "іє": "ie ye je",
    "ьо": "io yo jo", "кс": "x", "др": "der", "тр": "ter", "дж": "j", "зг": "zgh",
    "α": "a", "β": "v b", "γ": "g y gh", "δ": "d dh", "ε": "e", "ζ": "z", "η": "i e", "θ": "th", "ι": "i", "κ": "k c", "λ": "l", "μ": "m", "ν": "n",
    "ξ": "x ks", "ο": "o", "π": "p", "ρ": "r rh", "σ": "s", "τ": "t", "υ": "y i u", "φ": "f ph", "χ": "ch h kh", "ψ": "ps", "ω": "o",
    "ου": "ou u", "αι": "ai e ae", "ει": "ei i", "οι": "oi i oe", "υι": "yi i", "αυ": "av af au", "ευ": "ev ef eu", "ηυ": "iv if",
    "γγ": "ng", "γκ": "gk g ng", "γξ": "nx", "γχ": "nch nkh", "γι": "y", "μπ": "b mp mb", "ντ": "nt d nd", "τζ": "tz dz j",
  ]
}
