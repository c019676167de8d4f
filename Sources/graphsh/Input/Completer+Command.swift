import GQL
import GraphStore

/// What an argument of a dot command may be, for completion.
enum ArgumentCompletion: Sendable, Equatable {
  case nothing
  case file
  case words([String])
  /// All words together are the name of a thing.
  case thing
  /// The same of what positions are on, or of who holds them.
  case target, actor
  /// Each word, or quoted text, is the name of a thing.
  case things
  case label
  case question
  case setting
  case command
}

/// Dot commands, their options and arguments.
extension Completer {
  func completeCommand(_ head: String) -> Completion? {
    let line = CommandLinePosition(head)
    guard let name = line.words.first, line.words.count > 1 else {
      return Completion(start: line.wordStart, candidates: matching(Self.commands, line.words.first ?? ""))
    }
    guard let command = DotCommandTable.named(String(name.dropFirst()).lowercased()) else { return nil }
    let words = Array(line.words.dropFirst())
    if let limit = command.textFollowsWord, let textStart = line.start(ofWord: limit + 1, of: command) {
      let text = String(head.dropFirst(textStart))
      if !text.hasPrefix("-") { return completeStatement(text, next: nil, offset: textStart) }
    }
    if let word = words.last, word.hasPrefix("-") {
      let options = command.options.sorted { $0.key < $1.key }.map { Completion.Candidate(text: "--\($0.key)", suffix: " ") }
      return Completion(start: line.wordStart, candidates: matching(options, word))
    }
    if words.count > 1, let option = command.optionName(words[words.count - 2]), command.options[option] == true {
      return complete(command.optionCompletes[option] ?? .nothing, line, head, isOption: true, command)
    }
    return complete(command.completes, line, head, isOption: false, command)
  }

  private static let commands = DotCommandTable.all.map { Completion.Candidate(text: ".\($0.name)", note: $0.summary, suffix: " ") }

  private func complete(
    _ argument: ArgumentCompletion, _ line: CommandLinePosition, _ head: String, isOption: Bool, _ command: DotCommand
  ) -> Completion? {
    let word = line.words.last ?? ""
    let isFirst = line.words.count == 2 || isOption
    switch argument {
    case .nothing: return nil
    case .words(let words):
      return isFirst ? Completion(start: line.wordStart, candidates: matching(words.map { .init(text: $0, suffix: " ") }, word)) : nil
    case .command:
      let names = DotCommandTable.all.map { Completion.Candidate(text: $0.name, note: $0.summary) }
      return isFirst ? Completion(start: line.wordStart, candidates: matching(names, word)) : nil
    case .setting:
      let names = Setting.all.map { Completion.Candidate(text: $0.name, note: $0.summary, suffix: " ") }
      if line.words.count == 3, let setting = Setting.named(line.words[1]) {
        return Completion(start: line.wordStart, candidates: matching(setting.choices.map { .init(text: $0) }, word))
      }
      return isFirst ? Completion(start: line.wordStart, candidates: matching(names, word)) : nil
    case .label:
      let sketch = sketch()
      let names = sketch.labels.map { ($0.name, SummaryText.count($0.count, "node")) } + sketch.edgeTypes.map { ($0.name, SummaryText.count($0.count, "edge")) }
      let wanted = (word.hasPrefix("`") ? String(word.dropFirst()) : word).lowercased()
      let fitting = names.filter { $0.0.lowercased().hasPrefix(wanted) && !$0.0.contains(where: \.isNewline) }
      return isFirst ? Completion(start: line.wordStart, candidates: fitting.map { .init(text: ValueText.name($0.0), note: $0.1) }) : nil
    case .question: return completeQuestion(line)
    case .file: return completeFile(line.wordStart, word)
    case .things: return completeThing(word, start: line.wordStart, isPhrase: false, .any)
    case .thing: return completePhrase(.any, line, head, isOption: isOption, command)
    case .target: return completePhrase(.target, line, head, isOption: isOption, command)
    case .actor: return completePhrase(.actor, line, head, isOption: isOption, command)
    }
  }

  /// The value of an option is one word, or in quotes.
  private func completePhrase(
    _ role: ThingNames.Role, _ line: CommandLinePosition, _ head: String, isOption: Bool, _ command: DotCommand
  ) -> Completion? {
    if isOption { return completeThing(line.words.last ?? "", start: line.wordStart, isPhrase: false, role) }
    let start = line.phraseStart(of: command)
    return completeThing(String(head.dropFirst(start)), start: start, isPhrase: true, role)
  }

