extension SyntaxPrinter {
  mutating func write(_ type: GraphTypeSpecification) {
    write("{")
    writeList(type.elements) { printer, element in
      switch element {
      case .node(let node): printer.write(node)
      case .edge(let edge): printer.write(edge)
      }
    }
    write("}")
  }

  mutating func write(_ node: NodeTypeSpecification) {
    if let name = node.name {
      write("NODE TYPE ")
      writeTypeName(name)
      // Parentheses even with nothing in them: else an `AS` after it would be taken for the type's own.
      write(" ")
    }
    writeParenthesized { printer in
      if let alias = node.alias {
        printer.writeTypeName(alias)
        if !node.content.isEmpty { printer.write(" ") }
      }
      printer.write(node.content)
    }
  }

  /// Words that begin something else there are delimited.
  private mutating func writeTypeName(_ name: Identifier) {
    switch KeywordTable.shared.keyword(of: name.text) {
    case .label, .labels, .implies, .connecting, .type: write(SyntaxPrinter.delimited(name.text, by: "`"))
    default: write(name)
    }
  }

  mutating func write(_ edge: EdgeTypeSpecification) {
    if let name = edge.name {
      write("EDGE TYPE ")
      writeTypeName(name)
      write(" ")
    }
    write(edge.source)
    write(edge.isDirected ? "-[" : "~[")
    write(edge.content)
    write(edge.isDirected ? "]->" : "]~")
    write(edge.destination)
  }

  private mutating func write(_ end: EdgeTypeSpecification.End) {
    writeParenthesized { printer in
      switch end {
      case .reference(let name): printer.writeTypeName(name)
      case .content(let content): printer.write(content)
      }
    }
  }

  private mutating func write(_ content: ElementTypeContent) {
    var separator = ""
    if let key = content.keyLabels {
      writeLabels(key)
      write(key.isEmpty ? "=>" : " =>")
      separator = " "
    }
    if let labels = content.labels {
      write(separator)
      writeLabels(labels)
      separator = " "
    }
    guard let properties = content.properties else { return }
    write(separator + "{")
    writeList(properties) { printer, property in
      printer.writeFree(property.name)
      printer.write(" :: ")
      printer.write(property.type)
    }
    write("}")
  }

  private mutating func writeLabels(_ labels: [Identifier]) {
    for (index, label) in labels.enumerated() {
      write(index == 0 ? ":" : "&")
      writeFree(label)
    }
  }
}
