extension SyntaxPrinter {
  /// How tightly the tree's outermost part binds, beside the precedences of the operator table.
  private enum Precedence {
    /// Signs and negative numbers.
    static let sign = 90
    /// What can be followed by `.name` or stand before `IS`.
    static let primary = 100
  }

  mutating func write(_ expression: Expression) { write(expression, atLeast: 0) }

  private mutating func write(_ expression: Expression, atLeast minimum: Int) {
    guard precedence(of: expression) < minimum else { return writeBare(expression) }
    writeParenthesized { $0.writeBare(expression) }
  }

  private func precedence(of expression: Expression) -> Int {
    switch expression.kind {
    case .binary(let binary, _, _): operators.entry(of: binary)?.precedence ?? 0
    case .unary(.not, _): operators.not
    case .unary: Precedence.sign
    case .literal(let literal): literal.isNegative ? Precedence.sign : Precedence.primary
    case .isNull, .isTruth, .isLabeled, .isTyped, .isDirected, .isSource, .isDestination, .isNormalized: operators.predicate
    case .variable, .parameter, .property, .allDifferent, .same, .propertyExists, .call, .countStar, .caseWhen, .cast, .list,
      .record, .path, .exists, .valueSubquery, .letIn, .item, .currentGraph, .sessionUser, .slice, .listComprehension,
      .patternComprehension, .listPredicate, .reduce, .mapProjection, .patternPredicate, .graph, .table:
      Precedence.primary
    }
  }

  private mutating func writeBare(_ expression: Expression) {
    switch expression.kind {
    case .literal(let literal): write(literal)
    case .variable(let name): writeVariable(name)
    case .parameter(let name): writeParameter(name)
    case .property(let base, let key):
      writeBase(base)
      write(".")
      writeFree(key)
    case .item(let base, let index):
      writeBase(base, isBeforeBracket: true)
      write("[")
      write(index)
      write("]")
    case .unary(let sign, let operand): writeUnary(sign, operand)
    case .binary(let binary, let left, let right): writeBinary(binary, left, right)
    case .isNull(let operand, _), .isTruth(let operand, _, _), .isLabeled(let operand, _, _), .isTyped(let operand, _, _),
      .isDirected(let operand, _), .isSource(let operand, _, _), .isDestination(let operand, _, _),
      .isNormalized(let operand, _, _):
      write(operand, atLeast: Precedence.primary)
      writePredicateRest(expression.kind)
    case .allDifferent(let elements): writeCall("ALL_DIFFERENT", elements)
    case .same(let elements): writeCall("SAME", elements)
    case .propertyExists(let element, let key):
      write("PROPERTY_EXISTS(")
      write(element)
      write(", ")
      writeFree(key)
      write(")")
    case .call(let call): write(call)
    case .countStar: write("COUNT(*)")
    case .caseWhen(let expression): write(expression)
    case .cast(let operand, let type):
      write("CAST(")
      write(operand)
      write(" AS ")
      write(type)
      write(")")
    case .list(let items): writeItems("[", items)
    case .record(let fields): write(fields)
    case .path(let elements): writeItems("PATH[", elements)
    case .exists(let body): write(body)
    case .valueSubquery(let body):
      write("VALUE ")
      writeBraced(body)
    case .letIn(let bindings, let value): writeLetIn(bindings, value)
    case .slice(let base, let from, let to): writeSlice(base, from, to)
    case .listComprehension(let comprehension): write(comprehension)
    case .patternComprehension(let comprehension): write(comprehension)
    case .listPredicate(let predicate): write(predicate)
    case .reduce(let reduction): write(reduction)
    case .mapProjection(let base, let items): writeMapProjection(base, items)
    case .patternPredicate(let path): writeInExpression(path)
    case .graph(let graph):
      write("PROPERTY GRAPH ")
      write(graph)
    case .table(let table):
      write("BINDING TABLE ")
      write(table)
    case .currentGraph: write("CURRENT_GRAPH")
    case .sessionUser: write("SESSION_USER")
    }
  }

  // MARK: Names and calls

  /// A variable; words that the parser reads as values of their own are delimited.
  private mutating func writeVariable(_ name: String, isBeforeBracket: Bool = false) {
    switch KeywordTable.shared.keyword(of: name) {
    case let keyword where SyntaxPrinter.isBareValue(keyword): write(SyntaxPrinter.delimited(name, by: "`"))
    case .from, .contains, .starts, .ends, .offset, .ordinality:  // `TRIM(LEADING contains FROM s)`, `FOR x IN l WITH offset ...`.
      write(SyntaxPrinter.delimited(name, by: "`"))
    case .list where isBeforeBracket, .array where isBeforeBracket, .path where isBeforeBracket:
      write(SyntaxPrinter.delimited(name, by: "`"))
    default: write(SyntaxPrinter.name(name))
    }
  }

