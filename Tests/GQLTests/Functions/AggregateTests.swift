import GraphStore
import TestSupport
import Testing

@testable import GQL

/// Accumulators: results, and that batches, workers and column kinds make no difference.
struct AggregateTests {
  typealias Harness = FunctionHarness

  /// One group; all values in one batch of general cells.
  static func aggregate(_ function: AggregateFunction, _ values: [Value], _ other: Value? = nil)
    throws(ValueError) -> Value
  {
    let arena = Arena()
    let accumulator = function.makeAccumulator()
    accumulator.reserveGroups(1)
    let column = Column(.cell, capacity: values.count)
    for (row, value) in values.enumerated() {
      column.cells[row] = arena.cell(for: value, reader: Harness.graph) ?? .null
      if value.isNull { column.setNull(row) }
    }
    var columns = [column]
    if let other {
      let constant = Column(.cell, capacity: 1)
      constant.fill(constant: arena.cell(for: other, reader: Harness.graph) ?? .null)
      columns.append(constant)
    }
    let groups = [UInt32](repeating: 0, count: max(1, values.count))
    try accumulator.update(groups: groups, arguments: columns, count: values.count, included: nil)
    let result = try accumulator.finish(group: 0, arena: arena)
    return Value(result, reader: Harness.graph)
  }

  @Test(
    arguments: [
      ("COUNT", [1, nil, "x"], "2"), ("COUNT", [], "0"), ("SUM", [1, 2, nil], "3"), ("SUM", [], "NULL"),
      ("SUM", [nil], "NULL"), ("SUM", [1, 0.5], "1.5"),
      ("SUM", [.int(.max), 1, -1], "9223372036854775807"),
      ("SUM", [Harness.decimal("0.1"), Harness.decimal("0.2"), 1], "1.3M"),
      ("SUM", [Harness.duration("P1D"), Harness.duration("P1M")], "DURATION 'P1M1D'"),
      ("AVG", [1, 2], "1.5"), ("AVG", [], "NULL"), ("AVG", [.int(.max), .int(.max)], "9.223372036854776e18"),
      ("AVG", [Harness.decimal("1.0"), 2], "1.5M"),
      ("AVG", [Harness.duration("P2D"), Harness.duration("P1D")], "DURATION 'P1DT12H'"),
      ("MIN", [3, 1.5, nil, 2], "1.5"), ("MAX", ["a", "c", "b"], "'c'"), ("MIN", [], "NULL"),
      ("MAX", [1, "a"], "1"), ("MAX", [1, .float(.nan)], "NaN"), ("COLLECT_LIST", [3, nil, "x"], "[3, 'x']"),
      ("COLLECT_LIST", [], "[]"), ("STDDEV_SAMP", [1, 2, 3, 4], "1.2909944487358056"),
      ("STDDEV_POP", [2, 4], "1.0"), ("STDDEV_SAMP", [1], "NULL"), ("STDDEV_POP", [1], "0.0"),
      ("STDDEV_POP", [], "NULL"),
    ] as [(String, [Value], String)])
  func results(name: String, values: [Value], expected: String) throws {
    let function = try #require(FunctionRegistry.aggregate(name))
    #expect(try AggregateTests.aggregate(function, values).description == expected)
  }

  @Test(
    arguments: [
      ("PERCENTILE_CONT", 0.5, "25.0"), ("PERCENTILE_CONT", 0.0, "10.0"), ("PERCENTILE_CONT", 1.0, "40.0"),
      ("PERCENTILE_CONT", 0.25, "17.5"),
      ("PERCENTILE_DISC", 0.5, "20"), ("PERCENTILE_DISC", 0.0, "10"), ("PERCENTILE_DISC", 1.0, "40"),
      ("PERCENTILE_DISC", 0.51, "30"),
    ] as [(String, Value, String)])
  func percentiles(name: String, fraction: Value, expected: String) throws {
    let function = try #require(FunctionRegistry.aggregate(name))
    #expect(try AggregateTests.aggregate(function, [40, 10, nil, 30, 20], fraction).description == expected)
    #expect(throws: ValueError.self) { try AggregateTests.aggregate(function, [1], 1.5) }
  }

