/// A property graph in one SQLite file, or in memory. Safe to share between threads; any number of processes may open one file.
public final class Store: Sendable {
  /// Opens or creates the file at `path`; nil = a private graph in memory.
  public init(path: String?, configuration: Configuration = Configuration()) throws(StoreError) {
    fatalError("contract only")
  }

  /// One snapshot (deferred BEGIN). Any number at once.
  public func beginRead() throws(StoreError) -> ReadTransaction { fatalError("contract only") }
  /// BEGIN IMMEDIATE: the one writer. Waits for another writer as configured, then throws `busy`.
  public func beginWrite() throws(StoreError) -> WriteTransaction { fatalError("contract only") }
}

/// A snapshot held open. End it; one that is let go ends by itself.
public final class ReadTransaction {
  init() {}
  /// The snapshot, loaded on first use and shared with other transactions that see the same state.
  public func reader() throws(StoreError) -> any GraphReader { fatalError("contract only") }
  public func end() {}
}

/// The one writing transaction. One that is let go without `commit` is rolled back.
public final class WriteTransaction: GraphWriter {
  init() {}
  public func insertNode(labels: [String], properties: Record) throws(StoreError) -> NodeID { fatalError("contract only") }
  public func insertEdge(type: String, source: NodeID, target: NodeID, isDirected: Bool, properties: Record) throws(StoreError) -> EdgeID { fatalError("contract only") }
  public func setProperty(_ key: String, to value: Value, ofNode id: NodeID) throws(StoreError) {}
  public func setProperty(_ key: String, to value: Value, ofEdge id: EdgeID) throws(StoreError) {}
  public func replaceProperties(_ properties: Record, ofNode id: NodeID) throws(StoreError) {}
  public func replaceProperties(_ properties: Record, ofEdge id: EdgeID) throws(StoreError) {}
  public func addLabel(_ label: String, to id: NodeID) throws(StoreError) {}
  public func removeLabel(_ label: String, from id: NodeID) throws(StoreError) {}
  public func deleteEdge(_ id: EdgeID) throws(StoreError) {}
  public func deleteNode(_ id: NodeID) throws(StoreError) {}
  public func advancedReader() throws(StoreError) -> any GraphReader { fatalError("contract only") }

  /// Statements nest: a savepoint is released when its statement succeeds, rolled back to when it fails.
  public func beginStatement() throws(StoreError) {}
  public func endStatement() throws(StoreError) {}
  /// Undoes the statement. Readers made since, and ids given out since, are invalid afterwards.
  public func rollBackStatement() throws(StoreError) {}
  /// Durable when it returns, as configured.
  public func commit() throws(StoreError) {}
  public func rollBack() {}
}
