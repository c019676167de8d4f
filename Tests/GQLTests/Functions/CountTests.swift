import GraphStore
import Testing

@testable import GQL

@Suite struct CountTests {
  /// Parts that threads have counted, which fit, and whose sum does not.
  @Test func countsThatDoNotFitTogetherFail() throws {
    let parts = try [Int64.max, 1].map { weight in
      let count = CountAccumulator()
      count.reserveGroups(1)
      var group: UInt32 = 0
      var weight = weight
      try count.update(groups: &group, arguments: [], count: 1, included: nil, weights: &weight)
      return count
    }
    let map: [UInt32] = [0]
    #expect(throws: ValueError.self) { try map.withUnsafeBufferPointer { try parts[0].combine(parts[1], groupMap: $0) } }
  }
}