  @Test func whatHasNoSum() throws {
    for values in [[.int(.max), 1], ["a"], [1, Harness.duration("P1D")]] as [[Value]] {
      #expect(throws: ValueError.self) { try AggregateTests.aggregate(.sum, values) }
    }
  }

  /// Every aggregate, with many groups, over several workers, typed columns and left-out rows, against one
  /// group at a time.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func partitioning(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let groupCount = 5
    let rowCount = 400
    let groups = (0..<rowCount).map { _ in UInt32.random(in: 0..<UInt32(groupCount), using: &random) }
    for kind in [Column.Kind.int, .float, .cell] {
      let arena = Arena()
      let column = Column(kind, capacity: rowCount)
      var values: [Value] = []
      for row in 0..<rowCount {
        let number = Int64.random(in: -50...50, using: &random)
        switch kind {
        case .int: column.ints[row] = number
        case .float: column.floats[row] = Double(number)
        case .cell, .node, .edge, .bool, .date:
          column.cells[row] = arena.cell(for: .int(number), reader: Harness.graph) ?? .null
        }
        if row % 7 == 3, seed != 1 { column.setNull(row) }
        values.append(Value(column.cell(at: row), reader: Harness.graph))
      }
      let included = (0..<rowCount).map { _ in UInt8.random(in: 0...1, using: &random) }
      for function in FunctionRegistry.aggregates where function.argumentCount.contains(1) {
        for useIncluded in [false, true] {
          // Two workers, each with half of the rows and group numbers of its own (turned round).
          let workers = try (0..<2).map { worker in
            let accumulator = function.makeAccumulator()
            accumulator.reserveGroups(2)
            accumulator.reserveGroups(groupCount)
            let half = Column(kind, capacity: rowCount / 2)
            let rows = (0..<rowCount / 2).map { UInt32($0 + worker * rowCount / 2) }
            rows.withUnsafeBufferPointer { half.gather(column, rows: $0) }
            let own = rows.map { UInt32(groupCount - 1) - groups[Int($0)] }
            let marks = rows.map { included[Int($0)] }
            try own.withUnsafeBufferPointer { own in
              try marks.withUnsafeBufferPointer { marks in
                try accumulator.update(
                  groups: own.baseAddress!, arguments: [half], count: rows.count,
                  included: useIncluded ? marks.baseAddress! : nil)
              }
            }
            return accumulator
          }
          let total = function.makeAccumulator()
          total.reserveGroups(groupCount)
          let map = (0..<groupCount).map { UInt32(groupCount - 1 - $0) }
          for worker in workers {
            try map.withUnsafeBufferPointer { try total.combine(worker, groupMap: $0) }
          }
          for group in 0..<groupCount {
            let members = values.indices.filter { groups[$0] == group && (!useIncluded || included[$0] != 0) }
              .map { values[$0] }
            let expected = try AggregateTests.aggregate(function, members)
            let found = Value(try total.finish(group: group, arena: arena), reader: Harness.graph)
            let isNear =
              expected.double.flatMap { a in found.double.map { abs(a - $0) <= 1e-9 * max(1, abs(a)) } }
              ?? false
            #expect(
              found == expected || isNear,
              "seed \(seed), \(function.name), \(kind): \(found), expected \(expected)")
            #expect(total.bytesInUse > 0)
          }
        }
      }
    }
  }

  @Test func countStarCountsRows() throws {
    let accumulator = CountAccumulator()
    accumulator.reserveGroups(2)
    try accumulator.update(groups: [0, 1, 1] as [UInt32], arguments: [], count: 3, included: nil)
    #expect(try accumulator.finish(group: 1, arena: Arena()).int == 2)
  }

  /// Strings that keep rising overwrite their group's memory.
  @Test func maximaOfStringsStaySmall() throws {
    let accumulator = ExtremeAccumulator(.greater)
    accumulator.reserveGroups(1)
    let arena = Arena()
    let column = Column(.cell, capacity: 1)
    for number in 100_000..<150_000 {
      let mark = arena.mark()
      column.cells[0] = arena.string("name \(number)")
      try accumulator.update(groups: [0] as [UInt32], arguments: [column], count: 1, included: nil)
      arena.release(to: mark)
    }
    #expect(try accumulator.finish(group: 0, arena: arena).text == "name 149999")
    #expect(accumulator.bytesInUse < 10_000)
  }
}
