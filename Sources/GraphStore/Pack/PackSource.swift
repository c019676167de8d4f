import Synchronization

/// Where the chunks of one version of a packed index are read from, when they are needed, by whichever snapshot of the
/// lineage needs them. Safe to use from several threads at once.
///
/// Chunks of one version never change, so that any connection will do that sees this version: one of a reading transaction that
/// holds a snapshot, or a fresh one. Rows are read through a connection that sees the snapshot's own state.
final class PackSource: Sendable {
  let header: PackHeader
  private let layout: GraphLayout
  /// Opens connections when no transaction is there. Nil: there is none.
  private let readers: ReaderPool?

  /// A connection that a transaction lends. Used under its lock only.
  final class Loan: @unchecked Sendable {
    let state: RowState
    /// The connection writes: what it sees changes, and it is asked each time. Only for looking up.
    let isLive: Bool
    private var connection: Connection?
    private let inUse = Mutex(())

    init(_ connection: Connection, _ state: RowState, isLive: Bool = false) {
      self.state = state
      self.isLive = isLive
      self.connection = connection
    }

    /// Nil after its end.
    fileprivate func use(_ body: (Connection) -> Answer) -> Answer? {
      inUse.withLock { _ in connection.map(body) }
    }

    /// Waits for who is using it.
    func end() { inUse.withLock { _ in connection = nil } }
  }

  private struct State {
    var loans: [Loan] = []
    var fault: StoreError?
  }
  private let state = Mutex(State())

  init(_ header: PackHeader, _ layout: GraphLayout, _ readers: ReaderPool?) {
    self.header = header
    self.layout = layout
    self.readers = readers
  }

  /// Set when a chunk could not be read: what was answered since may be wrong, and the snapshots are to be thrown away.
  var fault: StoreError? { state.withLock { $0.fault } }

  func attach(_ loan: Loan) { state.withLock { $0.loans.append(loan) } }

  func detach(_ loan: Loan) {
    state.withLock { $0.loans.removeAll { $0 === loan } }
    loan.end()
  }

  private func note(_ error: StoreError) { state.withLock { if $0.fault == nil { $0.fault = error } } }

  private func damaged(_ key: PackKey) -> StoreError {
    StoreError(.corrupt, "chunk \(key.chunk) of the packed index (\(key.kind) \(key.item)) cannot be read: run `graphsh repack`")
  }

  /// Calls `body` with the bytes of a chunk. A chunk that is missing where `isOptional` gives nil without a fault; otherwise nil,
  /// and when `body` gives nil, is a fault.
  func chunk<T>(_ key: PackKey, isOptional: Bool = false, _ body: (UnsafeRawBufferPointer) -> T?) -> T? {
    var made: T?
    var isMissing = false
    let result = use(as: nil) { connection throws(StoreError) in
      let isThere = try PackTable(connection, layout).read(key) { bytes in
        made = (header.isSealed ? PackSeal.content(bytes, key) : bytes).flatMap(body)
      }
      isMissing = !isThere
    }
    if let result {
      note(result)
      return nil
    }
    if made == nil, !(isMissing && isOptional) { note(damaged(key)) }
    return made
  }

  /// Chunks that exist, as marks.
  func chunks(_ kind: PackKey.Kind, item: Int, count: Int) -> [Bool] {
    var marks = Array(repeating: false, count: count)
    let result = use(as: nil) { connection throws(StoreError) in
      for chunk in try PackTable(connection, layout).chunks(kind, item: item) where chunk < count { marks[chunk] = true }
    }
    if let result { note(result) }
    return marks
  }

  /// Calls `body` with the property texts of the rows in a range of ids.
  /// - Parameter state: what the snapshot shows; nil in a write transaction, which nobody overtakes.
  func texts(
    of kind: ElementKind, _ ids: ClosedRange<Int64>, as state: RowState?, _ body: (Int64, UnsafeBufferPointer<UInt8>) -> Void
  ) {
    let table = kind == .node ? layout.node : layout.edge
    let result = use(as: .some(state)) { connection throws(StoreError) in
      let statement = try connection.statement("SELECT id, properties FROM \(table) WHERE id BETWEEN ? AND ?")
      statement.bind(1, ids.lowerBound)
      statement.bind(2, ids.upperBound)
      defer { statement.reset() }
      while try statement.step() { body(statement.int(0), statement.utf8(1)) }
    }
    if let result { note(result) }
  }

  // MARK: Looking up

  var graphLayout: GraphLayout { layout }

  /// What `body` finds through a connection that sees this state. Nil when there is none, and when it fails: there is another way.
  func lookUp<T>(as wanted: RowState, _ body: (Connection) throws(StoreError) -> T?) -> T? {
    let loans = state.withLock { $0.loans }
    var found: T?
    var isDone = false
    for loan in loans.reversed() where loan.isLive || loan.state == wanted {
      let answer = loan.use { connection in
        PackSource.attempt(connection) { connection throws(StoreError) in
          if loan.isLive, try TableRowSource(connection, layout).state() != wanted { return }
          found = try body(connection)
          isDone = true
        }
      }
      if answer?.error != nil { return nil }
      if isDone { return found }
    }
    if readers == nil { return nil }
    let fault = withFreshConnection(as: .some(.some(wanted))) { connection throws(StoreError) in found = try body(connection) }
    return fault == nil ? found : nil
  }

  // MARK: Connections

  private func use(as wanted: RowState??, _ body: (Connection) throws(StoreError) -> Void) -> StoreError? {
    let loans = state.withLock { $0.loans }
    for loan in loans.reversed() where !loan.isLive {
      if case .some(let state) = wanted, loan.state != state { continue }
      let answer = loan.use { connection in PackSource.attempt(connection, body) }
      if let answer { return answer.error }
    }
    return withFreshConnection(as: wanted, body)
  }

  fileprivate struct Answer: Sendable { var error: StoreError? }

  /// What a user interrupts is not this: it is tried again.
  private static func attempt(_ connection: Connection, _ body: (Connection) throws(StoreError) -> Void) -> Answer {
    for _ in 0..<1_000 {
      do throws(StoreError) {
        try body(connection)
        return Answer(error: nil)
      } catch {
        if error.code != .interrupted { return Answer(error: error) }
      }
    }
    return Answer(error: StoreError(.interrupted, "interrupted"))
  }

  private func withFreshConnection(as wanted: RowState??, _ body: (Connection) throws(StoreError) -> Void) -> StoreError? {
    guard let readers else { return StoreError(.sqlite, "the transaction of this reader has ended") }
    do throws(StoreError) {
      let connection = try readers.take()
      try connection.statement("BEGIN").run()
      let now = try TableRowSource(connection, layout).state()
      var isRight = now.packVersion == header.state.packVersion
      if case .some(.some(let state)) = wanted { isRight = isRight && now == state }
      guard isRight else {
        try connection.statement("ROLLBACK").run()
        readers.giveBack(connection)
        return StoreError(.sqlite, "the transaction of this reader has ended, and the graph has changed since")
      }
      let answer = PackSource.attempt(connection, body)
      try connection.statement("ROLLBACK").run()
      readers.giveBack(connection)
      return answer.error
    } catch {
      return error
    }
  }
}
