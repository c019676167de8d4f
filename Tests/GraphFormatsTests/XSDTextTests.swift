import GQL
import GraphStore
import Testing

@testable import GraphFormats

/// Literals of RDF are of the lexical forms of XML Schema.
@Suite struct XSDTextTests {
  @Test(arguments: [
    ("DATETIME '2025-03-01T10:00+01:00'", "2025-03-01T10:00:00+01:00", "dateTime"), ("DATETIME '2025-03-01T10:00:00.5Z'", "2025-03-01T10:00:00.5Z", "dateTime"),
    ("CAST('2025-03-01T10:00' AS LOCAL DATETIME)", "2025-03-01T10:00:00", "dateTime"), ("CAST('10:00' AS LOCAL TIME)", "10:00:00", "time"), ("TIME '10:00+02:00'", "10:00:00+02:00", "time"),
    // Offsets are whole minutes up to 14 hours there.
    ("TIME '10:00+16:00'", "18:00:00Z", "time"), ("DATETIME '1890-01-01T00:00+00:53:28'", "1889-12-31T23:06:32Z", "dateTime"),
    ("DATE '2025-03-01'", "2025-03-01", "date"), ("DATE '+12025-03-01'", "12025-03-01", "date"), ("DATE '-0044-03-15'", "-0044-03-15", "date"),
    ("1e300 * 1e10", "INF", "double"), ("1.5e0", "1.5", "double"), ("TRUE", "true", "boolean"), ("CAST('1.50' AS DECIMAL)", "1.50", "decimal"), ("7", "7", "integer"),
  ])
  func literals(_ value: String, _ text: String, _ type: String) throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT ({x: \(value)})")
    let written = try HostileGraph.written(graph, as: .nTriples)
    #expect(written.contains(" \"\(text)\"^^<http://www.w3.org/2001/XMLSchema#\(type)> .\n"), "\(written)")
  }

  /// What an edge list cannot hold is told.
  @Test func edgeListsTellWhatTheyLeaveOut() throws {
    let graph = try Graph.inMemory()
    try graph.query("INSERT (:A)-[:`borders on`]->(:A), (:B), (:C)")
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    let notes = try GraphFormat.edgeList.write(transaction.reader()) { _ in }
    #expect(notes == ["nodes go by numbers: they do not have an `id`, `name` or `key` each of its own", "2 nodes without edges left out: a line is an edge", "a type is one word and no number: `borders on` is written as `borders_on`"])
    let whole = try Graph.inMemory()
    try whole.query("INSERT (:A {name: 'a'})-[:KNOWS]->(:A {id: 5})")
    let second = try whole.store.beginRead()
    defer { second.end() }
    #expect(try GraphFormat.edgeList.write(second.reader()) { _ in }.isEmpty)
  }
}
