import GraphStore

/// Where transactions and statements within them begin and end.
extension Session {
  func inOwnTransaction(
    _ body: (WriteTransaction) throws(QueryError) -> QueryResult
  ) throws(QueryError) -> QueryResult {
    try inOwn(try store { () throws(StoreError) in try graph.store.beginWrite() }, body)
  }

  /// The whole transaction is the statement: it needs no savepoint, and what fails is taken back at once.
  func inOwn(
    _ transaction: WriteTransaction, _ body: (WriteTransaction) throws(QueryError) -> QueryResult
  ) throws(QueryError) -> QueryResult {
    transaction.monitor = monitor
    do throws(QueryError) {
      let result = try body(transaction)
      try store { () throws(StoreError) in try transaction.commit() }
      return result
    } catch {
      if !transaction.isEnded { transaction.rollBack() }
      throw error
    }
  }

  func inStatement(
    of transaction: WriteTransaction, _ body: (WriteTransaction) throws(QueryError) -> QueryResult
  ) throws(QueryError) -> QueryResult {
    transaction.monitor = monitor
    try store { () throws(StoreError) in try transaction.beginStatement() }
    do throws(QueryError) {
      let result = try body(transaction)
      try store { () throws(StoreError) in try transaction.endStatement() }
      return result
    } catch {
      if transaction.isEnded {
        writing = nil
      } else {
        try store { () throws(StoreError) in try transaction.rollBackStatement() }
      }
      throw error
    }
  }

  /// Opens a transaction that statements cannot end: its holder does, with `release(commits:)`.
  func hold(_ access: Statement.TransactionAccess) throws(QueryError) {
    _ = try start(access)
    isHeld = true
  }

  /// Ends the held transaction.
  func release(commits: Bool) throws(QueryError) {
    isHeld = false
    guard isInTransaction else { return }
    _ = try commits ? commit() : rollBack()
  }

  func start(_ access: Statement.TransactionAccess) throws(QueryError) -> QueryResult {
    guard !isInTransaction else { throw QueryError(.activeTransaction, "a transaction is open already") }
    switch access {
    case .readOnly: reading = try store { () throws(StoreError) in try graph.store.beginRead() }
    case .readWrite: writing = try store { () throws(StoreError) in try graph.store.beginWrite() }
    }
    return Session.noResult
  }

  func commit() throws(QueryError) -> QueryResult {
    try checkNotHeld()
    guard isInTransaction else { throw QueryError(.invalidTransactionTermination, "there is no transaction to commit") }
    let transaction = writing
    reading?.end()
    reading = nil
    writing = nil
    transaction?.monitor = monitor
    if let transaction { try store { () throws(StoreError) in try transaction.commit() } }
    return Session.noResult
  }

  func rollBack() throws(QueryError) -> QueryResult {
    try checkNotHeld()
    guard isInTransaction else { throw QueryError(.invalidTransactionTermination, "there is no transaction to roll back") }
    reading?.end()
    writing?.rollBack()
    reading = nil
    writing = nil
    return Session.noResult
  }

  func checkNotHeld() throws(QueryError) {
    guard isHeld else { return }
    throw QueryError(
      .invalidTransactionTermination, "the transaction ends with the closure that was given it",
      hints: ["return from the closure to commit, throw to roll back"])
  }
}
