import Foundation
import TestSupport
import Testing

@testable import GQL

@Suite struct PairTableTests {
  /// As a dictionary of pairs numbers them: few left numbers with many right ones, many with one, all kinds between them, in runs and scattered, and again
  /// after all were removed.
  @Test(arguments: [(1, 100_000), (50, 3_000), (3_000, 50), (40_000, 1), (200_000, 4)])
  func numbersPairsInOrder(lefts: Int, rights: Int) {
    let seed = UInt64(ProcessInfo.processInfo.environment["GRAPHSH_SEED"] ?? "") ?? 4_711
    var random = SeededGenerator(seed: seed)
    let table = PairTable()
    for round in 0..<3 {
      var known: [UInt64: UInt32] = [:]
      var left: [UInt32] = []
      var right: [UInt32] = []
      var run: UInt32 = 0
      for _ in 0..<60_000 {
        if round == 1 || Int.random(in: 0..<20, using: &random) == 0 { run = UInt32.random(in: 0..<UInt32(lefts), using: &random) }
        left.append(run)
        right.append(UInt32.random(in: 0..<UInt32(rights), using: &random) &* (round == 2 ? 4_096 : 1))
      }
      let expected = zip(left, right).map { pair in
        let key = UInt64(pair.0) << 32 | UInt64(pair.1)
        let number = known[key] ?? UInt32(known.count)
        known[key] = number
        return number
      }
      var numbers = left
      table.number(&numbers, right, count: right.count)
      #expect(numbers == expected && table.count == known.count, "seed \(seed)")
      #expect(known.allSatisfy { table.known(UInt32($0.key >> 32), UInt32(truncatingIfNeeded: $0.key)) == $0.value }, "seed \(seed)")
      #expect(table.known(UInt32(lefts) + 7, 0) == nil && table.known(0, .max - 1) == nil)
      #expect(known.allSatisfy { table[Int($0.value)] == (UInt32($0.key >> 32), UInt32(truncatingIfNeeded: $0.key)) })
      table.removeAll()
      #expect(table.count == 0 && table.known(left[0], right[0]) == nil)
    }
  }
}