  /// Names of things; those of several words in quotes where words are counted.
  private func completeThing(_ typed: String, start: Int, isPhrase: Bool, _ role: ThingNames.Role) -> Completion? {
    let quote = typed.first.flatMap { $0 == "\"" || $0 == "'" ? $0 : nil }
    let name = quote == nil ? typed : String(typed.dropFirst())
    let found = things(name, role) ?? values("name", CursorSite.Element(kind: .node), name)
    return Completion(
      start: start,
      // A command is one line.
      candidates: found.suggestions.filter { !$0.text.contains(where: \.isNewline) }.map { value in
        let needsQuotes = quote != nil || value.text.contains("\"") || !isPhrase && value.text.contains(where: \.isWhitespace)
        let escaped = value.text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return .init(text: needsQuotes ? "\"\(escaped)\"" : value.text, note: value.note, suffix: isPhrase ? "" : " ")
      }, isAll: found.isAll)
  }

  /// The question's name, then its parameters as `key=`, then names behind the `=` of those that name a thing.
  private func completeQuestion(_ line: CommandLinePosition) -> Completion? {
    let word = line.words.last ?? ""
    guard line.words.count > 2, let question = Questions.question(line.words[1]) else {
      let names = Questions.named.map { Completion.Candidate(text: $0.name, note: $0.summary, suffix: " ") }
      return Completion(start: line.wordStart, candidates: matching(names, word))
    }
    if let sign = word.firstIndex(of: "="), question.namesThing(String(word[..<sign])) {
      let typed = String(word[word.index(after: sign)...])
      return completeThing(typed, start: line.wordStart + word.count - typed.count, isPhrase: false, .any)
    }
    let parameters = question.parameters.map { Completion.Candidate(text: $0.name + "=", note: $0.meaning) }
    return Completion(start: line.wordStart, candidates: matching(parameters, word))
  }

  /// Names with blanks in quotes.
  private func completeFile(_ start: Int, _ typed: String) -> Completion? {
    let isQuoted = typed.hasPrefix("\"") || typed.hasPrefix("'")
    let word = isQuoted ? String(typed.dropFirst()) : typed
    let slash = word.lastIndex(of: "/")
    let folder = slash.map { String(word[...$0]) } ?? ""
    let name = slash.map { String(word[word.index(after: $0)...]) } ?? word
    let place = FileSystem.expanded(folder)
    let shown = entries(place.isEmpty ? "." : place).filter { entry in
      // What SQLite keeps beside a graph is no file to name.
      (name.hasPrefix(".") || !entry.hasPrefix(".")) && !DatabaseFiles.endings.contains(where: entry.hasSuffix)
    }
    let paths = shown.filter { $0.hasPrefix(name) && !$0.contains { $0.isNewline || $0 == "\"" || $0 == "\\" } }.map { entry in
      let isFolder = isDirectory(place + entry)
      let path = folder + entry + (isFolder ? "/" : "")
      guard isQuoted || path.contains(where: \.isWhitespace) else { return Completion.Candidate(text: path, suffix: isFolder ? "" : " ") }
      // A folder's quote stays open for what is in it.
      return Completion.Candidate(text: "\"" + path + (isFolder ? "" : "\""), suffix: isFolder ? "" : " ")
    }
    return Completion(start: start, candidates: paths.sorted { $0.text < $1.text })
  }
}

/// The words of a dot command up to the cursor, and where they begin; the last is what is being typed, perhaps nothing.
struct CommandLinePosition {
  private(set) var words: [String] = []
  /// In characters.
  private var starts: [Int] = []

  init(_ head: String) {
    var word = ""
    var start: Int?
    var quote: Character?
    for (position, character) in head.enumerated() {
      if let open = quote {
        word.append(character)
        if character == open { quote = nil }
      } else if character.isWhitespace {
        if let begun = start { add(word, begun) }
        word = ""
        start = nil
      } else {
        if start == nil {
          start = position
          if character == "\"" || character == "'" || character == "`" { quote = character }
        }
        word.append(character)
      }
    }
    add(word, start ?? head.count)
  }

  private mutating func add(_ word: String, _ start: Int) {
    words.append(word)
    starts.append(start)
  }

  var wordStart: Int { starts.last ?? 0 }

  /// Where the word of that number begins, options and their values not counted; nil when the cursor has not come so far.
  func start(ofWord number: Int, of command: DotCommand) -> Int? {
    var count = 0
    var index = 1
    while index < words.count {
      if let option = command.optionName(words[index]) {
        index += command.options[option] == true && !words[index].contains("=") ? 2 : 1
        continue
      }
      count += 1
      if count == number { return starts[index] }
      index += 1
    }
    return nil
  }

  /// Where the words that are no options begin.
  func phraseStart(of command: DotCommand) -> Int { start(ofWord: 1, of: command) ?? wordStart }
}

extension DotCommand {
  /// The option that a word is: `--by`, `--by=x`.
  func optionName(_ word: String) -> String? {
    guard word.hasPrefix("--") else { return nil }
    let name = String(word.dropFirst(2).prefix { $0 != "=" })
    return options[name] == nil ? nil : name
  }
}
