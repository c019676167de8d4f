/// Anything that goes wrong below the language.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// The file does not exist and was not to be created.
    case notFound
    /// The file is no database, or another program's, or damaged.
    case notAGraph
    /// Written by a newer version of this program.
    case newerVersion
    /// The file or its folder does not allow it, or the graph was opened read-only.
    case readOnly
    /// Another writer held the lock longer than the configured wait.
    case busy
    case diskFull
    /// Reading or writing failed below SQLite.
    case inputOutput
    /// Contents contradict the file format; the message names table and row.
    case corrupt
    /// A value that no property can hold.
    case invalidProperty
    case missingEndpoint
    case noSuchElement
    /// A named limit of the store.
    case limitExceeded
    /// A unique key or another constraint forbids it.
    case constraint
    case interrupted
    /// Anything else SQLite says.
    case sqlite
  }

  public var code: Code
  /// One sentence, lower case, without the property values of the graph.
  public var message: String
  /// SQLite's extended result code, where there is one.
  public var sqliteCode: Int32?

  public init(_ code: Code, _ message: String, sqliteCode: Int32? = nil) {
    self.code = code
    self.message = message
    self.sqliteCode = sqliteCode
  }

  public var description: String { message }
}
