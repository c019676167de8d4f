import GraphStore

/// What names of catalog objects are looked up in: the file's catalog and the session's place in it.
///
/// Paths are written without the first `/`: the root, which is the home schema, is the empty one.
public struct CatalogObjects: Sendable {
  /// Nil = not known: every name is taken to exist.
  public var contents: CatalogContents?
  public var currentSchema = ""
  public var currentGraph = CatalogObjects.homeGraph
  /// What `$$name` stands for.
  public var references: [String: String] = [:]
  /// Graphs that session parameters hold, by name.
  public var graphParameters: [String: String] = [:]

  public static let homeGraph = CatalogContents.homeGraph

  public init(_ contents: CatalogContents? = nil) { self.contents = contents }

  /// The root, a schema that was made, or one that is not known.
  func hasSchema(_ path: String) -> Bool {
    guard let contents, !path.isEmpty else { return true }
    return contents.schemas.contains { $0.isSameName(as: path) }
  }

  func hasGraph(_ path: String) -> Bool { contents.map { $0.graph(named: path) != nil } ?? true }
}

extension ObjectReference {
  /// The path of the object; nil when it leads above the root.
  func path(in objects: CatalogObjects) -> String? {
    var parts: [String]
    let schema = objects.currentSchema.split(separator: "/").map(String.init)
    switch start {
    case .none, .here, .currentSchema: parts = schema
    case .root, .homeSchema: parts = []
    case .above(let levels):
      guard levels <= schema.count else { return nil }
      parts = Array(schema.dropLast(levels))
    case .parameter(let name):
      guard let text = objects.references.first(where: { $0.key.isSameName(as: name) })?.value else { return nil }
      parts = (text.hasPrefix("/") ? [] : schema) + text.split(separator: "/").map(String.init)
    }
    parts += directories.map(\.text)
    if !names.isEmpty { parts.append(names.map(\.text).joined(separator: ".")) }
    return parts.joined(separator: "/")
  }
}
