import GQL
import GraphStore

/// Equality, comparison, equivalence and total order, written down once more: none of it calls the engine's.
public enum OracleRelations {
  // MARK: `=`

  /// Nil = unknown. Values of types that are never equal are an error, unless a difference elsewhere in a
  /// list or record decides.
  public static func equal(_ a: Value, _ b: Value) throws -> Bool? {
    switch equality(a, b) {
    case .yes: return true
    case .no: return false
    case .unknown: return nil
    case .impossible: throw OracleError.notComparable()
    }
  }

  private enum Answer: Int { case yes, unknown, impossible, no }

  private static func equality(_ a: Value, _ b: Value) -> Answer {
    switch (a, b) {
    case (.null, _), (_, .null): return .unknown
    case (.bool(let a), .bool(let b)): return a == b ? .yes : .no
    case (.string(let a), .string(let b)): return ModelGraph.isSame(a, b) ? .yes : .no
    case (.bytes(let a), .bytes(let b)): return a == b ? .yes : .no
    case (.node(let a), .node(let b)): return a.id == b.id ? .yes : .no
    case (.edge(let a), .edge(let b)): return a.id == b.id ? .yes : .no
    case (.path(let a), .path(let b)): return samePath(a, b) ? .yes : .no
    case (.list(let a), .list(let b)): return allEqual(a, b)
    case (.record(let a), .record(let b)): return recordsEqual(a, b)
    case (.duration(let a), .duration(let b)):
      let isAsLong = dayTimeNanoseconds(a) == dayTimeNanoseconds(b)
      if a.months == b.months { return isAsLong ? .yes : .no }
      return isAsLong ? .no : .impossible
    default:
      if isNumber(a) && isNumber(b) { return compareNumbers(a, b) == 0 ? .yes : .no }
      if let order = compareInstants(a, b) { return order == 0 ? .yes : .no }
      return .impossible
    }
  }

  /// The strongest answer wins: a difference, then an impossible comparison, then unknown.
  private static func allEqual(_ a: [Value], _ b: [Value]) -> Answer {
    if a.count != b.count { return .no }
    return zip(a, b).map { equality($0, $1) }.max { $0.rawValue < $1.rawValue } ?? .yes
  }

  private static func recordsEqual(_ a: Record, _ b: Record) -> Answer {
    if a.count != b.count { return .no }
    var answers: [Answer] = []
    for field in a.fields {
      guard let other = b[field.name] else { return .no }
      answers.append(equality(field.value, other))
    }
    return answers.max { $0.rawValue < $1.rawValue } ?? .yes
  }

  static func samePath(_ a: Path, _ b: Path) -> Bool {
    a.nodes.map(\.id) == b.nodes.map(\.id) && a.edges.map(\.id) == b.edges.map(\.id)
  }

  // MARK: `<`

  public enum Comparison { case less, equal, greater, unordered, unknown }

  /// Throws 22G04 where the types have no common order.
  public static func compare(_ a: Value, _ b: Value) throws -> Comparison {
    func answer(_ order: Int) -> Comparison { order < 0 ? .less : order > 0 ? .greater : .equal }
    switch (a, b) {
    case (.null, _), (_, .null): return .unknown
    case (.bool(let a), .bool(let b)): return answer((a ? 1 : 0) - (b ? 1 : 0))
    case (.string(let a), .string(let b)): return answer(orderText(a, b))
    case (.bytes(let a), .bytes(let b)): return answer(lexicographic(a, b) { Int($0) - Int($1) })
    case (.duration(let a), .duration(let b)):
      if a == b { return .equal }
      if a.months == b.months { return answer(dayTimeNanoseconds(a) < dayTimeNanoseconds(b) ? -1 : 1) }
      if a.days == b.days && a.seconds == b.seconds && a.nanoseconds == b.nanoseconds {
        return answer(a.months < b.months ? -1 : 1)
      }
      throw OracleError.notComparable()
    case (.list(let a), .list(let b)):
      for (x, y) in zip(a, b) {
        let item = try compare(x, y)
        if item != .equal { return item }
      }
      return answer(a.count - b.count)
    default:
      if isNumber(a) && isNumber(b) { return compareNumbers(a, b).map(answer) ?? .unordered }
      if let order = compareInstants(a, b) { return answer(order) }
      throw OracleError.notComparable()
    }
  }

