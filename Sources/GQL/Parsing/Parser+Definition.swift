import GraphStore

/// CREATE and DROP of constraints and indexes.
extension Parser {
  /// Whether `CREATE` or `DROP` is followed by CONSTRAINT, INDEX, FULLTEXT or RANGE.
  var atDefinitionStatement: Bool {
    guard at(.create) || at(.drop) else { return false }
    switch token(ahead: 1).keyword {
    case .constraint, .index: return true
    case .fulltext: return token(ahead: 2).keyword == .index
    default: return at(.create) && isRange(ahead: 1)
    }
  }

  /// `RANGE INDEX`: Neo4j's name for an index of properties.
  private func isRange(ahead distance: Int) -> Bool {
    token(ahead: distance + 1).keyword == .index && text.written(token(ahead: distance)).uppercased() == "RANGE"
  }

  func parseDefinitionStatement() throws(SyntaxFailure) -> DefinitionStatement {
    let isCreate = take().keyword == .create
    if isRange(ahead: 0) { advance() }
    let isFullText = eat(.fulltext)
    let isConstraint = take().keyword == .constraint
    guard isCreate else {
      // In openCypher IF EXISTS follows the name, in GQL it comes before: both are taken.
      var ifExists = try parseIfExists()
      if at(.on), token(ahead: 1).kind == .colon {
        throw fail(
          "the form `ON :Label(key)` is no longer used", at: current.span,
          hints: ["write `DROP \(isConstraint ? "CONSTRAINT" : "INDEX") name`; `SHOW \(isConstraint ? "CONSTRAINTS" : "INDEXES")` tells the names"])
      }
      let name = try parseName(isConstraint ? "the name of a constraint" : "the name of an index", "to drop")
      if !ifExists { ifExists = try parseIfExists() }
      return isConstraint ? .dropConstraint(name, ifExists: ifExists) : .dropIndex(name, ifExists: ifExists)
    }
    var ifNotExists = try parseIfNotExists()
    let isOldForm = at(.on) && (token(ahead: 1).kind == .colon || token(ahead: 1).kind == .leftParenthesis)
    let name = atName && !isOldForm ? takeName() : nil
    if !ifNotExists { ifNotExists = try parseIfNotExists() }
    if at(.on) {
      throw fail(
        "the form `ON (n:Label) ...` is no longer used", at: current.span,
        hints: [isConstraint ? "write `FOR (n:Label) REQUIRE n.key IS UNIQUE`" : "write `FOR (n:Label) ON (n.key)`"])
    }
    try expect(.for, isConstraint ? "before the pattern of the constraint" : "before the pattern of the index")
    let target = try parseDefinitionTarget()
    if isConstraint { return .createConstraint(try parseConstraint(name, ifNotExists, target)) }
    try expect(.on, "after the pattern of the index")
    if isFullText {
      try expect(.each, "after `ON` of a full-text index")
      guard at(.leftBracket) else { throw expected("`[`", "before the properties", hints: ["write `ON EACH [n.name, n.gist]`"]) }
    } else if at(.each) {
      throw fail("`EACH` is for full-text indexes", at: current.span, hints: ["write `ON (n.key)`, or CREATE FULLTEXT INDEX"])
    }
    let keys = try parseDefinitionKeys(target, isFullText ? .rightBracket : .rightParenthesis)
    if !isFullText, target.labels.count > 1 {
      throw fail("an index is of one label", at: target.labels[1].span, hints: ["make an index for each label"])
    }
    return .createIndex(
      IndexSpecification(
        name: name, ifNotExists: ifNotExists, isFullText: isFullText, element: target.element, labels: target.labels, keys: keys))
  }

  private struct Target {
    var element: ElementKind
    var variable: Identifier
    var labels: [Identifier]
  }

  /// `(n:A|B)` or `()-[e:T]-()`, with whatever arrow.
  private func parseDefinitionTarget() throws(SyntaxFailure) -> Target {
    guard at(.leftParenthesis) else { throw expected("`(n:Label)` or `()-[e:TYPE]-()`", "after `FOR`") }
    let start = here
    guard case .node(let node) = try parseNodePattern().kind else { throw expected("a node pattern") }
    guard at(.minus) || at(.less) || at(.tilde) else { return try target(.node, node) }
    guard case .edge(let edge, _) = try parseEdgePattern().kind else {
      throw fail("an edge of a constraint or index has no length", at: span(from: start))
    }
    guard at(.leftParenthesis), case .node(let end) = try parseNodePattern().kind else { throw expected("`()`", "after the edge") }
    for side in [node, end] where side.variable != nil || side.label != nil || !side.properties.isEmpty || side.where != nil {
      throw fail("the ends of the edge stay empty", at: side.span, hints: ["write `()-[e:TYPE]-()`"])
    }
    return try target(.edge, edge)
  }

