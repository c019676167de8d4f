import Foundation
import GraphStore
import Testing

@testable import GQL

/// An invented story, large enough to judge how a picture looks. With `GRAPHSH_PICTURE=path.png` the test also keeps it.
@Suite struct DOTPictureTests {
  @Test func anInventedStory() throws {
    var graph = DOTSubgraph()
    func add(_ id: Int64, _ name: String, _ labels: String...) {
      graph.add(Node(id: NodeID(id), labels: labels, properties: ["name": .string(name)]))
    }
    add(1, "Ada Osei", "Person")
    add(2, "Jon Vale", "Person")
    add(3, "Port Council", "Organization")
    add(4, "Norland", "Country")
    add(5, "Harbour levy", "Proposal")
    add(6, "Levy on ferries and cargo passing the outer harbour at night", "Proposal")
    add(7, "Spring summit", "Event")
    add(8, "harbour-a", "Document")
    add(9, "Fishers' Union", "Organization")
    add(10, "Southport", "Place")
    add(11, "who proposed first", "Dispute")
    add(12, "Minister of Transport", "Office")
    add(13, "Marta Lindqvist-Okonkwo", "Person")
    func add(_ id: Int64, _ source: Int64, _ type: String, _ target: Int64, _ properties: Record = [:]) {
      graph.add(
        Edge(
          id: EdgeID(id), type: type, source: NodeID(source), target: NodeID(target), properties: properties))
    }
    add(
      1, 1, "PROPOSES", 5,
      ["origin": .string("a"), "date": .string("2025-05-01"), "gist": .string("names it a first step")])
    add(2, 1, "PROPOSES", 5, ["origin": .string("b"), "date": .string("2025-05-02")])
    add(3, 1, "PROPOSES", 5, ["origin": .string("c")])
    add(
      4, 3, "SUPPORTS", 5,
      ["origin": .string("c"), "date": .string("2025-05-09"), "condition": .string("if revenue stays local")])
    add(5, 2, "RESERVED_ABOUT", 5, ["date": .string("2025-05-02")])
    add(6, 9, "OPPOSES", 5, ["date": .string("2025-05-03"), "origin": .string("x")])
    add(7, 9, "OPPOSES", 5, ["origin": .string("y")])
    add(8, 5, "INCLUDES", 6)
    add(9, 4, "HOSTS", 7, ["date": .string("2025-04-30")])
    add(10, 7, "TAKES_PLACE_IN", 10)
    add(11, 2, "HOLDS_OFFICE", 12)
    add(12, 1, "ATTENDS", 7)
    add(13, 13, "SUPPORTS", 6, ["date": .string("2025-05-05")])
    add(14, 4, "DISTANCES_FROM", 5)
    add(15, 13, "SPEAKS_FOR", 4)
    var options = DOTOptions()
    options.title = "Harbour levy: who backs it"
    options.query = "MATCH (a)-[e]->(b)\nRETURN a, e, b"
    options.signs = ["PROPOSES": 1, "SUPPORTS": 1, "OPPOSES": -1, "DISTANCES_FROM": -1, "RESERVED_ABOUT": 0]
    let document = try DOTDocument(graph, options: options)
    #expect(document.nodeCount == 13 && document.edgeCount == 12)
    let picture = try document.rendered(as: .png)
    #expect(picture.count > 10_000)
    if let path = ProcessInfo.processInfo.environment["GRAPHSH_PICTURE"] {
      try Data(picture).write(to: URL(fileURLWithPath: path))
      try document.text.write(toFile: path + ".dot", atomically: true, encoding: .utf8)
    }
  }
}
