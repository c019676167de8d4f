extension SyntaxPrinter {
  mutating func write(_ statement: Statement) {
    switch statement.kind {
    case .procedure(let body): write(body)
    case .explain(let explanation, let inner):
      write(explanation == .explain ? "EXPLAIN " : "PROFILE ")
      write(inner)
    case .startTransaction(let access): writeStart(access)
    case .commit: write("COMMIT")
    case .rollback: write("ROLLBACK")
    case .session(let command): write(command)
    }
  }

  private mutating func writeStart(_ access: Statement.TransactionAccess?) {
    write("START TRANSACTION")
    switch access {
    case .readOnly: write(" READ ONLY")
    case .readWrite: write(" READ WRITE")
    case nil: break
    }
  }

  private mutating func write(_ command: SessionCommand) {
    switch command {
    case .setParameter(let name, let value, let ifNotExists):
      write("SESSION SET VALUE ")
      if ifNotExists { write("IF NOT EXISTS ") }
      writeParameter(name.text)
      write(" = ")
      write(value)
    case .reset: write("SESSION RESET")
    case .close: write("SESSION CLOSE")
    }
  }

  // MARK: Queries

  mutating func write(_ body: ProcedureBody) {
    for (index, statement) in body.statements.enumerated() {
      if index > 0 { write(" NEXT ") }
      if let yield = statement.yield {
        write(yield)
        write(" ")
      }
      write(statement.query)
    }
  }

  mutating func writeBraced(_ body: ProcedureBody) {
    write("{ ")
    write(body)
    write(" }")
  }

  private mutating func write(_ query: CompositeQuery) {
    write(query.first)
    for (setOperator, next) in query.rest {
      write(" ")
      switch setOperator.kind {
      case .union: write("UNION")
      case .except: write("EXCEPT")
      case .intersect: write("INTERSECT")
      case .otherwise: write("OTHERWISE")
      }
      write(setOperator.keepsDuplicates ? " ALL " : " ")
      write(next)
    }
  }

  private mutating func write(_ query: LinearQuery) {
    writeList(query.clauses, separator: " ") { $0.write($1) }
  }

  // MARK: Clauses

  mutating func write(_ clause: Clause) {
    switch clause.kind {
    case .match(let match): write(match)
    case .optionalBlock(let matches):
      write("OPTIONAL { ")
      writeList(matches, separator: " ") { $0.write($1) }
      write(" }")
    case .filter(let condition):
      write("FILTER ")
      write(condition)
    case .let(let bindings):
      write("LET ")
      writeList(bindings) { $0.write($1) }
    case .for(let clause): write(clause)
    case .orderByAndPage(let page): write(page)
    case .callProcedure(let call): write(call)
    case .callInline(let call): write(call)
    case .insert(let pattern): write(pattern)
    case .set(let items):
      write("SET ")
      writeList(items) { $0.write($1) }
    case .remove(let items):
      write("REMOVE ")
      writeList(items) { $0.write($1) }
    case .delete(let clause):
      write(clause.isDetaching ? "DETACH DELETE " : "DELETE ")
      writeList(clause.items) { $0.write($1) }
    case .return(let clause): write(clause)
    case .finish: write("FINISH")
    case .nested(let body): writeBraced(body)
    }
  }

  mutating func write(_ match: MatchClause) {
    write(match.isOptional ? "OPTIONAL MATCH " : "MATCH ")
    write(match.pattern)
    if let yield = match.yield {
      write(" ")
      write(yield)
    }
  }

  mutating func write(_ binding: LetBinding) {
    writeHead(of: binding)
    write(binding.value)
  }

  /// All but the value.
  mutating func writeHead(of binding: LetBinding) {
    if let type = binding.type {
      write("VALUE ")
      write(binding.variable)
      write(" :: ")
      write(type)
    } else {
      write(binding.variable)
    }
    write(" = ")
  }

  private mutating func write(_ clause: ForClause) {
    write("FOR ")
    write(clause.variable)
    write(" IN ")
    write(clause.source)
    guard let position = clause.position else { return }
    switch position.kind {
    case .ordinality: write(" WITH ORDINALITY ")
    case .offset: write(" WITH OFFSET ")
    }
    write(position.variable)
  }

  private mutating func write(_ page: OrderByAndPage) {
    var separator = ""
    if !page.orderBy.isEmpty {
      write("ORDER BY ")
      writeList(page.orderBy) { $0.write($1) }
      separator = " "
    }
    if let offset = page.offset {
      write(separator + "OFFSET ")
      write(offset)
      separator = " "
    }
    if let limit = page.limit {
      write(separator + "LIMIT ")
      write(limit)
    }
  }

  private mutating func write(_ item: SortItem) {
    write(item.key)
    if item.isDescending { write(" DESC") }
    switch item.nullOrder {
    case .first: write(" NULLS FIRST")
    case .last: write(" NULLS LAST")
    case nil: break
    }
  }

  private mutating func write(_ call: ProcedureCall) {
    write(call.isOptional ? "OPTIONAL CALL " : "CALL ")
    writeDotted(call.name)
    writeParenthesized { $0.writeList(call.arguments) { $0.write($1) } }
    if let yield = call.yield {
      write(" ")
      write(yield)
    }
  }

  private mutating func write(_ call: InlineCall) {
    write(call.isOptional ? "OPTIONAL CALL " : "CALL ")
    if let scope = call.scope {
      writeParenthesized { $0.writeNames(scope) }
      write(" ")
    }
    writeBraced(call.body)
  }

  /// `a.b.c`: only the first part must not be reserved.
  mutating func writeDotted(_ name: [Identifier]) {
    for (index, part) in name.enumerated() {
      if index > 0 {
        write(".")
        writeFree(part)
      } else {
        write(part)
      }
    }
  }

  private mutating func write(_ items: [YieldItem]) {
    guard !items.isEmpty else { return write("YIELD NO BINDINGS") }
    write("YIELD ")
    writeList(items) { printer, item in
      printer.write(item.name)
      guard let alias = item.alias else { return }
      printer.write(" AS ")
      printer.write(alias)
    }
  }

  private mutating func write(_ clause: ReturnClause) {
    write(clause.isDistinct ? "RETURN DISTINCT " : "RETURN ")
    switch clause.body {
    case .all: write("*")
    case .items(let items): writeList(items) { $0.write($1) }
    }
    if let groupBy = clause.groupBy {
      write(" GROUP BY ")
      groupBy.isEmpty ? write("()") : writeNames(groupBy)
    }
    guard !clause.orderAndPage.isEmpty else { return }
    write(" ")
    write(clause.orderAndPage)
  }

  private mutating func write(_ item: ReturnItem) {
    write(item.value)
    guard let alias = item.alias else { return }
    write(" AS ")
    write(alias)
  }

  // MARK: Data modification

  private mutating func write(_ pattern: InsertPattern) {
    write("INSERT ")
    writeList(pattern.paths) { printer, path in
      for (index, node) in path.nodes.enumerated() {
        if index > 0 { printer.write(path.edges[index - 1]) }
        printer.writeParenthesized { $0.writeFiller(node) }
      }
    }
  }

  private mutating func write(_ edge: InsertEdge) {
    switch edge.direction {
    case .left: write("<-[")
    case .right: write("-[")
    case .undirected: write("~[")
    }
    writeFiller(edge.element)
    switch edge.direction {
    case .left: write("]-")
    case .right: write("]->")
    case .undirected: write("]~")
    }
  }

  private mutating func writeFiller(_ element: InsertElement) {
    if let variable = element.variable { write(variable) }
    for (index, label) in element.labels.enumerated() {
      write(index == 0 ? ":" : "&")
      writeFree(label)
    }
    guard !element.properties.isEmpty else { return }
    if element.variable != nil || !element.labels.isEmpty { write(" ") }
    write(element.properties)
  }

  /// `{k: v}`.
  mutating func write(_ properties: [PropertyItem]) {
    write("{")
    writeList(properties) { printer, item in
      printer.writeFree(item.key)
      printer.write(": ")
      printer.write(item.value)
    }
    write("}")
  }

  private mutating func write(_ item: SetItem) {
    switch item {
    case .property(let variable, let key, let value):
      writeProperty(variable, key)
      write(" = ")
      write(value)
    case .allProperties(let variable, let properties, _):
      write(variable)
      write(" = ")
      write(properties)
    case .label(let variable, let label): writeLabel(variable, label)
    }
  }

  private mutating func write(_ item: RemoveItem) {
    switch item {
    case .property(let variable, let key): writeProperty(variable, key)
    case .label(let variable, let label): writeLabel(variable, label)
    }
  }

  private mutating func writeProperty(_ variable: Identifier, _ key: Identifier) {
    write(variable)
    write(".")
    writeFree(key)
  }

  private mutating func writeLabel(_ variable: Identifier, _ label: Identifier) {
    write(variable)
    write(":")
    writeFree(label)
  }
}
