import Synchronization

/// The rows of one kind in a packed index, chunk by chunk when they are asked for, shared by all snapshots of a lineage.
final class PackedRows: @unchecked Sendable {
  let source: PackSource
  let kind: ElementKind
  let count: Int
  /// Ids are 1 ... n.
  let isDense: Bool
  private let keys: [[UInt8]: Int]
  private let hasAllKeys: Bool
  /// Names of the snapshots by the header's codes: label set numbers, or name ids of types.
  private let names: [UInt32]
  private let nodeCount: Int
  /// Chunks; nil = not loaded.
  typealias Slots = UnsafeMutablePointer<Atomic<UnsafeMutablePointer<RowTable.View>?>>
  let slots: Slots
  private let chunkCount: Int
  private let loading = Mutex<[SharedBlock]>([])

  init(_ source: PackSource, _ kind: ElementKind, names: [UInt32]) {
    self.source = source
    self.kind = kind
    self.names = names
    let header = source.header
    nodeCount = header.nodeCount
    count = kind == .node ? header.nodeCount : header.edgeCount
    isDense = kind == .node ? header.hasDenseNodeIDs : header.hasDenseEdgeIDs
    hasAllKeys = kind == .node ? header.hasAllNodeKeys : header.hasAllEdgeKeys
    let list = kind == .node ? header.nodeKeys : header.edgeKeys
    keys = Dictionary(list.enumerated().map { ($1, $0) }) { first, _ in first }
    chunkCount = PackKey.chunkCount(count)
    slots = .allocate(capacity: max(1, chunkCount))
    for chunk in 0..<chunkCount { (slots + chunk).initialize(to: Atomic(nil)) }
  }

  deinit {
    for chunk in 0..<chunkCount {
      slots[chunk].load(ordering: .relaxed)?.deallocate()
      (slots + chunk).deinitialize(count: 1)
    }
    slots.deallocate()
  }

  var byteCount: Int { loading.withLock { $0.reduce(0) { $0 + $1.byteCount } } + chunkCount * 8 }

  func rowCount(inChunk chunk: Int) -> Int { min(PackKey.span, count - chunk * PackKey.span) }

  /// The chunk's columns, without texts; without ids where these are dense.
  func view(_ chunk: Int) -> UnsafePointer<RowTable.View> {
    if let known = slots[chunk].load(ordering: .acquiring) { return UnsafePointer(known) }
    return loading.withLock { blocks in
      if let known = slots[chunk].load(ordering: .acquiring) { return UnsafePointer(known) }
      let (block, view, isRight) = make(chunk)
      blocks.append(block)
      // Rows of a chunk that cannot be read are dead; the fault is noted.
      if !isRight { view.flags.update(repeating: 0, count: view.capacity) }
      let published = UnsafeMutablePointer<RowTable.View>.allocate(capacity: 1)
      published.initialize(to: view)
      slots[chunk].store(published, ordering: .releasing)
      return UnsafePointer(published)
    }
  }

  private func make(_ chunk: Int) -> (SharedBlock, RowTable.View, Bool) {
    let rows = rowCount(inChunk: chunk)
    let hasEnds = kind == .edge
    let idBytes = isDense ? 0 : 8 * rows
    let size = idBytes + rows * (hasEnds ? 13 : 5)
    let block = SharedBlock(byteCount: size)
    block.base.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    let ids = block.base.bindMemory(to: Int64.self, capacity: isDense ? 0 : rows)
    let numbers = (block.base + idBytes).bindMemory(to: UInt32.self, capacity: rows * (hasEnds ? 3 : 1))
    let flags = (block.base + size - rows).bindMemory(to: UInt8.self, capacity: rows)
    let view = RowTable.View(
      ids: ids, keys: ids, texts: nil, lengths: numbers, names: numbers, sources: hasEnds ? numbers + rows : numbers,
      targets: hasEnds ? numbers + 2 * rows : numbers, flags: flags, capacity: rows, hasOwnKeys: false)
    var isRight = source.chunk(PackKey(kind: hasEnds ? .edges : .nodes, chunk: chunk)) { bytes in
      fill(view, rows, bytes) ? true : nil
    } != nil
    if !isDense, isRight {
      isRight = source.chunk(PackKey(kind: hasEnds ? .edges : .nodes, item: 1, chunk: chunk)) { bytes in
        var cursor = PackCursor(bytes)
        guard let list = cursor.ints(rows), cursor.isAtEnd else { return Bool?.none }
        list.copy(to: ids)
        return true
      } != nil
    }
    return (block, view, isRight)
  }

  private func fill(_ view: RowTable.View, _ rows: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
    var cursor = PackCursor(bytes)
    guard let codes = cursor.ints(rows) else { return false }
    var isRight = true
    let codeLimit = Int64(names.count)
    if kind == .node {
      codes.forEach { row, code in
        guard code >= 0, code < codeLimit else { return isRight = false }
        view.names[row] = names[Int(code)]
        view.flags[row] = RowTable.alive
      }
      return isRight && cursor.isAtEnd
    }
    codes.forEach { row, code in
      guard code >= 0, code >> 1 < codeLimit else { return isRight = false }
      view.names[row] = names[Int(code >> 1)]
      view.flags[row] = RowTable.alive | (code & 1 != 0 ? RowTable.directed : 0)
    }
    guard isRight, let sources = cursor.ints(rows), let targets = cursor.ints(rows), cursor.isAtEnd else { return false }
    return sources.copy(to: view.sources, limit: nodeCount) && targets.copy(to: view.targets, limit: nodeCount)
  }

  // MARK: Values

  enum Values {
    case decoded(PackedValues.Decoded)
    /// No row of the chunk has the property.
    case none
    /// Only the texts tell.
    case unknown
  }

  func values(_ key: [UInt8], _ chunk: Int, _ strings: InternedStrings) -> Values {
    guard let item = keys[key] else { return hasAllKeys ? .none : .unknown }
    let rows = rowCount(inChunk: chunk)
    let found = source.chunk(
      PackKey(kind: kind == .node ? .nodeValues : .edgeValues, item: item, chunk: chunk), isOptional: true
    ) { PackedValues.decode($0, rowCount: rows, interning: strings) }
    return found.map { .decoded($0) } ?? .none
  }
}
