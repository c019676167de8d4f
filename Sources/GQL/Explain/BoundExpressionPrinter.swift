import GraphStore

/// Expressions as text; subqueries are collected and referred to by number.
struct BoundExpressionPrinter {
  private(set) var subqueries: [BoundQuery] = []

  private mutating func reference(_ query: BoundQuery) -> String {
    subqueries.append(query)
    return "[\(subqueries.count)]"
  }

  mutating func text(_ expression: BoundExpression) -> String { text(expression, isOperand: false) }

  mutating func list(_ expressions: [BoundExpression]) -> String {
    expressions.map { text($0) }.joined(separator: ", ")
  }

  mutating func text(_ assignments: [BoundAssignment]) -> String {
    assignments.map { "\($0.slot) = \(text($0.value))" }.joined(separator: ", ")
  }

  mutating func text(_ properties: [(key: String, value: BoundExpression)]) -> String {
    if properties.isEmpty { return "" }
    return " {\(properties.map { "\($0.key.asName): \(text($0.value))" }.joined(separator: ", "))}"
  }

  mutating func text(_ aggregate: BoundAggregate) -> String {
    let arguments = aggregate.arguments.isEmpty ? "*" : list(aggregate.arguments)
    return "\(aggregate.function.name)(\(aggregate.isDistinct ? "DISTINCT " : "")\(arguments))"
  }

  mutating func text(_ item: BoundSetItem) -> String {
    switch item {
    case .property(let slot, let key, let value, _): "\(slot).\(key.asName) = \(text(value))"
    case .allProperties(let slot, let properties, _):
      "\(slot) =\(properties.isEmpty ? " {}" : text(properties))"
    case .label(let slot, let label, _): "\(slot):\(label.asName)"
    case .replaceProperties(let slot, let value, _): "\(slot) = \(text(value))"
    case .addProperties(let slot, let value, _): "\(slot) += \(text(value))"
    }
  }

  private mutating func operand(_ expression: BoundExpression) -> String { text(expression, isOperand: true) }

  private mutating func text(_ expression: BoundExpression, isOperand: Bool) -> String {
    func closed(_ text: String) -> String { isOperand ? "(\(text))" : text }
    func negation(_ isNegated: Bool) -> String { isNegated ? "NOT " : "" }
    switch expression.kind {
    case .constant(let value): return value.literalText
    case .slot(let slot): return slot.description
    case .parameter(let name): return "$\(name)"
    case .property(let base, let key): return "\(operand(base)).\(key.asName)"
    case .not(let inner): return closed("NOT \(operand(inner))")
    case .logical(let logical, _, _):
      let operands = Self.operands(of: expression, logical).map { operand($0) }
      return closed(operands.joined(separator: " \(logical.rawValue) "))
    case .comparison(let comparison, let a, let b):
      return closed("\(operand(a)) \(comparison.rawValue) \(operand(b))")
    case .arithmetic, .concatenate: return closed(chain(expression))
    case .negate(let inner): return "-\(operand(inner))"
    case .isNull(let inner, let isNegated): return closed("\(operand(inner)) IS \(negation(isNegated))NULL")
    case .isTruth(let inner, let value, let isNegated):
      return closed(
        "\(operand(inner)) IS \(negation(isNegated))\(value.map { $0 ? "TRUE" : "FALSE" } ?? "UNKNOWN")")
    case .isLabeled(let inner, let label, let isNegated):
      return closed("\(operand(inner)) IS \(negation(isNegated))LABELED \(label.text)")
    case .isTyped(let inner, let type, let isNegated):
      return closed("\(operand(inner)) IS \(negation(isNegated))TYPED \(type.text)")
    case .isDirected(let inner, let isNegated):
      return closed("\(operand(inner)) IS \(negation(isNegated))DIRECTED")
    case .isEnd(let node, let end, let edge, let isNegated):
      let word = end == .source ? "SOURCE" : "DESTINATION"
      return closed("\(operand(node)) IS \(negation(isNegated))\(word) OF \(operand(edge))")
    case .allDifferent(let items): return "ALL_DIFFERENT(\(list(items)))"
    case .same(let items): return "SAME(\(list(items)))"
    case .propertyExists(let inner, let key): return "PROPERTY_EXISTS(\(text(inner)), \(key.asName))"
    case .function(let function, let arguments): return "\(function.name)(\(list(arguments)))"
    case .aggregateOfList(let function, let isDistinct, let inner):
      return "\(function.name)(\(isDistinct ? "DISTINCT " : "")items of \(text(inner)))"
    case .caseWhen(let branches, let otherwise):
      let whens = branches.map { "WHEN \(text($0.condition)) THEN \(text($0.result))" }
      return "CASE \(whens.joined(separator: " "))" + (otherwise.map { " ELSE \(text($0))" } ?? "") + " END"
    case .coalesce(let items): return "COALESCE(\(list(items)))"
    case .cast(let inner, let type): return "CAST(\(text(inner)) AS \(type.text))"
    case .list(let items): return "[\(list(items))]"
    case .record(let fields):
      return "{\(fields.map { "\($0.name.asName): \(text($0.value))" }.joined(separator: ", "))}"
    case .path(let elements): return "PATH [\(list(elements))]"
    case .letIn(let definitions, let body):
      return
        "LET \(definitions.map { "\($0.slot) = \(text($0.value))" }.joined(separator: ", ")) IN \(text(body)) END"
    case .fold(let fold):
      return "REDUCE(\(fold.accumulator) = \(text(fold.initial)), \(fold.item) IN \(text(fold.list)) | \(text(fold.step)))"
    case .exists(let query): return "EXISTS \(reference(query))"
    case .scalarSubquery(let query): return "VALUE \(reference(query))"
    }
  }

