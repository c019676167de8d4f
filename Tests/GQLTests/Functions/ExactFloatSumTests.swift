@testable import GQL
import TestSupport
import Testing

/// Sums of floats are those of real numbers, rounded once.
@Suite struct ExactFloatSumTests {
  private func sum(_ values: [Double]) -> Double {
    var sum = ExactFloatSum()
    var wide = WideFloatSum()
    for value in values where !sum.add(value) {
      let (mantissa, exponent) = FloatParts.of(value)
      wide.add(Int128(mantissa), exponent)
    }
    wide.add(sum.coefficient, sum.exponent)
    return wide.rounded
  }

  private func narrow(_ values: [Double]) -> Double? {
    var sum = ExactFloatSum()
    for value in values where !sum.add(value) { return nil }
    return sum.rounded
  }

  private static let least = Double.leastNonzeroMagnitude
  private static let sums: [([Double], Double)] = [
    ([], 0), ([-0.0], 0), ([0.1, 0.2, 0.3], 0.6), ([1e16, 1, -1e16], 1), ([1e300, 1, -1e300], 1), ([1e308, 1e308, -1e308], 1e308),
    ([least, least], 2 * least), ([1e308, least, -1e308], least), ([-1.5, 0.25], -1.25), ([-1e300, 1e-300, -1e-300], -1e300),
    ([9_007_199_254_740_992, 1], 9_007_199_254_740_992), ([9_007_199_254_740_992, 3], 9_007_199_254_740_996),
    ([9_007_199_254_740_992, 1, least], 9_007_199_254_740_994), ([1e308, 1e308], .infinity), ([-1e308, -1e308], -.infinity),
    ([.leastNormalMagnitude, -least], Double.leastNormalMagnitude.nextDown),
  ]

  @Test(arguments: sums) func known(values: [Double], expected: Double) {
    #expect(sum(values) == expected)
    #expect(sum(values.reversed()) == expected)
    if let narrow = narrow(values) { #expect(narrow == expected) }
  }

  /// Integers times one power of two have an exact sum of their own.
  @Test(arguments: [3, 4, 5] as [UInt64]) func agreesWithIntegers(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let scale = Double(sign: .plus, exponent: Int.random(in: -900...900, using: &random), significand: 1)
      let wholes = (0..<Int.random(in: 1...60, using: &random)).map { _ in
        Int64.random(in: -(1 << 53)...(1 << 53), using: &random) >> Int64.random(in: 0...50, using: &random)
      }
      let expected = Double(wholes.reduce(0, +)) * scale
      #expect(sum(wholes.map { Double($0) * scale }) == expected, "seed \(seed)")
    }
  }

  @Test(arguments: [6, 7] as [UInt64]) func orderDoesNotMatter(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for range in [20, 60, 300] {
      for _ in 0..<100 {
        var values = (0..<40).map { _ in
          Double(
            sign: Bool.random(using: &random) ? .plus : .minus, exponent: Int.random(in: -range...range, using: &random),
            significand: Double.random(in: 1..<2, using: &random))
        }
        let first = sum(values)
        values.shuffle(using: &random)
        #expect(sum(values) == first, "seed \(seed)")
        let narrow = narrow(values)
        // Of 41 exponents and 53 bits all sums fit.
        #expect(range > 20 || narrow != nil, "seed \(seed)")
        if let narrow { #expect(narrow == first, "seed \(seed)") }
      }
    }
  }
}
