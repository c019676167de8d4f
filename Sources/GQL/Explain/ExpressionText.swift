/// Expressions as canonical text: the names of columns without an alias.
extension Expression {
  /// `a.name`, `COUNT(*)`, `x + 1`.
  var implicitName: String {
    if case .variable(let name) = kind { return name }
    return text(.lowest)
  }

  /// How tightly an expression binds, loosest first.
  private enum Tightness: Int, Comparable {
    case lowest, or, xor, and, not, comparison, predicate, concatenation, sum, product, power, sign, postfix
    static func < (a: Tightness, b: Tightness) -> Bool { a.rawValue < b.rawValue }
  }

  private static func tightness(_ binary: BinaryOperator) -> Tightness {
    switch binary {
    case .or: .or
    case .xor: .xor
    case .and: .and
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
    case .isIn, .startsWith, .endsWith, .contains, .matches: .predicate
    case .concatenate: .concatenation
    case .add, .subtract: .sum
    case .multiply, .divide, .modulo: .product
    case .power: .power
    }
  }

  /// With parentheses where the surroundings bind more tightly.
  private func text(_ surroundings: Tightness) -> String {
    func closed(_ text: String, _ own: Tightness) -> String { own < surroundings ? "(\(text))" : text }
    func predicate(_ operand: Expression, _ isNegated: Bool, _ rest: String) -> String {
      closed("\(operand.text(.concatenation)) IS \(isNegated ? "NOT " : "")\(rest)", .predicate)
    }
    switch kind {
    case .literal(let literal): return literal.text
    case .variable(let name): return name.asName
    case .parameter(let name): return "$\(name)"
    case .property(let base, let key): return "\(base.text(.postfix)).\(key.text.asName)"
    case .unary(.not, let operand): return closed("NOT \(operand.text(.not))", .not)
    case .unary(let sign, let operand): return closed("\(sign.rawValue)\(operand.text(.postfix))", .sign)
    case .binary: return chainText(surroundings)
    case .isNull(let operand, let isNegated): return predicate(operand, isNegated, "NULL")
    case .isTruth(let operand, let value, let isNegated):
      return predicate(operand, isNegated, value.map { $0 ? "TRUE" : "FALSE" } ?? "UNKNOWN")
    case .isLabeled(let operand, let label, let isNegated):
      return predicate(operand, isNegated, "LABELED \(label.text)")
    case .isTyped(let operand, let type, let isNegated):
      return predicate(operand, isNegated, "TYPED \(type.text)")
    case .isDirected(let operand, let isNegated): return predicate(operand, isNegated, "DIRECTED")
    case .isSource(let node, let edge, let isNegated):
      return predicate(node, isNegated, "SOURCE OF \(edge.text(.concatenation))")
    case .isDestination(let node, let edge, let isNegated):
      return predicate(node, isNegated, "DESTINATION OF \(edge.text(.concatenation))")
    case .isNormalized(let operand, let form, let isNegated):
      return predicate(operand, isNegated, "\(form.rawValue) NORMALIZED")
    case .allDifferent(let items): return "ALL_DIFFERENT(\(Self.list(items)))"
    case .same(let items): return "SAME(\(Self.list(items)))"
    case .propertyExists(let operand, let key):
      return "PROPERTY_EXISTS(\(operand.text(.lowest)), \(key.text.asName))"
    case .call(let call):
      // Words between arguments, and `CURRENT_DATE` without parentheses.
      if !call.modifiers.isEmpty || call.arguments.isEmpty && call.name.count == 1 { return SyntaxPrinter.print(self) }
      return call.text(Self.list(call.arguments))
    case .countStar: return "COUNT(*)"
    case .caseWhen(let expression): return expression.text { $0.text(.lowest) }
    case .cast(let operand, let type): return "CAST(\(operand.text(.lowest)) AS \(type.text))"
    case .list(let items): return "[\(Self.list(items))]"
    case .record(let fields):
      return "{\(fields.map { "\($0.key.text.asName): \($0.value.text(.lowest))" }.joined(separator: ", "))}"
    case .path(let elements): return "PATH [\(Self.list(elements))]"
    case .letIn(let bindings, let body):
      let definitions = bindings.map { "\($0.variable.text.asName) = \($0.value.text(.lowest))" }
      return "LET \(definitions.joined(separator: ", ")) IN \(body.text(.lowest)) END"
    case .item(let list, let index): return "\(list.text(.postfix))[\(index.text(.lowest))]"
    case .exists, .valueSubquery, .slice, .listComprehension, .patternComprehension, .listPredicate, .reduce, .mapProjection, .patternPredicate, .graph, .table:
      return SyntaxPrinter.print(self)
    case .currentGraph: return "CURRENT_GRAPH"
    case .sessionUser: return "SESSION_USER"
    }
  }

  private static func list(_ items: [Expression]) -> String {
    items.map { $0.text(.lowest) }.joined(separator: ", ")
  }

  /// `a + b + c` from its first operand on, without recursion into the left.
  private func chainText(_ surroundings: Tightness) -> String {
    var links: [(operator: BinaryOperator, right: Expression)] = []
    var first = self
    while case .binary(let binary, let left, let right) = first.kind {
      if let outer = links.last, Self.tightness(binary) < Self.tightness(outer.operator) { break }
      links.append((binary, right))
      first = left
    }
    guard let last = links.first, let innermost = links.last else { return "" }
    var result = first.text(Self.tightness(innermost.operator))
    for link in links.reversed() {
      let own = Self.tightness(link.operator)
      let tighter = Tightness(rawValue: own.rawValue + 1) ?? .postfix
      result += " \(link.operator.rawValue) \(link.right.text(tighter))"
    }
    return Self.tightness(last.operator) < surroundings ? "(\(result))" : result
  }
}

