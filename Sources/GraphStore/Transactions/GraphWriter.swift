/// The writing half of a transaction on one graph, as the language sees it.
///
/// Writes take effect in the transaction at once and become visible to readers made by `advancedReader()` afterwards; a reader made
/// before never sees them. Elements are named by id. All methods throw `StoreError`.
public protocol GraphWriter: AnyObject {
  /// Labels need not be sorted or distinct; null properties are left out.
  func insertNode(labels: [String], properties: Record) throws(StoreError) -> NodeID
  /// Throws `missingEndpoint` when an end is not a living node.
  func insertEdge(
    type: String, source: NodeID, target: NodeID, isDirected: Bool, properties: Record
  ) throws(StoreError) -> EdgeID

  /// Sets properties one after the other; null removes one. O(properties + changes).
  /// - Returns: how many changes had something to do: what is not there cannot be removed.
  /// - Throws: `invalidProperty` for values that cannot be stored: elements and paths.
  @discardableResult func setProperties(_ changes: [(key: String, value: Value)], ofNode id: NodeID) throws(StoreError) -> Int
  @discardableResult func setProperties(_ changes: [(key: String, value: Value)], ofEdge id: EdgeID) throws(StoreError) -> Int
  func replaceProperties(_ properties: Record, ofNode id: NodeID) throws(StoreError)
  func replaceProperties(_ properties: Record, ofEdge id: EdgeID) throws(StoreError)
  /// False where the node has the label.
  @discardableResult func addLabel(_ label: String, to id: NodeID) throws(StoreError) -> Bool
  /// False where it has not.
  @discardableResult func removeLabel(_ label: String, from id: NodeID) throws(StoreError) -> Bool

  func deleteEdge(_ id: EdgeID) throws(StoreError)
  /// Leaves edges alone: whoever calls deletes or refuses them first.
  func deleteNode(_ id: NodeID) throws(StoreError)

  /// A snapshot that sees all writes so far. Ordinals of earlier readers of this transaction keep their meaning.
  func advancedReader() throws(StoreError) -> any GraphReader
}

extension GraphWriter {
  /// One property; false where there was none to remove.
  @discardableResult public func setProperty(_ key: String, to value: Value, ofNode id: NodeID) throws(StoreError) -> Bool {
    try setProperties([(key, value)], ofNode: id) > 0
  }

  @discardableResult public func setProperty(_ key: String, to value: Value, ofEdge id: EdgeID) throws(StoreError) -> Bool {
    try setProperties([(key, value)], ofEdge: id) > 0
  }
}
