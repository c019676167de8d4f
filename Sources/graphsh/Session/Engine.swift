import GQL
import GraphStore

/// An open graph as the shell sees it: a handful of functions, so that tests drive the shell without a file.
///
/// All but `cancel` belong to one thread.
struct Engine {
  /// Shown in the prompt: the file's name without folder and extension.
  var name: String
  /// The file; nil in memory.
  var path: String?
  var isReadOnly = false

  /// Runs one statement with these parameters and limits.
  var execute: (_ text: String, _ parameters: [String: Value], _ limits: QueryLimits) throws -> QueryResult
  /// For the next statement: the day as of which it sees the graph, nil = as it is; whether it may only read; who is told how far it is.
  var prepare: (_ asOf: LocalDate?, _ onlyReads: Bool, _ monitor: WorkMonitor) -> Void = { _, _, _ in }
  var isInTransaction: () -> Bool
  /// Whether an open transaction may write: what it has written is lost when the program ends.
  var mayLoseChanges: () -> Bool = { false }
  /// Warnings about properties in a statement that no element has.
  var warningsAboutKeys: (_ text: String, _ parameters: [String: Value]) -> [Diagnostic] = { _, _ in [] }
  /// Warnings about names in a statement that nothing has.
  var warningsAboutNames: (_ text: String, _ parameters: [String: Value]) -> [Diagnostic] = { _, _ in [] }
  /// Stops what runs, from any thread.
  var cancel: @Sendable () -> Void
  /// Labels, edge types and property keys with their counts.
  var schema: (_ monitor: WorkMonitor) throws -> SchemaSummary
  /// Runs a named question; see `QuestionCall`.
  var ask: (_ question: QuestionCall, _ limits: QueryLimits) throws -> QueryResult
  /// The query that a question stands for.
  var questionText: (_ name: String) throws -> String
  /// Names of the questions for `.ask`, each with one sentence.
  var questions: () throws -> [(name: String, summary: String)]
  /// What a picture needs besides the result: nodes by id, edges between nodes, the sign of each edge type.
  var picture: PictureSource
  /// What the user should know about how the file was opened; whole sentences.
  var notices: [String] = []
  /// Loads files of one format, by its name; nil = as the files say.
  var load: (_ inputs: [String], _ format: String?, _ options: LoadOptions) throws -> ImportReport
  /// Loads files of comma-separated values in one transaction.
  var loadTables: (_ inputs: [CSVInput], _ options: CSVOptions) throws -> CSVReport
  /// Names for completion, made in milliseconds.
  var sketch: () throws -> CatalogSketch = { CatalogSketch() }
  /// Values of a property for completion, best first.
  var values: (_ key: String, _ element: CursorSite.Element, _ typed: String) throws -> ValueSuggestions.Found = { _, _, _ in .init([]) }
  /// Reads what `values` will be asked for, for up to so many seconds; true: there is more to read.
  var prepareValues: (_ key: String, _ element: CursorSite.Element, _ seconds: Double) throws -> Bool = { _, _, _ in false }
  /// Names of things for completion, best first; nil = the graph is too large to read them all.
  var things: (_ typed: String, _ role: ThingNames.Role) throws -> ValueSuggestions.Found? = { _, _ in nil }
  /// Makes one thing of a twin and what it is called by another name, or of all with one name; see `Session.merge`.
  var merge: (_ twin: String, _ kept: String?) throws -> MergeReport
  /// Makes the packed index anew.
  var repack: (_ monitor: WorkMonitor) throws -> Void
  /// The graph as it is now, for writers of other formats.
  var reading: (_ body: (any GraphReader) throws -> Void) throws -> Void = { _ in }
  /// The statements that make its constraints and indexes.
  var definitions: () throws -> [String] = { [] }
  /// Sentences on edge types that are probably misspelled stances.
  var typesNearStances: () throws -> [String] = { [] }
  /// Sentences on what answers cannot read as it was meant, these among them.
  var slips: () throws -> [String] = { [] }
  /// Which graph of the file all this is about: SESSION SET GRAPH chooses it.
  var currentGraph: () -> String = { CatalogObjects.homeGraph }
  /// Verifies every invariant of the file.
  var checkFile: (_ monitor: WorkMonitor) throws -> [CheckFinding]
  /// Writes one consistent copy to a file that does not exist, while others write.
  var backUp: (_ path: String, _ monitor: WorkMonitor) throws -> Void
}

/// A named question and what is asked of it.
struct QuestionCall {
  /// As in `Questions.named(_:)`: `backs`, `find`, ...
  var name: String
  var arguments: [String: Value]

  init(_ name: String, _ arguments: [String: Value] = [:]) {
    self.name = name
    self.arguments = arguments
  }
}

/// How a picture completes what a result holds.
struct PictureSource {
  /// Nil when there is no such node.
  var node: (NodeID) throws -> Node?
  /// All edges whose ends are both among `nodes`, in id order.
  var edgesBetween: (_ nodes: [NodeID]) throws -> [Edge]
  /// +1, 0 or -1 by edge type, from the graph's own vocabulary; types without a stance are absent.
  var signs: () throws -> [String: Int]
}
