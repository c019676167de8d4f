import GraphStore

extension Binder {
  func bindCall(_ call: FunctionCall, _ expression: Expression, in context: ExpressionContext)
    -> BoundExpression
  {
    let name = call.name.map(\.text).joined(separator: ".")
    switch name.uppercased() {
    case "COALESCE": return bindCoalesce(call, at: expression.span, in: context)
    case "NULLIF": return bindNullIf(call, at: expression.span, in: context)
    default: break
    }
    if let function = FunctionRegistry.aggregate(name) {
      return bindAggregate(function, call, expression, in: context)
    }
    guard let function = FunctionRegistry.scalar(name, modifiers: call.modifiers) else {
      reportUnknown(
        "function", name, at: nameSpan(of: call),
        among: ForeignWords.hint(forFunction: name) == nil ? FunctionRegistry.allNames : [],
        hints: ForeignWords.hint(forFunction: name).map { [$0] } ?? [])
      for argument in call.arguments { _ = bind(argument, in: context) }
      return poison(at: expression.span)
    }
    if call.quantifier != nil {
      report(
        .invalidSyntax, "DISTINCT and ALL belong to aggregates, and `\(function.name)` is none",
        at: expression.span)
    }
    let arguments = call.arguments.map { bind($0, in: context) }
    let meant = dialect == .cypher && arguments.count == 1 ? function.inCypher : function
    return apply(meant, arguments, at: expression.span)
  }

  private func nameSpan(of call: FunctionCall) -> SourceSpan {
    call.name.dropFirst().reduce(call.name[0].span) { $0.union($1.span) }
  }

  /// Checks number and types of the arguments.
  func apply(
    _ function: ScalarFunction, _ arguments: [BoundExpression], at span: SourceSpan
  ) -> BoundExpression {
    let isTooMany = arguments.count > function.parameters.count && !function.isVariadic
    if arguments.count < function.requiredCount || isTooMany {
      report(
        .invalidSyntax,
        "`\(function.name)` takes \(function.countText), found \(arguments.count)", at: span,
        hints: ["the form is \(function.signature)"], detail: "InvalidNumberOfArguments")
      return poison(at: span)
    }
    var checked: [BoundExpression] = []
    for (position, argument) in arguments.enumerated() {
      guard
        let parameter = position < function.parameters.count
          ? function.parameters[position] : function.parameters.last
      else { continue }
      checked.append(check(argument, parameter, of: function))
    }
    return BoundExpression(
      .function(function, checked), type: function.result(checked.map(\.type)), span: span)
  }

  private func check(
    _ argument: BoundExpression, _ parameter: ScalarFunction.Parameter, of function: ScalarFunction
  ) -> BoundExpression {
    let place = "argument `\(parameter.name)` of `\(function.writtenName)`"
    if dialect == .cypher {
      // There arguments of `range` are judged when it runs, and paths have a length, not a size.
      if function == .range { return argument }
      if function == .size, argument.type == .path { return requireType(.list(.any), of: argument, for: place) }
    }
    if parameter.alternatives.isEmpty || parameter.alternatives.contains(where: argument.type.overlaps) {
      return requireType(parameter.type, of: argument, for: place)
    }
    let wanted = parameter.alternatives.map(\.withArticle).joined(separator: " or ")
    report(.invalidValueType, "\(place) needs \(wanted), found \(argument.type.withArticle)", at: argument.span)
    return poison(at: argument.span)
  }

  /// A function that an operator stands for.
  func applyOperator(
    _ functionName: String, _ what: String, _ arguments: [BoundExpression], at span: SourceSpan
  ) -> BoundExpression {
    guard let function = FunctionRegistry.scalar(functionName) else {
      report(.featureNotSupported, "\(what) is not supported", at: span)
      return poison(at: span)
    }
    return apply(function, arguments, at: span)
  }

  // MARK: Functions with an evaluation order of their own

  private func bindCoalesce(_ call: FunctionCall, at span: SourceSpan, in context: ExpressionContext)
    -> BoundExpression
  {
    if call.arguments.isEmpty {
      report(.invalidSyntax, "`COALESCE` takes at least one argument, found none", at: span)
    }
    let arguments = call.arguments.map { bind($0, in: context) }
    let type = arguments.reduce(ValueType.null) { $0.joined(with: $1.type) }
    return BoundExpression(.coalesce(arguments), type: type, span: span)
  }

  /// `NULLIF(a, b)` is `CASE WHEN a = b THEN NULL ELSE a END`, with `a` computed once.
  private func bindNullIf(_ call: FunctionCall, at span: SourceSpan, in context: ExpressionContext)
    -> BoundExpression
  {
    guard call.arguments.count == 2 else {
      report(.invalidSyntax, "`NULLIF` takes 2 arguments, found \(call.arguments.count)", at: span)
      return poison(at: span)
    }
    let value = bind(call.arguments[0], in: context)
    let other = bind(call.arguments[1], in: context)
    return once(value) { value in
      let null = BoundExpression(.constant(.null), type: .null, span: span)
      return BoundExpression(
        .caseWhen(
          [(condition: self.equality(value, other, at: span), result: null)],
          otherwise: value),
        type: value.type, span: span)
    }
  }

  /// Names a value that is used several times; what is cheap to repeat is repeated.
  func once(_ value: BoundExpression, _ use: (BoundExpression) -> BoundExpression) -> BoundExpression {
    switch value.kind {
    case .constant, .slot, .parameter: return use(value)
    case .property, .not, .logical, .comparison, .arithmetic, .negate, .concatenate, .isNull, .isTruth,
      .isLabeled,
      .isTyped, .isDirected, .isEnd, .allDifferent, .same, .propertyExists, .function, .aggregateOfList,
      .caseWhen,
      .coalesce, .cast, .list, .record, .path, .letIn, .exists, .scalarSubquery, .fold:
      let slot = slots.next()
      let body = use(BoundExpression(.slot(slot), type: value.type, span: value.span))
      return BoundExpression(.letIn([(slot: slot, value: value)], body), type: body.type, span: body.span)
    }
  }
}

extension ScalarFunction {
  /// "2 arguments", "1 to 3 arguments".
  fileprivate var countText: String {
    if isVariadic { return "at least \(requiredCount) argument\(requiredCount == 1 ? "" : "s")" }
    if parameters.isEmpty { return "no arguments" }
    let range =
      requiredCount == parameters.count ? "\(requiredCount)" : "\(requiredCount) to \(parameters.count)"
    return "\(range) argument\(parameters.count == 1 ? "" : "s")"
  }

  /// `LEFT(string, count)`.
  fileprivate var signature: String {
    let names = parameters.enumerated().map { $0 < requiredCount ? $1.name : "[\($1.name)]" }
    return "\(name)(\(names.joined(separator: ", "))\(isVariadic ? ", ..." : ""))"
  }
}
