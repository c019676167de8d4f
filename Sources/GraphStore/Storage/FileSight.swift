/// What a connection has seen of the file in its transactions, which holds as long as nobody writes.
///
/// `PRAGMA data_version` gives another number after every commit by any other connection, so that one look at the beginning of a transaction tells
/// whether others have written; what this one writes itself, SQLite counts (`sqlite3_total_changes64`). What is taken back is not
/// counted: then the sight is given up.
struct FileSight {
  /// The state of a graph's rows, and whether the change log covers what happens to it.
  struct Standing {
    var state: RowState
    var isCovered: Bool
  }

  /// Nil = nothing has been seen.
  var dataVersion: Int64?
  /// A transaction is open that began with a look at the version.
  var isOpen = false
  /// Rows that this connection had changed when the rest was seen.
  private var changeCount: Int64 = 0
  /// The state of the graph that was asked for last.
  private var seen: (layout: GraphLayout, standing: Standing)?
  private var catalogVersion: Int64?
  /// Changes of the schema are not counted: only for connections that read.
  var schemaVersion: Int64?

  init(dataVersion: Int64? = nil) { self.dataVersion = dataVersion }

  func standing(of layout: GraphLayout, at changeCount: Int64) -> Standing? {
    guard self.changeCount == changeCount, let seen, seen.layout == layout else { return nil }
    return seen.standing
  }

  func catalogVersion(at changeCount: Int64) -> Int64? { self.changeCount == changeCount ? catalogVersion : nil }

  mutating func note(_ standing: Standing, of layout: GraphLayout, at changeCount: Int64) {
    move(to: changeCount)
    seen = (layout, standing)
  }

  mutating func note(catalogVersion: Int64, at changeCount: Int64) {
    move(to: changeCount)
    self.catalogVersion = catalogVersion
  }

  /// Something was taken back.
  mutating func forget() {
    seen = nil
    catalogVersion = nil
    schemaVersion = nil
  }

  private mutating func move(to changeCount: Int64) {
    guard self.changeCount != changeCount else { return }
    forget()
    self.changeCount = changeCount
  }
}
