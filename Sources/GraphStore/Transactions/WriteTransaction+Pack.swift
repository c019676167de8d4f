/// Making the packed index.
extension WriteTransaction {
  /// Graphs with fewer edges are as fast without an index.
  static let leastEdgesForPack: Int64 = 10_000
  /// So many changes are worth a new index, or a twentieth of the rows if that is more.
  static let leastChangesForPack: Int64 = 10_000
  /// Commits look at whether an index is worthwhile after so many changed rows.
  static let changesBetweenLooks: Int64 = 1_000

  /// Makes the packed index anew. Reads every row. The last thing a transaction does: nobody reads in it afterwards.
  ///
  /// - Throws: `corrupt` when the graph cannot be packed as it is.
  func repack() throws(StoreError) {
    try change { () throws(StoreError) in
      try updateTextIndexes()
      guard try rows.keepsChangeLog(), try rows.isCoveredByChangeLog() else {
        throw StoreError(.corrupt, "the triggers of the file are not those of its format: `graphsh check` says more")
      }
      switch try pack() {
      case nil: break
      case .unnamedRow: throw StoreError(.corrupt, "a node's label set or an edge's type does not exist: `graphsh check` says more")
      case .tooLarge: throw StoreError(.limitExceeded, "the graph is too large for a packed index")
      case .property: throw StoreError(.corrupt, "the properties of a row cannot be read: `graphsh check` says more")
      case .store(let error): throw error
      }
    }
  }

  /// Brings the packed index up to date, however few the changes are. The last thing a transaction does.
  ///
  /// - Returns: false when it has to be made anew; then nothing is changed.
  func refreshPack() throws(StoreError) -> Bool {
    guard try rows.keepsChangeLog(), try rows.isCoveredByChangeLog() else { return false }
    do throws(Packer.Obstacle) { return try refresh(packHeader()) } catch {
      if case .store(let cause) = error { throw cause }
      throw StoreError(.corrupt, "the graph cannot be packed: \(error)")
    }
  }

  private func packHeader() -> PackHeader? {
    var header: PackHeader?
    _ = try? PackTable(connection, layout).read(PackKey(kind: .header)) { header = PackHeader($0) }
    return header
  }

  /// What a commit does: packs after many changes. A graph that cannot be packed is committed all the same.
  func packIfWorthwhile() throws(StoreError) {
    if try finishMadePack() { return }
    guard store.path != nil, store.mayPack(after: connection.totalChangeCount) else { return }
    let now = try rows.state()
    guard now.maximumEdgeID >= WriteTransaction.leastEdgesForPack else { return }
    let header = now.packVersion != 0 ? packHeader() : nil
    if let header {
      let limit = max(WriteTransaction.leastChangesForPack, Int64(header.nodeCount + header.edgeCount) / 20)
      if now.changeCount(since: header.state) <= Double(limit) { return }
    }
    guard try rows.keepsChangeLog(), try rows.isCoveredByChangeLog() else { return }
    _ = try pack(from: header)
  }

  // MARK: Made along with a load

  /// Takes over the chunks that a load has written, of all the rows there are now; nil, and a graph that is small, throws them away.
  func keep(_ header: PackHeader?) throws(StoreError) {
    try change { () throws(StoreError) in
      let state = try rows.state()
      guard var header, state.maximumNodeID == Int64(header.nodeCount), state.maximumEdgeID == Int64(header.edgeCount),
        state.maximumEdgeID >= WriteTransaction.leastEdgesForPack
      else { return try PackTable(connection, layout).removeAll() }
      do throws(Packer.Obstacle) { try Packer(rows, on: connection).putIndexes(&header) } catch {
        if case .store(let cause) = error { throw cause }
        return
      }
      madePack = MadePack(layout: layout, header: header, state: state)
    }
  }

  /// False when there is none, or rows have changed since.
  private func finishMadePack() throws(StoreError) -> Bool {
    guard let made = madePack, made.layout == layout, try rows.state() == made.state, try rows.keepsChangeLog(),
      try rows.isCoveredByChangeLog()
    else { return false }
    do throws(Packer.Obstacle) { try Packer(rows, on: connection).finish(made.header) } catch {
      if case .store(let cause) = error { throw cause }
      return false
    }
    return true
  }

  /// All of it or nothing. Throws `interrupted`, and then what was written is there still: the whole transaction is to be rolled back, which
  /// SQLite does at once, where it would write each page of a savepoint back.
  ///
  /// - Parameter header: of an index that may be brought up to date; nil = it is made anew.
  private func pack(from header: PackHeader? = nil) throws(StoreError) -> Packer.Obstacle? {
    if let monitor {
      let state = try rows.state()
      // The edges are gone through once more.
      monitor.begin(.packing, whole: Int(min(state.maximumNodeID, FormatLimit.maximumID) + 2 * min(state.maximumEdgeID, FormatLimit.maximumID)))
    }
    try connection.statement("SAVEPOINT pack").run()
    do throws(Packer.Obstacle) {
      if try !refresh(header) { try Packer.run(rows, on: connection) }
    } catch {
      if case .store(let cause) = error, cause.code == .interrupted { throw cause }
      if connection.isInTransaction {
        try connection.statement("ROLLBACK TO pack").run()
        try connection.statement("RELEASE pack").run()
        connection.sight.forget()
      } else if case .store(let cause) = error {
        throw cause
      }
      return error
    }
    try connection.statement("RELEASE pack").run()
    return nil
  }

  /// False, and nothing changed, where the index has to be made anew.
  private func refresh(_ header: PackHeader?) throws(Packer.Obstacle) -> Bool {
    guard let header else { return false }
    try Packer.store { () throws(StoreError) in try connection.statement("SAVEPOINT refresh").run() }
    let isDone = try PackRefresh.run(rows, on: connection, header)
    try Packer.store { () throws(StoreError) in
      if !isDone { try connection.statement("ROLLBACK TO refresh").run() }
      try connection.statement("RELEASE refresh").run()
    }
    if !isDone { connection.sight.forget() }
    return isDone
  }
}
