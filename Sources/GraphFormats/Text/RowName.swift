import GraphStore

/// What an element without a key is called in files that have no place to say who wrote them: `urn:graphsh:node/1`, `urn:graphsh:edge/1`.
/// Nobody else writes such names, so that they are known as numbers of rows when they are read.
enum RowName {
  static let base = "urn:graphsh:"
  private static let kinds = ["node/", "edge/"].map { base + $0 }

  static func of(_ id: NodeID) -> String { kinds[0] + String(id.rawValue) }
  static func of(_ id: EdgeID) -> String { kinds[1] + String(id.rawValue) }

  static func isOne(_ text: String) -> Bool {
    kinds.contains { text.hasPrefix($0) && Int64(text.dropFirst($0.count)) != nil }
  }
}
