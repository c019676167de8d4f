import GraphStore

/// All rows of a part of a pattern, to be found by their keys or between limits. Immutable, so that threads may share it.
final class PartTable: @unchecked Sendable {
  /// Every row in one batch.
  let rows: Batch
  /// Whether every row belongs to what is found, since a value could not be computed or compared: the condition above decides.
  private let finding: Finding
  /// Holds what the cells of the rows point to.
  private let store: RowStore
  let byteCount: Int

  fileprivate enum Finding {
    case all
    case byKeys(JoinBuckets, kinds: [UInt32])
    /// Places of values in their order, the rows that have them, and the kind that all have.
    case inOrder([Double], rows: [UInt32], kind: UInt32)
  }

  fileprivate init(_ store: RowStore, finding: Finding, byteCount: Int) {
    rows = Batch()
    rows.count = store.count
    for (index, slot) in store.slots.enumerated() {
      RowStore.fill(rows.own(slot, .cell), store.count) { store.cell($0, index) }
    }
    self.finding = finding
    self.store = store
    self.byteCount = byteCount
  }

  // MARK: Finding

  /// Gives each row of a batch with each row of the table that is found for it, until `take` says that no more are wanted.
  /// - Parameter values: the keys, or the low and the high limit as far as there are any; nil where one cannot be computed.
  func find(
    _ values: [Column]?, _ count: Int, hasLow: Bool, _ hashes: KeyHashes, _ take: (_ row: Int, _ number: UInt32) throws(QueryError) -> Bool
  ) throws(QueryError) -> Bool {
    func takeAll(_ row: Int) throws(QueryError) -> Bool {
      for number in 0..<UInt32(rows.count) { guard try take(row, number) else { return false } }
      return true
    }
    guard let values else {
      for row in 0..<count { guard try takeAll(row) else { return false } }
      return true
    }
    switch finding {
    case .all: for row in 0..<count { guard try takeAll(row) else { return false } }
    case .byKeys(let buckets, let kinds):
      hashes.compute(values, count: count) { kinds[$0] }
      for row in 0..<count {
        switch hashes.states[row] {
        case .null: break
        case .incomparable: guard try takeAll(row) else { return false }
        case .known:
          let hash = hashes.hashes[row]
          let tag = JoinKeys.tag(hash)
          for place in buckets.places(of: hash) where buckets.tags[place] == tag { guard try take(row, buckets.items[place]) else { return false } }
        }
      }
    case .inOrder(let places, let numbers, let kind):
      for row in 0..<count {
        guard let run = run(values, row, hasLow: hasLow, places, kind) else {
          guard try takeAll(row) else { return false }
          continue
        }
        for place in run { guard try take(row, numbers[place]) else { return false } }
      }
    }
    return true
  }

  /// The places between the limits of a row; nil where these are of another kind.
  private func run(_ limits: [Column], _ row: Int, hasLow: Bool, _ places: [Double], _ kind: UInt32) -> Range<Int>? {
    var run = 0..<places.count
    for (position, column) in limits.enumerated() {
      let limit = column.cell(at: row)
      if limit.isNull { return 0..<0 }
      guard JoinKeys.kind(limit) == kind || places.isEmpty, let place = PartTable.place(limit) else { return nil }
      if hasLow, position == 0 {
        run = PartTable.firstPlace(in: places) { $0 >= place }..<run.upperBound
      } else {
        let end = PartTable.firstPlace(in: places) { $0 > place }
        run = run.lowerBound..<max(run.lowerBound, end)
      }
    }
    return run
  }

  private static func firstPlace(in places: [Double], _ isBeyond: (Double) -> Bool) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(places[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Where a value stands in the order of its kind, rounded: no value before another is behind it. Nil for kinds that are not put in order.
  fileprivate static func place(_ value: Cell) -> Double? {
    switch value.tag {
    case .int: Double(value.int)
    case .float: value.float.isNaN ? nil : value.float
    case .decimal: value.decimal.double
    case .date: Double(value.date.daysSinceEpoch)
    case .localTime: Double(value.localTime.nanosecondsSinceMidnight)
    case .localDateTime: Double(value.localDateTime.secondsSinceEpoch)
    case .zonedDateTime: Double(value.zonedDateTime.epochNanoseconds)
    case .null, .bool, .string, .bytes, .zonedTime, .duration, .list, .record, .node, .edge, .path: nil
    }
  }
}

/// Takes the rows of a part as they come, and makes a table of them.
final class PartTableBuilder {
  private let store: RowStore
  private let keys: [any Evaluator]
  /// Rows are wanted between limits of this.
  private let ordered: (any Evaluator)?
  /// No value has failed so far.
  private var canFind: Bool
  private var numbers: [UInt32] = []
  private var hashes: [UInt64] = []
  private var kinds: [UInt32]
  private var places: [(place: Double, row: UInt32)] = []
  private var placeKinds: UInt32 = 0

  init(_ outputs: [Slot], keys: [any Evaluator], ordered: (any Evaluator)?) {
    store = RowStore(slots: outputs)
    self.keys = keys
    self.ordered = ordered
    canFind = !keys.isEmpty || ordered != nil
    kinds = [UInt32](repeating: 0, count: keys.count)
  }

  /// With what the table is going to take.
  var byteCount: Int { 2 * store.bytesInUse + 16 * numbers.count + 28 * places.count }

  func append(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) {
    let start = UInt32(store.count)
    store.append(batch)
    guard canFind else { return }
    do throws(QueryError) { try find(batch, from: start, context) } catch {
      try context.checkLimits()
      canFind = false
    }
  }

  private func find(_ batch: Batch, from start: UInt32, _ context: ExecutionContext) throws(QueryError) {
    if let ordered { return noteOrder(try ordered.evaluate(batch, context), batch.count, start) }
    var columns: [Column] = []
    for key in keys { columns.append(try key.evaluate(batch, context)) }
    for row in 0..<batch.count {
      for (key, column) in columns.enumerated() { kinds[key] |= JoinKeys.kind(column.cell(at: row)) }
      guard let hash = JoinKeys.hash(columns, at: row) else { continue }
      hashes.append(hash)
      numbers.append(start + UInt32(row))
    }
  }

  private func noteOrder(_ column: Column, _ count: Int, _ start: UInt32) {
    for row in 0..<count {
      let value = column.cell(at: row)
      if value.isNull { continue }
      guard let place = PartTable.place(value) else { return canFind = false }
      placeKinds |= JoinKeys.kind(value)
      places.append((place, start + UInt32(row)))
    }
  }

  var table: PartTable {
    PartTable(store, finding: finding, byteCount: byteCount)
  }

  private var finding: PartTable.Finding {
    guard canFind else { return .all }
    guard ordered != nil else { return .byKeys(JoinBuckets(numbers, hashes: hashes), kinds: kinds) }
    guard placeKinds & (placeKinds &- 1) == 0 else { return .all }
    places.sort { ($0.place, $0.row) < ($1.place, $1.row) }
    return .inOrder(places.map(\.place), rows: places.map(\.row), kind: placeKinds)
  }
}
