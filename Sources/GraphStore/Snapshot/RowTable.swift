/// Rows of one kind by ordinal, in chunks that snapshots share: changing a row copies its chunk and no more.
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
    var texts: UnsafeMutablePointer<UInt>
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
  private(set) var views: [View] = []
  private var blocks: [SharedBlock] = []
  private var greatestID: Int64 = 0
  /// Ids are 1 ... n, in order.
  private var isDense = true
  /// Ordinals of rows that came after rows with greater ids.
  private var latecomers: [Int64: UInt32] = [:]

  init(hasEnds: Bool) { self.hasEnds = hasEnds }

  var byteCount: Int { blocks.reduce(latecomers.count * 24) { $0 + $1.byteCount } }

  @inline(__always) func view(_ ordinal: UInt32) -> View { views[Int(ordinal >> RowTable.shift)] }
  @inline(__always) func isAlive(_ ordinal: UInt32) -> Bool {
    view(ordinal).flags[Int(ordinal & RowTable.mask)] & RowTable.alive != 0
  }
  @inline(__always) func isDirected(_ ordinal: UInt32) -> Bool {
    view(ordinal).flags[Int(ordinal & RowTable.mask)] & RowTable.directed != 0
  }
  @inline(__always) func id(_ ordinal: UInt32) -> Int64 { view(ordinal).ids[Int(ordinal & RowTable.mask)] }
  @inline(__always) func name(_ ordinal: UInt32) -> UInt32 { view(ordinal).names[Int(ordinal & RowTable.mask)] }
  @inline(__always) func source(_ ordinal: UInt32) -> UInt32 { view(ordinal).sources[Int(ordinal & RowTable.mask)] }
  @inline(__always) func target(_ ordinal: UInt32) -> UInt32 { view(ordinal).targets[Int(ordinal & RowTable.mask)] }
  @inline(__always) func text(_ ordinal: UInt32) -> UnsafeBufferPointer<UInt8> {
    let view = view(ordinal)
    let row = Int(ordinal & RowTable.mask)
    return UnsafeBufferPointer(start: UnsafePointer(bitPattern: view.texts[row]), count: Int(view.lengths[row]))
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
      if view(UInt32(middle)).keys[middle & Int(RowTable.mask)] < id { low = middle + 1 } else { high = middle }
    }
    if low < count, self.id(UInt32(low)) == id { return UInt32(low) }
    return latecomers[id]
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
    makeRoom(in: count >> Int(RowTable.shift), ownKeys: isLate)
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
    view.texts[index] = row.text
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

  private mutating func makeRoom(in chunk: Int, ownKeys: Bool) {
    guard chunk < views.count else {
      let capacity = chunk == 0 ? 32 : RowTable.chunkRows
      let (block, view) = make(capacity, ownKeys: ownKeys)
      blocks.append(block)
      views.append(view)
      return
    }
    let used = count - chunk << Int(RowTable.shift)
    let needsMore = used == views[chunk].capacity
    if needsMore || ownKeys && !views[chunk].hasOwnKeys {
      remake(chunk, needsMore ? min(RowTable.chunkRows, used * 2) : views[chunk].capacity, ownKeys: ownKeys)
    } else {
      own(chunk)
    }
  }

  private mutating func own(_ chunk: Int) {
    if isKnownUniquelyReferenced(&blocks[chunk]) { return }
    remake(chunk, views[chunk].capacity, ownKeys: false)
  }

  private mutating func remake(_ chunk: Int, _ capacity: Int, ownKeys: Bool) {
    let old = views[chunk]
    let (block, view) = make(capacity, ownKeys: ownKeys || old.hasOwnKeys)
    let used = rowCount(inChunk: chunk)
    view.ids.update(from: old.ids, count: used)
    if view.hasOwnKeys { view.keys.update(from: old.keys, count: used) }
    view.texts.update(from: old.texts, count: used)
    view.lengths.update(from: old.lengths, count: used)
    view.names.update(from: old.names, count: used)
    view.flags.update(from: old.flags, count: used)
    if hasEnds {
      view.sources.update(from: old.sources, count: used)
      view.targets.update(from: old.targets, count: used)
    }
    blocks[chunk] = block
    views[chunk] = view
  }

  private func make(_ capacity: Int, ownKeys: Bool) -> (SharedBlock, View) {
    let words = ownKeys ? 3 : 2
    let numbers = hasEnds ? 4 : 2
    let block = SharedBlock(byteCount: capacity * (8 * words + 4 * numbers + 1))
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
