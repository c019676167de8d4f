import GraphStore

/// A property graph in a file or in memory, and the language to ask it. Safe to share between threads.
///
/// ```swift
/// let graph = try Graph(path: "news.graph", mode: .readOnly)
/// for row in try graph.query("MATCH (a)-[:SUPPORTS]->({name: $p}) RETURN a.name AS who", ["p": "one-month truce"]) {
///   print(try row["who", as: String.self])
/// }
/// ```
public final class Graph: Sendable {
  public typealias Mode = Configuration.Mode

  public let store: Store

  /// Opens or creates the file at `path`.
  public init(path: String, mode: Mode = .create, durability: Configuration.Durability = .full) throws(StoreError) {
    store = try Store(path: path, configuration: Configuration(mode: mode, durability: durability))
  }

  private init(store: Store) { self.store = store }

  /// A private graph that lives as long as the value.
  public static func inMemory() throws(StoreError) -> Graph { Graph(store: try Store(path: nil)) }
}

