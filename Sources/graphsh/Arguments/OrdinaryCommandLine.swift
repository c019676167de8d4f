/// Reads a command line without a verb that is written in the ordinary way. ArgumentParser looks its types up at run time, which takes as long
/// as opening a graph and asking it.
enum OrdinaryCommandLine {
  /// Nil = ArgumentParser is to read it, which knows every way of writing, help, and what to say of mistakes.
  static func request(_ arguments: [String]) -> OpenRequest? {
    if let first = arguments.first, first == "help" || VerbName(rawValue: first) != nil { return nil }
    var request = OpenRequest()
    var given: Set<OpenOption.RawValue> = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard let start = argument.utf8.first else { return nil }
      guard start == UInt8(ascii: "-") else {
        if request.file == nil { request.file = argument } else { request.statements.append(argument) }
        continue
      }
      guard let option = OpenOption(spelled: argument), given.insert(option.rawValue).inserted || option.mayBeRepeated else { return nil }
      switch option.value {
      case .none: request.take(option, "")
      case .word, .anything:
        guard let value = rest.popFirst(), let start = value.utf8.first, option.value == .anything || start != UInt8(ascii: "-") else { return nil }
        request.take(option, value)
      }
    }
    return request
  }
}

extension OpenOption {
  fileprivate var mayBeRepeated: Bool {
    switch self {
    case .command, .script, .parameter: true
    case .mode, .timeout, .memory, .color, .asOf, .create, .readOnly, .keepGoing, .noInit, .safe: false
    }
  }
}

extension OpenRequest {
  /// - Parameter value: empty for an option without one.
  fileprivate mutating func take(_ option: OpenOption, _ value: String) {
    switch option {
    case .command: sources.append(.text(value))
    case .script: sources.append(.script(value))
    case .mode: rows.mode = value
    case .timeout: rows.timeout = value
    case .memory: rows.memory = value
    case .color: rows.color = value
    case .asOf: rows.asOf = value
    case .parameter: parameters.append(value)
    case .create: creates = true
    case .readOnly: readsOnly = true
    case .keepGoing: keepsGoing = true
    case .noInit: skipsInit = true
    case .safe: isSafe = true
    }
  }
}
