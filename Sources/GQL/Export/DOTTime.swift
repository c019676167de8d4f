import GraphStore

/// When an assertion was, as its edge tells: the text of `date` where that is more or less than one day (`2025`, `A/B`, `../B`, `A/..`), else
/// `date_from` and `date_to`, else `date`. Questions read edges in the same way (`QuestionText.time`).
struct DOTTime {
  /// Sorts by the first day, else the last.
  let order: String
  /// Of times of one day the sure one comes first, then the one of an open start, as in answers (`QuestionText.earliest`).
  private let rank: Int
  /// `2025-05-01`, `by 2025-05-01`, `until 1966` of what lasts, `since 2025`, `A/B`; `~` marks an inferred time.
  let text: String

  /// Nil when the edge tells no time.
  ///
  /// - Parameter type: what lasts (`QuestionText.lastingUntil`) is known until the end of an interval with an open start, other things by it.
  init?(_ properties: Record, type: String = "", _ options: DOTOptions) {
    let keys = options.timeKeys
    let written = Self.text(properties[keys.time])
    let first = Self.text(properties[keys.first])
    let last = Self.text(properties[keys.last])
    let told: String
    if let written, Self.isSpan(written) {
      told = written
    } else if let first {
      told = last == nil || last == first ? first : "\(first)/\(last ?? "..")"
    } else if let last {
      told = "../" + last
    } else if let written {
      told = written
    } else {
      return nil
    }
    let parts = told.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !Self.isImpossible($0) }), parts.count == 1 || parts.count == 2 && parts.allSatisfy(Self.isEndOfInterval) else { return nil }
    var basis = Self.text(properties[keys.basis])
    if let reckoned = basis, options.reckonedTimes.contains(reckoned) { basis = Self.text(properties[keys.publicationBasis]) }
    let tilde = basis.map(options.inferredTimes.contains) == true ? "~" : ""
    rank = (tilde.isEmpty ? 0 : 2) + (told.hasPrefix("../") ? 0 : 1)
    if told.hasPrefix("../") {
      order = String(told.dropFirst(3))
      text = (QuestionText.lastingUntil.contains(type) ? "until " : "by ") + tilde + order
    } else if told.hasSuffix("/..") {
      order = String(told.dropLast(3))
      text = "since " + tilde + order
    } else {
      order = told
      text = tilde + told
    }
  }

  func precedes(_ other: DOTTime) -> Bool { order == other.order ? rank < other.rank : order.precedes(other.order) }

  /// Written as a day that no calendar has.
  private static func isImpossible(_ text: Substring) -> Bool {
    let isWritten = text.utf8.count == 10 && text.utf8.enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    return isWritten && LocalDate(iso: String(text)) == nil
  }

  /// `..`, or something that begins with a year.
  private static func isEndOfInterval(_ text: Substring) -> Bool {
    text == ".." || text.utf8.count >= 4 && text.utf8.prefix(4).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// An interval, a month or a year.
  private static func isSpan(_ text: String) -> Bool {
    guard let start = text.utf8.first, (UInt8(ascii: ".")...UInt8(ascii: "9")).contains(start) else { return false }
    return text.contains("/") || text.utf8.count < 10
  }

  /// A date, or a short text; nil for others.
  static func text(_ value: Value?) -> String? {
    switch value {
    case .string(let text)? where !text.isEmpty && text.count <= 30: text
    case .date(let date)?: date.isoText
    default: nil
    }
  }
}

extension DOTOptions {
  /// Edge properties that tell the time of an assertion.
  public struct TimeKeys: Sendable {
    public var time = "date"
    public var first = "date_from"
    public var last = "date_to"
    public var basis = "date_basis"
    public var publicationBasis = "publication_basis"
  }
}
