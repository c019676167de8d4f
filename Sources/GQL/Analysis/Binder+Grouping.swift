import GraphStore

/// Grouped results (ISO clauses 14.11 and 16.15). A key is a variable, an item of RETURN named in GROUP BY,
/// or without GROUP BY every item that has no aggregate. All else must be computed from keys, aggregates and
/// the outer row.
extension Binder {
  func bindGroupedItems(
    _ items: [ResultItem], _ clause: ReturnClause, having: Expression? = nil, _ span: SourceSpan,
    into draft: inout BoundDraft
  ) -> BoundItems {
    let keys =
      clause.groupBy.map { explicitKeys($0, items, in: draft.scope) } ?? implicitKeys(items, in: draft.scope)
    let grouping = Grouping(incoming: draft.scope)
    var context = ExpressionContext(keys.scope, aggregation: .collected(grouping))
    context.substitutions = usableBesideAggregates(keys.substitutions)
    var computed = ColumnBuilder(scope: draft.scope)
    for (position, item) in items.enumerated() {
      let value = keys.values[position] ?? bind(item.value, in: context)
      computed.add(item, value, binder: self)
    }

    var sort = context.with(sortScope(keys.scope, computed.columns, items, keepsIncoming: !clause.isDistinct))
    let columns = substitutions(items, computed.columns)
    sort.substitutions = keys.substitutions + columns
    if clause.isDistinct {
      sort.aggregation = .forbidden("ORDER BY after DISTINCT")
      sort.substitutions = columns
    }
    let sortKeys: [BoundSortKey]
    if dialect == .cypher, !clause.isDistinct {
      grouping.sortScope = sort.scope.withoutResultless(in: [])
      sortKeys = clause.orderAndPage.orderBy.flatMap { item in
        bindSortKeys([item], in: cypherSortContext(item, sort, items, keys, columns))
      }
      grouping.sortScope = nil
    } else {
      sortKeys = bindSortKeys(clause.orderAndPage.orderBy, in: sort)
    }
    var groups = context.with(sortScope(keys.scope, computed.columns, items, keepsIncoming: true))
    groups.substitutions += columns
    let condition = having.map { bindCondition($0, in: groups) }

    draft.add(.aggregate(keys: keys.assignments, grouping.aggregates), at: span)
    if !computed.assignments.isEmpty { draft.add(.extend(computed.assignments), at: span) }
    if let condition { draft.add(.filter(condition), at: condition.span) }
    return (computed.columns, sortKeys)
  }

  /// openCypher: beside an aggregate a key stands as it is when it is a variable or a property of one; anything else would leave open
  /// what is grouped.
  private func usableBesideAggregates(
    _ substitutions: [ExpressionContext.Substitution]
  ) -> [ExpressionContext.Substitution] {
    guard dialect == .cypher else { return substitutions }
    return substitutions.filter { substitution in
      guard case .property(let base, _) = substitution.expression.kind, case .variable = base.kind else { return false }
      return true
    }
  }

  /// What a sort key of openCypher sees after grouping: the columns, and incoming variables as far as some column is made of them.
  private func cypherSortContext(
    _ item: SortItem, _ sort: ExpressionContext, _ items: [ResultItem], _ keys: Keys,
    _ columns: [ExpressionContext.Substitution]
  ) -> ExpressionContext {
    var context = sort
    guard hasVerticalAggregate(item.key, in: sort.scope) else {
      context.scope = sort.scope.withoutResultless(in: [])
      return context
    }
    context.scope = sort.scope.withoutResultless(in: items.filter { !$0.isAggregated }.map(\.value))
    let aggregated = columns.filter { hasVerticalAggregate($0.expression, in: sort.scope) }
    context.substitutions = usableBesideAggregates(keys.substitutions + columns) + aggregated
    return context
  }

  private struct Keys {
    /// Incoming names; those that are no keys are blocked.
    var scope: Scope
    var assignments: [BoundAssignment] = []
    var substitutions: [ExpressionContext.Substitution] = []
    /// Items that are keys, by position.
    var values: [Int: BoundExpression] = [:]

    init(_ incoming: Scope) {
      scope = incoming.map { variable in
        var hidden = variable
        if !variable.isOuter && variable.blocked == nil { hidden.blocked = .notGrouped }
        return hidden
      }
    }

    /// A variable keeps its slot.
    mutating func add(_ variable: Variable, at span: SourceSpan) {
      guard !variable.isOuter else { return }
      scope.bind(variable)
      if assignments.contains(where: { $0.slot == variable.slot }) { return }
      assignments.append(
        BoundAssignment(variable.slot, BoundExpression(.slot(variable.slot), type: variable.type, span: span))
      )
    }
  }

  private func implicitKeys(_ items: [ResultItem], in incoming: Scope) -> Keys {
    var keys = Keys(incoming)
    for (position, item) in items.enumerated() where !item.isAggregated {
      addKey(item, at: position, to: &keys, in: incoming)
    }
    return keys
  }

  private func addKey(_ item: ResultItem, at position: Int, to keys: inout Keys, in incoming: Scope) {
    if case .variable(let name) = item.value.kind, let variable = incoming[name], !variable.isOuter {
      if variable.blocked == nil { keys.add(variable, at: item.value.span) }
      return
    }
    if keys.substitutions.contains(where: { $0.expression.isSame(as: item.value) }) { return }
    let value = bind(item.value, in: ExpressionContext(incoming, noAggregatesIn: "a grouping key"))
    let slot = slots.next()
    keys.values[position] = BoundExpression(.slot(slot), type: value.type, span: value.span)
    keys.assignments.append(BoundAssignment(slot, value))
    keys.substitutions.append(
      ExpressionContext.Substitution(expression: item.value, slot: slot, type: value.type))
  }

  private func explicitKeys(_ names: [Identifier], _ items: [ResultItem], in incoming: Scope) -> Keys {
    var keys = Keys(incoming)
    let mistakes = diagnostics.count
    for name in names {
      if let position = items.firstIndex(where: { $0.name.isSameName(as: name.text) }) {
        let item = items[position]
        if item.isAggregated {
          report(
            .invalidSyntax, "`\(name.text)` is computed by an aggregate and cannot be a grouping key",
            at: name.span,
            labels: [Diagnostic.Label(item.span, "defined here")],
            hints: ["group by it in a second step, after NEXT"])
        } else {
          addKey(item, at: position, to: &keys, in: incoming)
        }
      } else if incoming[name.text] != nil {
        if let variable = resolve(name.text, at: name.span, in: incoming) {
          keys.add(variable, at: name.span)
        }
      } else {
        reportUnknown(
          "grouping key", name.text, at: name.span, among: items.map(\.name) + incoming.names,
          hints: ["a key is a variable, or a column of this RETURN"])
      }
    }
    // What a mistaken key would have covered is not reported as well.
    if diagnostics.count > mistakes { keys.scope = incoming }
    return keys
  }
}

extension Scope {
  /// Variables that grouping has closed, and none of the expressions mentions, are not in the result at all.
  fileprivate func withoutResultless(in expressions: [Expression]) -> Scope {
    map { variable in
      guard case .notGrouped? = variable.blocked else { return variable }
      let isMentioned = expressions.contains { expression in
        expression.contains { part in
          if case .variable(let name) = part.kind { name.isSameName(as: variable.name) } else { false }
        }
      }
      if isMentioned { return variable }
      var hidden = variable
      hidden.blocked = .notInResult
      return hidden
    }
  }
}
