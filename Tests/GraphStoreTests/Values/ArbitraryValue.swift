import GraphStore
import TestSupport

extension Arbitrary {
  /// Numbers that are hard to tell apart.
  static let numbers: [Value] = [
    0, 1, -1, 2, .float(0), .float(-0.0), 1.0, -1.0, 0.5, .float(.nan), .float(.infinity), .float(-.infinity),
    .int(.max), .int(.min),
    .int(9_007_199_254_740_993), .float(9_007_199_254_740_992), .int(9_007_199_254_740_992), .float(0x1p63),
    .float(-0x1p63),
    .float(1e20), .float(1e300), .float(.leastNonzeroMagnitude), .float(0.1), .decimal("0.1"),
    .decimal("0.10"), .decimal("1.00"),
    .decimal("100000000000000000000"), .decimal("0.5"), .decimal("9223372036854775807"),
    .decimal("9223372036854775808"),
    .decimal("0.1000000000000000055511151231257827021"), .decimal("-0.0"),
    .decimal("99999999999999999999999999999999999999"),
    .decimal("0.00000000000000000000000000000000000001"), .float(1e-38), .float(1e38),
    .decimal("9007199254740992.5"),
  ]

  static let texts = [
    "", "a", "b", "ab", "é", "e\u{301}", "\u{0}", "\u{10FFFF}", "\u{FFFD}", "Straße", "aaaaaaaaaaaaaaaaa",
    "aaaaaaaaaaaaaaaab",
  ]

  static func value(_ random: inout SeededGenerator, depth: Int = 2) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 20 : 16), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2...4: return numbers.randomElement(using: &random) ?? 0
    case 5: return .int(Int64.random(in: -3...3, using: &random))
    case 6, 7: return .string(texts.randomElement(using: &random) ?? "")
    case 8:
      return .bytes(
        (0..<Int.random(in: 0...2, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
    case 9: return .date(LocalDate(daysSinceEpoch: Int64.random(in: -2...2, using: &random)))
    case 10: return .localTime(LocalTime(nanosecondsSinceMidnight: Int64.random(in: 0...2, using: &random)))
    case 11:
      let hour = Int64.random(in: 10...12, using: &random)
      return .zonedTime(
        ZonedTime(
          local: LocalTime(nanosecondsSinceMidnight: hour * 3_600_000_000_000),
          offsetSeconds: Int32(hour - 11) * 3600))
    case 12:
      return .localDateTime(
        LocalDateTime(secondsSinceEpoch: Int64.random(in: -1...1, using: &random), nanosecond: 5))
    case 13:
      let offset = Int32.random(in: -1...1, using: &random)
      return .zonedDateTime(
        ZonedDateTime(
          local: LocalDateTime(secondsSinceEpoch: Int64(offset), nanosecond: 0), offsetSeconds: offset,
          zone: Bool.random(using: &random) ? "Europe/Paris" : nil))
    case 14:
      return .duration(
        CalendarDuration(
          months: Int64.random(in: 0...1, using: &random), days: Int64.random(in: 0...1, using: &random),
          seconds: Int64.random(in: 0...1, using: &random) * 86_400))
    case 15:
      let id = Int64.random(in: 1...2, using: &random)
      let node = Node(id: NodeID(id), labels: ["A"], properties: [:])
      switch Int.random(in: 0..<3, using: &random) {
      case 0: return .node(node)
      case 1:
        return .edge(Edge(id: EdgeID(id), type: "T", source: NodeID(1), target: NodeID(1), properties: [:]))
      default: return .path(Path(nodes: [node], edges: []))
      }
    case 16, 17:
      let count = Int.random(in: 0...2, using: &random)
      return .list((0..<count).map { _ in value(&random, depth: depth - 1) })
    default:
      let names = ["a", "b", "é"].shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
      return .record(Record(names.map { (name: $0, value: value(&random, depth: depth - 1)) }))
    }
  }
}

extension Value {
  /// A decimal by its digits.
  static func decimal(_ text: String) -> Value { ExactDecimal(text: text).map { .decimal($0) } ?? .null }
}
