/// An exact decimal number, `coefficient * 10^-scale`, of at most 38 significant digits.
///
/// `1.0` and `1.00` are equal but keep their scale when written. Arithmetic that does not fit throws.
@frozen public struct ExactDecimal: Sendable {
  public var coefficient: Int128
  /// Digits after the point, 0 ... 38.
  public var scale: Int32

  public static let maximumDigits = 38

  @inlinable public init(coefficient: Int128, scale: Int32) {
    self.coefficient = coefficient
    self.scale = scale
  }
}
