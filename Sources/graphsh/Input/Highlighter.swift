import GQL

/// Colours for what is typed, as terminal sequences by character. Text never moves: only its look changes.
struct Highlighter: Sendable {
  /// Nil: no colours, and what is wrong is underlined (https://no-color.org speaks of colours alone).
  var theme: Theme?
  var dialect = Dialect.gql

  /// The sequence before each cluster where the look changes; the last takes it back.
  func sequences(of text: [Character], cursor: Int) -> [Int: String] {
    if text.first(where: { !$0.isWhitespace }) == "." { return command(text) }
    let whole = String(text)
    var looks = [String?](repeating: nil, count: text.count)
    let starts = Self.offsets(of: text)
    func paint(_ span: SourceSpan, _ look: String?) {
      var position = starts.firstIndexNotBefore(span.start)
      while position < text.count, starts[position] < span.end {
        looks[position] = look
        position += 1
      }
    }
    for (span, kind) in TextHighlighting.classes(of: whole, dialect: dialect) { paint(span, look(of: kind)) }
    let cursorOffset = cursor < text.count ? starts[cursor] : whole.utf8.count
    if let span = MistakeAtCursor.span(in: whole, cursor: cursorOffset, dialect: dialect) { paint(span, theme?.mistake ?? Theme.underline) }
    return Self.changes(looks)
  }

  /// A dot command: its name, known or not.
  private func command(_ text: [Character]) -> [Int: String] {
    let start = text.firstIndex { !$0.isWhitespace } ?? 0
    let end = text[start...].firstIndex { $0.isWhitespace || $0 == ";" } ?? text.count
    let name = String(text[start..<end].dropFirst()).lowercased()
    let isKnown = DotCommandTable.all.contains { $0.name == name || end == text.count && $0.name.hasPrefix(name) }
    return look(of: isKnown ? .keyword : .faulty).map { [start: $0, end: Theme.reset] } ?? [:]
  }

  private func look(of kind: TextClass) -> String? {
    if let theme { return theme.sequence(kind) }
    switch kind {
    case .faulty, .strayBracket: return Theme.underline
    case .keyword, .label, .edgeType, .propertyKey, .variable, .function, .string, .number, .parameter, .comment: return nil
    }
  }

  private static func offsets(of text: [Character]) -> [Int] {
    var offset = 0
    return text.map { character in
      defer { offset += String(character).utf8.count }
      return offset
    }
  }

  private static func changes(_ looks: [String?]) -> [Int: String] {
    var result: [Int: String] = [:]
    var current: String?
    for (position, look) in looks.enumerated() where look != current {
      result[position] = (current == nil ? "" : Theme.reset) + (look ?? "")
      current = look
    }
    if current != nil { result[looks.count] = Theme.reset }
    return result
  }
}

extension [Int] {
  /// The first position whose element is at least `offset`; the array ascends.
  fileprivate func firstIndexNotBefore(_ offset: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Sequences for each kind of text, for dark and for light backgrounds; from the terminal's own sixteen colours.
enum Theme: String, CaseIterable, Sendable {
  case dark, light

  static let reset = "\u{1B}[0m"
  static let underline = "\u{1B}[4m"

  /// `COLORFGBG` is `foreground;background`, where some terminals set it; dark otherwise.
  init(environment: [String: String]) {
    let background = environment["COLORFGBG"]?.split(separator: ";").last.flatMap { Int($0) }
    self = background == 7 || background == 15 ? .light : .dark
  }

  /// Where parser or analyzer stumble.
  var mistake: String { "\u{1B}[4;31m" }

  func sequence(_ kind: TextClass) -> String {
    let code =
      switch kind {
      case .keyword: self == .dark ? "1;36" : "1;34"
      case .label: self == .dark ? "33" : "35"
      case .edgeType: self == .dark ? "35" : "31"
      case .propertyKey: self == .dark ? "94" : "34"
      case .variable: "39"
      case .function: self == .dark ? "36" : "36"
      case .string: "32"
      case .number: self == .dark ? "95" : "35"
      case .parameter: self == .dark ? "93" : "35"
      case .comment: self == .dark ? "90" : "90"
      case .faulty: "31"
      case .strayBracket: "1;31"
      }
    return "\u{1B}[\(code)m"
  }
}
