import ArgumentParser

/// The options that come without a verb: how they are spelled, and whether a value follows. Both that read the command line go by it.
enum OpenOption: Int, CaseIterable, Sendable {
  case command, script, mode, timeout, memory, color, asOf, parameter, create, readOnly, keepGoing, noInit, safe

  var long: String {
    switch self {
    case .command: "command"
    case .script: "file"
    case .mode: "mode"
    case .timeout: "timeout"
    case .memory: "memory"
    case .color: "color"
    case .asOf: "as-of"
    case .parameter: "param"
    case .create: "create"
    case .readOnly: "read-only"
    case .keepGoing: "keep-going"
    case .noInit: "no-init"
    case .safe: "safe"
    }
  }

  var short: Character? {
    switch self {
    case .command: "c"
    case .script: "f"
    case .mode: "m"
    case .parameter: "p"
    case .timeout, .memory, .color, .asOf, .create, .readOnly, .keepGoing, .noInit, .safe: nil
    }
  }

  var value: OptionValue {
    switch self {
    case .command, .script: .anything
    case .mode, .timeout, .memory, .color, .asOf, .parameter: .word
    case .create, .readOnly, .keepGoing, .noInit, .safe: .none
    }
  }

  var names: NameSpecification { short.map { [.customShort($0), .customLong(long)] } ?? [.customLong(long)] }

  /// The option that is written so in full.
  init?(spelled argument: String) {
    let found = OpenOption.allCases.first { option in
      argument == "--\(option.long)" || option.short.map { argument == "-\($0)" } == true
    }
    guard let found else { return nil }
    self = found
  }
}

/// What follows an option.
enum OptionValue: Sendable {
  case none
  /// What does not look like an option.
  case word
  /// Whatever stands there.
  case anything
}
