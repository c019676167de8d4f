/// What the groups of another table are in this one.
final class GroupTranslation {
  private let other: GroupTable
  private let own: GroupTable
  /// By group of the other; those that were not taken have none.
  @exclusivity(unchecked) private(set) var groups: [UInt32]
  /// By column, of the values' codes; each value is looked up once.
  private let codes: [UnsafeMutableBufferPointer<UInt32>]
  private static let block = 2_048

  init(of other: GroupTable, into own: GroupTable) {
    (self.other, self.own) = (other, own)
    groups = Array(repeating: own.dictionaries.isEmpty ? 0 : ValueDictionary.none, count: other.count)
    codes = other.dictionaries.map { dictionary in
      let codes = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: dictionary.count)
      codes.initialize(repeating: ValueDictionary.none)
      return codes
    }
  }

  deinit { for codes in codes { codes.deallocate() } }

  /// New groups get the next numbers in their order.
  func take(_ range: Range<Int>) {
    guard !own.dictionaries.isEmpty else { return }
    var start = range.lowerBound
    while start < range.upperBound {
      let size = min(GroupTranslation.block, range.upperBound - start)
      groups.withUnsafeMutableBufferPointer { groups in
        let numbers = groups.baseAddress! + start
        for index in 0..<size { numbers[index] = UInt32(truncatingIfNeeded: start + index) }
        translate(numbers, size, column: other.pairs.count)
      }
      start += size
    }
  }

  /// Numbers of the columns up to `column`, which give way to those here.
  private func translate(_ numbers: UnsafeMutablePointer<UInt32>, _ count: Int, column: Int) {
    guard column > 0 else { return translateCodes(numbers, count, column: 0) }
    let (theirs, ours) = (other.pairs[column - 1], own.pairs[column - 1])
    let rights = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
    defer { rights.deallocate() }
    rights.update(from: numbers, count: count)
    theirs.part(.right, of: rights, count: count)
    theirs.part(.left, of: numbers, count: count)
    translate(numbers, count, column: column - 1)
    translateCodes(rights, count, column: column)
    ours.number(numbers, rights, count: count)
  }

  private func translateCodes(_ numbers: UnsafeMutablePointer<UInt32>, _ count: Int, column: Int) {
    let (codes, theirs, ours) = (codes[column], other.dictionaries[column], own.dictionaries[column])
    for index in 0..<count {
      let code = Int(numbers[index])
      if codes[code] == ValueDictionary.none { codes[code] = ours.code(of: theirs.values[code]) }
      numbers[index] = codes[code]
    }
  }
}
