/// How files are loaded.
public struct LoadOptions: Sendable {
  /// So many faulty elements are reported and left out; one more ends the load.
  public var maximumErrors = 0
  /// Reads and checks everything, and changes nothing.
  public var isDryRun = false
  /// Commits after so many elements; nil = all of them or nothing.
  public var batch: Int?
  public var monitor: WorkMonitor?
  /// The graph of the file that is loaded into.
  public var graph: String

  public init(
    maximumErrors: Int = 0, isDryRun: Bool = false, batch: Int? = nil, monitor: WorkMonitor? = nil, graph: String = CatalogContents.homeGraph
  ) {
    self.maximumErrors = maximumErrors
    self.isDryRun = isDryRun
    self.batch = batch
    self.monitor = monitor
    self.graph = graph
  }
}

/// The transaction of a load, or one after the other when it is committed in batches.
public final class LoadTransaction {
  public private(set) var current: WriteTransaction
  public let options: LoadOptions
  /// Nil where nobody will ask: the graph has no constraints.
  public private(set) var places: LoadPlaces?
  /// Elements in batches that are committed.
  private(set) var committed = 0
  private var pending = 0
  let batch: Int?
  /// Before each commit.
  private let check: (LoadTransaction) throws(StoreError) -> Void

  /// Over a transaction that its maker ends: there are no batches then.
  public init(over transaction: WriteTransaction, options: LoadOptions = LoadOptions()) {
    current = transaction
    self.options = options
    batch = nil
    check = { _ throws(StoreError) in }
    current.monitor = options.monitor
  }

  private init(
    _ store: Store, _ options: LoadOptions, _ check: @escaping (LoadTransaction) throws(StoreError) -> Void
  ) throws(StoreError) {
    self.options = options
    self.check = check
    batch = options.isDryRun ? nil : options.batch
    current = try store.beginWrite(graph: options.graph)
    current.monitor = options.monitor
  }

  /// Runs a load: committed when it returns, rolled back when it throws or is a dry run. The first load of a file writes it directly,
  /// see `Store.leaveLog`.
  ///
  /// - Parameter check: of what is about to be committed.
  /// - Throws: what `body` and `check` throw; the message says what batches have left in the graph.
  public static func run<Result>(
    in store: Store, options: LoadOptions, check: @escaping (LoadTransaction) throws(StoreError) -> Void = { _ throws(StoreError) in },
    _ body: (LoadTransaction) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    // Nothing that is committed batch by batch can be taken back at once.
    let isDirect = options.batch == nil && !options.isDryRun && store.leaveLog()
    defer { if isDirect { store.returnToLog() } }
    let load = try LoadTransaction(store, options, check)
    do throws(StoreError) {
      if try load.hasConstraints { load.places = LoadPlaces() }
      let result = try body(load)
      try options.monitor?.check()
      try check(load)
      if options.isDryRun { load.current.rollBack() } else { try load.current.commit() }
      return result
    } catch {
      if !load.current.isEnded { load.current.rollBack() }
      guard load.committed > 0 else { throw error }
      throw StoreError(error.code, "\(error.message) (\(load.committed) elements of the batches before are in the graph)")
    }
  }

  /// Whether the packed index can be made of the rows as they come: there are none yet, and all come in one transaction.
  var canPackAlong: Bool {
    get throws(StoreError) {
      guard batch == nil, !options.isDryRun, current.store.path != nil else { return false }
      let now = try current.rows.state()
      return now.maximumNodeID == 0 && now.maximumEdgeID == 0 && now.packVersion == 0
    }
  }

  /// Whether there is something to check that only inserted rows show; a dry run takes them back.
  var hasConstraints: Bool {
    get throws(StoreError) {
      let graph = current.layout.graph
      return try DefinitionTables(current.connection).constraints().contains { $0.graph == graph }
    }
  }

  /// Counts elements; true when they make a batch: then everything is to be written, and `commitBatch` called.
  func note(_ count: Int) -> Bool {
    options.monitor?.note(rows: count)
    pending += count
    return batch.map { pending >= $0 } ?? false
  }

  func commitBatch() throws(StoreError) {
    try check(self)
    let store = current.store
    try current.commit()
    committed += pending
    pending = 0
    current = try store.beginWrite(graph: options.graph)
    current.monitor = options.monitor
  }
}
