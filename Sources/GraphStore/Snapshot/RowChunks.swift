import Synchronization

/// The chunks of a row table, for loops over many rows: nothing is retained, copied or checked per row. Valid in the closure of
/// `RowTable.withChunks`.
struct RowChunks {
  private let views: UnsafePointer<RowTable.View>
  private let packedChunks: PackedRows.Slots?
  private let packed: Unmanaged<PackedRows>?

  init(_ views: UnsafePointer<RowTable.View>, _ packed: PackedRows?) {
    self.views = views
    self.packed = packed.map { Unmanaged.passUnretained($0) }
    packedChunks = packed?.slots
  }

  @inline(__always) subscript(chunk: Int) -> UnsafePointer<RowTable.View> {
    guard views[chunk].capacity == 0, let packedChunks else { return views + chunk }
    if let known = packedChunks[chunk].load(ordering: .acquiring) { return UnsafePointer(known) }
    return load(chunk)
  }

  @inline(never) private func load(_ chunk: Int) -> UnsafePointer<RowTable.View> {
    guard let packed else { return views + chunk }
    return packed.takeUnretainedValue().view(chunk)
  }

  @inline(__always) func view(of ordinal: UInt32) -> UnsafePointer<RowTable.View> { self[Int(ordinal >> RowTable.shift)] }
  @inline(__always) func name(_ ordinal: UInt32) -> UInt32 { view(of: ordinal).pointee.names[Int(ordinal & RowTable.mask)] }
}