  private func target(_ kind: ElementKind, _ element: ElementPattern) throws(SyntaxFailure) -> Target {
    let form = kind == .node ? "`(n:Label)`" : "`()-[e:TYPE]-()`"
    guard let variable = element.variable, let label = element.label, element.properties.isEmpty, element.where == nil else {
      throw fail("this has no variable and label alone", at: element.span, hints: ["write \(form)"])
    }
    var labels: [Identifier] = []
    for part in LabelChain.operands(of: label, isOr: true) {
      guard case .name(let name) = part else { throw fail("a label must be a name here", at: part.span, hints: ["write \(form)"]) }
      labels.append(name)
    }
    if kind == .edge || labels.count == 1 { return Target(element: kind, variable: variable, labels: labels) }
    return Target(element: kind, variable: variable, labels: labels)
  }

  private func parseConstraint(
    _ name: Identifier?, _ ifNotExists: Bool, _ target: Target
  ) throws(SyntaxFailure) -> ConstraintSpecification {
    if at(.word), text.written(current).uppercased() == "ASSERT" {
      throw fail("`ASSERT` is no longer used", at: current.span, hints: ["write `REQUIRE n.key IS UNIQUE`"])
    }
    guard target.labels.count == 1 else {
      throw fail("a constraint is of one label", at: target.labels[1].span, hints: ["make a constraint for each label"])
    }
    try expect(.require, "after the pattern of the constraint")
    let keys = try parseDefinitionKeys(target, nil)
    try expect(.is, "after the properties of the constraint")
    let rule = try parseRule(target.element)
    if keys.count > 1 {
      switch rule {
      case .unique, .key: break
      case .notNull, .typed:
        throw fail(
          "such a constraint is of one property", at: keys[1].span, hints: ["make a constraint for each property"])
      }
    }
    return ConstraintSpecification(
      name: name, ifNotExists: ifNotExists, element: target.element, label: target.labels[0], keys: keys, rule: rule)
  }

  private func parseRule(_ element: ElementKind) throws(SyntaxFailure) -> ConstraintSpecification.Rule {
    let isOfNode = at(.node) || at(.vertex)
    let isOfEdge = at(.edge) || at(.relationship)
      || at(.word) && ["REL"].contains(text.written(current).uppercased())
    if isOfNode || isOfEdge {
      if isOfNode != (element == .node) {
        throw fail(
          "`\(text.written(current))` does not fit the pattern", at: current.span,
          hints: [element == .node ? "write `IS NODE KEY`, `IS KEY` or `IS UNIQUE`" : "write `IS EDGE KEY`, `IS KEY` or `IS UNIQUE`"])
      }
      advance()
      if eat(.unique) { return .unique }
      try expect(.key, "or `UNIQUE`")
      return .key
    }
    if eat(.unique) { return .unique }
    if eat(.key) { return .key }
    if at(.not) {
      advance()
      try expect(.null, "after `NOT`")
      return .notNull
    }
    if eat(.doubleColon) || eat(.typed) { return .typed(try parseType()) }
    throw expected("`UNIQUE`, `KEY`, `NOT NULL` or `:: TYPE`", "after `IS`")
  }

  /// `n.a` or `(n.a, n.b)`; with `closing` given the bracket must be there.
  private func parseDefinitionKeys(_ target: Target, _ closing: TokenKind?) throws(SyntaxFailure) -> [Identifier] {
    let opening = current.span
    var keys: [Identifier]
    if closing != nil || at(.leftParenthesis) {
      if closing != .rightBracket { try expect(.leftParenthesis, "before the properties") } else { advance() }
      keys = try parseList { (parser) throws(SyntaxFailure) in try parser.parseDefinitionKey(target) }
      try expectClosing(closing ?? .rightParenthesis, of: opening, "to close the properties")
    } else {
      keys = [try parseDefinitionKey(target)]
    }
    for (index, key) in keys.enumerated() where keys[..<index].contains(where: { $0.text.isSameName(as: key.text) }) {
      throw fail("property `\(key.text)` is given twice", at: key.span)
    }
    return keys
  }

  private func parseDefinitionKey(_ target: Target) throws(SyntaxFailure) -> Identifier {
    let variable = try parseName("`\(target.variable.text).property`")
    guard variable.text.isSameName(as: target.variable.text) else {
      throw fail("unknown variable `\(variable.text)`", at: variable.span, hints: ["the pattern's is `\(target.variable.text)`"])
    }
    try expect(.period, "after the variable")
    return try parseFreeName("a property name", "after `.`")
  }
}
