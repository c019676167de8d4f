import GraphStore

/// A copy of rows, with all that their cells point to: up to `Batch.rowLimit` of them, flat columns only. Used again and again.
final class KeptBatch {
  let batch = Batch()
  private let arena = Arena(firstChunkBytes: 4_096)
  private let empty: Arena.Mark

  init() { empty = arena.mark() }

  func removeAll() {
    batch.count = 0
    arena.release(to: empty)
  }

  /// Copies rows from `first` on, as many as fit.
  /// - Returns: how many; 0 when the batch is full or when the rows' columns have other kinds than those before.
  func append(_ other: Batch, _ slots: [Slot], from first: Int) -> Int {
    let start = batch.count
    let count = min(Batch.rowLimit - start, other.count - first)
    guard count > 0 else { return 0 }
    if start == 0 {
      for slot in slots { batch.own(slot, other[slot].kind, room: Batch.rowLimit).lies(in: other[slot].pool) }
    } else {
      for slot in slots where batch[slot].kind != other[slot].kind { return 0 }
    }
    for slot in slots { copy(other[slot], first..<(first + count), to: batch[slot], at: start) }
    batch.count = start + count
    return count
  }

  private func copy(_ source: Column, _ rows: Range<Int>, to target: Column, at start: Int) {
    let positions = source.isConstant ? 0..<1 : rows
    switch source.kind {
    case .node, .edge: fill(target.ordinals + start, from: source.ordinals, positions, rows.count)
    case .bool: fill(target.bools + start, from: source.bools, positions, rows.count)
    case .int, .date: fill(target.ints + start, from: source.ints, positions, rows.count)
    case .float: fill(target.floats + start, from: source.floats, positions, rows.count)
    case .cell:
      if source.pool != 0 {
        // What cells point to stays where it is.
        fill(target.cells + start, from: source.cells, positions, rows.count)
        if target.pool != source.pool { target.lies(in: 0) }
      } else if source.isConstant {
        (target.cells + start).update(repeating: arena.copy(source.cells[0]), count: rows.count)
        target.lies(in: 0)
      } else {
        target.lies(in: 0)
        for row in 0..<rows.count { target.cells[start + row] = arena.copy(source.cells[rows.lowerBound + row]) }
      }
    }
    if source.hasNulls {
      if !target.hasNulls {
        target.hasNulls = true
        target.validity.update(repeating: 1, count: start)
      }
      fill(target.validity + start, from: source.validity, positions, rows.count)
    } else if target.hasNulls {
      (target.validity + start).update(repeating: 1, count: rows.count)
    }
  }

  /// One position stands for all rows.
  private func fill<T: BitwiseCopyable>(
    _ target: UnsafeMutablePointer<T>, from source: UnsafeMutablePointer<T>, _ positions: Range<Int>, _ count: Int
  ) {
    if positions.count == count {
      target.update(from: source + positions.lowerBound, count: count)
    } else {
      target.update(repeating: source[positions.lowerBound], count: count)
    }
  }
}