  /// Words that are a value by themselves.
  private static func isBareValue(_ keyword: Keyword?) -> Bool {
    switch keyword {
    case .currentGraph, .currentPropertyGraph, .sessionUser, .currentDate, .currentTime, .currentTimestamp, .localTime,
      .localTimestamp:
      true
    default: false
    }
  }

  /// What `.name` or `[i]` follows. Numbers are parenthesised, since a period would become a part of them.
  mutating func writeBase(_ base: Expression, isBeforeBracket: Bool = false) {
    switch base.kind {
    case .variable(let name): writeVariable(name, isBeforeBracket: isBeforeBracket)
    case .literal(.integer), .literal(.decimal), .literal(.float): writeParenthesized { $0.writeBare(base) }
    default: write(base, atLeast: Precedence.primary)
    }
  }

  private mutating func writeItems(_ opening: String, _ items: [Expression]) {
    write(opening)
    writeList(items) { $0.write($1) }
    write("]")
  }

  private mutating func writeCall(_ name: String, _ arguments: [Expression]) {
    write(name)
    writeParenthesized { $0.writeList(arguments) { $0.write($1) } }
  }

  private mutating func write(_ call: FunctionCall) {
    let first = KeywordTable.shared.keyword(of: call.name[0].text)
    let keyword = call.name.count == 1 ? first : nil
    switch keyword {
    case .currentDate, .currentTime, .currentTimestamp, .localTime, .localTimestamp:
      if call.arguments.isEmpty { return write(call.name[0].text) }
      writeDotted(call.name)
    case .cast, .propertyExists, .allDifferent, .same: write(SyntaxPrinter.delimited(call.name[0].text, by: "`"))
    default:
      if keyword == nil, SyntaxPrinter.isBareValue(first) {
        write(SyntaxPrinter.delimited(call.name[0].text, by: "`") + ".")
        writeList(Array(call.name.dropFirst()), separator: ".") { $0.writeFree($1) }
      } else {
        writeDotted(call.name)
      }
    }
    if keyword == .trim, !call.modifiers.isEmpty { return writeTrim(call) }
    write("(")
    switch call.quantifier {
    case .distinct: write("DISTINCT ")
    case .all: write("ALL ")
    case nil: break
    }
    writeList(call.arguments) { $0.write($1) }
    let isInside = keyword == .normalize
    if isInside, let form = call.modifiers.first { write(", \(form)") }
    write(")")
    if !isInside { for word in call.modifiers { write(" \(word)") } }
  }

  /// `TRIM(LEADING x FROM s)`: the modifiers are `[LEADING]` and `FROM`.
  private mutating func writeTrim(_ call: FunctionCall) {
    writeParenthesized { printer in
      // Before characters, BOTH is what no word means.
      let word = call.modifiers.first { $0 != "FROM" && ($0 != "BOTH" || call.arguments.count < 2) }
      if let word { printer.write("\(word) ") }
      if call.arguments.count == 2 {
        let characters = call.arguments[0]
        // A sign or bracket would make a variable of the word.
        if word == nil || characters.isStringOrName {
          printer.write(characters)
        } else {
          printer.writeParenthesized { $0.write(characters) }
        }
        printer.write(" ")
      }
      printer.write("FROM ")
      if let source = call.arguments.last { printer.write(source) }
    }
  }

  // MARK: Operators

  private mutating func writeUnary(_ sign: UnaryOperator, _ operand: Expression) {
    switch sign {
    case .not:
      write("NOT ")
      write(operand, atLeast: operators.not)
    case .plus, .minus:
      write(sign.rawValue)
      switch operand.kind {
      case .literal(.integer) where sign == .minus, .literal(.decimal) where sign == .minus, .literal(.float) where sign == .minus:
        writeParenthesized { $0.writeBare(operand) }
      default: write(operand, atLeast: Precedence.primary)
      }
    }
  }

