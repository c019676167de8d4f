extension PropertyColumn {
  enum Kind: UInt8 {
    case unmade, nothing, ints, floats, dates, cells

    var bit: UInt16 { 1 << UInt16(rawValue) }
  }

  struct Chunk {
    var kind = Kind.unmade
    /// Every row has a number. Never true for cells.
    var isComplete = false
    /// Of cells: each string lies at the one place that it has in all such chunks of the column.
    var isInterned = false
    /// Rows covered: later rows of the chunk are not in it.
    var count = 0
    var values = UnsafeRawPointer(bitPattern: 16).unsafelyUnwrapped
    /// 1 = present; only for integers, floats and dates.
    var presence = UnsafePointer<UInt8>(bitPattern: 16).unsafelyUnwrapped
  }

  /// What is made so far; replaced as a whole.
  final class Chunks: @unchecked Sendable {
    let views: [Chunk]
    let blocks: [SharedBlock?]
    /// Of each chunk, what is looked at for each row: small enough for the nearest cache.
    let values: [UnsafeRawPointer]
    private let bits: [UInt16]
    /// Rows in all, when every chunk is made; else 0.
    let completeCount: Int

    init(_ views: [Chunk], _ blocks: [SharedBlock?]) {
      self.views = views
      self.blocks = blocks
      values = views.map(\.values)
      bits = views.map { view in
        view.kind.bit | (view.isComplete ? 0 : Chunks.incomplete) | (view.count < RowTable.chunkRows ? Chunks.short : 0)
          | (view.kind == .cells && !view.isInterned ? Chunks.scattered : 0)
      }
      completeCount = views.contains { $0.kind == .unmade } ? 0 : views.reduce(0) { $0 + $1.count }
    }

    /// In what `kinds` gives: some row is in no chunk that is made.
    static let lacking = Kind.unmade.bit
    /// Some chunk of numbers has rows without one.
    static let incomplete: UInt16 = 1 << 7
    /// Some chunk has strings that lie anywhere.
    static let scattered: UInt16 = 1 << 8
    /// Some chunk may not cover all its rows.
    private static let short: UInt16 = 1 << 6

    /// A bit for each kind of chunk that rows lie in. O(rows): chunks of one kind and without holes need no other look at each row.
    func kinds(of elements: UnsafeBufferPointer<UInt32>, _ validity: UnsafePointer<UInt8>?) -> UInt16 {
      let found = bits.withUnsafeBufferPointer { bits in
        var found: UInt16 = 0
        for row in 0..<elements.count where validity == nil || validity![row] != 0 {
          let chunk = Int(elements[row] >> RowTable.shift)
          found |= chunk < bits.count ? bits[chunk] : Chunks.lacking
        }
        return found
      }
      guard found & (Chunks.short | Chunks.lacking) == Chunks.short else { return found & ~Chunks.short }
      for row in 0..<elements.count where validity == nil || validity![row] != 0 {
        if Int(elements[row] & RowTable.mask) >= views[Int(elements[row] >> RowTable.shift)].count { return Chunks.lacking }
      }
      return found & ~Chunks.short
    }
  }
}
