import GQL
import GraphStore

/// Everything that `.set` and `.mode` change.
struct Settings: Sendable {
  var format = OutputFormat.auto
  var limits = QueryLimits()
  /// Rows of a table for a person; 0 = all, nil = as many as `rows(inPager:)` says.
  var maxRows: Int?
  var color = ColorChoice.auto
  var pager = PagerChoice.auto
  /// Nil: as the terminal says.
  var theme: Theme?
  var showsTimer = true
  var nullText = "NULL"
  var errorForm = ErrorForm.text
  /// Queries see the graph as it was known on that day; nil = as it is.
  var asOf: LocalDate?

  /// Rows of a table before some are left out; 0 = all. A pager leads through more than what a screen keeps.
  func rows(inPager: Bool) -> Int { maxRows ?? (inPager ? 10_000 : 40) }
}

/// One name that `.set` knows: declared once, for setting, showing and help.
struct Setting: Sendable {
  let name: String
  /// What a value looks like: `SECONDS`.
  let placeholder: String
  let summary: String
  /// The value as `.set` shows it.
  let show: @Sendable (Settings) -> String
  let assign: @Sendable (inout Settings, String) throws(ShellError) -> Void

  /// The values that are words of their own: in small letters in `placeholder`.
  var choices: [String] { placeholder.split(separator: "|").map(String.init).filter { $0 == $0.lowercased() } }

  static let all: [Setting] = [.asOf, .color, .errors, .maxRows, .memory, .nullValue, .pager, .pathLength, .theme, .threads, .timeout, .timer]

  /// `max_rows` and `max-rows` are `maxrows`.
  static func named(_ name: String) -> Setting? {
    func letters(_ name: String) -> String { name.lowercased().filter { $0 != "_" && $0 != "-" } }
    return all.first { letters($0.name) == letters(name) }
  }

  static let asOf = Setting(
    name: "as-of", placeholder: "DATE|off", summary: "look at the graph as it was known on a day; `.help as-of` says when a thing is known",
    show: { $0.asOf?.isoText ?? "off" },
    assign: { settings, text throws(ShellError) in
      settings.asOf = text.lowercased() == "off" ? nil : try DateText.date(text, isEnd: true)
    })

  static let color = Setting(
    name: "color", placeholder: "auto|always|never",
    summary: "when to emphasise text; NO_COLOR and TERM=dumb speak against it",
    show: { $0.color.rawValue },
    assign: { settings, text throws(ShellError) in
      guard let choice = ColorChoice(rawValue: text.lowercased()) else {
        throw .usage("`\(text)` is no choice of colour", hints: ["`.set color auto`, `always` or `never`"])
      }
      settings.color = choice
    })

  static let errors = Setting(
    name: "errors", placeholder: "text|json", summary: "errors and warnings as text, or as a line of JSON each, for programs",
    show: { $0.errorForm.rawValue },
    assign: { settings, text throws(ShellError) in
      guard let form = ErrorForm(rawValue: text.lowercased()) else {
        throw .usage("`\(text)` is no form of errors", hints: ["`.set errors text` or `json`"])
      }
      settings.errorForm = form
    })

  static let maxRows = Setting(
    name: "maxrows", placeholder: "auto|N",
    summary: "rows of a table for a person before some are left out; 0 shows all, `auto` is 40, or 10000 in a pager",
    show: { $0.maxRows.map(String.init) ?? "auto" },
    assign: { settings, text throws(ShellError) in
      settings.maxRows = text.lowercased() == "auto" ? nil : try wholeNumber(text, "maxrows")
    })

  static let memory = Setting(
    name: "memory", placeholder: "SIZE", summary: "what a statement may hold, such as `512MB` or `4GB`; sorting and grouping then use temporary files",
    show: { SizeText.of($0.limits.memoryBytes) },
    assign: { settings, text throws(ShellError) in
      guard let bytes = SizeText.bytes(text), bytes > 0 else {
        throw .usage("`\(text)` is no amount of memory", hints: ["write it like `512MB` or `4GB`"])
      }
      guard bytes >= leastMemoryBytes else { throw .usage("`memory` is at least \(SizeText.of(leastMemoryBytes)), not \(SizeText.of(bytes))") }
      settings.limits.memoryBytes = bytes
    })

  /// With less no query can begin.
  private static let leastMemoryBytes = 1 << 20

  static let nullValue = Setting(
    name: "nullvalue", placeholder: "TEXT", summary: "how null is written in tables, lines and Markdown",
    show: { $0.nullText }, assign: { settings, text throws(ShellError) in settings.nullText = text })

