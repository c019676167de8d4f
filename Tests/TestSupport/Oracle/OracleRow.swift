import GQL
import GraphStore

/// One row of a working table: the values of the slots of the current query, over those of the row it runs
/// for.
///
/// A slot that is absent is not bound; one that is null was bound to nothing (by OPTIONAL, or an alternative
/// not taken). Elements are kept as ids only, so that every read sees the graph as it is then.
struct OracleRow {
  var outer: [Int: Value] = [:]
  var own: [Int: Value] = [:]

  subscript(slot: Slot) -> Value? {
    get { own[slot.index] ?? outer[slot.index] }
    set { own[slot.index] = newValue }
  }

  /// As the fixed outer row of a subquery.
  var asOuter: OracleRow { OracleRow(outer: outer.merging(own) { _, new in new }, own: [:]) }

  func keeping(_ slots: [Slot]) -> OracleRow {
    var result = OracleRow(outer: outer)
    for slot in slots { result.own[slot.index] = self[slot] ?? .null }
    return result
  }
}

extension Value {
  static func reference(_ id: NodeID) -> Value { .node(Node(id: id, labels: [], properties: Record())) }
  static func reference(_ id: EdgeID) -> Value {
    .edge(Edge(id: id, type: "", source: NodeID(0), target: NodeID(0), properties: Record()))
  }
}
