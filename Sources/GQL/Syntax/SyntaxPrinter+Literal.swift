extension SyntaxPrinter {
  mutating func write(_ literal: Literal) {
    switch literal {
    case .null: write("NULL")
    case .truth(let truth): write(truth.map { $0 ? "TRUE" : "FALSE" } ?? "UNKNOWN")
    case .integer(let digits): write(digits)
    case .decimal(let digits): write(digits.contains(".") && !digits.contains("e") ? digits : digits + "M")
    case .float(let digits): write(digits.contains("e") ? digits : digits + "D")
    case .string(let string): write(SyntaxPrinter.delimited(string, by: "'"))
    case .bytes(let bytes):
      write("X'")
      for byte in bytes { write((byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)) }
      write("'")
    case .temporal(let kind, let string):
      write("\(kind.rawValue) ")
      write(SyntaxPrinter.delimited(string, by: "'"))
    }
  }

  // MARK: Types

  mutating func write(_ type: TypeSpecification) {
    write(type.kind)
    if type.isNotNull { write(" NOT NULL") }
  }

  mutating func write(_ kind: TypeSpecification.Kind) {
    switch kind {
    case .bool: write("BOOL")
    case .string(let minimum, let maximum, let isFixed): writeLengths(isFixed ? "CHAR" : "STRING", minimum, maximum, isFixed)
    case .bytes(let minimum, let maximum, let isFixed): writeLengths(isFixed ? "BINARY" : "BYTES", minimum, maximum, isFixed)
    case .integer(let bits, let isSigned, let precision):
      write(isSigned ? "INT" : "UINT")
      if let bits { write("\(bits)") }
      if let precision { write("(\(precision))") }
    case .decimal(let precision, let scale):
      write("DECIMAL")
      if let precision { write(scale.map { "(\(precision), \($0))" } ?? "(\(precision))") }
    case .float(let bits): write(bits.map { "FLOAT\($0)" } ?? "FLOAT")
    case .date: write("DATE")
    case .localTime: write("LOCAL TIME")
    case .zonedTime: write("ZONED TIME")
    case .localDateTime: write("LOCAL DATETIME")
    case .zonedDateTime: write("ZONED DATETIME")
    case .duration(let kind): writeDuration(kind)
    case .list(let element, let maximum):
      write("LIST")
      if let element {
        write("<")
        write(element)
        write(">")
      }
      if let maximum { write("[\(maximum)]") }
    case .record(let fields): writeRecordType(fields)
    case .path: write("PATH")
    case .node(let label): writeElementType("NODE", label)
    case .edge(let label): writeElementType("EDGE", label)
    case .nodeType(let node):
      if node.name == nil { write("NODE TYPE ") }
      write(node)
    case .edgeType(let edge):
      if edge.name == nil { write("EDGE TYPE ") }
      write(edge)
    case .graph(nil): write("ANY GRAPH")
    case .graph(let type?):
      write("GRAPH ")
      write(type)
    case .table(let columns):
      write("TABLE")
      writeFields(columns)
    case .any: write("ANY")
    case .propertyValue: write("PROPERTY VALUE")
    case .union(let members):
      write("ANY<")
      writeList(members, separator: " | ") { $0.write($1) }
      write(">")
    case .null: write("NULL")
    case .nothing: write("NOTHING")
    }
  }

  private mutating func writeLengths(_ name: String, _ minimum: Int?, _ maximum: Int?, _ isFixed: Bool) {
    write(name)
    guard let maximum else { return }
    if let minimum, !isFixed { return write("(\(minimum), \(maximum))") }
    write("(\(maximum))")
  }

  private mutating func writeDuration(_ kind: TypeSpecification.DurationKind?) {
    switch kind {
    case .yearToMonth: write("DURATION(YEAR TO MONTH)")
    case .dayToSecond: write("DURATION(DAY TO SECOND)")
    case nil: write("DURATION")
    }
  }

  private mutating func writeRecordType(_ fields: [(name: Identifier, type: TypeSpecification)]?) {
    write("RECORD")
    guard let fields else { return }
    writeFields(fields)
  }

  private mutating func writeFields(_ fields: [(name: Identifier, type: TypeSpecification)]) {
    write(" {")
    writeList(fields) { printer, field in
      printer.writeFree(field.name)
      printer.write(" :: ")
      printer.write(field.type)
    }
    write("}")
  }

  private mutating func writeElementType(_ word: String, _ label: LabelExpression?) {
    write(word)
    guard let label else { return }
    write(" :")
    write(label)
  }
}

extension Literal {
  /// A number with a sign.
  var isNegative: Bool {
    switch self {
    case .integer(let digits), .decimal(let digits), .float(let digits): digits.hasPrefix("-")
    case .null, .truth, .string, .bytes, .temporal: false
    }
  }
}
