import GraphStore

/// Where an expression stands: what it may refer to, and what an aggregate in it means.
struct ExpressionContext {
  var scope: Scope
  var aggregation: Aggregation
  /// Whole expressions that are already computed; they are not bound again.
  var substitutions: [Substitution] = []

  enum Aggregation {
    /// The place, as words: "WHERE".
    case forbidden(String)
    case collected(Grouping)
    /// Inside the argument of another aggregate.
    case nested
  }

  struct Substitution {
    var expression: Expression
    var slot: Slot
    var type: ValueType
  }

  init(_ scope: Scope, aggregation: Aggregation) {
    self.scope = scope
    self.aggregation = aggregation
  }

  /// Aggregates over rows have no place here; over group variables they do.
  init(_ scope: Scope, noAggregatesIn place: String) { self.init(scope, aggregation: .forbidden(place)) }

  func substitution(for expression: Expression) -> Substitution? {
    if substitutions.isEmpty { return nil }
    return substitutions.first { $0.expression.isSame(as: expression) }
  }

  /// The same place with other names.
  func with(_ scope: Scope) -> ExpressionContext {
    var context = self
    context.scope = scope
    return context
  }
}

/// The aggregates of one RETURN, collected while its items and sort keys are bound. Equal aggregates are
/// computed once.
final class Grouping {
  /// What aggregates' arguments refer to.
  let incoming: Scope
  /// While the sort keys of openCypher are bound: what arguments of further aggregates see there.
  var sortScope: Scope?
  private(set) var aggregates: [BoundAggregate] = []
  private var sources: [Expression] = []

  init(incoming: Scope) { self.incoming = incoming }

  func slot(of expression: Expression) -> Slot? {
    sources.firstIndex { $0.isSame(as: expression) }.map { aggregates[$0].slot }
  }

  func add(_ aggregate: BoundAggregate, for expression: Expression) {
    sources.append(expression)
    aggregates.append(aggregate)
  }
}
