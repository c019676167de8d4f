import ArgumentParser

/// What all questions take besides their own arguments.
struct QuestionOptions: ParsableArguments {
  @OptionGroup var rows: RowOptions
  @Flag(help: "Print the query in place of its answer.")
  var show = false
  @Option(help: GraphOption.help) var graph: String?

  func answer(_ call: @autoclosure () throws -> QuestionCall, file: String, services: Services) throws
    -> ExitStatus
  {
    let call = try call()
    return try OneShot(file: file, graph: graph, settings: rows.settings(), services: services).run {
      try $0.answer(call, showsText: show)
    }
  }
}

struct BacksVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: VerbName.backs.rawValue, abstract: "Who backs what, and who says so.",
    discussion: "Without NAME and --by: what there is to ask about, with counts.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "The thing whose positions are asked for.") var name: [String] = []
  @Option(help: ArgumentHelp("The positions of an actor; several words need no quotes.", valueName: "actor")) var by: String?
  @Flag(help: "Count those who speak for a state as the state.") var withState = false
  @OptionGroup var options: QuestionOptions

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    try options.answer(
      QuestionCall.backs(words: name, by: by, wordsBefore: wordsBefore(arguments), withState: withState), file: file, services: services)
  }

  /// How many words of the name stand before `--by`: what is not found behind it.
  private func wordsBefore(_ arguments: [String]) -> Int {
    guard let option = arguments.firstIndex(where: { $0 == "--by" || $0.hasPrefix("--by=") }) else { return name.count }
    var rest = name[...]
    for argument in arguments[(option + 1)...].dropFirst(arguments[option] == "--by" ? 1 : 0).reversed() where argument == rest.last { rest.removeLast() }
    return rest.count
  }
}

struct FindVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: VerbName.find.rawValue, abstract: "Search names, aliases and gists.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "What to look for.") var text: [String]
  @OptionGroup var options: QuestionOptions

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    try options.answer(.find(text.joined(separator: " ")), file: file, services: services)
  }
}

struct AboutVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: VerbName.about.rawValue, abstract: "One thing: its names, offices, positions, events.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "A name or alias.") var name: [String]
  @OptionGroup var options: QuestionOptions

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    try options.answer(.about(name.joined(separator: " ")), file: file, services: services)
  }
}

struct SourcesVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: VerbName.sources.rawValue,
    abstract: "Every assertion between A and B, and who says so.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "A name or alias.") var a: String
  @Argument(help: "Another; without it, every assertion about A.") var b: String?
  @OptionGroup var options: QuestionOptions

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    try options.answer(.sources(a, b), file: file, services: services)
  }
}

struct TimelineVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: VerbName.timeline.rawValue, abstract: "What is said about a thing, by date.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "A name or alias.") var name: [String]
  @Option(help: ArgumentHelp("Nothing before YYYY[-MM[-DD]].", valueName: "date")) var since: String?
  @Option(help: ArgumentHelp("Nothing after YYYY[-MM[-DD]].", valueName: "date")) var until: String?
  @OptionGroup var options: QuestionOptions

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    try options.answer(
      .timeline(name.joined(separator: " "), since: since, until: until), file: file, services: services)
  }
}

struct ChangesVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: VerbName.changes.rawValue, abstract: "What became known between two days.", discussion: AsOfHelp.rule)
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "A name or alias; without it, everything.") var name: [String] = []
  @Option(help: ArgumentHelp("From YYYY[-MM[-DD]] on.", valueName: "date")) var since: String
  @Option(help: ArgumentHelp("To YYYY[-MM[-DD]].", valueName: "date")) var until: String?
  @OptionGroup var options: QuestionOptions

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    let name = self.name.isEmpty ? nil : self.name.joined(separator: " ")
    return try options.answer(.changes(name, since: since, until: until), file: file, services: services)
  }
}

struct PathVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: VerbName.path.rawValue, abstract: "The shortest ways from A to B.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "A name or alias.") var a: String
  @Argument(help: "Another.") var b: String
  @OptionGroup var options: QuestionOptions

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    try options.answer(.path(a, b), file: file, services: services)
  }
}

struct AskVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: VerbName.ask.rawValue, abstract: "Run a named question; without a name, list them.",
    discussion: "A value is JSON, a GQL literal, or a plain text such as a name.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "The question's name.") var name: String?
  @Argument(help: ArgumentHelp("What is asked.", valueName: "key=value")) var arguments: [String] = []
  @OptionGroup var options: QuestionOptions

  func run(arguments _: [String], services: Services) throws -> ExitStatus {
    try OneShot(file: file, graph: options.graph, settings: options.rows.settings(), services: services).run { shell in
      guard let name else { return try shell.listQuestions() }
      try shell.answer(AskArguments.call(name, arguments, in: shell.engine), showsText: options.show)
    }
  }
}
