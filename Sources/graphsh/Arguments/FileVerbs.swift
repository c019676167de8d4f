import ArgumentParser
import GQL
import GraphStore

struct NewVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a graph with the vocabulary of stances in it.")
  @Argument(help: "A file that does not exist; we write `.graph`.", completion: .file()) var file: String

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    guard !FileSystem.exists(file) else {
      throw ShellError(status: .cannotOpen, message: "`\(file)` exists already")
    }
    do { try services.create(file) } catch let error as StoreError {
      FileSystem.removeGraph(file)
      throw ShellError(status: .cannotOpen, message: error.message)
    }
    FileOutput.standardError.write("made \(VisibleText.escaped(file))\n")
    return .success
  }
}

struct ImportVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Load keyed JSON Lines; the same key updates.",
    discussion: "All inputs are loaded in one transaction: all of them, or nothing.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "Files of JSON Lines.", completion: .file()) var inputs: [String]
  @Flag(help: "Say what would change, and change nothing.") var dryRun = false
  @Flag(help: "Make FILE when it does not exist.") var create = false
  @Option(help: ArgumentHelp("Report so many faulty lines and leave them out; one more stops.", valueName: "count"))
  var maxErrors = 0

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    guard maxErrors >= 0 else { throw ShellError.usage("`--max-errors` is a number from 0") }
    for input in inputs where !FileSystem.exists(input) {
      throw ShellError.failure("`\(input)` does not exist")
    }
    let isNew = create && !FileSystem.exists(file)
    do {
      try load(isNew: isNew, services)
      if isNew && dryRun { FileSystem.removeGraph(file) }
      return .success
    } catch {
      // Nothing was loaded: the next try finds the folder as this one did.
      if isNew { FileSystem.removeGraph(file) }
      throw error
    }
  }

  /// Leaves the graph closed.
  private func load(isNew: Bool, _ services: Services) throws {
    let engine =
      isNew
      ? try OpenedFile.opened(file, mode: .create, services: services)
      : try OpenedFile.existing(file, mode: .readWrite, services: services)
    let report: ImportReport
    do { report = try engine.load(inputs, maxErrors, dryRun) } catch let error as StoreError {
      throw ShellError.failure(error.message)
    }
    for line in report.rejected { FileOutput.standardError.write("left out: \(VisibleText.escaped(line))\n") }
    FileOutput.standardError.write(SummaryText.of(report, isDryRun: dryRun) + "\n")
  }
}

struct ExportVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the graph as JSON Lines, or draw it as DOT, SVG or PNG.",
    discussion: """
      JSON Lines hold the whole graph. A picture shows the elements of a query's result, the positions on a thing, or a whole small \
      graph; SVG and PNG need Graphviz.
      """)
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Option(
    help: ArgumentHelp("jsonl, dot, svg or png; else as the extension of OUT says.", valueName: "format"))
  var format: String?
  @Option(help: ArgumentHelp("Draw the nodes, edges and paths of this result.", valueName: "query"))
  var query: String?
  @Option(help: ArgumentHelp("Draw the positions on a thing.", valueName: "name")) var backs: String?
  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("Where to; without it, stdout.", valueName: "out"), completion: .file()) var output:
    String?
  @Flag(help: "Also draw edges between the nodes of the result.") var between = false
  @Flag(help: "Draw parallel edges one by one.") var apart = false
  @Option(help: ArgumentHelp("Stop a statement after so many seconds.", valueName: "seconds")) var timeout:
    String?

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    if query != nil && backs != nil { throw ShellError.usage("`--query` and `--backs` exclude each other") }
    var settings = Settings()
    if let timeout { try Setting.timeout.assign(&settings, timeout) }
    let chosen = try format.map { try Format(name: $0) } ?? output.flatMap(Format.init(path:)) ?? .lines
    switch chosen {
    case .lines:
      if query != nil || backs != nil, format == nil, let output {
        throw ShellError.usage("`\(output)` ends in no format of pictures", hints: ["end it in .dot, .svg or .png"])
      }
      guard query == nil, backs == nil else {
        throw ShellError.usage("JSON Lines hold the whole graph; `--format dot` draws a part")
      }
      return try OneShot(file: file, settings: settings, services: services).run {
        try exportLines($0)
      }
    case .picture(let picture):
      var request = PictureRequest(path: output)
      request.format = picture
      request.query = query
      request.backs = backs
      request.includesEdgesBetween = between
      request.collapsesParallelEdges = !apart
      return try OneShot(file: file, settings: settings, services: services).run { shell in
        shell.notice(VisibleText.escaped(try shell.draw(request)) + "\n")
      }
    }
  }

  private func exportLines(_ shell: Shell) throws {
    if let output { shell.redirection = try Redirection(path: output) }
    try shell.engine.exportLines(shell.write)
  }

  private enum Format {
    case lines
    case picture(PictureFormat)

    init(name: String) throws(ShellError) {
      switch name.lowercased() {
      case "jsonl", "jsonlines": self = .lines
      case let name:
        guard let picture = PictureFormat(rawValue: name) else {
          throw .usage("unknown format `\(name)`", hints: ["jsonl, dot, svg or png"])
        }
        self = .picture(picture)
      }
    }

    init?(path: String) {
      if let picture = PictureFormat(path: path) {
        self = .picture(picture)
      } else if path.hasSuffix(".jsonl") {
        self = .lines
      } else {
        return nil
      }
    }
  }
}

struct CheckVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Verify that a file obeys every rule of the format.",
    discussion: "Exit status 1 when a rule is broken; warnings alone are 0.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    let engine = try OpenedFile.existing(file, mode: .readOnly, services: services)
    let findings = try engine.checkFile()
    for finding in findings {
      try FileOutput.standardOutput.writeAll(VisibleText.escaped(finding.description) + "\n")
    }
    FileOutput.standardError.write(
      findings.isEmpty ? "sound\n" : "\(SummaryText.count(findings.count, "finding"))\n")
    return findings.contains { $0.severity == .error } ? .failure : .success
  }
}

struct BackupVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Write one consistent copy while others go on writing.")
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "A file that does not exist.", completion: .file()) var output: String

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    let engine = try OpenedFile.existing(file, mode: .readOnly, services: services)
    guard !FileSystem.exists(output) else { throw ShellError.failure("`\(output)` exists already") }
    try engine.backUp(output)
    FileOutput.standardError.write("backed up to \(VisibleText.escaped(output))\n")
    return .success
  }
}
