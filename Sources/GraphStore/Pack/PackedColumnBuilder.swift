/// Gathers the values of one property over one chunk of rows, then writes them as `PackedValues` describes.
final class PackedColumnBuilder {
  @exclusivity(unchecked) private var rows: [UInt16] = []
  @exclusivity(unchecked) private var numbers: [Int64] = []
  /// Bytes of strings, or texts of values of other types.
  private let bytes = ByteBuffer(capacity: 256)
  @exclusivity(unchecked) private var lengths: [Int32] = []
  @exclusivity(unchecked) private var kind: PackedValues.Kind?
  /// The row that came last; -1 at the beginning of a chunk.
  @exclusivity(unchecked) var lastRow = -1

  var isEmpty: Bool { rows.isEmpty }

  init() {
    rows.reserveCapacity(PackKey.span)
    numbers.reserveCapacity(PackKey.span)
    lengths.reserveCapacity(PackKey.span)
  }

  @inline(__always) private static func kind(_ tag: Cell.Tag) -> PackedValues.Kind {
    switch tag {
    case .int: .ints
    case .float: .floats
    case .bool: .bools
    case .date: .dates
    case .string: .strings
    case .null, .decimal, .bytes, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration, .list, .record, .node,
      .edge, .path:
      .texts
    }
  }

  /// Rows ascend. `text` is how the value stands in the properties.
  func add(row: Int, _ cell: Cell, text: UnsafeBufferPointer<UInt8>) {
    let kind = PackedColumnBuilder.kind(cell.tag)
    if self.kind == nil { self.kind = kind }
    if let known = self.kind, known != kind, known != .texts { makeTexts() }
    rows.append(UInt16(row))
    guard let now = self.kind else { return }
    switch now {
    case .ints, .floats, .bools, .dates, .scaledFloats: numbers.append(Int64(bitPattern: cell.payload))
    case .strings, .codes:
      bytes.append(cell.utf8)
      lengths.append(Int32(cell.length))
    case .texts:
      bytes.append(text)
      lengths.append(Int32(text.count))
    }
  }

  /// A value of another type has come: what is here becomes text too.
  private func makeTexts() {
    guard let old = kind else { return }
    let strings = UnsafeBufferPointer(start: UnsafePointer(bytes.base), count: bytes.count)
    let copy = Array(strings)
    let oldLengths = lengths
    bytes.count = 0
    lengths = []
    var position = 0
    for index in rows.indices {
      let start = bytes.count
      switch old {
      case .ints: bytes.append(String(numbers[index]))
      case .floats, .scaledFloats: PackedColumnBuilder.append(Double(bitPattern: UInt64(bitPattern: numbers[index])), to: bytes)
      case .bools: bytes.append(numbers[index] != 0 ? "true" : "false" as String)
      case .dates: bytes.append("{\"@date\":\"\(LocalDate(daysSinceEpoch: numbers[index]).isoText)\"}")
      case .strings, .codes, .texts:
        let length = Int(oldLengths[index])
        copy.withUnsafeBufferPointer {
          _ = CSVValueWriter.string(UnsafeBufferPointer(rebasing: $0[position..<position + length]), to: bytes)
        }
        position += length
      }
      lengths.append(Int32(bytes.count - start))
    }
    numbers = []
    kind = .texts
  }

  private static func append(_ value: Double, to text: ByteBuffer) {
    if value.isFinite { return text.append(value.description) }
    text.append(value.isNaN ? "{\"@float\":\"NaN\"}" : value < 0 ? "{\"@float\":\"-Infinity\"}" : "{\"@float\":\"Infinity\"}" as String)
  }

  // MARK: Writing

