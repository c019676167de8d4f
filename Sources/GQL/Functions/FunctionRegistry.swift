import GraphStore

/// Private stand-in until the functions are here.
public enum FunctionRegistry {
  public static func scalar(_ name: String) -> ScalarFunction? {
    scalars.first { $0.name == name.uppercased() }
  }
  public static func aggregate(_ name: String) -> AggregateFunction? { nil }
  public static var allNames: [String] { scalars.map(\.name) }
  private static let scalars: [ScalarFunction] = []
}
