import TestSupport
import Testing

@testable import GraphStore

#if canImport(Glibc)
  import Glibc
#endif

/// Zone rules against the C library's reading of the same files.
struct TimeZoneTests {
  @Test(arguments: [
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago",
    "Africa/Casablanca",
    "Pacific/Apia", "Asia/Tehran", "UTC", "Etc/GMT+5", "Europe/Dublin", "America/Nuuk", "Antarctica/Troll",
  ])
  func agreesWithTheCLibrary(zone: String) throws {
    let rules = try #require(TimeZoneDatabase.rules(named: zone))
    var random = SeededGenerator(seed: 11)
    let instants = (0..<3_000).map { _ in Int64.random(in: -5_000_000_000...9_000_000_000, using: &random) }
    let expected = try TimeZoneTests.offsets(of: zone, at: instants)
    try #require(expected.count == instants.count)
    for (instant, offset) in zip(instants, expected) {
      #expect(rules.offset(at: instant) == offset, "\(zone) at \(instant)")
      // A reading that exists comes back to the instant or to an earlier one with the same reading.
      let local = instant + Int64(offset)
      let resolved = rules.resolve(local: local)
      #expect(resolved.local == local && local - Int64(resolved.offset) <= instant, "\(zone) at \(instant)")
    }
  }

  /// Asks the `date` program, since the C library reads its zone from the environment, which tests share.
  private static func offsets(of zone: String, at instants: [Int64]) throws -> [Int32] {
    let input = instants.map { "@\($0)" }.joined(separator: "\n")
    let process = try #require(popen("TZ=\(zone) date -f - +%::z <<END\n\(input)\nEND\n", "r"))
    defer { pclose(process) }
    var result: [Int32] = []
    var line = [CChar](repeating: 0, count: 64)
    while fgets(&line, Int32(line.count), process) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      result.append(try #require(UTCOffset.seconds(text)))
    }
    return result
  }

  @Test(arguments: [
    "", "Nowhere/Land", "../../../etc/passwd", "/etc/passwd", "Europe", "Europe/", "tzdata.zi",
    "Europe//Berlin",
  ])
  func unknownZones(name: String) { #expect(TimeZoneDatabase.rules(named: name) == nil) }

  @Test func hostileFilesAreRefused() throws {
    let original = [UInt8]("TZif2".utf8) + [UInt8](repeating: 0xFF, count: 300)
    #expect(TimeZoneRules(tzif: original) == nil)
    var random = SeededGenerator(seed: 5)
    for length in 0..<200 {
      var bytes = [UInt8]("TZif2".utf8) + (0..<length).map { _ in UInt8.random(in: 0...3, using: &random) }
      bytes.append(0x0A)
      _ = TimeZoneRules(tzif: bytes)
    }
  }
}
