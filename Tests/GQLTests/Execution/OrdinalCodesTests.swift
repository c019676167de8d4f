import TestSupport
import Testing

@testable import GQL

/// Codes of ordinals agree with a dictionary however the ordinals lie, and few of a large graph take little memory.
@Suite struct OrdinalCodesTests {
  /// Where ordinals lie: all close together, anywhere, in clusters, in falling order.
  enum Places: CaseIterable { case dense, anywhere, clusters, falling }

  @Test(arguments: Places.allCases, [1, 2, 3] as [UInt64])
  func agreeWithADictionary(_ places: Places, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let codes = OrdinalCodes()
    for round in 0..<3 {
      var known: [UInt32: UInt32] = [:]
      for step in 0..<[40, 3_000, 20_000][round] {
        let ordinal: UInt32 =
          switch places {
          case .dense: UInt32.random(in: 70_000..<75_000, using: &random)
          case .anywhere: UInt32.random(in: 0..<1_000_000, using: &random)
          case .clusters: UInt32.random(in: 0..<9, using: &random) * 111_111 + UInt32.random(in: 0..<300, using: &random)
          case .falling: UInt32(1_000_000 - step * 7)
          }
        #expect(codes.code(of: ordinal) == known[ordinal] ?? ValueDictionary.none, "\(ordinal) in step \(step), seed \(seed)")
        let new = UInt32(known.count)
        if known[ordinal] == nil { known[ordinal] = new }
        #expect(codes.code(of: ordinal, orNew: new) == known[ordinal], "\(ordinal) in step \(step), seed \(seed)")
      }
      let asked = known.keys.sorted() + [1_000_001]
      var found = [UInt32](repeating: 0, count: asked.count)
      let areKnown = asked.withUnsafeBufferPointer { asked in
        found.withUnsafeMutableBufferPointer { codes.codes(of: asked, into: $0.baseAddress!) }
      }
      #expect(!areKnown && found == asked.map { known[$0] ?? ValueDictionary.none }, "seed \(seed)")
      codes.removeAll()
      #expect(codes.code(of: asked[0]) == ValueDictionary.none)
    }
  }

  @Test func fewTakeLittle() {
    let few = OrdinalCodes()
    for (code, ordinal) in stride(from: 0 as UInt32, to: 1_000_000, by: 10_000).enumerated() {
      _ = few.code(of: ordinal, orNew: UInt32(code))
    }
    #expect(few.bytesInUse < 16 << 10)
    let many = OrdinalCodes()
    for ordinal in 0 as UInt32..<100_000 { _ = many.code(of: ordinal, orNew: ordinal) }
    #expect(many.bytesInUse < 1 << 20)
  }
}
