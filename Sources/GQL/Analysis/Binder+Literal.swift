import GraphStore

extension Binder {
  func bindLiteral(_ literal: Literal, at span: SourceSpan) -> BoundExpression {
    func constant(_ value: Value, _ type: ValueType) -> BoundExpression {
      lifted(type, at: span) ?? BoundExpression(.constant(value), type: type, span: span)
    }
    switch literal {
    case .null: return constant(.null, .null)
    case .truth(let value): return constant(value.map { .bool($0) } ?? .null, .bool)
    case .string(let text): return constant(.string(text), .string)
    case .bytes(let bytes): return constant(.bytes(bytes), .bytes)
    case .integer(let digits):
      guard let value = ExactDecimal(integerLiteral: digits) else { return outOfRange(digits, at: span) }
      if dialect == .cypher, Int64(exactly: value.coefficient) == nil {
        report(
          .numericOutOfRange, "`\(digits)` does not fit a 64-bit integer", at: span, detail: "IntegerOverflow")
        return poison(at: span)
      }
      guard let small = Int64(exactly: value.coefficient) else { return constant(.decimal(value), .decimal) }
      return constant(.int(small), .int)
    case .decimal(let digits):
      guard let value = ExactDecimal(text: digits) else { return outOfRange(digits, at: span) }
      return constant(.decimal(value), .decimal)
    case .float(let digits):
      guard let value = Double(digits), value.isFinite else {
        return outOfRange(digits, at: span, detail: "FloatingPointOverflow")
      }
      return constant(.float(value), .float)
    case .temporal(let kind, let text): return bindTemporal(kind, text, at: span)
    }
  }

  private func outOfRange(_ digits: String, at span: SourceSpan, detail: String = "IntegerOverflow") -> BoundExpression {
    let isLong = digits.utf8.count > 45
    report(
      .numericOutOfRange, "\(isLong ? "the number" : "`\(digits)`") is out of range", at: span,
      notes: ["exact numbers have up to \(ExactDecimal.maximumDigits) digits, floats reach about 1.8e308"], detail: detail)
    return poison(at: span)
  }
}

extension ExactDecimal {
  /// The least number that has too many digits.
  private static let integerLimit: Int128 = (0..<maximumDigits).reduce(1) { power, _ in power * 10 }

  /// Digits with an optional sign and an optional base prefix `0x`, `0o`, `0b`; nil when it has more than 38
  /// digits.
  init?(integerLiteral text: String) {
    var digits = text[...]
    let isNegative = digits.first == "-"
    if isNegative || digits.first == "+" { digits.removeFirst() }
    var radix = 10
    if digits.first == "0", let mark = digits.dropFirst().first,
      let base = ["x": 16, "o": 8, "b": 2][mark.lowercased()]
    {
      radix = base
      digits.removeFirst(2)
    }
    guard let magnitude = Int128(digits, radix: radix), magnitude < Self.integerLimit else { return nil }
    self.init(coefficient: isNegative ? -magnitude : magnitude, scale: 0)
  }
}
