extension LocalTime {
  /// `21:40:32.142`, `21:40:32`, `21:40`, `21`, and without colons. The fraction has up to nine digits, after a point or a comma.
  /// Nil for anything else.
  public init?(iso bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = ISOScanner(bytes)
    guard let time = scanner.time(), scanner.isAtEnd else { return nil }
    self = time
  }

  public init?(iso text: String) {
    guard let time = parse(text, { LocalTime(iso: $0) }) else { return nil }
    self = time
  }

  /// `21:40:32.142`; seconds are left out when they are zero.
  public var isoText: String {
    var text: [UInt8] = []
    append(to: &text)
    return text.asText
  }

  func append(to text: inout [UInt8]) {
    text.append(hour, width: 2)
    text.append(":")
    text.append(minute, width: 2)
    guard second != 0 || nanosecond != 0 else { return }
    text.append(":")
    text.append(second, width: 2)
    text.append(fraction: nanosecond)
  }
}

extension ZonedTime {
  /// A time as `LocalTime` takes it, then `Z`, `+01`, `+01:00`, `+0100` or an offset with seconds. Without an
  /// offset `defaultOffsetSeconds` holds. Nil for anything else.
  public init?(iso bytes: UnsafeBufferPointer<UInt8>, defaultOffsetSeconds: Int32 = 0) {
    var scanner = ISOScanner(bytes)
    guard let time = scanner.time() else { return nil }
    var offset = defaultOffsetSeconds
    if !scanner.isAtEnd {
      guard let written = scanner.offset(), scanner.isAtEnd else { return nil }
      offset = written
    }
    self.init(local: time, offsetSeconds: offset)
  }

  public init?(iso text: String, defaultOffsetSeconds: Int32 = 0) {
    guard let time = parse(text, { ZonedTime(iso: $0, defaultOffsetSeconds: defaultOffsetSeconds) })
    else { return nil }
    self = time
  }

  /// `21:40:32.142+01:00`, `21:40Z`.
  public var isoText: String {
    var text: [UInt8] = []
    local.append(to: &text)
    UTCOffset.append(offsetSeconds, to: &text)
    return text.asText
  }
}

/// Offsets from UTC as text.
public enum UTCOffset {
  static let limitSeconds: Int64 = 18 * 3600

  /// `Z`, `+01`, `+01:00`, `+0100`, `+01:00:30`, `+010030`, within 18 hours; nil for anything else.
  public static func seconds(_ text: String) -> Int32? {
    parse(text) {
      var scanner = ISOScanner($0)
      guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
      return offset
    }
  }

  /// `Z`, `+01:00`, `+00:53:28`.
  public static func text(_ seconds: Int32) -> String {
    var text: [UInt8] = []
    append(seconds, to: &text)
    return text.asText
  }

  static func append(_ seconds: Int32, to text: inout [UInt8]) {
    guard seconds != 0 else { return text.append("Z") }
    if seconds < 0 { text.append("-") } else { text.append("+") }
    let magnitude = abs(Int64(seconds))
    text.append(magnitude / 3600, width: 2)
    text.append(":")
    text.append(magnitude / 60 % 60, width: 2)
    guard magnitude % 60 != 0 else { return }
    text.append(":")
    text.append(magnitude % 60, width: 2)
  }
}

extension ISOScanner {
  mutating func time() -> LocalTime? {
    guard let hour = number(digits: 2) else { return nil }
    let hasColons = eat(":")
    guard hasColons || digitRun > 0 else { return LocalTime(hour: hour) }
    guard let minute = number(digits: 2) else { return nil }
    guard hasColons ? eat(":") : digitRun > 0 else { return LocalTime(hour: hour, minute: minute) }
    guard let second = number(digits: 2) else { return nil }
    guard eat(".") || eat(",") else { return LocalTime(hour: hour, minute: minute, second: second) }
    return nanoFraction().flatMap { LocalTime(hour: hour, minute: minute, second: second, nanosecond: $0) }
  }

  mutating func offset() -> Int32? {
    if eat("Z") || eat("z") { return 0 }
    guard let sign = sign(), let hour = number(digits: 2) else { return nil }
    var minute: Int64 = 0
    var second: Int64 = 0
    let hasColons = eat(":")
    if hasColons || digitRun > 0 {
      guard let written = number(digits: 2) else { return nil }
      minute = written
      if hasColons ? eat(":") : digitRun > 0 {
        guard let written = number(digits: 2) else { return nil }
        second = written
      }
    }
    let total = hour * 3600 + minute * 60 + second
    guard minute < 60, second < 60, total <= UTCOffset.limitSeconds else { return nil }
    return Int32(sign * total)
  }
}
