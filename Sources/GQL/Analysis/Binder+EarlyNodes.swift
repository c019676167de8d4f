/// Conditions inside a quantifier that refer to a node outside of it (G041, G051):
///
/// ```
/// MATCH (a)((x)-[e]->(y) WHERE e.amount > a.minimum){1,3}(b)
/// ```
///
/// A condition in a quantifier sees what is bound before the pattern. So such nodes are bound by a MATCH of their own first, and
/// the pattern joins them: the rows are the same, since a selector takes its choice for each pair of end nodes and only end nodes
/// are taken out of a path that has one. Edges stay where they are: a direction that fits both ways would find them twice.
extension Binder {
  /// The nodes to bind first; nil when there are none.
  func earlyNodes(of pattern: GraphPattern, in scope: Scope) -> GraphPattern? {
    var wanted: Set<String> = []
    for path in pattern.paths { collectOuterNames(path.expression, &wanted) }
    guard !wanted.isEmpty else { return nil }
    var found: [String: ElementPattern] = [:]
    for path in pattern.paths {
      let nodes = path.expression.certainNodes
      let isSelected = (path.prefix ?? pattern.keep)?.selector != nil || pattern.keep?.selector != nil
      for (position, node) in nodes.enumerated() {
        guard let name = node.variable?.text, wanted.contains(name), scope[name] == nil, !node.isTemporary else { continue }
        let isEnd = position == 0 && path.expression.beginsWithNode || position == nodes.count - 1 && path.expression.endsWithNode
        if isSelected, !isEnd {
          wanted.remove(name)
          found[name] = nil
        } else if found[name]?.label == nil {
          found[name] = node
        }
      }
    }
    if found.isEmpty { return nil }
    let paths = found.sorted { $0.key < $1.key }.map { _, node in
      var alone = node
      alone.properties = []
      alone.where = nil
      return PathPattern(variable: nil, prefix: nil, expression: PathExpression(.node(alone), node.span), span: node.span)
    }
    return GraphPattern(matchMode: nil, paths: paths, keep: nil, where: nil, span: pattern.span)
  }

  /// Names that conditions within quantifiers use and that are not declared there.
  private func collectOuterNames(_ path: PathExpression, _ names: inout Set<String>) {
    switch path.kind {
    case .node, .edge: break
    case .quantified(let inner, _):
      var (used, declared): (Set<String>, Set<String>) = ([], [])
      collectNames(inner, &used, &declared)
      names.formUnion(used.subtracting(declared))
    case .optional(let inner): collectOuterNames(inner, &names)
    case .parenthesized(let inner): collectOuterNames(inner.expression, &names)
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      for part in parts { collectOuterNames(part, &names) }
    }
  }

  private func namesWritten(in expression: Expression) -> [String] {
    let source = SourceText(SyntaxPrinter.print(expression))
    let reading = TokenText(source: source, dialect: .gql)
    return Lexer.tokenize(source, dialect: .gql).tokens.map(reading.name)
  }

  private func collectNames(_ path: PathExpression, _ used: inout Set<String>, _ declared: inout Set<String>) {
    func use(_ expression: Expression) {
      _ = expression.contains {
        switch $0.kind {
        case .variable(let name): used.insert(name)
        // All names in it: a node that is bound first without need makes no other rows.
        case .exists, .valueSubquery, .patternComprehension, .patternPredicate: used.formUnion(namesWritten(in: $0))
        case _: break
        }
        return false
      }
    }
    switch path.kind {
    case .node(let element), .edge(let element, _):
      if let name = element.variable { declared.insert(name.text) }
      for item in element.properties { use(item.value) }
      if let condition = element.where { use(condition) }
    case .quantified(let inner, _), .optional(let inner): collectNames(inner, &used, &declared)
    case .parenthesized(let inner):
      if let name = inner.variable { declared.insert(name.text) }
      if let condition = inner.where { use(condition) }
      collectNames(inner.expression, &used, &declared)
    case .concatenation(let parts), .union(let parts), .alternation(let parts):
      for part in parts { collectNames(part, &used, &declared) }
    }
  }
}

extension PathExpression {
  /// The nodes that every match binds once, in order.
  fileprivate var certainNodes: [ElementPattern] {
    switch kind {
    case .node(let element): [element]
    case .edge, .quantified, .optional, .union, .alternation: []
    case .parenthesized(let inner): inner.expression.certainNodes
    case .concatenation(let parts): parts.flatMap(\.certainNodes)
    }
  }

  fileprivate var beginsWithNode: Bool {
    switch kind {
    case .node: true
    case .edge, .quantified, .optional, .union, .alternation: false
    case .parenthesized(let inner): inner.expression.beginsWithNode
    case .concatenation(let parts): parts.first?.beginsWithNode ?? false
    }
  }

  fileprivate var endsWithNode: Bool {
    switch kind {
    case .node: true
    case .edge, .quantified, .optional, .union, .alternation: false
    case .parenthesized(let inner): inner.expression.endsWithNode
    case .concatenation(let parts): parts.last?.endsWithNode ?? false
    }
  }
}
