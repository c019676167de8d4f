import TestSupport
import Testing

@testable import GraphStore

/// Text to temporal values and back: every ISO 8601 form, and what is refused.
struct TemporalTextTests {
  @Test(arguments: [
    ("2021-03-04", "2021-03-04"), ("20210304", "2021-03-04"), ("2021-03", "2021-03-01"),
    ("202103", "2021-03-01"),
    ("2021", "2021-01-01"), ("2021-W09-4", "2021-03-04"), ("2021W094", "2021-03-04"),
    ("2021-W09", "2021-03-01"),
    ("2021W09", "2021-03-01"), ("2021-063", "2021-03-04"), ("2021063", "2021-03-04"),
    ("2021-Q1-63", "2021-03-04"),
    ("2021Q163", "2021-03-04"), ("2021-Q2", "2021-04-01"), ("+12021-03-04", "+12021-03-04"),
    ("-0044-03-15", "-0044-03-15"), ("0000-02-29", "0000-02-29"), ("+999999999-12-31", "+999999999-12-31"),
    ("-999999999-01-01", "-999999999-01-01"), ("2020-02-29", "2020-02-29"), ("2020-W53-7", "2021-01-03"),
  ])
  func dates(text: String, canonical: String) throws {
    #expect(LocalDate(iso: text)?.isoText == canonical)
  }

