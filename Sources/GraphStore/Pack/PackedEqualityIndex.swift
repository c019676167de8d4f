import Synchronization

/// Nodes by the hash of one property's value, in a packed index: the lower 32 bits of `Cell.equivalenceHash`, ascending, and
/// ordinals, ascending within one hash. Nodes without the property are left out.
///
/// | chunk | content |
/// |---|---|
/// | 0 | entries n (8 bytes); the first hash of each of the following chunks, as in `PackedInts` |
/// | 1 ... | 2,048 entries: hashes; ordinals |
///
/// A look-up reads chunk 0 once and the chunk that the hash may be in: two or three pages of the file each. Chunks that have
/// been read stay in memory. Safe to use from several threads at once.
final class PackedEqualityIndex: Sendable {
  private struct Chunk {
    var hashes: [UInt32]
    var ordinals: [UInt32]
  }

  private struct Directory {
    var count = 0
    var firsts: [UInt32] = []
    var chunks: [Chunk?] = []
  }

  private let source: PackSource
  private let item: Int
  private let directory = Mutex<Directory?>(nil)

  init(_ source: PackSource, item: Int) {
    self.source = source
    self.item = item
  }

  /// Memory of what has been read.
  var byteCount: Int {
    directory.withLock { directory in
      directory.map { $0.firsts.count * 4 + $0.chunks.reduce(0) { $0 + ($1?.hashes.count ?? 0) * 8 } } ?? 0
    }
  }

  /// Every node whose value had this hash when the index was made, ascending. Empty when a chunk cannot be read, which is noted
  /// as the source's fault.
  func ordinals(hash: UInt32) -> [UInt32] {
    var found: [UInt32] = []
    _ = forEachRun(of: hash) { chunk, run in
      found += chunk.ordinals[run]
      return true
    }
    return found
  }

  /// How many these are, or `limit` when there are more.
  func count(hash: UInt32, atMost limit: Int) -> Int {
    var count = 0
    _ = forEachRun(of: hash) { _, run in
      count += run.count
      return count < limit
    }
    return min(count, limit)
  }

  /// From the first hashes of all chunks where few values fill them, else from the hashes of three chunks.
  var distribution: ValueDistribution? {
    directory.withLock { directory in
      guard load(&directory), let firsts = directory?.firsts, let count = directory?.count, count > 0 else { return nil }
      var runs = ValueRuns()
      if Set(firsts).count * 2 <= firsts.count {
        PackedEqualityIndex.forEachRun(firsts) { runs.add($0 * PackKey.span) }
      } else {
        for chunk in Set([0, firsts.count / 2, firsts.count - 1]) {
          guard let made = self.chunk(chunk, &directory) else { return nil }
          PackedEqualityIndex.forEachRun(made.hashes) { runs.add($0) }
        }
      }
      return runs.sharing.map { ValueDistribution(count: Double(count), sharing: min($0, Double(count))) }
    }
  }

  /// Calls `body` with the length of each run of equal numbers.
  private static func forEachRun(_ list: [UInt32], _ body: (Int) -> Void) {
    var start = 0
    for index in 1...list.count where index == list.count || list[index] != list[start] {
      body(index - start)
      start = index
    }
  }

  /// All entries, for the check. Nil when a chunk cannot be read.
  func allEntries() -> [UInt64]? {
    directory.withLock { directory in
      guard load(&directory), let firsts = directory?.firsts else { return nil }
      var entries: [UInt64] = []
      for chunk in firsts.indices {
        guard let made = self.chunk(chunk, &directory) else { return nil }
        entries += zip(made.hashes, made.ordinals).map { UInt64($0) << 32 | UInt64($1) }
      }
      return entries
    }
  }

  /// Calls `body` with the parts of chunks that hold the hash, while it says true.
  private func forEachRun(of hash: UInt32, _ body: (Chunk, Range<Int>) -> Bool) -> Bool {
    directory.withLock { directory in
      guard load(&directory), let firsts = directory?.firsts, !firsts.isEmpty else { return false }
      // The chunk before the first one that begins with the hash or beyond may end with it.
      var chunk = max(0, PackedEqualityIndex.lowerBound(firsts, hash) - 1)
      while chunk < firsts.count, firsts[chunk] <= hash {
        guard let made = self.chunk(chunk, &directory) else { return false }
        let start = PackedEqualityIndex.lowerBound(made.hashes, hash)
        var end = start
        while end < made.hashes.count, made.hashes[end] == hash { end += 1 }
        if end > start, !body(made, start..<end) { return true }
        chunk += 1
      }
      return true
    }
  }

