/// Whose history a zone has.
///
/// IANA gives places whose clocks have agreed since 1970 one history, that of the most populous: Europe/Stockholm has
/// Europe/Berlin's. Some systems keep the older histories apart. So that a graph answers alike everywhere, the names are joined
/// here as the database's own tables have it: `zone.tab` tells the country of a name, `zone1970.tab` the zone of a country.
extension TimeZoneDatabase {
  /// The name itself where the tables are missing, know it as a zone of its own, or leave a choice.
  static func sharedHistory(of name: String) -> String { sharedHistories[name] ?? name }

  private static let sharedHistories: [String: String] = {
    var zonesOfCountry: [Substring: [Substring]] = [:]
    var zones: Set<Substring> = []
    let (modern, places) = (table("zone1970.tab"), table("zone.tab"))
    for row in modern {
      zones.insert(row[2])
      for country in row[0].split(separator: ",") { zonesOfCountry[country, default: []].append(row[2]) }
    }
    var result: [String: String] = [:]
    for row in places where !zones.contains(row[2]) {
      guard let candidates = zonesOfCountry[row[0]], candidates.count == 1 else { continue }
      result[String(row[2])] = String(candidates[0])
    }
    return result
  }()

  /// Rows of country, coordinates, zone and perhaps a remark.
  private static func table(_ name: String) -> [[Substring]] {
    guard let bytes = read(name) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t") }.filter { $0.count >= 3 }
  }
}
