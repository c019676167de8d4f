/// Hashes that agree with equivalence: 1, 1.0 and the decimal 1.00 hash alike, 0.0 and -0.0, all NaNs,
/// records whatever their fields' order. The same in every process; by multiply-and-fold mixing as in wyhash
/// (Wang Yi).
extension Cell {
  @inlinable public var equivalenceHash: UInt64 {
    switch tag {
    case .int: Cell.mix(payload ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
    case .string: hashBytes(seed: 0x8EBC_6AF0_9C88_C6E3)
    default: hashGenerally
    }
  }

  /// The relation of DISTINCT, GROUP BY and set operations: null is null, NaN is NaN, 1 is 1.0; else as
  /// `equals`, never unknown.
  @inlinable public func isEquivalent(to other: Cell) -> Bool {
    switch (tag, other.tag) {
    case (.int, .int), (.node, .node), (.edge, .edge): payload == other.payload
    case (.string, .string): hasSameBytes(as: other)
    default: order(other) == .equal
    }
  }

  @inlinable static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  @inlinable func hashBytes(seed: UInt64) -> UInt64 {
    var hash = seed ^ UInt64(length)
    guard length > 0, let start = address else { return Cell.mix(hash, 0xE703_7ED1_A0B4_28DB) }
    let count = Int(length)
    var offset = 0
    while offset + 8 <= count {
      hash = Cell.mix(
        hash ^ start.loadUnaligned(fromByteOffset: offset, as: UInt64.self), 0xE703_7ED1_A0B4_28DB)
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < count {
      rest = rest << 8 | UInt64(start.load(fromByteOffset: offset, as: UInt8.self))
      offset += 1
    }
    return Cell.mix(hash ^ rest, 0x5899_65CC_7537_4CC3)
  }

  @usableFromInline var hashGenerally: UInt64 {
    switch tag {
    case .null: return 0x1D8E_4E27_C47D_124F
    case .int, .string: return equivalenceHash
    case .float: return Cell.hash(float)
    case .decimal: return Cell.hash(decimal)
    case .bytes: return hashBytes(seed: 0x2D35_8DCC_AA6C_78A5)
    case .bool, .date, .localTime, .node, .edge: return tagged(payload)
    case .localDateTime: return Cell.mix(tagged(payload) ^ UInt64(length), 0x8BB8_4B93_962E_ACC9)
    case .zonedTime: return tagged(UInt64(bitPattern: zonedTime.utcNanoseconds))
    case .zonedDateTime: return hashWide(zonedDateTime.epochNanoseconds)
    case .duration:
      let calendar = Cell.mix(UInt64(bitPattern: duration.months) ^ 0x9E37, 0x4B33_A62E_D433_D4A3)
      return hashWide(duration.dayToSecondNanoseconds) &+ calendar
    case .list, .path: return hashItems
    case .record: return hashFields
    }
  }

  private func tagged(_ bits: UInt64) -> UInt64 {
    Cell.mix(bits ^ 0x4D5A_2DA5_1DE1_AA47, 0xE703_7ED1_A0B4_28DB &+ UInt64(tag.rawValue) << 32)
  }

  private func hashWide(_ value: Int128) -> UInt64 {
    let bits = UInt128(truncatingIfNeeded: value)
    return tagged(
      UInt64(truncatingIfNeeded: bits)
        ^ Cell.mix(UInt64(truncatingIfNeeded: bits >> 64) ^ 0x9E37, 0x4B33_A62E_D433_D4A3))
  }

  private static func hash(_ value: Double) -> UInt64 {
    if let whole = Int64(exactly: value) { return Cell(whole).equivalenceHash }
    if value.isNaN { return 0x7FF8_4E27_C47D_1235 }
    return mix(value.bitPattern ^ 0x1405_7B7E_F767_814F, 0xE703_7ED1_A0B4_28DB)
  }

  /// As the integer or the float of the same value where there is one.
  private static func hash(_ value: ExactDecimal) -> UInt64 {
    let form = value.canonical
    if form.scale == 0, let whole = Int64(exactly: form.coefficient) { return Cell(whole).equivalenceHash }
    let near = form.double
    if form.compare(near) == .equal { return hash(near) }
    let bits = UInt128(truncatingIfNeeded: form.coefficient)
    return mix(
      UInt64(truncatingIfNeeded: bits) ^ UInt64(form.scale),
      UInt64(truncatingIfNeeded: bits >> 64) ^ 0xD6E8_FEB8_6659_FD93)
  }

  private var hashItems: UInt64 {
    var hash = tagged(UInt64(length))
    for item in items {
      hash = Cell.mix(hash ^ item.equivalenceHash, 0x9FB2_1C65_1E98_DF25) &+ 0x632B_E59B_D9B4_E019
    }
    return hash
  }

  private var hashFields: UInt64 {
    var sum = tagged(UInt64(length))
    let fields = fieldCells
    for index in stride(from: 0, to: fields.count, by: 2) {
      sum &+= Cell.mix(
        fields[index].equivalenceHash ^ 0x632B, fields[index + 1].equivalenceHash ^ 0x9FB2_1C65_1E98_DF25)
    }
    return sum
  }
}
