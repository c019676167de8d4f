import GraphStore

extension ModifySink {
  enum Target: Hashable {
    case node(NodeID)
    case edge(EdgeID)
  }

  /// One write, with all its values computed.
  enum Write: Sendable {
    case insert(ends: [Slot: NodeID], nodes: [Record], edges: [Record])
    /// One after the other; null removes a property.
    case properties(Target, [(key: String, value: Value)])
    case replace(Target, Record)
    case addLabel(NodeID, String)
    case removeLabel(NodeID, String)

    /// About how many bytes it takes, with the ids of what it inserts.
    var footprint: Int {
      switch self {
      case .insert(let ends, let nodes, let edges):
        4 * Self.slot + ends.count * Self.slot + (nodes + edges).reduce(0) { $0 + Self.slot + $1.footprint }
      case .properties(_, let changes): changes.reduce(Self.slot) { $0 + Self.slot + $1.value.footprint }
      case .replace(_, let record): Self.slot + record.footprint
      case .addLabel, .removeLabel: Self.slot
      }
    }

    /// Of a case's payload, an entry of a dictionary, the head of an array.
    private static let slot = 64

    /// - Parameter changes: how many properties of an element were changed.
    func count(_ changes: Int, in summary: inout ResultSummary) {
      switch self {
      case .insert(_, let nodes, let edges):
        summary.nodesInserted += nodes.count
        summary.edgesInserted += edges.count
      case .properties: summary.propertiesSet += changes
      case .replace(_, let record): summary.propertiesSet += record.count
      case .addLabel: summary.labelsAdded += 1
      case .removeLabel: summary.labelsRemoved += 1
      }
    }
  }
}

/// Writes in the order in which they are to be made. Assignments to one element that follow each other are one: its properties are read and written once.
struct PendingWrites {
  private var writes: [ModifySink.Write] = []
  private var target: ModifySink.Target?
  private var changes: [(key: String, value: Value)] = []

  mutating func add(_ write: ModifySink.Write) {
    guard case .properties(let target, let changes) = write else {
      close()
      writes.append(write)
      return
    }
    if target != self.target { close() }
    self.target = target
    self.changes += changes
  }

  private mutating func close() {
    guard let target else { return }
    writes.append(.properties(target, changes))
    self.target = nil
    changes = []
  }

  /// All of them.
  mutating func take() -> [ModifySink.Write] {
    close()
    defer { writes = [] }
    return writes
  }
}

extension BoundSetItem {
  /// - Parameter values: those of the item, of one row.
  func writes(to target: ModifySink.Target, _ values: [Value]) -> [ModifySink.Write] {
    switch self {
    case .property(_, let key, _, _): return [.properties(target, [(key, values[0])])]
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
    case .addProperties:
      let fields = values[0].fields.fields
      return fields.isEmpty ? [] : [.properties(target, fields.map { ($0.name, $0.value) })]
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
