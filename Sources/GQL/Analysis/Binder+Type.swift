extension Binder {
  /// Reports types that values cannot have here.
  func checkSupport(of type: TypeSpecification) {
    switch type.kind {
    case .graph: refuse("graphs as values (GV60)", at: type.span)
    case .table(let fields): for field in fields { checkSupport(of: field.type) }
    case .nodeType, .edgeType, .node(.some), .edge(.some):
      refuse("closed node and edge reference types, with labels or properties of their own,", at: type.span)
    case .integer(let bits?, let isSigned, _) where bits > 64:
      let code = bits == 128 ? (isSigned ? "GV14" : "GV13") : isSigned ? "GV16" : "GV15"
      refuse("integers of \(bits) bits (\(code))", at: type.span)
    case .integer(_, let isSigned, let precision?) where precision > (isSigned ? 63 : 64):
      refuse("integers of \(precision) binary digits (GV09)", at: type.span)
    case .float(let bits?) where bits > 64:
      refuse("floats of more than 64 bits (\(bits == 128 ? "GV25" : bits == 256 ? "GV26" : "GV22"))", at: type.span)
    case .list(let item?, _): checkSupport(of: item)
    case .record(let fields?): for field in fields { checkSupport(of: field.type) }
    case .union(let members): for member in members { checkSupport(of: member) }
    case .bool, .string, .bytes, .integer, .decimal, .float, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .list(nil, _), .record(nil), .path, .node(nil), .edge(nil), .any, .propertyValue, .null, .nothing:
      break
    }
  }

  /// Of a graph variable or parameter: `ANY [PROPERTY] GRAPH`, which every graph has.
  func checkIsGraphType(_ type: TypeSpecification) {
    if case .graph = type.kind { return }
    report(
      .invalidValueType, "a graph has a graph type, found \(ValueType(type).withArticle)", at: type.span,
      hints: ["write `ANY PROPERTY GRAPH`, or no type"])
  }

  private func refuse(_ what: String, at span: SourceSpan) {
    report(.featureNotSupported, "\(what) are not supported", at: span)
  }
}