  // MARK: Equivalence

  /// The relation of DISTINCT, GROUP BY and set operations: null is null, NaN is NaN, 1 is 1.0.
  public static func equivalent(_ a: Value, _ b: Value) -> Bool { order(a, b) == 0 }

  public static func equivalent(_ a: [Value], _ b: [Value]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { equivalent($0, $1) }
  }

  // MARK: Total order

  /// Negative, zero or positive. Null last; types in the order of openCypher.
  public static func order(_ a: Value, _ b: Value) -> Int {
    if rank(a) != rank(b) { return rank(a) - rank(b) }
    switch (a, b) {
    case (.null, .null): return 0
    case (.bool(let a), .bool(let b)): return (a ? 1 : 0) - (b ? 1 : 0)
    case (.string(let a), .string(let b)): return orderText(a, b)
    case (.bytes(let a), .bytes(let b)): return lexicographic(a, b) { Int($0) - Int($1) }
    case (.node(let a), .node(let b)): return Int(a.id.rawValue - b.id.rawValue)
    case (.edge(let a), .edge(let b)): return Int(a.id.rawValue - b.id.rawValue)
    case (.path(let a), .path(let b)): return lexicographic(interleaved(a), interleaved(b)) { Int($0 - $1) }
    case (.list(let a), .list(let b)): return lexicographic(a, b, order)
    case (.record(let a), .record(let b)): return orderRecords(a, b)
    case (.duration(let a), .duration(let b)): return orderDurations(a, b)
    default:
      if isNumber(a) && isNumber(b) { return orderNumbers(a, b) }
      return compareInstants(a, b) ?? 0
    }
  }

  public static func order(_ a: [Value], _ b: [Value]) -> Int { lexicographic(a, b, order) }

  private static func rank(_ value: Value) -> Int {
    switch value {
    case .record: 0
    case .node: 1
    case .edge: 2
    case .list: 3
    case .path: 4
    case .zonedDateTime: 5
    case .localDateTime: 6
    case .date: 7
    case .zonedTime: 8
    case .localTime: 9
    case .duration: 10
    case .bytes: 11
    case .string: 12
    case .bool: 13
    case .int, .float, .decimal: 14
    case .null: 15
    }
  }

  private static func orderNumbers(_ a: Value, _ b: Value) -> Int {
    if let order = compareNumbers(a, b) { return order }
    return (isNaN(a) ? 1 : 0) - (isNaN(b) ? 1 : 0)
  }

  private static func orderRecords(_ a: Record, _ b: Record) -> Int {
    if a.count != b.count { return a.count - b.count }
    let mine = a.fields.sorted { orderText($0.name, $1.name) < 0 }
    let theirs = b.fields.sorted { orderText($0.name, $1.name) < 0 }
    let names = lexicographic(mine.map(\.name), theirs.map(\.name), orderText)
    return names != 0 ? names : lexicographic(mine.map(\.value), theirs.map(\.value), order)
  }

  private static func orderDurations(_ a: CalendarDuration, _ b: CalendarDuration) -> Int {
    // The mean month of the Gregorian calendar has 2,629,746 seconds.
    func length(_ d: CalendarDuration) -> Int128 {
      Int128(d.months) * 2_629_746 * 1_000_000_000 + dayTimeNanoseconds(d)
    }
    for (x, y) in [
      (length(a), length(b)), (Int128(a.months), Int128(b.months)), (Int128(a.days), Int128(b.days)),
    ] where x != y {
      return x < y ? -1 : 1
    }
    return 0
  }

  private static func dayTimeNanoseconds(_ d: CalendarDuration) -> Int128 {
    (Int128(d.days) * 86_400 + Int128(d.seconds)) * 1_000_000_000 + Int128(d.nanoseconds)
  }

  private static func interleaved(_ path: Path) -> [Int64] {
    var ids = [path.nodes[0].id.rawValue]
    for (edge, node) in zip(path.edges, path.nodes.dropFirst()) {
      ids += [edge.id.rawValue, node.id.rawValue]
    }
    return ids
  }

  // MARK: Parts

