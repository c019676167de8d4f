/// Rows of one kind by ordinal, in chunks that snapshots share: changing a row copies its chunk and no more, and a new row comes after
/// those of the last chunk without a copy.
///
/// A chunk is one block of memory, columns one after the other, each with room for `capacity` rows:
///
/// | column | bytes | content |
/// |---|---|---|
/// | ids | 8 | row id |
/// | keys | 8 | the greatest id up to here; the same memory as `ids` unless ids of the chunk are out of order |
/// | texts | 8 | address of the property text in the pool; 0 when empty |
/// | lengths | 4 | its byte count |
/// | names | 4 | nodes: label set number; edges: name id of the type |
/// | sources, targets | 4 + 4 | edges only: ordinals of the ends |
/// | flags | 1 | bit 0: alive, bit 1: directed |
///
/// Finding by id is a guess for ids 1 ... n without holes, else O(log n). Deleted rows keep their content.
///
/// The first rows may be those of a packed index (`PackedRows`): a chunk of them is loaded when it is first asked for, and
/// copied when one of its rows changes. Such a row has no text here until it changes: see `isAsPacked`.
struct RowTable {
  static let shift: UInt32 = 11
  static let chunkRows = 1 << Int(shift)
  static let mask = UInt32(chunkRows - 1)
  static let alive: UInt8 = 1
  static let directed: UInt8 = 2

  /// One chunk's columns.
  struct View {
    var ids: UnsafeMutablePointer<Int64>
    var keys: UnsafeMutablePointer<Int64>
    /// Nil where all rows are as packed.
    var texts: UnsafeMutablePointer<UInt>?
    var lengths: UnsafeMutablePointer<UInt32>
    var names: UnsafeMutablePointer<UInt32>
    var sources: UnsafeMutablePointer<UInt32>
    var targets: UnsafeMutablePointer<UInt32>
    var flags: UnsafeMutablePointer<UInt8>
    var capacity: Int
    var hasOwnKeys: Bool
  }

  let hasEnds: Bool
  private(set) var count = 0
  private(set) var livingCount = 0
  /// Bytes of property text that living and dead rows refer to.
  private(set) var textBytes = 0
  /// Of capacity 0 where the chunk is the packed index's.
  private var views: [View] = []
  private var blocks: [RowBlock?] = []
  private(set) var packed: PackedRows?
  /// Ordinals below are one less than their ids.
  private var packedDenseCount: UInt32 = 0
  /// The address that stands for a text which nobody has read.
  private static let unread: UInt = 1
  private var greatestID: Int64 = 0
  /// Ids are 1 ... n, in order.
  private var isDense = true
  /// Ordinals of rows that came after rows with greater ids.
  private var latecomers: [Int64: UInt32] = [:]

  init(hasEnds: Bool) { self.hasEnds = hasEnds }

  /// The rows of a packed index.
  init(_ packed: PackedRows, greatestID: Int64) {
    hasEnds = packed.kind == .edge
    self.packed = packed
    self.greatestID = greatestID
    count = packed.count
    livingCount = packed.count
    isDense = packed.isDense
    packedDenseCount = packed.isDense ? UInt32(packed.count) : 0
    let dummy = UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped
    let numbers = dummy.assumingMemoryBound(to: UInt32.self)
    let ids = dummy.assumingMemoryBound(to: Int64.self)
    let unloaded = View(
      ids: ids, keys: ids, texts: nil, lengths: numbers, names: numbers, sources: numbers, targets: numbers,
      flags: dummy.assumingMemoryBound(to: UInt8.self), capacity: 0, hasOwnKeys: false)
    let chunks = PackKey.chunkCount(packed.count)
    views = Array(repeating: unloaded, count: chunks)
    blocks = Array(repeating: nil, count: chunks)
  }

  var byteCount: Int {
    blocks.reduce(latecomers.count * 24 + (packed?.byteCount ?? 0)) { $0 + ($1?.byteCount ?? 0) }
  }

  var chunkCount: Int { views.count }

  @inline(__always) func view(_ ordinal: UInt32) -> View { chunkView(Int(ordinal >> RowTable.shift)) }

  @inline(__always) func chunkView(_ chunk: Int) -> View {
    let view = views[chunk]
    if view.capacity == 0, let packed { return packed.view(chunk).pointee }
    return view
  }

  /// For loops over many rows.
  @inline(__always) func withChunks<T>(_ body: (RowChunks) -> T) -> T {
    withExtendedLifetime(packed) {
      views.withUnsafeBufferPointer { views in
        guard let base = views.baseAddress else { return body(RowChunks(RowTable.noChunks, nil)) }
        return body(RowChunks(base, packed))
      }
    }
  }

