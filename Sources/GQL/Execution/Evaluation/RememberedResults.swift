import GraphStore

/// Results of one operation for strings that have one place each in a snapshot (`Column.pool`), by that place, as long as a statement lasts. Belongs to
/// one worker.
final class RememberedResults {
  @exclusivity(unchecked) private var results: [Cell] = []
  private let numberByPlace = IntegerTable()
  /// What the results point to.
  private let arena = Arena(firstChunkBytes: 256)
  private let empty: Arena.Mark
  @exclusivity(unchecked) private var pool: UInt64 = 0
  @exclusivity(unchecked) private var statement: UInt64?
  /// Rows of a batch that make it worth while.
  private static let fewestRows = 128
  /// Of the results; beyond it no more are kept.
  private static let mostBytes = 1 << 20

  init() { empty = arena.mark() }

  /// - Parameter column: the operand that the results depend on.
  /// - Returns: whether results of its strings are to be asked for and remembered.
  func begin(_ column: Column, rows: Int, _ context: ExecutionContext) -> Bool {
    guard column.kind == .cell, column.pool != 0, rows >= RememberedResults.fewestRows, context.writer == nil else { return false }
    if pool != column.pool || statement != context.statement {
      results.removeAll(keepingCapacity: true)
      numberByPlace.removeAll()
      arena.release(to: empty)
      (pool, statement) = (column.pool, context.statement)
    }
    return true
  }

  /// Nil where none is known.
  @inline(__always)
  func result(for operand: Cell) -> Cell? {
    // Empty strings have no place.
    guard operand.tag == .string, operand.length > 0, let number = numberByPlace.value(of: operand.payload) else { return nil }
    return results[Int(number)]
  }

  func remember(_ result: Cell, for operand: Cell) {
    guard operand.tag == .string, operand.length > 0, arena.bytesInUse < RememberedResults.mostBytes else { return }
    if numberByPlace.code(of: operand.payload, orNew: UInt32(results.count)) == results.count { results.append(arena.copy(result)) }
  }
}
