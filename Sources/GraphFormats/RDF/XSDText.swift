import GraphStore

/// Times as XML Schema writes them: with seconds, also where there are none, and with offsets of whole minutes up to 14 hours. A time with
/// another offset is told in UTC. Years beyond 9999 have no sign.
enum XSDText {
  /// Seconds.
  private static let offsetLimit: Int32 = 14 * 3600

  static func of(_ date: LocalDate) -> String {
    let text = date.isoText
    return text.hasPrefix("+") ? String(text.dropFirst()) : text
  }

  static func of(_ time: LocalTime) -> String {
    time.second == 0 && time.nanosecond == 0 ? time.isoText + ":00" : time.isoText
  }

  static func of(_ time: ZonedTime) -> String {
    let time = isOffset(time.offsetSeconds) ? time : time.with(offsetSeconds: 0)
    return of(time.local) + UTCOffset.text(time.offsetSeconds)
  }

  static func of(_ dateTime: LocalDateTime) -> String { of(dateTime.date) + "T" + of(dateTime.time) }

  /// A zone's name has no place there.
  static func of(_ dateTime: ZonedDateTime) -> String {
    guard !isOffset(dateTime.offsetSeconds), let utc = dateTime.local.adding(seconds: -Int64(dateTime.offsetSeconds)) else {
      return of(dateTime.local) + UTCOffset.text(dateTime.offsetSeconds)
    }
    return of(utc) + UTCOffset.text(0)
  }

  private static func isOffset(_ seconds: Int32) -> Bool { seconds % 60 == 0 && abs(seconds) <= offsetLimit }
}
