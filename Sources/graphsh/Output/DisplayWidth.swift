import GQL

/// How many cells of a terminal a text takes.
///
/// Clusters are Swift's `Character`s. A cluster takes what its scalars take (`WideScalars`, marks nothing),
/// as terminals do; flags and emoji sequences take two cells. Measured against tmux 3.3, which differs for
/// skin tones and for the selector of a picture, where newer terminals agree with us. Text is expected to
/// have been through `VisibleText`; what slips through counts as nothing.
enum DisplayWidth {
  static func of(_ text: String) -> Int {
    if isPrintableASCII(text) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// Of a text with the sequences of `Style` in it, which take nothing.
  static func ofStyled(_ text: String) -> Int {
    guard text.utf8.contains(0x1B) else { return of(text) }
    var plain = String.UnicodeScalarView()
    var isInSequence = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" { isInSequence = true } else if !isInSequence { plain.append(scalar) } else if scalar == "m" { isInSequence = false }
    }
    return of(String(plain))
  }

  static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if scalars.count == 1 { return isPrintableASCII(first) ? 1 : of(first) }
    if isEmojiSequence(first, scalars) || isRegionalIndicator(first) { return 2 }
    return scalars.reduce(0) { $0 + of($1) }
  }

  /// The longest prefix of at most `width` cells, cut between clusters.
  static func prefix(_ text: String, width: Int) -> Substring {
    if isPrintableASCII(text) { return text.prefix(max(0, width)) }
    var used = 0
    var end = text.startIndex
    while end < text.endIndex {
      used += of(text[end])
      if used > width { break }
      end = text.index(after: end)
    }
    return text[..<end]
  }

  /// `text` cut to `width` cells, the last of them `…` when something was left out.
  static func truncated(_ text: String, width: Int) -> String {
    if of(text) <= width { return text }
    return width <= 0 ? "" : String(prefix(text, width: width - 1)) + "…"
  }

  /// `text` followed, or preceded, by spaces up to `width` cells.
  static func padded(_ text: String, to width: Int, alignsRight: Bool = false) -> String {
    let padding = String(repeating: " ", count: max(0, width - of(text)))
    return alignsRight ? padding + text : text + padding
  }

  private static func isPrintableASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  private static func isPrintableASCII(_ scalar: Unicode.Scalar) -> Bool {
    (0x20..<0x7F).contains(scalar.value)
  }

  /// An emoji with a joiner, a skin tone, or the selector that asks for its picture.
  private static func isEmojiSequence(_ first: Unicode.Scalar, _ scalars: Character.UnicodeScalarView) -> Bool
  {
    first.properties.isEmoji
      && scalars.contains { $0.value == 0xFE0F || $0.value == 0x200D || $0.properties.isEmojiModifier }
  }

  private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control: return 0
    // Signs that span others are drawn; joiners and the like are not.
    case .format: return isVisibleFormat(scalar) ? 1 : 0
    default: break
    }
    // Vowels and finals of decomposed Hangul stand inside the syllable.
    if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FB).contains(scalar.value) { return 0 }
    return WideScalars.contains(scalar) || scalar.properties.isEmojiPresentation ? 2 : 1
  }

  private static func isVisibleFormat(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x0600...0x0605, 0x06DD, 0x070F, 0x0890...0x0891, 0x08E2, 0x110BD, 0x110CD: true
    default: false
    }
  }
}
