/// The row id of a node in its graph, 1 ..< 2^48. Never reused by the store, stable across sessions.
@frozen public struct NodeID: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var rawValue: Int64
  @inlinable public init(_ rawValue: Int64) { self.rawValue = rawValue }
  @inlinable public static func < (a: NodeID, b: NodeID) -> Bool { a.rawValue < b.rawValue }
  public var description: String { "n\(rawValue)" }
}

/// The row id of an edge in its graph, 1 ..< 2^48. Never reused by the store, stable across sessions.
@frozen public struct EdgeID: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var rawValue: Int64
  @inlinable public init(_ rawValue: Int64) { self.rawValue = rawValue }
  @inlinable public static func < (a: EdgeID, b: EdgeID) -> Bool { a.rawValue < b.rawValue }
  public var description: String { "e\(rawValue)" }
}

/// A node's dense position in one snapshot. Snapshots advanced within one transaction keep it.
public typealias NodeOrdinal = UInt32
/// An edge's dense position in one snapshot. Snapshots advanced within one transaction keep it.
public typealias EdgeOrdinal = UInt32
/// Position of a name in the `NameTable` of one snapshot.
public typealias NameID = UInt32
