/// Changes of single elements.
extension WriteTransaction {
  public func insertNode(labels: [String], properties: Record) throws(StoreError) -> NodeID {
    try change { () throws(StoreError) in
      let text = try PropertyText.encode(properties)
      let id = try nodes.insert(labelSet: try names.labelSetID(labels), properties: text)
      noteInserted(id..<id + 1)
      return NodeID(id)
    }
  }

  public func insertEdge(
    type: String, source: NodeID, target: NodeID, isDirected: Bool, properties: Record
  ) throws(StoreError) -> EdgeID {
    try change { () throws(StoreError) in
      let text = try PropertyText.encode(properties)
      try requireNode(source.rawValue)
      try requireNode(target.rawValue)
      let row = EdgeTable.Row(
        type: try names.edgeTypeID(type), source: source.rawValue, target: target.rawValue,
        isDirected: isDirected, properties: text)
      return EdgeID(try edges.insert(row))
    }
  }

  @discardableResult
  public func setProperties(_ changes: [(key: String, value: Value)], ofNode id: NodeID) throws(StoreError) -> Int {
    try change { () throws(StoreError) -> Int in
      let old = try nodes.read(id.rawValue) { (_, text) throws(StoreError) in try PropertyText.decode(text) }
      guard var record = old else { throw StoreError.noSuchNode(id) }
      let count = record.apply(changes)
      if count > 0 { _ = try nodes.replaceProperties(of: id.rawValue, with: try PropertyText.encode(record)) }
      return count
    }
  }

  @discardableResult
  public func setProperties(_ changes: [(key: String, value: Value)], ofEdge id: EdgeID) throws(StoreError) -> Int {
    try change { () throws(StoreError) -> Int in
      let old = try edges.read(id.rawValue) { (text) throws(StoreError) in try PropertyText.decode(text) }
      guard var record = old else { throw StoreError.noSuchEdge(id) }
      let count = record.apply(changes)
      if count > 0 { _ = try edges.replaceProperties(of: id.rawValue, with: try PropertyText.encode(record)) }
      return count
    }
  }

  public func replaceProperties(_ properties: Record, ofNode id: NodeID) throws(StoreError) {
    try change { () throws(StoreError) in
      let text = try PropertyText.encode(properties)
      guard try nodes.replaceProperties(of: id.rawValue, with: text) else { throw StoreError.noSuchNode(id) }
    }
  }

  public func replaceProperties(_ properties: Record, ofEdge id: EdgeID) throws(StoreError) {
    try change { () throws(StoreError) in
      let text = try PropertyText.encode(properties)
      guard try edges.replaceProperties(of: id.rawValue, with: text) else { throw StoreError.noSuchEdge(id) }
    }
  }

  @discardableResult
  public func addLabel(_ label: String, to id: NodeID) throws(StoreError) -> Bool {
    try changeLabels(of: id) { labels in
      if labels.contains(where: { $0.isSameName(as: label) }) { return nil }
      return labels + [label]
    }
  }

  @discardableResult
  public func removeLabel(_ label: String, from id: NodeID) throws(StoreError) -> Bool {
    try changeLabels(of: id) { labels in
      let others = labels.filter { !$0.isSameName(as: label) }
      return others.count == labels.count ? nil : others
    }
  }

  /// `body` gives the new labels, or nil when they stay: then the result is false.
  private func changeLabels(of id: NodeID, _ body: ([String]) -> [String]?) throws(StoreError) -> Bool {
    try change { () throws(StoreError) -> Bool in
      guard let old = try nodes.read(id.rawValue, { (labelSet, _) throws(StoreError) in labelSet }) else {
        throw StoreError.noSuchNode(id)
      }
      guard let labels = try names.labels(ofSet: old) else {
        throw StoreError(.corrupt, "node \(id) has label set \(old), which does not exist")
      }
      guard let new = body(labels) else { return false }
      return try nodes.replaceLabelSet(of: id.rawValue, with: try names.labelSetID(new))
    }
  }

  public func deleteEdge(_ id: EdgeID) throws(StoreError) {
    try change { () throws(StoreError) in
      guard try edges.delete(id.rawValue) else { throw StoreError.noSuchEdge(id) }
    }
  }

  public func deleteNode(_ id: NodeID) throws(StoreError) {
    try change { () throws(StoreError) in
      guard try nodes.delete(id.rawValue) else { throw StoreError.noSuchNode(id) }
      noteDeletedNode()
    }
  }
}

extension StoreError {
  static func noSuchNode(_ id: NodeID) -> StoreError { StoreError(.noSuchElement, "there is no node \(id)") }
  static func noSuchEdge(_ id: EdgeID) -> StoreError { StoreError(.noSuchElement, "there is no edge \(id)") }
}
