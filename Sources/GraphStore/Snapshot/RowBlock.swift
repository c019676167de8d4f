import Synchronization

/// Memory of one chunk of a row table, shared by the snapshots that hold rows of it.
///
/// A snapshot reads the rows that it counts and no others, so that the row after the last may be written while others read: by the one
/// that takes it. Who comes second, from the same snapshot or after a rollback, copies the chunk.
final class RowBlock: Sendable {
  private let memory: SharedBlock
  private let taken: Atomic<Int>

  /// - Parameter rowsTaken: rows that are whoever makes the block's.
  init(byteCount: Int, rowsTaken: Int) {
    memory = SharedBlock(byteCount: byteCount)
    taken = Atomic(rowsTaken)
  }

  var base: UnsafeMutableRawPointer { memory.base }
  var byteCount: Int { memory.byteCount }

  /// Whether `row`, the number of rows before it, is the caller's to write from now on.
  func take(_ row: Int) -> Bool { taken.compareExchange(expected: row, desired: row + 1, ordering: .relaxed).exchanged }
}
