import TestSupport
import Testing

@testable import GraphStore

/// The packed index: whatever happens to the rows, what is read through it is what the rows say.
@Suite struct PackTests {
  private let snapshots = SnapshotTests()

  /// Other programs, own writes, rollbacks and repacks in any order; snapshots advanced, cold ones, and ones held across.
  @Test(arguments: 1...12)
  func whatIsReadIsWhatTheRowsSay(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    let foreign = try foreignConnection(file.path)
    for step in 0..<24 {
      var statements: [String] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) { statements.append(SnapshotTests.change(&random)) }
      let held = try store.beginRead()
      let before = Picture(try held.reader())
      switch Int.random(in: 0..<5, using: &random) {
      case 0: try snapshots.ownWrites(store, &random)
      case 1:
        statements = ["repack"]
        let write = try store.beginWrite()
        if Bool.random(using: &random) { _ = try write.insertNode(labels: ["L1"], properties: ["k": 1]) }
        // Rows of sets and types that do not exist cannot be packed.
        if Bool.random(using: &random) { try? write.repack() } else { _ = try? write.refreshPack() }
        if Int.random(in: 0..<4, using: &random) == 0 { write.rollBack() } else { try write.commit() }
      default: for sql in statements { try? foreign.statement(sql).run() }
      }
      #expect(Picture(try held.reader()) == before, "seed \(seed) step \(step): a reader sees one state")
      held.end()
      let (advanced, fresh) = try snapshots.pictures(store)
      #expect(
        advanced == fresh,
        "seed \(seed) step \(step): \(statements); differ: \(advanced.lines.symmetricDifference(fresh.lines).sorted())")
      let other = try Store(path: file.path)
      let read = try other.beginRead()
      let cold = Picture(try read.reader())
      #expect(cold == fresh, "seed \(seed) step \(step) cold: \(cold.lines.symmetricDifference(fresh.lines).sorted())")
      let reader = try read.reader()
      var nodes = (0..<reader.nodeLimit).filter { reader.isAlive(node: $0) && Int.random(in: 0..<4, using: &random) > 0 }
      var edges = (0..<reader.edgeLimit).filter { reader.isAlive(edge: $0) && Int.random(in: 0..<4, using: &random) > 0 }
      for _ in 0..<2 {
        #expect("\(reader.nodes(nodes)) \(reader.edges(edges))" == "\(nodes.map(reader.node)) \(edges.map(reader.edge))", "seed \(seed) step \(step) together")
        nodes.shuffle(using: &random)
        edges.shuffle(using: &random)
      }
      read.end()
    }
    #expect(try !store.check().contains { $0.kind == .packedIndex })
  }

  /// The same with the `sqlite3` program itself as the other writer.
  @Test func theSQLiteProgramBesideThePack() throws {
    var random = SeededGenerator(seed: 11)
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try store.write { write in
      let nodes = try write.insertNodes((0..<12).map { NewNode(labels: ["L\($0 % 3)"], properties: ["k": .int(Int64($0))]) })
      _ = try write.insertEdges(
        (0..<20).map { NewEdge(type: "T\($0 % 2)", source: nodes[$0 % 12], target: nodes[$0 * 7 % 12], properties: ["l": "x"]) })
    }
    for _ in 0..<8 {
      try store.repack()
      for _ in 0..<2 {
        let batch = (0..<5).map { _ in ForeignSQL.random(&random) + ";" }.joined(separator: "\n")
        _ = try Program.run("/usr/bin/sqlite3", ["-batch", file.path], input: batch)
        let (advanced, fresh) = try snapshots.pictures(store)
        #expect(advanced == fresh, "\(batch)")
      }
    }
  }

  /// Several chunks, values of every kind, and columns that change their kind.
  private static func record(_ number: Int) -> Record {
    var record = Record()
    record["k"] = .int(Int64(number * 3))
    record["l"] = .float(Double(number % 100) / 100)
    if number % 2 == 0 { record["name"] = .string("name \(number) é\"") }
    if number % 3 == 0 { record["kind"] = .string("kind \(number % 5)") }
    if number % 7 == 0 { record["day"] = .date(LocalDate(daysSinceEpoch: Int64(20_000 + number))) }
    if number % 5 == 0 { record["flag"] = .bool(number % 10 == 0) }
    if number > 3_000 { record["mixed"] = number % 2 == 0 ? .int(1) : .list([.string("a"), .null]) }
    if number % 11 == 0 { record["float"] = .float(number == 11 ? .nan : Double(number) * 1e300) }
    if number % 17 == 0 { record["zero"] = .float(number % 2 == 0 ? -0.0 : Double(number % 3) / 4) }
    if number % 13 == 0 {
      record["span"] = .duration(CalendarDuration(months: 1, days: Int64(number), seconds: 0, nanoseconds: 0))
    }
    return record
  }

  func bigGraph(_ store: Store, nodeCount: Int = 5_000, edgeCount: Int = 16_000) throws {
    try store.write { write in
      let nodes = try write.insertNodes((0..<nodeCount).map { NewNode(labels: ["N\($0 / 1_000)"], properties: Self.record($0)) })
      var edges: [NewEdge] = []
      for number in 0..<edgeCount {
        var record = Record()
        if number % 2 == 0 { record["l"] = .int(Int64(number)) }
        edges.append(
          NewEdge(
            type: "T\(number % 3)", source: nodes[number % 7], target: nodes[number % nodeCount], isDirected: number % 11 != 0,
            properties: record))
      }
      _ = try write.insertEdges(edges)
    }
  }

  private func isPacked(_ store: Store) throws -> Bool {
    let read = try store.beginRead()
    return try #require(read.reader() as? Snapshot).pack != nil
  }

  @Test func manyRowsInManyChunks() throws {
    let file = try TemporaryFile()
    try bigGraph(Store(path: file.path))
    let store = try Store(path: file.path)
    #expect(try isPacked(store), "a large commit packs")
    // Compares all of the index with the rows.
    #expect(try store.problems().isEmpty)
    try store.write { write in
      for id in stride(from: 10, to: 4_000, by: 300) { try write.deleteNode(NodeID(Int64(id))) }
      for id in stride(from: 11, to: 4_000, by: 300) { try write.setProperty("k", to: "text", ofNode: NodeID(Int64(id))) }
      for id in stride(from: 1, to: 16_000, by: 900) { try write.deleteEdge(EdgeID(Int64(id))) }
      _ = try write.insertNodes((0..<30).map { NewNode(labels: ["A"], properties: ["k": .int(Int64($0)), "new": true]) })
    }
    #expect(try store.problems().isEmpty)
    let cold = try Store(path: file.path)
    #expect(try isPacked(cold))
    for key in Self.keys { try compare(key, cold) }
    // Ids with holes.
    try cold.repack()
    let again = try Store(path: file.path)
    for key in Self.keys { try compare(key, again) }
    #expect(try again.problems().isEmpty)
    // Nothing of this was said by rows alone.
    _ = try Program.sqlite(file.path, "UPDATE pack SET data = CAST(replace(CAST(data AS TEXT), 'kind 1', 'kind 9') AS BLOB) WHERE instr(data, CAST('kind 1' AS BLOB)) > 0")
    #expect(try again.problems().contains { $0.kind == .packedIndex })
  }

  /// Where edges begin and end is counted alike when it is packed, from rows, and by the first load; and the check sees wrong counts.
  @Test func endsOfEdgesAreCounted() throws {
    let file = try TemporaryFile()
    try bigGraph(Store(path: file.path))
    let store = try Store(path: file.path)
    let read = try store.beginRead()
    let reader = try #require(read.reader() as? Snapshot)
    let ends = try #require(reader.edgeEnds)
    #expect(try ends == #require(reader.pack.flatMap(reader.packedEdgeEnds)) && ends == reader.scannedEdgeEnds())
    let type = try #require(reader.names.id(of: "T1"))
    let sets = reader.labelSets.indices
    let directed = (0..<16_000).count { $0 % 3 == 1 && $0 % 11 != 0 }
    let undirected = (0..<16_000).count { $0 % 3 == 1 && $0 % 11 == 0 }
    for isSource in [true, false] {
      #expect(sets.reduce(0) { $0 + ends.count(ofType: type, isSource: isSource, labelSet: $1) } == Double(directed + 2 * undirected))
    }
    let first = try #require(reader.labelSets.firstIndex { $0.map { reader.names[$0] } == ["N0"] })
    #expect(ends.count(ofType: type, isSource: true, labelSet: first) >= Double(directed), "all sources are among the first seven nodes")
    #expect(ends.count(ofType: 9_999, isSource: true, labelSet: first) == 0 && ends.count(ofType: type, isSource: true, labelSet: 9_999) == 0)
    read.end()
    #expect(try store.problems().isEmpty)
    // Estimates live on beside a small change, and come from rows where nothing is packed.
    let other = try TemporaryFile()
    let plain = try Store(path: other.path)
    try bigGraph(plain, nodeCount: 50, edgeCount: 200)
    let later = try plain.beginRead()
    let small = try #require(later.reader() as? Snapshot)
    #expect(small.pack == nil && small.edgeEnds == small.scannedEdgeEnds())
  }

  /// The equality indexes: what they find, how much they read, and that the check sees what is wrong with them.
  @Test func equalityIndexes() throws {
    let file = try TemporaryFile()
    try bigGraph(Store(path: file.path))
    let store = try Store(path: file.path)
    let read = try store.beginRead()
    let reader = try #require(read.reader() as? Snapshot)
    let arena = Arena()
    func find(_ key: String, _ value: Value, _ reader: any GraphReader) throws -> [Int64] {
      let cell = try #require(arena.cell(for: value, reader: reader))
      return try #require(reader.nodes(where: key, equals: cell, labelSets: nil)).map { reader.nodeID($0).rawValue }
    }
    #expect(try find("k", .int(3 * 4_321), reader) == [4_322])
    #expect(try find("k", .float(3 * 4_321), reader) == [4_322])
    #expect(try find("k", .int(4), reader).isEmpty)
    #expect(try find("name", .string("name 17 é\""), reader).isEmpty)
    #expect(try find("name", .string("name 4998 é\""), reader) == [4_999])
    #expect(reader.byteCount < 400_000, "a few chunks are in memory, not all properties: \(reader.byteCount)")
    // Many rows of one value, over several chunks.
    #expect(try find("flag", .bool(true), reader) == stride(from: 1, through: 5_000, by: 10).map { Int64($0) })
    #expect(try find("mixed", .list([.string("a"), .null]), reader) == [])
    #expect(reader.estimatedCount(where: "flag", equals: Cell(true), atMost: 10_000) == 500)
    #expect(reader.estimatedCount(where: "flag", equals: Cell(true), atMost: 20) == 20)
    read.end()
    // What changes later is found beside what was packed.
    try store.write { write in
      try write.setProperty("k", to: .int(3_000), ofNode: NodeID(100))
      try write.deleteNode(NodeID(1_001))
      _ = try write.insertNode(labels: ["X"], properties: ["k": .int(3_000)])
    }
    for other in [store, try Store(path: file.path)] {
      let read = try other.beginRead()
      #expect(try find("k", .int(3_000), read.reader()) == [100, 5_001])
      #expect(try find("k", .int(297), read.reader()).isEmpty)
      read.end()
    }
    #expect(try store.problems().isEmpty)
    let chunks = try Program.sqlite(file.path, "SELECT id FROM pack WHERE id >> 56 = 8").split(separator: "\n")
    #expect(chunks.count > 10)
    for chunk in [chunks[0], chunks[1], chunks[chunks.count / 2]] {
      let copy = try TemporaryFile()
      _ = try Program.sqlite(file.path, "VACUUM INTO '\(copy.path)'")
      // Another ordinal at the end of the list.
      _ = try Program.sqlite(
        copy.path, "UPDATE pack SET data = CAST(substr(data, 1, length(data) - 1) || x'00' AS BLOB) WHERE id = \(chunk)")
      let isSame = try Program.sqlite(copy.path, "ATTACH '\(file.path)' AS o; SELECT a.data = b.data FROM pack a JOIN o.pack b USING (id) WHERE id = \(chunk)")
      if isSame == "0\n" { #expect(try Store(path: copy.path).problems().contains { $0.kind == .packedIndex }, "chunk \(chunk)") }
    }
  }

  private static let keys = ["name", "kind", "day", "flag", "mixed", "float", "span", "new", "k", "l", "zero"]

  private func compare(_ key: String, _ store: Store) throws {
    let read = try store.beginRead()
    let plain = try Snapshot.load(from: #require(read.rowSource), usesPack: false)
    let packed = try read.reader()
    let column = Column(.cell, capacity: 1)
    func value(_ reader: any GraphReader, _ id: NodeID) throws -> String {
      let ordinal = try #require(reader.ordinal(of: id))
      withUnsafePointer(to: ordinal) {
        reader.properties(key, of: .node, UnsafeBufferPointer(start: $0, count: 1), validity: nil, into: column)
      }
      return "\(Value(column.cell(at: 0), reader: reader))"
    }
    for ordinal in stride(from: UInt32(0), to: plain.nodeLimit, by: 17) where plain.isAlive(node: ordinal) {
      let id = plain.nodeID(ordinal)
      #expect(try value(packed, id) == value(plain, id), "\(key) of \(id)")
    }
  }

  /// One bit that is another, another place, a byte less: none has the right sum.
  @Test(arguments: [0, 1, 7, 8, 31, 32, 33, 100])
  func aSealHoldsForItsBytesAlone(count: Int) throws {
    let key = PackKey(kind: .outgoing, item: 3, chunk: 5)
    let buffer = ByteBuffer(capacity: 64)
    for index in 0..<count { buffer.append(UInt8(truncatingIfNeeded: index * 37)) }
    PackSeal.append(to: buffer, key)
    func isWhole(_ key: PackKey, _ count: Int? = nil) -> Bool {
      PackSeal.content(UnsafeRawBufferPointer(start: buffer.base, count: count ?? buffer.count), key) != nil
    }
    #expect(buffer.count == count + PackSeal.byteCount && isWhole(key))
    #expect(!isWhole(PackKey(kind: .incoming, item: 3, chunk: 5)) && !isWhole(PackKey(kind: .outgoing, item: 3, chunk: 6)))
    for shorter in 0..<buffer.count { #expect(!isWhole(key, shorter)) }
    for bit in 0..<buffer.count * 8 {
      buffer.base[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(!isWhole(key), "bit \(bit)")
      buffer.base[bit / 8] ^= 1 << UInt8(bit % 8)
    }
  }

  /// What stands in a chunk may be anything: it is an error or it is left aside, never a trap or a wrong answer.
  @Test func damagedChunksAreNotBelieved() throws {
    let file = try TemporaryFile()
    do {
      let store = try Store(path: file.path)
      try bigGraph(store, nodeCount: 60, edgeCount: 90)
      try store.repack()
    }
    var random = SeededGenerator(seed: 3)
    let ids = try Program.sqlite(file.path, "SELECT id FROM pack ORDER BY id").split(separator: "\n").map(String.init)
    let plain: Picture
    do {
      let store = try Store(path: file.path)
      plain = try snapshots.pictures(store).fresh
    }
    for round in 0..<30 {
      let id = round == 0 ? "0" : ids.randomElement(using: &random) ?? "0"
      let copy = try TemporaryFile()
      _ = try Program.sqlite(file.path, "VACUUM INTO '\(copy.path)'")
      let change = [
        "DELETE FROM pack WHERE id = \(id)", "UPDATE pack SET data = zeroblob(length(data)) WHERE id = \(id)",
        "UPDATE pack SET data = substr(data, 1, length(data) / 2) WHERE id = \(id)",
        "UPDATE pack SET data = replace(data, x'00', x'ff') WHERE id = \(id)", "UPDATE pack SET data = CAST(substr(data, 1, 11) || char(1) || substr(data, 13) AS BLOB) WHERE id = \(id)",
      ][round % 5]
      _ = try Program.sqlite(copy.path, change)
      let store = try Store(path: copy.path)
      do {
        let read = try store.beginRead()
        let reader = try read.reader()
        // Reads all there is: picture lines that differ are allowed only when the fault is noted.
        let isSound = try isLike(plain, reader)
        #expect(isSound || reader.loadFault != nil || round % 5 == 0, "round \(round): \(change)")
      }
      // After a fault the rows are read.
      let (now, fresh) = try snapshots.pictures(store)
      if round % 5 != 0 { #expect(now == fresh, "round \(round): \(change)") }
    }
  }

  private func isLike(_ plain: Picture, _ reader: any GraphReader) throws -> Bool {
    for ordinal in 0..<reader.nodeLimit where reader.isAlive(node: ordinal) { _ = reader.node(ordinal) }
    let types = reader.names.names.indices.map { NameID($0) }
    for type in types {
      let buffer = ExpandBuffer()
      var cursor = ExpandCursor()
      let all = Array(0..<reader.nodeLimit)
      all.withUnsafeBufferPointer {
        while !reader.expand($0, validity: nil, directions: .any, types: [type], cursor: &cursor, limit: 4_096, into: buffer) {
          buffer.removeAll()
        }
      }
    }
    if reader.loadFault != nil { return false }
    let scanned = OrdinalBuffer()
    reader.scanEdges(in: 0..<reader.edgeLimit, types: nil, into: scanned)
    reader.scanNodes(in: 0..<reader.nodeLimit, labelSets: nil, into: scanned)
    guard scanned.count == reader.edgeCount + reader.nodeCount else { return false }
    return Picture(reader) == plain
  }

  /// A reader whose transaction has ended still reads while nothing has changed, and says when it cannot.
  @Test func aReaderWithoutItsTransaction() throws {
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    try bigGraph(store, nodeCount: 60, edgeCount: 90)
    try store.repack()
    let reader = try store.beginRead().reader()
    #expect(reader.node(17).properties["k"] == .int(51))
    #expect(reader.loadFault == nil)
    try store.write { try $0.deleteNode(NodeID(1)) }
    _ = reader.node(18)
    #expect(reader.loadFault != nil)
    let next = try store.beginRead()
    let ordinal = try #require(next.reader().ordinal(of: NodeID(18)))
    #expect(try next.reader().node(ordinal).properties["k"] == .int(51))
    #expect(try next.reader().loadFault == nil)
  }
}
