import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The zones this system knows, read once each from its time zone database: the folder named by the
/// environment variable `TZDIR`, or `/usr/share/zoneinfo`. Safe to use from several threads.
public enum TimeZoneDatabase {
  private static let cache = Mutex<[String: TimeZoneRules?]>([:])
  private static let folder = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
  /// Names that were not found are remembered too, up to this many names in all.
  private static let cacheLimit = 2_000
  /// The largest zone file has 4 kB.
  private static let fileLimitBytes = 1 << 20

  /// Nil when there is no such zone. Names are IANA's, `Europe/Stockholm`; upper and lower case matter.
  public static func rules(named name: String) -> TimeZoneRules? {
    if let known = cache.withLock({ $0[name] }) { return known }
    let rules = isWellFormed(name) ? read(sharedHistory(of: name)).flatMap { TimeZoneRules(tzif: $0) } : nil
    cache.withLock {
      if $0.count >= cacheLimit { $0.removeAll() }
      $0.updateValue(rules, forKey: name)
    }
    return rules
  }

  /// Could be a zone's name: letters, digits, `_+-` in parts joined by `/`, beginning with a letter. Never
  /// leads out of the folder.
  public static func isWellFormed(_ name: String) -> Bool {
    guard name.utf8.count <= 64 else { return false }
    return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
      part in
      guard let first = part.first, (first | 0x20) >= 0x61, (first | 0x20) <= 0x7A else { return false }
      return part.allSatisfy {
        ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 &- 0x30 < 10 || "_+-".utf8.contains($0)
      }
    }
  }

  static func read(_ name: String) -> [UInt8]? {
    let file = open("\(folder)/\(name)", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 8192)
    while contents.count < fileLimitBytes {
      let count = readBytes(file, into: &buffer)
      guard count >= 0 else { return nil }
      if count == 0 { return contents }
      contents.append(contentsOf: buffer[..<count])
    }
    return nil
  }
}

private func readBytes(_ file: Int32, into buffer: inout [UInt8]) -> Int { read(file, &buffer, buffer.count) }