  /// Writes the chunk and starts afresh.
  func finish(rowCount: Int, to buffer: ByteBuffer) {
    guard let kind else { return }
    var written = kind
    var power: UInt8 = 0
    var dictionary: (codes: [Int64], firsts: [Int])?
    if kind == .floats, let found = scale() { (written, power) = (.scaledFloats, found) }
    if kind == .strings {
      dictionary = codes(limit: rows.count / 2)
      if dictionary != nil { written = .codes }
    }
    buffer.append(written.rawValue)
    buffer.append(integer: Int64(rowCount))
    buffer.append(integer: Int64(rows.count))
    if rows.count < rowCount {
      var bits = [UInt8](repeating: 0, count: (rowCount + 7) / 8)
      for row in rows { bits[Int(row >> 3)] |= 1 << UInt8(row & 7) }
      bits.withUnsafeBufferPointer { buffer.append($0) }
    }
    switch written {
    case .ints, .bools, .dates: numbers.withUnsafeBufferPointer { list in PackedInts.append(count: list.count, to: buffer) { list[$0] } }
    case .floats: for number in numbers { buffer.append(integer: number) }
    case .scaledFloats:
      buffer.append(power)
      let scale = PackedValues.scales[Int(power)]
      numbers.withUnsafeBufferPointer { list in
        PackedInts.append(count: list.count, to: buffer) {
          Int64((Double(bitPattern: UInt64(bitPattern: list[$0])) * scale).rounded())
        }
      }
    case .strings, .texts:
      appendLengths(lengths.indices.map { $0 }, to: buffer)
      buffer.append(UnsafeBufferPointer(start: UnsafePointer(bytes.base), count: bytes.count))
    case .codes:
      guard let dictionary else { break }
      buffer.append(integer: Int64(dictionary.firsts.count))
      appendLengths(dictionary.firsts, to: buffer)
      let starts = starts()
      for first in dictionary.firsts {
        buffer.append(UnsafeBufferPointer(start: UnsafePointer(bytes.base + starts[first]), count: Int(lengths[first])))
      }
      PackedInts.append(count: dictionary.codes.count, to: buffer) { dictionary.codes[$0] }
    }
    rows.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    bytes.count = 0
    self.kind = nil
  }

  private func appendLengths(_ positions: [Int], to buffer: ByteBuffer) {
    PackedInts.append(count: positions.count, to: buffer) { Int64(lengths[positions[$0]]) }
  }

  private func starts() -> [Int] {
    var starts: [Int] = []
    starts.reserveCapacity(lengths.count)
    var position = 0
    for length in lengths {
      starts.append(position)
      position += Int(length)
    }
    return starts
  }

  /// The power of ten with which every float is an integer of at most 2^53 that gives it back exactly.
  private func scale() -> UInt8? {
    search: for power in 0..<7 {
      let scale = PackedValues.scales[power]
      for bits in numbers {
        let value = Double(bitPattern: UInt64(bitPattern: bits))
        let scaled = (value * scale).rounded()
        // The integer has no sign of zero.
        guard scaled.magnitude < 9e15, (Double(Int64(scaled)) / scale).bitPattern == value.bitPattern else { continue search }
      }
      return UInt8(power)
    }
    return nil
  }

  /// For each value the number of its kind, and where each kind is first; nil when there are more than `limit`.
  private func codes(limit: Int) -> (codes: [Int64], firsts: [Int])? {
    guard limit > 0 else { return nil }
    var size = 16
    while size < 4 * limit { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    var firsts: [Int] = []
    var codes: [Int64] = []
    codes.reserveCapacity(lengths.count)
    let starts = starts()
    for index in lengths.indices {
      let text = UnsafeRawBufferPointer(start: bytes.base + starts[index], count: Int(lengths[index]))
      var hash = UInt64(truncatingIfNeeded: text.count) &* 0x9E37_79B9_7F4A_7C15
      for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      var position = Int(truncatingIfNeeded: hash ^ (hash >> 29)) & (size - 1)
      while true {
        let code = slots[position]
        if code < 0 {
          if firsts.count == limit { return nil }
          slots[position] = Int32(firsts.count)
          codes.append(Int64(firsts.count))
          firsts.append(index)
          break
        }
        let first = firsts[Int(code)]
        if lengths[first] == lengths[index],
          UnsafeRawBufferPointer(start: bytes.base + starts[first], count: text.count).elementsEqual(text)
        {
          codes.append(Int64(code))
          break
        }
        position = (position + 1) & (size - 1)
      }
    }
    return (codes, firsts)
  }
}
