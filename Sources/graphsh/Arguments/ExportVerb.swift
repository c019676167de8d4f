import ArgumentParser
import GQL
import GraphFormats
import GraphStore

struct ExportVerb: GraphVerb {
  static let configuration = CommandConfiguration(
    commandName: VerbName.export.rawValue, abstract: "Write the graph or a part of it in a format of others, or draw it as DOT, SVG or PNG.",
    discussion: """
      Without --format the end of OUT's name decides; without both, keyed JSON Lines. With --query the elements of its result are \
      written, with --backs the positions on a thing, else the whole graph, which must be small to be drawn; SVG and PNG need Graphviz.

      FORMATS
        jsonl       keyed JSON Lines, exact, which `graphsh import` updates from
        csv         OUT-nodes.csv and OUT-edges.csv with the headers of Neo4j's import tool
      \(formatList)
        dot, svg, png   a picture
      """)

  private static var formatList: String {
    GraphFormat.all.filter(\.isWritable).map { "  \(DisplayWidth.padded($0.name, to: 10))  \($0.summary)" }.joined(separator: "\n")
  }

  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Option(help: GraphOption.help) var graph: String?
  @Option(
    help: ArgumentHelp("One of the formats; else as the end of OUT's name says.", valueName: "format"),
    completion: .list(["jsonl", "csv"] + GraphFormat.all.map(\.name) + PictureFormat.allCases.map(\.rawValue)))
  var format: String?
  @Option(help: ArgumentHelp("Only the nodes, edges and paths of this result.", valueName: "query"))
  var query: String?
  @Option(help: ArgumentHelp("Only the positions on a thing.", valueName: "name")) var backs: String?
  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("Where to; without it, or as `-`, stdout.", valueName: "out"), completion: .file()) var out: String?
  @Flag(help: "Also the edges between the nodes of the result.") var between = false
  @Flag(help: "Draw parallel edges of a picture one by one.") var apart = false
  @Flag(help: "In CSV, put ' before texts that a spreadsheet would run as formulas; changes them.") var excelSafe = false
  @Option(help: ArgumentHelp("Between the items of a list, and labels, in CSV: one character.", valueName: "character"))
  var arrayDelimiter = ";"
  @Option(help: ArgumentHelp("Only what was known on a day, YYYY[-MM[-DD]].", valueName: "date")) var asOf: String?
  @Option(parsing: .unconditional, help: ArgumentHelp("Stop after so many seconds.", valueName: "seconds"))
  var timeout: String?

  private var output: String? { out == "-" ? nil : out }

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    _ = try target()
    var settings = Settings()
    try adjust(&settings)
    return try OneShot(file: file, graph: graph, settings: settings, services: services).status { try carryOut(in: $0, arguments: arguments) }
  }

  func adjust(_ settings: inout Settings) throws {
    if let timeout { try Setting.timeout.assign(&settings, timeout) }
    if let asOf { try Setting.asOf.assign(&settings, asOf) }
  }

  func carryOut(in shell: Shell, arguments: [String]) throws -> ExitStatus {
    let target = try target()
    defer { noteOtherGraphs(shell) }
    switch target {
    case .picture(let picture): try draw(shell, picture)
    case .lines:
      let contents = try Contents(request, shell)
      try write(shell) { monitor, sink in try contents.read { try KeyedExport.write($0, monitor: monitor, to: sink) } }
    case .tables: try writeTables(Contents(request, shell), shell)
    case .format(let format): try write(Contents(request, shell), as: format, shell)
    }
    return .success
  }

  private func target() throws -> Target {
    if query != nil && backs != nil { throw ShellError.usage("`--query` and `--backs` exclude each other") }
    return try format.map { try Target(name: $0) } ?? output.map { try Target(output: $0, isDrawn: query != nil || backs != nil) } ?? .lines
  }

  /// The graph, or the part of it that is asked for.
  private struct Contents {
    private let part: GraphPart?
    private let shell: Shell

    init(_ request: PictureRequest, _ shell: Shell) throws {
      self.shell = shell
      if request.isWhole, shell.settings.asOf == nil {
        part = nil
      } else {
        let elements = try shell.subgraph(of: request)
        part = GraphPart(nodes: elements.nodes, edges: elements.edges)
      }
    }

    var isWhole: Bool { part == nil }

    func read(_ body: (any GraphElements) throws -> Void) throws {
      if let part { try body(part) } else { try shell.engine.reading { try body($0) } }
    }
  }

  private func write(_ contents: Contents, as format: GraphFormat, _ shell: Shell) throws {
    // A part has no constraints: its like may be elsewhere.
    let definitions = contents.isWhole ? try shell.engine.definitions() : []
    var notes: [String] = []
    try write(shell) { monitor, sink in
      try contents.read { notes = try format.write($0, definitions: definitions, monitor: monitor, to: sink) }
    }
    for note in notes { shell.notice("notice: \(format.name): \(VisibleText.escaped(note))\n") }
    if let losses = format.losses { shell.notice("notice: \(format.name): \(losses); jsonl and gql keep everything\n") }
  }

  /// What is written is one graph of the file, and none is left out in silence.
  private func noteOtherGraphs(_ shell: Shell) {
    // Who names one knows of them.
    guard graph == nil else { return }
    let current = shell.engine.currentGraph()
    let text = "CALL db.graphs() YIELD graph FILTER graph <> $current RETURN graph ORDER BY graph"
    guard let rows = try? shell.engine.execute(text, ["current": .string(current)], QueryLimits()).rows, !rows.isEmpty else { return }
    let names = rows.prefix(3).compactMap { if case .string(let name)? = $0.first { "`\(VisibleText.escaped(name))`" } else { nil } }
    let others = rows.count > names.count ? " and \(rows.count - names.count) more" : ""
    shell.notice(
      "notice: only the graph `\(VisibleText.escaped(current))` is written, not \(names.joined(separator: ", "))\(others); `--graph` names another, `graphsh backup` copies the whole file\n")
  }

  private var request: PictureRequest {
    var request = PictureRequest(path: output)
    request.query = query
    request.backs = backs
    request.includesEdgesBetween = between
    request.collapsesParallelEdges = !apart
    return request
  }

  private func draw(_ shell: Shell, _ picture: PictureFormat) throws {
    var request = request
    request.format = picture
    shell.notice(VisibleText.escaped(try shell.draw(request)) + "\n")
  }

  /// To OUT, which is whole or not there, or to stdout.
  private func write(_ shell: Shell, _ export: (WorkMonitor, @escaping (String) throws -> Void) throws -> Void) throws {
    guard let output else {
      let limit = TimeLimit(shell.settings.limits)
      return try shell.reading(.writing) { monitor, progress in
        try export(monitor) {
          try limit.check()
          progress.add(bytes: $0.utf8.count)
          try shell.write($0)
        }
      }
    }
    try Self.whole(shell, [output]) { files, monitor, write in
      let file = try Redirection(files[0])
      try export(monitor) { try write($0, file) }
    }
  }

  /// Lets `body` write files beside the wanted ones, which take their places when all are whole.
  private static func whole<Result>(
    _ shell: Shell, _ paths: [String], _ body: (_ files: [PartFile], WorkMonitor, _ write: @escaping (String, Redirection) throws -> Void) throws -> Result
  ) throws -> Result {
    let limit = TimeLimit(shell.settings.limits)
    for path in paths { try shell.refuseGraph(at: path) }
    let files = paths.map { PartFile($0) }
    let result: Result
    do {
      result = try shell.reading(.writing, discarding: files) { monitor, progress in
        try body(files, monitor) { text, file in
          try limit.check()
          progress.add(bytes: text.utf8.count)
          try file.write(text)
        }
      }
    } catch {
      files.forEach { $0.remove() }
      throw error
    }
    for file in files { try file.takeItsPlace() }
    return result
  }

  private func writeTables(_ contents: Contents, _ shell: Shell) throws {
    guard let output else { throw ShellError.usage("two tables go to files: give `--output NAME`") }
    let delimiter = try DelimiterOption.character(arrayDelimiter, "--array-delimiter")
    guard delimiter != UInt8(ascii: ",") else { throw ShellError.usage("`,` is between the fields") }
    let base = output.lowercased().hasSuffix(".csv") ? String(output.dropLast(4)) : output
    let notes = try Self.whole(shell, ["\(base)-nodes.csv", "\(base)-edges.csv"]) { files, monitor, write in
      var notes: [String] = []
      try contents.read { elements in
        let tables = CSVTables(elements, neutralizesFormulas: excelSafe, listDelimiter: Character(UnicodeScalar(delimiter)), monitor: monitor)
        for (file, writeTable) in zip(files, [tables.writeNodes, tables.writeEdges]) {
          let file = try Redirection(file)
          try writeTable { try write($0, file) }
        }
        notes = tables.notes
      }
      return notes
    }
    for note in notes { shell.notice("notice: \(VisibleText.escaped(note))\n") }
    shell.notice("written: \(VisibleText.escaped(base))-nodes.csv, \(VisibleText.escaped(base))-edges.csv\n")
  }

  enum Target {
    case lines
    case tables
    case format(GraphFormat)
    case picture(PictureFormat)

    init(name: String) throws(ShellError) {
      let name = name.lowercased()
      switch name {
      case "jsonl", "jsonlines": self = .lines
      case "csv": self = .tables
      default:
        if let picture = PictureFormat(rawValue: name) {
          self = .picture(picture)
        } else if let format = GraphFormat.named(name), format.isWritable {
          self = .format(format)
        } else {
          let names = ["jsonl", "csv"] + GraphFormat.all.filter(\.isWritable).map(\.name) + ["dot", "svg", "png"]
          let near = Nearest.to(name, among: names)
          throw .usage("unknown format `\(name)`", hints: [near.isEmpty ? names.joined(separator: ", ") : "did you mean `\(near[0])`?"])
        }
      }
    }

    /// As the end of the file's name says; a name without one gets lines.
    ///
    /// - Parameter isDrawn: a part of the graph is asked for, and pictures are the usual way to show one.
    init(output: String, isDrawn: Bool) throws(ShellError) {
      if let target = Target(path: output) {
        self = target
        return
      }
      let name = output.split(separator: "/").last.map(String.init) ?? output
      let hasEnding = name.lastIndex(of: ".").map { $0 != name.startIndex } ?? false
      guard hasEnding || isDrawn else {
        self = .lines
        return
      }
      throw .usage(
        "`\(output)` ends in no format that can be written",
        hints: (isDrawn ? ["end it in .dot, .svg, .png or .mmd for a picture"] : [])
          + ["end it in " + Target.endings.joined(separator: ", "), "or say which with `--format`"])
    }

    private static let endings = (["jsonl", "csv"] + GraphFormat.all.filter(\.isWritable).flatMap(\.extensions) + PictureFormat.allCases.map(\.rawValue)).map { "." + $0 }

    init?(path: String) {
      if let picture = PictureFormat(path: path) {
        self = .picture(picture)
      } else if let format = GraphFormat(path: path), format.isWritable {
        self = .format(format)
      } else if path.lowercased().hasSuffix(".csv") {
        self = .tables
      } else if path.lowercased().hasSuffix(".jsonl") {
        self = .lines
      } else {
        return nil
      }
    }
  }
}
