/// The values of one property of one chunk of rows.
///
/// | bytes | content |
/// |---|---|
/// | 1 | kind |
/// | 8 | rows |
/// | 8 | values n; the other rows have none |
/// | (rows + 7) / 8 | which rows have one; absent when all have |
/// | rest | the values, one after the other |
///
/// Kinds: 0 integers, 1 floats (8 bytes each), 2 floats that are integers divided by 10^k (a byte k, then integers), 3 booleans,
/// 4 dates (days), 5 strings (lengths, then bytes), 6 strings of few kinds (count, lengths and bytes of each, then codes), 7 anything
/// else, or a mixture: texts of property values (lengths, then bytes).
enum PackedValues {
  enum Kind: UInt8 { case ints, floats, scaledFloats, bools, dates, strings, codes, texts }

  struct Decoded {
    var chunk: PropertyColumn.Chunk
    var block: SharedBlock?
    /// Holds what cells point to besides `block`.
    var arena: Arena?
  }

  /// Nil for bytes that `PackedColumnBuilder` would not write.
  /// - Parameter interned: where those of few kinds are interned, which then must live as long as the pool.
  static func decode(_ bytes: UnsafeRawBufferPointer, rowCount: Int, interning interned: InternedStrings? = nil) -> Decoded? {
    var cursor = PackCursor(bytes)
    guard let byte = cursor.byte(), let kind = Kind(rawValue: byte), cursor.count(atMost: rowCount) == rowCount,
      let count = cursor.count(atMost: rowCount)
    else { return nil }
    var rows: [Int32] = []
    rows.reserveCapacity(count)
    if count < rowCount {
      guard let bits = cursor.take((rowCount + 7) / 8) else { return nil }
      for row in 0..<rowCount where bits[row >> 3] & (1 << UInt8(row & 7)) != 0 { rows.append(Int32(row)) }
      guard rows.count == count else { return nil }
    } else {
      for row in 0..<rowCount { rows.append(Int32(row)) }
    }
    switch kind {
    case .ints: return numbers(&cursor, rows, rowCount, .ints) { $0 }
    case .floats:
      guard let data = cursor.take(8 * count) else { return nil }
      let made = numbers(rowCount, .floats, isComplete: count == rowCount)
      for (index, row) in rows.enumerated() {
        made.values[Int(row)] = UInt64(littleEndian: data.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
        made.presence[Int(row)] = 1
      }
      return made.decoded
    case .scaledFloats:
      guard let power = cursor.byte(), power < 16 else { return nil }
      let scale = PackedValues.scales[Int(power)]
      return numbers(&cursor, rows, rowCount, .floats) { Int64(bitPattern: (Double($0) / scale).bitPattern) }
    case .bools:
      var decoded = cells(&cursor, rows, rowCount) { Cell($0 != 0) }
      decoded?.chunk.isInterned = true
      return decoded
    case .dates: return numbers(&cursor, rows, rowCount, .dates) { Cell(LocalDate(daysSinceEpoch: $0)).int }
    case .strings: return strings(&cursor, rows, rowCount)
    case .codes: return codes(&cursor, rows, rowCount, interned)
    case .texts: return texts(&cursor, rows, rowCount)
    }
  }

  static let scales: [Double] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]

  private struct Numbers {
    var decoded: Decoded
    var values: UnsafeMutablePointer<UInt64>
    var presence: UnsafeMutablePointer<UInt8>
  }

  /// All absent until they are set.
  private static func numbers(_ rowCount: Int, _ kind: PropertyColumn.Kind, isComplete: Bool) -> Numbers {
    let block = SharedBlock(byteCount: rowCount * 9)
    let values = block.base.bindMemory(to: UInt64.self, capacity: rowCount)
    let presence = (block.base + rowCount * 8).bindMemory(to: UInt8.self, capacity: rowCount)
    values.initialize(repeating: 0, count: rowCount)
    presence.initialize(repeating: 0, count: rowCount)
    let chunk = PropertyColumn.Chunk(
      kind: kind, isComplete: isComplete, count: rowCount, values: UnsafeRawPointer(values), presence: UnsafePointer(presence))
    return Numbers(decoded: Decoded(chunk: chunk, block: block), values: values, presence: presence)
  }

  @inline(__always)
  private static func numbers(
    _ cursor: inout PackCursor, _ rows: [Int32], _ rowCount: Int, _ kind: PropertyColumn.Kind, _ bits: (Int64) -> Int64
  ) -> Decoded? {
    guard let view = cursor.ints(rows.count) else { return nil }
    let made = numbers(rowCount, kind, isComplete: rows.count == rowCount)
    rows.withUnsafeBufferPointer { rows in
      view.forEach { index, value in
        made.values[Int(rows[index])] = UInt64(bitPattern: bits(value))
        made.presence[Int(rows[index])] = 1
      }
    }
    return made.decoded
  }

