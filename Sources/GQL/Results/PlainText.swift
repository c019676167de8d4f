import GraphStore

/// Numbers, bytes and temporal values in their ISO 8601 or decimal form, without quotes or words around: the form that CSV, JSON and
/// tables share.
package enum PlainText {
  package static func of(_ number: ExactDecimal) -> String {
    let digits = String(number.coefficient.magnitude)
    let sign = number.coefficient < 0 ? "-" : ""
    let scale = Int(number.scale)
    if scale == 0 { return sign + digits }
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }

  package static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  package static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = (0..<3).reduce(UInt32(0)) { $0 << 8 | (start + $1 < bytes.count ? UInt32(bytes[start + $1]) : 0) }
      for position in 0..<4 {
        let isPadding = start + position > bytes.count
        text.append(isPadding ? UInt8(ascii: "=") : digits[Int(group >> UInt32(18 - 6 * position) & 63)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  package static func of(_ date: LocalDate) -> String {
    let (year, month, day) = civil(date.daysSinceEpoch)
    let digits = padded(abs(year), 4)
    let sign = year < 0 ? "-" : digits.utf8.count > 4 ? "+" : ""
    return "\(sign)\(digits)-\(padded(month, 2))-\(padded(day, 2))"
  }

  package static func of(_ time: LocalTime) -> String {
    let (seconds, nanoseconds) = time.nanosecondsSinceMidnight.quotientAndRemainder(dividingBy: 1_000_000_000)
    return clock(seconds, nanoseconds)
  }

  package static func of(_ time: ZonedTime) -> String { of(time.local) + offset(time.offsetSeconds) }

  package static func of(_ dateTime: LocalDateTime) -> String {
    let day = floorDivide(dateTime.secondsSinceEpoch, 86_400)
    let seconds = dateTime.secondsSinceEpoch - day * 86_400
    return of(LocalDate(daysSinceEpoch: day)) + "T" + clock(seconds, Int64(dateTime.nanosecond))
  }

  package static func of(_ dateTime: ZonedDateTime) -> String {
    of(dateTime.local) + offset(dateTime.offsetSeconds) + (dateTime.zone.map { "[\($0)]" } ?? "")
  }

  /// `P1Y2M3DT4.5S`: months are written as years and months, seconds are not turned into hours, so that the four parts read back
  /// as they were.
  package static func of(_ duration: CalendarDuration) -> String {
    var text = "P"
    let (years, months) = duration.months.quotientAndRemainder(dividingBy: 12)
    if years != 0 { text += "\(years)Y" }
    if months != 0 { text += "\(months)M" }
    if duration.days != 0 { text += "\(duration.days)D" }
    if duration.seconds != 0 || duration.nanoseconds != 0 {
      // Whole seconds and a positive fraction may have different signs: add them before writing.
      let total = Int128(duration.seconds) * 1_000_000_000 + Int128(duration.nanoseconds)
      let magnitude = total.magnitude
      let fraction = self.fraction(Int64(magnitude % 1_000_000_000))
      text += "T\(total < 0 ? "-" : "")\(magnitude / 1_000_000_000)\(fraction)S"
    }
    return text == "P" ? "PT0S" : text
  }

  private static func clock(_ seconds: Int64, _ nanoseconds: Int64) -> String {
    "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))\(fraction(nanoseconds))"
  }

  private static func fraction(_ nanoseconds: Int64) -> String {
    if nanoseconds == 0 { return "" }
    var digits = padded(nanoseconds, 9)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }

  private static func offset(_ seconds: Int32) -> String {
    if seconds == 0 { return "Z" }
    let magnitude = Int64(abs(seconds))
    let base = "\(seconds < 0 ? "-" : "+")\(padded(magnitude / 3600, 2)):\(padded(magnitude / 60 % 60, 2))"
    return magnitude % 60 == 0 ? base : base + ":" + padded(magnitude % 60, 2)
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a / b - (a % b < 0 ? 1 : 0) }

  /// Year, month and day of a day number; Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
  private static func civil(_ daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = daysSinceEpoch + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}
