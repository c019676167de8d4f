import GQL
import GraphStore
import Testing

@testable import graphsh

/// What Tab offers for values: of settings, types, files, names that need quotes.
@Suite struct ValueCompletionTests {
  private let completer = Completer(
    sketch: { CatalogSketch(labels: [.init(name: "peace plan", count: 1, keys: [])], edgeTypes: []) },
    values: { _, _, typed in .init(["line1\nline2", "line3"].filter { $0.hasPrefix(typed) }.map { .init(text: $0, note: "") }) },
    entries: { $0 == "." ? ["my graph.graph", "my folder", "mine.graph"] : ["a b.gql", "c.gql"] }, isDirectory: { $0 == "my folder" })

  @Test(arguments: [
    (".set color ", ["auto", "always", "never"]), (".set errors j", ["json"]), (".set timer o", ["on", "off"]), (".set memory ", []), (".set as-of ", ["off"]),
    (".schema pea", ["`peace plan`"]), (".schema `pea", ["`peace plan`"]),
    (".open my", ["\"my folder/", "\"my graph.graph\""]), (".open mi", ["mine.graph"]), (".open \"my g", ["\"my graph.graph\""]),
    (".open \"my folder/", ["\"my folder/a b.gql\"", "\"my folder/c.gql\""]),
    // A command is one line.
    (".about line", ["line3"]), ("MATCH (n {name: 'line1", ["line1\\nline2"]),
    ("RETURN CAST(1 AS STR", ["STRING"]), ("RETURN CAST(1 AS fl", ["float"]), ("MATCH (p) WHERE p.name STA", ["STARTS"]), ("MATCH (p) WHERE p.name ENDS", ["ENDS"]),
    ("CREATE F", ["FULLTEXT"]), ("CALL db.index", ["db.index.fulltext.queryNodes", "db.indexes"]), ("CALL db.schemas", ["db.schemas"]),
  ])
  func offersWhatFits(_ text: String, _ expected: [String]) {
    #expect(completer.complete(text, text.count)?.candidates.map(\.text) ?? [] == expected)
  }

  /// What completion offers is listed.
  @Test func proceduresListThemselves() throws {
    let listed = try Session(graph: Graph.inMemory()).execute("CALL db.procedures() YIELD name RETURN name").rows.map { $0[0] }
    for name in ["db.indexes", "db.constraints", "db.schemas", "db.graphs", "db.index.fulltext.queryNodes", "db.procedures", "db.labels"] {
      #expect(listed.count { $0 == .string(name) } == 1, "\(name) in \(listed)")
    }
  }
}
