import GraphStore

extension Binder {
  /// Never fails: what is wrong is reported and stands as a value of unknown type. Recursion is as deep as
  /// the text is nested; chains of operators are walked.
  func bind(_ expression: Expression, in context: ExpressionContext) -> BoundExpression {
    let span = expression.span
    if let known = context.substitution(for: expression) {
      return BoundExpression(.slot(known.slot), type: known.type, span: span)
    }
    switch expression.kind {
    case .literal(let literal): return bindLiteral(literal, at: span)
    case .variable(let name): return bindVariable(name, at: span, in: context)
    case .parameter(let name) where objects.graphParameters.keys.contains { $0.isSameName(as: name) }:
      return unsupported("a graph as a value", at: span)
    case .parameter(let name):
      return BoundExpression(.parameter(name), type: parameterType(name, at: span), span: span)
    case .property(let base, let key): return bindProperty(base, key, at: span, in: context)
    case .unary(let unary, let operand): return bindUnary(unary, operand, at: span, in: context)
    case .binary: return bindChain(expression, in: context)
    case .isNull(let operand, let isNegated):
      return boolean(.isNull(bind(operand, in: context), isNegated: isNegated), at: span)
    case .isTruth(let operand, let value, let isNegated):
      let bound = requireType(.bool, of: bind(operand, in: context), for: "IS TRUE, FALSE or UNKNOWN")
      return boolean(.isTruth(bound, value, isNegated: isNegated), at: span)
    case .isLabeled(let operand, let label, let isNegated):
      return bindIsLabeled(operand, label, isNegated, at: span, in: context)
    case .isTyped(let operand, let type, let isNegated):
      checkSupport(of: type)
      return boolean(.isTyped(bind(operand, in: context), type, isNegated: isNegated), at: span)
    case .isDirected(let operand, let isNegated):
      let bound = requireType(.edge, of: bind(operand, in: context), for: "IS DIRECTED")
      return boolean(.isDirected(bound, isNegated: isNegated), at: span)
    case .isSource(let node, let edge, let isNegated):
      return bindIsEnd(node, .source, of: edge, isNegated, at: span, in: context)
    case .isDestination(let node, let edge, let isNegated):
      return bindIsEnd(node, .destination, of: edge, isNegated, at: span, in: context)
    case .isNormalized(let operand, let form, let isNegated):
      return bindIsNormalized(operand, form, isNegated, at: span, in: context)
    case .allDifferent(let items):
      return boolean(.allDifferent(bindElements(items, "ALL_DIFFERENT", at: span, in: context)), at: span)
    case .same(let items): return boolean(.same(bindElements(items, "SAME", at: span, in: context)), at: span)
    case .propertyExists(let operand, let key):
      return bindPropertyExists(operand, key, at: span, in: context)
    case .call(let call): return bindCall(call, expression, in: context)
    case .countStar: return bindCountStar(expression, in: context)
    case .caseWhen(let expression): return bindCase(expression, at: span, in: context)
    case .cast(let operand, let type):
      checkSupport(of: type)
      return BoundExpression(.cast(bind(operand, in: context), type), type: ValueType(type), span: span)
    case .list(let items): return bindList(items, at: span, in: context)
    case .record(let fields): return bindRecord(fields, at: span, in: context)
    case .path(let elements): return bindPathConstructor(elements, at: span, in: context)
    case .exists(let body): return bindExists(body, at: span, in: context)
    case .valueSubquery(let body): return bindValueSubquery(body, at: span, in: context)
    case .letIn(let bindings, let body): return bindLetIn(bindings, body, at: span, in: context)
    case .item(let list, let index): return bindItem(list, index, at: span, in: context)
    case .slice(let list, let from, let to): return bindSlice(list, from, to, at: span, in: context)
    case .listComprehension(let comprehension): return bindListComprehension(comprehension, at: span, in: context)
    case .patternComprehension(let comprehension): return bindPatternComprehension(comprehension, at: span, in: context)
    case .listPredicate(let predicate): return bindListPredicate(predicate, at: span, in: context)
    case .reduce(let reduction): return bindReduce(reduction, at: span, in: context)
    case .mapProjection(let base, let items): return bindMapProjection(base, items, at: span, in: context)
    case .patternPredicate(let path): return bindPatternPredicate(path, at: span, in: context)
    case .graph: return unsupported("a graph as a value (GE01)", at: span)
    case .table(let table): return bindTable(table, at: span, in: context)
    case .currentGraph: return unsupported("a graph as a value (GE01)", at: span)
    case .sessionUser: return BoundExpression(.constant(.string(SessionUser.name)), type: .string, span: span)
    }
  }

