extension LocalDate {
  /// `2015-07-21`, `20150721`, `2015-07`, `201507`, `2015`, week dates `2015-W30-2`, `2015W302`, ordinal dates `2015-202`, `2015202`,
  /// quarter dates `2015-Q2-60`, `2015Q260`. Years beyond 9999 and before 0 carry a sign and only the forms
  /// with dashes. Missing parts are the first. Nil for anything else.
  public init?(iso bytes: UnsafeBufferPointer<UInt8>) {
    if let date = LocalDate(plain: bytes) {
      self = date
      return
    }
    var scanner = ISOScanner(bytes)
    guard let date = scanner.date(), scanner.isAtEnd else { return nil }
    self = date
  }

  /// Only `2015-07-21`.
  init?(plain bytes: UnsafeBufferPointer<UInt8>) {
    guard let (year, month, day) = LocalDate.plainParts(bytes) else { return nil }
    self.init(daysSinceEpoch: CivilCalendar.dayNumber(year: year, month: month, day: day))
  }

  /// Whether it is a date of the form `2015-07-21`.
  static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { plainParts(bytes) != nil }

  @inline(__always)
  private static func plainParts(_ bytes: UnsafeBufferPointer<UInt8>) -> (year: Int64, month: Int64, day: Int64)? {
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    var isRight = true
    func number(_ start: Int, _ count: Int) -> Int64 {
      var number: Int64 = 0
      for index in start..<start + count {
        let digit = bytes[index] &- 0x30
        if digit >= 10 { isRight = false }
        number = number &* 10 &+ Int64(digit)
      }
      return number
    }
    let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2))
    guard isRight, (1...12).contains(month), day >= 1, day <= 28 || day <= CivilCalendar.daysInMonth(month, of: year) else { return nil }
    return (year, month, day)
  }

  public init?(iso text: String) {
    guard let date = parse(text, { LocalDate(iso: $0) }) else { return nil }
    self = date
  }

  /// `2015-07-21`; `+12015-07-21` and `-0044-03-15` outside of the years 0 ... 9999.
  public var isoText: String {
    var text: [UInt8] = []
    append(to: &text)
    return text.asText
  }

  func append(to text: inout [UInt8]) {
    let (year, month, day) = civil
    if year < 0 { text.append("-") } else if year > 9999 { text.append("+") }
    text.append(abs(year), width: 4)
    text.append("-")
    text.append(month, width: 2)
    text.append("-")
    text.append(day, width: 2)
  }
}

extension ISOScanner {
  mutating func date() -> LocalDate? {
    if let sign = sign() {
      let digits = digitRun
      guard (4...9).contains(digits), let year = number(digits: digits) else { return nil }
      return eat("-") ? extendedDate(year: sign * year) : LocalDate(year: sign * year)
    }
    guard let year = number(digits: 4) else { return nil }
    return eat("-") ? extendedDate(year: year) : basicDate(year: year)
  }

  private mutating func extendedDate(year: Int64) -> LocalDate? {
    if eat("W") {
      guard let week = number(digits: 2) else { return nil }
      guard eat("-") else { return LocalDate(weekYear: year, week: week) }
      return number(digits: 1).flatMap { LocalDate(weekYear: year, week: week, dayOfWeek: $0) }
    }
    if eat("Q") {
      guard let quarter = number(digits: 1) else { return nil }
      guard eat("-") else { return LocalDate(year: year, quarter: quarter) }
      return number(digits: min(2, digitRun)).flatMap {
        LocalDate(year: year, quarter: quarter, dayOfQuarter: $0)
      }
    }
    if digitRun == 3 { return number(digits: 3).flatMap { LocalDate(year: year, ordinalDay: $0) } }
    guard digitRun == 2, let month = number(digits: 2) else { return nil }
    guard eat("-") else { return LocalDate(year: year, month: month) }
    return number(digits: 2).flatMap { LocalDate(year: year, month: month, day: $0) }
  }

  private mutating func basicDate(year: Int64) -> LocalDate? {
    if eat("W") {
      guard let week = number(digits: 2) else { return nil }
      guard digitRun > 0 else { return LocalDate(weekYear: year, week: week) }
      return number(digits: 1).flatMap { LocalDate(weekYear: year, week: week, dayOfWeek: $0) }
    }
    if eat("Q") {
      guard let quarter = number(digits: 1) else { return nil }
      guard digitRun > 0 else { return LocalDate(year: year, quarter: quarter) }
      return number(digits: 2).flatMap { LocalDate(year: year, quarter: quarter, dayOfQuarter: $0) }
    }
    switch digitRun {
    case 0: return LocalDate(year: year)
    case 2: return number(digits: 2).flatMap { LocalDate(year: year, month: $0) }
    case 3: return number(digits: 3).flatMap { LocalDate(year: year, ordinalDay: $0) }
    case 4:
      guard let month = number(digits: 2), let day = number(digits: 2) else { return nil }
      return LocalDate(year: year, month: month, day: day)
    default: return nil
    }
  }
}
