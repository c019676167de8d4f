import GraphStore

extension SyntaxPrinter {
  mutating func write(_ statement: DefinitionStatement) {
    switch statement {
    case .createConstraint(let constraint): write(constraint)
    case .createIndex(let index): write(index)
    case .dropConstraint(let name, let ifExists): writeDrop("CONSTRAINT", name, ifExists)
    case .dropIndex(let name, let ifExists): writeDrop("INDEX", name, ifExists)
    }
  }

  private mutating func writeDrop(_ what: String, _ name: Identifier, _ ifExists: Bool) {
    write("DROP \(what) ")
    write(name)
    if ifExists { write(" IF EXISTS") }
  }

  private mutating func write(_ constraint: ConstraintSpecification) {
    write("CREATE CONSTRAINT ")
    writeHead(constraint.name, constraint.ifNotExists, constraint.element, [constraint.label])
    write(" REQUIRE ")
    writeKeys(constraint.keys, constraint.element, "(", ")")
    switch constraint.rule {
    case .unique: write(" IS UNIQUE")
    case .key: write(" IS KEY")
    case .notNull: write(" IS NOT NULL")
    case .typed(let type):
      write(" IS :: ")
      write(type)
    }
  }

  private mutating func write(_ index: IndexSpecification) {
    write(index.isFullText ? "CREATE FULLTEXT INDEX " : "CREATE INDEX ")
    writeHead(index.name, index.ifNotExists, index.element, index.labels)
    write(index.isFullText ? " ON EACH " : " ON ")
    writeKeys(index.keys, index.element, index.isFullText ? "[" : "(", index.isFullText ? "]" : ")")
  }

  private mutating func writeHead(_ name: Identifier?, _ ifNotExists: Bool, _ element: ElementKind, _ labels: [Identifier]) {
    if let name {
      write(name)
      write(" ")
    }
    if ifNotExists { write("IF NOT EXISTS ") }
    write(element == .node ? "FOR (x:" : "FOR ()-[x:")
    for (index, label) in labels.enumerated() {
      if index > 0 { write("|") }
      writeFree(label)
    }
    write(element == .node ? ")" : "]-()")
  }

  private mutating func writeKeys(_ keys: [Identifier], _ element: ElementKind, _ opening: String, _ closing: String) {
    write(opening)
    for (index, key) in keys.enumerated() {
      write(index > 0 ? ", x." : "x.")
      writeFree(key)
    }
    write(closing)
  }
}