extension String {
  /// As a name in the text, delimited where it must be.
  var asName: String {
    let isRegular =
      unicodeScalars.first.map { $0 == "_" || $0.properties.isXIDStart } == true
      && unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
    return isRegular ? self : inBackquotes
  }

  /// As a delimited name: in backquotes, of which those within are doubled.
  var inBackquotes: String { "`\(split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``"))`" }

  /// As a string literal.
  var asStringLiteral: String {
    var result = "'"
    for scalar in unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}

extension Literal {
  var text: String {
    switch self {
    case .null: "NULL"
    case .truth(let value): value.map { $0 ? "TRUE" : "FALSE" } ?? "UNKNOWN"
    case .integer(let digits): digits
    case .decimal(let digits): digits + "M"
    // Without period and exponent the digits alone would be an integer.
    case .float(let digits): digits.contains(where: { ".eE".contains($0) }) ? digits : "\(digits)F"
    case .string(let text): text.asStringLiteral
    case .bytes(let bytes): "X'\(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())'"
    case .temporal(let kind, let text): "\(kind.rawValue) \(text.asStringLiteral)"
    }
  }
}

extension FunctionCall {
  fileprivate func text(_ arguments: String) -> String {
    let quantifierText: String
    switch quantifier {
    case .distinct: quantifierText = "DISTINCT "
    case .all: quantifierText = "ALL "
    case nil: quantifierText = ""
    }
    return "\(dottedName)(\(quantifierText)\(arguments))"
  }
}

extension CaseExpression {
  fileprivate func text(_ part: (Expression) -> String) -> String {
    var words = ["CASE"]
    if let operand { words.append(part(operand)) }
    for branch in branches {
      let conditions = branch.conditions.map { condition in
        switch condition {
        case .value(let value), .search(let value): part(value)
        }
      }
      words += ["WHEN", conditions.joined(separator: ", "), "THEN", part(branch.result)]
    }
    if let otherwise { words += ["ELSE", part(otherwise)] }
    return (words + ["END"]).joined(separator: " ")
  }
}

extension LabelExpression {
  var text: String { LabelPredicate(self).text }
}

extension TypeSpecification {
  var text: String { kind.text + (isNotNull ? " NOT NULL" : "") }
}

extension TypeSpecification.Kind {
  fileprivate var text: String {
    func lengths(_ word: String, _ fixedWord: String, _ minimum: Int?, _ maximum: Int?, _ isFixed: Bool)
      -> String
    {
      if isFixed { return maximum.map { "\(fixedWord)(\($0))" } ?? fixedWord }
      let bounds = [minimum, maximum].compactMap { $0.map(String.init) }
      return bounds.isEmpty ? word : "\(word)(\(bounds.joined(separator: ", ")))"
    }
    switch self {
    case .bool: return "BOOL"
    case .string(let minimum, let maximum, let isFixed):
      return lengths("STRING", "CHAR", minimum, maximum, isFixed)
    case .bytes(let minimum, let maximum, let isFixed):
      return lengths("BYTES", "BINARY", minimum, maximum, isFixed)
    case .integer(let bits, let isSigned, let precision):
      let word = "\(isSigned ? "" : "U")INT\(bits.map(String.init) ?? "")"
      return precision.map { "\(word)(\($0))" } ?? word
    case .decimal(let precision, let scale):
      let parts = [precision, scale].compactMap { $0.map(String.init) }
      return parts.isEmpty ? "DECIMAL" : "DECIMAL(\(parts.joined(separator: ", ")))"
    case .float(let bits): return "FLOAT\(bits.map(String.init) ?? "")"
    case .date: return "DATE"
    case .localTime: return "LOCAL TIME"
    case .zonedTime: return "ZONED TIME"
    case .localDateTime: return "LOCAL DATETIME"
    case .zonedDateTime: return "ZONED DATETIME"
    case .duration(let kind):
      switch kind {
      case .yearToMonth: return "DURATION(YEAR TO MONTH)"
      case .dayToSecond: return "DURATION(DAY TO SECOND)"
      case nil: return "DURATION"
      }
    case .list(let item, let maximum):
      return "LIST" + (item.map { "<\($0.text)>" } ?? "") + (maximum.map { "[\($0)]" } ?? "")
    case .record(let fields):
      guard let fields else { return "RECORD" }
      return "{\(fields.map { "\($0.name.text.asName) \($0.type.text)" }.joined(separator: ", "))}"
    case .path: return "PATH"
    case .node(let label): return label.map { "(:\($0.text))" } ?? "NODE"
    case .edge(let label): return label.map { "-[:\($0.text)]-" } ?? "EDGE"
    case .nodeType, .edgeType, .graph, .table: return SyntaxPrinter.print(self)
    case .any: return "ANY"
    case .propertyValue: return "PROPERTY VALUE"
    case .union(let members): return members.map(\.text).joined(separator: " | ")
    case .null: return "NULL"
    case .nothing: return "NOTHING"
    }
  }
}
