import TestSupport
import Testing

@testable import GQL
@testable import GraphStore

/// The order of packed keys is the one of their cells, one by one.
@Suite struct PackedKeysTests {
  private static let types: [@Sendable (inout SeededGenerator) -> Value] = [
    { .int(Int64.random(in: -3...3, using: &$0)) },
    { .int([Int64.min, -1, 0, 1, Int64.max].randomElement(using: &$0)!) },
    { .int(Int64.random(in: Int64.min...Int64.max, using: &$0)) },
    { .float([0, -0.0, 1.5, -1.5, .nan, -.nan, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude].randomElement(using: &$0)!) },
    { .bool(Bool.random(using: &$0)) },
    { .date(LocalDate(daysSinceEpoch: Int64.random(in: -2...2, using: &$0))) },
    { .string(String((0..<Int.random(in: 0...20, using: &$0)).map { _ in "a" }) + ["", "\u{0}", "b", "é", "北"].randomElement(using: &$0)!) },
    { .string(["", "\u{0}", "\u{0}\u{0}", "a", "ab", "b"].randomElement(using: &$0)!) },
    { .list([.int(Int64.random(in: 0...2, using: &$0))]) },
    { .decimal(ExactDecimal(coefficient: Int128.random(in: -3...3, using: &$0), scale: 1)) },
  ]

  @Test(arguments: 1...60 as ClosedRange<UInt64>) func orderIsThatOfTheCells(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let arena = Arena()
    let width = Int.random(in: 1...4, using: &random)
    let count = Int.random(in: 0...300, using: &random)
    let orders = (0..<width).map { _ in PackedKeys.Order(isDescending: .random(using: &random), nullsFirst: .random(using: &random)) }
    // Of each key: its types, mostly one, and how many of its values are null.
    let kinds = (0..<width).map { _ in
      (types: (0..<(Int.random(in: 0..<5, using: &random) == 0 ? 2 : 1)).map { _ in Self.types.randomElement(using: &random)! },
       nulls: [0, 0, 1, 5, 10].randomElement(using: &random)!)
    }
    var cells: [Cell] = []
    for _ in 0..<count {
      for kind in kinds {
        let value = Int.random(in: 0..<10, using: &random) < kind.nulls ? Value.null : kind.types.randomElement(using: &random)!(&random)
        cells.append(arena.detachedCell(for: value))
      }
    }
    func goesBefore(_ a: Int, _ b: Int) -> Bool {
      for index in 0..<width {
        let (left, right) = (cells[a * width + index], cells[b * width + index])
        if left.isNull != right.isNull { return left.isNull == orders[index].nullsFirst }
        let ordering = left.order(right)
        if ordering != .equal { return (ordering == .less) != orders[index].isDescending }
      }
      return a < b
    }
    let expected = (0..<count).sorted(by: goesBefore)
    let found = cells.withUnsafeBufferPointer { cells in
      orders.withUnsafeBufferPointer { orders in
        count == 0 ? [] : PackedKeys.order(of: cells.baseAddress!, width: width, count: count, orders.baseAddress!) { false }
      }
    }
    #expect(found == expected, "seed \(seed)")
    for wanted in Set([1, 2, count / 3, count - 1, count]) where (1...max(1, count)).contains(wanted) && count > 0 {
      let first = cells.withUnsafeBufferPointer { cells in
        orders.withUnsafeBufferPointer { orders in
          PackedKeys.first(wanted, of: cells.baseAddress!, width: width, count: count, orders.baseAddress!) { false }
        }
      }
      #expect(first?.rows == expected.prefix(wanted).sorted() && first?.last == expected[wanted - 1], "seed \(seed), \(wanted) of \(count)")
    }
  }

  /// Orders in which the middle of three is a bad guess.
  @Test func firstRowsOfAwkwardOrders() {
    let count = 3_000
    let shapes: [[Int]] = [
      Array(0..<count), Array((0..<count).reversed()), Array(repeating: 7, count: count), (0..<count).map { min($0, count - $0) }, (0..<count).map { $0 % 2 == 0 ? $0 : count - $0 },
    ]
    for (number, shape) in shapes.enumerated() {
      let cells = shape.map { Cell(Int64($0)) }
      let expected = shape.indices.sorted { (shape[$0], $0) < (shape[$1], $1) }
      for wanted in [1, 1_000, 1_500, count] {
        let first = cells.withUnsafeBufferPointer {
          PackedKeys.first(wanted, of: $0.baseAddress!, width: 1, count: count, [.init(isDescending: false, nullsFirst: false)]) { false }
        }
        #expect(first?.rows == expected.prefix(wanted).sorted() && first?.last == expected[wanted - 1], "\(number), \(wanted)")
      }
    }
  }

  @Test func whoIsStoppedGivesNothing() {
    let cells = (0..<5_000).map { Cell(Int64($0 * 7_919 % 5_000)) }
    #expect(cells.withUnsafeBufferPointer { PackedKeys.order(of: $0.baseAddress!, width: 1, count: 5_000, [.init(isDescending: false, nullsFirst: false)]) { true } } == [])
  }
}
