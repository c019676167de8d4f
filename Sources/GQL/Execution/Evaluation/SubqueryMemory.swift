import GraphStore

/// The values of a subquery by what it reads of its row, in one statement and of one snapshot: rows that have the same there are asked for once.
///
/// It gives up where few rows are alike, and where values that compare as equal could give different results (1 and 1.0).
final class SubqueryMemory {
  private let inputs: [any Evaluator]
  /// What the subquery reads of a row.
  private let slots: [Slot]
  private var table: GroupTable
  /// By the number of an input.
  private var values: [Cell] = []
  private let arena = Arena(firstChunkBytes: 256)
  private let empty: Arena.Mark
  private var statement: UInt64?
  private var reader: UInt64?
  private var rowsSeen = 0
  private var isGivenUp = false
  /// By input, the type that all its values had so far.
  private var tags: [Cell.Tag?]
  private let numbers = OrdinalBuffer()
  private let asked = OrdinalBuffer()
  private let rows = Batch()

  private static let leastRows = 4_096
  private static let mostValues = 1 << 16

  init(_ slots: [Slot], inputs: [any Evaluator]) {
    self.slots = slots
    self.inputs = inputs
    table = GroupTable(width: inputs.count)
    tags = Array(repeating: nil, count: inputs.count)
    empty = arena.mark()
  }

  /// The rows of the batch of which nothing is known, each input once. Nil where all are to be asked for.
  func unknown(of batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Batch? {
    if statement != context.statement || reader != context.reader.identity { forget(context) }
    guard !isGivenUp else { return nil }
    var columns: [Column] = []
    for input in inputs { columns.append(try input.evaluate(batch, context)) }
    rowsSeen += batch.count
    guard tellsApart(columns, batch.count), values.count < SubqueryMemory.mostValues,
      rowsSeen < SubqueryMemory.leastRows || values.count < rowsSeen / 2
    else {
      isGivenUp = true
      return nil
    }
    numbers.removeAll()
    numbers.reserve(batch.count)
    table.assign(columns, count: batch.count, groups: numbers.base)
    asked.removeAll()
    for row in 0..<batch.count where Int(numbers.base[row]) == values.count + asked.count { asked.append(UInt32(row)) }
    rows.count = asked.count
    rows.gather(slots.filter { batch.column($0) != nil }, from: batch, rows: asked.elements)
    return rows
  }

  /// Keeps what came of the unknown rows, and gives the values of all rows of the batch.
  func fill(_ column: Column, _ count: Int) {
    for row in 0..<asked.count { values.append(arena.copy(column.cells[row])) }
    column.reset(.cell, room: count)
    for row in 0..<count { column.cells[row] = values[Int(numbers.base[row])] }
  }

  private func forget(_ context: ExecutionContext) {
    (statement, reader) = (context.statement, context.reader.identity)
    table.removeAll()
    table.forgetNodes()
    values.removeAll(keepingCapacity: true)
    arena.release(to: empty)
    (rowsSeen, isGivenUp) = (0, false)
    tags = Array(repeating: nil, count: inputs.count)
  }

  /// Whether values that compare as equal are the same, of these and all before.
  private func tellsApart(_ columns: [Column], _ count: Int) -> Bool {
    for (position, column) in columns.enumerated() {
      for row in 0..<(column.isConstant ? min(1, count) : count) {
        let cell = column.cell(at: row)
        switch cell.tag {
        case .null: continue
        case .node, .edge, .bool, .int, .string, .date, .localDateTime, .localTime: break
        case .float where cell.float != 0: break
        case .float, .decimal, .bytes, .zonedTime, .zonedDateTime, .duration, .list, .record, .path: return false
        }
        if let known = tags[position], known != cell.tag { return false }
        tags[position] = cell.tag
      }
    }
    return true
  }
}
