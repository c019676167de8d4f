/// Codes of elements by their ordinals: an array where many lie close to one another, and a table of the others.
///
/// The array grows when it costs no more than 32 places for each ordinal known, so that few elements of a large graph take little memory, and
/// many are found by one load.
final class OrdinalCodes {
  @exclusivity(unchecked) private var first = 0
  /// Of the ordinals from `first` on.
  @exclusivity(unchecked) private var codes: [UInt32] = []
  /// Of ordinals outside of the array.
  @exclusivity(unchecked) private var others = IntegerTable()
  /// Of all that have come: the least and the greatest.
  @exclusivity(unchecked) private var range = (least: Int.max, greatest: -1)

  private static let placesPerOrdinal = 32
  /// Places that are granted to any few ordinals.
  private static let leastPlaces = 8192

  var bytesInUse: Int { codes.capacity * 4 + others.bytesInUse }

  func removeAll() {
    codes.removeAll(keepingCapacity: true)
    others.removeAll()
    range = (Int.max, -1)
  }

  /// `ValueDictionary.none` for one that has none.
  @inline(__always)
  func code(of ordinal: UInt32) -> UInt32 {
    let index = Int(ordinal) - first
    return index >= 0 && index < codes.count ? codes[index] : other(ordinal)
  }

  @inline(never)
  private func other(_ ordinal: UInt32) -> UInt32 { others.value(of: UInt64(ordinal)) ?? ValueDictionary.none }

  /// Of many.
  /// - Returns: whether all have one.
  func codes(of ordinals: UnsafeBufferPointer<UInt32>, into result: UnsafeMutablePointer<UInt32>) -> Bool {
    codes.withUnsafeBufferPointer { codes in
      var areKnown = true
      for (row, ordinal) in ordinals.enumerated() {
        let index = Int(ordinal) - first
        let code = index >= 0 && index < codes.count ? codes[index] : other(ordinal)
        result[row] = code
        areKnown = areKnown && code != ValueDictionary.none
      }
      return areKnown
    }
  }

  /// Gives ordinals their codes, in order; one that has a code keeps it.
  func enter(_ ordinals: UnsafeBufferPointer<UInt32>, _ new: UnsafePointer<UInt32>) {
    var row = 0
    while row < ordinals.count {
      codes.withUnsafeMutableBufferPointer { codes in
        while row < ordinals.count {
          let index = Int(ordinals[row]) - first
          guard index >= 0, index < codes.count else { return }
          if codes[index] == ValueDictionary.none { codes[index] = new[row] }
          row += 1
        }
      }
      guard row < ordinals.count else { return }
      // The array may grow.
      _ = other(ordinals[row], orNew: new[row])
      row += 1
    }
  }

  /// A new one gets `new`.
  @inline(__always)
  func code(of ordinal: UInt32, orNew new: UInt32) -> UInt32 {
    let index = Int(ordinal) - first
    guard index >= 0, index < codes.count else { return other(ordinal, orNew: new) }
    if codes[index] != ValueDictionary.none { return codes[index] }
    codes[index] = new
    return new
  }

  @inline(never)
  private func other(_ ordinal: UInt32, orNew new: UInt32) -> UInt32 {
    let number = Int(ordinal)
    if number < range.least || number > range.greatest || codes.isEmpty {
      range = (min(range.least, number), max(range.greatest, number))
    }
    let known = others.count + codes.count / OrdinalCodes.placesPerOrdinal + 1
    if range.greatest - range.least < max(OrdinalCodes.leastPlaces, known * OrdinalCodes.placesPerOrdinal) {
      cover()
      return code(of: ordinal, orNew: new)
    }
    return others.code(of: UInt64(ordinal), orNew: new)
  }

  /// Stretches the array over all ordinals that have come, and as far again on the side where it grows.
  private func cover() {
    if codes.isEmpty { first = range.least & ~255 }
    let missing = first - range.least
    if missing > 0 {
      let extra = min(first, max(codes.count, missing))
      codes.insert(contentsOf: repeatElement(ValueDictionary.none, count: extra), at: 0)
      first -= extra
    }
    let lacking = range.greatest + 1 - first - codes.count
    if lacking > 0 { codes += repeatElement(ValueDictionary.none, count: max(codes.count, lacking, 256)) }
    others.forEach { ordinal, code in codes[Int(ordinal) - first] = code }
    others = IntegerTable()
  }
}