  /// A search condition: its type must allow TRUE.
  func bindCondition(_ expression: Expression, in context: ExpressionContext) -> BoundExpression {
    requireType(.bool, of: bind(expression, in: context), for: "a condition")
  }

  func boolean(_ kind: BoundExpression.Kind, at span: SourceSpan) -> BoundExpression {
    BoundExpression(kind, type: .bool, span: span)
  }

  private func unsupported(_ what: String, at span: SourceSpan) -> BoundExpression {
    report(.featureNotSupported, "\(what) is not supported", at: span)
    return poison(at: span)
  }

  /// Conditions that must all hold; never empty.
  func conjunction(_ conditions: [BoundExpression]) -> BoundExpression {
    balanced(conditions) { a, b in boolean(.logical(.and, a, b), at: a.span.union(b.span)) }
  }

  // MARK: Names

  private func bindVariable(_ name: String, at span: SourceSpan, in context: ExpressionContext)
    -> BoundExpression
  {
    guard let variable = resolve(name, at: span, in: context.scope) else { return poison(at: span) }
    return BoundExpression(.slot(variable.slot), type: variable.type, span: span)
  }

  func parameterType(_ name: String, at span: SourceSpan) -> ValueType {
    guard let parameters else { return .any }
    if let found = parameters.first(where: { $0.key.isSameName(as: name) }) { return found.value }
    let known = parameters.isEmpty ? ["no parameters are given"] : []
    reportUnknown("parameter", "$\(name)", at: span, among: parameters.keys.map { "$\($0)" }, hints: known)
    return .any
  }

  private func bindProperty(
    _ base: Expression, _ key: Identifier, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    let bound = bind(base, in: context)
    var type = ValueType.any
    switch bound.type {
    case .node, .edge: warnIfUnknown(key: key)
    case .list(let item) where item.isElement && dialect == .cypher:
      report(
        .invalidValueType, "a list has no property `\(key.text)`", at: span,
        labels: [Diagnostic.Label(base.span, "this is \(bound.type.withArticle)")],
        hints: ["take its items one by one: `[x IN \(base.implicitName) | x.\(key.text)]`"])
    case .list(let item) where item.isElement || item == .any:
      if item.isElement { warnIfUnknown(key: key) }
      type = .list(.any)
    case .any, .null, .record: break
    case .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration: break
    case .bool, .int, .float, .decimal, .number, .string, .bytes, .list, .path:
      report(
        .invalidValueType, "\(bound.type.withArticle) has no property `\(key.text)`", at: span,
        labels: [Diagnostic.Label(base.span, "this is \(bound.type.withArticle)")],
        hints: bound.type == .string && ["length", "size", "len"].contains(key.text.lowercased())
          ? ["its length is `CHAR_LENGTH(\(base.implicitName))`"] : ["nodes, edges and records have properties"],
        detail: bound.type == .path ? "InvalidArgumentType" : "TypeError.InvalidArgumentType")
    }
    return BoundExpression(.property(bound, key.text), type: type, span: span)
  }

  // MARK: Predicates on elements

  /// Of elements and records.
  private func bindPropertyExists(
    _ operand: Expression, _ key: Identifier, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    let bound = bind(operand, in: context)
    if bound.type == .record { return boolean(.propertyExists(bound, key.text), at: span) }
    warnIfUnknown(key: key)
    return boolean(.propertyExists(requireElement(bound, for: "PROPERTY_EXISTS"), key.text), at: span)
  }

