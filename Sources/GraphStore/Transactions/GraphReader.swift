/// One immutable snapshot of one graph, as the language sees it. Everything is asked for a batch at a time.
///
/// Nodes and edges are named by dense ordinals, valid for this snapshot and for those advanced from it in the same
/// transaction. Ordinals of deleted elements stay unused; an edge whose end is missing is not in the graph. Safe to use
/// from several threads at once.
public protocol GraphReader: GraphElements, AnyObject, Sendable {
  /// Label, edge type and property names known to this snapshot.
  var names: NameTable { get }

  /// The distinct sets of labels that nodes carry, by label set number. Each set holds label name ids, ascending.
  var labelSets: [[NameID]] { get }
  /// A number for `names` and `labelSets`: readers with the same have the same.
  var vocabulary: UInt64 { get }
  /// A number that no other reader of the process has: who remembers something of a snapshot keeps this and no weak reference, which would make
  /// counting its references slow for everybody.
  var identity: UInt64 { get }
  /// How many nodes carry each label set; parallel to `labelSets`.
  var labelSetCounts: [Int] { get }
  /// How many edges have each type, by edge type name id.
  func edgeCount(ofType type: NameID) -> Int

  /// Appends the living nodes of `range` whose label set is marked in `labelSets` (nil = all), in ordinal order.
  func scanNodes(in range: Range<UInt32>, labelSets: [Bool]?, into nodes: OrdinalBuffer)
  /// Appends the living edges of `range` whose type is in `types` (nil = all), in ordinal order.
  func scanEdges(in range: Range<UInt32>, types: [NameID]?, into edges: OrdinalBuffer)

  /// Follows edges from a batch of nodes. Appends, for input rows from `cursor` on and until `limit` rows have been appended,
  /// the input row number, the edge and the node at its other end. Rows keep input order; the edges of one node come in
  /// edge-ordinal order within outgoing, then incoming, then undirected. A self-loop followed in several directions
  /// comes once. `validity[row] == 0` marks input rows to leave out (nil = none).
  /// - Returns: true when the input is exhausted; else call again with the same cursor.
  func expand(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, validity: UnsafePointer<UInt8>?, directions: EdgeDirections,
    types: [NameID]?, cursor: inout ExpandCursor, limit: Int, into result: ExpandBuffer) -> Bool

  /// Number of edges `expand` would give for each node.
  func degrees(
    _ nodes: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections, types: [NameID]?,
    into degrees: UnsafeMutablePointer<Int64>)

  /// For each node, the sum of `weights` (by node ordinal) over the nodes that `expand` would lead to: O(degree) a node.
  /// - Parameter marks: a bit for each node ordinal, in words of 64: a node whose bit is 0 counts nothing (nil = all count). Where few
  ///   are marked this is faster, for the bits fit a near cache.
  /// - Returns: false when a sum does not fit 64 bits.
  func sumWeights(
    _ weights: UnsafePointer<Int64>, marks: UnsafePointer<UInt64>?, over nodes: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections,
    types: [NameID]?, into sums: UnsafeMutablePointer<Int64>) -> Bool
  /// Adds each node's weight (by row) to `sums` (by node ordinal) at every node that `expand` would lead to.
  /// - Returns: false when a sum does not fit 64 bits.
  func spreadWeights(
    _ weights: UnsafePointer<Int64>, of nodes: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections,
    types: [NameID]?, into sums: UnsafeMutablePointer<Int64>) -> Bool
  /// The label sets of all nodes that edges of these types lead to, by label set number. O(edges) the first time.
  func endLabelSets(_ directions: EdgeDirections, types: [NameID]?) -> [Bool]
  /// Where edges of each type begin and end, for choosing a plan; nil where that is not known.
  var edgeEnds: EdgeEnds? { get }
  /// Whether every living node of the marked label sets has an integer in this property, no two the same. O(nodes) when first asked for.
  /// - Parameter onlyIfKnown: false, without a look, when nobody has asked before.
  func isUnique(_ key: String, labelSets: [Bool]?, onlyIfKnown: Bool) -> Bool
  /// Directed edges from a node to itself.
  var selfLoopCount: Int { get }

  /// Ends of edges. For an undirected edge the end stored as source comes first.
  func endpoints(
    of edges: UnsafeBufferPointer<EdgeOrdinal>, sources: UnsafeMutablePointer<NodeOrdinal>?,
    targets: UnsafeMutablePointer<NodeOrdinal>?)
  /// The type of each edge, parallel to `edges`.
  func typeIDs(of edges: UnsafeBufferPointer<EdgeOrdinal>, into types: UnsafeMutablePointer<NameID>)
  /// The label set number of each node, parallel to `nodes`.
  func labelSetIDs(of nodes: UnsafeBufferPointer<NodeOrdinal>, into labelSets: UnsafeMutablePointer<UInt32>)

