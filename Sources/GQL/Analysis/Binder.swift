import GraphStore

/// The working state of one analysis: slots given out, mistakes found. Extensions in files named for the
/// clauses do the work; each takes a scope and gives the next.
final class Binder {
  let catalog: CatalogNames
  let parameters: [String: ValueType]?
  let procedures: ProcedureRegistry
  let dialect: Dialect
  var slots = SlotAllocator()
  /// What is known on the day that the statement looks back from; nil = all that is there.
  let asOf: AsOfRule?
  var liftedLiterals = LiftedLiterals()
  var watch: StatementWatch?
  /// The conditions of `asOf` look at all that is there.
  var isBindingRule = false
  private(set) var diagnostics: [Diagnostic] = []
  /// Unknown names already reported: each is one mistake, however often it is repeated.
  private var reportedNames: Set<NameKey> = []
  /// Variables around a CALL that are not seen in it.
  var notImported: Set<NameKey> = []
  /// What the RETURN being bound calls its columns.
  var ownColumns: Set<NameKey> = []
  /// By where names stand that are compared, what is written there: see `noteComparedName`.
  var comparedNames: [SourceSpan: String] = [:]
  /// Also of keys that are near to none.
  var warnsOfAnyKey = false
  /// Names that the statement itself brings into the graph, and names already warned about.
  var settledNames: Set<NameKey> = []
  /// Unknown names that were looked for near ones of.
  var unknownNames = 0
  /// Numbers of the graph patterns whose conditions have looked across path patterns.
  var patternsWithCrossReferences: Set<Int> = []
  private var patternCount = 0
  /// What names of graphs, schemas and graph types are looked up in; AT changes the schema.
  var objects: CatalogObjects
  /// The graph of USE or FROM; nil = the session's.
  var focus: String?
  /// That of what stands around the query or SELECT whose USE and FROM come next: their CURRENT_GRAPH.
  var focusAround: String?
  /// The one graph of the statement, and where it was touched first.
  var graphInUse: (name: String, span: SourceSpan)?
  var hasReportedGraphs = false
  /// Graphs that the statement itself makes.
  var createdGraphs: Set<NameKey> = []
  /// `GRAPH g = ...`; nil = its graph is not known, and that has been reported.
  var graphVariables: [NameKey: String?] = [:]

  init(catalog: CatalogNames, parameters: [String: ValueType]?, procedures: ProcedureRegistry, dialect: Dialect, asOf: AsOfRule? = nil) {
    self.asOf = asOf
    self.dialect = dialect
    self.catalog = catalog
    objects = catalog.objects
    self.parameters = parameters
    self.procedures = procedures
  }

  func report(
    _ status: GQLStatus, _ message: String, at span: SourceSpan?, labels: [Diagnostic.Label] = [],
    notes: [String] = [],
    hints: [String] = [], detail: String? = nil
  ) {
    guard diagnostics.count(where: { $0.severity == .error }) < Binder.mostTold else { return }
    diagnostics.append(Diagnostic(status, message, at: span, labels: labels, notes: notes, hints: hints, detail: detail))
  }

  /// Of the errors, and of the warnings, of one statement: nobody reads more, and each may show the whole text.
  private static let mostTold = 100

  func warn(_ message: String, at span: SourceSpan, hints: [String] = []) {
    if isBindingRule || diagnostics.count(where: { $0.severity == .warning }) >= Binder.mostTold { return }
    diagnostics.append(Diagnostic(.warning, message, at: span, severity: .warning, hints: hints))
  }

  /// An unknown name, once for each name of a kind.
  func reportUnknown(
    _ what: String, _ name: String, at span: SourceSpan, among candidates: some Sequence<String>,
    hints: [String] = []
  ) {
    guard reportedNames.insert(NameKey("\(what) \(name)")).inserted else { return }
    report(
      .invalidReference, "unknown \(what) \(name.inBackquotes)", at: span,
      hints: Suggestion.hints(for: name, among: candidates) + hints, detail: Binder.detail(ofUnknown: what))
  }

  private static func detail(ofUnknown what: String) -> String? {
    switch what {
    case "variable": "UndefinedVariable"
    case "function": "UnknownFunction"
    case "procedure": "ProcedureNotFound"
    case "parameter": "MissingParameter"
    case let column where column.hasPrefix("column of"): "UndefinedVariable"
    default: nil
    }
  }

  /// A number for a graph pattern, unique in the statement.
  func nextPatternNumber() -> Int {
    patternCount += 1
    return patternCount
  }

  /// What stands for an expression that has been reported.
  func poison(at span: SourceSpan) -> BoundExpression {
    BoundExpression(.constant(.null), type: .any, span: span)
  }
}
