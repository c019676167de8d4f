import GraphStore

/// Spellings of a name made equal.
enum NameFolding {
  /// What is longer is a text and no name: all that is looked at of it where names are only near.
  private static let lengthLimit = 1_000

  /// Without regard to case, diacritics (`TextFolding`), quotes, hyphens and repeated spaces, in its own script. O(length).
  static func folded(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    var wantsSpace = false
    for scalar in TextFolding.folded(name).unicodeScalars {
      switch role(of: scalar) {
      case .separator: wantsSpace = !result.isEmpty
      case .mark: break
      case .letter:
        if wantsSpace { result.append(" ") }
        wantsSpace = false
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The beginning of a text that is too long for a name.
  static func beginning(of text: String) -> String {
    text.utf8.count > lengthLimit ? String(text.unicodeScalars.prefix(lengthLimit)) : text
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

  /// What a character is in a name, letters being all that stays.
  enum Role { case letter, separator, mark }

  /// Punctuation that tells names apart: `C` and `C#`.
  private static let tellingMarks: Set<Unicode.Scalar> = ["#", "%", "&", "*", "@"]

  static func role(of scalar: Unicode.Scalar) -> Role {
    if scalar.properties.isWhitespace || scalar == "_" { return .separator }
    if tellingMarks.contains(scalar) { return .letter }
    return switch scalar.properties.generalCategory {
    case .dashPunctuation: .separator
    // Apostrophes, quotes, full stops.
    case .initialPunctuation, .finalPunctuation, .otherPunctuation, .modifierLetter, .control, .format: .mark
    default: .letter
    }
  }
}
