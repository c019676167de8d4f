import TestSupport
import Testing

@testable import GraphStore

#if canImport(Glibc)
  import Glibc
#endif

/// Zone rules against the C library's reading of the same files.
@Suite(.serialized)
struct TimeZoneTests {
  @Test(arguments: [
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca",
    "Pacific/Apia", "Asia/Tehran", "UTC", "Etc/GMT+5", "Europe/Dublin", "America/Nuuk", "Antarctica/Troll",
  ])
  func agreesWithTheCLibrary(zone: String) throws {
    let rules = try #require(TimeZoneDatabase.rules(named: zone))
    let previous = getenv("TZ").map { String(cString: $0) }
    setenv("TZ", zone, 1)
    tzset()
    defer {
      if let previous { setenv("TZ", previous, 1) } else { unsetenv("TZ") }
      tzset()
    }
    var random = SeededGenerator(seed: 11)
    for _ in 0..<4_000 {
      var instant = time_t.random(in: -5_000_000_000...9_000_000_000, using: &random)
      var parts = tm()
      localtime_r(&instant, &parts)
      #expect(Int(rules.offset(at: Int64(instant))) == parts.tm_gmtoff, "\(zone) at \(instant)")
      // A reading that exists comes back to the instant or to an earlier one with the same reading.
      let local = Int64(instant + parts.tm_gmtoff)
      let resolved = rules.resolve(local: local)
      #expect(resolved.local == local && local - Int64(resolved.offset) <= Int64(instant), "\(zone) at \(instant)")
    }
  }

  @Test(arguments: ["", "Nowhere/Land", "../../../etc/passwd", "/etc/passwd", "Europe", "Europe/", "tzdata.zi", "Europe//Berlin"])
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