  /// Where the first number is that is not less.
  private static func lowerBound(_ list: [UInt32], _ value: UInt32) -> Int {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: Reading

  private func load(_ directory: inout Directory?) -> Bool {
    if directory != nil { return true }
    let limit = source.header.nodeCount
    directory = source.chunk(PackKey(kind: .nodeIndex, item: item)) { bytes in
      var cursor = PackCursor(bytes)
      guard let count = cursor.count(atMost: limit), let view = cursor.ints(PackKey.chunkCount(count)), cursor.isAtEnd,
        let firsts = PackedEqualityIndex.list(view, PackKey.chunkCount(count), limit: 1 << 32),
        PackedEqualityIndex.isAscending(firsts)
      else { return nil }
      return Directory(count: count, firsts: firsts, chunks: Array(repeating: nil, count: firsts.count))
    }
    return directory != nil
  }

  private func chunk(_ index: Int, _ directory: inout Directory?) -> Chunk? {
    guard let known = directory else { return nil }
    if let made = known.chunks[index] { return made }
    let count = min(PackKey.span, known.count - index * PackKey.span)
    let nodeCount = source.header.nodeCount
    let made = source.chunk(PackKey(kind: .nodeIndex, item: item, chunk: index + 1)) { bytes -> Chunk? in
      var cursor = PackCursor(bytes)
      guard let hashView = cursor.ints(count), let ordinalView = cursor.ints(count), cursor.isAtEnd,
        let hashes = PackedEqualityIndex.list(hashView, count, limit: 1 << 32), hashes.first == known.firsts[index],
        PackedEqualityIndex.isAscending(hashes),
        let ordinals = PackedEqualityIndex.list(ordinalView, count, limit: nodeCount)
      else { return nil }
      return Chunk(hashes: hashes, ordinals: ordinals)
    }
    directory?.chunks[index] = made
    return made
  }

  private static func list(_ view: PackedIntsView, _ count: Int, limit: Int) -> [UInt32]? {
    var isRight = true
    let list = [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress, count > 0 { isRight = view.copy(to: base, limit: limit) }
      initialized = count
    }
    return isRight ? list : nil
  }

  private static func isAscending(_ list: [UInt32]) -> Bool { zip(list, list.dropFirst()).allSatisfy { $0 <= $1 } }
}

/// The equality indexes of a packed index that somebody has asked for.
final class PackedEqualityIndexes: Sendable {
  private let source: PackSource
  private let items: [[UInt8]: Int]
  private let made = Mutex<[Int: PackedEqualityIndex]>([:])

  init(_ source: PackSource) {
    self.source = source
    let header = source.header
    items = Dictionary(header.indexedNodeKeys.map { (header.nodeKeys[Int($0)], Int($0)) }) { first, _ in first }
  }

  var byteCount: Int { made.withLock { $0.values.reduce(0) { $0 + $1.byteCount } } }

  /// Nil when the property has none.
  func index(_ key: [UInt8]) -> PackedEqualityIndex? {
    guard let item = items[key] else { return nil }
    return made.withLock { made in
      if let known = made[item] { return known }
      let new = PackedEqualityIndex(source, item: item)
      made[item] = new
      return new
    }
  }
}

/// Sorts the entries of one `PackedEqualityIndex` and writes its chunks.
struct PackedEqualityIndexWriter {
  /// The hash in the upper half, the ordinal below. Ordinals ascend.
  private var entries: [UInt64] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ value: Cell, _ ordinal: UInt32) {
    entries.append(PackedEqualityIndexWriter.entry(value, ordinal))
  }

  static func entry(_ value: Cell, _ ordinal: UInt32) -> UInt64 {
    UInt64(UInt32(truncatingIfNeeded: value.equivalenceHash)) << 32 | UInt64(ordinal)
  }

  /// Writes chunk after chunk and starts afresh.
  mutating func finish(
    item: Int, _ buffer: ByteBuffer, _ write: (PackKey) throws(Packer.Obstacle) -> Void
  ) throws(Packer.Obstacle) {
    sort()
    let count = entries.count
    let chunks = PackKey.chunkCount(count)
    let list = entries
    buffer.append(integer: Int64(count))
    PackedInts.append(count: chunks, to: buffer) { Int64(list[$0 * PackKey.span] >> 32) }
    try write(PackKey(kind: .nodeIndex, item: item))
    for chunk in 0..<chunks {
      let start = chunk * PackKey.span
      let size = min(PackKey.span, count - start)
      PackedInts.append(count: size, to: buffer) { Int64(list[start + $0] >> 32) }
      PackedInts.append(count: size, to: buffer) { Int64(list[start + $0] & 0xFFFF_FFFF) }
      try write(PackKey(kind: .nodeIndex, item: item, chunk: chunk + 1))
    }
    entries.removeAll(keepingCapacity: true)
  }

  /// By the hashes, eleven bits at a time; equal ones keep their order. O(n), and as much memory again.
  private mutating func sort() {
    let count = entries.count
    if count < 2 { return }
    let scratch = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
    defer { scratch.deallocate() }
    entries.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var (from, to) = (base, scratch)
      for shift in [UInt64(32), 43, 54] {
        var positions = [Int](repeating: 0, count: 2_049)
        positions.withUnsafeMutableBufferPointer { positions in
          for index in 0..<count { positions[Int(from[index] >> shift & 2_047) + 1] += 1 }
          for digit in 1...2_048 { positions[digit] += positions[digit - 1] }
          for index in 0..<count {
            let digit = Int(from[index] >> shift & 2_047)
            to[positions[digit]] = from[index]
            positions[digit] += 1
          }
        }
        swap(&from, &to)
      }
      // Three passes end in the scratch memory.
      base.update(from: scratch, count: count)
    }
  }
}
