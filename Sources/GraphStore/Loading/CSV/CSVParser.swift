/// Reads files of nodes, then files of edges, and hands their rows over in batches. Runs on a thread of its own.
///
/// Holds the ids of all nodes of the load. Nodes have the numbers that follow those of `PresentNodes`.
final class CSVParser: BackgroundWork, @unchecked Sendable {
  private var tables: [CSVTable]
  private let options: CSVOptions
  private let present: PresentNodes
  /// Rows between two commits: a batch ends there, so that those before a fault are handed over. Nil = one commit.
  private let commitRows: Int?
  @exclusivity(unchecked) private var rowsUntilCommit: Int
  private let free: HandOff<CSVBatch>
  private let events: HandOff<CSVImport.Event>
  @exclusivity(unchecked) private var batch: CSVBatch?
  @exclusivity(unchecked) private var spaces: [String: ExternalIDs] = [:]
  /// Some files are of nodes.
  private let hasNodes: Bool
  /// Ids of all spaces, where edges name none and there are several.
  @exclusivity(unchecked) private var anywhere: ExternalIDs?
  /// The greatest number of a node.
  @exclusivity(unchecked) private var lastNode: UInt32
  /// Ends of edges that the graph had.
  @exclusivity(unchecked) private var presentEnds = 0
  @exclusivity(unchecked) private var names = CSVNames()
  /// Of the row that is read, where the file has several columns of them.
  private let joinedLabels = ByteBuffer(capacity: 64)
  /// Of the columns of the file that is read.
  @exclusivity(unchecked) private var defaults: [CSVDefaults] = []
  /// Read by others after the thread has ended.
  @exclusivity(unchecked) private(set) var report = CSVReport()
  private(set) var failure: StoreError?

  struct RowFault: Error {
    var field: Int
    var message: String
  }

  /// - Throws: `invalidProperty` for spaces that no file has.
  init(
    _ tables: [CSVTable], _ options: CSVOptions, _ present: PresentNodes, commitRows: Int? = nil, free: HandOff<CSVBatch>, events: HandOff<CSVImport.Event>
  ) throws(StoreError) {
    self.tables = tables.filter { !$0.isOfEdges } + tables.filter(\.isOfEdges)
    self.options = options
    self.present = present
    hasNodes = tables.contains { !$0.isOfEdges }
    lastNode = UInt32(present.ids.count)
    self.commitRows = commitRows
    rowsUntilCommit = commitRows ?? .max
    self.free = free
    self.events = events
    super.init()
    for table in tables where !table.isOfEdges && spaces[table.space] == nil { spaces[table.space] = ExternalIDs() }
    var isSpaceMissing = false
    for table in tables where table.isOfEdges {
      for space in [table.startSpace, table.endSpace] {
        if options.makesEnds, spaces[space ?? ""] == nil { spaces[space ?? ""] = ExternalIDs() }
        guard let space else {
          isSpaceMissing = true
          continue
        }
        guard spaces[space] != nil || present.knows(label: space) else {
          let label = present.isEmpty ? "" : ", and no node of the graph the label"
          throw StoreError(
            .invalidProperty, "\(table.input.path): no file of nodes has the id space `\(space)`\(label); \(CSVParser.known(spaces.keys))\(hasNodes ? "" : "; `--new-ends` makes nodes of them")")
        }
      }
    }
    if isSpaceMissing, spaces.count > 1 { anywhere = ExternalIDs() }
  }

  override func run() {
    defer { events.put(.parsed) }
    do throws(StoreError) {
      for index in tables.indices where !tables[index].isOfEdges {
        guard try read(index) else { return }
      }
      for index in tables.indices where tables[index].isOfEdges && options.makesEnds {
        guard try makeEnds(tables[index]) else { return }
      }
      for index in tables.indices where tables[index].isOfEdges {
        guard try read(index) else { return }
      }
      handOver()
      if presentEnds > 0, hasNodes {
        report.load.notices.append("\(presentEnds) \(presentEnds == 1 ? "end of a relationship is a node" : "ends of relationships are nodes") that the graph had")
      }
    } catch { failure = error }
  }

