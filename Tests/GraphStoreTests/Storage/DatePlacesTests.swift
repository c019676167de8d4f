import TestSupport
import Testing

@testable import GraphStore

/// Where days are looked for in an index: nowhere may one be missed, however it was written.
@Suite struct DatePlacesTests {
  @Test(arguments: 1...4)
  func everyFormOfADayLiesInItsPlaces(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let low = day(&random)
      let high = LocalDate(daysSinceEpoch: low.daysSinceEpoch + Int64.random(in: 0...(Bool.random(using: &random) ? 3 : 1_500), using: &random))
      let limits: (LocalDate?, LocalDate?) = [(low, high), (low, nil), (nil, high)].randomElement(using: &random) ?? (low, high)
      let (from, to): (Cell?, Cell?) = (limits.0.map { Cell($0) }, limits.1.map { Cell($0) })
      let places = try #require(DatePlaces(from: from, to: to)).places
      let first = (limits.0?.daysSinceEpoch ?? low.daysSinceEpoch - 800), last = (limits.1?.daysSinceEpoch ?? high.daysSinceEpoch + 800)
      let picked = LocalDate(daysSinceEpoch: [first, last, Int64.random(in: first...last, using: &random)].randomElement(using: &random) ?? first)
      for form in forms(of: picked) {
        #expect(LocalDate(iso: form) == picked, "\(form) is read as the day")
        let text = "{\"@date\":\"\(form)\"}"
        #expect(holds(places, text), "seed \(seed): \(text) between \(String(describing: limits))")
      }
    }
  }

  /// A day with an hour in any form, and instants whose clocks differ.
  @Test(arguments: 1...4)
  func everyFormOfATimeOfADayLiesInItsPlaces(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let start = day(&random)
      let low = LocalDateTime(date: start, time: LocalTime(nanosecondsSinceMidnight: Int64.random(in: 0..<86_400, using: &random) * 1_000_000_000))
      let places = try #require(DatePlaces(from: Cell(low), to: Cell(low))).places
      for form in forms(of: start) {
        for clock in ["T10:00", " 1000", "T10:00:00.5", ""] {
          let text = "{\"@localdatetime\":\"\(form)\(clock)\"}"
          #expect(holds(places, text), "seed \(seed): \(text) on \(low)")
        }
      }
      let arena = Arena()
      let offsets: [Int32] = [-64_800, 0, 3_600, 64_800]
      let instant = ZonedDateTime(local: low, offsetSeconds: offsets.randomElement(using: &random) ?? 0)
      let zonedPlaces = try #require(DatePlaces(from: arena.zonedDateTime(instant), to: arena.zonedDateTime(instant))).places
      for offset in offsets {
        let moved = LocalDateTime(
          secondsSinceEpoch: low.secondsSinceEpoch - Int64(instant.offsetSeconds) + Int64(offset), nanosecond: 0)
        let same = ZonedDateTime(local: moved, offsetSeconds: offset)
        #expect(holds(zonedPlaces, "{\"@datetime\":\"\(same.isoText)\"}"), "seed \(seed): \(same.isoText) for \(instant.isoText)")
      }
    }
  }

  /// Else the index would be of no use.
  @Test func aDayIsFewPlaces() throws {
    let day = try #require(LocalDate(iso: "2025-03-03"))
    let places = try #require(DatePlaces(from: Cell(day), to: Cell(day))).places
    let first = try #require(LocalDate(iso: "2020-01-01")).daysSinceEpoch
    let read = (first..<first + 3_650).filter { holds(places, "{\"@date\":\"\(LocalDate(daysSinceEpoch: $0).isoText)\"}") }
    #expect(read.map { LocalDate(daysSinceEpoch: $0).isoText } == ["2025-03-03"])
  }

  private func holds(_ places: [PropertyLookup.Place], _ text: String) -> Bool {
    places.contains { place in
      guard case .texts(let low, let end) = place else { return false }
      let bytes = Array(text.utf8)
      return !bytes.lexicographicallyPrecedes(low) && (end.map { bytes.lexicographicallyPrecedes($0) } ?? true)
    }
  }

  private func day(_ random: inout SeededGenerator) -> LocalDate {
    let years: ClosedRange<Int64> = [1_990...2_030, 0...3, 9_997...9_999, -50...20_000].randomElement(using: &random) ?? 1...2
    let year = Int64.random(in: years, using: &random)
    let edge: Int64 = [0, 1, 58, 59, 363, 364].randomElement(using: &random) ?? 0
    let offset = Bool.random(using: &random) ? edge : Int64.random(in: 0...364, using: &random)
    return LocalDate(daysSinceEpoch: CivilCalendar.dayNumber(year: year, month: 1, day: 1) + offset)
  }

  /// All that mean the day.
  private func forms(of date: LocalDate) -> [String] {
    let (year, month, day) = date.civil
    func digits(_ number: Int64, _ width: Int) -> String {
      var text: [UInt8] = []
      text.append(number, width: width)
      return text.asText
    }
    guard (0...9_999).contains(year) else { return [date.isoText] }
    let ordinal = date.daysSinceEpoch - CivilCalendar.dayNumber(year: year, month: 1, day: 1) + 1
    let text = digits(year, 4)
    var forms = [date.isoText, text + digits(month, 2) + digits(day, 2), text + "-" + digits(ordinal, 3), text + digits(ordinal, 3), "+" + date.isoText]
    if day == 1 { forms += [text + "-" + digits(month, 2), text + digits(month, 2)] }
    if ordinal == 1 { forms.append(text) }
    for weekYear in [year - 1, year, year + 1] where (0...9_999).contains(weekYear) {
      for week in [Int64(1), 2, ordinal / 7, ordinal / 7 + 1, ordinal / 7 + 2, 52, 53] {
        for dayOfWeek in Int64(1)...7 where LocalDate(weekYear: weekYear, week: week, dayOfWeek: dayOfWeek) == date {
          forms += [
            digits(weekYear, 4) + "-W" + digits(week, 2) + "-\(dayOfWeek)", digits(weekYear, 4) + "W" + digits(week, 2) + "\(dayOfWeek)",
          ]
        }
      }
    }
    return forms + [text + "-Q\(date.quarter)-\(date.dayOfQuarter)", text + "Q\(date.quarter)" + digits(date.dayOfQuarter, 2)]
  }
}
