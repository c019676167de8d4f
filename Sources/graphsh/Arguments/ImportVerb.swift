import ArgumentParser
import GQL
import GraphFormats
import GraphStore

struct ImportVerb: GraphVerb {
  static let configuration = CommandConfiguration(
    commandName: VerbName.import.rawValue, abstract: "Load files: keyed JSON Lines, CSV, GraphML and other formats.",
    discussion: """
      All inputs are loaded in one transaction: all of them, or nothing, unless --batch is given. `-` is standard input. Elements with a \
      `key` update the one that has it, from CSV in what the file has columns for; others are made anew. A CSV file has the header of Neo4j's import tool: \
      `id:ID(Space)`, `:LABEL`, `:START_ID(Space)`, `:END_ID(Space)`, `:TYPE`, `name:type`, `name:type[]`, `:IGNORE`. A column without \
      a type gets the one that all its values have; quoted values are strings. CSV needs neither --nodes nor --edges when its headers say \
      what the files are. Of plain headers, the columns of a file of --edges called source and target, src and dst, from and to, \
      start and end, who and what, who and whom or subject and object, else its first two, name its ends, where no TYPE is given one called type, relation, relationship or predicate is it, and the first column of a file of nodes \
      that edges are loaded with is its id, unless one is called `id`. Ends that \
      the files do not have are nodes of the graph, or made by --new-ends. While an empty file is loaded for the first time other programs that open it wait; nodes are found by any \
      property afterwards without an index.

      FORMATS
        jsonl       keyed JSON Lines, exact
        csv, tsv    tables of nodes and of edges
      \(formatList)
      """)

