import GraphStore

/// The documents of a report: each gets its number when it is first named.
struct DocumentNumbers {
  private(set) var names: [String] = []
  /// Parallel to `names`; nil when unknown.
  private(set) var dates: [String?] = []
  /// From 1.
  private var numbers: [NameKey: Int] = [:]

  init(_ rows: some Sequence<PositionTable.Row>) {
    for row in rows { add(row) }
  }

  private mutating func add(_ row: PositionTable.Row) {
    for (position, name) in row.documents.enumerated() {
      let date =
        position < row.documentDates.count && !row.documentDates[position].isEmpty
        ? row.documentDates[position] : nil
      if let known = number(of: name) {
        if dates[known - 1] == nil { dates[known - 1] = date }
      } else {
        names.append(name)
        numbers[NameKey(name)] = names.count
        dates.append(date)
      }
    }
  }

  /// From 1; nil for a document that no row named.
  func number(of name: String) -> Int? { numbers[NameKey(name)] }

  /// `2025-05-02 to 05-09`; nil without dates.
  var span: String? {
    let known = plainDates
    guard let first = known.min(), let last = known.max() else { return nil }
    if first == last { return first }
    let isSameYear = first.prefix(5) == last.prefix(5) && last.count == 10
    return "\(first) to \(isSameYear ? String(last.dropFirst(5)) : last)"
  }

  /// The year that all dates share.
  var commonYear: String? {
    let years = Set(plainDates.map { String($0.prefix(4)) })
    return years.count == 1 ? years.first : nil
  }

  private var plainDates: [String] {
    dates.compactMap { $0 }.map { $0.hasPrefix("~") ? String($0.dropFirst()) : $0 }.filter { $0.count >= 4 }
  }
}
