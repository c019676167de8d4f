import GraphStore

extension AggregateFunction {
  static let collectList = AggregateFunction(
    "COLLECT_LIST", aliases: ["COLLECT", "ARRAY_AGG"], result: { .list($0 ?? .any) },
    summary: "The values as a list in row order, nulls left out; an empty list for none."
  ) { CollectAccumulator() }
}

final class CollectAccumulator: Accumulator {
  private var values = GroupedValues()
  private let keepsNulls: Bool

  init(keepsNulls: Bool = false) { self.keepsNulls = keepsNulls }

  func reserveGroups(_ count: Int) { values.reserveGroups(count) }

  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?
  ) throws(ValueError) {
    if keepsNulls {
      for row in 0..<count where included.map({ $0[row] != 0 }) ?? true {
        try values.append(arguments[0].cell(at: row), to: Int(groups[row]))
      }
      return
    }
    let rows = GroupedRows(groups: groups, count: count, included: included)
    try rows.forEachValue(of: arguments[0]) { (group, value) throws(ValueError) in
      try values.append(value, to: group)
    }
  }

  func combine(_ other: any Accumulator, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError) {
    try values.append(
      AggregateFunction.sameKind(other, as: CollectAccumulator.self).values, groupMap: groupMap)
  }

  func finish(group: Int, arena: Arena) throws(ValueError) -> Cell {
    arena.list(values.values(of: group).map { arena.copy($0) })
  }
  var bytesInUse: Int { values.bytesInUse }
  func limit(bytes: Int) { values.byteLimit = bytes }
}