  /// Values of one property for a batch of elements; missing properties are null. The column takes the kind that the
  /// stored values have. Strings and lists point into memory that lives as long as this snapshot.
  func properties(
    _ key: String, of kind: ElementKind, _ elements: UnsafeBufferPointer<UInt32>,
    validity: UnsafePointer<UInt8>?, into column: Column)

  /// Nodes whose property equals a value (the language's equality, strings by code point), in ordinal order, restricted to marked
  /// label sets; nil when there is no index that can tell and a scan is the way.
  func nodes(where key: String, equals value: Cell, labelSets: [Bool]?) -> [NodeOrdinal]?

  /// Nodes whose property may be in a range, in ordinal order, restricted to marked label sets: never too few, to be compared again. Nil
  /// when there is no index that can tell, or more than `limit` nodes.
  func nodes(where key: String, in range: ValueRange, labelSets: [Bool]?, atMost limit: Int) -> [NodeOrdinal]?

  /// The name of the index in the file that these look-ups of nodes with one of the labels use, if there is one.
  func indexName(of key: String, labels: [String]) -> String?

  /// Nodes with one of the index's labels in whose properties the words are found, best first; see `TextQuery` for what can be written.
  /// - Throws: `invalidProperty` for a text without words.
  func search(_ index: IndexDefinition, for text: String) throws(StoreError) -> TextMatches

  /// About how many nodes have the value, for choosing a plan: never too few, except that counting stops at `limit`.
  func estimatedCount(where key: String, equals value: Cell, atMost limit: Int) -> Int
  /// About how the values of a property of nodes are distributed, for choosing a plan; nil when nothing is known. O(1): from samples.
  func valueDistribution(of key: String) -> ValueDistribution?
  /// Values of the property at some of the nodes with the marked label sets, for choosing a plan; nil where these are few, or nothing is
  /// known. Reads at most 1,024 values, when it is asked for the first time.
  func valueSample(of key: String, labelSets: [Bool]) -> ValueSample?


  /// Not nil when something could not be read: what this reader has answered may be wrong, and the statement fails with this.
  var loadFault: StoreError? { get }
}

extension GraphReader {
  public var loadFault: StoreError? { nil }
  public var edgeEnds: EdgeEnds? { nil }
  public func valueDistribution(of key: String) -> ValueDistribution? { nil }
  public func valueSample(of key: String, labelSets: [Bool]) -> ValueSample? { nil }
  public func nodes(where key: String, in range: ValueRange, labelSets: [Bool]?, atMost limit: Int) -> [NodeOrdinal]? { nil }
  public func indexName(of key: String, labels: [String]) -> String? { nil }
  public func search(_ index: IndexDefinition, for text: String) throws(StoreError) -> TextMatches {
    throw StoreError(.sqlite, "this reader cannot search texts")
  }
}

/// Nodes or edges.
@frozen public enum ElementKind: UInt8, Sendable, Hashable { case node, edge }

/// Where `GraphReader.expand` goes on: start with `ExpandCursor()`.
@frozen public struct ExpandCursor: Sendable {
  public var row = 0
  /// Position among the edges of the node in `row`, counted over all directions and types.
  public var position = 0
  public init() {}
}

/// Output of `GraphReader.expand`: three parallel buffers.
public final class ExpandBuffer: @unchecked Sendable {
  /// Input row numbers.
  public let rows = OrdinalBuffer()
  public let edges = OrdinalBuffer()
  /// The node at the other end.
  public let nodes = OrdinalBuffer()
  public init() {}
  public var count: Int { rows.count }
  public func removeAll() {
    rows.removeAll()
    edges.removeAll()
    nodes.removeAll()
  }
}

/// The names of a graph, each with a dense id that stays the same while a transaction lasts. Labels and edge types share one table;
/// ids say nothing about which of the two a name is.
public struct NameTable: Sendable {
  public private(set) var names: [String] = []
  private var idByName: [[UInt8]: NameID] = [:]

  public init() {}

  /// Nil when no label or edge type has this name. Compares by code point.
  public func id(of name: String) -> NameID? { idByName[Array(name.utf8)] }
  public subscript(id: NameID) -> String { names[Int(id)] }

  public mutating func insert(_ name: String) -> NameID {
    if let id = id(of: name) { return id }
    let id = NameID(names.count)
    names.append(name)
    idByName[Array(name.utf8)] = id
    return id
  }
}

extension GraphReader {
  /// All edges of a node, of any type and way. O(degree).
  package func edges(at node: NodeOrdinal) -> [EdgeOrdinal] {
    let found = ExpandBuffer()
    var cursor = ExpandCursor()
    withUnsafePointer(to: node) {
      _ = expand(
        UnsafeBufferPointer(start: $0, count: 1), validity: nil, directions: .any, types: nil, cursor: &cursor, limit: .max, into: found)
    }
    return Array(found.edges.elements)
  }
}
