import GraphStore

/// One column of a RETURN before it is bound.
struct ResultItem {
  var name: String
  var value: Expression
  /// Where the name is written, or the expression it comes from.
  var span: SourceSpan
  var isAggregated: Bool
}

/// `RETURN`: clauses in the order extend or aggregate + extend, distinct, order, page, project.
extension Binder {
  func bindReturn(_ clause: ReturnClause, _ span: SourceSpan, into draft: inout BoundDraft) {
    bindProjection(clause, where: nil, span, into: &draft)
  }

  /// - Parameter having: on groups, before DISTINCT; SELECT's.
  /// - Parameter condition: on the rows of the result. It sees what ORDER BY sees where every result row has one row behind it, else
  ///   the columns alone.
  func bindProjection(
    _ clause: ReturnClause, where condition: Expression?, having: Expression? = nil, _ span: SourceSpan,
    into draft: inout BoundDraft
  ) {
    var items = resultItems(clause.body, span, in: draft.scope)
    if dialect == .gql, case .items(let written) = clause.body { tellApart(&items, written) }
    rejectDuplicateNames(items)
    let columnsAround = ownColumns
    ownColumns = namesGiven(by: clause.body)
    defer { ownColumns = columnsAround }
    let isGrouped = clause.groupBy != nil || having != nil || items.contains(where: \.isAggregated)
    let result =
      isGrouped
      ? bindGroupedItems(items, clause, having: having, span, into: &draft)
      : bindPlainItems(items, clause, span, into: &draft)
    if clause.isDistinct { draft.add(.distinct(result.columns.map(\.slot)), at: span) }
    if !result.sortKeys.isEmpty { draft.add(.order(result.sortKeys), at: span) }
    bindPage(clause.orderAndPage, span, into: &draft)
    if let condition, !isGrouped {
      var context = ExpressionContext(
        sortScope(draft.scope, result.columns, items, keepsIncoming: !clause.isDistinct), noAggregatesIn: "WHERE")
      context.substitutions = substitutions(items, result.columns)
      draft.add(.filter(bindCondition(condition, in: context)), at: condition.span)
    }
    draft.add(.project(result.columns.map(\.slot)), at: span)
    draft.setResult(result.columns, at: items.map(\.span))
    if let condition, isGrouped {
      let context = ExpressionContext(draft.scope, noAggregatesIn: "WHERE")
      draft.add(.filter(bindCondition(condition, in: context)), at: condition.span)
    }
  }

  /// Behind AS, to something else.
  private func namesGiven(by body: ReturnClause.Body) -> Set<NameKey> {
    guard case .items(let items) = body else { return [] }
    return Set(items.compactMap { item in item.alias.flatMap { item.value.implicitName == $0.text ? nil : NameKey($0.text) } })
  }

  /// A bound result, without the clauses that follow its computation.
  typealias BoundItems = (columns: [BoundColumn], sortKeys: [BoundSortKey])

  private func resultItems(_ body: ReturnClause.Body, _ span: SourceSpan, in scope: Scope) -> [ResultItem] {
    switch body {
    case .items(let items):
      return items.map { item in
        ResultItem(
          name: item.alias?.text ?? item.value.implicitName, value: item.value,
          span: item.alias?.span ?? item.value.span,
          isAggregated: hasVerticalAggregate(item.value, in: scope))
      }
    // Rows without columns: NEXT goes on with as many.
    case .noBindings: return []
    case .allAnd(let items): return resultItems(.all, span, in: scope) + resultItems(.items(items), span, in: scope)
    case .all:
      if scope.columns.isEmpty {
        report(
          .invalidSyntax, "RETURN * has nothing to return: no variable is bound", at: span,
          hints: ["bind variables with MATCH, LET or FOR first"], detail: "NoVariablesInScope")
      }
      let named = scope.columns.filter { !$0.name.hasPrefix("\u{0}") }
      // openCypher lists them by name.
      return (dialect == .cypher ? named.sorted { $0.name < $1.name } : named).map { variable in
        ResultItem(
          name: variable.name, value: Expression(.variable(variable.name), span), span: variable.declaredAt,
          isAggregated: false)
      }
    }
  }

