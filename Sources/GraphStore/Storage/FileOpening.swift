import CSQLite
import Glibc

/// How a file is opened: which kind of connection it allows, whether it is ours, and what the user should be
/// told.
///
/// The file itself is never opened by hand: closing any descriptor of it would drop SQLite's locks in this
/// process.
struct FileOpening {
  /// Nil when the store only reads.
  var writer: Connection?
  /// How to open readers.
  var reader: ReaderRecipe
  /// Where nobody writes: the connection through which the file was looked at, for the first reader.
  var firstReader: Connection?
  var notices: [String] = []

  struct ReaderRecipe: Sendable {
    var name: String
    var path: String
    var isImmutable: Bool
    var configuration: Configuration
    /// The file that was opened first; nil until then.
    var identity: FileIdentity?

    /// - Throws: `inputOutput` when there is another file by now.
    func open() throws(StoreError) -> Connection {
      var options = Connection.Options(configuration, flags: SQLITE_OPEN_READONLY)
      options.isURI = isImmutable
      try requireInPlace()
      let connection = try Connection(
        isImmutable ? FileOpening.immutableURI(name) : name, path: path, options: options)
      // It may have been replaced between the look and the opening.
      try requireInPlace()
      try connection.requireInPlace()
      return connection
    }

    private func requireInPlace() throws(StoreError) {
      if let identity, FileIdentity(of: name) != identity { throw StoreError.moved(path) }
    }
  }

  init(path: String, configuration: Configuration) throws(StoreError) {
    // `:memory:` and the empty name would mean something else to SQLite.
    let name = path.hasPrefix("/") ? path : "./" + path
    reader = ReaderRecipe(name: name, path: path, isImmutable: false, configuration: configuration)
    let exists = try FileOpening.inspect(path)
    if !exists, let owner = DatabaseFiles.owner(of: path) { throw .sidecar(path, of: owner) }
    guard exists || configuration.mode == .create else {
      throw StoreError(.notFound, "`\(path)` does not exist")
    }
    do {
      switch configuration.mode {
      case .readOnly: try openForReading()
      case .readWrite, .create: try openForWriting(exists: exists)
      }
    } catch {
      try openImmutable(insteadOf: error)
    }
  }

  private mutating func openForReading() throws(StoreError) {
    let connection = try reader.open()
    try identify(connection, reader.configuration)
    firstReader = connection
  }

  private mutating func openForWriting(exists: Bool) throws(StoreError) {
    var flags = SQLITE_OPEN_READWRITE
    if !exists { flags |= SQLITE_OPEN_CREATE }
    let configuration = reader.configuration
    let connection = try Connection(
      reader.name, path: reader.path, options: Connection.Options(configuration, flags: flags))
    if connection.isReadOnly {
      try openForReading()
      notices.append("`\(reader.path)` is write-protected: opened for reading only")
      return
    }
    try identify(connection, configuration)
    // Our own writer is exempt from the checks that JSON by other writers has to pass.
    try connection.execute("PRAGMA ignore_check_constraints = ON")
    writer = connection
  }

  /// Makes sure that the file is ours and of a version we know; makes it so when it is empty and may be.
  private mutating func identify(
    _ connection: Connection, _ configuration: Configuration
  ) throws(StoreError) {
    if try isEmpty(connection) {
      guard configuration.mode == .create, !connection.isReadOnly else {
        throw StoreError(.notAGraph, "`\(reader.path)` is empty, not a graph file")
      }
      try create(on: connection)
    }
    let application = try connection.statement("PRAGMA application_id").firstInt() ?? 0
    guard application == FormatLimit.applicationID else {
      throw StoreError(.notAGraph, "`\(reader.path)` is an SQLite database, but of another program")
    }
    let version = try connection.statement("PRAGMA user_version").firstInt() ?? 0
    guard version <= FormatLimit.version else {
      throw StoreError(
        .newerVersion,
        "`\(reader.path)` has format version \(version), written by a newer program; "
          + "this one knows \(FormatLimit.version)"
      )
    }
    guard version == FormatLimit.version else {
      throw StoreError(.corrupt, "`\(reader.path)` is damaged: there is no format version \(version)")
    }
    try checkTables(connection)
    reader.identity = FileIdentity(of: reader.name)
    if !connection.isReadOnly { try FileOpening.restoreLog(connection, configuration) }
    let journal = try FileOpening.journalMode(connection)
    if journal != "wal", !reader.isImmutable {
      notices.append(
        "`\(reader.path)` is in journal mode `\(journal)`, not `wal`: "
          + "readers and writers will wait for each other"
      )
    }
  }

