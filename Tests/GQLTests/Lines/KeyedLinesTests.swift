import GQL
import GraphStore
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Keyed JSON Lines in and out.
@Suite struct KeyedLinesTests {
  private static let seeds = #filePath.replacing("Tests/GQLTests/Lines/KeyedLinesTests.swift", with: "seeds/")

  private static var seedFiles: [String] {
    let articles = ["0-national", "1-paris-talks", "2-energy-truce", "3-independent", "4-diplomats"]
    return (["vocabulary", "entities"] + articles.map { "article-" + $0 }).map { seeds + $0 + ".jsonl" }
  }

  private func text(of graph: Graph) throws -> String {
    var text = ""
    try graph.exportLines { text += $0 }
    return text
  }

  private func load(_ lines: String, into graph: Graph, maximumErrors: Int = 0, isDryRun: Bool = false) throws -> ImportReport {
    let path = "/tmp/graphsh-lines-\(getpid())-\(UInt64.random(in: 0..<UInt64.max)).jsonl"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    fputs(lines, file)
    fclose(file)
    return try graph.importLines(from: [path], maximumErrors: maximumErrors, isDryRun: isDryRun)
  }

  @Test func loadingTheSeedsTwiceChangesNothing() throws {
    let graph = try Graph.inMemory()
    let first = try graph.importLines(from: Self.seedFiles)
    #expect(first.nodes.created == 294)
    #expect(first.edges.created == 1056)
    let text = try text(of: graph)
    let second = try graph.importLines(from: Self.seedFiles)
    #expect(second.nodes == .init(created: 0, updated: 0, unchanged: 294))
    #expect(second.edges == .init(created: 0, updated: 0, unchanged: 1056))
    #expect(try self.text(of: graph) == text)

    let copy = try Graph.inMemory()
    _ = try load(text, into: copy)
    #expect(try self.text(of: copy) == text)
  }

  @Test func theSameKeyUpdates() throws {
    let graph = try Graph.inMemory()
    let ends = """
      {"type":"node","id":"a","labels":["A"],"properties":{"x":1}}
      {"type":"node","id":"b","labels":["B"],"properties":{}}

      """
    _ = try load(ends + #"{"type":"relationship","id":"e","label":"R","start":{"id":"a"},"end":{"id":"b"},"properties":{"y":1}}"#, into: graph)
    let report = try load(
      #"{"type":"node","id":"a","labels":["C"],"properties":{"z":2}}"# + "\n"
        + #"{"type":"relationship","id":"e","label":"R","start":{"id":"b"},"end":{"id":"a"},"properties":{}}"#, into: graph)
    #expect(report.nodes == .init(created: 0, updated: 1, unchanged: 0))
    #expect(report.edges == .init(created: 0, updated: 1, unchanged: 0))
    #expect(
      try text(of: graph) == """
        {"type":"node","id":"a","labels":["C"],"properties":{"z":2}}
        {"type":"node","id":"b","labels":["B"],"properties":{}}
        {"type":"relationship","id":"e","label":"R","start":{"id":"b"},"end":{"id":"a"},"properties":{}}

        """)
  }

  /// Keys are no constraint: queries can give several elements the same one. None may be lost on the way out and in.
  @Test func aKeyThatSeveralElementsHaveLosesNone() throws {
    let graph = try Graph.inMemory()
    _ = try Session(graph: graph).execute(
      "INSERT (a {v: 0}), (b:A {key: 'x', v: 1}), (c:B {key: 'x', v: 2}), (b)-[:R {key: 'e'}]->(c), (c)-[:R {key: 'e'}]->(a)")
    let text = try text(of: graph)
    let copy = try Graph.inMemory()
    let report = try load(text, into: copy)
    #expect(report.nodes == .init(created: 3) && report.edges == .init(created: 2))
    #expect(try self.text(of: copy) == text)
  }

  /// A text as the property `key` is the element's key, whatever its `id`.
  @Test func keysAmongThePropertiesUpdate() throws {
    let graph = try Graph.inMemory()
    let lines = { (n: Int) in
      #"{"type":"relationship","id":7,"label":"R","start":{"id":1},"end":{"id":2},"properties":{"key":"e","n":\#(n)}}"# + "\n"
        + #"{"type":"node","id":1,"labels":["A"],"properties":{"n":\#(n),"key":"a"}}"# + "\n"
        + #"{"type":"node","id":2,"labels":["A"],"properties":{"key":"b"}}"#
    }
    let first = try load(lines(1), into: graph)
    #expect(first.nodes == .init(created: 2) && first.edges == .init(created: 1))
    let same = try load(lines(1), into: graph)
    #expect(same.nodes == .init(unchanged: 2) && same.edges == .init(unchanged: 1) && same.notices.isEmpty)
    let other = try load(lines(2), into: graph)
    #expect(other.nodes == .init(updated: 1, unchanged: 1) && other.edges == .init(updated: 1) && other.notices.isEmpty)
    #expect(throws: StoreError.self) { try load(#"{"type":"node","id":1,"properties":{"key":"a"}}"# + "\n" + #"{"type":"node","id":1,"properties":{"key":"c"}}"#, into: graph) }
    #expect(
      try text(of: graph) == """
        {"type":"node","id":"a","labels":["A"],"properties":{"n":2}}
        {"type":"node","id":"b","labels":["A"],"properties":{}}
        {"type":"relationship","id":"e","label":"R","start":{"id":"a"},"end":{"id":"b"},"properties":{"n":2}}

        """)
  }