  /// False when the other side has given up.
  private func read(_ index: Int) throws(StoreError) -> Bool {
    let isInferred = try tables[index].inferTypes(listDelimiter: options.listDelimiter, isCancelled: { events.isCancelled })
    let table = tables[index]
    report.load.notices += table.notices(listDelimiter: options.listDelimiter)
    let memory = ByteBuffer(capacity: 1_024)
    let steps = table.steps(memory)
    names.begin(table.input)
    defaults = table.header.columns.map(\.defaults)
    beginBatch(table, isOfEdges: table.isOfEdges)
    let reader = table.reader
    let ends = (start: self.ends(table.startSpace), end: self.ends(table.endSpace))
    var count = 0
    loop: while true {
      switch try reader.next() {
      case .success(false): break loop
      case .failure(let fault):
        try reject(CSVTable.error(fault, table.input.path), isFinal: fault.isFinal)
        continue
      case .success(true): break
      }
      guard let batch = batch ?? takeBatch(table, isOfEdges: table.isOfEdges) else { return false }
      let mark = batch.text.count
      do throws(RowFault) {
        if table.isOfEdges { try edge(table, steps, batch, ends) } else { try node(table, steps, batch) }
        count += 1
        rowsUntilCommit -= 1
      } catch {
        batch.text.count = mark
        try reject(place(error, table), isFinal: false)
      }
      handOverIfDue(batch)
    }
    withExtendedLifetime(memory) {}
    report.files.append(table.report(isInferred: isInferred, recordCount: count))
    if table.isOfEdges { report.load.edges.created += count } else { report.load.nodes.created += count }
    return true
  }

  private func beginBatch(_ table: CSVTable, isOfEdges: Bool) {
    if batch?.isOfEdges != isOfEdges { handOver() }
    batch?.begin(table.input.path)
  }

  private func takeBatch(_ table: CSVTable, isOfEdges: Bool) -> CSVBatch? {
    batch = free.take()
    batch?.removeAll()
    batch?.isOfEdges = isOfEdges
    batch?.begin(table.input.path)
    return batch
  }

  private func handOverIfDue(_ batch: CSVBatch) {
    if rowsUntilCommit == 0 {
      handOver()
      rowsUntilCommit = commitRows ?? .max
    } else if batch.isFull {
      handOver()
    }
  }

  private func handOver() {
    guard let batch else { return }
    names.moveNew(to: batch)
    events.put(.batch(batch))
    self.batch = nil
  }

  private func place(_ fault: RowFault, _ table: CSVTable) -> StoreError {
    let column = fault.field < table.reader.fieldCount ? table.reader.fields[fault.field].offset + 1 : 1
    return StoreError(.invalidProperty, "\(table.input.path):\(table.reader.line):\(column): \(fault.message)")
  }

  private func reject(_ error: StoreError, isFinal: Bool) throws(StoreError) {
    guard !isFinal, report.load.rejected.count < options.maximumErrors else { throw error }
    report.load.rejected.append(error.message)
    options.monitor?.note(rejected: error.message)
  }

  // MARK: Rows

  private func node(_ table: CSVTable, _ steps: [CSVTable.Step], _ batch: CSVBatch) throws(RowFault) {
    let reader = table.reader
    try checkFieldCount(reader, steps)
    var id: UnsafeBufferPointer<UInt8>?
    var idField = 0
    var labels: UnsafeBufferPointer<UInt8>?
    var isFirst = true
    batch.text.append(UInt8(ascii: "{"))
    for index in 0..<steps.count {
      let field = reader.fields[index]
      let action = steps[index].action
      switch action {
      case .id, .idAndProperty:
        guard field.bytes.count > 0 else { throw RowFault(field: index, message: "the id is empty") }
        (id, idField) = (field.bytes, index)
        if action == .idAndProperty { try property(field, steps[index], index, batch.text, &isFirst) }
      case .labels: labels = labels.map { union($0, field.bytes) } ?? field.bytes
      case .property: try property(field, steps[index], index, batch.text, &isFirst)
      case .skip, .start, .end, .type: break
      }
    }
    batch.text.append(UInt8(ascii: "}"))
    let name = try names.labelSet(labels, options.listDelimiter)
    let number = lastNode + 1
    if let id {
      let space = self.space(table.space)
      guard space.insert(id, number) == 0 else {
        throw RowFault(field: idField, message: "the id \(CSVParser.quoted(id)) comes twice\(CSVParser.inSpace(table.space))")
      }
      if let anywhere, anywhere.insert(id, number) != 0 { anywhere.replace(id, with: ExternalIDs.ambiguous) }
    }
    lastNode = number
    batch.endRow(line: reader.line, name: name)
  }

  /// The labels of several columns as if they stood in one.
  private func union(_ labels: UnsafeBufferPointer<UInt8>, _ more: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    if labels.baseAddress != UnsafePointer(joinedLabels.base) {
      joinedLabels.count = 0
      joinedLabels.append(labels)
    }
    joinedLabels.append(options.listDelimiter)
    joinedLabels.append(more)
    return UnsafeBufferPointer(start: joinedLabels.base, count: joinedLabels.count)
  }