  /// The tables that every query reads must be tables with the columns we know, whatever else a file
  /// contains.
  private mutating func checkTables(_ connection: Connection) throws(StoreError) {
    let objects = try Schema.objects(on: connection)
    let layout = GraphLayout.home
    for name in [
      "meta", "graph", layout.labelSet, layout.node, layout.edgeType, layout.edge, layout.nodeChange,
      layout.edgeChange,
    ] {
      guard let table = objects.first(where: { $0.name == name }), table.type == "table",
        table.sql?.hasPrefix("CREATE TABLE") == true
      else { throw StoreError(.corrupt, "`\(reader.path)` is damaged: table `\(name)` is missing") }
    }
    if !Schema.keepsChangeLog(layout, in: objects) {
      notices.append("the triggers of `\(reader.path)` are not those of its format; `check` says more")
    }
    _ = try TableRowSource(connection, layout).state()
  }

  private func isEmpty(_ connection: Connection) throws(StoreError) -> Bool {
    guard try connection.statement("PRAGMA application_id").firstInt() == 0 else { return false }
    return try connection.statement("SELECT count(*) FROM sqlite_schema").firstInt() == 0
  }

  /// Several processes may try at once: the first one makes it, the others find it made.
  private func create(on connection: Connection) throws(StoreError) {
    try FileOpening.useWriteAheadLog(connection, reader.configuration)
    try connection.execute("BEGIN IMMEDIATE")
    do {
      if try isEmpty(connection) { try Schema.create(on: connection) }
      try connection.execute("COMMIT")
    } catch {
      if connection.isInTransaction { try? connection.execute("ROLLBACK") }
      throw error
    }
  }

  /// Changing the journal mode does not wait for locks by itself.
  static func useWriteAheadLog(_ connection: Connection, _ configuration: Configuration) throws(StoreError) {
    var waitedMilliseconds = 0
    while true {
      do {
        return try connection.execute("PRAGMA journal_mode = WAL")
      } catch {
        guard error.code == .busy, waitedMilliseconds < configuration.busyTimeoutMilliseconds else {
          throw error
        }
        usleep(5_000)
        waitedMilliseconds += 5
      }
    }
  }

  // MARK: Where nothing can be written

  /// A database in WAL mode needs two files beside it. Where they cannot be made and no log is left over,
  /// nobody can be writing either, and the file is read as it stands.
  private mutating func openImmutable(insteadOf error: StoreError) throws(StoreError) {
    let isRefused = [SQLITE_CANTOPEN, SQLITE_READONLY].contains((error.sqliteCode ?? 0) & 0xff)
    guard isRefused, access(reader.name, R_OK) == 0 else { throw error }
    var log = stat()
    guard stat(reader.name + "-wal", &log) != 0 || log.st_size == 0 else {
      throw StoreError(
        .readOnly,
        "`\(reader.path)` has commits in its `-wal` file "
          + "that cannot be read in a folder without write permission",
        sqliteCode: error.sqliteCode)
    }
    // What was being written when a program died would be read as if it held.
    guard stat(reader.name + "-journal", &log) != 0 || log.st_size == 0 else {
      throw StoreError(
        .readOnly,
        "a write to `\(reader.path)` was cut short and has to be taken back: open it for writing once",
        sqliteCode: error.sqliteCode)
    }
    reader.isImmutable = true
    writer = nil
    try openForReading()
    notices.append(
      "the folder of `\(reader.path)` is write-protected: opened for reading only, blind to changes by others"
    )
  }

  private static func immutableURI(_ name: String) -> String {
    var uri = "file:"
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        uri += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return uri + "?immutable=1"
  }

  /// Whether there is a file; throws when there is something that cannot be one of ours.
  private static func inspect(_ path: String) throws(StoreError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return false }
      throw StoreError(.inputOutput, "`\(path)` cannot be opened: \(String(cString: strerror(errno)))")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw StoreError(.notAGraph, "`\(path)` is a folder, not a graph file")
    default: throw StoreError(.notAGraph, "`\(path)` is not a regular file")
    }
    guard access(path, R_OK) == 0 else {
      throw StoreError(.inputOutput, "`\(path)` cannot be read: \(String(cString: strerror(errno)))")
    }
    return true
  }
}

extension Connection.Options {
  init(_ configuration: Configuration, flags: Int32) {
    self.init(
      flags: flags, durability: configuration.durability,
      busyTimeoutMilliseconds: configuration.busyTimeoutMilliseconds,
      usesMemoryMap: configuration.usesMemoryMap && flags & SQLITE_OPEN_READWRITE == 0)
  }
}
