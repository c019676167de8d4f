import Synchronization

/// Idle connections for readers. One that has served a transaction is kept for the next.
final class ReaderPool: Sendable {
  private let recipe: FileOpening.ReaderRecipe
  private let idle = Mutex<[Connection]>([])
  /// Connections kept open while nobody reads.
  private static let idleConnectionLimit = 8

  init(_ recipe: FileOpening.ReaderRecipe) { self.recipe = recipe }

  func take() throws(StoreError) -> Connection {
    if let connection = idle.withLock({ $0.popLast() }) { return connection }
    return try recipe.open()
  }

  func giveBack(_ connection: Connection) {
    idle.withLock { idle in
      if idle.count < ReaderPool.idleConnectionLimit { idle.append(connection) }
    }
  }

  func closeAll() {
    idle.withLock { idle in
      for connection in idle { connection.close() }
      idle.removeAll()
    }
  }
}
