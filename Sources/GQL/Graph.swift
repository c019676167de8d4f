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
  /// Of the library and of the program.
  public static let version = "0.1.0"

  public let store: Store
  /// The names of the snapshot that was looked at last: every query of every session asks for them.
  private let names = Mutex(KnownNames())
  let plans = PlanCache()
  let projections = ProjectionCache()

  /// Opens or creates the file at `path`.
  public init(path: String, mode: Mode = .create, durability: Configuration.Durability = .full) throws(StoreError) {
    store = try Store(path: path, configuration: Configuration(mode: mode, durability: durability))
  }

  private init(store: Store) { self.store = store }

  /// A private graph that lives as long as the value.
  public static func inMemory() throws(StoreError) -> Graph { Graph(store: try Store(path: nil)) }

  /// What `body` makes of a graph of the file as it is now.
  ///
  /// - Throws: `noSuchElement` when there is no such graph, `corrupt` when something of it cannot be read, and what `body` throws.
  package func reading<Result>(_ name: String = CatalogContents.homeGraph, _ body: (any GraphReader) throws -> Result) throws -> Result {
    let transaction = try store.beginRead(graph: name)
    defer { transaction.end() }
    let reader = try transaction.reader()
    let result = try body(reader)
    if let fault = reader.loadFault { throw fault }
    return result
  }

  private struct KnownNames {
    var reader: UInt64?
    var names = CatalogNames.unknown
    /// The snapshot that the property keys are of: they are looked up again only when one seems to be missing.
    var readerOfKeys: UInt64?
    var keys: Set<String>?
  }

  /// What a snapshot uses. O(label sets + names) when it is another one than last time. The property keys may be those of an earlier
  /// snapshot, unless they are to be of this one.
  func catalogNames(_ reader: any GraphReader, withPresentKeys: Bool = false) -> CatalogNames {
    let usual = names.withLock { known in
      let isUsual = known.reader == reader.identity && !withPresentKeys && (known.keys?.isEmpty == false || known.readerOfKeys == reader.identity)
      return isUsual ? known.names : nil
    }
    if let usual { return usual }
    var known = names.withLock { $0 }
    if known.reader != reader.identity {
      known.reader = reader.identity
      known.names = CatalogNames(reader)
    }
    if known.readerOfKeys != reader.identity, withPresentKeys || known.keys?.isEmpty != false {
      known.readerOfKeys = reader.identity
      known.keys = CatalogNames.propertyKeys(reader) ?? []
    }
    known.names.propertyKeys = known.keys ?? []
    names.withLock { $0 = known }
    return known.names
  }
}
