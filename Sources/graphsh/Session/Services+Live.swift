import GQL
import GraphStore

/// A session whose `cancel()` may be called from the signal thread; nothing else of it leaves the main
/// thread.
private final class CancellableSession: @unchecked Sendable {
  let session: Session
  init(_ session: Session) { self.session = session }
}

extension Services {
  /// The real thing.
  static var live: Services {
    Services(
      open: { path, mode in
        let graph = if let path { try Graph(path: path, mode: mode) } else { try Graph.inMemory() }
        return Engine.over(graph, path: path, isReadOnly: mode == .readOnly)
      },
      create: { path in _ = try Graph(path: path, mode: .create).importVocabulary() })
  }

  fileprivate static func notConnected(_ name: String) -> QueryError {
    QueryError(.featureNotSupported, "`\(name)` is not part of this version")
  }
}

extension Engine {
  /// The shell's view of a graph.
  static func over(_ graph: Graph, path: String?, isReadOnly: Bool) -> Engine {
    let shared = CancellableSession(Session(graph: graph))
    let session = shared.session
    return Engine(
      name: path.map(baseName) ?? "memory", path: path, isReadOnly: isReadOnly,
      execute: { text, parameters, limits in
        session.limits = limits
        return try session.execute(text, parameters)
      },
      isInTransaction: { session.isInTransaction },
      cancel: { shared.session.cancel() },
      schema: {
        let transaction = try graph.store.beginRead()
        defer { transaction.end() }
        return SchemaSummary(of: try transaction.reader())
      },
      ask: { question, _ in throw Services.notConnected(question.name) },
      questionText: { name in throw Services.notConnected(name) },
      questions: { throw Services.notConnected("ask") },
      picture: pictureSource(graph),
      notices: graph.store.notices,
      load: { try graph.importLines(from: $0, isDryRun: $1) },
      exportLines: { try graph.exportLines(to: $0) },
      checkFile: { try graph.store.check() },
      backUp: { try graph.store.backup(to: $0) })
  }

  private static func pictureSource(_ graph: Graph) -> PictureSource {
    PictureSource(
      node: { id in
        let transaction = try graph.store.beginRead()
        defer { transaction.end() }
        let reader = try transaction.reader()
        return reader.ordinal(of: id).map(reader.node)
      },
      edgesBetween: { nodes in
        let transaction = try graph.store.beginRead()
        defer { transaction.end() }
        return edges(between: nodes, in: try transaction.reader())
      },
      signs: { [:] })
  }

  /// Edges whose ends are both among `nodes`, in id order.
  static func edges(between nodes: [NodeID], in reader: any GraphReader) -> [Edge] {
    let ordinals = nodes.compactMap { reader.ordinal(of: $0) }
    let members = Set(ordinals)
    let found = ExpandBuffer()
    var cursor = ExpandCursor()
    ordinals.withUnsafeBufferPointer { buffer in
      while !reader.expand(
        buffer, validity: nil, directions: [.outgoing, .undirected], types: nil, cursor: &cursor, limit: 2048,
        into: found)
      {}
    }
    let edges = zip(found.edges.elements, found.nodes.elements).filter { members.contains($0.1) }.map(\.0)
    return Set(edges).map(reader.edge).sorted { $0.id < $1.id }
  }

  /// `/data/seeds.graph` → `seeds`.
  static func baseName(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return name }
    return String(name[..<point])
  }
}
