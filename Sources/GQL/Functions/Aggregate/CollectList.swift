import GraphStore

extension AggregateFunction {
  static let collectList = AggregateFunction(
    "COLLECT_LIST", aliases: ["COLLECT", "ARRAY_AGG"], result: { .list($0 ?? .any) },
    summary: "The values as a list in row order, nulls left out; an empty list for none."
  ) { CollectAccumulator() }
}

final class CollectAccumulator: Accumulator {
  private let values = GroupedValues()
  private let keepsNulls: Bool

  init(keepsNulls: Bool = false) { self.keepsNulls = keepsNulls }

  func reserveGroups(_ count: Int) { values.reserveGroups(count) }

  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?
  ) throws(ValueError) {
    let column = arguments[0], lastsLonger = column.pool != 0
    for row in 0..<count where included.map({ $0[row] != 0 }) ?? true {
      let value = column.cell(at: row)
      if keepsNulls || !value.isNull { try values.append(value, to: Int(groups[row]), lastsLonger: lastsLonger) }
    }
  }

  func combine(_ other: any Accumulator, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError) {
    try values.append(
      AggregateFunction.sameKind(other, as: CollectAccumulator.self).values, groupMap: groupMap)
  }

  func finish(group: Int, arena: Arena) throws(ValueError) -> Cell {
    values.list(of: group, in: arena)
  }
  var bytesInUse: Int { values.bytesInUse }
  func limit(bytes: Int) { values.byteLimit = bytes }
}
