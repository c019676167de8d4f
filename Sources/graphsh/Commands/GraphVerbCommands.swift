import GQL

/// Verbs of the program as commands of the shell: on its graph, in a file or in memory.
extension DotCommand {
  static let `import` = verb(
    ImportVerb.self, arguments: "FILE ... [--nodes [LABEL=]FILE ...] [--edges [TYPE=]FILE ...]", summary: "load files: CSV, JSON Lines, GraphML and others",
    detail: """
      What `graphsh import` does, with its options (`graphsh import --help`): a file's format is told by its name or `--format`, `--dry-run` says what
      would change. A load is one transaction of its own.
        .import news.jsonl
        .import --nodes Person=people.csv --edges KNOWS=knows.csv
      """)

  static let export = verb(
    ExportVerb.self, arguments: "[-o OUT] [--format FORMAT] [--query QUERY]", summary: "write the graph or a part of it in other formats",
    detail: """
      What `graphsh export` does, with its options (`graphsh export --help`): the end of OUT's name says the format, or `--format`; without both, keyed
      JSON Lines.
        .export -o all.jsonl
        .export -o levy.graphml --query "MATCH p = ()-[]->({name: 'harbour levy'}) RETURN p"
      """)

  static let backup = verb(
    BackupVerb.self, arguments: "OUT", summary: "write one consistent copy of the file",
    detail: """
      OUT must not exist. Others may go on writing.
        .backup copy.graph
      """)

  static let check = verb(CheckVerb.self, arguments: "", summary: "verify that the file obeys every rule of the format", detail: "A line for each rule that is broken.")

  static let repack = verb(
    RepackVerb.self, arguments: "", summary: "make the packed index anew, from which queries read",
    detail: "Loads and large changes do so by themselves; other programs that write the file do not.")

  static let merge = verb(
    MergeVerb.self, arguments: "TWIN [KEPT]", summary: "make one thing of two, or of all that have one name",
    detail: """
      The edges of TWIN end at KEPT instead, which takes its name as an alias and the properties that it has not itself. It is a transaction of its own.
        .merge "H. Brandt" "Hanna Brandt"
        .merge "Jon Vale"
      """, completes: .things)

  /// - Parameter completes: `.things` for a command that reads and writes no other file.
  private static func verb<Verb: GraphVerb>(
    _ type: Verb.Type, arguments: String, summary: String, detail: String, completes: ArgumentCompletion = .file
  ) -> DotCommand {
    let name = type.configuration.commandName ?? ""
    let isOfFiles = completes == .file
    return DotCommand(
      name: name, arguments: arguments, summary: summary, detail: detail, textFollowsWord: isOfFiles ? 0 : nil, completes: completes
    ) { shell, arguments in
      if isOfFiles { try shell.refuseIfSafe("reading and writing files") }
      guard !arguments.isEmpty || arguments.needsNothing else { throw arguments.misuse() }
      guard !shell.engine.isInTransaction() else {
        throw ShellError.failure("a transaction is open", hints: ["`COMMIT;` or `ROLLBACK;` first"])
      }
      guard try Verb.run(isOfFiles ? paths(in: arguments.text) : arguments.words, in: shell) == .success else { throw Shell.AlreadyReported.failed }
    }
  }

  /// The words of a command line, where `~` begins a path as in other shells.
  private static func paths(in text: String) throws -> [String] {
    var scan = WordScan(text)
    var words: [String] = []
    while let word = try scan.nextWord() { words.append(word.isQuoted ? word.text : FileSystem.expanded(word.text)) }
    return words
  }
}
