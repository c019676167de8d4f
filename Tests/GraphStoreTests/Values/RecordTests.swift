import TestSupport
import Testing

@testable import GraphStore

/// Few fields are compared one by one, many are looked up: both are the same.
@Suite struct RecordTests {
  private static let seed: UInt64 = 20_261_122

  private static func changes(_ count: Int, names: Int, _ random: inout SeededGenerator) -> [(key: String, value: Value)] {
    (0..<count).map { _ in
      ("p\(Int.random(in: 0..<names, using: &random))", Bool.random(using: &random) ? .null : .int(Int64.random(in: 0..<9, using: &random)))
    }
  }

  @Test func changesAreMadeOneAfterTheOther() {
    var random = SeededGenerator(seed: Self.seed)
    for round in 0..<2_000 {
      let changes = Self.changes(Int.random(in: 0...60, using: &random), names: Int.random(in: 1...40, using: &random), &random)
      var record = Record((0..<Int.random(in: 0...30, using: &random)).map { ("p\($0)", .int(-1)) })
      var expected = record
      var expectedCount = 0
      for change in changes {
        let place = expected.names.firstIndex(of: change.key)
        if change.value.isNull, place == nil { continue }
        expectedCount += 1
        if change.value.isNull { expected[change.key] = nil } else { expected[change.key] = change.value }
      }
      #expect(record.apply(changes) == expectedCount, "round \(round), seed \(Self.seed)")
      #expect(record.fields.map { "\($0)" } == expected.fields.map { "\($0)" }, "round \(round), seed \(Self.seed)")
    }
  }

  @Test func theFirstOfANameIsKept() {
    var random = SeededGenerator(seed: Self.seed)
    for round in 0..<500 {
      let fields = Self.changes(Int.random(in: 0...80, using: &random), names: Int.random(in: 1...60, using: &random), &random)
      var names: Set<String> = []
      let expected = fields.filter { names.insert($0.key).inserted }
      let record = Record(fields.map { (name: $0.key, value: $0.value) })
      #expect(record.fields.map { "\($0)" } == expected.map { "\((name: $0.key, value: $0.value))" }, "round \(round), seed \(Self.seed)")
    }
  }

  /// Names are texts of code points, not what they look like.
  @Test func namesThatLookAlikeAreTwo() {
    let many = (0..<20).map { (name: "n\($0)", value: Value.int(0)) }
    let record = Record(many + [("\u{E9}", .int(1)), ("e\u{301}", .int(2))])
    #expect(record.count == 22 && record["\u{E9}"] == .int(1) && record["e\u{301}"] == .int(2))
  }
}
