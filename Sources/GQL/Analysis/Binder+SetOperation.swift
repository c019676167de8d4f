import GraphStore

extension Binder {
  /// One linear query, or several joined by set operators: columns match by name, in the order of the first.
  func bindComposite(_ query: CompositeQuery, into draft: inout BoundDraft) {
    if query.rest.isEmpty { return bindLinear(query.first, into: &draft) }
    rejectMixedOperators(query)
    let operands = ([query.first] + query.rest.map(\.query)).map { linear in
      var operand = BoundDraft(scope: draft.scope)
      bindLinear(linear, into: &operand)
      return (draft: operand, span: linear.span)
    }
    draft.isUpdating = draft.isUpdating || operands.contains { $0.draft.isUpdating }
    for operand in operands
    where operand.draft.columns == nil && (operand.draft.isUpdating || operand.draft.isFinished) {
      report(
        .invalidSyntax, "an operand of \(query.rest[0].operator.text) needs a result, found none",
        at: operand.span,
        hints: ["end it with RETURN"])
    }
    guard let first = operands[0].draft.columns else { return }
    for (operand, rest) in zip(operands.dropFirst(), query.rest) {
      guard let columns = operand.draft.columns else { return }
      guard requireSameNames(first, columns, rest.operator, operands[0].span, operand.span) else { return }
    }
    join(operands.map(\.draft), query, into: &draft)
  }

  private func join(_ operands: [BoundDraft], _ query: CompositeQuery, into draft: inout BoundDraft) {
    let first = operands[0].columns ?? []
    var setColumns: [BoundSetColumn] = []
    var columns: [BoundColumn] = []
    for column in first {
      let matches = operands.compactMap { $0.columns?.first { $0.name.isSameName(as: column.name) } }
      let slot = slots.next()
      setColumns.append(BoundSetColumn(slot: slot, operandSlots: matches.map(\.slot)))
      let type = matches.dropFirst().reduce(column.type) { $0.joined(with: $1.type) }
      columns.append(BoundColumn(name: column.name, slot: slot, type: type))
    }
    let operation = BoundSetOperation(
      first: operands[0].query, rest: zip(query.rest, operands.dropFirst()).map { ($0.operator, $1.query) },
      columns: setColumns)
    draft.add(.setOperation(operation), at: query.span)
    draft.setResult(columns, at: first.map { operands[0].scope[$0.name]?.declaredAt ?? query.span })
  }

  /// ISO lets one chain hold one operator; what binds how is then never a question.
  private func rejectMixedOperators(_ query: CompositeQuery) {
    let first = query.rest[0].operator
    for (other, _) in query.rest.dropFirst()
    where other.kind != first.kind || other.keepsDuplicates != first.keepsDuplicates {
      report(
        .invalidSyntax, "\(first.text) and \(other.text) cannot be mixed in one chain", at: other.span,
        labels: [Diagnostic.Label(first.span, "the first operator")],
        hints: ["put braces around the part that comes first: { ... \(first.text) ... } \(other.text) ..."])
      return
    }
  }

  private func requireSameNames(
    _ first: [BoundColumn], _ second: [BoundColumn], _ setOperator: SetOperator, _ firstSpan: SourceSpan,
    _ secondSpan: SourceSpan
  ) -> Bool {
    func missing(_ wanted: [BoundColumn], in found: [BoundColumn]) -> [String] {
      wanted.filter { column in !found.contains { $0.name.isSameName(as: column.name) } }.map {
        "`\($0.name)`"
      }
    }
    let onlyFirst = missing(first, in: second)
    let onlySecond = missing(second, in: first)
    if onlyFirst.isEmpty && onlySecond.isEmpty { return true }
    let sides = [(onlyFirst, "left"), (onlySecond, "right")].filter { !$0.0.isEmpty }
    report(
      .invalidSyntax,
      "both sides of \(setOperator.text) must return the same column names, found "
        + sides.map { "\($0.0.joined(separator: ", ")) only on the \($0.1)" }.joined(separator: " and "),
      at: secondSpan, labels: [Diagnostic.Label(firstSpan, "the left side")],
      hints: ["give the columns equal names with AS; their order may differ"], detail: "DifferentColumnsInUnion")
    return false
  }
}

extension SetOperator {
  var text: String {
    let word: String
    switch kind {
    case .union: word = "UNION"
    case .except: word = "EXCEPT"
    case .intersect: word = "INTERSECT"
    case .otherwise: return "OTHERWISE"
    }
    return keepsDuplicates ? "\(word) ALL" : word
  }
}
