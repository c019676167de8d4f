extension SyntaxPrinter {
  mutating func write(_ pattern: GraphPattern) {
    switch pattern.matchMode {
    case .differentEdges: write("DIFFERENT EDGES ")
    case .repeatableElements: write("REPEATABLE ELEMENTS ")
    case nil: break
    }
    writeList(pattern.paths) { $0.write($1) }
    if let keep = pattern.keep {
      write(" KEEP ")
      write(keep)
    }
    writeCondition(pattern.where)
  }

  private mutating func writeCondition(_ condition: Expression?) {
    guard let condition else { return }
    write(" WHERE ")
    write(condition)
  }

  mutating func write(_ path: PathPattern) {
    guard let prefix = path.prefix, prefix.isFunction else {
      writePathStart(path.variable, path.prefix)
      return write(path.expression)
    }
    writePathStart(path.variable, nil)
    write(prefix.selector == .allShortest ? "allShortestPaths" : "shortestPath")
    writeParenthesized { $0.write(path.expression) }
  }

  private mutating func writePathStart(_ variable: Identifier?, _ prefix: PathPrefix?) {
    if let variable {
      write(variable)
      write(" = ")
    }
    if let prefix {
      write(prefix)
      write(" ")
    }
  }

  // MARK: Prefixes

  private mutating func write(_ prefix: PathPrefix) {
    var words: [String] = []
    var isGroups = false
    switch prefix.selector {
    case .all: words = ["ALL"]
    case .any(.literal(1)): words = ["ANY"]
    case .any(let count): words = ["ANY", text(of: count)]
    case .anyShortest: words = ["ANY SHORTEST"]
    case .allShortest: words = ["ALL SHORTEST"]
    case .shortest(let count): words = ["SHORTEST", text(of: count)]
    case .shortestGroups(let count):
      words = ["SHORTEST", text(of: count)]
      isGroups = true
    case nil: break
    }
    switch prefix.mode {
    case .walk: words.append("WALK")
    case .trail: words.append("TRAIL")
    case .simple: words.append("SIMPLE")
    case .acyclic: words.append("ACYCLIC")
    case nil: break
    }
    if isGroups { words.append("GROUPS") }
    write(words.joined(separator: " "))
  }

  private func text(of count: PathSelector.Count) -> String {
    switch count {
    case .literal(let number): return String(number)
    case .parameter(let name):
      var printer = SyntaxPrinter()
      printer.writeParameter(name)
      return printer.text
    }
  }

  // MARK: Paths

  mutating func write(_ path: PathExpression) {
    switch path.kind {
    case .node(let element): writeParenthesized { $0.writeFiller(element) }
    case .edge(let element, let direction): write(element, direction)
    case .concatenation(let parts): writeConcatenation(parts)
    case .union(let terms): writeList(terms, separator: " | ") { $0.write($1) }
    case .alternation(let terms): writeList(terms, separator: " |+| ") { $0.write($1) }
    case .quantified(let inner, let quantifier):
      if case .edge(let element, let direction) = inner.kind, quantifier.upper.map({ $0 == 0 || $0 < quantifier.lower }) ?? false {
        return write(element, direction, length: quantifier)
      }
      write(inner)
      write(quantifier)
    case .optional(let inner):
      write(inner)
      write("?")
    case .parenthesized(let path): write(path)
    }
  }

  /// Two edges side by side need a space, lest their signs run together.
  private mutating func writeConcatenation(_ parts: [PathExpression]) {
    for (index, part) in parts.enumerated() {
      if index > 0, !part.beginsWithParenthesis, !parts[index - 1].endsWithParenthesis { write(" ") }
      write(part)
    }
  }

  private mutating func write(_ path: ParenthesizedPath) {
    writeParenthesized { printer in
      printer.writePathStart(path.variable, path.prefix)
      printer.write(path.expression)
      printer.writeCondition(path.where)
    }
  }

  private mutating func write(_ quantifier: Quantifier) {
    switch (quantifier.lower, quantifier.upper) {
    case (0, nil): write("*")
    case (1, nil): write("+")
    case (let lower, nil): write("{\(lower),}")
    case (let lower, let upper?): write(lower == upper ? "{\(lower)}" : "{\(lower),\(upper)}")
    }
  }

  // MARK: Elements

  /// - Parameter length: one that only openCypher can say, `*0..0`.
  private mutating func write(
    _ element: ElementPattern, _ direction: EdgeDirectionPattern, length: Quantifier? = nil
  ) {
    let (left, right, abbreviation) = direction.signs
    if element.isEmpty, length == nil, !isInExpression { return write(abbreviation) }
    write(left)
    writeFiller(element, length)
    write(right)
  }

  private mutating func writeFiller(_ element: ElementPattern, _ length: Quantifier? = nil) {
    if element.isTemporary { write("TEMP ") }
    if let variable = element.variable { write(variable) }
    if let label = element.label {
      write(":")
      write(label)
    }
    if let length { write("*\(length.lower)..\(length.upper.map(String.init) ?? "")") }
    if !element.properties.isEmpty {
      if element.variable != nil || element.label != nil || length != nil { write(" ") }
      write(element.properties)
    }
    if let condition = element.where {
      if element.variable != nil || element.label != nil || !element.properties.isEmpty { write(" ") }
      write("WHERE ")
      write(condition)
    }
  }

  // MARK: Labels

  mutating func write(_ label: LabelExpression) {
    switch label {
    case .name(let name): writeFree(name)
    case .wildcard: write("%")
    case .not(let inner, _):
      write("!")
      writeLabel(inner, isOperand: true)
    case .and:
      writeList(LabelChain.operands(of: label, isOr: false), separator: "&") { $0.writeLabel($1, isOperand: true) }
    case .or:
      writeList(LabelChain.operands(of: label, isOr: true), separator: "|") { $0.writeLabel($1, isOperand: false) }
    }
  }

  /// - Parameter isOperand: of `!` or `&`, which bind tighter than `|`.
  private mutating func writeLabel(_ label: LabelExpression, isOperand: Bool) {
    let needsParentheses: Bool
    switch label {
    case .name, .wildcard, .not: needsParentheses = false
    case .and, .or: needsParentheses = isOperand
    }
    guard needsParentheses else { return write(label) }
    writeParenthesized { $0.write(label) }
  }
}

extension ElementPattern {
  var isEmpty: Bool { variable == nil && label == nil && properties.isEmpty && self.where == nil }
}

extension EdgeDirectionPattern {
  /// What stands before and after the brackets, and what stands alone without them.
  var signs: (left: String, right: String, abbreviation: String) {
    switch self {
    case .left: ("<-[", "]-", "<-")
    case .undirected: ("~[", "]~", "~")
    case .right: ("-[", "]->", "->")
    case .leftOrUndirected: ("<~[", "]~", "<~")
    case .undirectedOrRight: ("~[", "]~>", "~>")
    case .leftOrRight: ("<-[", "]->", "<->")
    case .any: ("-[", "]-", "-")
    }
  }
}

extension PathExpression {
  fileprivate var beginsWithParenthesis: Bool {
    switch kind {
    case .node, .parenthesized: true
    case .edge: false
    case .quantified(let inner, _), .optional(let inner): inner.beginsWithParenthesis
    case .concatenation(let parts), .union(let parts), .alternation(let parts): parts.first?.beginsWithParenthesis ?? true
    }
  }

  fileprivate var endsWithParenthesis: Bool {
    switch kind {
    case .node, .parenthesized: true
    case .edge, .quantified, .optional: false
    case .concatenation(let parts), .union(let parts), .alternation(let parts): parts.last?.endsWithParenthesis ?? true
    }
  }
}