  private func edge(
    _ table: CSVTable, _ steps: [CSVTable.Step], _ batch: CSVBatch, _ ends: (start: ExternalIDs, end: ExternalIDs)
  ) throws(RowFault) {
    let reader = table.reader
    try checkFieldCount(reader, steps)
    var source: UInt32 = 0
    var target: UInt32 = 0
    var type: UnsafeBufferPointer<UInt8>?
    var isFirst = true
    batch.text.append(UInt8(ascii: "{"))
    for index in 0..<steps.count {
      let field = reader.fields[index]
      switch steps[index].action {
      case .start: source = try end(field, index, table.startSpace, ends.start)
      case .end: target = try end(field, index, table.endSpace, ends.end)
      case .type: type = field.bytes
      case .property: try property(field, steps[index], index, batch.text, &isFirst)
      case .skip, .id, .idAndProperty, .labels: break
      }
    }
    batch.text.append(UInt8(ascii: "}"))
    batch.endRow(line: reader.line, name: try names.type(type), source: source, target: target)
  }

  private func checkFieldCount(_ reader: CSVReader, _ steps: [CSVTable.Step]) throws(RowFault) {
    guard reader.fieldCount == steps.count else {
      throw RowFault(field: min(reader.fieldCount, steps.count), message: "\(reader.fieldCount) \(reader.fieldCount == 1 ? "field" : "fields"), where the header has \(steps.count)")
    }
  }

  @inline(__always)
  private func property(
    _ field: CSVReader.Field, _ step: CSVTable.Step, _ index: Int, _ text: ByteBuffer, _ isFirst: inout Bool
  ) throws(RowFault) {
    // Nothing between two delimiters: no such property. Two quotes: the empty string or list.
    if field.bytes.count == 0, !field.isQuoted || step.valueType != .string && !step.isList { return }
    if !isFirst { text.append(UInt8(ascii: ",")) }
    isFirst = false
    text.append(step.prefix)
    if step.isList { return try list(field, step, index, text) }
    guard CSVValueWriter.write(field.bytes, as: step.valueType, defaults[index], to: text) else {
      throw RowFault(field: index, message: CSVParser.complaint(field.bytes, step.valueType))
    }
  }

  private func list(
    _ field: CSVReader.Field, _ step: CSVTable.Step, _ index: Int, _ text: ByteBuffer
  ) throws(RowFault) {
    text.append(UInt8(ascii: "["))
    var start = 0
    for position in 0...field.bytes.count
    where field.bytes.count > 0 && (position == field.bytes.count || field.bytes[position] == options.listDelimiter) {
      if start > 0 { text.append(UInt8(ascii: ",")) }
      let item = UnsafeBufferPointer(rebasing: field.bytes[start..<position])
      guard CSVValueWriter.write(item, as: step.valueType, defaults[index], to: text) else {
        throw RowFault(field: index, message: CSVParser.complaint(item, step.valueType))
      }
      start = position + 1
    }
    text.append(UInt8(ascii: "]"))
  }

  // MARK: New ends

  /// Makes the nodes that edges of the file end at and nothing else has, and leaves the reader behind the header.
  /// - Returns: false when the other side has given up.
  private func makeEnds(_ table: CSVTable) throws(StoreError) -> Bool {
    let reader = table.reader
    guard reader.isRegular else { throw StoreError(.inputOutput, "\(table.input.path): to make the ends of its edges the file must be one that can be read twice") }
    var places: [(field: Int, space: String?, ids: ExternalIDs)] = []
    for (index, column) in table.header.columns.enumerated() {
      if case .start = column.role { places.append((index, table.startSpace, ends(table.startSpace))) }
      if case .end = column.role { places.append((index, table.endSpace, ends(table.endSpace))) }
    }
    beginBatch(table, isOfEdges: false)
    var unlabeled = 0
    loop: while true {
      switch try reader.next() {
      case .success(false): break loop
      case .failure(let fault):
        // Told when its edges are read.
        if fault.isFinal { break loop }
        continue
      case .success(true): break
      }
      guard reader.fieldCount == table.header.columns.count else { continue }
      for place in places {
        let id = reader.fields[place.field].bytes
        guard id.count > 0, place.ids.number(of: id) == 0, present.number(of: id, label: place.space ?? "") == 0 else { continue }
        guard let batch = batch ?? takeBatch(table, isOfEdges: false) else { return false }
        do throws(RowFault) { try makeEnd(id, place.space ?? "", batch, line: reader.line) } catch { throw self.place(error, table) }
        _ = place.ids.insert(id, lastNode)
        if place.space == nil { unlabeled += 1 }
        handOverIfDue(batch)
      }
    }
    if unlabeled > 0 {
      report.load.notices.append("\(table.input.path): \(unlabeled) of the nodes made have no label; `--edges TYPE:START:END=\(table.input.path)` gives them some")
    }
    reader.rewind()
    _ = try reader.next()
    return true
  }

