import Synchronization

/// The values of one property of all nodes or all edges of a snapshot, read out of the property texts or a packed index chunk
/// by chunk when they are asked for.
///
/// A chunk covers the rows of one chunk of the row table. It holds integers, floats, dates or cells, whichever its values allow.
/// While few of a chunk's rows have been asked for, they are read from the text (about 160 ns each); then the chunk is
/// made. Safe to use from several threads at once.
final class PropertyColumn: @unchecked Sendable {
  let key: [UInt8]
  private let strings: InternedStrings
  private let state: Mutex<State>
  /// After so many rows have been asked for, their chunk is made.
  private static let rowsBeforeMaking: UInt32 = 256

  /// Where values come from.
  struct Rows {
    var table: RowTable
    var pool: TextPool
    /// What the snapshot shows; nil in a write transaction.
    var state: RowState?

    /// For `Column.pool`.
    var poolNumber: UInt64 { state == nil ? 0 : pool.number }
  }

  private struct State: Sendable {
    var chunks: Chunks
    /// Rows asked for in chunks that are not made, by chunk.
    var asked: [UInt32] = []
  }

  init(key: [UInt8]) {
    self.key = key
    strings = InternedStrings()
    state = Mutex(State(chunks: Chunks([], [])))
  }

  private init(key: [UInt8], _ strings: InternedStrings, _ chunks: Chunks) {
    self.key = key
    self.strings = strings
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
    return PropertyColumn(key: key, strings, Chunks(views, blocks))
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
    let pool = found & (Chunks.lacking | Chunks.scattered) == 0 ? rows.poolNumber : 0
    found &= ~Chunks.scattered
    let hasHoles = validity != nil || found & Kind.nothing.bit != 0
    let numbers: Column.Kind? =
      switch found & ~(Kind.nothing.bit | Chunks.incomplete) {
      case Kind.ints.bit: .int
      case Kind.floats.bit: .float
      case Kind.dates.bit: .date
      default: nil
      }
    if let numbers, !hasHoles, found & Chunks.incomplete == 0 { return copyNumbers(elements, chunks, numbers, column) }
    if numbers == nil, !hasHoles, found & ~Chunks.incomplete == Kind.cells.bit {
      copyCells(elements, chunks, column)
      column.lies(in: pool)
      return
    }
    chunks.views.withUnsafeBufferPointer { views in
      let views = views.baseAddress ?? PropertyColumn.noChunks
      if let numbers {
        gatherNumbers(elements, validity, views, numbers, column)
      } else {
        gatherCells(elements, validity, views, rows, column)
        column.lies(in: pool)
      }
    }
  }

  /// Where every row has a number.
  private func copyNumbers(
    _ elements: UnsafeBufferPointer<UInt32>, _ chunks: Chunks, _ kind: Column.Kind, _ column: Column
  ) {
    column.reset(kind, room: elements.count)
    let target = column.ints
    chunks.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      for row in 0..<elements.count {
        let element = elements[row]
        target[row] = values[Int(element >> RowTable.shift)].load(fromByteOffset: Int(element & RowTable.mask) << 3, as: Int64.self)
      }
    }
  }

  /// Where all rows lie in chunks of cells.
  private func copyCells(_ elements: UnsafeBufferPointer<UInt32>, _ chunks: Chunks, _ column: Column) {
    column.reset(.cell, room: elements.count)
    let (target, presence) = (column.cells, column.validity)
    var isComplete = true
    chunks.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      for row in 0..<elements.count {
        let element = elements[row]
        let cell = values[Int(element >> RowTable.shift)].load(fromByteOffset: Int(element & RowTable.mask) << 4, as: Cell.self)
        target[row] = cell
        presence[row] = cell.isNull ? 0 : 1
        isComplete = isComplete && !cell.isNull
      }
    }
    column.hasNulls = !isComplete
  }

  /// Integers, floats or dates: their 64 bits.
  private func gatherNumbers(
    _ elements: UnsafeBufferPointer<UInt32>, _ validity: UnsafePointer<UInt8>?, _ views: UnsafePointer<Chunk>, _ kind: Column.Kind,
    _ column: Column
  ) {
    column.reset(kind, room: elements.count)
    let target = column.ints
    let presence = column.validity
    var isComplete = true
    for row in 0..<elements.count {
      let view = views + Int(elements[row] >> RowTable.shift)
      let index = Int(elements[row] & RowTable.mask)
      let isPresent =
        (validity == nil || validity![row] != 0) && view.pointee.kind != .nothing && view.pointee.presence[index] != 0
      target[row] = isPresent ? view.pointee.values.load(fromByteOffset: index << 3, as: Int64.self) : 0
      presence[row] = isPresent ? 1 : 0
      isComplete = isComplete && isPresent
    }
    column.hasNulls = !isComplete
  }

  private func gatherCells(
    _ elements: UnsafeBufferPointer<UInt32>, _ validity: UnsafePointer<UInt8>?,
    _ views: UnsafePointer<Chunk>, _ rows: Rows, _ column: Column
  ) {
    column.reset(.cell, room: elements.count)
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
    case .dates:
      view.presence[index] == 0
        ? .null : Cell(LocalDate(daysSinceEpoch: view.values.load(fromByteOffset: index * 8, as: Int64.self)))
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
    switch packed.values(key, chunk, strings) {
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
    var interning = InternedStrings.Chunk(strings, isWhole: base.kind != .cells || base.isInterned)
    var made = makeChunk(chunk, rows, arena) { row in
      let ordinal = first + UInt32(row)
      if !table.isAsPacked(ordinal) { return interning.interned(PropertyColumn.read(self.key, table.text(ordinal), arena)) }
      if let cell = unpacked[ordinal] { return interning.interned(cell) }
      return row < base.count ? PropertyColumn.cell(base, row) : .null
    }
    made.0.isInterned = interning.isWhole
    return made
  }

  private func makeChunk(_ chunk: Int, _ rows: Rows) -> (Chunk, SharedBlock?) {
    let arena = Arena(firstChunkBytes: 4_096)
    defer { rows.pool.keep(arena) }
    let first = UInt32(chunk << Int(RowTable.shift))
    var interning = InternedStrings.Chunk(strings)
    var made = makeChunk(chunk, rows, arena) { interning.interned(PropertyColumn.read(self.key, rows.table.text(first + UInt32($0)), arena)) }
    made.0.isInterned = interning.isWhole
    return made
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
    let kind: Kind? =
      switch tags {
      case 1 << Int(Cell.Tag.int.rawValue): .ints
      case 1 << Int(Cell.Tag.float.rawValue): .floats
      case 1 << Int(Cell.Tag.date.rawValue): .dates
      default: nil
      }
    guard let kind else { return (Chunk(kind: .cells, count: count, values: UnsafeRawPointer(values)), cells) }
    // They have their 64 bits in the payload.
    let block = SharedBlock(byteCount: count * 9)
    let numbers = block.base.bindMemory(to: UInt64.self, capacity: count)
    let presence = (block.base + count * 8).bindMemory(to: UInt8.self, capacity: count)
    for row in 0..<count {
      numbers[row] = values[row].payload
      presence[row] = values[row].isNull ? 0 : 1
    }
    return (
      Chunk(
        kind: kind, isComplete: !hasNulls, count: count, values: UnsafeRawPointer(numbers), presence: UnsafePointer(presence)),
      block
    )
  }
}
