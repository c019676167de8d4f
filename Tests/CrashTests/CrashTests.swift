import Foundation
import TestSupport
import Testing

@testable import GraphStore

@Suite(.serialized) struct CrashTests {
  /// A process that commits numbered pairs of edges and says each number is killed at random, again and
  /// again, on one file. Everything said is there, every pair is whole, what was undone is not there.
  @Test func killedWritersLoseNothingAndLeaveNothingHalf() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let file = try TemporaryFile()
    var acknowledged: Set<Int64> = []
    for round in 0..<100 {
      let child = try Child("commit", file.path)
      // One kill in ten falls into the opening.
      if round % 10 != 0, let line = child.readLine() { acknowledged.insert(try #require(Int64(line))) }
      usleep(UInt32.random(in: 0...20_000, using: &random))
      child.kill()
      for line in child.readLines() { acknowledged.insert(try #require(Int64(line), "\(line)")) }

      let store = try Store(
        path: file.path, configuration: Configuration(mode: round % 2 == 0 ? .create : .readOnly))
      #expect(try store.check().isEmpty, "seed \(seed), round \(round)")
      let halves = try committedHalves(store)
      let lost = acknowledged.filter { halves[$0] == nil }
      #expect(lost.isEmpty, "seed \(seed), round \(round)")
      let torn = halves.filter { $0.value != [0, 1] }
      #expect(torn.isEmpty, "seed \(seed), round \(round)")
    }
    #expect(acknowledged.count > 90)
  }

  /// The halves of each pair that are in the file, by number.
  private func committedHalves(_ store: Store) throws -> [Int64: [Int64]] {
    let read = try store.beginRead()
    defer { read.end() }
    let source = try #require(read.rowSource)
    #expect(try Set(source.edgeTypes().map(\.name)).isSubset(of: ["PAIR"]))
    var halves: [Int64: [Int64]] = [:]
    try source.forEachEdge(after: 0) { row in
      guard let record = try? PropertyText.decode(row.properties), case .int(let number)? = record["n"],
        case .int(let half)? = record["half"]
      else {
        Issue.record("edge \(row.id) is not readable")
        return
      }
      halves[number, default: []].append(half)
    }
    return halves
  }

  /// The first load writes the file itself. Killed at any moment it leaves an empty graph or all of it, with a write-ahead log.
  @Test func aKilledFirstLoadIsAllOrNothing() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let tables = try TemporaryFile()
    let (nodes, edges) = (tables.folder + "/n.csv", tables.folder + "/e.csv")
    let count = 12_000
    try ("id:ID,name\n" + (1...count).map { "\($0),name \($0)" }.joined(separator: "\n")).write(toFile: nodes, atomically: true, encoding: .utf8)
    try (":START_ID,:END_ID,:TYPE,w:int\n" + (1...count).map { "\($0),\($0 * 7 % count + 1),T,\($0)" }.joined(separator: "\n"))
      .write(toFile: edges, atomically: true, encoding: .utf8)
    var ends: Set<Int> = []
    for round in 0..<16 {
      let file = try TemporaryFile()
      let child = try Child("load", file.path, nodes, edges)
      #expect(child.readLine() == "loading")
      // The last ones come to their end.
      if round < 13 { usleep(UInt32.random(in: 0...400_000, using: &random)) } else { #expect(child.readLine() == "loaded") }
      child.kill()
      // Who only reads sees all or nothing, or is told to open the file for writing: never a half.
      do throws(StoreError) {
        let seen = try Store(path: file.path, configuration: Configuration(mode: .readOnly)).beginRead().reader().nodeCount
        #expect([0, count].contains(seen), "seed \(seed), round \(round): \(seen) nodes")
      } catch {
        #expect(error.code == .readOnly, "seed \(seed), round \(round): \(error)")
      }
      let store = try Store(path: file.path)
      #expect(store.notices.isEmpty, "seed \(seed), round \(round): \(store.notices)")
      #expect(try store.check().isEmpty, "seed \(seed), round \(round)")
      let found = try store.beginRead().reader()
      #expect([0, count].contains(found.nodeCount) && found.nodeCount == found.edgeCount, "seed \(seed), round \(round)")
      ends.insert(found.nodeCount)
      #expect(try Program.sqlite(file.path, "PRAGMA journal_mode; SELECT count(*) FROM meta WHERE key = 'journal'") == "wal\n0\n")
    }
    #expect(ends.contains(count))
  }

  @Test func aFullDiskLosesNothingThatWasSaid() throws {
    for byteLimit in [150_000, 300_000, 1_000_000, 6_000_000] {
      let file = try TemporaryFile()
      let lines = try Child("limited", file.path, "\(byteLimit)").readLines()
      let last = try #require(lines.last)
      #expect(last.hasPrefix("error inputOutput") || last.hasPrefix("error diskFull"), "\(last)")
      let store = try Store(path: file.path)
      #expect(try store.check().isEmpty)
      #expect(try store.beginRead().reader().nodeCount == lines.count - 1)
      #expect(lines.count > 2)
      let write = try store.beginWrite()
      _ = try write.insertNode(labels: [], properties: [:])
      try write.commit()
    }
  }
}