  private mutating func writeBinary(_ binary: BinaryOperator, _ left: Expression, _ right: Expression) {
    guard let entry = operators.entry(of: binary) else { return }
    switch entry.grouping {
    case .associative:
      let operands = Expression(.binary(binary, left, right), left.span).chainOperands(of: binary)
      for (index, operand) in operands.enumerated() {
        if index > 0 { write(" \(binary.rawValue) ") }
        write(operand, atLeast: index == 0 ? entry.precedence : entry.precedence + 1)
      }
    case .left:
      var links = [(binary, right)]
      var first = left
      var outer = entry.precedence
      while case .binary(let inner, let innerLeft, let innerRight) = first.kind, let innerEntry = operators.entry(of: inner),
        innerEntry.grouping == .left, innerEntry.precedence >= outer
      {
        outer = innerEntry.precedence
        links.append((inner, innerRight))
        first = innerLeft
      }
      write(first, atLeast: outer)
      for (link, operand) in links.reversed() { writeOperand(link, operand) }
    case .none:
      write(left, atLeast: entry.precedence + 1)
      writeOperand(binary, right)
    }
  }

  /// The operator and its right operand.
  private mutating func writeOperand(_ binary: BinaryOperator, _ right: Expression) {
    write(" \(binary.rawValue) ")
    write(right, atLeast: (operators.entry(of: binary)?.precedence ?? 0) + 1)
  }

  /// A predicate without its operand: ` IS NULL`.
  private mutating func writePredicateRest(_ kind: Expression.Kind) {
    switch kind {
    case .isNull(_, let isNegated): writeIs(isNegated, "NULL")
    case .isTruth(_, let truth, let isNegated): writeIs(isNegated, truth.map { $0 ? "TRUE" : "FALSE" } ?? "UNKNOWN")
    case .isLabeled(_, let label, let isNegated):
      writeIs(isNegated, "LABELED ")
      write(label)
    case .isTyped(_, let type, let isNegated):
      writeIs(isNegated, "TYPED ")
      write(type)
    case .isDirected(_, let isNegated): writeIs(isNegated, "DIRECTED")
    case .isSource(_, let edge, let isNegated):
      writeIs(isNegated, "SOURCE OF ")
      write(edge)
    case .isDestination(_, let edge, let isNegated):
      writeIs(isNegated, "DESTINATION OF ")
      write(edge)
    case .isNormalized(_, let form, let isNegated): writeIs(isNegated, "\(form.rawValue) NORMALIZED")
    case .literal, .variable, .parameter, .property, .unary, .binary, .allDifferent, .same, .propertyExists, .call, .countStar,
      .caseWhen, .cast, .list, .record, .path, .exists, .valueSubquery, .letIn, .item, .currentGraph, .sessionUser, .slice,
      .listComprehension, .patternComprehension, .listPredicate, .reduce, .mapProjection, .patternPredicate, .graph, .table:
      break
    }
  }

  private mutating func writeIs(_ isNegated: Bool, _ word: String) {
    write(isNegated ? " IS NOT \(word)" : " IS \(word)")
  }

  // MARK: Forms with keywords

  private mutating func write(_ expression: CaseExpression) {
    write("CASE")
    if let operand = expression.operand {
      write(" ")
      write(operand)
    }
    for branch in expression.branches {
      write(" WHEN ")
      writeList(branch.conditions) { printer, condition in
        switch condition {
        case .value(let value): printer.write(value)
        case .search(let search):
          expression.operand == nil ? printer.write(search) : printer.writeRest(of: search)
        }
      }
      write(" THEN ")
      write(branch.result)
    }
    if let otherwise = expression.otherwise {
      write(" ELSE ")
      write(otherwise)
    }
    write(" END")
  }

  /// A predicate over the operand of CASE, without the operand: `> 3`.
  private mutating func writeRest(of condition: Expression) {
    let start = text.utf8.count
    if case .binary(let binary, _, let right) = condition.kind {
      writeOperand(binary, right)
    } else {
      writePredicateRest(condition.kind)
    }
    // Both begin with a space.
    let index = text.utf8.index(text.startIndex, offsetBy: start)
    if text.utf8.count > start { text.remove(at: index) }
  }

  private mutating func write(_ body: Expression.SubqueryBody) {
    write("EXISTS { ")
    switch body {
    case .pattern(let pattern): write(pattern)
    case .matches(let matches): writeList(matches, separator: " ") { $0.write($1) }
    case .procedure(let body): write(body)
    }
    write(" }")
  }

  /// Values that could hold an `IN` of their own are parenthesised.
  private mutating func writeLetIn(_ bindings: [LetBinding], _ value: Expression) {
    write("LET ")
    writeList(bindings) { printer, binding in
      printer.writeHead(of: binding)
      printer.write(binding.value, atLeast: Precedence.sign)
    }
    write(" IN ")
    write(value)
    write(" END")
  }
}

extension Expression {
  /// A string, a variable or a parameter.
  fileprivate var isStringOrName: Bool {
    if case .literal(.string) = kind { return true }
    if case .variable = kind { return true }
    if case .parameter = kind { return true }
    return false
  }
}
