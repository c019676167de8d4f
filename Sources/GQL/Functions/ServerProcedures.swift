import GraphStore

/// Procedures that scripts for Neo4j call of its server: there is none here, and what they wait for is so already.
enum ServerProcedures {
  static let all = [ping, components, awaitIndexes, resampleOutdatedIndexes]

  private static let ping = Procedure(
    "db.ping", columns: [Procedure.Field("success", .bool)], summary: "That the graph can be asked."
  ) { (_, _) throws(QueryError) -> [[Value]] in [[.bool(true)]] }

  private static let components = Procedure(
    "dbms.components",
    columns: [Procedure.Field("name", .string), Procedure.Field("versions", .list(.string)), Procedure.Field("edition", .string)],
    summary: "The program and its version."
  ) { (_, _) throws(QueryError) -> [[Value]] in [[.string("graphsh"), .list([.string(Graph.version)]), .string("community")]] }

  private static let awaitIndexes = nothing(
    "db.awaitIndexes", [Procedure.Field("timeout", .int)], requiredCount: 0, "Nothing: indexes are whole when they are made.")
  private static let resampleOutdatedIndexes = nothing(
    "db.resampleOutdatedIndexes", [], requiredCount: 0, "Nothing: what plans know of values is never out of date.")

  /// Those of an index, which must be there.
  static func ofIndexes(named names: [String]) -> [Procedure] {
    let index = Procedure.Field("index", .string)
    @Sendable func checkName(_ arguments: [Value]) throws(QueryError) -> [[Value]] {
      guard case .string(let name)? = arguments.first, !names.contains(where: { $0.isSameName(as: name) }) else { return [] }
      throw QueryError(
        .invalidReference, "unknown index \(name.inBackquotes)", at: nil, hints: Suggestion.hints(for: name, among: names))
    }
    return [
      Procedure(
        "db.awaitIndex", [index, Procedure.Field("timeout", .int)], requiredCount: 1, [],
        "Nothing: an index is whole when it is made.", .values { (arguments, _) throws(QueryError) in try checkName(arguments) }),
      Procedure(
        "db.resampleIndex", [index], [], "Nothing: what plans know of values is never out of date.",
        .values { (arguments, _) throws(QueryError) in try checkName(arguments) }),
    ]
  }

  private static func nothing(_ name: String, _ parameters: [Procedure.Field], requiredCount: Int, _ summary: String) -> Procedure {
    Procedure(name, parameters, requiredCount: requiredCount, [], summary, .values { (_, _) throws(QueryError) in [] })
  }
}