  private func makeEnd(_ id: UnsafeBufferPointer<UInt8>, _ label: String, _ batch: CSVBatch, line: Int) throws(RowFault) {
    let mark = batch.text.count
    var property = options.endProperties(hasNodes: true)[0]
    batch.text.append(UInt8(ascii: "{"))
    _ = property.withUTF8 { CSVValueWriter.string($0, to: batch.text) }
    batch.text.append(UInt8(ascii: ":"))
    guard CSVValueWriter.string(id, to: batch.text) else {
      batch.text.count = mark
      throw RowFault(field: 0, message: CSVParser.complaint(id, .string))
    }
    batch.text.append(UInt8(ascii: "}"))
    lastNode += 1
    rowsUntilCommit -= 1
    report.load.nodes.created += 1
    if let anywhere { _ = anywhere.insert(id, lastNode) }
    batch.endRow(line: line, name: names.labelSet(of: label.isEmpty ? [] : [label]))
  }

  // MARK: Ids

  private func space(_ name: String) -> ExternalIDs {
    guard let ids = spaces[name] else { preconditionFailure("the spaces are those of the files") }
    return ids
  }

  /// Where the ends of edges are looked up.
  private func ends(_ spaceName: String?) -> ExternalIDs {
    if let spaceName { return spaces[spaceName] ?? ExternalIDs() }
    return anywhere ?? spaces.first?.value ?? ExternalIDs()
  }

  @inline(__always)
  private func end(_ field: CSVReader.Field, _ index: Int, _ spaceName: String?, _ ids: ExternalIDs) throws(RowFault) -> UInt32 {
    var number = ids.number(of: field.bytes)
    if number == 0 {
      number = present.number(of: field.bytes, label: spaceName ?? "")
      if number != 0, number != ExternalIDs.ambiguous { presentEnds += 1 }
    }
    if number == 0 || number == ExternalIDs.ambiguous { throw RowFault(field: index, message: complaint(field.bytes, spaceName, ids)) }
    return number
  }

  /// Of an end that is no node, or several.
  private func complaint(_ id: UnsafeBufferPointer<UInt8>, _ spaceName: String?, _ ids: ExternalIDs) -> String {
    guard id.count > 0 else { return "the edge has nothing at this end" }
    let (name, space) = (CSVParser.quoted(id), CSVParser.inSpace(spaceName ?? ""))
    if ids.number(of: id) == ExternalIDs.ambiguous {
      return "several id spaces have the id \(name): write `:START_ID(Space)` and `:END_ID(Space)` in the header, or `--edges TYPE:START:END=FILE`"
    }
    let property = options.endProperties(hasNodes: hasNodes).map { "`\($0)`" }.joined(separator: " or ")
    let label = spaceName.map { !$0.isEmpty && present.knows(label: $0) ? " with the label `\($0)`" : "" } ?? ""
    let other = options.endsBy == nil ? "; `--ends-by PROPERTY` names another property" : ""
    guard present.number(of: id, label: spaceName ?? "") == 0 else {
      return "several nodes of the graph\(label) have the \(property) \(name)\(other)"
    }
    let advice = other.isEmpty ? "; `--new-ends` makes a node of it" : other + ", `--new-ends` makes nodes of such ends"
    if !present.isEmpty {
      let ofFiles = hasNodes ? "of the files has the id \(name)\(space), and none " : ""
      return "no node \(ofFiles)of the graph\(label) has the \(property) \(name)\(advice)"
    }
    return "no node has the id \(name)\(space)"
      + (hasNodes ? "" : ": the ends of edges are ids of a file of nodes, such as `id:ID,:LABEL,name`, that is loaded with it, and there is none; `--new-ends` makes nodes of them")
  }

  /// Which id spaces there are, for whoever names another one.
  private static func known(_ spaces: some Sequence<String>) -> String {
    let names = spaces.filter { !$0.isEmpty }.sorted().map { "`\($0)`" }
    if !names.isEmpty { return "there \(names.count == 1 ? "is" : "are") \(names.joined(separator: ", "))" }
    if spaces.contains(where: \.isEmpty) { return "their ids are in none" }
    return "there is none: the ends of edges are nodes of the same import or of the graph"
  }

  private static func inSpace(_ name: String) -> String { name.isEmpty ? "" : " in the id space `\(name)`" }

  private static func complaint(_ bytes: UnsafeBufferPointer<UInt8>, _ type: CSVType) -> String {
    guard type == .string || String(validating: bytes, as: UTF8.self) == nil else { return "\(quoted(bytes)) is no \(type.headerName)" }
    return "\(quoted(bytes)) is not UTF-8; `iconv -f ISO-8859-1 -t UTF-8` converts a file of another encoding"
  }

  /// At most 40 bytes of it.
  private static func quoted(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let head = String(decoding: bytes.prefix(40), as: UTF8.self)
    return bytes.count > 40 ? "`\(head)`..." : "`\(head)`"
  }
}
