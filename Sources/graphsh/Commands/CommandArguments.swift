/// The arguments of a dot command: words, options, and free text behind them where the command takes a query
/// or a literal.
///
/// Words are parted by blanks; single and double quotes keep blanks in a word, and inside double quotes a
/// backslash takes the next character as it is. A name may stand in backquotes, as answers write it. A last `;` is forgiven.
struct CommandArguments {
  /// The words that are no options.
  private(set) var words: [String] = []
  /// The options given, by name without `--`; a flag has an empty text.
  private(set) var options: [String: String] = [:]
  /// How many words stood before each of them.
  private(set) var wordsBefore: [String: Int] = [:]
  /// What follows the words of a command that takes text, as it was written.
  private(set) var text = ""
  private let command: DotCommand

  init(_ line: String, of command: DotCommand) throws(ShellError) {
    self.command = command
    var scan = WordScan(line)
    while try scan.peekWord() != nil {
      if let limit = command.textFollowsWord, words.count == limit, !isNamed, try !isOption(scan.peekWord()) {
        text = scan.rest
        return
      }
      guard let word = try scan.nextWord() else { return }
      if isOption(word) { try take(option: word.text, from: &scan) } else { words.append(word.text) }
    }
  }

  var isEmpty: Bool { words.isEmpty && options.isEmpty && text.isEmpty }
  func has(_ option: String) -> Bool { options[option] != nil }

  /// Exactly `count` words, or an error that shows how the command is used.
  func words(exactly count: Int) throws(ShellError) -> [String] {
    guard words.count == count else { throw misuse() }
    return words
  }

  /// The only word, as a path.
  func path() throws(ShellError) -> String { FileSystem.expanded(try words(exactly: 1)[0]) }

  /// All words as one text, so that names need no quotes; an error when there is none.
  func phrase() throws(ShellError) -> String {
    guard !words.isEmpty else { throw misuse() }
    return words.joined(separator: " ")
  }

  /// What the command cannot do without, as help shows it. Behind the first that may be left out there are only others of the kind.
  private var needed: String { command.arguments.split(separator: " ").prefix { !$0.hasPrefix("[") }.joined(separator: " ") }
  var needsNothing: Bool { needed.isEmpty }

  func misuse(_ message: String? = nil) -> ShellError {
    let usage = command.arguments.isEmpty ? ".\(command.name)" : ".\(command.name) \(command.arguments)"
    return .usage(
      message ?? (words.isEmpty && !needed.isEmpty ? "`.\(command.name)` needs \(needed)" : "`.\(command.name)` takes other arguments"),
      hints: ["usage: \(usage)", "`.help \(command.name)` tells more"])
  }

  /// Other words than one or two names.
  func misuseOfNames() -> ShellError {
    guard !words.isEmpty else { return misuse() }
    let found = words.count == 1 ? "one, `\(words[0])`" : "\(words.count) words"
    return .usage(
      "`.\(command.name)` takes two names, found \(found)",
      hints: ["names of several words go in quotes: .\(command.name) \"Ada Osei\" \"harbour levy\""])
  }

  /// An option has been given whose words go on: there is no free text.
  private var isNamed: Bool { command.optionOfManyWords.map(has) ?? false }

  /// The value of `optionOfManyWords`, with the words that follow it; nil without it.
  func manyWords() throws(ShellError) -> String? {
    guard let option = command.optionOfManyWords, let value = options[option], let before = wordsBefore[option] else { return nil }
    let limit = command.textFollowsWord ?? 0
    guard words.count == limit || before == limit else { throw misuse() }
    return ([value] + words.dropFirst(limit)).joined(separator: " ")
  }

  private func isOption(_ word: WordScan.Word?) -> Bool {
    guard let word, !word.isQuoted, !command.options.isEmpty else { return false }
    return word.text.hasPrefix("--") && word.text.dropFirst(2).first?.isLetter ?? false
  }

  private mutating func take(option: String, from scan: inout WordScan) throws(ShellError) {
    let parts = option.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
    guard let takesValue = command.options[parts[0]] else {
      let near = Nearest.to(parts[0], among: command.options.keys.sorted()).map { "did you mean `--\($0)`?" }
      throw .usage("`.\(command.name)` has no option `--\(parts[0])`", hints: near)
    }
    wordsBefore[parts[0]] = words.count
    if parts.count == 2 {
      options[parts[0]] = parts[1]
    } else if !takesValue {
      options[parts[0]] = ""
    } else if let value = try scan.nextWord() {
      options[parts[0]] = value.text
    } else {
      throw misuse("`--\(parts[0])` needs a value")
    }
  }
}

/// Takes words off the front of a line.
struct WordScan {
  struct Word {
    var text: String
    /// A quoted word is never an option.
    var isQuoted: Bool
    /// UTF-8 offset behind the word.
    var end: Int
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ line: String) {
    var bytes = Array(line.utf8)
    while let last = bytes.last, Self.isBlank(last) { bytes.removeLast() }
    if bytes.last == UInt8(ascii: ";") { bytes.removeLast() }
    while let last = bytes.last, Self.isBlank(last) { bytes.removeLast() }
    self.bytes = bytes
    skipBlanks()
  }

  /// What is left, as it was written.
  var rest: String { String(decoding: bytes[position...], as: UTF8.self) }

  mutating func nextWord() throws(ShellError) -> Word? {
    guard let word = try peekWord() else { return nil }
    position = word.end
    skipBlanks()
    return word
  }

  /// Nil at the end of the line.
  func peekWord() throws(ShellError) -> Word? {
    guard position < bytes.count else { return nil }
    var text: [UInt8] = []
    var isQuoted = false
    var index = position
    while index < bytes.count, !Self.isBlank(bytes[index]) {
      let byte = bytes[index]
      // An apostrophe inside a word is one: O'Brien.
      let opensQuote =
        byte == UInt8(ascii: "\"") || byte == Self.backquote && index == position
        || byte == UInt8(ascii: "'") && (index == position || bytes[index - 1] == UInt8(ascii: "="))
      guard opensQuote else {
        text.append(byte)
        index += 1
        continue
      }
      isQuoted = isQuoted || index == position
      index += 1
      while index < bytes.count, bytes[index] != byte || byte == Self.backquote && index + 1 < bytes.count && bytes[index + 1] == byte {
        if bytes[index] == byte { index += 1 }
        if bytes[index] == UInt8(ascii: "\\"), byte == UInt8(ascii: "\""), index + 1 < bytes.count {
          index += 1
        }
        text.append(bytes[index])
        index += 1
      }
      guard index < bytes.count else {
        throw .usage("a quote \(Character(Unicode.Scalar(byte))) is not closed")
      }
      index += 1
    }
    return Word(text: String(decoding: text, as: UTF8.self), isQuoted: isQuoted, end: index)
  }

  private mutating func skipBlanks() {
    while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
  }

  /// Doubled inside of a name.
  private static let backquote = UInt8(ascii: "`")

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
