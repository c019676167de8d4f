import GraphStore

extension ScalarFunction {
  static let identifiers = [randomUUID]

  static let randomUUID = ScalarFunction(
    "RANDOM_UUID", aliases: ["RANDOMUUID"], parameters: [], result: always(.string),
    summary: "A random UUID (RFC 9562, version 4), another one each time.",
    example: ("CHAR_LENGTH(RANDOM_UUID())", "36")
  ) { (_, context) throws(ValueError) in
    // Four bits say the version, two the variant.
    let high = UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000
    let low = UInt64.random(in: .min ... .max) & ~(0b11 << 62) | 0b10 << 62
    let digits = Array((hexadecimal(high) + hexadecimal(low)).utf8)
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { digits[$0] }
    return context.arena.string(Array(groups.joined(separator: [UInt8(ascii: "-")])))
  }

  /// Sixteen digits.
  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
