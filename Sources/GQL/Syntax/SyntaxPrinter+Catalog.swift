extension SyntaxPrinter {
  // MARK: References

  mutating func write(_ reference: ObjectReference) {
    var isOpen = true
    switch reference.start {
    case .none: break
    case .root:
      write("/")
    case .here: write(reference.names.isEmpty ? "." : "./")
    case .above(let levels):
      write(Array(repeating: "..", count: levels).joined(separator: "/"))
      if !reference.names.isEmpty { write("/") }
    case .homeSchema: write(reference.names.isEmpty ? "HOME_SCHEMA" : "HOME_SCHEMA/")
    case .currentSchema: write(reference.names.isEmpty ? "CURRENT_SCHEMA" : "CURRENT_SCHEMA/")
    case .parameter(let name):
      write("$")
      writeParameter(name)
      isOpen = false
    }
    guard isOpen, !reference.names.isEmpty else { return }
    for directory in reference.directories {
      writeObjectName(directory)
      write("/")
    }
    for (index, name) in reference.names.enumerated() {
      if index > 0 {
        write(".")
        writeFree(name)
      } else {
        writeObjectName(name)
      }
    }
  }

  /// Words that are special where an object's name may stand are delimited; so is whatever may begin the next clause.
  private mutating func writeObjectName(_ name: Identifier) {
    write(KeywordTable.shared.keyword(of: name.text) == nil ? SyntaxPrinter.name(name.text) : SyntaxPrinter.delimited(name.text, by: "`"))
  }

  mutating func write(_ graph: GraphExpression) {
    switch graph {
    case .reference(let reference): write(reference)
    case .current: write("CURRENT_GRAPH")
    case .home: write("HOME_GRAPH")
    case .value(let value): writeObject(value)
    }
  }

  /// A graph or table that is a value, such that it cannot be taken for a node pattern.
  private mutating func writeObject(_ value: Expression) {
    if case .parameter = value.kind { return write(value) }
    write("VARIABLE ")
    if case .variable = value.kind { return write(value) }
    writeParenthesized { $0.write(value) }
  }

  mutating func write(_ table: BindingTableExpression) {
    switch table {
    case .query(let body): writeBraced(body)
    case .reference(let reference): write(reference)
    case .value(let value): writeObject(value)
    }
  }

  mutating func write(_ definition: VariableDefinition) {
    switch definition.initializer {
    case .value: write("VALUE ")
    case .graph: write("GRAPH ")
    case .table: write("TABLE ")
    }
    write(definition.variable)
    writeTyping(definition.type)
    write(" = ")
    switch definition.initializer {
    case .value(let value): write(value)
    case .graph(let graph): write(graph)
    case .table(let table): write(table)
    }
    write(" ")
  }

  private mutating func writeTyping(_ type: TypeSpecification?) {
    guard let type else { return }
    write(" :: ")
    write(type)
  }

  // MARK: Statements

  mutating func write(_ statement: CatalogStatement) {
    switch statement {
    case .createSchema(let name, let ifNotExists):
      write(ifNotExists ? "CREATE SCHEMA IF NOT EXISTS " : "CREATE SCHEMA ")
      write(name)
    case .dropSchema(let name, let ifExists):
      write(ifExists ? "DROP SCHEMA IF EXISTS " : "DROP SCHEMA ")
      write(name)
    case .createGraph(let name, let creation, let type, let source):
      writeCreation(creation, "GRAPH")
      write(name)
      switch type {
      case .any: write(" ANY")
      case .like(let graph):
        write(" LIKE ")
        write(graph)
      case .reference(let reference):
        write(" :: ")
        write(reference)
      case .specification(let specification):
        write(" ")
        write(specification)
      }
      if let source {
        write(" AS COPY OF ")
        write(source)
      }
    case .dropGraph(let name, let ifExists):
      write(ifExists ? "DROP GRAPH IF EXISTS " : "DROP GRAPH ")
      write(name)
    case .createGraphType(let name, let creation, let source):
      writeCreation(creation, "GRAPH TYPE")
      write(name)
      switch source {
      case .any: write(" ANY")
      case .like(let graph):
        write(" LIKE ")
        write(graph)
      case .reference(let reference):
        write(" AS COPY OF ")
        write(reference)
      case .specification(let specification):
        write(" ")
        write(specification)
      }
    case .dropGraphType(let name, let ifExists):
      write(ifExists ? "DROP GRAPH TYPE IF EXISTS " : "DROP GRAPH TYPE ")
      write(name)
    case .definition(let definition): write(definition)
    }
  }

  private mutating func writeCreation(_ creation: CatalogStatement.Creation, _ kind: String) {
    switch creation {
    case .new: write("CREATE \(kind) ")
    case .ifNotExists: write("CREATE \(kind) IF NOT EXISTS ")
    case .orReplace: write("CREATE OR REPLACE \(kind) ")
    }
  }

  // MARK: Sessions

  mutating func write(_ command: SessionCommand) {
    switch command {
    case .setParameter(let name, let value, let ifNotExists):
      writeSetting("VALUE", name, nil, ifNotExists)
      write(value)
    case .setGraphParameter(let name, let type, let graph, let ifNotExists):
      writeSetting("GRAPH", name, type, ifNotExists)
      write(graph)
    case .setTableParameter(let name, let type, let table, let ifNotExists):
      writeSetting("TABLE", name, type, ifNotExists)
      write(table)
    case .setSchema(let schema):
      write("SESSION SET SCHEMA ")
      write(schema)
    case .setGraph(let graph):
      write("SESSION SET GRAPH ")
      write(graph)
    case .setTimeZone(let zone):
      write("SESSION SET TIME ZONE ")
      write(zone)
    case .reset: write("SESSION RESET")
    case .resetOne(.parameters): write("SESSION RESET PARAMETERS")
    case .resetOne(.schema): write("SESSION RESET SCHEMA")
    case .resetOne(.graph): write("SESSION RESET GRAPH")
    case .resetOne(.timeZone): write("SESSION RESET TIME ZONE")
    case .resetOne(.parameter(let name)):
      write("SESSION RESET PARAMETER ")
      writeParameter(name)
    case .close: write("SESSION CLOSE")
    }
  }

  private mutating func writeSetting(_ kind: String, _ name: Identifier, _ type: TypeSpecification?, _ ifNotExists: Bool) {
    write("SESSION SET \(kind) ")
    if ifNotExists { write("IF NOT EXISTS ") }
    writeParameter(name.text)
    writeTyping(type)
    write(" = ")
  }

  // MARK: SELECT

  mutating func write(_ select: SelectStatement) {
    write(ReturnClause(isDistinct: select.isDistinct, body: select.body, groupBy: nil, orderAndPage: OrderByAndPage()), word: "SELECT")
    guard let source = select.source else { return }
    write(" FROM ")
    switch source {
    case .matches(let matches):
      writeList(matches) { printer, match in
        printer.write(match.graph)
        printer.write(" ")
        printer.write(match.match)
      }
    case .query(let graph, let body):
      if let graph {
        write(graph)
        write(" ")
      }
      writeBraced(body)
    }
    if let condition = select.where {
      write(" WHERE ")
      write(condition)
    }
    if let groupBy = select.groupBy { writeGroupBy(groupBy) }
    if let having = select.having {
      write(" HAVING ")
      write(having)
    }
    guard !select.orderAndPage.isEmpty else { return }
    write(" ")
    write(select.orderAndPage)
  }
}
