extension ExactDecimal {
  /// The coefficients of 38 digits and fewer.
  static let coefficientLimit: Int128 = powersOfTen[38]

  static let powersOfTen: [Int128] = (0...38).map { exponent in
    (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 }
  }

  /// `12.50`, `-.5`, `7`, `1.5e-3`, `1E+5`. Nil for anything else, for more than 38 digits left of nothing but zeros, and for digits
  /// beyond the 38th place after the point.
  public init?(text: String) {
    guard let value = parse(text, { ExactDecimal(text: $0) }) else { return nil }
    self = value
  }

  public init?(text bytes: UnsafeBufferPointer<UInt8>) {
    var coefficient: Int128 = 0
    var scale = 0
    var hasPoint = false
    var digitCount = 0
    var index = 0
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative || bytes.first == UInt8(ascii: "+") { index = 1 }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if byte &- 0x30 < 10 {
        // Below this, ten times as much and a digit stay within the limit.
        guard coefficient < ExactDecimal.coefficientLimit / 10 else { return nil }
        coefficient = coefficient * 10 + Int128(byte - 0x30)
        digitCount += 1
        if hasPoint { scale += 1 }
      } else {
        break
      }
      index += 1
    }
    guard digitCount > 0 else { return nil }
    if index < bytes.count {
      guard let exponent = ExactDecimal.exponent(bytes[index...]) else { return nil }
      scale -= exponent
    }
    self.init(normalizing: isNegative ? -coefficient : coefficient, scale: scale)
  }

  /// `e-3`, `E+5`, within -99 ... 99.
  private static func exponent(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard let mark = bytes.first, mark | 0x20 == UInt8(ascii: "e"), bytes.count > 1 else { return nil }
    var digits = bytes.dropFirst()
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    guard (1...2).contains(digits.count), digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return isNegative ? -value : value
  }

  /// Brings a scale of any size into 0 ... 38 without changing the value. Nil when that is not possible
  /// within 38 digits.
  init?(normalizing coefficient: Int128, scale: Int) {
    var coefficient = coefficient
    var scale = scale
    while scale > ExactDecimal.maximumDigits, coefficient % 10 == 0, coefficient != 0 {
      coefficient /= 10
      scale -= 1
    }
    if coefficient == 0 { scale = min(max(scale, 0), ExactDecimal.maximumDigits) }
    guard scale <= ExactDecimal.maximumDigits else { return nil }
    if scale < 0 {
      guard -scale <= ExactDecimal.maximumDigits else { return nil }
      let (product, overflow) = coefficient.multipliedReportingOverflow(by: ExactDecimal.powersOfTen[-scale])
      guard !overflow else { return nil }
      coefficient = product
      scale = 0
    }
    guard coefficient.magnitude < ExactDecimal.coefficientLimit.magnitude else { return nil }
    self.init(coefficient: coefficient, scale: Int32(scale))
  }

  /// `12.50`, `-0.05`, `7`: as many digits after the point as the scale says.
  public var text: String {
    let digits = String(coefficient.magnitude)
    let places = Int(scale)
    let sign = coefficient < 0 ? "-" : ""
    guard places > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// Without trailing zeros after the point: one form for each value.
  public var canonical: ExactDecimal {
    var result = self
    while result.scale > 0, result.coefficient % 10 == 0 {
      result.coefficient /= 10
      result.scale -= 1
    }
    return result
  }
}
