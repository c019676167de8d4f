/// Numbers: an int, a float when there is a point or an exponent, a decimal beyond 64 bits.
extension PropertyScanner {
  mutating func number(_ arena: Arena) throws(PropertyFault) -> Cell {
    let start = position
    let isNegative = byte(position) == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let digitsStart = position
    var significand: UInt64 = 0
    try digits(into: &significand, before: 19)
    let digitCount = position - digitsStart
    if digitCount > 1, byte(digitsStart) == UInt8(ascii: "0") { throw fault(.badNumber) }
    let next = position < count ? byte(position) : 0
    if next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") {
      return try float(from: start, digitsStart, significand, isNegative)
    }
    if digitCount <= 19 {
      if significand <= UInt64(Int64.max) {
        return Cell(isNegative ? -Int64(significand) : Int64(significand))
      }
      if isNegative, significand == UInt64(Int64.max) + 1 { return Cell(Int64.min) }
    }
    return try longInteger(digitsStart, isNegative, arena)
  }

  /// One digit at least. The first `limit` digits counted from the number's first are gathered in
  /// `significand`.
  private mutating func digits(into significand: inout UInt64, before limit: Int) throws(PropertyFault) {
    let start = position
    while position < count {
      let digit = byte(position) &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      if position - start < limit { significand = significand &* 10 &+ UInt64(digit) }
      position += 1
    }
    if position == start { throw fault(.badNumber) }
  }

  private func longInteger(_ start: Int, _ isNegative: Bool, _ arena: Arena) throws(PropertyFault) -> Cell {
    guard position - start <= ExactDecimal.maximumDigits else {
      throw PropertyFault(kind: .integerTooLong, offset: start)
    }
    var coefficient: Int128 = 0
    for index in start..<position { coefficient = coefficient * 10 + Int128(byte(index) & 0x0F) }
    return arena.decimal(ExactDecimal(coefficient: isNegative ? -coefficient : coefficient, scale: 0))
  }

  /// The digits before point or exponent have been read. Exact at once when significand and power of ten are
  /// both exact floats (Clinger 1990), else by the standard library, which rounds correctly and knows no
  /// locale.
  private mutating func float(
    from start: Int, _ digitsStart: Int, _ head: UInt64, _ isNegative: Bool
  ) throws(PropertyFault) -> Cell {
    var significand = head
    var digitCount = position - digitsStart
    var exponent = 0
    if byte(position) == UInt8(ascii: ".") {
      position += 1
      let fractionStart = position
      try digits(into: &significand, before: max(0, 19 - digitCount))
      exponent = fractionStart - position
      digitCount -= exponent
    }
    var isShort = digitCount <= 19
    if position < count, byte(position) | 0x20 == UInt8(ascii: "e") {
      let (power, isSmall) = try exponentPart()
      exponent += power
      isShort = isShort && isSmall
    }
    if isShort, significand <= 1 << 53, exponent >= -22, exponent <= 22 {
      let scaled =
        exponent < 0
        ? Double(significand) / PropertyScanner.powersOfTen[-exponent]
        : Double(significand) * PropertyScanner.powersOfTen[exponent]
      return Cell(isNegative ? -scaled : scaled)
    }
    let text = UnsafeBufferPointer(
      start: (base + start).assumingMemoryBound(to: UInt8.self), count: position - start)
    guard let value = Double(String(decoding: text, as: UTF8.self)) else {
      throw PropertyFault(kind: .badNumber, offset: start)
    }
    guard value.isFinite else { throw PropertyFault(kind: .floatOutOfRange, offset: start) }
    return Cell(value)
  }

  /// The exponent, and whether its digits were few enough to be counted.
  private mutating func exponentPart() throws(PropertyFault) -> (power: Int, isSmall: Bool) {
    position += 1
    let sign = position < count ? byte(position) : 0
    if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
    let start = position
    var magnitude: UInt64 = 0
    try digits(into: &magnitude, before: 4)
    return (sign == UInt8(ascii: "-") ? -Int(magnitude) : Int(magnitude), position - start <= 4)
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20,
    1e21, 1e22,
  ]
}