  private static let readable = GraphFormat.all.filter(\.isReadable)
  private static let formatNames = ["jsonl", "csv", "tsv"] + readable.map(\.name)
  private static var formatList: String {
    readable.map { "  \(DisplayWidth.padded($0.name, to: 10))  \($0.summary)" }.joined(separator: "\n")
  }

  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "What to load; `-` is standard input.", completion: .file()) var inputs: [String] = []
  @Option(
    help: ArgumentHelp("One of the formats; else as the ends of the files' names say; of standard input, jsonl.", valueName: "format"),
    completion: .list(formatNames))
  var format: String?
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("CSV files of nodes; each node gets the labels.", valueName: "[label[:label]=]file"))
  var nodes: [String] = []
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("CSV files of edges; START and END are id spaces.", valueName: "[type[:start:end]=]file"))
  var edges: [String] = []
  @Option(help: ArgumentHelp("The property by which edges of CSV name nodes of the graph; else `key`, or `id` where no nodes are loaded.", valueName: "property"))
  var endsBy: String?
  @Flag(help: "Make a node of each end of an edge of CSV that neither the files nor the graph have: with the label that START or END names and the id as its --ends-by property, else `name`.")
  var newEnds = false
  @Option(help: ArgumentHelp("Between the fields of CSV: one character, or `tab`.", valueName: "character"))
  var delimiter: String?
  @Option(
    help: ArgumentHelp("Between the items of a list in CSV: one character; else `;`, or `|` where `;` is between the fields.", valueName: "character"))
  var arrayDelimiter: String?
  @Option(help: GraphOption.help) var graph: String?
  @Flag(help: "Say what would change, with the types found, and change nothing.") var dryRun = false
  @Flag(help: "Make FILE when it does not exist.") var create = false
  @Option(parsing: .unconditional, help: ArgumentHelp("Report so many faulty elements and leave them out; one more stops.", valueName: "count"))
  var maxErrors = 0
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Commit after every so many elements; an error leaves those before in the graph.", valueName: "count"))
  var batch: Int?

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    let work = try work(arguments)
    let isNew = create && !FileSystem.exists(file)
    var status = ExitStatus.failure
    // Where nothing was loaded the next try finds the folder as this one did.
    defer { if isNew, dryRun || status != .success && batch == nil { DatabaseFiles.remove(file) } }
    let shell = try OneShot(file: file, graph: graph, mode: isNew ? .create : .readWrite, services: services)
    status = try shell.run { try load(work, $0) }
    return status
  }

  func carryOut(in shell: Shell, arguments: [String]) throws -> ExitStatus {
    let work = try work(arguments)
    guard !work.paths.contains("-") else { throw ShellError.usage("standard input is the shell's own", hints: ["`graphsh import FILE -` loads from a pipe"]) }
    try load(work, shell)
    return .success
  }

  /// What is to be loaded, looked at before the graph is opened.
  private struct Work {
    var files: [String]
    var tables: [CSVInput]
    var format: String?
    var options: CSVOptions
    var paths: [String] { files + tables.map(\.path) }
  }

  private func work(_ arguments: [String]) throws -> Work {
    guard maxErrors >= 0 else { throw ShellError.usage("`--max-errors` is a number from 0") }
    guard batch ?? 1 > 0 else { throw ShellError.usage("`--batch` is a number from 1") }
    let format = try self.format.map { name throws(ShellError) in try Self.formatName(name) }
    let tables = try self.tables(format)
    let files = inputs.filter { !isTable($0, format) }
    guard !tables.isEmpty || !files.isEmpty else { throw ShellError.usage("nothing to load") }
    guard tables.isEmpty || files.isEmpty else { throw ShellError.usage("load CSV and other formats one after the other") }
    let work = Work(files: files, tables: tables, format: format, options: try options(tables, format))
    guard work.paths.filter({ $0 == "-" }).count <= 1 else { throw ShellError.usage("standard input can be read once") }
    for path in work.paths where path != "-" && !FileSystem.exists(path) { throw ShellError.failure("`\(path)` does not exist") }
    for path in work.paths {
      if FileSystem.isDirectory(path) { throw ShellError.failure("`\(path)` is a directory", hints: ["name the files in it"]) }
      guard let unpacker = FileSystem.unpacker(for: path) else { continue }
      throw ShellError.failure("`\(path)` is compressed", hints: ["`\(unpacker) \(path) | \(command(reading: path, from: arguments, format))`"])
    }
    return work
  }

  private func load(_ work: Work, _ shell: Shell) throws {
    var work = work
    var input: SpooledInput?
    var watched: WorkMonitor?
    func named(_ text: String) -> String { VisibleText.escaped(input?.named(text) ?? text) }
    do {
      let (report, lines) = try shell.watching(.reading) { monitor, _ in
        work.options.monitor = monitor
        watched = monitor
        if work.paths.contains("-") {
          let spooled = try SpooledInput(monitor)
          input = spooled
          work.files = work.files.map { $0 == "-" ? spooled.path : $0 }
          for index in work.tables.indices where work.tables[index].path == "-" { work.tables[index].path = spooled.path }
          if !work.files.isEmpty, work.format == nil { work.format = "jsonl" }
        }
        return try load(work, shell.engine)
      }
      for line in lines { shell.notice(named(line) + "\n") }
      for line in report.rejected { shell.notice("left out: \(named(line))\n") }
      for notice in report.notices { shell.notice("notice: \(named(notice))\n") }
      shell.notice(SummaryText.of(report, isDryRun: dryRun) + "\n")
    } catch let error as StoreError where error.code == .interrupted {
      // The batches before it are told where there are some.
      if batch != nil { shell.notice("notice: \(error.message)\n") }
      throw error
    } catch let error as StoreError {
      // Those before count as well: one that is one too many is the error.
      for line in watched?.rejected ?? [] where line != error.message { shell.notice("left out: \(named(line))\n") }
      throw ShellError.failure(input?.named(error.message) ?? error.message)
    }
  }

  /// The command as it was given, with standard input in the place of a packed file.
  private func command(reading path: String, from arguments: [String], _ format: String?) -> String {
    var words = arguments.map { word in
      word == path ? "-" : word.hasSuffix("=" + path) ? String(word.dropLast(path.count)) + "-" : word
    }
    if format == nil {
      let inner = path.split(separator: ".").dropLast().joined(separator: ".")
      let isOfTables = !(nodes + edges).isEmpty
      let name = isTable(inner, nil) ? (inner.lowercased().hasSuffix(".tsv") ? "tsv" : "csv") : isOfTables ? "csv" : GraphFormat(path: inner)?.name ?? "jsonl"
      words += ["--format", name]
    }
    return (["graphsh"] + words).joined(separator: " ")
  }

  /// What was loaded, and lines on what a dry run found.
  private func load(_ work: Work, _ engine: Engine) throws -> (ImportReport, [String]) {
    guard work.tables.isEmpty else {
      let report = try engine.loadTables(work.tables, work.options)
      return (report.load, dryRun ? ImportVerb.columns(of: report) : [])
    }
    let options = LoadOptions(maximumErrors: maxErrors, isDryRun: dryRun, batch: batch, monitor: work.options.monitor)
    let report = try engine.load(work.files, work.format, options)
    return (report, report.shape)
  }

  private static func formatName(_ text: String) throws(ShellError) -> String {
    let name = text.lowercased() == "jsonlines" ? "jsonl" : text.lowercased()
    if formatNames.contains(name) { return name }
    if GraphFormat.named(name) != nil { throw .usage("`\(name)` can be written, not loaded") }
    let near = Nearest.to(name, among: formatNames)
    throw .usage(
      "unknown format `\(text)`", hints: [near.isEmpty ? formatNames.joined(separator: ", ") : "did you mean `\(near[0])`?"])
  }

  private func isTable(_ path: String, _ format: String?) -> Bool {
    if let format { return format == "csv" || format == "tsv" }
    let path = path.lowercased()
    return path.hasSuffix(".csv") || path.hasSuffix(".tsv")
  }

  private func tables(_ format: String?) throws(ShellError) -> [CSVInput] {
    var tables = nodes.map { CSVInput.nodes($0) }
    for text in edges {
      do throws(StoreError) { tables.append(try CSVInput.edges(text)) } catch { throw .usage(error.message) }
    }
    guard tables.isEmpty || format == nil || format == "csv" || format == "tsv" else {
      throw .usage("`--nodes` and `--edges` are for CSV")
    }
    return tables + inputs.filter { isTable($0, format) }.map { CSVInput(path: $0) }
  }

  private func options(_ tables: [CSVInput], _ format: String?) throws(ShellError) -> CSVOptions {
    guard endsBy == nil || !tables.isEmpty else { throw .usage("`--ends-by` is for CSV") }
    guard !newEnds || !tables.isEmpty else { throw .usage("`--new-ends` is for CSV") }
    var options = CSVOptions()
    options.endsBy = endsBy
    options.makesEnds = newEnds
    options.maximumErrors = maxErrors
    options.isDryRun = dryRun
    options.batch = batch
    if let delimiter {
      options.delimiter = try DelimiterOption.character(delimiter, "--delimiter")
    } else if format == "tsv" || !tables.isEmpty && tables.allSatisfy({ $0.path.lowercased().hasSuffix(".tsv") }) {
      options.delimiter = UInt8(ascii: "\t")
    }
    if let arrayDelimiter {
      options.listDelimiter = try DelimiterOption.character(arrayDelimiter, "--array-delimiter")
    } else if options.delimiter == options.listDelimiter {
      options.listDelimiter = UInt8(ascii: "|")
    }
    guard options.delimiter != options.listDelimiter else { throw .usage("`--delimiter` and `--array-delimiter` are the same") }
    return options
  }

  /// One line per file: what its columns hold, with `?` where the values showed it.
  static func columns(of report: CSVReport) -> [String] {
    report.files.map { file in
      let columns = file.columns.map { $0.header + ($0.isInferred ? "?" : "") }.joined(separator: ", ")
      let noun = file.isOfEdges ? "relationship" : "node"
      return "\(file.path): \(SummaryText.count(file.recordCount, noun)): \(columns)"
    }
  }
}
