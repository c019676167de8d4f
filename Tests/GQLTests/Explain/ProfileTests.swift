import GQL
import Testing

/// PROFILE: figures in columns that end where their heading ends, and the tree behind them.
@Suite struct ProfileTests {
  private func lines(_ query: String) throws -> [String] {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute("FOR i IN RANGE(1, 300) INSERT (:P {i: i})-[:K]->(:Q {j: i % 7})")
    let plan = try #require(try session.execute("PROFILE " + query).plan)
    return plan.split(separator: "\n").map(String.init)
  }

  @Test func figuresStandInColumns() throws {
    let lines = try lines("MATCH (p:P)-[:K]->(q:Q WHERE q.j < 3) RETURN q.j AS j, COUNT(*) AS n GROUP BY j ORDER BY n DESC, j LIMIT 2")
    let heading = try #require(lines.first)
    #expect(heading.split(separator: " ") == ["estimate", "rows", "batches", "ms", "memory", "operator"])
    let tree = try #require(heading.range(of: "operator")).lowerBound
    let column = heading.distance(from: heading.startIndex, to: tree)
    var operators: [String: [Substring]] = [:]
    for line in lines.dropFirst() {
      let figures = line.prefix(column)
      #expect(figures.hasSuffix("  "), "\(line)")
      let cells = figures.split(separator: " ")
      #expect(cells[0].hasPrefix("~") && Int(cells[0].dropFirst()) != nil && Int(cells[1]) != nil && Int(cells[2]) != nil)
      #expect(Double(cells[3]) != nil && cells[3].split(separator: ".").last?.count == 3, "milliseconds with microseconds")
      for (name, cell) in zip(["estimate", "rows", "batches", "ms"], cells) {
        let end = try #require(heading.range(of: name)).upperBound
        let text = line.prefix(heading.distance(from: heading.startIndex, to: end))
        #expect(text.hasSuffix(cell), "\(name): \(line)")
      }
      let name = line.dropFirst(column).drop { "│├└─ ".contains($0) }.prefix { $0 != " " }
      operators[String(name)] = cells
    }
    // What came out of each, as counted by hand: j < 3 holds for 0, 1 and 2 modulo 7.
    #expect(operators["Page"]?[1] == "2" && operators["NodeScan"]?[1] == "300")
    #expect(operators["Aggregate"]?[1] == "3")
    #expect(lines.contains { $0.contains("KB") }, "grouping and sorting hold something")
  }

  /// A plan that reads two inputs shows both below it, and what did not run has no rows.
  @Test func everyBranchIsThere() throws {
    let lines = try lines("MATCH (p:P WHERE p.i < 0) RETURN p.i AS x UNION ALL MATCH (q:Q) RETURN q.j AS x")
    #expect(lines.contains { $0.contains("├─ ") } && lines.contains { $0.contains("└─ ") })
    let scans = lines.filter { $0.contains("NodeScan") }.map { $0.split(separator: " ")[1] }
    #expect(Set(scans) == ["300"] && scans.count == 2, "\(lines)")
  }
}
