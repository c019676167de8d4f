import Synchronization

/// The values of one property of all nodes or all edges of a snapshot, read out of the property texts or a packed index chunk
/// by chunk when they are asked for.
///
/// A chunk covers the rows of one chunk of the row table. It holds integers, floats or cells, whichever its values allow.
/// While few of a chunk's rows have been asked for, they are read from the text (about 160 ns each); then the chunk is
/// made. Safe to use from several threads at once.
final class PropertyColumn: @unchecked Sendable {
  let key: [UInt8]
  private let state: Mutex<State>
  /// After so many rows have been asked for, their chunk is made.
  private static let rowsBeforeMaking: UInt32 = 256

  enum Kind: UInt8 { case unmade, nothing, ints, floats, cells }

  struct Chunk {
    var kind = Kind.unmade
    /// Every row has a number. Never true for cells.
    var isComplete = false
    /// Rows covered: later rows of the chunk are not in it.
    var count = 0
    var values = UnsafeRawPointer(bitPattern: 16).unsafelyUnwrapped
    /// 1 = present; only for integers and floats.
    var presence = UnsafePointer<UInt8>(bitPattern: 16).unsafelyUnwrapped
  }

  /// What is made so far; replaced as a whole.
  private final class Chunks: @unchecked Sendable {
    let views: [Chunk]
    let blocks: [SharedBlock?]
    /// Rows in all, when every chunk is made; else 0.
    let completeCount: Int

    init(_ views: [Chunk], _ blocks: [SharedBlock?]) {
      self.views = views
      self.blocks = blocks
      completeCount = views.contains { $0.kind == .unmade } ? 0 : views.reduce(0) { $0 + $1.count }
    }

    /// In what `kinds` gives: some row is in no chunk that is made.
    static let lacking: UInt8 = 1 << Kind.unmade.rawValue
    /// Some chunk of numbers has rows without one.
    static let incomplete: UInt8 = 1 << 7

    /// A bit for each kind of chunk that rows lie in. O(rows): chunks of one kind and without holes need no other look at each row.
    func kinds(of elements: UnsafeBufferPointer<UInt32>, _ validity: UnsafePointer<UInt8>?) -> UInt8 {
      views.withUnsafeBufferPointer { views in
        var found: UInt8 = 0
        guard let base = views.baseAddress else { return Chunks.lacking }
        for row in 0..<elements.count where validity == nil || validity![row] != 0 {
          let chunk = Int(elements[row] >> RowTable.shift)
          guard chunk < views.count else {
            found |= Chunks.lacking
            continue
          }
          let view = base + chunk
          let isMade = Int(elements[row] & RowTable.mask) < view.pointee.count
          found |= isMade ? 1 << view.pointee.kind.rawValue : Chunks.lacking
          found |= view.pointee.isComplete ? 0 : Chunks.incomplete
        }
        return found
      }
    }
  }

  /// Where values come from.
  struct Rows {
    var table: RowTable
    var pool: TextPool
    /// What the snapshot shows; nil in a write transaction.
    var state: RowState?
  }

  private struct State: Sendable {
    var chunks: Chunks
    /// Rows asked for in chunks that are not made, by chunk.
    var asked: [UInt32] = []
  }

  init(key: [UInt8]) {
    self.key = key
    state = Mutex(State(chunks: Chunks([], [])))
  }

  private init(key: [UInt8], _ chunks: Chunks) {
    self.key = key
    state = Mutex(State(chunks: chunks))
  }

  private var chunks: Chunks { state.withLock { $0.chunks } }

  var byteCount: Int { chunks.blocks.reduce(0) { $0 + ($1?.byteCount ?? 0) } }

  /// The same without the chunks of rows that have changed.
  func advanced(changed: Set<Int>) -> PropertyColumn {
    let current = chunks
    var views = current.views
    var blocks = current.blocks
    for chunk in changed where chunk < views.count {
      views[chunk] = Chunk()
      blocks[chunk] = nil
    }
    return PropertyColumn(key: key, Chunks(views, blocks))
  }

  // MARK: Reading

  private static var noChunks: UnsafePointer<Chunk> { UnsafePointer(bitPattern: 64).unsafelyUnwrapped }

