import Synchronization

/// Nodes by the hash of one property's value. Only ever added to: an entry may be out of date, so that whoever asks
/// compares the value that its own snapshot holds. Therefore all snapshots of one lineage share it.
///
/// Chained hashing over flat arrays; 12 bytes an entry and 4 to 8 a bucket. Over a packed index it holds only the nodes that have
/// changed since that was made. Safe to use from several threads at once.
final class EqualityIndex: @unchecked Sendable {
  let key: [UInt8]
  /// Where the values of the other nodes are.
  let packed: PackedEqualityIndex?
  private let lock = Mutex(())
  @exclusivity(unchecked) private var buckets: [UInt32]
  @exclusivity(unchecked) private var entries: [Entry] = []
  private static let none = UInt32.max

  private struct Entry {
    var ordinal: UInt32
    var hash: UInt32
    var next: UInt32
  }

  init(key: [UInt8], over packed: PackedEqualityIndex? = nil, expectedCount: Int) {
    self.key = key
    self.packed = packed
    buckets = EqualityIndex.makeBuckets(for: expectedCount)
    entries.reserveCapacity(expectedCount)
  }

  private static func makeBuckets(for count: Int) -> [UInt32] {
    var size = 16
    while size < count { size *= 2 }
    return Array(repeating: none, count: size)
  }

  var entryCount: Int { lock.withLock { _ in entries.count } }
  var byteCount: Int { lock.withLock { _ in entries.capacity * 12 + buckets.count * 4 } }

  /// Enters the values that rows have now; rows without a value are left out.
  func insert(_ ordinals: UnsafeBufferPointer<UInt32>, _ values: Column) {
    lock.withLock { _ in
      for (row, ordinal) in ordinals.enumerated() {
        let cell = values.cell(at: row)
        if !cell.isNull { insert(UInt32(truncatingIfNeeded: cell.equivalenceHash), ordinal) }
      }
    }
  }

  private func insert(_ hash: UInt32, _ ordinal: UInt32) {
    if entries.count == buckets.count { grow() }
    let bucket = Int(hash) & (buckets.count - 1)
    entries.append(Entry(ordinal: ordinal, hash: hash, next: buckets[bucket]))
    buckets[bucket] = UInt32(entries.count - 1)
  }

  private func grow() {
    buckets = EqualityIndex.makeBuckets(for: buckets.count * 2)
    for index in entries.indices {
      let bucket = Int(entries[index].hash) & (buckets.count - 1)
      entries[index].next = buckets[bucket]
      buckets[bucket] = UInt32(index)
    }
  }

  /// Every row that has or had a value equal to `value`, in no order, possibly repeated; and some others.
  func candidates(for value: Cell) -> [UInt32] {
    let hash = UInt32(truncatingIfNeeded: value.equivalenceHash)
    let old = packed?.ordinals(hash: hash) ?? []
    return lock.withLock { _ in
      var found = old
      var position = buckets[Int(hash) & (buckets.count - 1)]
      while position != EqualityIndex.none {
        let entry = entries[Int(position)]
        if entry.hash == hash { found.append(entry.ordinal) }
        position = entry.next
      }
      return found
    }
  }

  /// Of the values in the packed index where there is one, else of a sample of those here.
  var distribution: ValueDistribution? {
    if let packed { return packed.distribution }
    return lock.withLock { _ in
      if entries.isEmpty { return nil }
      let sample = stride(from: 0, to: entries.count, by: max(1, entries.count / EqualityIndex.sampledEntries))
      var total = 0
      for index in sample {
        let hash = entries[index].hash
        var position = buckets[Int(hash) & (buckets.count - 1)]
        var steps = 0
        while position != EqualityIndex.none, steps < EqualityIndex.longestWalk {
          let entry = entries[Int(position)]
          if entry.hash == hash { total += 1 }
          position = entry.next
          steps += 1
        }
      }
      return ValueDistribution(count: Double(entries.count), sharing: Double(total) / Double(sample.underestimatedCount))
    }
  }

  private static let sampledEntries = 64
  private static let longestWalk = 1 << 16

  /// How many candidates there are, or `limit` when there are more.
  func candidateCount(for value: Cell, atMost limit: Int) -> Int {
    let hash = UInt32(truncatingIfNeeded: value.equivalenceHash)
    let old = packed?.count(hash: hash, atMost: limit) ?? 0
    return lock.withLock { _ in
      var count = old
      var position = buckets[Int(hash) & (buckets.count - 1)]
      while position != EqualityIndex.none, count < limit {
        let entry = entries[Int(position)]
        if entry.hash == hash { count += 1 }
        position = entry.next
      }
      return count
    }
  }
}