  static let pager = Setting(
    name: "pager", placeholder: "auto|never", summary: "show what is taller than the screen through $PAGER, else less",
    show: { $0.pager.rawValue },
    assign: { settings, text throws(ShellError) in
      guard let choice = PagerChoice(rawValue: text.lowercased() == "off" ? "never" : text.lowercased()) else {
        throw .usage("`\(text)` is no choice", hints: ["`.set pager auto` or `never`"])
      }
      settings.pager = choice
    })

  static let pathLength = Setting(
    name: "pathlength", placeholder: "N", summary: "edges in one path",
    show: { String($0.limits.pathLength) },
    assign: { settings, text throws(ShellError) in
      let edges = try wholeNumber(text, "pathlength")
      guard edges > 0 else { throw .usage("`pathlength` is at least 1: a path of one edge") }
      settings.limits.pathLength = edges
    })

  static let theme = Setting(
    name: "theme", placeholder: "auto|dark|light", summary: "colours of what is typed, for a dark or light background",
    show: { $0.theme?.rawValue ?? "auto" },
    assign: { settings, text throws(ShellError) in
      settings.theme = Theme(rawValue: text.lowercased())
      guard settings.theme != nil || text.lowercased() == "auto" else {
        throw .usage("`\(text)` is no theme", hints: ["`.set theme auto`, `dark` or `light`"])
      }
    })

  static let threads = Setting(
    name: "threads", placeholder: "N", summary: "how many may work on one statement; the result is the same",
    show: { String($0.limits.threads) },
    assign: { settings, text throws(ShellError) in
      let count = try wholeNumber(text, "threads")
      guard (1...threadLimit).contains(count) else { throw .usage("`threads` is from 1 to \(threadLimit), not \(count)") }
      settings.limits.threads = count
    })
  private static let threadLimit = 256

  static let timeout = Setting(
    name: "timeout", placeholder: "SECONDS|off",
    summary: "wall-clock time of a statement; 0 or `off` = unlimited",
    show: { settings in settings.limits.timeoutSeconds.map { "\($0)" } ?? "off" },
    assign: { settings, text throws(ShellError) in settings.limits.timeoutSeconds = try seconds(text) })

  static let timer = Setting(
    name: "timer", placeholder: "on|off", summary: "row count and time after each statement",
    show: { $0.showsTimer ? "on" : "off" },
    assign: { settings, text throws(ShellError) in
      switch text.lowercased() {
      case "on": settings.showsTimer = true
      case "off": settings.showsTimer = false
      default: throw .usage("`timer` is `on` or `off`, not `\(text)`")
      }
    })

  /// Seconds with an optional `s`; nil for `0` and `off`.
  static func seconds(_ text: String) throws(ShellError) -> Double? {
    if text.lowercased() == "off" { return nil }
    let digits = text.hasSuffix("s") ? String(text.dropLast()) : text
    guard let seconds = Double(digits), seconds.isFinite, seconds >= 0, seconds <= 1e9 else {
      throw .usage("`\(text)` is no time limit", hints: ["write seconds, such as `30` or `0.5`, or `off`"])
    }
    return seconds == 0 ? nil : seconds
  }

  private static func wholeNumber(_ text: String, _ name: String) throws(ShellError) -> Int {
    guard let number = Int(text), number >= 0 else {
      throw .usage("`\(name)` takes a whole number, not `\(text)`")
    }
    return number
  }
}

/// Amounts of memory with units of 1,024.
enum SizeText {
  private static let units: [(suffix: String, bytes: Int)] = [
    ("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10),
  ]

  static func of(_ bytes: Int) -> String {
    for unit in units where bytes >= unit.bytes && bytes % unit.bytes == 0 {
      return "\(bytes / unit.bytes)\(unit.suffix)"
    }
    return "\(bytes)"
  }

  /// Nil when `text` is no amount, or one beyond 64 bits.
  static func bytes(_ text: String) -> Int? {
    let upper = text.uppercased()
    for unit in units {
      for suffix in [unit.suffix, String(unit.suffix.prefix(1)), unit.suffix.replacing("B", with: "IB")]
      where upper.hasSuffix(suffix) {
        guard let amount = Double(upper.dropLast(suffix.count)), amount >= 0,
          amount * Double(unit.bytes) < 0x1p62
        else { return nil }
        return Int(amount * Double(unit.bytes))
      }
    }
    return Int(upper)
  }
}
