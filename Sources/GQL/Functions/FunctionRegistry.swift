import GraphStore

/// Private stand-in until the functions are here.
public enum FunctionRegistry {
  public static func scalar(_ name: String) -> ScalarFunction? {
    scalars.first { $0.name == name.uppercased() }
  }
  public static func scalar(_ name: String, modifiers: [String]) -> ScalarFunction? { scalar(name) }
  public static func aggregate(_ name: String) -> AggregateFunction? {
    aggregates.first { $0.name == name.uppercased() }
  }
  public static var allNames: [String] { scalars.map(\.name) + aggregates.map(\.name) }
  private static func f(_ n: String, _ p: [ScalarFunction.Parameter], _ r: ValueType) -> ScalarFunction {
    ScalarFunction(n, parameters: p, result: { _ in r }, summary: "", example: ("", "")) {
      (_, _) throws(ValueError) in .null
    }
  }
  private static func a(_ n: String, _ r: ValueType) -> AggregateFunction {
    AggregateFunction(n, result: { _ in r }, summary: "") { preconditionFailure() }
  }
  private static let aggregates = [
    a("COUNT", .int), a("SUM", .number), a("AVG", .number), a("MAX", .any), a("MIN", .any),
    a("COLLECT_LIST", .list(.any)),
  ]
  private static let scalars: [ScalarFunction] = [
    f("UPPER", [.init("text", .string)], .string), f("CARDINALITY", [.init("value", .any)], .int),
    f("PATH_LENGTH", [.init("path", .path)], .int),
    f("LIST_CONTAINS", [.init("list", .list(.any)), .init("item", .any)], .bool),
  ]
}
