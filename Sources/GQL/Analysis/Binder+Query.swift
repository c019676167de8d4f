import GraphStore

extension Binder {
  /// A procedure body or subquery over the row that `scope` describes.
  func bindBody(_ body: ProcedureBody, in scope: Scope) -> BoundDraft {
    var draft = BoundDraft(scope: scope)
    bindBlock(of: body, into: &draft)
    return draft
  }

  /// `statement NEXT statement ...`: each works on the columns of the one before.
  ///
  /// - Parameter startsWithYield: the first statement, too, has rows to take from.
  func bindBlock(of body: ProcedureBody, startsWithYield: Bool = false, into draft: inout BoundDraft) {
    let outerSchema = objects.currentSchema
    defer { objects.currentSchema = outerSchema }
    if let schema = body.schema, let path = existingSchema(schema) { objects.currentSchema = path }
    if !body.definitions.isEmpty { return bindDefined(body, into: &draft) }
    for (position, statement) in body.statements.enumerated() {
      if position > 0 {
        startNext(statement, into: &draft)
      } else if startsWithYield, let yield = statement.yield {
        bindYield(yield, into: &draft)
      }
      bindComposite(statement.query, into: &draft)
    }
  }

  private func startNext(_ statement: NextStatement, into draft: inout BoundDraft) {
    let span = statement.query.span
    if draft.isFinished {
      report(
        .invalidSyntax, "nothing can follow FINISH: it has no result to go on with", at: span,
        hints: ["write RETURN in the place of FINISH"])
    }
    if draft.columns == nil && draft.isUpdating {
      // Without a result the next statement starts from one row without columns.
      draft.add(.aggregate(keys: [], []), at: span)
      draft.scope = Scope(draft.scope.outer)
    }
    draft.columns = nil
    if let yield = statement.yield { bindYield(yield, into: &draft) }
  }

  private func bindYield(_ items: [YieldItem], into draft: inout BoundDraft) {
    var kept = Scope(draft.scope.outer)
    var keptSlots: [Slot] = []
    for item in items {
      guard var variable = resolve(item.name.text, at: item.name.span, in: draft.scope) else { continue }
      let name = item.alias ?? item.name
      if let other = kept[name.text], !other.isOuter {
        reportDuplicateColumn(name.text, name.span, other.declaredAt)
      }
      variable.name = name.text
      variable.isOuter = false
      variable.declaredAt = name.span
      kept.bind(variable)
      if !keptSlots.contains(variable.slot) { keptSlots.append(variable.slot) }
    }
    draft.add(.project(keptSlots), at: items.first.map(\.name.span) ?? SourceSpan(0, 0))
    draft.scope = kept
  }

  func bindLinear(_ query: LinearQuery, into draft: inout BoundDraft) {
    let wasUpdating = draft.isUpdating
    draft.isUpdating = false
    let outer = (focus, focusAround)
    defer { (focus, focusAround) = outer }
    var followsUse = false
    for clause in query.clauses {
      if let watch, watch.isOver { return }
      // A USE directly behind another stands within it.
      focusAround = followsUse ? focus : outer.0
      bind(clause, isAlone: query.clauses.count == 1, into: &draft)
      if case .use = clause.kind { followsUse = true } else { followsUse = false }
    }
    if draft.columns == nil && !draft.isFinished && !draft.isUpdating {
      endWithoutReturn(query, into: &draft)
    }
    draft.isUpdating = draft.isUpdating || wasUpdating
  }

  /// `CALL p()` alone gives what it yields; any other query that only reads must say what it returns.
  private func endWithoutReturn(_ query: LinearQuery, into draft: inout BoundDraft) {
    if query.clauses.count == 1 || query.isShown, case .callProcedure = query.clauses[0].kind {
      let columns = draft.scope.columns
      draft.add(.project(columns.map(\.slot)), at: query.span)
      draft.setResult(
        columns.map { BoundColumn(name: $0.name, slot: $0.slot, type: $0.type) },
        at: columns.map(\.declaredAt))
      return
    }
    guard let last = query.clauses.last else { return }
    // A nested query has been asked the same.
    if case .nested = last.kind { return }
    report(
      .invalidSyntax, "the query ends without RETURN", at: SourceSpan(query.span.end, query.span.end),
      hints: ["add RETURN and what you want to see, or FINISH for no result"])
  }

  func bind(_ clause: Clause, isAlone: Bool, into draft: inout BoundDraft) {
    draft.columns = nil
    switch clause.kind {
    case .match(let match): bindMatch(match, into: &draft)
    case .optionalBlock(let matches): bindOptionalBlock(matches, clause.span, into: &draft)
    case .filter(let condition): bindFilter(condition, clause.span, into: &draft)
    case .let(let bindings): bindLet(bindings, clause.span, into: &draft)
    case .for(let loop): bindFor(loop, clause.span, into: &draft)
    case .orderByAndPage(let order): bindOrderAndPage(order, clause.span, into: &draft)
    case .callProcedure(let call) where call.reference != nil:
      report(
        .featureNotSupported, "a procedure by a path of the catalog is not supported", at: clause.span,
        hints: ["write its name alone, such as `CALL db.labels()`"])
    case .callProcedure(let call): bindProcedureCall(call, isAlone: isAlone, clause.span, into: &draft)
    case .callInline(let call): bindInlineCall(call, clause.span, into: &draft)
    case .insert(let pattern): bindInsert(pattern, clause.span, into: &draft)
    case .set(let items): bindSet(items, clause.span, into: &draft)
    case .remove(let items): bindRemove(items, clause.span, into: &draft)
    case .delete(let delete): bindDelete(delete, clause.span, into: &draft)
    case .return(let clause_): bindReturn(clause_, clause.span, into: &draft)
    case .finish: bindFinish(clause.span, into: &draft)
    case .nested(let body): bindBlock(of: body, into: &draft)
    case .select(let select): bindSelect(select, clause.span, into: &draft)
    case .use(let graph): use(graph)
    case .catalog:
      report(
        .featureNotSupported, "a change of the catalog inside a query is not supported", at: clause.span,
        hints: ["write it as a statement of its own, or with NEXT"])
    case .with(let with): bindWith(with, clause.span, into: &draft)
    case .merge(let merge): bindMerge(merge, clause.span, into: &draft)
    }
  }

