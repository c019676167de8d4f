import ArgumentParser
import GQL

struct MergeVerb: GraphVerb {
  static let configuration = CommandConfiguration(
    commandName: VerbName.merge.rawValue, abstract: "Make one thing of two, or of all that have one name.",
    discussion: """
      The edges of TWIN end at KEPT instead, which takes its labels, its name and aliases as aliases, and the properties that it has not itself. Without KEPT all things \
      with just the name TWIN and one label become the first of them. Where several have a name, `NAME (MARK)` says which: a label, the key or the id. What is \
      DISTINCT_FROM the other is not merged.
      """)
  @Argument(help: "The graph's file.", completion: .file()) var file: String
  @Argument(help: "A name, alias or key.") var twin: String
  @Argument(help: "That of the thing it becomes.") var kept: String?
  @Option(help: GraphOption.help) var graph: String?

  func run(arguments: [String], services: Services) throws -> ExitStatus {
    try OneShot(file: file, graph: graph, mode: .readWrite, services: services).status { try carryOut(in: $0, arguments: arguments) }
  }

  func carryOut(in shell: Shell, arguments: [String]) throws -> ExitStatus {
    let report = try shell.engine.merge(twin, kept)
    for notice in report.notices { shell.notice("notice: \(VisibleText.escaped(notice))\n") }
    let names = report.merged.map { "`\($0)`" }.joined(separator: ", ")
    shell.notice(VisibleText.escaped("\(names) \(report.merged.count == 1 ? "is" : "are") \(report.kept) now") + " · \(SummaryText.count(report.edgeCount, "edge")) moved\n")
    return .success
  }
}
