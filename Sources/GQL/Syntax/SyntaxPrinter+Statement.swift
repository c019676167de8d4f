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

  // MARK: Queries

  mutating func write(_ body: ProcedureBody) {
    if let schema = body.schema {
      write("AT ")
      write(schema)
      write(" ")
    }
    for definition in body.definitions { write(definition) }
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
    case .set(let items): writeSet(items)
    case .remove(let items):
      write("REMOVE ")
      writeList(items) { $0.write($1) }
    case .delete(let clause):
      write(clause.isDetaching ? "DETACH DELETE " : "DELETE ")
      writeList(clause.items) { $0.write($1) }
    case .return(let clause): write(clause)
    case .finish: write("FINISH")
    case .nested(let body): writeBraced(body)
    case .select(let select): write(select)
    case .use(let graph):
      write("USE ")
      write(graph)
    case .catalog(let statement): write(statement)
    case .with(let clause): write(clause)
    case .merge(let clause): write(clause)
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
    if dialect == .cypher, clause.position == nil {
      write("UNWIND ")
      write(clause.source)
      write(" AS ")
      return write(clause.variable)
    }
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

  mutating func write(_ page: OrderByAndPage) {
    var separator = ""
    if !page.orderBy.isEmpty {
      write("ORDER BY ")
      writeList(page.orderBy) { $0.write($1) }
      separator = " "
    }
    if let offset = page.offset {
      write(separator + (dialect == .cypher ? "SKIP " : "OFFSET "))
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
    if call.isShown {
      write("SHOW \(call.name.last?.text.uppercased() ?? "")")
    } else {
      write(call.isOptional ? "OPTIONAL CALL " : "CALL ")
      if let reference = call.reference { write(reference) } else { writeDotted(call.name) }
    }
    if !call.takesParameters, !call.isShown { writeParenthesized { $0.writeList(call.arguments) { $0.write($1) } } }
    if let yield = call.yield {
      write(" ")
      write(yield)
    }
  }

  private mutating func write(_ call: InlineCall) {
    write(call.isOptional ? "OPTIONAL CALL " : "CALL ")
    if case .named(let scope) = call.scope {
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

  private mutating func write(_ clause: WithClause) {
    write(clause.projection, word: "WITH")
    guard let condition = clause.where else { return }
    write(" WHERE ")
    write(condition)
  }

  mutating func write(_ clause: ReturnClause, word: String = "RETURN") {
    write(clause.isDistinct ? "\(word) DISTINCT " : "\(word) ")
    switch clause.body {
    case .all: write("*")
    case .noBindings: write("NO BINDINGS")
    case .items(let items): writeList(items) { $0.write($1) }
    case .allAnd(let items):
      write("*, ")
      writeList(items) { $0.write($1) }
    }
    if let groupBy = clause.groupBy { writeGroupBy(groupBy) }
    guard !clause.orderAndPage.isEmpty else { return }
    write(" ")
    write(clause.orderAndPage)
  }

  mutating func writeGroupBy(_ variables: [Identifier]) {
    write(" GROUP BY ")
    variables.isEmpty ? write("()") : writeNames(variables)
  }

  private mutating func write(_ item: ReturnItem) {
    write(item.value)
    guard let alias = item.alias else { return }
    write(" AS ")
    write(alias)
  }

  // MARK: Data modification

  private mutating func write(_ pattern: InsertPattern) {
    write(pattern.needsCreate || (dialect == .cypher && pattern.allowsCreate) ? "CREATE " : "INSERT ")
    writeList(pattern.paths) { $0.write($1) }
  }

  private mutating func write(_ path: InsertPath) {
    if let variable = path.variable {
      write(variable)
      write(" = ")
    }
    for (index, node) in path.nodes.enumerated() {
      if index > 0 { write(path.edges[index - 1]) }
      writeParenthesized { $0.writeFiller(node) }
    }
  }

  private mutating func write(_ clause: MergeClause) {
    write("MERGE ")
    write(clause.path)
    for (word, items) in [("CREATE", clause.onCreate), ("MATCH", clause.onMatch)] where !items.isEmpty {
      write(" ON \(word) ")
      writeSet(items)
    }
  }

  private mutating func writeSet(_ items: [SetItem]) {
    write("SET ")
    writeList(items) { $0.write($1) }
  }

  private mutating func write(_ edge: InsertEdge) {
    switch edge.direction {
    case .left: write("<-[")
    case .right, .any: write("-[")
    case .undirected: write("~[")
    }
    writeFiller(edge.element)
    switch edge.direction {
    case .left, .any: write("]-")
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
    guard !element.properties.isEmpty || element.propertyMap != nil || element.hasEmptyBraces else { return }
    if element.variable != nil || !element.labels.isEmpty { write(" ") }
    if let map = element.propertyMap { write(map) } else { write(element.properties) }
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
    case .replaceProperties(let variable, let value):
      write(variable)
      write(" = ")
      write(value)
    case .addProperties(let variable, let value):
      write(variable)
      write(" += ")
      write(value)
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

extension InsertPattern {
  /// Whether only openCypher can say it.
  fileprivate var needsCreate: Bool {
    paths.contains { path in
      path.variable != nil || (path.nodes + path.edges.map(\.element)).contains { $0.propertyMap != nil || $0.hasEmptyBraces }
    }
  }

  /// Whether openCypher can say it.
  fileprivate var allowsCreate: Bool {
    paths.allSatisfy { path in
      path.edges.allSatisfy { $0.element.isCreatable && ($0.direction == .left || $0.direction == .right) }
    }
  }
}

extension InsertElement {
  /// Whether it may be an edge of CREATE.
  fileprivate var isCreatable: Bool { labels.count == 1 || (labels.isEmpty && variable != nil) }
}
