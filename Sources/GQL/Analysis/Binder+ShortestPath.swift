import GraphStore

/// `shortestPath(...)` and `allShortestPaths(...)`: what WHERE says of the path is part of the search, not a test of what it has found.
/// So such conditions go into the pattern:
///
/// ```
/// MATCH p = shortestPath((a)-[rs*]->(b)) WHERE all(r IN relationships(p) WHERE r.open) AND length(p) > 2
/// MATCH p = ANY SHORTEST ((a)-[rs WHERE r.open]->+(b) WHERE length(p) > 2)
/// ```
///
/// Conditions on every node or edge are judged hop by hop; others once a path is complete, where the search goes on with longer ones.
extension Binder {
  func withSearchConditions(_ pattern: GraphPattern, in scope: Scope) -> GraphPattern {
    guard let condition = pattern.where, pattern.paths.contains(where: { $0.prefix?.isFunction == true }) else { return pattern }
    var rest = condition.chainOperands(of: .and)
    var pattern = pattern
    for index in pattern.paths.indices where pattern.paths[index].prefix?.isFunction == true {
      guard var search = ShortestPathSearch(pattern.paths[index]) else { continue }
      let others = pattern.paths.indices.filter { $0 != index }.reduce(into: Set<String>()) { names, other in
        names.formUnion(pattern.paths[other].names)
      }.filter { scope[$0] == nil }
      rest.removeAll { search.take($0, unlessItNames: others) }
      pattern.paths[index].expression = search.expression
    }
    pattern.where = rest.isEmpty ? nil : Chain.build(rest) { Expression(.binary(.and, $0, $1), $0.span.union($1.span)) }
    return pattern
  }
}

/// The one pattern that may stand in `shortestPath(...)`: `(a)-[rs]->(b)`, quantified or not.
private struct ShortestPathSearch {
  private let path: PathPattern
  private var start: ElementPattern
  private var edge: ElementPattern
  private let direction: EdgeDirectionPattern
  private let quantifier: (Quantifier, SourceSpan)?
  private let end: PathExpression
  private var conditions: [Expression] = []

  init?(_ path: PathPattern) {
    guard case .concatenation(let parts) = path.expression.kind, parts.count == 3, case .node(let start) = parts[0].kind,
      case .node = parts[2].kind
    else { return nil }
    switch parts[1].kind {
    case .edge(let element, let way):
      edge = element
      direction = way
      quantifier = nil
    case .quantified(let inner, let repeated):
      guard case .edge(let element, let way) = inner.kind else { return nil }
      edge = element
      direction = way
      quantifier = (repeated, parts[1].span)
    case .node, .concatenation, .union, .alternation, .optional, .parenthesized: return nil
    }
    self.path = path
    self.start = start
    end = parts[2]
    // No text can spell these names.
    if self.start.variable == nil { self.start.variable = Identifier("\u{0}start@\(path.span.start)", start.span) }
    if edge.variable == nil { edge.variable = Identifier("\u{0}edges@\(path.span.start)", edge.span) }
  }

  /// The pattern with all conditions taken; as it was when there are none.
  var expression: PathExpression {
    guard !conditions.isEmpty || edge.where != nil else { return path.expression }
    var hop = PathExpression(.edge(edge, direction), edge.span)
    if let (quantifier, span) = quantifier { hop = PathExpression(.quantified(hop, quantifier), span) }
    let whole = PathExpression(.concatenation([PathExpression(.node(start), start.span), hop, end]), path.span)
    guard !conditions.isEmpty else { return whole }
    let condition = Chain.build(conditions) { Expression(.binary(.and, $0, $1), $0.span.union($1.span)) }
    return PathExpression(
      .parenthesized(ParenthesizedPath(variable: nil, prefix: nil, expression: whole, where: condition)), path.span)
  }

  /// Takes a condition on the path or its edges; false for any other, which is judged afterwards.
  mutating func take(_ condition: Expression, unlessItNames others: Set<String>) -> Bool {
    let own = [path.variable?.text, edge.variable?.text].compactMap { $0 }
    guard condition.names(anyOf: Set(own)), !condition.names(anyOf: others) else { return false }
    if quantifier != nil, takeForEach(condition) { return true }
    guard let name = path.variable, condition.names(anyOf: [name.text]) else {
      conditions.append(condition)
      return true
    }
    // The path as far as it is found, under its own name.
    let edges = edge.variable.map { variable(named: $0) }
    let list = quantifier == nil ? Expression(.list([edges].compactMap { $0 }), condition.span) : edges
    let known = call("CYPHER PATH", [start.variable.map { variable(named: $0) }, list].compactMap { $0 }, condition.span)
    conditions.append(
      Expression(
        .listPredicate(
          ListPredicate(.all, variable: name, list: Expression(.list([known]), condition.span), where: condition)),
        condition.span))
    return true
  }

  /// `all` and `none` over all edges, or over all nodes, which are the ends of the edges: a condition of each hop.
  private mutating func takeForEach(_ condition: Expression) -> Bool {
    guard case .listPredicate(var predicate) = condition.kind, predicate.kind == .all || predicate.kind == .none,
      let edgeName = edge.variable, !predicate.where.names(anyOf: Set([path.variable?.text, edgeName.text].compactMap { $0 }))
    else { return false }
    let hop = variable(named: edgeName)
    let items: [Expression]
    switch predicate.list.kind {
    case .variable(let name) where name == edgeName.text: items = [hop]
    case .call(let call):
      guard call.arguments.count == 1, case .variable(let name) = call.arguments[0].kind, name == path.variable?.text else { return false }
      switch call.dottedName.lowercased() {
      case "relationships", "rels", "edges": items = [hop]
      case "nodes":
        items = ["startNode", "endNode"].map { self.call($0, [hop], predicate.list.span) }
        // A path without edges has a node all the same.
        if let start = start.variable {
          var first = predicate
          first.list = Expression(.list([variable(named: start)]), predicate.list.span)
          conditions.append(Expression(.listPredicate(first), condition.span))
        }
      default: return false
      }
    default: return false
    }
    predicate.list = Expression(.list(items), predicate.list.span)
    let each = Expression(.listPredicate(predicate), condition.span)
    edge.where = edge.where.map { Expression(.binary(.and, $0, each), $0.span.union(each.span)) } ?? each
    return true
  }

  private func variable(named name: Identifier) -> Expression { Expression(.variable(name.text), name.span) }

  private func call(_ name: String, _ arguments: [Expression], _ span: SourceSpan) -> Expression {
    Expression(.call(FunctionCall(name: [Identifier(name, span)], arguments: arguments)), span)
  }
}

extension Expression {
  /// Whether a variable of these names occurs outside subqueries.
  fileprivate func names(anyOf names: Set<String>) -> Bool {
    contains { part in
      if case .variable(let name) = part.kind { names.contains(name) } else { false }
    }
  }
}

extension PathPattern {
  /// Of the path and its elements.
  fileprivate var names: Set<String> { expression.names.union([variable?.text].compactMap { $0 }) }
}

extension PathExpression {
  fileprivate var names: Set<String> {
    switch kind {
    case .node(let element), .edge(let element, _): element.variable.map { [$0.text] } ?? []
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      parts.reduce(into: []) { $0.formUnion($1.names) }
    case .quantified(let inner, _), .optional(let inner): inner.names
    case .parenthesized(let inner): inner.expression.names.union([inner.variable?.text].compactMap { $0 })
    }
  }
}
