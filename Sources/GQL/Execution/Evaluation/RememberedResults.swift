import GraphStore

/// Results of one operation for strings, by where they lie: where each string has one place in a snapshot (`Column.pool`) and no other operand changes as
/// long as a statement lasts, else for the rows of one batch. Belongs to one worker.
final class RememberedResults {
  @exclusivity(unchecked) private var results: [Cell] = []
  private let numberByPlace = IntegerTable()
  /// What the results point to, of those that outlast a batch.
  private let arena = Arena(firstChunkBytes: 256)
  private let empty: Arena.Mark
  @exclusivity(unchecked) private var pool: UInt64 = 0
  @exclusivity(unchecked) private var statement: UInt64?
  /// Rows that results were asked for since the first of them was remembered, up to the batch before this one.
  @exclusivity(unchecked) private var asked = 0
  /// Of the results; beyond it no more are kept.
  private static let mostBytes = 1 << 20
  /// Rows after which it is seen whether most have strings of their own.
  private static let vainSample = 1 << 16

  init() { empty = arena.mark() }

  /// - Parameter column: the operand that the results depend on.
  /// - Parameter mayOutlastBatch: they depend on nothing else in the statement.
  /// - Returns: whether results of its strings are to be asked for and remembered.
  func begin(_ column: Column, rows: Int, mayOutlastBatch: Bool, _ context: ExecutionContext) -> Bool {
    guard column.kind == .cell, rows >= Cell.fewestPlacedRows else { return false }
    let newPool = mayOutlastBatch && context.writer == nil ? column.pool : 0
    if newPool == 0 || pool != newPool || statement != context.statement {
      results.removeAll(keepingCapacity: true)
      numberByPlace.removeAll()
      arena.release(to: empty)
      (pool, statement, asked) = (newPool, context.statement, 0)
    }
    // Most strings differ: looking for their results costs more than it saves.
    if asked >= RememberedResults.vainSample, results.count * 2 > asked { return false }
    asked += rows
    return true
  }

  /// Whether most of the first rows of a batch had other strings than those before.
  func isInVain(after rows: Int) -> Bool { pool == 0 && rows == Cell.placeSample && results.count * 2 > rows }

  /// Nil where none is known.
  @inline(__always)
  func result(for operand: Cell) -> Cell? {
    guard let place = operand.stringPlace, let number = numberByPlace.value(of: place) else { return nil }
    return results[Int(number)]
  }

  func remember(_ result: Cell, for operand: Cell) {
    guard let place = operand.stringPlace, arena.bytesInUse < RememberedResults.mostBytes else { return }
    if numberByPlace.code(of: place, orNew: UInt32(results.count)) == results.count { results.append(pool == 0 ? result : arena.copy(result)) }
  }
}