  /// Null where validity is 0 and where the element has no such property.
  func gather(
    _ elements: UnsafeBufferPointer<UInt32>, validity: UnsafePointer<UInt8>?, from rows: Rows, into column: Column
  ) {
    var chunks = self.chunks
    var found = chunks.kinds(of: elements, validity)
    if found & Chunks.lacking != 0 {
      chunks = prepare(elements, validity, rows)
      found = chunks.kinds(of: elements, validity)
    }
    chunks.views.withUnsafeBufferPointer { views in
      let views = views.baseAddress ?? PropertyColumn.noChunks
      let isComplete = validity == nil && found & (Chunks.incomplete | 1 << Kind.nothing.rawValue) == 0
      switch found & ~(1 << Kind.nothing.rawValue | Chunks.incomplete) {
      case 1 << Kind.ints.rawValue where isComplete: copyNumbers(elements, views, .int, column)
      case 1 << Kind.floats.rawValue where isComplete: copyNumbers(elements, views, .float, column)
      case 1 << Kind.ints.rawValue: gatherNumbers(elements, validity, views, Int64.self, .int, column)
      case 1 << Kind.floats.rawValue: gatherNumbers(elements, validity, views, Double.self, .float, column)
      case 1 << Kind.cells.rawValue where validity == nil && found & 1 << Kind.nothing.rawValue == 0:
        copyCells(elements, views, column)
      default: gatherCells(elements, validity, views, rows, column)
      }
    }
  }

  /// Where every row has a number.
  private func copyNumbers(
    _ elements: UnsafeBufferPointer<UInt32>, _ views: UnsafePointer<Chunk>, _ kind: Column.Kind, _ column: Column
  ) {
    column.reset(kind)
    let target = column.ints
    for row in 0..<elements.count {
      let element = elements[row]
      let values = (views + Int(element >> RowTable.shift)).pointee.values
      target[row] = values.load(fromByteOffset: Int(element & RowTable.mask) << 3, as: Int64.self)
    }
  }

  /// Where all rows lie in chunks of cells.
  private func copyCells(_ elements: UnsafeBufferPointer<UInt32>, _ views: UnsafePointer<Chunk>, _ column: Column) {
    column.reset(.cell)
    let (target, presence) = (column.cells, column.validity)
    var isComplete = true
    for row in 0..<elements.count {
      let element = elements[row]
      let values = (views + Int(element >> RowTable.shift)).pointee.values
      let cell = values.load(fromByteOffset: Int(element & RowTable.mask) << 4, as: Cell.self)
      target[row] = cell
      presence[row] = cell.isNull ? 0 : 1
      isComplete = isComplete && !cell.isNull
    }
    column.hasNulls = !isComplete
  }

  @inline(__always)
  private func gatherNumbers<T: BitwiseCopyable>(
    _ elements: UnsafeBufferPointer<UInt32>, _ validity: UnsafePointer<UInt8>?,
    _ views: UnsafePointer<Chunk>, _ type: T.Type, _ kind: Column.Kind, _ column: Column
  ) {
    column.reset(kind)
    let target = column.storage.assumingMemoryBound(to: T.self)
    let presence = column.validity
    var isComplete = true
    for row in 0..<elements.count {
      let view = views + Int(elements[row] >> RowTable.shift)
      let index = Int(elements[row] & RowTable.mask)
      let isPresent =
        (validity == nil || validity![row] != 0) && view.pointee.kind != .nothing && view.pointee.presence[index] != 0
      target[row] =
        isPresent ? view.pointee.values.load(fromByteOffset: index * MemoryLayout<T>.stride, as: T.self) : zero(type)
      presence[row] = isPresent ? 1 : 0
      isComplete = isComplete && isPresent
    }
    column.hasNulls = !isComplete
  }

  @inline(__always) private func zero<T: BitwiseCopyable>(_ type: T.Type) -> T {
    unsafeBitCast(UInt64(0), to: type)
  }

  private func gatherCells(
    _ elements: UnsafeBufferPointer<UInt32>, _ validity: UnsafePointer<UInt8>?,
    _ views: UnsafePointer<Chunk>, _ rows: Rows, _ column: Column
  ) {
    column.reset(.cell)
    let arena = Arena(firstChunkBytes: 256)
    for row in 0..<elements.count {
      let element = elements[row]
      var cell = Cell.null
      if validity == nil || validity![row] != 0 {
        let view = views[Int(element >> RowTable.shift)]
        let index = Int(element & RowTable.mask)
        if view.kind == .unmade || index >= view.count {
          cell = PropertyColumn.read(key, rows.table.text(element), arena)
        } else {
          cell = PropertyColumn.cell(view, index)
        }
      }
      column.cells[row] = cell
      if cell.isNull { column.setNull(row) } else { column.validity[row] = 1 }
    }
    rows.pool.keep(arena)
  }

