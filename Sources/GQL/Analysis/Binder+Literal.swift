import GraphStore

extension Binder {
  func bindLiteral(_ literal: Literal, at span: SourceSpan) -> BoundExpression {
    func constant(_ value: Value, _ type: ValueType) -> BoundExpression {
      BoundExpression(.constant(value), type: type, span: span)
    }
    switch literal {
    case .null: return constant(.null, .null)
    case .truth(let value): return constant(value.map { .bool($0) } ?? .null, .bool)
    case .string(let text): return constant(.string(text), .string)
    case .bytes(let bytes): return constant(.bytes(bytes), .bytes)
    case .integer(let digits):
      guard let value = ExactDecimal(integerLiteral: digits) else { return outOfRange(digits, at: span) }
      guard let small = Int64(exactly: value.coefficient) else { return constant(.decimal(value), .decimal) }
      return constant(.int(small), .int)
    case .decimal(let digits):
      guard let value = ExactDecimal(decimalLiteral: digits) else { return outOfRange(digits, at: span) }
      return constant(.decimal(value), .decimal)
    case .float(let digits):
      guard let value = Double(digits), value.isFinite else { return outOfRange(digits, at: span) }
      return constant(.float(value), .float)
    case .temporal(let kind, let text): return bindTemporal(kind, text, at: span)
    }
  }

  private func outOfRange(_ digits: String, at span: SourceSpan) -> BoundExpression {
    let isLong = digits.utf8.count > 45
    report(
      .numericOutOfRange, "\(isLong ? "the number" : "`\(digits)`") is out of range", at: span,
      notes: ["exact numbers have up to \(ExactDecimal.maximumDigits) digits, floats reach about 1.8e308"])
    return poison(at: span)
  }
}

extension ExactDecimal {
  /// The largest coefficient that has `maximumDigits` digits, and one more.
  private static let coefficientLimit: Int128 = (0..<maximumDigits).reduce(1) { power, _ in power * 10 }

  /// Digits with an optional sign and an optional base prefix `0x`, `0o`, `0b`; nil when it has more than 38 digits.
  init?(integerLiteral text: String) {
    var digits = text[...]
    let isNegative = digits.first == "-"
    if isNegative || digits.first == "+" { digits.removeFirst() }
    var radix = 10
    if digits.first == "0", let mark = digits.dropFirst().first, let base = ["x": 16, "o": 8, "b": 2][mark.lowercased()] {
      radix = base
      digits.removeFirst(2)
    }
    guard let magnitude = Int128(digits, radix: radix), magnitude < Self.coefficientLimit else { return nil }
    self.init(coefficient: isNegative ? -magnitude : magnitude, scale: 0)
  }

  /// `12.5`, `1.`, `.5`, `-1.25e-3`; zeros after the point are kept. Nil when it has more than 38 digits before or after the point.
  init?(decimalLiteral text: String) {
    var coefficient: Int128 = 0
    var scale = 0
    var isNegative = false
    var isFraction = false
    var exponentText = ""
    var position = text.utf8.startIndex
    while position < text.utf8.endIndex {
      let byte = text.utf8[position]
      position = text.utf8.index(after: position)
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "+"): break
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        exponentText = String(text[position...])
        position = text.utf8.endIndex
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        coefficient = coefficient * 10 + Int128(byte - UInt8(ascii: "0"))
        if coefficient >= Self.coefficientLimit { return nil }
        if isFraction { scale += 1 }
      default: return nil
      }
    }
    if !exponentText.isEmpty {
      guard let exponent = Int(exponentText), abs(exponent) <= 1000 else { return nil }
      scale -= exponent
    }
    while scale < 0 {
      coefficient *= 10
      scale += 1
      if coefficient >= Self.coefficientLimit { return nil }
    }
    guard scale <= Self.maximumDigits else { return nil }
    self.init(coefficient: isNegative ? -coefficient : coefficient, scale: Int32(scale))
  }
}

extension Binder {
  fileprivate func bindTemporal(_ kind: Literal.TemporalLiteral, _ text: String, at span: SourceSpan) -> BoundExpression {
    report(.featureNotSupported, "temporal literals are not supported yet", at: span)
    return poison(at: span)
  }
}