  static func isNumber(_ value: Value) -> Bool {
    switch value {
    case .int, .float, .decimal: true
    default: false
    }
  }

  static func isNaN(_ value: Value) -> Bool {
    if case .float(let value) = value { value.isNaN } else { false }
  }

  /// Exact for integers and floats; decimals against floats through their integral and fractional parts. Nil:
  /// NaN is involved.
  static func compareNumbers(_ a: Value, _ b: Value) -> Int? {
    if isNaN(a) || isNaN(b) { return nil }
    switch (a, b) {
    case (.float(let a), .float(let b)): return a < b ? -1 : a > b ? 1 : 0
    case (.float(let a), _): return compareNumbers(b, .float(a)).map { -$0 }
    case (_, .float(let b)):
      if b.magnitude > 1e37 { return b > 0 ? -1 : 1 }
      let (whole, fraction) = parts(a)
      let floor = b.rounded(.down)
      if whole != Int128(floor) { return whole < Int128(floor) ? -1 : 1 }
      let rest = b - floor
      return fraction < rest ? -1 : fraction > rest ? 1 : 0
    default:
      let (x, y) = (exact(a), exact(b))
      let scale = max(x.scale, y.scale)
      let (left, right) = (scaled(x, to: scale), scaled(y, to: scale))
      return left < right ? -1 : left > right ? 1 : 0
    }
  }

  private static func exact(_ value: Value) -> ExactDecimal {
    switch value {
    case .int(let value): ExactDecimal(coefficient: Int128(value), scale: 0)
    case .decimal(let value): value
    default: ExactDecimal(coefficient: 0, scale: 0)
    }
  }

  private static func scaled(_ value: ExactDecimal, to scale: Int32) -> Int128 {
    (value.scale..<scale).reduce(value.coefficient) { result, _ in result * 10 }
  }

  /// Rounded down, and the rest in 0 ..< 1.
  private static func parts(_ value: Value) -> (whole: Int128, fraction: Double) {
    let number = exact(value)
    let power = (0..<number.scale).reduce(Int128(1)) { result, _ in result * 10 }
    var (whole, rest) = number.coefficient.quotientAndRemainder(dividingBy: power)
    if rest < 0 { (whole, rest) = (whole - 1, rest + power) }
    return (whole, Double(rest) / Double(power))
  }

  static func orderText(_ a: String, _ b: String) -> Int {
    lexicographic(Array(a.unicodeScalars), Array(b.unicodeScalars)) { Int($0.value) - Int($1.value) }
  }

  private static func lexicographic<T>(_ a: [T], _ b: [T], _ order: (T, T) -> Int) -> Int {
    for (x, y) in zip(a, b) {
      let item = order(x, y)
      if item != 0 { return item }
    }
    return a.count - b.count
  }

  /// Nil unless both are instants or times of day of one type. Zoned ones compare by the instant.
  private static func compareInstants(_ a: Value, _ b: Value) -> Int? {
    func answer(_ x: Int128, _ y: Int128) -> Int { x < y ? -1 : x > y ? 1 : 0 }
    func nanoseconds(_ time: LocalDateTime, _ offset: Int32) -> Int128 {
      (Int128(time.secondsSinceEpoch) - Int128(offset)) * 1_000_000_000 + Int128(time.nanosecond)
    }
    switch (a, b) {
    case (.date(let a), .date(let b)): return answer(Int128(a.daysSinceEpoch), Int128(b.daysSinceEpoch))
    case (.localTime(let a), .localTime(let b)):
      return answer(Int128(a.nanosecondsSinceMidnight), Int128(b.nanosecondsSinceMidnight))
    case (.localDateTime(let a), .localDateTime(let b)): return answer(nanoseconds(a, 0), nanoseconds(b, 0))
    case (.zonedDateTime(let a), .zonedDateTime(let b)):
      return answer(nanoseconds(a.local, a.offsetSeconds), nanoseconds(b.local, b.offsetSeconds))
    case (.zonedTime(let a), .zonedTime(let b)):
      func utc(_ time: ZonedTime) -> Int128 {
        Int128(time.local.nanosecondsSinceMidnight) - Int128(time.offsetSeconds) * 1_000_000_000
      }
      return answer(utc(a), utc(b))
    default: return nil
    }
  }
}
