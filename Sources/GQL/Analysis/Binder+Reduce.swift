import GraphStore

/// `reduce(...)` and map projections, openCypher.
extension Binder {
  func bindReduce(_ reduction: Reduction, at span: SourceSpan, in context: ExpressionContext) -> BoundExpression {
    rejectAggregates(in: [reduction.step], context)
    let initial = bind(reduction.initial, in: context)
    let list = requireType(.list(.any), of: bind(reduction.list, in: context), for: "reduce")
    let (accumulator, item) = (slots.next(), slots.next())
    // Both names hide those outside.
    var inner = context
    let names = [(reduction.accumulator, accumulator, ValueType.any), (reduction.variable, item, list.type.item)]
    for (name, _, _) in names { inner.scope.remove(name.text) }
    for (name, slot, type) in names { declare(name, slot: slot, type: type, in: &inner.scope) }
    inner.aggregation = .forbidden("reduce")
    let step = bind(reduction.step, in: inner)
    let fold = BoundFold(accumulator: accumulator, initial: initial, item: item, list: list, step: step)
    return BoundExpression(.fold(fold), type: .any, span: span)
  }

  /// `n {.name, .*, key: value, other}`: a record, later parts replacing earlier ones of the same name; null for null.
  func bindMapProjection(
    _ base: Expression, _ items: [MapProjectionItem], at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    let value = bind(base, in: context)
    return once(value) { value in
      var parts: [BoundExpression] = []
      var fields: [(name: String, value: BoundExpression)] = []
      func endFields() {
        if !fields.isEmpty { parts.append(BoundExpression(.record(fields), type: .record, span: span)) }
        fields = []
      }
      for item in items {
        switch item {
        case .allProperties(let place):
          endFields()
          parts.append(self.applyOperator("CYPHER PROPERTIES", "`.*`", [value], at: place))
        case .property(let key):
          self.warnIfUnknown(key: key)
          fields.append((key.text, BoundExpression(.property(value, key.text), type: .any, span: key.span)))
        case .entry(let entry): fields.append((entry.key.text, self.bind(entry.value, in: context)))
        case .variable(let name):
          fields.append((name.text, self.bind(Expression(.variable(name.text), name.span), in: context)))
        }
      }
      endFields()
      let record = self.applyOperator("CYPHER JOINED MAPS", "a map projection", parts, at: span)
      let null = BoundExpression(.constant(.null), type: .null, span: span)
      let isNull = self.boolean(.isNull(value, isNegated: false), at: span)
      return BoundExpression(.caseWhen([(condition: isNull, result: null)], otherwise: record), type: .record, span: span)
    }
  }
}
