#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Takes property texts apart into columns, a chunk of rows at a time.
final class ValueShredder {
  private let kind: PackKey.Kind
  @exclusivity(unchecked) private(set) var keys: [[UInt8]] = []
  private(set) var hasAllKeys = true
  @exclusivity(unchecked) private var columns: [PackedColumnBuilder] = []
  private let arena = Arena()
  @exclusivity(unchecked) private var row = 0

  /// - Parameter keys: those that have columns already.
  init(_ kind: PackKey.Kind, _ keys: [[UInt8]], hasAllKeys: Bool) {
    self.kind = kind
    self.keys = keys
    self.hasAllKeys = hasAllKeys
    columns = keys.map { _ in PackedColumnBuilder() }
  }

  /// The next row. False when the text cannot be read.
  func add(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let row = row
    self.row = row + 1
    if text.count == 0 || text.count == 2 && text[0] == UInt8(ascii: "{") && text[1] == UInt8(ascii: "}") { return true }
    let mark = arena.mark()
    defer { arena.release(to: mark) }
    do throws(PropertyFault) {
      var scanner = PropertyScanner(text)
      if try scanner.openRecord() {
        var expected = 0
        repeat {
          let name = try scanner.name()
          let start = scanner.position
          let column = column(name, scanner, expected)
          let value = try scanner.value(arena, depth: 1)
          guard let column else { continue }
          expected = column + 1
          let builder = columns[column]
          // The first of members with the same name counts.
          if builder.lastRow == row { continue }
          builder.lastRow = row
          if value.isNull { continue }
          let length = scanner.position - start
          builder.add(
            row: row, value,
            text: UnsafeBufferPointer(start: text.baseAddress.map { $0 + start }, count: length))
        } while try scanner.nextMember()
      }
      scanner.skipSpace()
      return scanner.position == text.count
    } catch { return false }
  }

  /// Rows mostly have the same keys in the same order.
  @inline(__always)
  private func column(_ span: PropertyScanner.StringSpan, _ scanner: PropertyScanner, _ expected: Int) -> Int? {
    let raw = scanner.bytes(span)
    if !span.hasEscapes, expected < keys.count, ValueShredder.isEqual(keys[expected], raw) { return expected }
    return find(span, scanner, raw)
  }

  private static func isEqual(_ key: [UInt8], _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard key.count == name.count else { return false }
    guard let start = name.baseAddress else { return true }
    return key.withUnsafeBufferPointer { memcmp($0.baseAddress ?? start, start, name.count) == 0 }
  }

  @inline(never)
  private func find(
    _ span: PropertyScanner.StringSpan, _ scanner: PropertyScanner, _ raw: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    let name = span.hasEscapes ? scanner.stringCell(span, arena).utf8 : raw
    if let known = keys.firstIndex(where: { ValueShredder.isEqual($0, name) }) { return known }
    guard keys.count < PackHeader.keyLimit else {
      hasAllKeys = false
      return nil
    }
    keys.append(Array(name))
    columns.append(PackedColumnBuilder())
    return keys.count - 1
  }

  func flush(
    _ chunk: Int, rowCount: Int, _ buffer: ByteBuffer, _ write: (PackKey) throws(Packer.Obstacle) -> Void
  ) throws(Packer.Obstacle) {
    for (item, column) in columns.enumerated() {
      column.lastRow = -1
      if column.isEmpty { continue }
      column.finish(rowCount: rowCount, to: buffer)
      try write(PackKey(kind: kind, item: item, chunk: chunk))
    }
    row = 0
  }
}
