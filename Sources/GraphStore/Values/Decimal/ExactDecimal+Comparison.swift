/// Less, equal or greater.
@frozen public enum Ordering: Int8, Sendable {
  case less = -1
  case equal = 0
  case greater = 1

  @inlinable public var reversed: Ordering {
    switch self {
    case .less: .greater
    case .equal: .equal
    case .greater: .less
    }
  }

  @inlinable public static func of<T: Comparable>(_ a: T, _ b: T) -> Ordering {
    a < b ? .less : (a == b ? .equal : .greater)
  }
}

extension ExactDecimal {
  public init(_ value: Int64) { self.init(coefficient: Int128(value), scale: 0) }

  /// By value: 1.0 and 1.00 are equal.
  public func compare(_ other: ExactDecimal) -> Ordering {
    if scale == other.scale { return .of(coefficient, other.coefficient) }
    if coefficient.signum() != other.coefficient.signum() {
      return .of(coefficient.signum(), other.coefficient.signum())
    }
    let mine = coefficient.magnitude.multipliedFullWidth(by: ExactDecimal.power(max(0, other.scale - scale)))
    let theirs = other.coefficient.magnitude.multipliedFullWidth(
      by: ExactDecimal.power(max(0, scale - other.scale)))
    let magnitudes =
      mine.high == theirs.high ? Ordering.of(mine.low, theirs.low) : .of(mine.high, theirs.high)
    return coefficient < 0 ? magnitudes.reversed : magnitudes
  }

  /// Exact: the float is taken for the binary fraction that it is. Nil for NaN.
  public func compare(_ other: Double) -> Ordering? {
    guard !other.isNaN else { return nil }
    let sign = coefficient.signum()
    let otherSign: Int128 = other > 0 ? 1 : (other < 0 ? -1 : 0)
    guard sign == otherSign, sign != 0 else { return .of(sign, otherSign) }
    let magnitudes = compareMagnitude(other.magnitude)
    return sign < 0 ? magnitudes.reversed : magnitudes
  }

  /// Compares `coefficient * 2^shift` with `significand * 10^scale` in 256 bits; both are positive.
  private func compareMagnitude(_ float: Double) -> Ordering {
    // Beyond every decimal of 38 digits, and below the smallest.
    if float >= 0x1p127 { return .less }
    if float < 0x1p-128 { return .greater }
    var significand = UInt128(float.significandBitPattern | (float.isNormal ? 1 << 52 : 0))
    var exponent = Int(float.exponent) - 52
    let zeros = significand.trailingZeroBitCount
    significand >>= UInt128(zeros)
    exponent += zeros
    let power = ExactDecimal.power(scale)
    let left: (high: UInt128, low: UInt128)
    let right: (high: UInt128, low: UInt128)
    if exponent >= 0 {
      left = (0, coefficient.magnitude)
      right = (significand << UInt128(exponent)).multipliedFullWidth(by: power)
    } else {
      let shift = -exponent
      // The right side has less than 53 + 127 bits.
      if UInt128.bitWidth - coefficient.magnitude.leadingZeroBitCount + shift > 200 { return .greater }
      left = ExactDecimal.shifted(coefficient.magnitude, by: shift)
      right = significand.multipliedFullWidth(by: power)
    }
    return left.high == right.high ? .of(left.low, right.low) : .of(left.high, right.high)
  }

  private static func shifted(_ value: UInt128, by shift: Int) -> (high: UInt128, low: UInt128) {
    if shift >= 128 { return (value << UInt128(shift - 128), 0) }
    return (shift == 0 ? 0 : value >> UInt128(128 - shift), value << UInt128(shift))
  }

  static func power(_ exponent: Int32) -> UInt128 { powersOfTen[Int(exponent)].magnitude }

  /// The nearest float, ties to even.
  public var double: Double {
    if coefficient.magnitude < 1 << 53, scale <= 22 {
      // Both are exact, so that one rounding happens (Clinger 1990, the fast path).
      return Double(Int64(coefficient)) / ExactDecimal.floatPowersOfTen[Int(scale)]
    }
    return Double("\(coefficient)e\(-scale)") ?? .nan
  }

  private static let floatPowersOfTen: [Double] = (0...22).map { Double(powersOfTen[$0]) }

  /// The decimal with the float's shortest digits. Nil for NaN, infinities, and what 38 digits cannot hold.
  public init?(_ float: Double) {
    guard float.isFinite, let value = ExactDecimal(text: float.description) else { return nil }
    self = value
  }
}

/// Compares an integer with a float exactly, never through rounding. Nil for NaN.
@inlinable public func compareExactly(_ a: Int64, _ b: Double) -> Ordering? {
  if b.isNaN { return nil }
  if b >= 0x1p63 { return .less }
  if b < -0x1p63 { return .greater }
  let whole = Int64(b)
  if a != whole { return a < whole ? .less : .greater }
  let fraction = b - b.rounded(.towardZero)
  return fraction > 0 ? .less : (fraction < 0 ? .greater : .equal)
}
