/// What a load did.
public struct ImportReport: Sendable, Equatable {
  public struct Counts: Sendable, Equatable {
    public var created = 0
    public var updated = 0
    public var unchanged = 0
    public init(created: Int = 0, updated: Int = 0, unchanged: Int = 0) {
      self.created = created
      self.updated = updated
      self.unchanged = unchanged
    }
  }
  public var nodes = Counts()
  public var edges = Counts()
  /// Lines left out, with file, line and reason; at most as many as were allowed.
  public var rejected: [String] = []
  /// What the graph does not hold as the files do, and what loading again would double: sentences.
  public var notices: [String] = []
  /// What a dry run found: labels and types with their properties and the types of those, a line each.
  public var shape: [String] = []
  public init() {}
}
