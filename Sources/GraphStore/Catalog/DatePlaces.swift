/// Where an index of properties may hold the dates, or times with a date, of some days.
///
/// An index keeps their texts, `{"@date":"2025-03-03"}`. As programs write them the order of the texts is that of the days; but any SQL tool may
/// have written another form of ISO 8601 (`20250303`, `2025-062`, `2025-W10-1`, `2025`), so the parts of the index where those lie belong to it
/// too. All forms begin with their year: that makes the parts few.
struct DatePlaces {
  /// Days, both included.
  private let days: ClosedRange<Int64>
  private let head: String
  /// Up to so many years the order of the days within a year is made use of.
  private static let yearsInDetail: Int64 = 3

  /// Nil for values that are no days.
  /// - Parameters:
  ///   - low: where they begin; nil = the first day of all.
  ///   - high: of the same type; nil = the last day of all.
  init?(from low: Cell?, to high: Cell?) {
    guard let tag = (low ?? high)?.tag, let head = DatePlaces.head(tag) else { return nil }
    var days = (Int64.min, Int64.max)
    for (limit, isLow) in [(low, true), (high, false)] {
      guard let limit else { continue }
      guard limit.tag == tag, let day = DatePlaces.day(limit) else { return nil }
      // Those with a zone are compared as instants: clocks differ by less than two days.
      let slack: Int64 = tag == .zonedDateTime ? 2 : 0
      if isLow { days.0 = day - slack } else { days.1 = day + slack }
    }
    self.days = days.0...max(days.0, days.1)
    self.head = head
  }

  private static func head(_ tag: Cell.Tag) -> String? {
    switch tag {
    case .date: "{\"@date\":\""
    case .localDateTime: "{\"@localdatetime\":\""
    case .zonedDateTime: "{\"@datetime\":\""
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .localTime, .zonedTime, .duration, .list, .record, .node, .edge, .path: nil
    }
  }

  private static func day(_ limit: Cell) -> Int64? {
    switch limit.tag {
    case .date: limit.date.daysSinceEpoch
    case .localDateTime: limit.localDateTime.date.daysSinceEpoch
    case .zonedDateTime: limit.zonedDateTime.local.date.daysSinceEpoch
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .localTime, .zonedTime, .duration, .list, .record, .node, .edge, .path: nil
    }
  }

  var places: [PropertyLookup.Place] {
    // Years with a sign, and whatever is tagged otherwise, are all in it.
    [place("{", head + "0"), place(head + ":", "|")] + written
  }

  /// Under years of four digits.
  private var written: [PropertyLookup.Place] {
    // A week belongs to the year of its Thursday, so a day may be written under the year beside its own.
    let low = days.lowerBound == .min ? -1 : CivilCalendar.civil(days.lowerBound).year - 1
    let high = days.upperBound == .max ? 10_000 : CivilCalendar.civil(days.upperBound).year + 1
    guard low >= 0, high <= 9_999, high - low < DatePlaces.yearsInDetail + 2 else {
      guard low <= 9_999, high >= 0 else { return [] }
      return [place(head + year(max(0, low)), high >= 9_999 ? head + ":" : head + year(high + 1))]
    }
    let (first, last) = (LocalDate(daysSinceEpoch: days.lowerBound).isoText, LocalDate(daysSinceEpoch: days.upperBound).isoText)
    return [place(head + first, head + last + "~")] + (low...high).flatMap(otherForms)
  }

  /// In the order of texts these are `2025`, `2025-03`, `2025-062`, and from `2025-13` on all that cannot be the month of a plain date.
  private func otherForms(under number: Int64) -> [PropertyLookup.Place] {
    let year = head + year(number)
    let first = CivilCalendar.dayNumber(year: number, month: 1, day: 1)
    let all = first...first + CivilCalendar.daysInYear(number) - 1
    var places = [place(year + "-13", year + "~")]
    guard days.overlaps(all) else { return places }
    let sought = days.clamped(to: all)
    func ordinal(_ day: Int64) -> String { year + "-" + digits(day - first + 1, 3) }
    places += [place(year, year + "-0"), place(ordinal(sought.lowerBound), ordinal(sought.upperBound) + "~")]
    for month in Set([sought.lowerBound, sought.upperBound].map { CivilCalendar.civil($0).month }) {
      let text = year + "-" + digits(month, 2)
      places += [place(text, text + "-"), place(text + ".", text + "~")]
    }
    return places
  }

  private func place(_ low: String, _ end: String) -> PropertyLookup.Place { .texts(Array(low.utf8), Array(end.utf8)) }
  private func year(_ number: Int64) -> String { digits(number, 4) }

  private func digits(_ number: Int64, _ width: Int) -> String {
    var text: [UInt8] = []
    text.append(number, width: width)
    return text.asText
  }
}
