/// How a store opens its file and what it may use. Every limit has a name and a unit.
public struct Configuration: Sendable {
  public enum Mode: Sendable {
    /// Enforced by SQLite's open flags; needs no write access to file or folder.
    case readOnly
    case readWrite
    /// Creates the file when there is none.
    case create
  }

  public enum Durability: Sendable {
    /// Every commit is on disk before it returns (`synchronous=FULL`).
    case full
    /// A power loss may lose the last commits, never damage the file (`synchronous=NORMAL`).
    case normal
  }

  public var mode: Mode = .create
  public var durability: Durability = .full
  /// How long a writer waits for another one before it fails with `busy`.
  public var busyTimeoutMilliseconds = 5_000
  /// Maps the file into memory. When another program truncates a mapped file, the process gets SIGBUS; off avoids that.
  public var usesMemoryMap = true

  public init(mode: Mode = .create, durability: Durability = .full) {
    self.mode = mode
    self.durability = durability
  }
}
