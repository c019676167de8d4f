/// The names that the graph's data use, for warnings and hints only: in an open graph no name is wrong.
public struct CatalogNames: Sendable {
  public var labels: Set<String>
  public var edgeTypes: Set<String>
  public var propertyKeys: Set<String>
  /// False: nothing is known, and no name is warned about. Property keys may be unknown alone: leave them empty.
  public var isKnown: Bool

  public init(labels: Set<String>, edgeTypes: Set<String>, propertyKeys: Set<String>) {
    self.labels = labels
    self.edgeTypes = edgeTypes
    self.propertyKeys = propertyKeys
    isKnown = true
  }

  private init() {
    labels = []
    edgeTypes = []
    propertyKeys = []
    isKnown = false
  }

  /// No warnings about names.
  public static let unknown = CatalogNames()
}
