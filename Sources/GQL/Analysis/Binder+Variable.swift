import GraphStore

extension Binder {
  /// The variable of that name, or nil with a report of why it may not be used here.
  func resolve(_ name: String, at span: SourceSpan, in scope: Scope) -> Variable? {
    guard let variable = scope[name] else {
      let usable = scope.variables.filter { $0.blocked == nil }.map(\.name)
      reportUnknown(
        "variable", name, at: span, among: usable.filter { !$0.hasSuffix(".\(name)") },
        hints: hint(forUnknown: name, at: span, in: scope, among: usable))
      return nil
    }
    if let pattern = variable.otherPathOfPattern { patternsWithCrossReferences.insert(pattern) }
    guard let block = variable.blocked else { return variable }
    reportBlocked(variable, block, at: span)
    return nil
  }

  /// A label or a property where a variable should stand, or a text without quotes.
  private func hint(forUnknown name: String, at span: SourceSpan, in scope: Scope, among usable: [String]) -> [String] {
    if notImported.contains(NameKey(name)) {
      return [dialect == .gql ? "name it in the list of CALL" : "`WITH \(name)` as the first clause brings it into CALL, and so does `CALL (\(name)) { ... }`"]
    }
    if ownColumns.contains(NameKey(name)) {
      let clause = dialect == .gql ? "`LET \(name.asName) = ...`" : "`WITH *, ... AS \(name.asName)`"
      return ["a column is not known to the others of its row; before them, \(clause) makes a name that they can use"]
    }
    if catalog.labels.contains(name) { return ["`\(name)` is a label; its nodes are found by `MATCH (n:\(name))`"] }
    if catalog.edgeTypes.contains(name) { return ["`\(name)` is an edge type; its edges are found by `MATCH ()-[e:\(name)]->()`"] }
    if let column = usable.first(where: { $0.hasSuffix(".\(name)") }) {
      return ["the column is called `\(column)`; where it is returned write `\(column) AS \(name)`"]
    }
    let elements = scope.variables.filter { $0.blocked == nil && $0.type.isElement }.map(\.name)
    if !elements.isEmpty, catalog.propertyKeys.contains(name), Suggestion.closest(to: name, among: usable) == nil {
      return ["`\(name)` is a property; write \(elements.prefix(3).map { "`\($0.asName).\(name.asName)`" }.joined(separator: " or "))"]
    }
    guard let text = comparedNames[span], Suggestion.closest(to: name, among: usable) == nil else { return [] }
    return ["a text stands in quotes: `'\(text)'`"]
  }

  /// Names that are compared or are the value of a property, `wire-2` as well: what is not known may be a text.
  func noteComparedName(_ expression: Expression) {
    var first = expression
    var parts: [String] = []
    while case .binary(.subtract, let left, let right) = first.kind, right.span.start == left.span.end + 1, let part = Binder.plainWord(right) {
      parts.append(part)
      first = left
    }
    guard case .variable(let name) = first.kind else { return }
    comparedNames[first.span] = ([name] + parts.reversed()).joined(separator: "-")
  }

  private static func plainWord(_ expression: Expression) -> String? {
    switch expression.kind {
    case .variable(let name): name
    case .literal(.integer(let digits)): digits
    default: nil
    }
  }

  /// Adds a new name, which must not be taken.
  func declare(
    _ name: Identifier, slot: Slot, type: ValueType, in scope: inout Scope,
    hint: String = "choose another name"
  ) {
    if let earlier = scope[name.text] {
      report(
        .invalidSyntax, "\(name.text.inBackquotes) is already bound", at: name.span,
        labels: [Diagnostic.Label(earlier.declaredAt, "first bound here")], hints: [hint],
        detail: "VariableAlreadyBound")
    }
    scope.bind(Variable(name: name.text, slot: slot, type: type, declaredAt: name.span))
  }

  private func reportBlocked(_ variable: Variable, _ block: Variable.Block, at span: SourceSpan) {
    let name = variable.name.inBackquotes
    let declaration = [Diagnostic.Label(variable.declaredAt, "bound here")]
    switch block {
    case .notGrouped:
      let isGroup = variable.degree == .group
      report(
        .invalidSyntax, "\(name) is neither grouped by nor inside an aggregate", at: span,
        labels: declaration,
        notes: [
          isGroup
            ? "\(name) is a list in each row, and an aggregate over it alone is computed row by row"
            : "each row of the result stands for several values of \(name)"
        ],
        hints: [
          isGroup
            ? "add up over the rows with a second aggregate around the first, such as SUM(SUM(\(variable.name).x))"
            : dialect == .cypher
              ? "keep it beside the aggregate first: `WITH \(variable.name.asName), collect(...) AS items`"
              : "group by it, or aggregate it, for example with COLLECT_LIST or MAX"
        ], detail: "AmbiguousAggregationExpression")
    case .notInResult:
      report(
        .invalidReference, "\(name) cannot be used in ORDER BY: after an aggregate only the columns of the result are left",
        at: span, labels: declaration, hints: ["return what you sort by"], detail: "UndefinedVariable")
    case .notReturned:
      report(
        .invalidReference, "\(name) cannot be used after DISTINCT: only returned columns are left", at: span,
        labels: declaration, hints: ["return what you sort by, or leave DISTINCT out"], detail: "UndefinedVariable")
    case .sameDefinition(let keyword):
      report(
        .invalidReference, "\(name) is defined by this same \(keyword) and not yet known here", at: span,
        labels: declaration,
        hints: ["put the definition that uses it into a \(keyword) of its own, after this one"], detail: "UndefinedVariable")
    case .sameInsert:
      report(
        .invalidReference, "\(name) is created by this same INSERT and has no properties yet", at: span,
        labels: declaration, hints: ["use a SET or a second INSERT after this one"], detail: "UndefinedVariable")
    case .incompletePath:
      report(
        .invalidReference, "path variable \(name) cannot be used inside its own pattern", at: span,
        labels: declaration, hints: ["move the condition to the WHERE of the MATCH"], detail: "UndefinedVariable")
    case .outsideQuantifier:
      report(
        .featureNotSupported,
        "\(name) is bound outside the quantified part of the pattern and not visible in it",
        at: span, labels: declaration,
        hints: [
          "bind \(name) in a MATCH of its own before this one, or move the condition to the WHERE of the MATCH"
        ])
    case .otherPathPattern:
      report(
        .featureNotSupported,
        "\(name) belongs to another path pattern, which cannot be seen from here",
        at: span, labels: declaration,
        hints: [
          "bind \(name) in a MATCH of its own before this one, or move the condition to the WHERE of the MATCH"
        ])
    case .groupInElement:
      report(
        .invalidSyntax,
        "\(name) is a list over all repetitions and not yet known where one element is matched",
        at: span, labels: declaration, hints: ["move the condition to the WHERE of the MATCH"])
    }
  }
}
