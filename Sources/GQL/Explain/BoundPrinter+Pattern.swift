extension BoundPrinter {
  mutating func print(_ pattern: BoundGraphPattern, _ word: String) {
    line("\(word) \(pattern.hasDifferentEdges ? "different edges" : "repeatable elements")")
    indented { printer in
      for path in pattern.paths {
        printer.line { expressions in
          var words: [String] = []
          if let slot = path.pathSlot { words.append("\(slot) =") }
          if path.selector != .all { words.append(path.selector.text) }
          if path.mode != .walk { words.append(path.mode.text) }
          words.append(expressions.text(path.root))
          return words.joined(separator: " ")
        }
      }
      if let condition = pattern.where { printer.line { "where \($0.text(condition))" } }
    }
  }
}

extension PathSelector {
  var text: String {
    switch self {
    case .all: "ALL"
    case .any(.literal(1)): "ANY"
    case .any(let count): "ANY \(count.text)"
    case .anyShortest: "ANY SHORTEST"
    case .allShortest: "ALL SHORTEST"
    case .shortest(let count): "SHORTEST \(count.text)"
    case .shortestGroups(let count): "SHORTEST \(count.text) GROUPS"
    }
  }
}

extension PathSelector.Count {
  fileprivate var text: String {
    switch self {
    case .literal(let count): "\(count)"
    case .parameter(let name): "$\(name)"
    }
  }
}

extension EdgeDirectionPattern {
  /// What stands before and after the brackets.
  fileprivate var marks: (before: String, after: String) {
    switch self {
    case .left: ("<-", "-")
    case .undirected: ("~", "~")
    case .right: ("-", "->")
    case .leftOrUndirected: ("<~", "~")
    case .undirectedOrRight: ("~", "~>")
    case .leftOrRight: ("<-", "->")
    case .any: ("-", "-")
    }
  }
}

extension BoundExpressionPrinter {
  mutating func text(_ path: BoundPath) -> String {
    switch path {
    case .node(let node): return "(\(element(node.slot, node.label, node.condition)))"
    case .edge(let edge):
      let marks = edge.direction.marks
      return "\(marks.before)[\(element(edge.slot, edge.label, edge.condition))]\(marks.after)"
    case .concatenation(let parts): return parts.map { text($0) }.joined(separator: " ")
    case .union(let operands): return "[\(operands.map { text($0) }.joined(separator: " | "))]"
    case .alternation(let operands): return "[\(operands.map { text($0) }.joined(separator: " |+| "))]"
    case .repetition(let repetition): return text(repetition)
    case .optional(let path): return "[\(text(path))]?"
    case .scoped(let part): return text(part)
    }
  }

  private mutating func text(_ repetition: BoundRepetition) -> String {
    let groups = repetition.groups.map { "\($0.group)*\($0.inner)" }.joined(separator: ", ")
    let upper = repetition.upper.map(String.init) ?? ""
    return "[\(text(repetition.path))]{\(repetition.lower),\(upper)}" + (groups.isEmpty ? "" : "<\(groups)>")
  }

  private mutating func text(_ part: BoundScopedPath) -> String {
    var words: [String] = []
    if let slot = part.pathSlot { words.append("\(slot) =") }
    if part.mode != .walk { words.append(part.mode.text) }
    words.append(text(part.path))
    if let condition = part.condition { words.append("where \(text(condition))") }
    return "[\(words.joined(separator: " "))]"
  }

  private mutating func element(_ slot: Slot, _ label: LabelPredicate?, _ condition: BoundExpression?)
    -> String
  {
    var result = slot.description
    if let label { result += " :\(label.text)" }
    if let condition { result += " where \(text(condition))" }
    return result
  }
}

extension LabelPredicate {
  /// With the fewest parentheses.
  var text: String { text(isInAnd: false) }

  private func text(isInAnd: Bool) -> String {
    switch self {
    case .name(let name): return name.asName
    case .wildcard: return "%"
    case .not(let inner):
      switch inner {
      case .and, .or: return "!(\(inner.text))"
      case .name, .wildcard, .not: return "!\(inner.text)"
      }
    case .and(let left, let right): return "\(left.text(isInAnd: true))&\(right.text(isInAnd: true))"
    case .or(let left, let right):
      let text = "\(left.text)|\(right.text)"
      return isInAnd ? "(\(text))" : text
    }
  }
}
