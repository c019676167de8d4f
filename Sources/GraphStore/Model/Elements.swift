/// A node as a value: a copy of what one snapshot held, detached from the store.
public struct Node: Sendable {
  public var id: NodeID
  /// In ascending code-point order, without repetition.
  public var labels: [String]
  public var properties: Record

  public init(id: NodeID, labels: [String], properties: Record) {
    self.id = id
    self.labels = labels
    self.properties = properties
  }
}

extension Node {
  /// Properties that say what a node is called, the first that it has: an `id` is what other programs knew it by.
  public static let namingKeys = ["name", "title", "label", "key", "id"]

  /// What the first of these says; nil where none is a text or a whole number.
  public var givenName: String? { Node.givenName(properties, Node.namingKeys) }

  /// The same by other properties.
  public static func givenName(_ properties: Record, _ keys: [String]) -> String? {
    for key in keys {
      switch properties[key] {
      case .string(let text)? where !text.isEmpty: return text
      case .int(let number)?: return String(number)
      case nil, _?: continue
      }
    }
    return nil
  }
}

/// An edge as a value: a copy of what one snapshot held, detached from the store.
public struct Edge: Sendable {
  public var id: EdgeID
  public var type: String
  public var source: NodeID
  public var target: NodeID
  public var isDirected: Bool
  public var properties: Record

  public init(
    id: EdgeID, type: String, source: NodeID, target: NodeID, isDirected: Bool = true,
    properties: Record
  ) {
    self.id = id
    self.type = type
    self.source = source
    self.target = target
    self.isDirected = isDirected
    self.properties = properties
  }
}

/// A walk: `nodes.count == edges.count + 1`, and `edges[i]` joins `nodes[i]` and `nodes[i + 1]` in either direction.
public struct Path: Sendable {
  public var nodes: [Node]
  public var edges: [Edge]

  public init(nodes: [Node], edges: [Edge]) {
    precondition(nodes.count == edges.count + 1, "a path has one node more than edges")
    self.nodes = nodes
    self.edges = edges
  }
  /// The number of edges.
  public var length: Int { edges.count }
}

/// Ways of following an edge from a node. Several may be combined; a self-loop is followed once all the same.
@frozen public struct EdgeDirections: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let outgoing = EdgeDirections(rawValue: 1)
  public static let incoming = EdgeDirections(rawValue: 2)
  public static let undirected = EdgeDirections(rawValue: 4)
  public static let any: EdgeDirections = [.outgoing, .incoming, .undirected]

  /// The same edges seen from their other end.
  public var reversed: EdgeDirections {
    var result = intersection(.undirected)
    if contains(.outgoing) { result.insert(.incoming) }
    if contains(.incoming) { result.insert(.outgoing) }
    return result
  }
}
