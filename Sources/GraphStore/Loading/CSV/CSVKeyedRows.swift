/// Inserts rows where some may be elements that are there: each goes through keyed import, as a line of JSON does.
///
/// For files with a column `key` and graphs with elements that have one; several times slower than `CSVRows`. Holds the key of every
/// element of the graph and of the files.
struct CSVKeyedRows {
  private var load: KeyedImport
  private let present: PresentNodes
  /// By number, less those that were there, from 1.
  private var nodes: [RecordID] = []
  private var labelSets: [[String]] = []
  private var types: [String] = []
  /// What the files' columns tell of.
  private var toldByFile: [File: KeyedRecord.Told] = [:]

  private struct File: Hashable {
    var path: String
    var isOfEdges: Bool
  }

  /// Nil where all rows are new for certain.
  init?(_ tables: [CSVTable], _ source: LoadTransaction, _ present: PresentNodes) throws(StoreError) {
    guard tables.contains(where: { $0.header.hasKeys }) else { return nil }
    self.present = present
    for table in tables {
      let keys = Set(table.header.columns.filter { !$0.name.isEmpty && $0.role != .ignored }.map(\.name))
      let told = KeyedRecord.Told(keys: keys.union(["key"]), allLabels: table.header.columns.contains { $0.role == .labels })
      toldByFile[File(path: table.input.path, isOfEdges: table.isOfEdges)] = told
    }
    load = KeyedImport(source)
    try load.noteExisting()
    guard load.knowsKeys else { return nil }
  }

  mutating func insert(_ batch: CSVBatch) throws(StoreError) {
    labelSets += batch.newLabelSets
    types += batch.newTypes
    var told = KeyedRecord.Told()
    var path: String?
    for row in 0..<batch.count {
      if path != batch.file(row) {
        path = batch.file(row)
        told = toldByFile[File(path: batch.file(row), isOfEdges: batch.isOfEdges)] ?? told
      }
      do throws(StoreError) {
        let properties = try properties(batch, row)
        var key: String?
        if case .string(let text)? = properties["key"] { key = text }
        if batch.isOfEdges { try takeEdge(batch, row, key, properties, told) } else { try takeNode(batch, row, key, properties, told) }
      } catch { try load.reject(error, at: batch.place(row)) }
    }
  }

  private func properties(_ batch: CSVBatch, _ row: Int) throws(StoreError) -> Record {
    do throws(PropertyFault) { return GraphIntake.storable(try PropertyText.record(batch.propertyText(row))) } catch {
      throw StoreError(.invalidProperty, error.explanation)
    }
  }

  private mutating func takeNode(
    _ batch: CSVBatch, _ row: Int, _ key: String?, _ properties: Record, _ told: KeyedRecord.Told
  ) throws(StoreError) {
    let id = key.map { RecordID.key($0) } ?? .local(Int64(nodes.count + 1))
    nodes.append(id)
    let labels = labelSets[Int(batch.names[row])]
    try load.take(KeyedRecord.NodeRecord(id: id, labels: labels, properties: properties, told: told), at: batch.place(row))
  }

  private mutating func takeEdge(
    _ batch: CSVBatch, _ row: Int, _ key: String?, _ properties: Record, _ told: KeyedRecord.Told
  ) throws(StoreError) {
    let record = KeyedRecord.EdgeRecord(
      key: key, type: types[Int(batch.names[row])], start: end(batch.sources[row]), end: end(batch.targets[row]),
      isDirected: true, properties: properties, told: told)
    try load.take(record, at: batch.place(row))
  }

  private mutating func end(_ number: UInt32) -> RecordID {
    let index = Int(number) - 1
    return index < present.ids.count ? load.present(NodeID(present.ids[index])) : nodes[index - present.ids.count]
  }

  /// Adds to the report of whoever read the files.
  mutating func finish(_ report: inout ImportReport, _ options: CSVOptions) throws(StoreError) {
    let own = try load.finish()
    report.nodes = own.nodes
    report.edges = own.edges
    report.notices += own.notices
    report.rejected += own.rejected
    if report.rejected.count > options.maximumErrors, let last = report.rejected.last { throw StoreError(.invalidProperty, last) }
  }
}