  /// Stands for the chunks of a table without any.
  private static var noChunks: UnsafePointer<View> { UnsafePointer(bitPattern: 64).unsafelyUnwrapped }

  /// Whether some rows of the chunk may be as packed.
  func hasPackedRows(_ chunk: Int) -> Bool { packed.map { chunk < PackKey.chunkCount($0.count) } ?? false }
  /// Whether the chunk is the packed index's, untouched.
  func isWhollyPacked(_ chunk: Int) -> Bool { views[chunk].capacity == 0 }
  /// The row has not changed since it was packed, and its text is not here.
  @inline(__always) func isAsPacked(_ ordinal: UInt32) -> Bool {
    let view = views[Int(ordinal >> RowTable.shift)]
    guard view.capacity > 0, let texts = view.texts else { return true }
    return texts[Int(ordinal & RowTable.mask)] == RowTable.unread
  }
  @inline(__always) func isAlive(_ ordinal: UInt32) -> Bool {
    view(ordinal).flags[Int(ordinal & RowTable.mask)] & RowTable.alive != 0
  }
  @inline(__always) func isDirected(_ ordinal: UInt32) -> Bool {
    view(ordinal).flags[Int(ordinal & RowTable.mask)] & RowTable.directed != 0
  }
  @inline(__always) func id(_ ordinal: UInt32) -> Int64 {
    if ordinal < packedDenseCount { return Int64(ordinal) + 1 }
    return view(ordinal).ids[Int(ordinal & RowTable.mask)]
  }
  @inline(__always) func name(_ ordinal: UInt32) -> UInt32 { view(ordinal).names[Int(ordinal & RowTable.mask)] }
  @inline(__always) func source(_ ordinal: UInt32) -> UInt32 { view(ordinal).sources[Int(ordinal & RowTable.mask)] }
  @inline(__always) func target(_ ordinal: UInt32) -> UInt32 { view(ordinal).targets[Int(ordinal & RowTable.mask)] }
  /// Empty for a row that is as packed.
  @inline(__always) func text(_ ordinal: UInt32) -> UnsafeBufferPointer<UInt8> {
    let view = views[Int(ordinal >> RowTable.shift)]
    let row = Int(ordinal & RowTable.mask)
    guard view.capacity > 0, let texts = view.texts, texts[row] != RowTable.unread else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: UnsafePointer(bitPattern: texts[row]), count: Int(view.lengths[row]))
  }

  /// How many rows the chunk holds.
  func rowCount(inChunk chunk: Int) -> Int { min(RowTable.chunkRows, count - chunk << Int(RowTable.shift)) }

  // MARK: Finding

  /// The ordinal of the row, dead or alive.
  func ordinal(of id: Int64) -> UInt32? {
    guard id > 0, id <= greatestID else { return nil }
    if isDense { return UInt32(truncatingIfNeeded: id - 1) }
    if id <= Int64(count) {
      let guess = UInt32(truncatingIfNeeded: id - 1)
      if self.id(guess) == id { return guess }
    }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if key(middle) < id { low = middle + 1 } else { high = middle }
    }
    if low < count, self.id(UInt32(low)) == id { return UInt32(low) }
    return latecomers[id]
  }

  /// The greatest id up to this row.
  private func key(_ row: Int) -> Int64 {
    if row < packedDenseCount { return Int64(row) + 1 }
    return view(UInt32(row)).keys[row & Int(RowTable.mask)]
  }

  func living(_ id: Int64) -> UInt32? {
    guard let ordinal = ordinal(of: id), isAlive(ordinal) else { return nil }
    return ordinal
  }

  // MARK: Changing

  struct Row {
    var id: Int64
    var name: UInt32
    var source: UInt32 = 0
    var target: UInt32 = 0
    var isDirected = true
    var text: UInt
    var length: Int
  }

  /// Adds a living row whose id is not there yet.
  mutating func append(_ row: Row) -> UInt32 {
    let ordinal = UInt32(count)
    let isLate = row.id < greatestID
    makeRoom(ownKeys: isLate)
    count += 1
    livingCount += 1
    greatestID = max(greatestID, row.id)
    if row.id != Int64(count) { isDense = false }
    let view = view(ordinal)
    view.ids[Int(ordinal & RowTable.mask)] = row.id
    if view.hasOwnKeys { view.keys[Int(ordinal & RowTable.mask)] = greatestID }
    if isLate { latecomers[row.id] = ordinal }
    view.flags[Int(ordinal & RowTable.mask)] = 0
    view.lengths[Int(ordinal & RowTable.mask)] = 0
    write(row, to: ordinal)
    return ordinal
  }

  /// Gives the row with this ordinal new content and life.
  mutating func replace(_ ordinal: UInt32, with row: Row) {
    own(Int(ordinal >> RowTable.shift))
    if !isAlive(ordinal) { livingCount += 1 }
    write(row, to: ordinal)
  }

  private mutating func write(_ row: Row, to ordinal: UInt32) {
    let view = view(ordinal)
    let index = Int(ordinal & RowTable.mask)
    textBytes += row.length - Int(view.lengths[index])
    view.texts?[index] = row.text
    view.lengths[index] = UInt32(row.length)
    view.names[index] = row.name
    view.flags[index] = RowTable.alive | (row.isDirected ? RowTable.directed : 0)
    if hasEnds {
      view.sources[index] = row.source
      view.targets[index] = row.target
    }
  }

  mutating func kill(_ ordinal: UInt32) {
    own(Int(ordinal >> RowTable.shift))
    livingCount -= 1
    view(ordinal).flags[Int(ordinal & RowTable.mask)] &= ~RowTable.alive
  }

  // MARK: Chunks

  /// Makes the row after the last one this table's to write. O(1), but for a copy of the last chunk where that is full, the packed
  /// index's, or goes on already in another snapshot.
  private mutating func makeRoom(ownKeys: Bool) {
    let chunk = count >> Int(RowTable.shift)
    let row = count & Int(RowTable.mask)
    if chunk == views.count {
      let (block, view) = make(chunk == 0 ? 32 : RowTable.chunkRows, ownKeys: ownKeys, rowsTaken: 1)
      blocks.append(block)
      views.append(view)
      return
    }
    let capacity = views[chunk].capacity
    if row < capacity, !ownKeys || views[chunk].hasOwnKeys, blocks[chunk]?.take(row) == true { return }
    let isFull = row == capacity
    remake(chunk, capacity == 0 ? RowTable.chunkRows : isFull ? min(RowTable.chunkRows, row * 2) : capacity, ownKeys: ownKeys, rowsTaken: row + 1)
  }

  private mutating func own(_ chunk: Int) {
    if isKnownUniquelyReferenced(&blocks[chunk]) { return }
    let capacity = views[chunk].capacity == 0 ? RowTable.chunkRows : views[chunk].capacity
    remake(chunk, capacity, ownKeys: false, rowsTaken: rowCount(inChunk: chunk))
  }

  private mutating func remake(_ chunk: Int, _ capacity: Int, ownKeys: Bool, rowsTaken: Int) {
    let old = chunkView(chunk)
    let (block, view) = make(capacity, ownKeys: ownKeys || old.hasOwnKeys, rowsTaken: rowsTaken)
    let used = rowCount(inChunk: chunk)
    let isPacked = views[chunk].capacity == 0
    let first = UInt32(chunk << Int(RowTable.shift))
    if isPacked, packedDenseCount > 0 {
      for row in 0..<used { view.ids[row] = Int64(first) + Int64(row) + 1 }
    } else {
      view.ids.update(from: old.ids, count: used)
    }
    if view.hasOwnKeys { view.keys.update(from: isPacked ? view.ids : old.keys, count: used) }
    if let texts = old.texts {
      view.texts?.update(from: texts, count: used)
      view.lengths.update(from: old.lengths, count: used)
    } else {
      view.texts?.update(repeating: RowTable.unread, count: used)
      view.lengths.update(repeating: 0, count: used)
    }
    view.names.update(from: old.names, count: used)
    view.flags.update(from: old.flags, count: used)
    if hasEnds {
      view.sources.update(from: old.sources, count: used)
      view.targets.update(from: old.targets, count: used)
    }
    blocks[chunk] = block
    views[chunk] = view
  }

  private func make(_ capacity: Int, ownKeys: Bool, rowsTaken: Int) -> (RowBlock, View) {
    let words = ownKeys ? 3 : 2
    let numbers = hasEnds ? 4 : 2
    let block = RowBlock(byteCount: capacity * (8 * words + 4 * numbers + 1), rowsTaken: rowsTaken)
    let ids = block.base.bindMemory(to: Int64.self, capacity: capacity)
    let texts = (block.base + capacity * 8).bindMemory(to: UInt.self, capacity: capacity)
    let keys = ownKeys ? (block.base + capacity * 16).bindMemory(to: Int64.self, capacity: capacity) : ids
    let tail = block.base + capacity * 8 * words
    let lengths = tail.bindMemory(to: UInt32.self, capacity: capacity * numbers)
    let flags = (tail + capacity * 4 * numbers).bindMemory(to: UInt8.self, capacity: capacity)
    return (
      block,
      View(
        ids: ids, keys: keys, texts: texts, lengths: lengths, names: lengths + capacity,
        sources: hasEnds ? lengths + 2 * capacity : lengths, targets: hasEnds ? lengths + 3 * capacity : lengths,
        flags: flags, capacity: capacity, hasOwnKeys: ownKeys)
    )
  }
}
