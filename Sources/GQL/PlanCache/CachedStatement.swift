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
    /// Names of the graph are not looked at inside a writing transaction.
    var isWriting: Bool

    func isSame(as other: Environment) -> Bool {
      dialect == other.dialect && asOf == other.asOf && procedures == other.procedures && catalog == other.catalog
        && isWriting == other.isWriting && currentSchema.isSameName(as: other.currentSchema)
        && currentGraph.isSameName(as: other.currentGraph) && parameterNames.count == other.parameterNames.count
        && parameterNames.allSatisfy { name in other.parameterNames.contains { $0.isSameName(as: name) } }
    }
  }

  private struct Plan {
    var physical: PhysicalPlan
    /// Numbers the slots of subqueries, which are planned while the plan runs.
    var planner: Planner
    var facts: [PlanFact]
    var nodeCount: Int
    var edgeCount: Int
    /// The snapshot for which the facts are known to hold.
    weak var reader: (any GraphReader)?

    /// Estimates may be a tenth off before another plan may be the better one.
    func isAbout(_ reader: any GraphReader) -> Bool {
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
  private let plan = Mutex<Plan?>(nil)

  init(
    _ query: BoundQuery, _ shape: StatementShape, _ lifted: LiftedLiterals, _ environment: Environment, _ names: CatalogNames,
    _ operation: StatusObject.Operation
  ) {
    self.query = query
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
  func plan(for reader: any GraphReader, _ parameters: [String: Value]) -> (PhysicalPlan, Planner)? {
    plan.withLock { plan -> (PhysicalPlan, Planner)? in
      guard let known = plan else { return nil }
      let isSame = known.reader === reader
      guard isSame || known.isAbout(reader) else { return nil }
      if !isSame || known.facts.contains(where: \.dependsOnParameters) {
        let statistics = PlanStatistics(reader, parameters: parameters, isUpdating: query.isUpdating)
        for fact in known.facts where !isSame || fact.dependsOnParameters {
          guard fact.holds(statistics) else { return nil }
        }
        plan?.reader = reader
      }
      return (known.physical, known.planner)
    }
  }

  func keep(_ physical: PhysicalPlan, _ planner: Planner, _ facts: PlanFacts, _ reader: any GraphReader) {
    plan.withLock {
      $0 = Plan(
        physical: physical, planner: planner, facts: facts.all, nodeCount: reader.nodeCount, edgeCount: reader.edgeCount, reader: reader)
    }
  }

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
