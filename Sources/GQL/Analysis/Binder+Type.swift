import GraphStore

extension Binder {
  /// Reports types that values cannot have here.
  func checkSupport(of type: TypeSpecification) {
    switch type.kind {
    case .graph: refuse("graphs as values (GV60)", at: type.span)
    case .table(let fields), .record(let fields?): checkFields(fields)
    case .nodeType, .edgeType, .node(.some), .edge(.some):
      refuse("closed node and edge reference types, with labels or properties of their own,", at: type.span)
    case .integer(let bits?, let isSigned, _) where bits > 64:
      let code = bits == 128 ? (isSigned ? "GV14" : "GV13") : isSigned ? "GV16" : "GV15"
      refuse("integers of \(bits) bits (\(code))", at: type.span)
    case .integer(_, let isSigned, let precision?) where precision > (isSigned ? 63 : 64):
      refuse("integers of \(precision) binary digits (GV09)", at: type.span)
    case .float(let bits?) where bits > 64:
      refuse("floats of more than 64 bits (\(bits == 128 ? "GV25" : bits == 256 ? "GV26" : "GV22"))", at: type.span)
    case .decimal(let precision?, _) where precision > ExactDecimal.maximumDigits:
      refuse("decimals of more than \(ExactDecimal.maximumDigits) digits", at: type.span)
    case .list(let item?, _): checkSupport(of: item)
    case .union(let members): for member in members { checkSupport(of: member) }
    case .bool, .string, .bytes, .integer, .decimal, .float, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .list(nil, _), .record(nil), .path, .node(nil), .edge(nil), .any, .propertyValue, .null, .nothing:
      break
    }
  }

  private func checkFields(_ fields: [(name: Identifier, type: TypeSpecification)]) {
    var names: Set<NameKey> = []
    for field in fields {
      if !names.insert(NameKey(field.name.text)).inserted {
        report(.invalidSyntax, "field `\(field.name.text)` is given twice", at: field.name.span)
      }
      checkSupport(of: field.type)
    }
  }

  /// Of a graph variable or parameter: `ANY [PROPERTY] GRAPH`, which every graph has.
  func checkIsGraphType(_ type: TypeSpecification) {
    if case .graph(let content) = type.kind {
      if content != nil {
        report(
          .featureNotSupported, "a closed type of a graph that is named or given is not supported", at: type.span,
          hints: ["write `ANY PROPERTY GRAPH`, or no type; `CREATE GRAPH g {...}` makes a graph that keeps to one"])
      }
      return
    }
    report(
      .invalidValueType, "a graph has a graph type, found \(ValueType(type).withArticle)", at: type.span,
      hints: ["write `ANY PROPERTY GRAPH`, or no type"])
  }

  /// Of a binding table: `TABLE {...}` alone. False, with a report, when it is another.
  func checkIsTableType(_ type: TypeSpecification, of name: String) -> Bool {
    if case .table = type.kind { return true }
    report(
      .invalidSyntax, "a binding table has a table type, found \(ValueType(type).withArticle)", at: type.span,
      hints: ["write `TABLE \(name) TABLE {name TYPE, ...} = ...`, or no type"])
    return false
  }

  private func refuse(_ what: String, at span: SourceSpan) {
    report(.featureNotSupported, "\(what) are not supported", at: span)
  }
}
