import GraphStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Days written as texts into keyed JSON Lines that no calendar has, or that are no days: they are kept, and no answer tells them as a time.
package struct KeyedLineNotices {
  /// One for each, with file and line; behind `limit` of them how many more there are.
  package private(set) var texts: [String] = []
  private var more = 0
  /// Notices that are given one by one.
  private static let limit = 20
  /// Properties that hold a day.
  private static let days = ["publication_date", "date_from", "date_to", "valid_from", "valid_to"]
  /// The property that may also hold a month, a year or a span.
  private static let time = "date"

  /// - Throws: `StoreError` when a file cannot be read.
  package init(_ paths: [String]) throws(StoreError) {
    for path in paths { try look(at: path) }
    if more > 0 { texts.append("\(more) more of the kind") }
  }

  private mutating func look(at path: String) throws(StoreError) {
    guard let file = fopen(path, "r") else { throw StoreError(.inputOutput, "\(path): \(String(cString: strerror(errno)))") }
    defer { fclose(file) }
    var buffer: UnsafeMutablePointer<CChar>?
    defer { free(buffer) }
    var (capacity, number) = (0, 0)
    while true {
      let length = getline(&buffer, &capacity, file)
      guard length > 0, let buffer else { return }
      number += 1
      // Most lines of large files tell no day as a text: those are not read.
      guard strstr(buffer, "date") != nil || strstr(buffer, "\"valid_") != nil else { continue }
      look(at: [UInt8](UnsafeRawBufferPointer(start: buffer, count: length)), place: "\(path):\(number)")
    }
  }

  private mutating func look(at line: [UInt8], place: String) {
    guard let record = try? PropertyJSON.record(line), case .record(let properties)? = record["properties"] else { return }
    for (name, value) in properties.fields {
      guard case .string(let text) = value, !text.isEmpty else { continue }
      let isWrong = name == Self.time ? !Self.isTime(text) : Self.days.contains(name) && !Self.isDay(text)
      guard isWrong else { continue }
      if texts.count < Self.limit { texts.append("\(place): `\(name)` is no date: \"\(text.prefix(40))\"") } else { more += 1 }
    }
  }

  /// A day, a month or a year; a time of day may follow.
  private static func isDay(_ text: some StringProtocol) -> Bool {
    let day = text.utf8.count > 10 ? String(text.prefix(10)) : String(text)
    guard [4, 7, 10].contains(day.utf8.count) else { return false }
    let isWritten = day.utf8.enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    return isWritten && LocalDate(iso: day + "-01-01".dropFirst(day.utf8.count - 4)) != nil
  }

  private static func isTime(_ text: String) -> Bool {
    let ends = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(ends.count) else { return false }
    return ends.contains { $0 != ".." } && ends.allSatisfy { $0 == ".." && ends.count == 2 || isDay($0) }
  }
}
