extension CalendarDuration {
  /// `P1Y2M3W4DT5H6M7.8S` with any parts left out, each with a sign of its own and a fraction of up to nine digits; a sign in
  /// front turns all; and the form `P2012-02-02T14:37:21.545`. A fraction of a month is that part of
  /// 30.436875 days. Nil for anything else, for `P` alone, and for parts beyond 64 bits.
  public init?(iso bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = ISOScanner(bytes)
    let sign = Int128(scanner.sign() ?? 1)
    guard scanner.eat("P"), let parts = scanner.durationParts(), scanner.isAtEnd else { return nil }
    self.init(
      nanomonths: sign * parts.nanomonths, nanodays: sign * parts.nanodays,
      nanoseconds: sign * parts.nanoseconds)
  }

  public init?(iso text: String) {
    guard let value = parse(text, { CalendarDuration(iso: $0) }) else { return nil }
    self = value
  }

  /// `P1Y2M3DT4H5M6.7S`, each part with its own sign, zero parts left out; `PT0S` for nothing. Months become years, seconds become
  /// hours and minutes; days stay days.
  public var isoText: String {
    var text: [UInt8] = []
    func part(_ amount: Int128, _ unit: StaticString) {
      guard amount != 0 else { return }
      text.append(contentsOf: String(amount).utf8)
      text.append(unit)
    }
    text.append("P")
    part(Int128(months / 12), "Y")
    part(Int128(months % 12), "M")
    part(Int128(days), "D")
    let total = totalNanoseconds
    guard total != 0 else {
      if text.count == 1 { text.append("T0S") }
      return text.asText
    }
    text.append("T")
    let second = Int128(nanosecondsPerSecond)
    part(total / (3600 * second), "H")
    part(total / (60 * second) % 60, "M")
    let rest = total % (60 * second)
    if rest != 0 {
      if rest < 0 { text.append("-") }
      text.append(contentsOf: String(rest.magnitude / UInt128(second)).utf8)
      text.append(fraction: Int64(rest.magnitude % UInt128(second)))
      text.append("S")
    }
    return text.asText
  }
}

extension ISOScanner {
  typealias DurationParts = (nanomonths: Int128, nanodays: Int128, nanoseconds: Int128)

  mutating func durationParts() -> DurationParts? {
    if digitRun == 4, let parts = clockLikeDuration() { return parts }
    return designatedDuration()
  }

  /// `2012-02-02T14:37:21.545`; puts the position back when the text is of the other form.
  private mutating func clockLikeDuration() -> DurationParts? {
    let start = self
    guard let years = number(digits: 4), eat("-"), let months = number(digits: 2), eat("-"),
      let days = number(digits: 2)
    else {
      self = start
      return nil
    }
    var nanoseconds: Int64 = 0
    if eat("T") {
      guard let time = time() else {
        self = start
        return nil
      }
      nanoseconds = time.nanosecondsSinceMidnight
    }
    let unit = Int128(nanosecondsPerSecond)
    return (Int128(years * 12 + months) * unit, Int128(days) * unit, Int128(nanoseconds))
  }

  private mutating func designatedDuration() -> DurationParts? {
    var parts: DurationParts = (0, 0, 0)
    var units = "YMWD"[...]
    var isTime = false
    var count = 0
    while !isAtEnd {
      if !isTime, eat("T") {
        isTime = true
        units = "HMS"
        guard !isAtEnd else { return nil }
      }
      guard let amount = nanoAmount() else { return nil }
      guard let unit = units.first(where: { $0.unicodeScalars.first.map { eat($0) } ?? false }) else { return nil }
      units = units[units.index(after: units.firstIndex(of: unit) ?? units.startIndex)...]
      count += 1
      switch (unit, isTime) {
      case ("Y", _): parts.nanomonths += amount * 12
      case ("M", false): parts.nanomonths += amount
      case ("W", _): parts.nanodays += amount * 7
      case ("D", _): parts.nanodays += amount
      case ("H", _): parts.nanoseconds += amount * 3600
      case ("M", true): parts.nanoseconds += amount * 60
      default: parts.nanoseconds += amount
      }
    }
    return count > 0 ? parts : nil
  }

  /// A signed number with a fraction, in units of 10^-9.
  private mutating func nanoAmount() -> Int128? {
    let sign = Int128(sign() ?? 1)
    let digits = digitRun
    guard (1...19).contains(digits), let head = number(digits: digits - 1), let last = number(digits: 1)
    else { return nil }
    var amount = (Int128(head) * 10 + Int128(last)) * Int128(nanosecondsPerSecond)
    if eat(".") || eat(",") {
      guard let fraction = nanoFraction() else { return nil }
      amount += Int128(fraction)
    }
    return sign * amount
  }
}
