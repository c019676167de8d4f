import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

@testable import GraphFormats

/// Files that are broken somewhere: each is loaded or refused with its place, and nothing traps.
@Suite struct FaultyInputTests {
  private static let samples: [(format: GraphFormat, text: String)] = {
    let text = try? HostileGraph.written(HostileGraph.make(), as: .graphML)
    let lines = """
      {"type":"node","id":"1","labels":["A"],"properties":{"n":1,"d":{"@date":"2025-03-03"}}}
      {"type":"relationship","id":"2","label":"R","start":{"id":"1"},"end":{"id":"1"},"properties":{"x":[1,null]}}
      {"id":"p","schema":"Person","properties":{"name":["A"]}}
      {"id":"o","schema":"Ownership","properties":{"owner":["p"],"asset":["p"]}}
      """
    return [
      (.graphML, String((text ?? "").prefix(6_000))), (.graphML, "<graphml><key id='k' for='node'/><graph><node id='a'><data key='k'>x<![CDATA[]]>&#65;</data></node></graph></graphml>"),
      (.nodeLink, #"{"directed":true,"nodes":[{"id":1,"labels":["A"]},{"id":"b"}],"edges":[{"source":1,"target":"b","key":0,"type":"R"}]}"#),
      (.apocLines, lines), (.followTheMoney, lines), (.edgeList, "a b 1\n# c\nb\tc KNOWS\n"),
    ]
  }()

  @Test(arguments: 0..<60) func brokenFilesAreRefusedOrLoaded(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let file = try TemporaryFile()
    for (format, text) in Self.samples {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
        case 2: bytes.insert(contentsOf: Array("<>&\"'{}[]:,\\/".utf8).shuffled(using: &random).prefix(2), at: place)
        default: bytes = Array(bytes[..<place])
        }
      }
      let path = file.folder + "/broken"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let graph = try Graph.inMemory()
      let transaction = try graph.store.beginWrite()
      defer { if !transaction.isEnded { transaction.rollBack() } }
      do {
        let report = try format.read([path], into: transaction, maximumErrors: 3)
        #expect(report.rejected.count <= 3)
      } catch {
        #expect(error.message.contains(path), "seed \(seed), \(format.name): \(error.message)")
      }
    }
  }

  @Test func rejectedElementsAreCountedUpToALimit() throws {
    let file = try TemporaryFile()
    let path = file.folder + "/data.ftm"
    try #"{"id":1}"#.appending("\n{\"id\":\"a\",\"schema\":\"Person\"}\nnonsense\n").write(toFile: path, atomically: true, encoding: .utf8)
    let graph = try Graph.inMemory()
    let transaction = try graph.store.beginWrite()
    let report = try GraphFormat.followTheMoney.read([path], into: transaction, maximumErrors: 2)
    transaction.rollBack()
    #expect(report.nodes.created == 1 && report.rejected.count == 2)
    #expect(report.rejected.allSatisfy { $0.hasPrefix(path + ":") })
    let again = try graph.store.beginWrite()
    #expect(throws: StoreError.self) { _ = try GraphFormat.followTheMoney.read([path], into: again, maximumErrors: 1) }
    again.rollBack()
  }
}
