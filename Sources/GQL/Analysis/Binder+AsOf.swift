import GraphStore

/// The graph as it was known on a day: what queries then see of it.
///
/// An edge was known from the day its document was published: its `publication_date`, else that of the `Document` that its `source` names,
/// else its own `date_from`; an edge that tells no day always was. A node with a `publication_date` was known from that day; another one
/// as soon as one of its edges, or always when it has none; a `Dispute` as soon as one of the assertions that name it. What is written as text counts as a date too.
struct AsOfRule {
  private let edge: Expression
  private let node: Expression

  init(_ day: LocalDate) {
    let limit = "'\(day.isoText)'"
    let known = "COALESCE(\(QuestionText.knownDay("e")) <= \(limit), TRUE)"
    let names = "element.name IN \(QuestionText.list("e.disputes"))"
    edge = Self.parsed("COALESCE(\(QuestionText.knownDay("element")) <= \(limit), TRUE)")
    node = Self.parsed(
      """
      NOT (COALESCE(\(QuestionText.day("element.publication_date")) > \(limit), FALSE)
        OR element.publication_date IS NULL AND EXISTS { MATCH (element)-[e]-() }
          AND NOT EXISTS { MATCH (element)-[e]-() WHERE \(known) }
        OR element IS LABELED Dispute AND EXISTS { MATCH ()-[e]->() WHERE \(names) }
          AND NOT EXISTS { MATCH ()-[e]->() WHERE \(names) AND \(known) })
      """)
  }

  func condition(on kind: PatternElementKind) -> Expression? {
    switch kind {
    case .node: node
    case .edge: edge
    case .path: nil
    }
  }

  private static func parsed(_ text: String) -> Expression {
    let source = SourceText(text)
    let parser = Parser(source, tokens: Lexer.tokenize(source, dialect: .gql).tokens, dialect: .gql)
    guard let expression = try? parser.parseExpression() else { preconditionFailure("the rule of as-of is a text of ours: \(text)") }
    return expression
  }
}

extension QuestionText {
  /// The day of a property that may be a date, a date with time, or a text; null when it is none of these.
  static func day(_ property: String) -> String { "LEFT(\(text(property)), 10)" }

  /// The day of the Document that an edge names, of several the first, as text; null when nothing tells.
  static func published(_ edge: String) -> String { ofDocument(edge, day("its_document.publication_date")) }

  /// How the day of publication is known (`printed`, `inferred`), of the edge or of that Document; null when nothing tells.
  static func publicationBasis(_ edge: String) -> String {
    let ofDocument = ofDocument(edge, "COALESCE(\(text("its_document.publication_basis")), \(text("its_document.date_basis")))")
    return "COALESCE(\(text("\(edge).publication_basis")), CASE WHEN \(edge).publication_date IS NULL THEN \(ofDocument) END)"
  }

  /// The least of a value of the Documents that an edge names.
  private static func ofDocument(_ edge: String, _ value: String) -> String {
    func first(_ name: String) -> String { "MATCH (its_document:Document {name: \(name)}) RETURN MIN(\(value))" }
    return """
      CASE WHEN \(edge).source IS TYPED LIST THEN VALUE { FOR its_source IN \(list("\(edge).source")) \(first("its_source")) }
        ELSE VALUE { \(first("\(edge).source")) } END
      """
  }

  /// The day by which an edge was known, as text; null when nothing tells. See `AsOfRule`.
  static func knownDay(_ edge: String) -> String {
    return "COALESCE(\(day("\(edge).publication_date")), \(published(edge)), \(day("\(edge).date_from")))"
  }
}

extension Binder {
  /// What the day that the statement looks back from asks of an element; nil when it looks at the graph as it is.
  ///
  /// - Parameter span: of the element; the condition has no text of its own in the statement.
  func asOfCondition(_ slot: Slot, _ kind: PatternElementKind, _ span: SourceSpan) -> BoundExpression? {
    guard !isBindingRule, let condition = asOf?.condition(on: kind) else { return nil }
    isBindingRule = true
    defer { isBindingRule = false }
    let element = Variable(name: "element", slot: slot, type: kind.type, declaredAt: span)
    var bound = bindCondition(condition, in: ExpressionContext(Scope([element]), noAggregatesIn: "an element pattern"))
    bound.span = SourceSpan(span.start, span.start)
    return bound
  }

  /// A graph that is looked at as of a day takes no part in what cannot follow the rule.
  func rejectUnderAsOf(_ what: String, at span: SourceSpan) {
    guard asOf != nil else { return }
    report(.featureNotSupported, "\(what) of the graph, such as what was known on a day", at: span, hints: ["ask without the day"])
  }
}

extension PathExpression {
  /// Has a match without edges.
  var canBeEmpty: Bool {
    switch kind {
    case .node, .optional: true
    case .edge: false
    case .concatenation(let parts): parts.allSatisfy(\.canBeEmpty)
    case .union(let operands), .alternation(let operands): operands.contains(where: \.canBeEmpty)
    case .quantified(let inner, let quantifier): quantifier.lower == 0 || inner.canBeEmpty
    case .parenthesized(let inner): inner.expression.canBeEmpty
    }
  }
}