  static func cell(_ view: Chunk, _ index: Int) -> Cell {
    switch view.kind {
    case .unmade, .nothing: .null
    case .ints:
      view.presence[index] == 0 ? .null : Cell(view.values.load(fromByteOffset: index * 8, as: Int64.self))
    case .floats:
      view.presence[index] == 0 ? .null : Cell(view.values.load(fromByteOffset: index * 8, as: Double.self))
    case .cells: view.values.load(fromByteOffset: index * MemoryLayout<Cell>.stride, as: Cell.self)
    }
  }

  /// The property in one text, null when missing.
  static func read(_ key: [UInt8], _ text: UnsafeBufferPointer<UInt8>, _ arena: Arena) -> Cell {
    if text.count == 0 { return .null }
    // Texts are checked before they come into a snapshot.
    let cell = key.withUnsafeBufferPointer { try? PropertyText.cell(of: $0, in: text, arena: arena) }
    return cell.flatMap { $0 } ?? .null
  }

  // MARK: Making

  /// Makes the chunks that are asked for often enough; at once where the values are in the packed index only.
  private func prepare(
    _ elements: UnsafeBufferPointer<UInt32>, _ validity: UnsafePointer<UInt8>?, _ rows: Rows
  ) -> Chunks {
    let current = chunks
    let table = rows.table
    if current.completeCount == table.count { return current }
    var asked: [Int: Int] = [:]
    var last = -1
    var run = 0
    for (row, element) in elements.enumerated() where validity == nil || validity![row] != 0 {
      let chunk = Int(element >> RowTable.shift)
      let weight = table.packed != nil && table.isAsPacked(element) ? RowTable.chunkRows : 1
      if chunk == last {
        run += weight
        continue
      }
      if run > 0 { asked[last, default: 0] += run }
      (last, run) = (-1, 0)
      if chunk < current.views.count, current.views[chunk].kind != .unmade,
        current.views[chunk].count == table.rowCount(inChunk: chunk)
      {
        continue
      }
      (last, run) = (chunk, weight)
    }
    if run > 0 { asked[last, default: 0] += run }
    if asked.isEmpty, current.views.count == table.chunkCount { return current }
    return make(asked, rows)
  }

  private func make(_ asked: [Int: Int], _ rows: Rows) -> Chunks {
    state.withLock { state in
      let table = rows.table
      while state.asked.count < table.chunkCount { state.asked.append(0) }
      var wanted: [Int] = []
      for (chunk, count) in asked {
        let limit = min(PropertyColumn.rowsBeforeMaking, UInt32(table.rowCount(inChunk: chunk)))
        state.asked[chunk] += UInt32(count)
        if state.asked[chunk] < limit { continue }
        state.asked[chunk] = 0
        wanted.append(chunk)
      }
      if wanted.isEmpty, state.chunks.views.count == table.chunkCount { return state.chunks }
      var views = state.chunks.views
      var blocks = state.chunks.blocks
      while views.count < table.chunkCount {
        views.append(Chunk())
        blocks.append(nil)
      }
      for chunk in wanted {
        // Another thread may have made it meanwhile.
        if views[chunk].kind != .unmade, views[chunk].count == table.rowCount(inChunk: chunk) { continue }
        (views[chunk], blocks[chunk]) =
          table.hasPackedRows(chunk) ? makePackedChunk(chunk, rows) : makeChunk(chunk, rows)
      }
      state.chunks = Chunks(views, blocks)
      return state.chunks
    }
  }

