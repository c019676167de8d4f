import GraphStore

/// Spellings of a name made equal.
enum NameFolding {
  /// What is longer is a text and no name: all that is looked at of it.
  private static let lengthLimit = 1_000

  /// Without regard to case, diacritics, quotes, hyphens and repeated spaces, in its own script; of a text that is no name, of its beginning.
  static func folded(_ name: String) -> String {
    let name = name.utf8.count > lengthLimit ? String(name.unicodeScalars.prefix(lengthLimit)) : name
    var result = ""
    var wantsSpace = false
    for scalar in NormalForms.decomposed(name, compatibly: true).unicodeScalars {
      if scalar.properties.generalCategory == .nonspacingMark { continue }
      if isSeparator(scalar) {
        wantsSpace = !result.isEmpty
        continue
      }
      if isMark(scalar) { continue }
      if wantsSpace { result.unicodeScalars.append(" ") }
      wantsSpace = false
      result += lowercased(scalar)
    }
    return result
  }

  /// The same in Latin letters.
  static func latin(_ name: String) -> String { Transliteration.latin(folded(name)) }

  /// Also without regard to the ways of writing foreign sounds: `Petrovsky`, `Petrovskyy` and `Petrowskij` fold to one key; but so do
  /// `Dana` and `Diana`: what is equal here is near, and perhaps another name. Rules, longest first, then repeated letters count once.
  static func sounding(_ name: String) -> String {
    let text = Array(latin(name))
    var result: [Character] = []
    var index = 0
    while index < text.count {
      let rule = rules.first { text[index...].starts(with: $0.from) }
      for letter in rule?.to ?? [text[index]] where result.last != letter { result.append(letter) }
      index += rule?.from.count ?? 1
    }
    return String(result)
  }

  /// Without the last `s` of each word that is not `ss`: a folded name in singular and plural is one.
  static func singular(_ folded: String) -> String {
    folded.split(separator: " ").map { $0.count > 3 && $0.hasSuffix("s") && !$0.hasSuffix("ss") ? $0.dropLast() : $0 }.joined(separator: " ")
  }

  private static let rules: [(from: [Character], to: [Character])] = [
    ("shch", "sh"), ("tsch", "ch"), ("sch", "sh"), ("tch", "ch"), ("yi", "i"), ("iy", "i"), ("yy", "i"), ("yj", "i"),
    ("ij", "i"), ("ie", "i"), ("ye", "e"), ("je", "e"), ("iu", "u"), ("yu", "u"), ("ju", "u"), ("ia", "a"), ("ya", "a"),
    ("ja", "a"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("zh", "sh"), ("ts", "s"), ("tz", "s"), ("ck", "k"),
    ("ou", "u"), ("oe", "o"), ("ae", "a"), ("ue", "u"), ("y", "i"), ("j", "i"), ("w", "v"), ("z", "s"), ("c", "k"), ("q", "k"),
  ].map { (Array($0.0), Array($0.1)) }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation || scalar == "_"
  }

  /// Apostrophes, quotes, full stops.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .initialPunctuation, .finalPunctuation, .otherPunctuation, .modifierLetter, .control, .format: true
    default: false
    }
  }

  private static func lowercased(_ scalar: Unicode.Scalar) -> String {
    let lower = scalar.properties.lowercaseMapping
    return lower.unicodeScalars.map { letters[$0] ?? String($0) }.joined()
  }

  /// Letters that decomposition leaves whole, and the sigma that ends a word.
  private static let letters: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ",
  ]
}
