import GraphStore

extension ModifySink {
  enum Target: Hashable {
    case node(NodeID)
    case edge(EdgeID)

    /// Nil for what is no element.
    init?(_ cell: Cell, _ context: ExecutionContext) {
      if cell.tag == .node { self = .node(context.reader.nodeID(cell.ordinal)) }
      else if cell.tag == .edge { self = .edge(context.reader.edgeID(cell.ordinal)) }
      else { return nil }
    }
  }

  /// Of a case's payload, an entry of a dictionary, the head of an array.
  static let slotFootprint = 64

  /// One write to an element that is there, with all its values computed.
  enum Write: Sendable {
    /// One after the other; null removes a property.
    case properties(Target, [(key: String, value: Value)])
    case replace(Target, Record)
    case addLabel(NodeID, String)
    case removeLabel(NodeID, String)

    /// About how many bytes it takes.
    var footprint: Int {
      switch self {
      case .properties(_, let changes): changes.reduce(slotFootprint) { $0 + slotFootprint + $1.value.footprint }
      case .replace(_, let record): slotFootprint + record.footprint
      case .addLabel, .removeLabel: slotFootprint
      }
    }

    /// - Parameter changes: how many properties of an element were changed.
    func count(_ changes: Int, in summary: inout ResultSummary) {
      switch self {
      case .properties: summary.propertiesSet += changes
      case .replace(_, let record): summary.propertiesSet += record.count
      case .addLabel: summary.labelsAdded += 1
      case .removeLabel: summary.labelsRemoved += 1
      }
    }
  }
}

extension ExecutionContext {
  /// - Throws: `readOnlyTransaction` where nothing can be written.
  func requireWriter() throws(QueryError) -> WriteTransaction {
    guard let writer else { throw QueryError(.readOnlyTransaction, "the transaction is read-only: nothing can be written") }
    return writer
  }

  /// Writes, counts it, and notes it for the check against the graph's type when the statement is done.
  func perform(_ write: ModifySink.Write) throws(QueryError) {
    let writer = try requireWriter()
    var changes = 1
    do throws(StoreError) {
      switch write {
      case .properties(.node(let id), let properties): changes = try writer.setProperties(properties, ofNode: id)
      case .properties(.edge(let id), let properties): changes = try writer.setProperties(properties, ofEdge: id)
      case .replace(.node(let id), let record): try writer.replaceProperties(record, ofNode: id)
      case .replace(.edge(let id), let record): try writer.replaceProperties(record, ofEdge: id)
      case .addLabel(let id, let label): changes = try writer.addLabel(label, to: id) ? 1 : 0
      case .removeLabel(let id, let label): changes = try writer.removeLabel(label, from: id) ? 1 : 0
      }
    } catch { throw QueryError(error) }
    guard changes > 0 else { return }
    if tracksChanges {
      switch write {
      case .properties(.node(let id), _), .replace(.node(let id), _), .addLabel(let id, _), .removeLabel(let id, _): changedNodes.insert(id)
      case .properties(.edge(let id), _), .replace(.edge(let id), _): changedEdges.insert(id)
      }
    }
    write.count(changes, in: &summary)
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

  /// Those of all batches.
  struct Kept {
    private var writes: [ModifySink.Write] = []
    private(set) var bytes = 0

    mutating func add(_ more: [ModifySink.Write]) {
      for write in more { bytes += write.footprint }
      writes += more
    }

    func perform(_ context: ExecutionContext) throws(QueryError) { for write in writes { try context.perform(write) } }

    mutating func removeAll() {
      LaterRelease.empty(&writes)
      bytes = 0
    }
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