  /// Cells, all null, with `extra` bytes behind them.
  private static func cells(_ rowCount: Int, extra: Int) -> (Decoded, UnsafeMutablePointer<Cell>, UnsafeMutableRawPointer) {
    let size = rowCount * MemoryLayout<Cell>.stride
    let block = SharedBlock(byteCount: size + extra)
    let cells = block.base.bindMemory(to: Cell.self, capacity: rowCount)
    cells.initialize(repeating: .null, count: rowCount)
    let chunk = PropertyColumn.Chunk(kind: .cells, count: rowCount, values: UnsafeRawPointer(cells))
    return (Decoded(chunk: chunk, block: block), cells, block.base + size)
  }

  @inline(__always)
  private static func cells(
    _ cursor: inout PackCursor, _ rows: [Int32], _ rowCount: Int, _ cell: (Int64) -> Cell
  ) -> Decoded? {
    guard let view = cursor.ints(rows.count) else { return nil }
    let (decoded, cells, _) = cells(rowCount, extra: 0)
    view.forEach { cells[Int(rows[$0])] = cell($1) }
    return decoded
  }

  /// Spans of the bytes that follow.
  private static func spans(_ cursor: inout PackCursor, _ count: Int) -> ([Range<Int>], UnsafeRawBufferPointer)? {
    guard let lengths = cursor.ints(count) else { return nil }
    var spans: [Range<Int>] = []
    spans.reserveCapacity(count)
    var end = 0
    var isRight = true
    lengths.forEach { _, length in
      // A length of 2^31 is none: the sum stays within an Int.
      if length < 0 || length >= 1 << 31 { isRight = false }
      let next = end &+ Int(length)
      if isRight { spans.append(end..<next) }
      end = next
    }
    guard isRight, let bytes = cursor.take(end) else { return nil }
    return (spans, bytes)
  }

  private static func strings(_ cursor: inout PackCursor, _ rows: [Int32], _ rowCount: Int) -> Decoded? {
    guard let (spans, bytes) = spans(&cursor, rows.count) else { return nil }
    let (decoded, cells, copy) = cells(rowCount, extra: bytes.count)
    if let start = bytes.baseAddress, bytes.count > 0 { copy.copyMemory(from: start, byteCount: bytes.count) }
    for (index, row) in rows.enumerated() { cells[Int(row)] = string(copy, spans[index]) }
    return decoded
  }

  private static func string(_ base: UnsafeMutableRawPointer, _ span: Range<Int>) -> Cell {
    span.isEmpty
      ? Cell(tag: .string, address: nil) : Cell(tag: .string, address: UnsafeRawPointer(base + span.lowerBound), count: span.count)
  }

  private static func codes(
    _ cursor: inout PackCursor, _ rows: [Int32], _ rowCount: Int, _ strings: InternedStrings?
  ) -> Decoded? {
    guard let kindCount = cursor.count(atMost: rowCount), let (spans, bytes) = spans(&cursor, kindCount),
      let codes = cursor.ints(rows.count)
    else { return nil }
    var (decoded, cells, copy) = cells(rowCount, extra: bytes.count)
    if let start = bytes.baseAddress, bytes.count > 0 { copy.copyMemory(from: start, byteCount: bytes.count) }
    var kinds = spans.map { string(copy, $0) }
    var isRight = true
    codes.forEach { _, code in if code < 0 || code >= kinds.count { isRight = false } }
    guard isRight else { return nil }
    if let strings {
      let interned = strings.intern { one in kinds.compactMap { $0.length == 0 ? $0 : one($0)?.cell } }
      decoded.chunk.isInterned = interned.count == kinds.count
      if decoded.chunk.isInterned { kinds = interned }
    }
    codes.forEach { index, code in cells[Int(rows[index])] = kinds[Int(code)] }
    return decoded
  }

  private static func texts(_ cursor: inout PackCursor, _ rows: [Int32], _ rowCount: Int) -> Decoded? {
    guard let (spans, bytes) = spans(&cursor, rows.count) else { return nil }
    var (decoded, cells, copy) = cells(rowCount, extra: bytes.count)
    if let start = bytes.baseAddress, bytes.count > 0 { copy.copyMemory(from: start, byteCount: bytes.count) }
    let arena = Arena(firstChunkBytes: 4_096)
    for (index, row) in rows.enumerated() {
      var scanner = PropertyScanner(
        UnsafeBufferPointer(
          start: (copy + spans[index].lowerBound).assumingMemoryBound(to: UInt8.self), count: spans[index].count))
      guard let cell = try? scanner.value(arena, depth: 1) else { return nil }
      cells[Int(row)] = cell
    }
    decoded.arena = arena
    return decoded
  }
}
