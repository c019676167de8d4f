import GQL
import GraphStore
import Testing

/// Values of types that nobody expects cost no question its answer: a list of sources is several sources, what has no text is left out.
@Suite struct OddValueTests {
  private static let edgeKeys = [
    "source", "modality", "certainty", "scope", "speakers", "short", "condition", "gist", "origin", "disputes", "date", "date_from", "date_to",
    "date_basis", "valid_from", "publication_date", "publication_basis", "status", "amount", "currency", "ceiling", "disavowed", "basis",
    "represented_by", "spellings", "sentence",
  ]
  private static let nodeKeys = ["name", "edge_type", "sign", "verb", "aliases", "key", "description", "gist", "publication_date", "date"]
  private static let types = ["SUPPORTS", "OPPOSES", "HOLDS_OFFICE", "SPEAKS_FOR", "ATTENDS", "FUNDS", "MENTIONED_IN", "INTERVIEWED_BY"]
  private static let labels = ["Stance", "Document", "Proposal", "Event", "Dispute"]

  private func story(_ parts: String...) throws -> Graph {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write("INSERT (:Person:Country {name: 'Ann'}), (:Proposal:Event:Office:Group:Document:Media {name: 'levy'})")
    for part in parts { try graph.write("MATCH (a {name: 'Ann'}), (b {name: 'levy'}) \(part)") }
    return graph
  }

  private func graph(with value: String) throws -> Graph {
    let graph = try story("INSERT (a)-[:SUPPORTS {source: 's1'}]->(b), (a)-[:SPEAKS_FOR]->(a), (:Document {name: 's1', publication_date: DATE '2025-01-10'})")
    for key in Self.edgeKeys {
      let edges = Self.types.map { "(a)-[:\($0) {`\(key)`: \(value)}]->(b)" }.joined(separator: ", ")
      try graph.write("MATCH (a {name: 'Ann'}), (b {name: 'levy'}) INSERT \(edges)")
    }
    for (index, key) in Self.nodeKeys.enumerated() {
      let nodes = Self.labels.map { key == "name" ? "(:\($0) {name: \(value)})" : "(:\($0) {name: '\($0) \(index)', `\(key)`: \(value)})" }
      try graph.write("INSERT \(nodes.joined(separator: ", "))")
    }
    return graph
  }

  @Test(arguments: ["5", "TRUE", "['s1', 's2']", "{a: 1}", "[{a: 1}, NULL, ['s1']]", "X'00'"]) func questionsGoOn(value: String) throws {
    let session = Session(graph: try graph(with: value))
    for question in Questions.standard + Questions.named {
      var arguments: [String: Value] = [:]
      for (name, _) in question.parameters {
        switch name {
        case "with_state": arguments[name] = .bool(true)
        case "since": arguments[name] = "2024-01-01"
        case "until": arguments[name] = .null
        case "actor", "first", "a", "body": arguments[name] = "Ann"
        default: arguments[name] = "levy"
        }
      }
      #expect(throws: Never.self, "\(question.name)") { try session.ask(question.name, arguments) }
    }
  }

  @Test func aListOfSourcesIsSeveralSources() throws {
    let graph = try story(
      "INSERT (a)-[:SUPPORTS {source: ['s1', 's2']}]->(b), (a)-[:SUPPORTS {source: 's1'}]->(b), (:Document {name: 's2', publication_date: DATE '2025-01-10'})")
    let session = Session(graph: graph)
    let row = try #require(try session.ask("backs", ["name": "levy", "with_state": false]).first { $0["section"] == "FOR" })
    #expect(row["documents"] == .list(["s1", "s2"]) && row["since"] == "by 2025-01-10")
    #expect(try session.ask("who-backs", ["thing": "levy"]).map { $0["documents"] } == [2])
    for question in ["about", "timeline"] {
      #expect(try session.ask(question, ["name": "levy"]).contains { $0["documents"] == .list(["s1", "s2"]) }, "\(question)")
    }
  }

  @Test(arguments: [("['conditional']", "CONDITIONAL"), ("'hypothetical'", "CONDITIONAL"), ("1", "CONDITIONAL"), ("{a: 1}", "FOR")])
  func modalitiesAreTexts(modality: String, section: Value) throws {
    let session = Session(graph: try story("INSERT (a)-[:SUPPORTS {modality: \(modality)}]->(b)"))
    #expect(try session.ask("backs", ["name": "levy", "with_state": false]).dropFirst().map { $0["section"] } == [section])
  }

  /// Questions ask for what their titles promise.
  @Test func titlesHoldTrue() throws {
    let session = Session(
      graph: try story("INSERT (a)-[:SUPPORTS {modality: 'conditional', source: 's1'}]->(b), (:Document {name: 's1', publication_date: DATE '2025-01-10'})"))
    #expect(try session.ask("documents").map { $0["document"] } == ["levy", "s1"])
    #expect(try session.ask("conditions", ["thing": "levy"]).map { [$0["who"], $0["condition"], $0["source"]] } == [["Ann", .null, "s1"]])
  }
}
