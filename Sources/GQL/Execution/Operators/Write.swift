import GraphStore

extension ModifySink {
  enum Target: Hashable {
    case node(NodeID)
    case edge(EdgeID)
  }

  /// One write, with all its values computed.
  enum Write: Sendable {
    case insert(ends: [Slot: NodeID], nodes: [Record], edges: [Record])
    case property(Target, String, Value)
    case replace(Target, Record)
    case addLabel(NodeID, String)
    case removeLabel(NodeID, String)

    /// About how many bytes it takes, with the ids of what it inserts.
    var footprint: Int {
      switch self {
      case .insert(let ends, let nodes, let edges):
        4 * Self.slot + ends.count * Self.slot + (nodes + edges).reduce(0) { $0 + Self.slot + $1.footprint }
      case .property(_, _, let value): Self.slot + value.footprint
      case .replace(_, let record): Self.slot + record.footprint
      case .addLabel, .removeLabel: Self.slot
      }
    }

    /// Of a case's payload, an entry of a dictionary, the head of an array.
    private static let slot = 64

    func count(in summary: inout ResultSummary) {
      switch self {
      case .insert(_, let nodes, let edges):
        summary.nodesInserted += nodes.count
        summary.edgesInserted += edges.count
      case .property: summary.propertiesSet += 1
      case .replace(_, let record): summary.propertiesSet += record.count
      case .addLabel: summary.labelsAdded += 1
      case .removeLabel: summary.labelsRemoved += 1
      }
    }
  }
}

extension BoundSetItem {
  /// - Parameter values: those of the item, of one row.
  func writes(to target: ModifySink.Target, _ values: [Value]) -> [ModifySink.Write] {
    switch self {
    case .property(_, let key, _, _): return [.property(target, key, values[0])]
    case .allProperties(_, let fields, _):
      var record = Record()
      for (field, value) in zip(fields, values) {
        if case .null = value { continue }
        record[field.key] = value
      }
      return [.replace(target, record)]
    case .label(_, let label, _):
      guard case .node(let id) = target else { return [] }
      return [.addLabel(id, label)]
    case .replaceProperties: return [.replace(target, values[0].fields.withoutNulls)]
    case .addProperties: return values[0].fields.fields.map { .property(target, $0.name, $0.value) }
    }
  }
}

extension Value {
  /// Of a record; none for anything else.
  fileprivate var fields: Record {
    if case .record(let record) = self { record } else { Record() }
  }
}

extension Record {
  fileprivate var withoutNulls: Record {
    Record(fields.filter { if case .null = $0.value { false } else { true } }.map { (name: $0.name, value: $0.value) })
  }
}