  @Test func edgesMayNameLaterNodes() throws {
    let graph = try Graph.inMemory()
    let report = try load(
      #"{"type":"relationship","label":"R","start":{"id":1},"end":{"id":"b"},"directed":false}"# + "\n"
        + #"{"type":"node","id":1,"labels":[]}"# + "\n" + #"{"type":"node","id":"b"}"#, into: graph)
    #expect(report.nodes.created == 2 && report.edges.created == 1)
  }

  @Test func aDryRunAndAFaultChangeNothing() throws {
    let graph = try Graph.inMemory()
    #expect(try load(#"{"type":"node","id":"a"}"#, into: graph, isDryRun: true).nodes.created == 1)
    #expect(try text(of: graph).isEmpty)
    #expect(throws: StoreError.self) { try load(#"{"type":"node","id":"a"}"# + "\nnonsense", into: graph) }
    #expect(try text(of: graph).isEmpty)
  }

  @Test(arguments: [
    ("nonsense", "not a JSON object, as each line is one: expected a JSON object at column 1"),
    (#"{"type":"node","id":"Żółć",}"#, "at column 28"),
    (#"{"type":"vertex","id":"a"}"#, "found \"vertex\""),
    (#"{"type":"node"}"#, "needs an `id`"),
    (#"{"type":"node","id":"a","properties":{"a":1,"a":2}}"#, "an object that has the same key twice at column 45"),
    (#"{"type":"node","id":"a","id":"b"}"#, "the same key twice"),
    (#"{"type":"node","id":"a","properties":{"x":[{"b":1,"\u0062":null}]}}"#, "the same key twice"),
    (#"{"type":"node","id":"a","labels":["A",""]}"#, "a label is empty or contains NUL"),
    (#"{"type":"node","id":"a","properties":{"x":\#(String(repeating: "[", count: 151))\#(String(repeating: "]", count: 151))}}"#, "nested deeper than 150"),
    (#"{"type":"relationship","label":"","start":{"id":"a"},"end":{"id":"b"}}"#, "the type of an edge is empty or contains NUL"),
    (#"{"type":"node","id":"a","labels":"A"}"#, "list of strings"),
    (#"{"type":"node","id":"a","properties":{"key":"b"}}"#, "`key`"),
    (#"{"type":"relationship","label":"R","start":{"id":"a"},"end":{"id":"b"}}"#, "the start \"a\" is no node"),
    (#"{"type":"relationship","label":"R","start":{"id":"a"}}"#, "needs `end`"),
  ])
  func faultsNameLineAndReason(line: String, reason: String) throws {
    let graph = try Graph.inMemory()
    let report = try load("\n" + line, into: graph, maximumErrors: 1)
    let message = try #require(report.rejected.first)
    #expect(message.contains(".jsonl:2: "))
    #expect(message.contains(reason))
  }
}
