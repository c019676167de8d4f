import GraphStore

/// Values that somebody types for a parameter. The text is data: nothing in it computes, reads or writes.
public enum TypedValue {
  /// What a day looks like where a date was meant; as an expression it would be a subtraction.
  private static let dayLength = 10

  /// The value that `text` spells from its first to its last character: a literal with or without a sign, a list or record of such values,
  /// the CAST of one, or a temporal function of literals, such as `DATE('2025-03-01')`.
  ///
  /// - Throws: `42001` for any other text, a statement, operator, variable or subquery among them; the status of the value's own error,
  ///   such as that of a day that no calendar has.
  public static func value(_ text: String) throws(QueryError) -> Value {
    let source = SourceText(text)
    let (tokens, complaints) = Lexer.tokenize(source, dialect: .gql)
    let parser = Parser(source, tokens: tokens, dialect: .gql)
    guard !complaints.contains(where: { $0.severity == .error }), let expression = try? parser.parseExpression(),
      parser.at(.endOfText), parser.diagnostics.isEmpty, isPlain(expression)
    else { throw refusal(text) }
    let graph: Graph
    do throws(StoreError) { graph = try Graph.inMemory() } catch { throw QueryError(error) }
    // In a graph of its own: what was checked is all that runs, and it meets nobody's data.
    let result = try Session(graph: graph).execute("RETURN \(text)\n AS value")
    guard result.rows.count == 1, result.columns.count == 1 else { throw refusal(text) }
    return result.rows[0][0]
  }

  private static func refusal(_ text: String) -> QueryError {
    let trimmed = text.filter { !$0.isWhitespace }
    let isDay = trimmed.count == dayLength && LocalDate(iso: trimmed) != nil
    return QueryError(
      .invalidSyntax, "`\(text)` is no value", hints: [isDay ? "a date is written DATE '\(trimmed)'" : "text goes in quotes: 'harbour levy'"])
  }

  /// Made of literals alone.
  private static func isPlain(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .literal: true
    case .unary(.plus, let operand), .unary(.minus, let operand): isNumber(operand)
    case .list(let items): items.allSatisfy(isPlain)
    case .record(let fields): fields.allSatisfy { isPlain($0.value) }
    case .cast(let operand, _): isPlain(operand)
    case .call(let call): isTemporal(call)
    case .unary(.not, _), .variable, .parameter, .property, .binary, .isNull, .isTruth, .isLabeled, .isTyped, .isDirected, .isSource,
      .isDestination, .isNormalized, .allDifferent, .same, .propertyExists, .countStar, .caseWhen, .path, .exists, .valueSubquery,
      .letIn, .item, .slice, .listComprehension, .patternComprehension, .listPredicate, .reduce, .mapProjection, .patternPredicate,
      .currentGraph, .graph, .table, .sessionUser:
      false
    }
  }

  private static func isNumber(_ expression: Expression) -> Bool {
    guard case .literal(let literal) = expression.kind else { return false }
    switch literal {
    case .integer, .decimal, .float: return true
    case .null, .truth, .string, .bytes, .temporal: return false
    }
  }

  /// Functions of a text that give a value in time.
  private static let temporalFunctions: Set<String> = [
    "date", "local_time", "zoned_time", "local_datetime", "zoned_datetime", "duration",
  ]

  private static func isTemporal(_ call: FunctionCall) -> Bool {
    call.name.count == 1 && temporalFunctions.contains(call.name[0].text.lowercased()) && call.arguments.count == 1 && call.arguments.allSatisfy(isPlain)
  }
}
