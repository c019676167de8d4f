import GQL
import GraphStore
import TestSupport
import Testing

/// Strings that come again are told apart by where they lie: results do not depend on it, whether the rows are packed, changed since, or new.
@Suite struct StringPlaceTests {
  private func check(_ graph: Graph, _ names: [String?], _ place: String) throws {
    func count(_ isWanted: (String) -> Bool) -> Int { names.count { $0.map(isWanted) ?? false } }
    func rows(_ text: String) throws -> [[Value]] { try graph.query(text).rows }
    let digits = (0..<7).map(String.init)
    let list = "[" + digits.map { "'\($0)'" }.joined(separator: ", ") + "]"
    // The other operand is another one for each row of the outer query.
    let perDigit = try rows("FOR x IN \(list) CALL (x) { MATCH (p:P) WHERE p.name CONTAINS x RETURN COUNT(*) AS c } RETURN c ORDER BY x")
    #expect(perDigit == digits.map { digit in [.int(Int64(count { $0.contains(digit) }))] }, "\(place)")
    #expect(try rows("FOR x IN \(list) MATCH (p:P) WHERE ENDS_WITH(p.name, x) RETURN x, COUNT(*) AS c GROUP BY x ORDER BY x").map { $0[1] }
      == digits.map { digit in .int(Int64(count { $0.hasSuffix(digit) })) }, "\(place)")
    // One value a batch, and another one in the next.
    let union = digits.map { "RETURN '\($0)' AS x" }.joined(separator: " UNION ALL ")
    #expect(try rows("\(union) NEXT MATCH (p:P) WHERE p.name CONTAINS x RETURN x, COUNT(*) AS c GROUP BY x ORDER BY x").map { $0[1] }
      == digits.map { digit in .int(Int64(count { $0.contains(digit) })) }, "\(place)")
    for parameter in ["name 1", "x", ""] {
      let found = try graph.query("MATCH (p:P) WHERE STARTS_WITH(p.name, $start) RETURN COUNT(*) AS c", ["start": .string(parameter)]).rows
      #expect(found == [[.int(Int64(count { $0.hasPrefix(parameter) }))]], "\(place)")
    }
    let groups = Dictionary(grouping: names.map { $0?.uppercased() }) { $0 }
    for text in ["UPPER(p.name) AS g", "UPPER('' || p.name) AS g", "CASE WHEN p.name IS NOT NULL THEN UPPER(p.name) END AS g"] {
      for row in try rows("MATCH (p:P) RETURN \(text), COUNT(*) AS c, MIN(p.i) AS low, MAX(p.name) AS last GROUP BY g") {
        let key: String? = if case .string(let text) = row[0] { text } else { nil }
        let low = names.firstIndex { $0?.uppercased() == key }
        let last: Value = names.compactMap { $0?.uppercased() == key ? $0 : nil }.max().map { .string($0) } ?? .null
        #expect(row[1] == .int(Int64(groups[key]?.count ?? 0)) && row[2] == low.map { .int(Int64($0)) } && row[3] == last, "\(place): \(row)")
      }
    }
    #expect(try rows("MATCH (p:P) RETURN COUNT(DISTINCT p.name) AS n, COUNT(DISTINCT UPPER(p.name)) AS m")
      == [[.int(Int64(Set(names.compactMap { $0 }).count)), .int(Int64(Set(names.compactMap { $0?.uppercased() }).count))]], "\(place)")
  }

  @Test func resultsAreThoseOfTheStrings() throws {
    // One name in seven; every hundredth node has none, and one in three hundred an empty one.
    var names: [String?] = (0..<3_000).map { $0 % 100 == 99 ? nil : $0 % 300 == 50 ? "" : "name \($0 % 7)" }
    let file = try TemporaryFile()
    let graph = try Graph(path: file.path)
    let items = names.enumerated().map { "{i: \($0)\($1.map { ", name: '\($0)'" } ?? "")}" }
    try graph.query("FOR r IN [\(items.joined(separator: ", "))] INSERT (:P {i: r.i, name: r.name})")
    try check(graph, names, "as inserted")
    try graph.store.repack()
    try check(try Graph(path: file.path), names, "packed")
    for index in [3, 2_100, 2_999] { names[index] = "name 0" }
    names[77] = "another"
    names[78] = "name 9"
    for index in [3, 2_100, 2_999, 77, 78] { try graph.query("MATCH (p:P {i: \(index)}) SET p.name = '\(names[index] ?? "")'") }
    try check(graph, names, "changed since")
    names.append("name 1")
    try graph.query("INSERT (:P {i: \(names.count - 1), name: 'name 1'})")
    try check(graph, names, "with a new one")
    let session = Session(graph: graph)
    _ = try session.execute("START TRANSACTION")
    names[5] = "ANOTHER"
    _ = try session.execute("MATCH (p:P {i: 5}) SET p.name = 'ANOTHER'")
    _ = try session.execute("COMMIT")
    try check(graph, names, "after a transaction")
  }
}
