/// A zone's yearly rule as a POSIX TZ string (`CET-1CEST,M3.5.0,M10.5.0/3`), with the extensions of RFC 9636:
/// hours -167 ... 167.
struct POSIXZoneRule: Sendable {
  /// A day of the year and the time on it at which clocks change.
  struct Change: Sendable {
    enum Day: Sendable {
      /// `M3.5.0`: the week-th such weekday (0 = Sunday) of the month, 5 = the last.
      case weekday(month: Int64, week: Int64, weekday: Int64)
      /// `J60`: 1 ... 365, 29 February is not counted.
      case julian(Int64)
      /// `59`: 0 ... 365.
      case zeroBased(Int64)
    }
    var day: Day
    /// Seconds after midnight on the clock that is about to change.
    var second: Int64
  }

  var standardOffset: Int32
  var daylight: (offset: Int32, start: Change, end: Change)?

  func offset(at instant: Int64) -> Int32 {
    guard let daylight else { return standardOffset }
    let day = floorDivide(instant + Int64(standardOffset), secondsPerDay)
    let year = CivilCalendar.civil(day).year
    let start = daylight.start.localSecond(in: year) - Int64(standardOffset)
    let end = daylight.end.localSecond(in: year) - Int64(daylight.offset)
    let isDaylight = start < end ? instant >= start && instant < end : instant >= start || instant < end
    return isDaylight ? daylight.offset : standardOffset
  }
}

extension POSIXZoneRule.Change {
  /// Seconds since the epoch on the local clock.
  fileprivate func localSecond(in year: Int64) -> Int64 {
    let newYear = CivilCalendar.dayNumber(year: year, month: 1, day: 1)
    let number: Int64
    switch day {
    case .julian(let day):
      number = newYear + day - 1 + (CivilCalendar.isLeap(year) && day >= 60 ? 1 : 0)
    case .zeroBased(let day):
      number = newYear + day
    case .weekday(let month, let week, let weekday):
      let first = CivilCalendar.dayNumber(year: year, month: month, day: 1)
      let firstMatch = first + floorRemainder(weekday - CivilCalendar.dayOfWeek(first) % 7, 7)
      let last = first + CivilCalendar.daysInMonth(month, of: year) - 1
      let wanted = firstMatch + (week - 1) * 7
      number = wanted > last ? wanted - 7 : wanted
    }
    return number * secondsPerDay + second
  }
}

extension POSIXZoneRule {
  /// Nil when the text is no POSIX TZ string.
  init?(_ text: ArraySlice<UInt8>) {
    let parsed: POSIXZoneRule? = Array(text).withUnsafeBufferPointer {
      var scanner = ISOScanner($0)
      guard let rule = scanner.zoneRule(), scanner.isAtEnd else { return nil }
      return rule
    }
    guard let parsed else { return nil }
    self = parsed
  }
}

extension ISOScanner {
  fileprivate mutating func zoneRule() -> POSIXZoneRule? {
    guard skipZoneName(), let west = clock() else { return nil }
    var rule = POSIXZoneRule(standardOffset: Int32(-west))
    guard !isAtEnd else { return rule }
    guard skipZoneName() else { return nil }
    var daylightOffset = rule.standardOffset + 3600
    if peek != UInt8(ascii: ",") {
      guard let west = clock() else { return nil }
      daylightOffset = Int32(-west)
    }
    guard eat(","), let start = change(), eat(","), let end = change() else { return nil }
    rule.daylight = (daylightOffset, start, end)
    return rule
  }

  /// `CET`, `<+0330>`.
  private mutating func skipZoneName() -> Bool {
    if eat("<") { return text(before: ">") != nil }
    let start = position
    while let byte = peek, (byte | 0x20) >= 0x61, (byte | 0x20) <= 0x7A {
      _ = eat(Unicode.Scalar(byte))
    }
    return position - start >= 3
  }

  /// `[+-]h[h[h]][:mm[:ss]]` in seconds.
  private mutating func clock() -> Int64? {
    let sign = sign() ?? 1
    guard (1...3).contains(digitRun), let hour = number(digits: digitRun), hour <= 167 else { return nil }
    var total = hour * 3600
    for unit in [60, 1] as [Int64] where eat(":") {
      guard let part = number(digits: 2) else { return nil }
      total += part * unit
    }
    return sign * total
  }

  private mutating func change() -> POSIXZoneRule.Change? {
    let day: POSIXZoneRule.Change.Day
    if eat("M") {
      guard (1...2).contains(digitRun), let month = number(digits: digitRun), eat("."),
        let week = number(digits: 1),
        eat("."), let weekday = number(digits: 1), (1...12).contains(month), (1...5).contains(week),
        weekday < 7
      else { return nil }
      day = .weekday(month: month, week: week, weekday: weekday)
    } else {
      let isJulian = eat("J")
      guard (1...3).contains(digitRun), let number = number(digits: digitRun), number <= 365 else {
        return nil
      }
      day = isJulian ? .julian(number) : .zeroBased(number)
    }
    guard eat("/") else { return .init(day: day, second: 7200) }
    return clock().map { .init(day: day, second: $0) }
  }
}
