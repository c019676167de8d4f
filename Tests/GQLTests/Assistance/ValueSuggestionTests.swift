import GraphStore
import Testing

@testable import GQL

/// Names for someone who types one: which, in what order, and how much has been read for it.
@Suite struct ValueSuggestionTests {
  /// People and places whose names share words; 3,000 of the one, 30 of the other, and one Ship as the last node.
  private func graph() throws -> Graph {
    let graph = try Graph.inMemory()
    let transaction = try graph.store.beginWrite()
    var nodes = (0..<3_000).map { NewNode(labels: ["Person"], properties: ["name": .string("Person \($0)"), "age": .int(3)]) }
    for number in 0..<30 {
      nodes.insert(NewNode(labels: ["Place"], properties: ["name": .string("Kéw Person-Hall \(number)"), "size": .int(1)]), at: 100 * number)
    }
    nodes.append(NewNode(labels: ["Ship"], properties: ["name": .string("kewpie"), "tons": .int(9)]))
    _ = try transaction.insertNodes(nodes)
    try transaction.commit()
    return graph
  }

  private func reading<Result>(_ body: (any GraphReader) throws -> Result) throws -> Result {
    let graph = try graph()
    let transaction = try graph.store.beginRead()
    defer { transaction.end() }
    return try body(try transaction.reader())
  }

  private static let any = CursorSite.Element(kind: .node)
  private static func labelled(_ label: String) -> CursorSite.Element { CursorSite.Element(kind: .node, labels: [label]) }

  @Test func readingAheadGivesTheSameAnswers() throws {
    try reading { reader in
      for (typed, element) in [
        ("Kew", Self.any), ("kew", Self.labelled("Place")), ("hall 1", Self.any), ("person h", Self.any), ("", Self.labelled("Ship")),
        ("Person 299", Self.labelled("Person")), ("person", Self.labelled("Place")), ("kew", Self.labelled("Person")), ("Q", Self.any),
        ("1", Self.any), ("15", Self.labelled("Place")), ("P", Self.labelled("Nothing")),
      ] {
        let fresh = ValueSuggestions()
        let prepared = ValueSuggestions()
        var pieces = 1
        while prepared.prepare("name", on: Self.any, in: reader, seconds: 0) { pieces += 1 }
        #expect(pieces > 1, "a piece is one look at 2,048 nodes where there is no time")
        let found = prepared.of("name", on: element, beginning: typed, in: reader).suggestions
        #expect(found == fresh.of("name", on: element, beginning: typed, in: reader).suggestions, "\(typed)")
        let wanted = NameFolding.latin(typed)
        for suggestion in found {
          let words = NameFolding.latin(suggestion.text)
          #expect(words.hasPrefix(wanted) || words.contains(" " + wanted), "\(typed): \(suggestion)")
          #expect(element.labels.isEmpty || element.labels == [suggestion.note], "\(typed): \(suggestion)")
        }
      }
    }
  }

  /// Who completes must not take the part for the whole.
  @Test func itIsToldWhenThereAreMore() throws {
    try reading { reader in
      let names = ValueSuggestions()
      while names.prepare("name", on: Self.any, in: reader, seconds: 1) {}
      let many = names.of("name", on: Self.any, beginning: "person", in: reader)
      #expect(!many.isAll && many.suggestions.count == ValueSuggestions.limit)
      #expect(names.of("name", on: Self.any, beginning: "kewp", in: reader).isAll)
    }
  }

  @Test func allThatFitAreFound() throws {
    try reading { reader in
      let names = ValueSuggestions()
      func texts(_ typed: String, _ element: CursorSite.Element) -> [String] {
        names.of("name", on: element, beginning: typed, in: reader).suggestions.map(\.text)
      }
      #expect(texts("kewp", Self.any) == ["kewpie"])
      #expect(texts("Kéw", Self.labelled("Place")).count == 30)
      #expect(texts("hall", Self.any).count == 30)
      #expect(texts("person hall 2", Self.any).count == 11)
      #expect(texts("person", Self.labelled("Ship")).isEmpty)
      // What begins so comes before what has a later word so.
      #expect(texts("person", Self.any).first == "Person 0")
    }
  }

  @Test func samplesHoldEachKind() throws {
    try reading { reader in
      let sets = Array(reader.labelSets.indices)
      let sample = try ElementSample(reader, size: 5).nodes(ofSets: sets)
      let labels = sample.map { reader.node($0).labels[0] }
      #expect(labels.count { $0 == "Person" } == 5 && labels.count { $0 == "Place" } == 5 && labels.count { $0 == "Ship" } == 1)
      #expect(Set(sample).count == sample.count)
      let sketch = CatalogSketch(of: reader)
      #expect(sketch.labels.map(\.name) == ["Person", "Place", "Ship"] && sketch.labels[2].keys == ["name", "tons"])
    }
  }

  @Test func aSummaryCanBeStopped() throws {
    try reading { (reader: any GraphReader) throws in
      let summary = try SchemaSummary(of: reader)
      #expect(summary.labels.map(\.nodeCount) == [3_000, 30, 1])
      let monitor = WorkMonitor(.reading)
      monitor.stop()
      #expect(throws: StoreError.self) { try SchemaSummary(of: reader, monitor: monitor) }
    }
  }
}
