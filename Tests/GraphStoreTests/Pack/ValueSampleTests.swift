import TestSupport
import Testing

@testable import GraphStore

/// What samples tell of how many nodes have values between limits, beside what is so.
@Suite struct ValueSampleTests {
  private func cell(_ value: Int64) -> Cell { Cell(value) }

  @Test(arguments: [true, false])
  func sharesAreNearTheTruth(isPacked: Bool) throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { write in
      for i in 0..<40_000 {
        var properties: Record = ["rising": .int(Int64(i)), "mixed": i % 2 == 0 ? .int(Int64(i % 100)) : .string("s\(i % 100)")]
        if i % 4 == 0 { properties["some"] = .int(Int64(i * 7919 % 1_000)) }
        _ = try write.insertNode(labels: [i % 10 == 0 ? "Tenth" : "Other"], properties: properties)
      }
      for i in 0..<100 { _ = try write.insertNode(labels: ["Few"], properties: ["rising": .int(Int64(i))]) }
    }
    if isPacked { try store.write { write in try write.repack() } }
    let read = try store.beginRead()
    defer { read.end() }
    let reader = try read.reader()
    func sets(_ label: String) -> [Bool] { reader.labelSets.map { set in set.contains { reader.names[$0] == label } } }
    func share(_ key: String, _ label: String, from low: Int64?, to high: Int64?, included: Bool = true) throws -> Double {
      let sample = try #require(reader.valueSample(of: key, labelSets: sets(label)))
      #expect(sample.nodeCount <= 1_024)
      return sample.share(
        from: low.map { .init(cell($0), isIncluded: included) }, to: high.map { .init(cell($0), isIncluded: included) })
    }
    #expect((0.23...0.27).contains(try share("rising", "Other", from: 10_000, to: 20_000)))
    #expect((0.47...0.53).contains(try share("rising", "Tenth", from: nil, to: 20_000)))
    #expect(try share("rising", "Other", from: nil, to: 40) < 0.005)
    #expect(try share("rising", "Other", from: 90_000, to: nil) < 0.001)
    // A quarter of the nodes have it.
    #expect((0.1...0.15).contains(try share("some", "Other", from: 500, to: nil)))
    // Strings come before numbers in the order, and so count as below: an estimate.
    #expect((0.2...0.3).contains(try share("mixed", "Other", from: 50, to: nil)))
    // One value, with its limits and without.
    #expect(try share("mixed", "Tenth", from: 50, to: 50) > 0.05)
    #expect(try share("mixed", "Tenth", from: 50, to: 50, included: false) < 0.001)
    #expect(reader.valueSample(of: "rising", labelSets: sets("Few")) == nil)
    #expect(try share("nobody has it", "Other", from: 0, to: nil) < 0.001)
  }

  @Test func samplesAgeWithTheGraph() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    func insert(_ values: Range<Int>, _ label: String = "N") throws {
      try store.write { write in for i in values { _ = try write.insertNode(labels: [label], properties: ["k": .int(Int64(i))]) } }
    }
    func share(below limit: Int64) throws -> Double? {
      let read = try store.beginRead()
      defer { read.end() }
      let reader = try read.reader()
      // Only the set of the first nodes, as a plan made then would ask.
      let sets = reader.labelSets.prefix(while: { $0.allSatisfy { reader.names[$0] != "M" } }).map { !$0.isEmpty }
      return reader.valueSample(of: "k", labelSets: sets)?.share(from: nil, to: .init(cell(limit), isIncluded: false))
    }
    try insert(0..<2_000)
    let before = try #require(try share(below: 1_000))
    #expect((0.48...0.52).contains(before))
    try insert(2_000..<2_100, "M")
    #expect(try share(below: 1_000) == before, "a few nodes more change nothing")
    try insert(2_100..<6_000)
    #expect(try #require(try share(below: 1_000)) < 0.25, "many do")
  }
}
