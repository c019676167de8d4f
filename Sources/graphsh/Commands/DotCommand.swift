import GQL

/// A command of the shell: one declaration gives parsing, help, completion and action. Each has a file of its
/// own and a line in
/// `DotCommandTable.all`.
struct DotCommand: Sendable {
  /// Without the dot.
  let name: String
  /// As shown in help: `FILE [QUERY]`; empty for none.
  let arguments: String
  /// One line for the list.
  let summary: String
  /// What `.help NAME` adds, with examples.
  let detail: String
  /// Options that the command knows, without `--`; true when a value follows.
  var options: [String: Bool] = [:]
  /// After so many words, what is no option is free text: a query or a literal.
  var textFollowsWord: Int?
  /// The option whose value goes on in the words behind it, in place of the free text.
  var optionOfManyWords: String?
  /// What Tab offers for an argument.
  var completes: ArgumentCompletion = .nothing
  /// What Tab offers for the value of an option; nothing for those that are absent.
  var optionCompletes: [String: ArgumentCompletion] = [:]
  let run: @Sendable (_ shell: Shell, _ arguments: CommandArguments) throws -> Void
}

/// The commands, in the order of `.help`.
enum DotCommandTable {
  static let all: [DotCommand] = [
    .help, .open, .schema, .mode, .set, .param, .output, .read, .quit,
    .find, .about, .backs, .sources, .timeline, .changes, .path, .ask, .dot, .merge, .import, .export, .backup, .check, .repack,
  ]

  /// What fingers write that have learned another shell.
  private static let synonyms = ["exit": "quit", "q": "quit", "h": "help"]

  static func named(_ name: String) -> DotCommand? { all.first { $0.name == synonyms[name] ?? name } }

  /// Runs a line that begins with a dot. Unknown commands are answered with the nearest.
  static func run(_ line: String, in shell: Shell) throws {
    let (name, rest) = split(line)
    guard let command = named(name.lowercased()) else { throw unknown(name) }
    let arguments = try CommandArguments(rest, of: command)
    guard !command.arguments.isEmpty || arguments.isEmpty else { throw arguments.misuse("`.\(command.name)` takes no arguments") }
    try command.run(shell, arguments)
  }

  static func unknown(_ name: String) -> ShellError {
    return .usage("unknown command `.\(name)`", hints: [hint(about: name.lowercased())])
  }

  private static func hint(about name: String) -> String {
    if let hint = CommandHabits.hint(about: name) { return hint }
    let near = Nearest.to(name, among: all.map(\.name))
    return near.isEmpty ? "`.help` lists the commands" : "did you mean \(near.map { "`.\($0)`" }.joined(separator: " or "))?"
  }

  /// `.name rest` in two.
  static func split(_ line: String) -> (name: String, rest: String) {
    let body = line.drop { $0 == " " || $0 == "\t" }.dropFirst()
    let name = body.prefix { !$0.isWhitespace && $0 != ";" }
    return (String(name), String(body.dropFirst(name.count)))
  }
}
