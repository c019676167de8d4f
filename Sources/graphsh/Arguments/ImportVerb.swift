import ArgumentParser
import GQL
import GraphStore

struct ImportVerb: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Load keyed JSON Lines, where the same key updates, or CSV.",
    discussion: """
      All inputs are loaded in one transaction: all of them, or nothing. A CSV file has the header of Neo4j's import tool: \
      `id:ID(Space)`, `:LABEL`, `:START_ID(Space)`, `:END_ID(Space)`, `:TYPE`, `name:type`, `name:type[]`, `:IGNORE`. A column without \
      a type gets the one that all its values have; quoted values are strings. Inputs that end in .csv or .tsv need neither --nodes nor \
      --edges when their headers say what they are.
      """)
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "Files of JSON Lines, or of CSV.", completion: .file()) var inputs: [String] = []
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("CSV files of nodes; each node gets the labels.", valueName: "[label[:label]=]file"))
  var nodes: [String] = []
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("CSV files of edges; START and END are id spaces.", valueName: "[type[:start:end]=]file"))
  var edges: [String] = []
  @Option(help: ArgumentHelp("Between the fields of CSV: one character, or `tab`.", valueName: "character"))
  var delimiter: String?
  @Option(help: ArgumentHelp("Between the items of a list: one character.", valueName: "character"))
  var arrayDelimiter = ";"
  @Flag(help: "Say what would change, and change nothing.") var dryRun = false
  @Flag(help: "Make FILE when it does not exist.") var create = false
  @Option(help: ArgumentHelp("Report so many faulty lines and leave them out; one more stops.", valueName: "count"))
  var maxErrors = 0

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    guard maxErrors >= 0 else { throw ShellError.usage("`--max-errors` is a number from 0") }
    let tables = try self.tables()
    let lines = inputs.filter { !ImportVerb.isTable($0) }
    guard !tables.isEmpty || !lines.isEmpty else { throw ShellError.usage("nothing to load") }
    guard tables.isEmpty || lines.isEmpty else { throw ShellError.usage("load JSON Lines and CSV one after the other") }
    for path in lines + tables.map(\.path) where !FileSystem.exists(path) {
      throw ShellError.failure("`\(path)` does not exist")
    }
    let options = try self.options(tables)
    let isNew = create && !FileSystem.exists(file)
    do {
      try load(isNew: isNew, lines, tables, options, services)
      if isNew && dryRun { FileSystem.removeGraph(file) }
      return .success
    } catch {
      // Nothing was loaded: the next try finds the folder as this one did.
      if isNew { FileSystem.removeGraph(file) }
      throw error
    }
  }

  /// Leaves the graph closed.
  private func load(
    isNew: Bool, _ lines: [String], _ tables: [CSVInput], _ options: CSVOptions, _ services: Services
  ) throws {
    let engine =
      isNew
      ? try OpenedFile.opened(file, mode: .create, services: services)
      : try OpenedFile.existing(file, mode: .readWrite, services: services)
    let report: ImportReport
    do {
      if tables.isEmpty {
        report = try engine.load(lines, maxErrors, dryRun)
      } else {
        let tableReport = try engine.loadTables(tables, options)
        if dryRun {
          for line in ImportVerb.columns(of: tableReport) { FileOutput.standardError.write(VisibleText.escaped(line) + "\n") }
        }
        report = tableReport.load
      }
    } catch let error as StoreError { throw ShellError.failure(error.message) }
    for line in report.rejected { FileOutput.standardError.write("left out: \(VisibleText.escaped(line))\n") }
    FileOutput.standardError.write(SummaryText.of(report, isDryRun: dryRun) + "\n")
  }

  private static func isTable(_ path: String) -> Bool {
    let path = path.lowercased()
    return path.hasSuffix(".csv") || path.hasSuffix(".tsv")
  }

  private func tables() throws(ShellError) -> [CSVInput] {
    var tables = nodes.map { CSVInput.nodes($0) }
    for text in edges {
      do throws(StoreError) { tables.append(try CSVInput.edges(text)) } catch { throw .usage(error.message) }
    }
    return tables + inputs.filter(ImportVerb.isTable).map { CSVInput(path: $0) }
  }

  private func options(_ tables: [CSVInput]) throws(ShellError) -> CSVOptions {
    var options = CSVOptions()
    options.maximumErrors = maxErrors
    options.isDryRun = dryRun
    if let delimiter {
      options.delimiter = try ImportVerb.character(delimiter, "--delimiter")
    } else if !tables.isEmpty, tables.allSatisfy({ $0.path.lowercased().hasSuffix(".tsv") }) {
      options.delimiter = UInt8(ascii: "\t")
    }
    options.listDelimiter = try ImportVerb.character(arrayDelimiter, "--array-delimiter")
    guard options.delimiter != options.listDelimiter else { throw .usage("`--delimiter` and `--array-delimiter` are the same") }
    return options
  }

  private static func character(_ text: String, _ option: String) throws(ShellError) -> UInt8 {
    if text.lowercased() == "tab" || text == "\\t" { return UInt8(ascii: "\t") }
    let bytes = Array(text.utf8)
    guard bytes.count == 1, bytes[0] < 0x80, ![0x22, 0x0A, 0x0D].contains(bytes[0]) else {
      throw .usage("`\(option)` is one ASCII character that is neither a quote nor a line end")
    }
    return bytes[0]
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