  /// A computed value without an alias may stand twice: the name of its column is ours to choose (ISO clause 14.11).
  private func tellApart(_ items: inout [ResultItem], _ written: [ReturnItem]) {
    var names = Set(items.map { NameKey($0.name) })
    guard names.count < items.count else { return }
    var seen: Set<NameKey> = []
    /// What each name got last.
    var numbers: [NameKey: Int] = [:]
    for position in items.indices where !seen.insert(NameKey(items[position].name)).inserted {
      if written[position].alias != nil { continue }
      // The same variable or property twice is a mistake.
      switch written[position].value.kind {
      case .variable, .property: continue
      case _: break
      }
      let name = NameKey(items[position].name)
      var number = numbers[name, default: 1] + 1
      while !names.insert(NameKey("\(items[position].name) #\(number)")).inserted { number += 1 }
      numbers[name] = number
      items[position].name += " #\(number)"
    }
  }

  private func rejectDuplicateNames(_ items: [ResultItem]) {
    var first: [NameKey: SourceSpan] = [:]
    for item in items {
      if let earlier = first[NameKey(item.name)] {
        reportDuplicateColumn(item.name, item.span, earlier)
      } else {
        first[NameKey(item.name)] = item.span
      }
    }
  }

  func reportDuplicateColumn(_ name: String, _ span: SourceSpan, _ earlier: SourceSpan) {
    report(
      .invalidSyntax, "two columns are named `\(name)`", at: span,
      labels: [Diagnostic.Label(earlier, "the first one")],
      hints: ["give one of them another name with AS"], detail: "ColumnNameConflict")
  }

  // MARK: Without grouping

  private func bindPlainItems(
    _ items: [ResultItem], _ clause: ReturnClause, _ span: SourceSpan, into draft: inout BoundDraft
  ) -> BoundItems {
    let context = ExpressionContext(draft.scope, noAggregatesIn: "RETURN")
    var computed = ColumnBuilder(scope: draft.scope)
    for item in items { computed.add(item, bind(item.value, in: context), binder: self) }
    if !computed.assignments.isEmpty { draft.add(.extend(computed.assignments), at: span) }
    var sort = ExpressionContext(
      sortScope(draft.scope, computed.columns, items, keepsIncoming: !clause.isDistinct),
      noAggregatesIn: "ORDER BY without grouping")
    sort.substitutions = substitutions(items, computed.columns)
    return (computed.columns, bindSortKeys(clause.orderAndPage.orderBy, in: sort))
  }

  /// Column names hide the incoming variables of the same name.
  func sortScope(
    _ incoming: Scope, _ columns: [BoundColumn], _ items: [ResultItem], keepsIncoming: Bool
  ) -> Scope {
    var scope =
      keepsIncoming
      ? incoming
      : incoming.map { variable in
        var dropped = variable
        if !variable.isOuter { dropped.blocked = .notReturned }
        return dropped
      }
    for (column, item) in zip(columns, items) {
      var variable = Variable(name: column.name, slot: column.slot, type: column.type, declaredAt: item.span)
      // A list over repetitions stays one: ORDER BY may aggregate over it.
      if case .variable(let name) = item.value.kind, name.isSameName(as: column.name), incoming[name]?.degree == .group { variable.degree = .group }
      scope.bind(variable)
    }
    return scope
  }

  /// An expression that is a column already is not computed again.
  func substitutions(_ items: [ResultItem], _ columns: [BoundColumn]) -> [ExpressionContext.Substitution] {
    zip(items, columns).compactMap { item, column in
      if case .variable = item.value.kind { return nil }
      return ExpressionContext.Substitution(expression: item.value, slot: column.slot, type: column.type)
    }
  }
}

/// Gives each column of a result a slot of its own.
struct ColumnBuilder {
  private(set) var columns: [BoundColumn] = []
  /// What must be computed first.
  private(set) var assignments: [BoundAssignment] = []
  /// Slots that cannot be a column's any more.
  private var taken: Set<Slot>

  /// A column that is a variable of the table keeps its slot; those of the outer row are copied, for they must not
  /// become null with the result.
  init(scope: Scope) { taken = Set(scope.outer.map(\.slot)) }

  mutating func add(_ item: ResultItem, _ value: BoundExpression, binder: Binder) {
    if case .slot(let slot) = value.kind, taken.insert(slot).inserted {
      columns.append(BoundColumn(name: item.name, slot: slot, type: value.type))
      return
    }
    let slot = binder.slots.next()
    assignments.append(BoundAssignment(slot, value))
    columns.append(BoundColumn(name: item.name, slot: slot, type: value.type))
  }
}
