import GraphStore

/// `value IN list` where all rows of a batch have one list: items of one type whose equality is plain are found by hash, O(1) a row.
/// Values of another type, and other lists, are compared item by item, as the function has it.
final class MembershipEvaluator: Evaluator {
  private let list: any Evaluator
  private let item: any Evaluator
  private let itemByItem: any Evaluator
  private let output = Column(.bool)
  @exclusivity(unchecked) private var known: HashedItems?
  /// The statement for all of which `known` is the list; nil = the next batch may have another.
  @exclusivity(unchecked) private var statement: UInt64?
  /// Of the list, and of the rows that share one.
  private static let smallestCount = 8

  /// - Parameter itemByItem: the same for any operands.
  init(list: any Evaluator, item: any Evaluator, itemByItem: any Evaluator) {
    self.list = list
    self.item = item
    self.itemByItem = itemByItem
  }

  func evaluate(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Column {
    let column = try list.evaluate(batch, context)
    guard let items = items(of: column, batch.count, context) else { return try itemByItem.evaluate(batch, context) }
    let values = try item.evaluate(batch, context)
    let count = values.isConstant ? min(1, batch.count) : batch.count
    output.reset(.bool, room: count)
    for row in 0..<count {
      let value = values.cell(at: row)
      if value.tag == items.tag {
        let isFound = items.contains(value)
        if !isFound, items.hasNull { output.setNull(row) } else { output.bools[row] = isFound ? 1 : 0 }
      } else if value.isNull {
        output.setNull(row)
      } else {
        return try itemByItem.evaluate(batch, context)
      }
    }
    output.isConstant = values.isConstant && column.isConstant
    return output
  }

  /// Nil when the rows have several lists, or one that is to be gone through.
  private func items(of column: Column, _ count: Int, _ context: ExecutionContext) -> HashedItems? {
    if column.isConstant, statement == context.statement { return known }
    guard let list = sharedList(column, count) else { return nil }
    // Where it lies says nothing: another may lie there by now.
    if known?.isMade(of: list) != true { known = HashedItems(list) }
    statement = column.isConstant ? context.statement : nil
    return known
  }

  private func sharedList(_ column: Column, _ count: Int) -> Cell? {
    guard count > 0 else { return nil }
    let first = column.cell(at: 0)
    guard first.tag == .list, first.items.count >= MembershipEvaluator.smallestCount else { return nil }
    if column.isConstant { return first }
    guard count >= MembershipEvaluator.smallestCount else { return nil }
    for row in 1..<count {
      let cell = column.cell(at: row)
      guard cell.tag == .list, cell.payload == first.payload, cell.length == first.length else { return nil }
    }
    return first
  }
}

/// The items of a list, copied, by hash: open addressing.
private final class HashedItems {
  /// That of all items but nulls.
  let tag: Cell.Tag
  private(set) var hasNull = false
  private let arena = Arena(firstChunkBytes: 1_024)
  /// As they stand in the list.
  private let items: [Cell]
  /// Null where nothing is.
  private var slots: [Cell]

  /// Nil where the items are of several types, or of one whose equality is not plain.
  init?(_ list: Cell) {
    guard let first = list.items.first(where: { !$0.isNull }), HashedItems.isPlain(first.tag), list.items.allSatisfy({ $0.isNull || $0.tag == first.tag })
    else { return nil }
    tag = first.tag
    var capacity = 16
    while capacity < 2 * list.items.count { capacity *= 2 }
    slots = Array(repeating: .null, count: capacity)
    items = list.items.map { [arena] in arena.copy($0) }
    for item in items {
      if item.isNull { hasNull = true } else { slots[place(of: item)] = item }
    }
  }

  private static func isPlain(_ tag: Cell.Tag) -> Bool {
    switch tag {
    case .int, .string, .node, .edge, .bool, .date: true
    case .null, .float, .decimal, .bytes, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration, .list, .record, .path: false
    }
  }

  func contains(_ value: Cell) -> Bool { !slots[place(of: value)].isNull }

  /// Where it lies, or would.
  @inline(__always) private func place(of value: Cell) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: value.equivalenceHash) & mask
    while !slots[place].isNull, !slots[place].isEquivalent(to: value) { place = (place + 1) & mask }
    return place
  }

  /// O(items).
  func isMade(of list: Cell) -> Bool {
    list.items.count == items.count && zip(list.items, items).allSatisfy { $0.tag == $1.tag && ($0.isNull || $0.isEquivalent(to: $1)) }
  }
}
