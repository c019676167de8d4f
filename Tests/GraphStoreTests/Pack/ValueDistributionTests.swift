import TestSupport
import Testing

@testable import GraphStore

/// What is told of how often values come again, from samples, beside what is so.
@Suite struct ValueDistributionTests {
  @Test(arguments: [true, false])
  func samplesTellHowManyShareAValue(isPacked: Bool) throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { write in
      for i in 0..<20_000 {
        var properties: Record = ["unique": .int(Int64(i)), "fifty": .int(Int64(i % 50)), "two": .bool(i % 2 == 0)]
        // Nine of ten have one value, the others each their own.
        properties["skewed"] = .int(Int64(i % 10 == 0 ? i : -1))
        if i % 4 == 0 { properties["some"] = .string("value \(i / 8)") }
        _ = try write.insertNode(labels: ["N"], properties: properties)
      }
    }
    if isPacked { try store.write { write in try write.repack() } }
    let read = try store.beginRead()
    defer { read.end() }
    let reader = try read.reader()
    func expect(_ key: String, count: Double, sharing: ClosedRange<Double>) throws {
      let told = try #require(reader.valueDistribution(of: key), "\(key)")
      #expect(told.count == count, "\(key)")
      #expect(sharing.contains(told.sharing), "\(key): \(told.sharing)")
    }
    try expect("unique", count: 20_000, sharing: 1...1.1)
    try expect("fifty", count: 20_000, sharing: 200...1_000)
    try expect("two", count: 20_000, sharing: 5_000...20_000)
    try expect("skewed", count: 20_000, sharing: 5_000...20_000)
    try expect("some", count: 5_000, sharing: 1.5...2.5)
    #expect(reader.valueDistribution(of: "nobody has it") == nil)
  }
}