  private func bindFinish(_ span: SourceSpan, into draft: inout BoundDraft) {
    draft.add(.finish, at: span)
    draft.isFinished = true
  }

  private func bindFilter(_ condition: Expression, _ span: SourceSpan, into draft: inout BoundDraft) {
    let context = ExpressionContext(draft.scope, noAggregatesIn: "FILTER")
    draft.add(.filter(bindCondition(condition, in: context)), at: span)
  }

  private func bindLet(_ bindings: [LetBinding], _ span: SourceSpan, into draft: inout BoundDraft) {
    let bound = bindDefinitions(
      bindings, keyword: "LET", in: ExpressionContext(draft.scope, noAggregatesIn: "LET"))
    for (binding, definition) in zip(bindings, bound) {
      declare(binding.variable, slot: definition.slot, type: definition.value.type, in: &draft.scope)
    }
    draft.add(.extend(bound), at: span)
  }

  /// The definitions of one LET do not see each other.
  func bindDefinitions(_ bindings: [LetBinding], keyword: String, in context: ExpressionContext)
    -> [BoundAssignment]
  {
    var inner = context
    for binding in bindings where context.scope[binding.variable.text] == nil {
      inner.scope.bind(
        Variable(
          name: binding.variable.text, slot: Slot(0), type: .any, declaredAt: binding.variable.span,
          blocked: .sameDefinition(keyword)))
    }
    return bindings.map { binding in
      let value = bind(binding.value, in: inner)
      return BoundAssignment(slots.next(), binding.type.map { assign(value, to: binding.variable, of: $0) } ?? value)
    }
  }

  /// The value of a variable with a declared type.
  func assign(_ value: BoundExpression, to variable: Identifier, of type: TypeSpecification) -> BoundExpression {
    checkSupport(of: type)
    let declared = ValueType(type)
    if !value.type.overlaps(declared) {
      report(
        .invalidValueType,
        "`\(variable.text)` is declared as \(declared.withArticle), but its value is \(value.type.withArticle)", at: value.span,
        labels: [Diagnostic.Label(variable.span, "declared here")], hints: ["convert the value with CAST"])
    }
    return BoundExpression(.function(StoreAssignment.function(to: type), [value]), type: declared, span: value.span)
  }

  /// openCypher's UNWIND takes what is no list as a list of one; the parts of its list expressions, which have no name, are lists.
  private func unwindable(_ value: BoundExpression, _ source: Expression) -> BoundExpression {
    guard dialect == .cypher else { return value }
    if case .list = value.type { return value }
    if case .variable(let name) = source.kind, name.hasPrefix("\u{0}") { return value }
    return applyOperator("CYPHER LIST", "UNWIND", [value], at: value.span)
  }

  private func bindFor(_ loop: ForClause, _ span: SourceSpan, into draft: inout BoundDraft) {
    let list = unwindable(bind(loop.source, in: ExpressionContext(draft.scope, noAggregatesIn: "FOR")), loop.source)
    let itemType: ValueType
    switch list.type {
    case .list(let item): itemType = item
    case .any, .null: itemType = .any
    case .bool, .int, .float, .decimal, .number, .string, .bytes, .date, .localTime, .zonedTime,
      .localDateTime,
      .zonedDateTime, .duration, .record, .node, .edge, .path:
      report(.invalidValueType, "FOR needs a list, found \(list.type.withArticle)", at: list.span)
      itemType = .any
    }
    let slot = slots.next()
    declare(loop.variable, slot: slot, type: itemType, in: &draft.scope)
    var position: (kind: ForClause.Position, slot: Slot)?
    if let counter = loop.position {
      let counterSlot = slots.next()
      declare(counter.variable, slot: counterSlot, type: .int, in: &draft.scope)
      position = (counter.kind, counterSlot)
    }
    draft.add(.unwind(BoundUnwind(list: list, slot: slot, position: position)), at: span)
  }
}

extension LinearQuery {
  /// Whether it is a SHOW with nothing behind it but what chooses among its rows and orders them.
  fileprivate var isShown: Bool {
    guard case .callProcedure(let call)? = clauses.first?.kind, call.isShown else { return false }
    return clauses.dropFirst().allSatisfy { clause in
      switch clause.kind {
      case .filter, .orderByAndPage: true
      case .match, .optionalBlock, .let, .for, .callProcedure, .callInline, .insert, .set, .remove, .delete, .return, .finish, .nested,
        .select, .use, .catalog, .with, .merge:
        false
      }
    }
  }
}
