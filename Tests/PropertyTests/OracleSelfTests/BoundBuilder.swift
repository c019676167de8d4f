import GQL
import GraphStore

/// Bound trees by hand, for tests of the oracle that need no parser.
enum Bound {
  static let nowhere = SourceSpan(0, 0)

  static func expression(_ kind: BoundExpression.Kind) -> BoundExpression {
    BoundExpression(kind, type: .any, span: nowhere)
  }

  static func slot(_ index: Int) -> BoundExpression { expression(.slot(Slot(index))) }
  static func constant(_ value: Value) -> BoundExpression { expression(.constant(value)) }
  static func property(_ index: Int, _ key: String) -> BoundExpression {
    expression(.property(slot(index), key))
  }
  static func equal(_ a: BoundExpression, _ b: BoundExpression) -> BoundExpression {
    expression(.comparison(.equal, a, b))
  }
  static func less(_ a: BoundExpression, _ b: BoundExpression) -> BoundExpression {
    expression(.comparison(.less, a, b))
  }

  static func node(_ index: Int, _ label: String? = nil, where condition: BoundExpression? = nil) -> BoundPath
  {
    .node(BoundNodePattern(slot: Slot(index), label: label.map { .name($0) }, condition: condition))
  }

  static func edge(
    _ index: Int, _ direction: EdgeDirectionPattern = .right, _ label: String? = nil,
    where condition: BoundExpression? = nil
  ) -> BoundPath {
    .edge(
      BoundEdgePattern(
        slot: Slot(index), direction: direction, label: label.map { .name($0) }, condition: condition))
  }

  /// `(#100)-[e]->(#101)` repeated, with e's list in `group`.
  static func hops(
    _ bounds: ClosedRange<Int>, group: Int, direction: EdgeDirectionPattern = .right
  ) -> BoundPath { hops(bounds.lowerBound, bounds.upperBound, group: group, direction: direction) }

  static func hops(_ lower: Int, _ upper: Int?, group: Int, direction: EdgeDirectionPattern = .right)
    -> BoundPath
  {
    .repetition(
      BoundRepetition(
        path: .concatenation([node(100), edge(102, direction), node(101)]), lower: lower, upper: upper,
        groups: [(inner: Slot(102), group: Slot(group))]))
  }

  static func match(
    _ paths: [BoundPath], selector: PathSelector = .all, mode: PathMode = .walk, differentEdges: Bool = true,
    named: [Int], pathSlot: Int? = nil, where condition: BoundExpression? = nil
  ) -> BoundClause {
    BoundClause(
      .match(
        pattern(
          paths, selector: selector, mode: mode, differentEdges: differentEdges, named: named,
          pathSlot: pathSlot,
          where: condition)), nowhere)
  }

  static func pattern(
    _ paths: [BoundPath], selector: PathSelector = .all, mode: PathMode = .walk, differentEdges: Bool = true,
    named: [Int], pathSlot: Int? = nil, where condition: BoundExpression? = nil
  ) -> BoundGraphPattern {
    BoundGraphPattern(
      hasDifferentEdges: differentEdges,
      paths: paths.map {
        BoundPathPattern(
          pathSlot: pathSlot.map { Slot($0) }, selector: selector, mode: mode, root: $0, span: nowhere)
      }, where: condition, variables: named.map { Slot($0) })
  }

  static func clause(_ kind: BoundClause.Kind) -> BoundClause { BoundClause(kind, nowhere) }

  static func query(_ clauses: [BoundClause], columns: [Int]?) -> BoundQuery {
    BoundQuery(
      clauses: clauses,
      columns: columns.map { $0.map { BoundColumn(name: "c\($0)", slot: Slot($0), type: .any) } },
      isUpdating: false, slotCount: 200)
  }

  /// A query that returns expressions, in slots from 150 on.
  static func returning(_ clauses: [BoundClause], _ items: [BoundExpression]) -> BoundQuery {
    let assignments = items.enumerated().map { BoundAssignment(Slot(150 + $0.offset), $0.element) }
    return query(clauses + [clause(.extend(assignments))], columns: items.indices.map { 150 + $0 })
  }
}
