/// What a connection for reading has seen of the file, which holds as long as nobody writes.
///
/// `PRAGMA data_version` gives another number after every commit by any other connection, and this one commits nothing, so that one look
/// at the beginning of a transaction tells whether all this is still so.
struct FileSight {
  /// Nil = nothing has been seen.
  var dataVersion: Int64?
  /// A transaction is open that began with a look at the version.
  var isOpen = false
  /// The state of the graph that was asked for last.
  private var state: (layout: GraphLayout, state: RowState)?
  var schemaVersion: Int64?
  var catalogVersion: Int64?

  init(dataVersion: Int64? = nil) { self.dataVersion = dataVersion }

  func state(of layout: GraphLayout) -> RowState? {
    guard let seen = state, seen.layout == layout else { return nil }
    return seen.state
  }

  mutating func note(_ state: RowState, of layout: GraphLayout) { self.state = (layout, state) }
}
