/// Where one graph lives in the file: `schema/graph.sql` instantiated with its prefix. Never taken from the
/// file, which others write.
struct GraphLayout: Hashable, Sendable {
  /// Row of the table `graph`; 1 is the home graph.
  let graph: Int64

  static let home = GraphLayout(graph: 1)

  var prefix: String { graph == 1 ? "" : "g\(graph)_" }
  var labelSet: String { prefix + "label_set" }
  var node: String { prefix + "node" }
  var edge: String { prefix + "edge" }
  var edgeType: String { prefix + "edge_type" }
  var nodeChange: String { prefix + "node_change" }
  var edgeChange: String { prefix + "edge_change" }

  /// SQL for the greatest id that was ever given out in a table, as far as the file knows; no row, or null, where anything but an
  /// integer stands there.
  static func recordedID(of table: String) -> String {
    "SELECT max(seq) FROM sqlite_sequence WHERE name = '\(table)' AND typeof(seq) = 'integer'"
  }

  /// The DDL of this graph. O(length): each opening of a file asks for it.
  var ddl: String {
    let mark = Array("{g}".utf8)
    let text = Array(SchemaText.graph.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var rest = text[...]
    while let brace = rest.firstIndex(of: mark[0]) {
      result.append(contentsOf: rest[..<brace])
      let isMark = rest[brace...].starts(with: mark)
      result.append(contentsOf: isMark ? Array(prefix.utf8) : [mark[0]])
      rest = rest[(brace + (isMark ? mark.count : 1))...]
    }
    result.append(contentsOf: rest)
    return String(decoding: result, as: UTF8.self)
  }
}

/// Limits of the file format.
enum FormatLimit {
  /// The greatest id of a node, edge, label set or edge type: 2^48 - 1.
  static let maximumID: Int64 = (1 << 48) - 1
  static let applicationID: Int64 = 0x4751_4C47
  static let version: Int64 = 1
}
