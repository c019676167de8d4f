/// Canonical text of syntax trees: one line, keywords in capitals, parentheses only where the tree needs them.
///
/// Parsing the printed text of a parsed tree, in the same dialect, gives the same tree again, apart from spans. ISO GQL where
/// it has words for the tree, unless the dialect is openCypher's. A predicate's operand is parenthesised unless it is a
/// primary. Recursion is as deep as the tree.
public struct SyntaxPrinter {
  var text = ""
  /// Whether a pattern is written where a value may stand.
  var isInExpression = false
  let dialect: Dialect
  let operators: OperatorTable

  init(dialect: Dialect = .gql) {
    self.dialect = dialect
    operators = OperatorTable.table(for: dialect)
  }

  /// In the statement's own dialect, without a prefix that would say so.
  public static func print(_ statement: Statement) -> String {
    var printer = SyntaxPrinter(dialect: statement.dialect)
    printer.write(statement)
    return printer.text
  }

  /// Each statement on a line of its own, ended with `;`.
  public static func print(_ statements: [Statement]) -> String {
    statements.map { print($0) + ";\n" }.joined()
  }

  public static func print(_ body: ProcedureBody) -> String { printed { $0.write(body) } }
  public static func print(_ clause: Clause) -> String { printed { $0.write(clause) } }
  public static func print(_ expression: Expression) -> String { printed { $0.write(expression) } }
  public static func print(_ pattern: GraphPattern) -> String { printed { $0.write(pattern) } }
  public static func print(_ path: PathPattern) -> String { printed { $0.write(path) } }
  public static func print(_ label: LabelExpression) -> String { printed { $0.write(label) } }
  public static func print(_ type: TypeSpecification) -> String { printed { $0.write(type) } }

  static func print(_ command: SessionCommand) -> String { printed { $0.write(command) } }
  static func print(_ kind: TypeSpecification.Kind) -> String { printed { $0.write(kind) } }

  private static func printed(_ body: (inout SyntaxPrinter) -> Void) -> String {
    var printer = SyntaxPrinter()
    body(&printer)
    return printer.text
  }

  // MARK: Pieces

  mutating func write(_ piece: String) { text += piece }

  mutating func writeList<Element>(
    _ elements: [Element], separator: String = ", ", _ writeElement: (inout SyntaxPrinter, Element) -> Void
  ) {
    for (index, element) in elements.enumerated() {
      if index > 0 { write(separator) }
      writeElement(&self, element)
    }
  }

  mutating func writeParenthesized(_ body: (inout SyntaxPrinter) -> Void) {
    write("(")
    body(&self)
    write(")")
  }

  // MARK: Names

  /// A name where reserved words cannot stand.
  mutating func write(_ name: Identifier) { write(SyntaxPrinter.name(name.text)) }

  /// A label or property key, which may be any word.
  mutating func writeFree(_ name: Identifier) {
    write(SyntaxPrinter.isRegular(name.text) ? name.text : SyntaxPrinter.delimited(name.text, by: "`"))
  }

  mutating func writeNames(_ names: [Identifier]) {
    writeList(names) { $0.write($1) }
  }

  /// `$x`, `$"x y"`.
  mutating func writeParameter(_ name: String) {
    let isPlain = !name.isEmpty && name.unicodeScalars.allSatisfy { $0.properties.isXIDContinue || $0 == "_" }
    write("$" + (isPlain ? name : SyntaxPrinter.delimited(name, by: "\"")))
  }

  /// A name as it must be written for the parser to take it for one.
  public static func name(_ text: String) -> String {
    let isReserved = KeywordTable.shared.keyword(of: text)?.isReserved(in: .gql) ?? false
    return isRegular(text) && !isReserved ? text : delimited(text, by: "`")
  }

  static func isRegular(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isXIDStart || first == "_" else { return false }
    return text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue || $0 == "_" }
  }

  /// A text in quotes, with escapes for quotes, backslashes and what cannot be seen.
  static func delimited(_ text: String, by quote: Unicode.Scalar) -> String {
    var result = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case quote: result += "\\\(quote)"
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      default:
        if isInvisible(scalar) {
          result += escape(scalar)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    result.unicodeScalars.append(quote)
    return result
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return true
    default: return false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    // Above U+FFFF as a surrogate pair, which no digit after it can be mistaken for a part of.
    String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
