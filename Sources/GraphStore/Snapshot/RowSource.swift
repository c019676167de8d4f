/// Rows of one graph as one transaction of one connection sees them: what a snapshot is loaded and advanced from.
///
/// Implemented in `Storage`; the buffers handed to the closures are valid during the call only. Rows come in id order.
protocol RowSource: AnyObject {
  /// Identifies the state of the graph's rows and catalog in this transaction; equal states have equal contents.
  func state() throws(StoreError) -> RowState
  func labelSets() throws(StoreError) -> [(id: Int64, labels: [String])]
  func edgeTypes() throws(StoreError) -> [(id: Int64, name: String)]
  /// Nodes with `id > after`; `properties` is the raw JSON text.
  func forEachNode(after id: Int64, _ body: (_ row: NodeRow) -> Void) throws(StoreError)
  func forEachEdge(after id: Int64, _ body: (_ row: EdgeRow) -> Void) throws(StoreError)
  /// Calls `body` with the row, or not at all when there is none.
  func readNode(_ id: Int64, _ body: (_ row: NodeRow) -> Void) throws(StoreError)
  func readEdge(_ id: Int64, _ body: (_ row: EdgeRow) -> Void) throws(StoreError)
  /// Ids of rows that existed (or were replaced) and changed since, in log order, possibly repeated.
  func changedNodes(after sequence: Int64) throws(StoreError) -> [Int64]
  func changedEdges(after sequence: Int64) throws(StoreError) -> [Int64]
  /// The packed index, when there is one that the change log leads on from.
  func packSource() throws(StoreError) -> PackSource?
  /// Lets the index be read through this source's connection until the loan is detached.
  func lend(to source: PackSource) throws(StoreError) -> PackSource.Loan?
}

extension RowSource {
  func packSource() throws(StoreError) -> PackSource? { nil }
  func lend(to source: PackSource) throws(StoreError) -> PackSource.Loan? { nil }
}

struct RowState: Hashable, Sendable {
  var maximumNodeID: Int64 = 0
  var maximumEdgeID: Int64 = 0
  var maximumNodeChange: Int64 = 0
  var maximumEdgeChange: Int64 = 0
  /// Counts label sets, edge types: both only grow.
  var labelSetCount: Int64 = 0
  var edgeTypeCount: Int64 = 0
  /// Of the packed index; 0 = there is none. The change log reaches back to when it was made, and no further.
  var packVersion: Int64 = 0

  /// Rows that have come and changed since an earlier state. The numbers may be any, where others have tampered with them.
  func changeCount(since earlier: RowState) -> Double {
    func difference(_ now: Int64, _ before: Int64) -> Double { Double(now) - Double(before) }
    return difference(maximumNodeID, earlier.maximumNodeID) + difference(maximumEdgeID, earlier.maximumEdgeID)
      + difference(maximumNodeChange, earlier.maximumNodeChange) + difference(maximumEdgeChange, earlier.maximumEdgeChange)
  }
}

struct NodeRow {
  var id: Int64
  var labelSet: Int64
  var properties: UnsafeBufferPointer<UInt8>
}

struct EdgeRow {
  var id: Int64
  var type: Int64
  var source: Int64
  var target: Int64
  var isDirected: Bool
  var properties: UnsafeBufferPointer<UInt8>
}