  /// The operands of a run of one logical operator, in order; the tree below is balanced.
  private static func operands(of expression: BoundExpression, _ logical: LogicalOperator)
    -> [BoundExpression]
  {
    var result: [BoundExpression] = []
    var pending = [expression]
    while let next = pending.popLast() {
      if case .logical(logical, let a, let b) = next.kind {
        pending.append(b)
        pending.append(a)
      } else {
        result.append(next)
      }
    }
    return result
  }

  /// `a + b - c` from the left, without recursion into the left; other shapes are in parentheses.
  private mutating func chain(_ expression: BoundExpression) -> String {
    var links: [(sign: String, right: BoundExpression)] = []
    var first = expression
    walk: while true {
      switch first.kind {
      case .arithmetic(let arithmetic, let a, let b)
      where links.isEmpty || links.last?.sign == arithmetic.rawValue:
        links.append((arithmetic.rawValue, b))
        first = a
      case .concatenate(let a, let b) where links.isEmpty || links.last?.sign == "||":
        links.append(("||", b))
        first = a
      case .constant, .slot, .parameter, .property, .not, .logical, .comparison, .arithmetic, .negate,
        .concatenate,
        .isNull, .isTruth, .isLabeled, .isTyped, .isDirected, .isEnd, .allDifferent, .same, .propertyExists,
        .function,
        .aggregateOfList, .caseWhen, .coalesce, .cast, .list, .record, .path, .letIn, .exists,
        .scalarSubquery, .fold:
        break walk
      }
    }
    var result = operand(first)
    for link in links.reversed() { result += " \(link.sign) \(operand(link.right))" }
    return result
  }
}

extension Value {
  /// Constants as the text of a plan shows them.
  fileprivate var literalText: String {
    switch self {
    case .null: "NULL"
    case .bool(let value): value ? "TRUE" : "FALSE"
    case .int(let value): "\(value)"
    case .float(let value): "\(value)F"
    case .decimal(let value): "\(value.text)M"
    case .string(let text): text.asStringLiteral
    case .bytes(let bytes): Literal.bytes(bytes).text
    case .date(let value): "DATE '\(value.isoText)'"
    case .localTime(let value): "TIME '\(value.isoText)'"
    case .zonedTime(let value): "TIME '\(value.isoText)'"
    case .localDateTime(let value): "DATETIME '\(value.isoText)'"
    case .zonedDateTime(let value): "DATETIME '\(value.isoText)'"
    case .duration(let value): "DURATION '\(value.isoText)'"
    case .list(let items): "[\(items.map(\.literalText).joined(separator: ", "))]"
    case .record(let record):
      "{\(record.fields.map { "\($0.name.asName): \($0.value.literalText)" }.joined(separator: ", "))}"
    case .node(let node): node.id.description
    case .edge(let edge): edge.id.description
    case .path(let path): "path of \(path.length)"
    }
  }
}