  @Test(arguments: [
    "", "21", "2021-3-4", "2021-13-01", "2021-00-01", "2021-02-29", "1900-02-29", "2021-W54", "2021-W53",
    "2021-W09-8",
    "2021-366", "2021-000", "2021-Q5", "2021-Q1-91", "2021-03-04x", "12021-03-04", "+1000000000-01-01",
    "2021-0304",
    "202103041", "2021/03/04", "２０２１-03-04", "-", "+", "2021-", "2021-W", "2021W0",
  ])
  func noDates(text: String) { #expect(LocalDate(iso: text) == nil) }

  @Test(arguments: [
    ("21:40:32.142", "21:40:32.142"), ("214032.142", "21:40:32.142"), ("21:40:32", "21:40:32"),
    ("2140", "21:40"),
    ("21", "21:00"), ("21:40:00", "21:40"), ("21:40:00.000000001", "21:40:00.000000001"),
    ("21:40:32,5", "21:40:32.5"),
    ("00:00", "00:00"), ("23:59:59.999999999", "23:59:59.999999999"), ("01:02:03.1000000000", "01:02:03.1"),
  ])
  func times(text: String, canonical: String) { #expect(LocalTime(iso: text)?.isoText == canonical) }

  @Test(arguments: [
    "", "2", "24:00", "21:60", "21:40:60", "21:4", "21:40:", "21:40:32.", "21:4032", "2140:32",
    "21:40:32.0000000001", "-1:00",
  ])
  func noTimes(text: String) { #expect(LocalTime(iso: text) == nil) }

  @Test(arguments: [
    ("21:40:32.142+0100", "21:40:32.142+01:00"), ("214032.142Z", "21:40:32.142Z"),
    ("21:40-01:30", "21:40-01:30"),
    ("2140-00:00", "21:40Z"), ("22+18", "22:00+18:00"), ("12+02:05:59", "12:00+02:05:59"), ("12", "12:00Z"),
    ("12-000001", "12:00-00:00:01"),
  ])
  func zonedTimes(text: String, canonical: String) { #expect(ZonedTime(iso: text)?.isoText == canonical) }

  @Test(arguments: ["12:00+18:01", "12:00+1", "12:00+01:", "12:00Z1", "12:00+01:60", "Z"])
  func noZonedTimes(text: String) { #expect(ZonedTime(iso: text) == nil) }

  @Test(arguments: [
    ("2021-03-04T05:06:07.8", "2021-03-04T05:06:07.8"), ("2021063T050607", "2021-03-04T05:06:07"),
    ("2021T05", "2021-01-01T05:00"), ("2021-03-04", "2021-03-04T00:00"),
    ("2021-03-04 05:06", "2021-03-04T05:06"),
    ("-0001-12-31T23:59:59.5", "-0001-12-31T23:59:59.5"),
    ("1969-12-31T23:59:59.25", "1969-12-31T23:59:59.25"),
  ])
  func localDateTimes(text: String, canonical: String) {
    #expect(LocalDateTime(iso: text)?.isoText == canonical)
  }

  @Test(arguments: [
    ("2021-03-04T05:06+01:00", "2021-03-04T05:06+01:00"), ("2021-03-04T05:06", "2021-03-04T05:06Z"),
    ("2021-W09-4T0506-02", "2021-03-04T05:06-02:00"),
    ("2021-07-04T05:06[Europe/London]", "2021-07-04T05:06+01:00[Europe/London]"),
    ("2021-01-04T05:06[Europe/London]", "2021-01-04T05:06Z[Europe/London]"),
    ("2021-07-04T05:06+08:45[Australia/Eucla]", "2021-07-04T05:06+08:45[Australia/Eucla]"),
    ("1850-07-04T05:06[Europe/Berlin]", "1850-07-04T05:06+00:53:28[Europe/Berlin]"),
    ("2199-07-04T05:06[Europe/Berlin]", "2199-07-04T05:06+02:00[Europe/Berlin]"),
    ("2199-07-04T05:06[America/Santiago]", "2199-07-04T05:06-04:00[America/Santiago]"),
    ("2199-01-04T05:06[America/Santiago]", "2199-01-04T05:06-03:00[America/Santiago]"),
    // The hour that clocks skip, and the hour that they repeat.
    ("2021-03-28T02:30[Europe/Berlin]", "2021-03-28T03:30+02:00[Europe/Berlin]"),
    ("2021-10-31T02:30[Europe/Berlin]", "2021-10-31T02:30+02:00[Europe/Berlin]"),
    ("2021-10-31T02:30+01:00[Europe/Berlin]", "2021-10-31T02:30+01:00[Europe/Berlin]"),
    ("2199-03-31T02:30[Europe/Berlin]", "2199-03-31T03:30+02:00[Europe/Berlin]"),
  ])
  func zonedDateTimes(text: String, canonical: String) {
    #expect(ZonedDateTime(iso: text)?.isoText == canonical)
  }

  @Test(arguments: [
    "2021-03-04T05:06[Europe/Nowhere]", "2021-03-04T05:06[../etc/passwd]", "2021-03-04T05:06Z[",
    "2021-03-04T05:06Z[]",
    "2021-03-04T05:06Z[Europe/London]x", "2021-03-04T05:06[/etc/hostname]", "2021-03-04T05:06[Europe]",
  ])
  func noZonedDateTimes(text: String) { #expect(ZonedDateTime(iso: text) == nil) }

  @Test(arguments: [
    ("P14DT16H12M", "P14DT16H12M"), ("P5M1.5D", "P5M1DT12H"), ("P0.75M", "P22DT19H51M49.5S"),
    ("PT0.75M", "PT45S"),
    ("P2.5W", "P17DT12H"), ("P12Y5M14DT16H12M70S", "P12Y5M14DT16H13M10S"),
    ("P2012-02-02T14:37:21.545", "P2012Y2M2DT14H37M21.545S"),
    ("P1Y-14M", "P-2M"), ("PT-1.999S", "PT-1.999S"), ("PT-60.001S", "PT-1M-0.001S"),
    ("P1DT0.001S", "P1DT0.001S"),
    ("-P1Y2DT3S", "P-1Y-2DT-3S"), ("PT0S", "PT0S"), ("P0D", "PT0S"), ("PT90M", "PT1H30M"), ("P40D", "P40D"),
    ("P1,5D", "P1DT12H"),
    ("P9223372036854775807D", "P9223372036854775807D"),
  ])
  func durations(text: String, canonical: String) {
    #expect(CalendarDuration(iso: text)?.isoText == canonical)
  }

  @Test(arguments: [
    "", "P", "PT", "P1", "P1S", "PT1D", "P1D1Y", "P1DT", "1D", "P1.D", "P.5D", "P1D ", "P1D2D",
    "P9223372036854775808D",
    "P1.0000000001D", "P99999999999999999999D",
  ])
  func noDurations(text: String) { #expect(CalendarDuration(iso: text) == nil) }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func roundTrips(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let note = Comment(rawValue: "seed \(seed)")
    for _ in 0..<2_000 {
      let date = Arbitrary.date(&random)
      #expect(LocalDate(iso: date.isoText) == date, note)
      let time = Arbitrary.time(&random)
      #expect(LocalTime(iso: time.isoText) == time, note)
      let offset = Int32.random(in: -64_800...64_800, using: &random)
      let zoned = ZonedTime(local: time, offsetSeconds: offset)
      #expect(ZonedTime(iso: zoned.isoText) == zoned, note)
      let local = LocalDateTime(date: date, time: time)
      #expect(LocalDateTime(iso: local.isoText) == local, note)
      #expect(local.date == date && local.time == time, note)
      let instant = ZonedDateTime(
        local: local, offsetSeconds: offset, zone: Bool.random(using: &random) ? "Asia/Kathmandu" : nil)
      #expect(ZonedDateTime(iso: instant.isoText) == instant, note)
      let duration = Arbitrary.duration(&random)
      #expect(CalendarDuration(iso: duration.isoText) == duration, "seed \(seed): \(duration)")
    }
  }
}

/// Random values, extreme ones among them.
enum Arbitrary {
  static func date(_ random: inout SeededGenerator) -> LocalDate {
    let far = Int64.random(
      in: LocalDate.minimum.daysSinceEpoch...LocalDate.maximum.daysSinceEpoch, using: &random)
    let near = Int64.random(in: -800_000...800_000, using: &random)
    return LocalDate(daysSinceEpoch: Int.random(in: 0..<8, using: &random) == 0 ? far : near)
  }

  static func time(_ random: inout SeededGenerator) -> LocalTime {
    let units = [1, 1_000, 1_000_000, 1_000_000_000, 60_000_000_000] as [Int64]
    let unit = units.randomElement(using: &random) ?? 1
    return LocalTime(
      nanosecondsSinceMidnight: Int64.random(in: 0..<nanosecondsPerDay, using: &random) / unit * unit)
  }

  static func duration(_ random: inout SeededGenerator) -> CalendarDuration {
    func part(_ limit: Int64) -> Int64 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: 0
      case 1: Int64.random(in: -limit...limit, using: &random)
      default: Int64.random(in: -100...100, using: &random)
      }
    }
    return CalendarDuration(
      months: part(.max), days: part(.max), seconds: part(.max / 2),
      nanoseconds: Int32.random(in: 0..<1_000_000_000, using: &random) * (Bool.random(using: &random) ? 1 : 0)
    )
  }
}
