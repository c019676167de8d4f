/// A node to be inserted with others.
public struct NewNode: Sendable {
  /// Need not be sorted or distinct.
  public var labels: [String]
  public var properties: Record
  public init(labels: [String], properties: Record) {
    self.labels = labels
    self.properties = properties
  }
}

/// An edge to be inserted with others.
public struct NewEdge: Sendable {
  public var type: String
  public var source: NodeID
  public var target: NodeID
  public var isDirected: Bool
  public var properties: Record
  public init(type: String, source: NodeID, target: NodeID, isDirected: Bool = true, properties: Record) {
    self.type = type
    self.source = source
    self.target = target
    self.isDirected = isDirected
    self.properties = properties
  }
}

/// Inserting many elements: three to four times faster than one by one. Hand over some thousands at a time.
extension WriteTransaction {
  /// Ids come in the order of `batch`. Nothing is undone when it throws: use a statement.
  public func insertNodes(_ batch: [NewNode]) throws(StoreError) -> [NodeID] {
    try change { () throws(StoreError) in
      var rows: [(labelSet: Int64, properties: [UInt8])] = []
      rows.reserveCapacity(batch.count)
      for node in batch {
        rows.append((try names.labelSetID(node.labels), try PropertyText.encode(node.properties)))
      }
      let ids = try nodes.insert(rows)
      if let first = ids.first, let last = ids.last { noteInserted(first..<last + 1) }
      return ids.map { NodeID($0) }
    }
  }

  /// Ids come in the order of `batch`. Throws `missingEndpoint` when an end is not a living node; ends among
  /// the nodes that this transaction has inserted in one row cost no look. Nothing is undone when it throws:
  /// use a statement.
  public func insertEdges(_ batch: [NewEdge]) throws(StoreError) -> [EdgeID] {
    try change { () throws(StoreError) in
      var rows: [EdgeTable.Row] = []
      rows.reserveCapacity(batch.count)
      for edge in batch {
        try requireNode(edge.source.rawValue)
        try requireNode(edge.target.rawValue)
        rows.append(
          EdgeTable.Row(
            type: try names.edgeTypeID(edge.type), source: edge.source.rawValue, target: edge.target.rawValue,
            isDirected: edge.isDirected, properties: try PropertyText.encode(edge.properties)))
      }
      return try edges.insert(rows).map { EdgeID($0) }
    }
  }
}
