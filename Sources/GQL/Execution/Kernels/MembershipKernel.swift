import GraphStore

/// `value IN list` where the list is one for all rows: items of one type, numbers without fractions or strings, are found by hash, O(1) a row.
/// Values of another type, and other lists, are compared item by item, as the function has it.
final class MembershipEvaluator: Evaluator {
  private let list: any Evaluator
  private let item: any Evaluator
  private let itemByItem: any Evaluator
  private let output = Column(.bool)
  /// The statement whose list `items` were made of: its cells live as long as the list does.
  @exclusivity(unchecked) private var statement: UInt64?
  @exclusivity(unchecked) private var items: [UInt64: [Cell]]?
  @exclusivity(unchecked) private var tag = Cell.Tag.null
  private static let smallestList = 8

  /// - Parameter itemByItem: the same for any operands.
  init(list: any Evaluator, item: any Evaluator, itemByItem: any Evaluator) {
    self.list = list
    self.item = item
    self.itemByItem = itemByItem
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    let column = try list.evaluate(batch, context)
    guard column.isConstant, prepare(column.cell(at: 0), context), let items else { return try itemByItem.evaluate(batch, context) }
    let values = try item.evaluate(batch, context)
    let count = values.isConstant ? min(1, batch.count) : batch.count
    output.reset(.bool, room: count)
    for row in 0..<count {
      let value = values.cell(at: row)
      if value.tag == tag {
        let found = items[value.equivalenceHash]?.contains { value.equals($0) == .equal } ?? false
        output.bools[row] = found ? 1 : 0
      } else if value.isNull {
        output.setNull(row)
      } else {
        return try itemByItem.evaluate(batch, context)
      }
    }
    output.isConstant = values.isConstant
    return output
  }

  /// False when the list is not of that kind.
  private func prepare(_ list: Cell, _ context: ExecutionContext) -> Bool {
    if statement == context.statement { return items != nil }
    statement = context.statement
    items = nil
    guard list.tag == .list, list.items.count >= MembershipEvaluator.smallestList, let first = list.items.first,
      first.tag == .int || first.tag == .string, list.items.allSatisfy({ $0.tag == first.tag })
    else { return false }
    tag = first.tag
    var made: [UInt64: [Cell]] = [:]
    for item in list.items { made[item.equivalenceHash, default: []].append(item) }
    items = made
    return true
  }
}
