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
    let lines = try LineReader(path: path)
    while let line = try lines.next() {
      // Most lines of large files tell no day as a text: those are not read.
      guard Self.contains(line, "date") || Self.contains(line, "\"valid_") else { continue }
      look(at: Array(line), place: "\(path):\(lines.number)")
    }
  }

  private static func contains(_ line: UnsafeBufferPointer<UInt8>, _ text: StaticString) -> Bool {
    guard let start = line.baseAddress else { return false }
    var position = start
    while let found = memchr(position, Int32(text.utf8Start[0]), start + line.count - position) {
      position = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
      if start + line.count - position >= text.utf8CodeUnitCount, memcmp(position, text.utf8Start, text.utf8CodeUnitCount) == 0 { return true }
      position += 1
    }
    return false
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