  private func bindIsLabeled(
    _ operand: Expression, _ label: LabelExpression, _ isNegated: Bool, at span: SourceSpan,
    in context: ExpressionContext
  ) -> BoundExpression {
    let bound = requireElement(bind(operand, in: context), for: "IS LABELED")
    let kind: PatternElementKind? = bound.type == .node ? .node : bound.type == .edge ? .edge : nil
    return boolean(.isLabeled(bound, bindLabel(label, of: kind), isNegated: isNegated), at: span)
  }

  private func bindIsEnd(
    _ node: Expression, _ end: EdgeEnd, of edge: Expression, _ isNegated: Bool, at span: SourceSpan,
    in context: ExpressionContext
  ) -> BoundExpression {
    let name = end == .source ? "IS SOURCE OF" : "IS DESTINATION OF"
    let boundNode = requireType(.node, of: bind(node, in: context), for: "the left side of \(name)")
    let boundEdge = requireType(.edge, of: bind(edge, in: context), for: "the right side of \(name)")
    return boolean(.isEnd(boundNode, end, of: boundEdge, isNegated: isNegated), at: span)
  }

  private func bindElements(
    _ items: [Expression], _ name: String, at span: SourceSpan, in context: ExpressionContext
  ) -> [BoundExpression] {
    if items.count < 2 {
      report(.invalidSyntax, "\(name) compares at least two elements, found \(items.count)", at: span)
    }
    return items.map { item in
      let bound = requireElement(bind(item, in: context), for: name)
      if case .property = item.kind, bound.type.isOpen {
        report(.invalidSyntax, "\(name) compares variables of nodes or edges, found a property", at: item.span)
      }
      return bound
    }
  }

  // MARK: Constructors

  private func bindList(_ items: [Expression], at span: SourceSpan, in context: ExpressionContext)
    -> BoundExpression
  {
    let bound = items.map { bind($0, in: context) }
    let type = bound.dropFirst().reduce(bound.first?.type ?? .any) { $0.joined(with: $1.type) }
    return BoundExpression(.list(bound), type: .list(type), span: span)
  }

  private func bindRecord(
    _ fields: [PropertyItem], at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    rejectRepeatedKeys(fields)
    let bound = fields.map { (name: $0.key.text, value: bind($0.value, in: context)) }
    return BoundExpression(.record(bound), type: .record, span: span)
  }

  func rejectRepeatedKeys(_ items: [PropertyItem]) {
    var first: [NameKey: SourceSpan] = [:]
    for item in items {
      if let earlier = first.updateValue(item.key.span, forKey: NameKey(item.key.text)) {
        report(
          .invalidSyntax, "`\(item.key.text)` is given twice", at: item.key.span,
          labels: [Diagnostic.Label(earlier, "first given here")], hints: ["keep one of the two"])
      }
    }
  }

  private func bindPathConstructor(
    _ elements: [Expression], at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    if elements.count % 2 == 0 {
      report(
        .malformedPath, "a path is a node, or nodes with edges in between, found \(elements.count) elements",
        at: span)
    }
    let bound = elements.enumerated().map { position, element in
      requireType(
        position % 2 == 0 ? .node : .edge, of: bind(element, in: context),
        for: "place \(position + 1) of a path")
    }
    return BoundExpression(.path(bound), type: .path, span: span)
  }

  private func bindLetIn(
    _ bindings: [LetBinding], _ body: Expression, at span: SourceSpan, in context: ExpressionContext
  ) -> BoundExpression {
    let definitions = bindDefinitions(bindings, keyword: "LET", in: context)
    var inner = context
    for (binding, definition) in zip(bindings, definitions) {
      declare(binding.variable, slot: definition.slot, type: definition.value.type, in: &inner.scope)
    }
    let bound = bind(body, in: inner)
    return BoundExpression(
      .letIn(definitions.map { (slot: $0.slot, value: $0.value) }, bound), type: bound.type, span: span)
  }
}
