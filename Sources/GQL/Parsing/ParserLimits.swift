/// How much of a text the parser takes; each is answered by one diagnostic of status 22K01.
public struct ParserLimits: Sendable {
  /// Levels of tree: brackets, subqueries, prefixes and chains of operators such as `a + b - c` all count one.
  ///
  /// Chains of `AND`, `OR`, `XOR`, `||`, `&` and `|` count the logarithm of their length, since they are kept balanced.
  /// Whoever walks a tree by recursion may rely on this bound. The parser itself needs less than 400 KB of stack for it
  /// in a debug build (measured by `ParserLimitTests`), so that a thread of 512 KB will do.
  public static let maximumNesting = 200

  /// Operators of one statement in chains such as `a + b - c`, beyond the first sixteen of each chain.
  public static let maximumLinks = 5_000

  /// Operands of one statement in balanced chains: each has a column of values for the rows of a batch.
  public static let maximumOperands = 20_000

  /// Nodes, edges and groups in the patterns of one MATCH: each is joined with the others.
  public static let maximumPatternElements = 500

  /// Complaints of one run.
  public static let maximumDiagnostics = 50
}
