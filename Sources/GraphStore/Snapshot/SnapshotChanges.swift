/// What an advance changed, as far as structures made from rows must know.
struct SnapshotChanges {
  struct EdgeShape: Equatable {
    var type: NameID
    var source: NodeOrdinal
    var target: NodeOrdinal
    var isDirected: Bool
  }
  /// Before and after; nil where the edge was not or is not in the graph.
  struct EdgeChange {
    var edge: EdgeOrdinal
    var old: EdgeShape?
    var new: EdgeShape?
  }

  var nodes: [NodeOrdinal] = []
  /// The last change of each edge stands for all, with the first `old`.
  private(set) var edges: [EdgeChange] = []
  private var positions: [EdgeOrdinal: Int] = [:]

  mutating func note(_ edge: EdgeOrdinal, old: EdgeShape?, new: EdgeShape?) {
    if let position = positions[edge] {
      edges[position].new = new
    } else {
      positions[edge] = edges.count
      edges.append(EdgeChange(edge: edge, old: old, new: new))
    }
  }

  static func chunks(of ordinals: [UInt32]) -> Set<Int> {
    var chunks: Set<Int> = []
    var last = -1
    for ordinal in ordinals where Int(ordinal >> RowTable.shift) != last {
      last = Int(ordinal >> RowTable.shift)
      chunks.insert(last)
    }
    return chunks
  }

  /// The adjacency after these changes; itself when they do not concern it.
  func advance(_ adjacency: Adjacency, types: [NameID]?, nodeCount: Int) -> Adjacency {
    var removed: [Adjacency.End] = []
    var added: [Adjacency.End] = []
    for change in edges where change.old != change.new {
      if let old = change.old, types == nil || types!.contains(old.type) {
        Adjacency.forEachEnd(adjacency.way, old.source, old.target, isDirected: old.isDirected) {
          removed.append(Adjacency.End(node: $0, other: $1, edge: change.edge))
        }
      }
      if let new = change.new, types == nil || types!.contains(new.type) {
        Adjacency.forEachEnd(adjacency.way, new.source, new.target, isDirected: new.isDirected) {
          added.append(Adjacency.End(node: $0, other: $1, edge: change.edge))
        }
      }
    }
    if removed.isEmpty, added.isEmpty { return adjacency }
    return adjacency.advanced(removing: removed, adding: added, nodeCount: nodeCount)
  }
}
