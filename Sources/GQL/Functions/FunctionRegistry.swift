import GraphStore

/// The functions of the language by name; upper and lower case do not matter.
///
/// To add one, declare it as a static member of `ScalarFunction` or `AggregateFunction` and name it in its
/// family's list.
public enum FunctionRegistry {
  public static let scalars: [ScalarFunction] = [
    ScalarFunction.letterCase, ScalarFunction.stringLengths, ScalarFunction.trims, ScalarFunction.substrings,
    ScalarFunction.stringSearch, ScalarFunction.stringConversions, ScalarFunction.listConversions, ScalarFunction.identifiers, ScalarFunction.valueTypes,
    ScalarFunction.normalizations, ScalarFunction.rounding,
    ScalarFunction.powers,
    ScalarFunction.trigonometry, ScalarFunction.lists, ScalarFunction.elements, ScalarFunction.paths,
    ScalarFunction.temporalConstructors, ScalarFunction.currentTimes, ScalarFunction.durations,
    ScalarFunction.truncations, ScalarFunction.durationsBetween, ScalarFunction.dateTexts, ScalarFunction.clocks, ScalarFunction.slices, ScalarFunction.cypherOperators,
    ScalarFunction.cypherElements, ScalarFunction.regularExpressions, [ScalarFunction.sameName],
  ].flatMap { $0 }.map(\.checkingArguments)

  public static let aggregates: [AggregateFunction] = [
    .count, .sum, .average, .minimum, .maximum, .collectList, .sampleDeviation, .populationDeviation,
    .percentileContinuous, .percentileDiscrete,
  ]

  /// Functions that the analyzer makes expressions of their own of, since they do not evaluate every argument for every row.
  public static let conditionals = [
    (name: "COALESCE", parameters: "(value ANY, ...)", summary: "The first of the values that is not null."),
    (name: "NULLIF", parameters: "(value ANY, other ANY)", summary: "Null where both are equal, else the first."),
  ]

  /// What the analyzer makes of list expressions; no text names them.
  private static let hiddenAggregates = [.collectAll] + AggregateFunction.listPredicates

  private static let scalarByName = index(scalars) { [$0.name] + $0.aliases }
  private static let aggregateByName = index(aggregates + hiddenAggregates) { [$0.name] + $0.aliases }

  public static func scalar(_ name: String) -> ScalarFunction? { scalarByName[name.uppercased()] }

  /// A function with words between its arguments: `TRIM(LEADING 'x' FROM s)` is `TRIM_LEADING('x', s)`.
  /// `FROM` does not count.
  public static func scalar(_ name: String, modifiers: [String]) -> ScalarFunction? {
    scalar(([name] + modifiers.filter { $0.uppercased() != "FROM" }).joined(separator: "_"))
  }

  /// Also finds those that only the analyzer names.
  public static func aggregate(_ name: String) -> AggregateFunction? { aggregateByName[name.uppercased()] }

  /// Canonical names and aliases, in code-point order.
  public static let allNames: [String] =
    (Array(scalarByName.keys) + aggregates.flatMap { [$0.name] + $0.aliases } + conditionals.map(\.name)).sorted()

  private static func index<T>(_ functions: [T], _ names: (T) -> [String]) -> [String: T] {
    var result: [String: T] = [:]
    for function in functions {
      for name in names(function) {
        precondition(result.updateValue(function, forKey: name) == nil, "two functions are called \(name)")
      }
    }
    return result
  }
}
