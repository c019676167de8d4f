import GraphStore
import Synchronization

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
  /// The names of the snapshot that was looked at last: every query of every session asks for them.
  private let names = Mutex(KnownNames())

  /// Opens or creates the file at `path`.
  public init(path: String, mode: Mode = .create, durability: Configuration.Durability = .full) throws(StoreError) {
    store = try Store(path: path, configuration: Configuration(mode: mode, durability: durability))
  }

  private init(store: Store) { self.store = store }

  /// A private graph that lives as long as the value.
  public static func inMemory() throws(StoreError) -> Graph { Graph(store: try Store(path: nil)) }

  private struct KnownNames {
    weak var reader: (any GraphReader)?
    var names = CatalogNames.unknown
  }

  /// What a snapshot uses. O(label sets + names) when it is another one than last time.
  func catalogNames(_ reader: any GraphReader) -> CatalogNames {
    if let known = names.withLock({ $0.reader === reader ? $0.names : nil }) { return known }
    let found = CatalogNames(reader)
    names.withLock { $0 = KnownNames(reader: reader, names: found) }
    return found
  }
}
