import GraphStore
import Synchronization

/// A statement that was analyzed without complaint, for use again, and the plan that it had last. Holds nothing of a run.
final class CachedStatement: Sendable {
  /// What the analyzer reads besides the text.
  struct Environment: Sendable {
    var dialect: Dialect
    var asOf: LocalDate?
    var currentSchema: String
    var currentGraph: String
    /// Types are no part of it: the analyzer knows none of a parameter.
    var parameterNames: [String]
    var procedures: Int
    var catalog: Int
    /// Whether names were held against those of the graph.
    var looksAtNames: Bool

    func isSame(as other: Environment) -> Bool {
      dialect == other.dialect && asOf == other.asOf && procedures == other.procedures && catalog == other.catalog
        && looksAtNames == other.looksAtNames && currentSchema.isSameName(as: other.currentSchema)
        && currentGraph.isSameName(as: other.currentGraph) && parameterNames.count == other.parameterNames.count
        && parameterNames.allSatisfy { name in other.parameterNames.contains { $0.isSameName(as: name) } }
    }
  }

  final class Plan: Sendable {
    let physical: PhysicalPlan
    /// Numbers the slots of subqueries, which are planned while the plan runs.
    let planner: Planner
    let isReusable: Bool
    private let facts: [PlanFact]
    private let nodeCount: Int
    private let edgeCount: Int

    init(_ physical: PhysicalPlan, _ planner: Planner, _ facts: PlanFacts, _ reader: any GraphReader) {
      self.physical = physical
      self.planner = planner
      self.facts = facts.all
      nodeCount = reader.nodeCount
      edgeCount = reader.edgeCount
      isReusable = physical.isReusable
    }

    /// - Parameter isSame: the facts that depend on no parameter are known to hold.
    func holds(for reader: any GraphReader, isSame: Bool, _ parameters: [String: Value], isUpdating: Bool) -> Bool {
      guard isSame || isAbout(reader) else { return false }
      guard !isSame || facts.contains(where: \.dependsOnParameters) else { return true }
      let statistics = PlanStatistics(reader, parameters: parameters, isUpdating: isUpdating)
      return facts.allSatisfy { isSame && !$0.dependsOnParameters || $0.holds(statistics) }
    }

    /// Estimates may be a tenth off before another plan may be the better one.
    private func isAbout(_ reader: any GraphReader) -> Bool {
      abs(reader.nodeCount - nodeCount) <= nodeCount / 10 + 100 && abs(reader.edgeCount - edgeCount) <= edgeCount / 10 + 100
    }
  }

  let query: BoundQuery
  let environment: Environment
  let operation: StatusObject.Operation
  private let tokens: [Token]
  /// Literals that have to be the same, by their number in the shape.
  private let fixed: [(literal: Int, bytes: [UInt8])]
  /// Numbers of those that may be others of the same kind.
  private let lifted: [Int]
  /// Names that were there when nothing was found to complain about.
  private let names: Mutex<CatalogNames>
  /// With the snapshot for which the plan is known to hold.
  private let plan = Mutex(KnownPlan())
  let pipelines: IdlePipelines

  private struct KnownPlan {
    var plan: Plan?
    var reader: UInt64?
  }

  init(
    _ query: BoundQuery, _ shape: StatementShape, _ lifted: LiftedLiterals, _ environment: Environment, _ names: CatalogNames,
    _ operation: StatusObject.Operation, _ pipelines: IdlePipelines
  ) {
    self.query = query
    self.pipelines = pipelines
    self.environment = environment
    self.operation = operation
    self.names = Mutex(names)
    tokens = shape.tokens
    let numbers = Set(lifted.numbers.values)
    self.lifted = numbers.sorted()
    fixed = shape.literals.indices.filter { !numbers.contains($0) }.map { ($0, Array(shape.literals[$0].bytes)) }
  }

  // MARK: Whether it is the same statement

  /// Literals that are no part of the parameters are the same.
  func fits(_ shape: StatementShape) -> Bool {
    fixed.allSatisfy { shape.literals[$0.literal].bytes.elementsEqual($0.bytes) }
  }

  /// The parameters with the values of the literals; nil when one of these is not plain to see.
  func values(_ shape: StatementShape, _ parameters: [String: Value]) -> [String: Value]? {
    var values = parameters
    for number in lifted {
      guard let value = shape.literals[number].value else { return nil }
      values[LiftedLiterals.name(number)] = value
    }
    return values
  }

  /// Whether nothing would be complained about with these names either: all that were there are there.
  func accepts(_ names: CatalogNames) -> Bool {
    self.names.withLock { known in
      guard known.isKnown == names.isKnown else { return false }
      if known.labels == names.labels, known.edgeTypes == names.edgeTypes, known.propertyKeys == names.propertyKeys { return true }
      guard names.labels.isSuperset(of: known.labels), names.edgeTypes.isSuperset(of: known.edgeTypes),
        known.propertyKeys.isEmpty ? names.propertyKeys.isEmpty : names.propertyKeys.isSuperset(of: known.propertyKeys)
      else { return false }
      known = names
      return true
    }
  }

  // MARK: Plans

  /// The last plan, when it is the one for this snapshot and these values.
  func plan(for reader: any GraphReader, _ parameters: [String: Value]) -> Plan? {
    plan.withLock { known -> Plan? in
      guard let plan = known.plan,
        plan.holds(for: reader, isSame: known.reader == reader.identity, parameters, isUpdating: query.isUpdating)
      else { return nil }
      known.reader = reader.identity
      return plan
    }
  }

  func keep(_ plan: Plan, _ reader: any GraphReader) { self.plan.withLock { $0 = KnownPlan(plan: plan, reader: reader.identity) } }

  // MARK: Places

  /// What was said of this statement's text, said of another text of the same shape.
  func moved(_ diagnostics: [Diagnostic], to shape: StatementShape) -> [Diagnostic] {
    func moved(_ span: SourceSpan) -> SourceSpan {
      SourceSpan(place(span.start, isEnd: false, shape.tokens), place(span.end, isEnd: span.end > span.start, shape.tokens))
    }
    return diagnostics.map { diagnostic in
      var result = diagnostic
      result.span = diagnostic.span.map(moved)
      result.labels = diagnostic.labels.map { Diagnostic.Label(moved($0.span), $0.message) }
      return result
    }
  }

  private func place(_ offset: Int, isEnd: Bool, _ others: [Token]) -> Int {
    guard let index = tokens.lastIndex(where: { isEnd ? Int($0.start) < offset : Int($0.start) <= offset }) else { return offset }
    let (from, to) = (tokens[index], others[index])
    if offset >= Int(from.end) { return Int(to.end) }
    return min(Int(to.start) + offset - Int(from.start), Int(to.end))
  }
}
