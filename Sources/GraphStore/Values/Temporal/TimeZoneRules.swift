/// The offsets of one zone through history, as its TZif file gives them (RFC 9636): a table of changes, then
/// a yearly rule.
public final class TimeZoneRules: Sendable {
  /// Ascending UTC seconds at which an offset begins.
  let transitions: [Int64]
  /// Parallel to `transitions`.
  let offsets: [Int32]
  /// Before the first transition: local mean time, in most zones.
  let initialOffset: Int32
  /// After the last transition; nil = the last offset stays.
  let rule: POSIXZoneRule?

  init(transitions: [Int64], offsets: [Int32], initialOffset: Int32, rule: POSIXZoneRule?) {
    self.transitions = transitions
    self.offsets = offsets
    self.initialOffset = initialOffset
    self.rule = rule
  }

  /// Seconds east of UTC at an instant given in seconds since the epoch. O(log n).
  public func offset(at instant: Int64) -> Int32 {
    guard let first = transitions.first, let last = transitions.last else {
      return rule?.offset(at: instant) ?? initialOffset
    }
    if instant < first { return initialOffset }
    if instant >= last, let rule { return rule.offset(at: instant) }
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= instant { low = middle } else { high = middle }
    }
    return offsets[low]
  }

  /// What a clock reading (seconds since the epoch on the local clock) means: a reading that occurs twice is
  /// the first, one that is skipped moves forward by the length of the gap.
  public func resolve(local: Int64) -> (local: Int64, offset: Int32) {
    let before = offset(at: local - UTCOffset.limitSeconds)
    if offset(at: local - Int64(before)) == before { return (local, before) }
    let after = offset(at: local + UTCOffset.limitSeconds)
    if offset(at: local - Int64(after)) == after { return (local, after) }
    let instant = local - Int64(before)
    let offset = offset(at: instant)
    return (instant + Int64(offset), offset)
  }
}

extension TimeZoneRules {
  /// Reads a TZif file of version 2 or later, or 1. Nil when the bytes are not such a file, or count leap
  /// seconds.
  convenience init?(tzif bytes: [UInt8]) {
    var reader = TZifReader(bytes: bytes)
    guard var header = reader.header() else { return nil }
    var timeBytes = 4
    if header.version >= 2 {
      reader.position += header.blockBytes(timeBytes: 4)
      guard let second = reader.header() else { return nil }
      header = second
      timeBytes = 8
    }
    guard header.leapCount == 0, header.typeCount > 0,
      reader.position + header.blockBytes(timeBytes: timeBytes) <= bytes.count
    else { return nil }
    let transitions = (0..<header.timeCount).map { _ in reader.integer(bytes: timeBytes) }
    let types = (0..<header.timeCount).map { _ in Int(reader.integer(bytes: 1) & 0xFF) }
    let typeOffsets = (0..<header.typeCount).map { _ in
      let offset = Int32(truncatingIfNeeded: reader.integer(bytes: 4))
      reader.position += 2
      return offset
    }
    guard types.allSatisfy({ $0 < typeOffsets.count }),
      zip(transitions, transitions.dropFirst()).allSatisfy(<)
    else { return nil }
    reader.position += header.nameBytes + header.standardCount + header.utcCount
    var rule: POSIXZoneRule?
    if timeBytes == 8, let footer = reader.footer(), !footer.isEmpty {
      guard let parsed = POSIXZoneRule(footer) else { return nil }
      rule = parsed
    }
    self.init(
      transitions: transitions, offsets: types.map { typeOffsets[$0] }, initialOffset: typeOffsets[0],
      rule: rule)
  }
}

/// Big-endian fields of a TZif file, in order.
private struct TZifReader {
  let bytes: [UInt8]
  var position = 0

  struct Header {
    var version: Int
    var utcCount, standardCount, leapCount, timeCount, typeCount, nameBytes: Int

    func blockBytes(timeBytes: Int) -> Int {
      timeCount * (timeBytes + 1) + typeCount * 6 + nameBytes + leapCount * (timeBytes + 4) + standardCount
        + utcCount
    }
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Signed. The caller has made sure that the bytes are there.
  mutating func integer(bytes count: Int) -> Int64 {
    var value = Int64(Int8(bitPattern: bytes[position]))
    for offset in 1..<max(1, count) { value = value << 8 | Int64(bytes[position + offset]) }
    position += count
    return value
  }

  mutating func header() -> Header? {
    guard position >= 0, position + 44 <= bytes.count,
      Array(bytes[position..<position + 4]) == Array("TZif".utf8)
    else { return nil }
    let version = bytes[position + 4] == 0 ? 1 : Int(bytes[position + 4]) - 0x30
    position += 20
    var counts: [Int] = []
    for _ in 0..<6 {
      let count = integer(bytes: 4)
      guard count >= 0, count <= bytes.count else { return nil }
      counts.append(Int(count))
    }
    return Header(
      version: version, utcCount: counts[0], standardCount: counts[1], leapCount: counts[2],
      timeCount: counts[3],
      typeCount: counts[4], nameBytes: counts[5])
  }

  /// The text between the last two line feeds.
  mutating func footer() -> ArraySlice<UInt8>? {
    guard position < bytes.count, bytes[position] == 0x0A else { return nil }
    let rest = bytes[(position + 1)...]
    guard let end = rest.firstIndex(of: 0x0A) else { return nil }
    return rest[..<end]
  }
}