  /// From the packed index, and from the texts of rows that have changed since.
  private func makePackedChunk(_ chunk: Int, _ rows: Rows) -> (Chunk, SharedBlock?) {
    let table = rows.table
    guard let packed = table.packed else { return makeChunk(chunk, rows) }
    let count = table.rowCount(inChunk: chunk)
    let first = UInt32(chunk << Int(RowTable.shift))
    let arena = Arena(firstChunkBytes: 4_096)
    defer { rows.pool.keep(arena) }
    var base = Chunk(kind: .nothing)
    var unpacked: [UInt32: Cell] = [:]
    switch packed.values(key, chunk) {
    case .none: if table.isWhollyPacked(chunk) { return (Chunk(kind: .nothing, count: count), nil) }
    case .decoded(let decoded):
      if let arena = decoded.arena { rows.pool.keep(arena) }
      if let block = decoded.block, decoded.chunk.kind == .cells { rows.pool.keep(block) }
      if table.isWhollyPacked(chunk) { return (decoded.chunk, decoded.block) }
      base = decoded.chunk
      defer { withExtendedLifetime(decoded.block) {} }
      return combined(base, unpacked, chunk, rows, arena)
    case .unknown:
      // Those of properties that few rows have, when there are very many properties. What is read is looked at afterwards:
      // finding rows may read chunks too.
      let last = table.id(first + UInt32(packed.rowCount(inChunk: chunk) - 1))
      var found: [(id: Int64, cell: Cell)] = []
      packed.source.texts(of: packed.kind, table.id(first)...last, as: rows.state) { id, text in
        let cell = PropertyColumn.read(key, arena.string(copying: text).utf8, arena)
        if !cell.isNull { found.append((id, cell)) }
      }
      for (id, cell) in found {
        if let ordinal = table.ordinal(of: id), table.isAsPacked(ordinal) { unpacked[ordinal] = cell }
      }
    }
    return combined(base, unpacked, chunk, rows, arena)
  }

  private func combined(
    _ base: Chunk, _ unpacked: [UInt32: Cell], _ chunk: Int, _ rows: Rows, _ arena: Arena
  ) -> (Chunk, SharedBlock?) {
    let table = rows.table
    let first = UInt32(chunk << Int(RowTable.shift))
    return makeChunk(chunk, rows, arena) { row in
      let ordinal = first + UInt32(row)
      if !table.isAsPacked(ordinal) { return PropertyColumn.read(self.key, table.text(ordinal), arena) }
      if let cell = unpacked[ordinal] { return cell }
      return row < base.count ? PropertyColumn.cell(base, row) : .null
    }
  }

  private func makeChunk(_ chunk: Int, _ rows: Rows) -> (Chunk, SharedBlock?) {
    let arena = Arena(firstChunkBytes: 4_096)
    defer { rows.pool.keep(arena) }
    let first = UInt32(chunk << Int(RowTable.shift))
    return makeChunk(chunk, rows, arena) { PropertyColumn.read(self.key, rows.table.text(first + UInt32($0)), arena) }
  }

  @inline(__always)
  private func makeChunk(
    _ chunk: Int, _ rows: Rows, _ arena: Arena, _ read: (Int) -> Cell
  ) -> (Chunk, SharedBlock?) {
    let count = rows.table.rowCount(inChunk: chunk)
    let cells = SharedBlock(byteCount: count * MemoryLayout<Cell>.stride)
    let values = cells.base.bindMemory(to: Cell.self, capacity: count)
    var tags = 0
    for row in 0..<count {
      let cell = read(row)
      values[row] = cell
      tags |= 1 << Int(cell.tag.rawValue)
    }
    let hasNulls = tags & 1 << Int(Cell.Tag.null.rawValue) != 0
    tags &= ~(1 << Int(Cell.Tag.null.rawValue))
    if tags == 0 { return (Chunk(kind: .nothing, count: count), nil) }
    let isInts = tags == 1 << Int(Cell.Tag.int.rawValue)
    guard isInts || tags == 1 << Int(Cell.Tag.float.rawValue) else {
      return (Chunk(kind: .cells, count: count, values: UnsafeRawPointer(values)), cells)
    }
    // Integers and floats have their 64 bits in the payload.
    let block = SharedBlock(byteCount: count * 9)
    let numbers = block.base.bindMemory(to: UInt64.self, capacity: count)
    let presence = (block.base + count * 8).bindMemory(to: UInt8.self, capacity: count)
    for row in 0..<count {
      numbers[row] = values[row].payload
      presence[row] = values[row].isNull ? 0 : 1
    }
    let kind = isInts ? Kind.ints : Kind.floats
    return (
      Chunk(
        kind: kind, isComplete: !hasNulls, count: count, values: UnsafeRawPointer(numbers), presence: UnsafePointer(presence)),
      block
    )
  }
}
