/// The few ways in which the shell emphasises text, as terminal sequences.
struct Style: Sendable {
  var isColored: Bool
  /// Cells of a line of the terminal, between whose words sentences are broken; nil = they are not.
  var width: Int?

  static let plain = Style(isColored: false)

  func bold(_ text: String) -> String { wrapped(text, in: "1") }
  func dim(_ text: String) -> String { wrapped(text, in: "2") }
  func error(_ text: String) -> String { wrapped(text, in: "1;31") }
  func warning(_ text: String) -> String { wrapped(text, in: "33") }
  func positive(_ text: String) -> String { wrapped(text, in: "36") }
  func negative(_ text: String) -> String { wrapped(text, in: "31") }
  func neutral(_ text: String) -> String { wrapped(text, in: "33") }

  private func wrapped(_ text: String, in code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// `.set color`: when to emphasise.
enum ColorChoice: String, CaseIterable, Sendable {
  case auto, always, never

  /// `NO_COLOR` (when not empty) and `TERM=dumb` speak against colour, an explicit choice overrides both.
  func isColored(isTerminal: Bool, environment: [String: String]) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto: isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
  }
}
