/// Numbers distinct pairs of numbers 0, 1, 2, ... in order of first appearance.
final class PairTable {
  private let numbers = IntegerTable()
  /// By number: the left in the upper half, the right in the lower.
  @exclusivity(unchecked) private var pairs: UnsafeMutablePointer<UInt64>
  @exclusivity(unchecked) private var room = 0
  @exclusivity(unchecked) private(set) var count = 0

  init() { pairs = .allocate(capacity: 1) }

  deinit { pairs.deallocate() }

  var bytesInUse: Int { numbers.bytesInUse + room * 8 }

  func removeAll() {
    numbers.removeAll()
    count = 0
  }

  @inline(__always)
  subscript(number: Int) -> (left: UInt32, right: UInt32) {
    (UInt32(truncatingIfNeeded: pairs[number] >> 32), UInt32(truncatingIfNeeded: pairs[number]))
  }

  /// A new pair gets the next number.
  @inline(__always)
  func number(_ left: UInt32, _ right: UInt32) -> UInt32 {
    if count == room { grow() }
    let pair = UInt64(left) << 32 | UInt64(right)
    let number = numbers.code(of: pair, orNew: UInt32(truncatingIfNeeded: count))
    if Int(number) == count {
      pairs[count] = pair
      count += 1
    }
    return number
  }

  /// The numbers of pairs: those of `left`, which they replace, each with its fellow in `right`.
  func number(_ left: UnsafeMutablePointer<UInt32>, _ right: UnsafePointer<UInt32>, count rows: Int) {
    var start = 0
    while start < rows {
      let (lefts, rights, size) = (left + start, right + start, min(PairTable.block, rows - start))
      numbers.touch(count: size) { UInt64(lefts[$0]) << 32 | UInt64(rights[$0]) }
      for row in 0..<size { lefts[row] = number(lefts[row], rights[row]) }
      start += size
    }
  }

  private static let block = 256

  enum Part { case left, right }

  /// Puts a part of its pair in the place of each number.
  func part(_ part: Part, of numbers: UnsafeMutablePointer<UInt32>, count: Int) {
    let pairs = pairs
    switch part {
    case .left: for row in 0..<count { numbers[row] = UInt32(truncatingIfNeeded: pairs[Int(numbers[row])] >> 32) }
    case .right: for row in 0..<count { numbers[row] = UInt32(truncatingIfNeeded: pairs[Int(numbers[row])]) }
    }
  }

  func known(_ left: UInt32, _ right: UInt32) -> UInt32? { numbers.value(of: UInt64(left) << 32 | UInt64(right)) }

  private func grow() {
    room = max(16, room * 2)
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: room)
    larger.update(from: pairs, count: count)
    pairs.deallocate()
    pairs = larger
  }
}
