import TestSupport
import Testing

@testable import GraphStore

/// An index that is brought up to date is the one that would be made anew.
@Suite struct PackRefreshTests {
  @Test(arguments: 1...3)
  func itIsTheIndexThatWouldBeMadeAnew(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    // Some with a last chunk that is full.
    try PackTests().bigGraph(store, nodeCount: [5_000, 4_096, 2_047].randomElement(using: &random) ?? 1, edgeCount: 12_288 + Int.random(in: 0...1, using: &random))
    try store.repack()
    var refreshed = 0
    for step in 0..<7 {
      var said: [String] = []
      try store.write { write in
        for _ in 0..<Int.random(in: 1...3, using: &random) { said.append(try change(write, &random)) }
        let mustFail = said.contains { $0.hasPrefix("delete") }
        let isDone = try write.refreshPack()
        #expect(isDone != mustFail, "seed \(seed) step \(step): \(said)")
        if isDone { refreshed += 1 } else { try write.repack() }
      }
      #expect(try store.problems().isEmpty, "seed \(seed) step \(step): \(said)")
      let before = (try chunks(file.path), try counts(store))
      try store.repack()
      let after = (try chunks(file.path), try counts(store))
      #expect(before.0 == after.0 && before.1 == after.1, "seed \(seed) step \(step): \(said)")
    }
    #expect(refreshed > 1, "seed \(seed)")
  }

  /// Damage is no ground to go on from.
  @Test func aDamagedIndexIsMadeAnew() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try PackTests().bigGraph(store, nodeCount: 3_000, edgeCount: 11_000)
    try store.repack()
    let nodes = PackKey(kind: .nodes).row
    _ = try Program.sqlite(file.path, "UPDATE pack SET data = CAST(x'0207' || substr(data, 3) AS BLOB) WHERE id = \(nodes)")
    try store.write { write in
      try write.setProperty("k", to: 1, ofNode: NodeID(5))
      #expect(try !write.refreshPack())
    }
  }

  /// All but values and what is made of them, whose properties may stand in another order.
  private func chunks(_ path: String) throws -> [String] {
    let kinds = [PackKey.Kind.nodes, .edges, .outgoing, .incoming, .undirected].map { String($0.rawValue) }.joined(separator: ", ")
    return try Program.sqlite(path, "SELECT id, hex(data) FROM pack WHERE id >> 56 IN (\(kinds)) ORDER BY id").split(separator: "\n").map(String.init)
  }

  /// What the header counts.
  private func counts(_ store: Store) throws -> [[Int64]] {
    let read = try store.beginRead()
    let header = try #require((read.reader() as? Snapshot)?.pack?.source.header)
    return [
      [Int64(header.nodeCount), Int64(header.edgeCount), header.greatestNodeID, header.greatestEdgeID, header.hasDenseNodeIDs ? 1 : 0],
      header.labelSets, header.labelSetCounts, header.types, header.edgeCounts, header.loopCounts, header.undirectedCounts,
      header.labelSummaries, header.edgeEnds,
    ]
  }

  private func change(_ write: WriteTransaction, _ random: inout SeededGenerator) throws -> String {
    func node() -> NodeID { NodeID(Int64.random(in: 1...2_000, using: &random)) }
    func edge() -> EdgeID { EdgeID(Int64.random(in: 1...Int64(12_288), using: &random)) }
    switch Int.random(in: 0..<11, using: &random) {
    case 0:
      for _ in 0..<20 { _ = try write.setProperty(["k", "name", "new"].randomElement(using: &random) ?? "k", to: .int(Int64.random(in: 0..<9, using: &random)), ofNode: node()) }
      return "set of nodes"
    case 1:
      for _ in 0..<20 { _ = try write.setProperty("l", to: .string("l\(Int.random(in: 0..<9, using: &random))"), ofEdge: edge()) }
      return "set of edges"
    case 2:
      for id in 1...Int64(40) { _ = try write.setProperty("flag", to: .null, ofNode: NodeID(id)) }
      return "a property gone"
    case 3:
      _ = try write.addLabel("Marked\(Int.random(in: 0..<3, using: &random))", to: node())
      return "a label"
    case 4, 5:
      let count = [1, 30, 2_048, 3_000].randomElement(using: &random) ?? 1
      _ = try write.insertNodes((0..<count).map { NewNode(labels: ["N\($0 % 3)"], properties: ["k": .int(Int64($0)), "more": true]) })
      return "\(count) nodes"
    case 6, 7:
      let count = [1, 30, 2_048].randomElement(using: &random) ?? 1
      let type = "T\(Int.random(in: 0..<6, using: &random))"
      _ = try write.insertEdges(
        (0..<count).map { _ in NewEdge(type: type, source: node(), target: node(), isDirected: Bool.random(using: &random), properties: ["w": 1]) })
      return "\(count) edges of \(type)"
    case 8:
      let new = try write.insertNodes([NewNode(labels: ["Z"], properties: Record())])
      _ = try write.insertEdges([NewEdge(type: "Z", source: new[0], target: node(), isDirected: true, properties: Record())])
      return "a node with an edge"
    case 9:
      let new = try write.insertNodes([NewNode(labels: ["Gone"], properties: Record())])
      try write.deleteNode(new[0])
      return "one that came and went"
    default:
      try write.deleteEdge(edge())
      return "delete an edge"
    }
  }
}
