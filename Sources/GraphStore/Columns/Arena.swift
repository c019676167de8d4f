/// Memory for strings, lists and other contents of cells, given back all at once.
///
/// Allocation moves a pointer; `release(to:)` gives back everything allocated since a mark, in stack order. Not thread-safe:
/// one arena belongs to one worker. Every allocation is 16-byte aligned.
public final class Arena: @unchecked Sendable {
  @exclusivity(unchecked) private var chunks: [UnsafeMutableRawBufferPointer] = []
  @exclusivity(unchecked) private var current = -1
  @exclusivity(unchecked) private var offset = 0
  /// Bytes in the chunks before the current one.
  @exclusivity(unchecked) private var bytesBefore = 0

  private let firstChunkBytes: Int
  /// Those who make large values ask before: `hasRoom`.
  @exclusivity(unchecked) public var byteLimit = Int.max

  public init(firstChunkBytes: Int = 64 * 1024) { self.firstChunkBytes = firstChunkBytes }

  deinit { for chunk in chunks { chunk.deallocate() } }

  /// Bytes held, handed out or not.
  public var capacity: Int { chunks.reduce(0) { $0 + $1.count } }

  /// Bytes handed out and not yet released, including what alignment cost.
  public var bytesInUse: Int { bytesBefore + offset }

  public func hasRoom(for bytes: Int) -> Bool { bytes <= byteLimit - bytesInUse }

  @frozen public struct Mark: Sendable {
    let chunk: Int
    let offset: Int
    let bytesBefore: Int
  }

  public func mark() -> Mark { Mark(chunk: current, offset: offset, bytesBefore: bytesBefore) }

  /// Gives back everything allocated since `mark`; the cells that point there become invalid.
  public func release(to mark: Mark) {
    current = mark.chunk
    offset = mark.offset
    bytesBefore = mark.bytesBefore
  }

  /// Gives the memory back that nothing lies in.
  public func trim() {
    while chunks.count > current + 1 { chunks.removeLast().deallocate() }
  }

  /// Uninitialised memory of at least `byteCount` bytes.
  public func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
    let rounded = (byteCount + 15) & ~15
    if current >= 0, offset + rounded <= chunks[current].count {
      defer { offset += rounded }
      return chunks[current].baseAddress! + offset
    }
    return allocateInNextChunk(rounded)
  }

  private func allocateInNextChunk(_ rounded: Int) -> UnsafeMutableRawPointer {
    if current >= 0 { bytesBefore += offset }
    current += 1
    let wanted = max(rounded, min(firstChunkBytes << min(current, 8), 16 << 20))
    if current == chunks.count {
      chunks.append(.allocate(byteCount: wanted, alignment: 16))
    } else if chunks[current].count < rounded {
      chunks[current].deallocate()
      chunks[current] = .allocate(byteCount: wanted, alignment: 16)
    }
    offset = rounded
    return chunks[current].baseAddress!
  }

  public func allocate<T: BitwiseCopyable>(_ type: T.Type, count: Int) -> UnsafeMutableBufferPointer<T> {
    let raw = allocate(max(count, 1) * MemoryLayout<T>.stride)
    return UnsafeMutableBufferPointer(start: raw.bindMemory(to: T.self, capacity: max(count, 1)), count: count)
  }
}

extension Arena {
  public func string(_ text: String) -> Cell {
    var text = text
    return text.withUTF8 { string(copying: $0) }
  }

  public func string(copying bytes: UnsafeBufferPointer<UInt8>, tag: Cell.Tag = .string) -> Cell {
    guard bytes.count > 0 else { return Cell(tag: tag, address: nil) }
    let copy = allocate(bytes.count)
    copy.copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
    return Cell(tag: tag, address: copy, count: bytes.count)
  }

  /// A list, record (`2 * length` cells) or path over copies of the given cells; what they point to is not copied.
  public func cells(_ tag: Cell.Tag, _ items: UnsafeBufferPointer<Cell>) -> Cell {
    let length = tag == .record ? items.count / 2 : items.count
    guard items.count > 0 else { return Cell(tag: tag, address: nil) }
    let copy = allocate(Cell.self, count: items.count)
    _ = copy.initialize(from: items)
    return Cell(tag: tag, address: UnsafeRawPointer(copy.baseAddress), count: length)
  }

  public func list(_ items: [Cell]) -> Cell { items.withUnsafeBufferPointer { cells(.list, $0) } }

  public func decimal(_ value: ExactDecimal) -> Cell { plain(value, tag: .decimal) }
  public func duration(_ value: CalendarDuration) -> Cell { plain(value, tag: .duration) }
  public func zonedDateTime(_ value: ZonedDateTimeCell) -> Cell { plain(value, tag: .zonedDateTime) }

  private func plain<T>(_ value: T, tag: Cell.Tag) -> Cell {
    let raw = allocate(MemoryLayout<T>.stride)
    raw.initializeMemory(as: T.self, to: value)
    return Cell(tag: tag, address: raw)
  }

  /// A copy of the cell whose contents, all the way down, live in this arena.
  public func copy(_ cell: Cell) -> Cell {
    switch cell.tag {
    case .null, .bool, .int, .float, .date, .localTime, .zonedTime, .localDateTime, .node, .edge:
      return cell
    case .string, .bytes:
      return string(copying: cell.utf8, tag: cell.tag)
    case .decimal:
      return decimal(cell.decimal)
    case .duration:
      return duration(cell.duration)
    case .zonedDateTime:
      var value = cell.zonedDateTime
      value.zone = copy(value.zone)
      return zonedDateTime(value)
    case .list, .path:
      return copyItems(of: cell, cell.items)
    case .record:
      return copyItems(of: cell, cell.fieldCells)
    }
  }

  private func copyItems(of cell: Cell, _ items: UnsafeBufferPointer<Cell>) -> Cell {
    guard items.count > 0 else { return cell }
    let target = allocate(Cell.self, count: items.count)
    for index in items.indices { target[index] = copy(items[index]) }
    return Cell(tag: cell.tag, address: UnsafeRawPointer(target.baseAddress), count: Int(cell.length))
  }
}
