import GraphStore

/// What is to be computed, as algebra over binding tables. Knows names, patterns and expressions; nothing of storage, indexes or
/// algorithms, so that another backend can translate it.
///
/// Each node takes the rows of its `input`. The leaf is `argument`: one row without columns at the top, the outer rows in an inner plan.
indirect enum LogicalPlan: Sendable {
  case argument
  /// Inner join of each row with the matches of a pattern.
  case match(LogicalPlan, LogicalPattern)
  case filter(LogicalPlan, BoundExpression)
  /// All values are computed before any is assigned.
  case extend(LogicalPlan, [BoundAssignment])
  case project(LogicalPlan, [Slot])
  case aggregate(LogicalPlan, keys: [BoundAssignment], [BoundAggregate])
  case distinct(LogicalPlan, [Slot])
  case order(LogicalPlan, [BoundSortKey])
  case page(LogicalPlan, offset: BoundExpression?, limit: BoundExpression?)
  case unwind(LogicalPlan, BoundUnwind)
  case setOperation(LogicalPlan, LogicalSetOperation)
  /// Runs `inner` for each row, with the row as its argument.
  case apply(LogicalPlan, inner: LogicalPlan, ApplyKind)
  case callProcedure(LogicalPlan, BoundProcedureCall)
  case insert(LogicalPlan, BoundInsert)
  case set(LogicalPlan, [BoundSetItem], inTurn: Bool)
  case remove(LogicalPlan, [BoundRemoveItem])
  case delete(LogicalPlan, [BoundExpression], isDetaching: Bool)
  /// Runs the input and drops its rows.
  case discard(LogicalPlan)
}

enum ApplyKind: Sendable {
  /// Join the row with each row of the inner plan.
  case inner
  /// The same, and the row with nulls in `slots` when the inner plan has no row.
  case optional(slots: [Slot])
  /// Keep the row once, whatever the inner plan gives: it is run for its effects.
  case effects
}

/// Operands that each take the whole input table, combined from left to right.
struct LogicalSetOperation: Sendable {
  var operands: [LogicalPlan]
  /// `operators[i]` stands before `operands[i + 1]`.
  var operators: [SetOperator]
  var columns: [BoundSetColumn]
}
