/// The exact sum of finite floats, whatever their order: an integer of 128 bits times a power of two. What does not fit in is for `WideFloatSum`.
///
/// The sum of floats depends on the order of additions only because each addition rounds. Here nothing is rounded before the end. Values whose
/// magnitudes differ by less than 2^70 or so, and that is nearly all data, fit 128 bits.
struct ExactFloatSum {
  /// Zero until the first value.
  private(set) var coefficient: Int128 = 0
  private(set) var exponent: Int32 = 0

  /// The bits of a value that are shifted without loss: 53 of the float and one of the sign leave so many.
  private static let roomOfOne: Int32 = 73

  /// Adds a finite value.
  /// - Returns: false when it does not fit; then nothing has changed.
  @inline(__always)
  mutating func add(_ value: Double) -> Bool {
    let (mantissa, exponent) = FloatParts.of(value)
    let shift = exponent - self.exponent
    if coefficient != 0, shift >= 0, shift <= ExactFloatSum.roomOfOne {
      let (sum, overflows) = coefficient.addingReportingOverflow(Int128(mantissa) << Int128(shift))
      if overflows { return false }
      coefficient = sum
      return true
    }
    return add(Int128(mantissa), exponent)
  }

  /// Adds a multiple of a power of two.
  /// - Returns: false when it does not fit; then nothing has changed.
  mutating func add(_ mantissa: Int128, _ exponent: Int32) -> Bool {
    if mantissa == 0 { return true }
    if coefficient == 0 {
      (coefficient, self.exponent) = (mantissa, exponent)
      return true
    }
    let shift = exponent - self.exponent
    if shift >= 0 {
      guard let term = ExactFloatSum.shifted(mantissa, shift) else { return false }
      let (sum, overflows) = coefficient.addingReportingOverflow(term)
      if overflows { return false }
      coefficient = sum
    } else {
      guard let own = ExactFloatSum.shifted(coefficient, -shift) else { return false }
      let (sum, overflows) = own.addingReportingOverflow(mantissa)
      if overflows { return false }
      (coefficient, self.exponent) = (sum, exponent)
    }
    return true
  }

  /// Nil when bits would be lost.
  private static func shifted(_ value: Int128, _ shift: Int32) -> Int128? {
    let used = 128 - Int32(value.magnitude.leadingZeroBitCount)
    return used + shift <= 126 ? value << Int128(shift) : nil
  }

  /// The nearest float, ties to even.
  var rounded: Double { FloatParts.nearest(coefficient, exponent) }
}

/// A finite float as an integer times a power of two.
enum FloatParts {
  /// Of the least bit of the greatest numbers that are not normal.
  static let leastExponent: Int32 = -1_074

  @inline(__always)
  static func of(_ value: Double) -> (mantissa: Int64, exponent: Int32) {
    let bits = value.bitPattern
    let raised = Int32(truncatingIfNeeded: bits >> 52) & 0x7FF
    let fraction = Int64(bitPattern: bits & 0xF_FFFF_FFFF_FFFF)
    let magnitude = raised == 0 ? fraction : fraction | 1 << 52
    return (bits >> 63 == 0 ? magnitude : -magnitude, max(raised, 1) - 1_075)
  }

  /// The nearest float, ties to even; infinite beyond the greatest.
  /// - Parameter exponent: at least that of the least float.
  static func nearest(_ coefficient: Int128, _ exponent: Int32) -> Double {
    if coefficient == 0 { return 0 }
    let magnitude = coefficient.magnitude
    let used = 128 - Int32(magnitude.leadingZeroBitCount)
    let dropped = used - 53
    var kept = magnitude
    var scale = exponent
    if dropped > 0 {
      scale += dropped
      kept = magnitude >> UInt128(dropped)
      let rest = magnitude & ((1 << UInt128(dropped)) - 1)
      let half: UInt128 = 1 << UInt128(dropped - 1)
      if rest > half || rest == half && kept & 1 == 1 { kept += 1 }
    }
    return Double(
      sign: coefficient < 0 ? .minus : .plus, exponent: Int(scale), significand: Double(UInt64(truncatingIfNeeded: kept)))
  }
}

/// The exact sum of any finite floats: digits of 32 bits from 2^-1074 up, each in 64 bits so that carries are put off.
/// (R. M. Neal: Fast exact summation using small and large superaccumulators, 2015.)
struct WideFloatSum {
  private var digits = [Int64](repeating: 0, count: WideFloatSum.digitCount)
  /// Terms added since carries were last settled.
  private var pending = 0
  /// 2,098 bits of floats, 64 for their number, 64 for weights.
  private static let digitCount = 70
  private static let pendingLimit = 1 << 29
  static var byteCount: Int { digitCount * 8 }

  mutating func add(_ mantissa: Int128, _ exponent: Int32) {
    let position = Int(exponent - FloatParts.leastExponent)
    precondition(position >= 0, "floats have no smaller bits")
    let isNegative = mantissa < 0
    var rest = mantissa.magnitude
    var digit = position >> 5
    // The lowest digit takes the bits that do not begin at a digit's border.
    let offset = UInt128(position & 31)
    var part = (rest & ((1 << (32 - offset)) - 1)) << offset
    rest >>= 32 - offset
    while true {
      let term = Int64(truncatingIfNeeded: part)
      digits[digit] += isNegative ? -term : term
      if rest == 0 { break }
      digit += 1
      part = rest & 0xFFFF_FFFF
      rest >>= 32
    }
    pending += 1
    if pending >= WideFloatSum.pendingLimit { settle() }
  }

  mutating func add(_ other: WideFloatSum) {
    var other = other
    other.settle()
    settle()
    for index in digits.indices { digits[index] += other.digits[index] }
    pending = 1
  }

  /// All digits but the last become 0 ..< 2^32.
  private mutating func settle() {
    for index in 0..<(digits.count - 1) {
      let carry = digits[index] >> 32
      digits[index] -= carry << 32
      digits[index + 1] += carry
    }
    pending = 0
  }

  /// The nearest float, ties to even.
  var rounded: Double {
    var sum = self
    sum.settle()
    let isNegative = sum.digits[sum.digits.count - 1] < 0
    if isNegative {
      for index in sum.digits.indices { sum.digits[index] = -sum.digits[index] }
      sum.settle()
    }
    guard let top = sum.digits.lastIndex(where: { $0 != 0 }) else { return 0 }
    // Three digits and what is below them: 64 bits at least, of which the last one says whether anything is below.
    let first = max(0, top - 2)
    var value: UInt128 = 0
    for index in (first...top).reversed() { value = value << 32 | UInt128(truncatingIfNeeded: sum.digits[index]) }
    var exponent = Int32(first * 32) + FloatParts.leastExponent
    if sum.digits[..<first].contains(where: { $0 != 0 }) {
      value = value << 1 | 1
      exponent -= 1
    }
    // `first` is above 0 where the exponent was lowered.
    let magnitude = FloatParts.nearest(Int128(truncatingIfNeeded: value), exponent)
    return isNegative ? -magnitude : magnitude
  }
}
