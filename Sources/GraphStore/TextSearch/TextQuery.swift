/// What is looked for in texts: words that must all be there, in any order.
///
/// | written | means |
/// |---|---|
/// | `arms deal` | both words |
/// | `"arms deal"` | these words one after the other |
/// | `sanction*` | words that begin so |
/// | `-deal` or `NOT deal` | without this word |
/// | `oil OR gas` | what is on either side; `AND` between words changes nothing |
///
/// Case, diacritics and ways of writing a character do not count (`TextFolding`). Scripts without spaces (Chinese, Japanese, Korean, Thai, ...) are found at any place, from one
/// character on.
struct TextQuery: Sendable {
  struct Term: Sendable {
    /// A phrase of FTS5.
    var match: String
    var isExcluded: Bool
  }
  /// Any of the groups; in a group all terms.
  private(set) var groups: [[Term]] = []

  init(_ text: String) throws(StoreError) {
    var group: [Term] = []
    var isExcluded = false
    var endsInOr = false
    for piece in TextQuery.pieces(of: text) {
      if !piece.isQuoted, piece.text == "OR" {
        guard !group.isEmpty else { throw TextQuery.lonelyOr }
        try close(&group)
        endsInOr = true
        continue
      } else if !piece.isQuoted, piece.text == "AND" {
        continue
      } else if !piece.isQuoted, piece.text == "NOT" {
        isExcluded = true
      } else {
        if let match = TextQuery.match(piece) { group.append(Term(match: match, isExcluded: isExcluded || piece.isExcluded)) }
        isExcluded = false
      }
      endsInOr = false
    }
    if endsInOr { throw TextQuery.lonelyOr }
    try close(&group)
  }

  private static let lonelyOr = StoreError(
    .invalidProperty, "`OR` stands between words, as in `oil OR gas`; the word itself is written in small letters, `or`")

  private mutating func close(_ group: inout [Term]) throws(StoreError) {
    guard group.contains(where: { !$0.isExcluded }) else {
      throw StoreError(
        .invalidProperty,
        group.isEmpty
        ? "the text to search for has no word, of letters or digits"
        : "the text to search for has no word that must be there, only such as must not: write one without `-` or `NOT` before them")
    }
    groups.append(group)
    group = []
  }

  /// As FTS5 takes it.
  var expression: String { groups.map { "(\(TextQuery.expression($0)))" }.joined(separator: " OR ") }

  private static func expression(_ group: [Term]) -> String {
    let wanted = group.filter { !$0.isExcluded }.map(\.match).joined(separator: " AND ")
    let excluded = group.filter(\.isExcluded).map(\.match)
    return excluded.isEmpty ? wanted : "(\(wanted)) NOT (\(excluded.joined(separator: " OR ")))"
  }

  /// An expression whose phrases are those of the rows that are found, and which of `wantedMatches` each is, in its order. Of several groups it finds
  /// more rows: where one of a group's words is missing in a row FTS5 does not tell where the others are.
  var counted: (expression: String, phrases: [Int]) {
    let wanted = wantedMatches
    guard groups.count == 1 else { return (wanted.joined(separator: " OR "), Array(wanted.indices)) }
    let phrases = groups[0].filter { !$0.isExcluded }.compactMap { term in wanted.firstIndex(of: term.match) }
    return (expression, phrases)
  }

  /// What it finds is where its one phrase is.
  var isOnePhrase: Bool { groups.count == 1 && groups[0].count == 1 }

  /// Each once.
  var wantedMatches: [String] {
    var known: Set<String> = []
    return groups.flatMap { $0 }.filter { !$0.isExcluded && known.insert($0.match).inserted }.map(\.match)
  }

  // MARK: Reading

  private struct Piece {
    var text: String
    var isQuoted = false
    var isExcluded = false
    var isPrefix = false
  }

  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first {
      if first.properties.isWhitespace {
        scalars.removeFirst()
        continue
      }
      var piece = Piece(text: "")
      if first == "-", scalars.count > 1 {
        piece.isExcluded = true
        scalars.removeFirst()
      }
      if scalars.first == "\"" {
        scalars.removeFirst()
        piece.isQuoted = true
        let end = scalars.firstIndex(of: "\"") ?? scalars.endIndex
        piece.text = String(scalars[..<end])
        scalars = scalars[end...].dropFirst()
      } else {
        let end = scalars.firstIndex { $0.properties.isWhitespace || $0 == "\"" } ?? scalars.endIndex
        piece.text = String(scalars[..<end])
        scalars = scalars[end...]
      }
      if piece.isQuoted, scalars.first == "*" {
        scalars.removeFirst()
        piece.isPrefix = true
      } else if !piece.isQuoted, piece.text.hasSuffix("*") {
        piece.text.removeLast()
        piece.isPrefix = true
      }
      pieces.append(piece)
    }
    return pieces
  }

  /// Nil for a piece without letters or digits.
  private static func match(_ piece: Piece) -> String? {
    let text = TextFolding.folded(piece.text)
    guard text.unicodeScalars.contains(where: TextSpacing.isWordPart) else { return nil }
    let spaced = TextSpacing.spaced(text).replacing("\"", with: " ")
    return "\"\(spaced)\"\(piece.isPrefix ? " *" : "")"
  }
}

/// Text as it is given to FTS5, whose tokenizer knows words only where spaces or signs part them: characters of scripts without spaces
/// become words of their own.
enum TextSpacing {
  static func spaced(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count + 8)
    var wasUnspaced = false
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80 {
        if wasUnspaced { result.unicodeScalars.append(" ") }
        wasUnspaced = false
        // FTS5 would end the text at NUL.
        result.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
        continue
      }
      let isUnspaced = isUnspaced(scalar)
      let isMark = scalar.properties.generalCategory == .nonspacingMark
      if (isUnspaced || wasUnspaced) && !isMark { result.unicodeScalars.append(" ") }
      result.unicodeScalars.append(scalar)
      if !isMark { wasUnspaced = isUnspaced }
    }
    return result
  }

  static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber,
      .otherNumber, .privateUse:
      true
    default: false
    }
  }

  /// Thai, Lao, Myanmar, Tibetan, Khmer, Hangul, kana, bopomofo, Han and what belongs to them.
  private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0E00...0x0EFF, 0x0F00...0x0FFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x19E0...0x19FF, 0x2E80...0x2FDF,
      0x3005...0x3007, 0x3040...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF,
      0xFF66...0xFFDC, 0x1B000...0x1B16F, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
