extension Value {
  /// The value of a cell of the kinds that most results hold, without a look at a reader; nil for others.
  @inline(__always)
  package init?(plain cell: Cell) {
    switch cell.tag {
    case .null: self = .null
    case .bool: self = .bool(cell.bool)
    case .int: self = .int(cell.int)
    case .float: self = .float(cell.float)
    case .string: self = .string(cell.text)
    case .date: self = .date(cell.date)
    default: return nil
    }
  }

  /// A detached copy of the cell's value; elements are materialised from the snapshot.
  public init(_ cell: Cell, reader: any GraphReader) {
    switch cell.tag {
    case .null: self = .null
    case .bool: self = .bool(cell.bool)
    case .int: self = .int(cell.int)
    case .float: self = .float(cell.float)
    case .decimal: self = .decimal(cell.decimal)
    case .string: self = .string(cell.text)
    case .bytes: self = .bytes(Array(cell.utf8))
    case .date: self = .date(cell.date)
    case .localTime: self = .localTime(cell.localTime)
    case .zonedTime: self = .zonedTime(cell.zonedTime)
    case .localDateTime: self = .localDateTime(cell.localDateTime)
    case .zonedDateTime: self = .zonedDateTime(cell.zonedDateTime.value)
    case .duration: self = .duration(cell.duration)
    case .list: self = .list(cell.items.map { Value($0, reader: reader) })
    case .record: self = .record(Record(cell, reader: reader))
    case .node: self = .node(reader.node(cell.ordinal))
    case .edge: self = .edge(reader.edge(cell.ordinal))
    case .path: self = .path(Path(cell, reader: reader))
    }
  }
}

extension Record {
  /// Only for a cell with tag `record`.
  public init(_ cell: Cell, reader: any GraphReader) {
    let fields = cell.fieldCells
    self.init(
      stride(from: 0, to: fields.count, by: 2).map {
        (name: fields[$0].text, value: Value(fields[$0 + 1], reader: reader))
      })
  }
}

extension Path {
  /// Only for a cell with tag `path`.
  public init(_ cell: Cell, reader: any GraphReader) {
    self.init(
      nodes: cell.items.filter { $0.tag == .node }.map { reader.node($0.ordinal) },
      edges: cell.items.filter { $0.tag == .edge }.map { reader.edge($0.ordinal) })
  }
}

extension Arena {
  /// The value as a cell whose contents live in this arena; elements are found by id. Nil when an element is
  /// not alive in the snapshot.
  public func cell(for value: Value, reader: any GraphReader) -> Cell? {
    cell(
      for: value,
      node: { node in reader.ordinal(of: node.id).map { UInt64($0) } },
      edge: { edge in reader.ordinal(of: edge.id).map { UInt64($0) } })
  }

  /// The value as a cell in which ids stand for elements: good for relations between such cells and nothing
  /// else.
  func detachedCell(for value: Value) -> Cell {
    cell(
      for: value, node: { UInt64(bitPattern: $0.id.rawValue) }, edge: { UInt64(bitPattern: $0.id.rawValue) })
      ?? .null
  }

  private func cell(for value: Value, node: (Node) -> UInt64?, edge: (Edge) -> UInt64?) -> Cell? {
    switch value {
    case .null: return .null
    case .bool(let value): return Cell(value)
    case .int(let value): return Cell(value)
    case .float(let value): return Cell(value)
    case .decimal(let value): return decimal(value)
    case .string(let value): return string(value)
    case .bytes(let value): return value.withUnsafeBufferPointer { string(copying: $0, tag: .bytes) }
    case .date(let value): return Cell(value)
    case .localTime(let value): return Cell(value)
    case .zonedTime(let value): return Cell(value)
    case .localDateTime(let value): return Cell(value)
    case .zonedDateTime(let value): return zonedDateTime(value)
    case .duration(let value): return duration(value)
    case .list(let values):
      var items: [Cell] = []
      for value in values {
        guard let item = cell(for: value, node: node, edge: edge) else { return nil }
        items.append(item)
      }
      return list(items)
    case .record(let record):
      var items: [Cell] = []
      for field in record.fields {
        guard let value = cell(for: field.value, node: node, edge: edge) else { return nil }
        items.append(string(field.name))
        items.append(value)
      }
      return items.withUnsafeBufferPointer { cells(.record, $0) }
    case .node(let value): return node(value).map { Cell(tag: .node, payload: $0) }
    case .edge(let value): return edge(value).map { Cell(tag: .edge, payload: $0) }
    case .path(let path):
      var items: [Cell] = []
      for (index, value) in path.nodes.enumerated() {
        guard let element = node(value) else { return nil }
        items.append(Cell(tag: .node, payload: element))
        guard index < path.edges.count else { break }
        guard let element = edge(path.edges[index]) else { return nil }
        items.append(Cell(tag: .edge, payload: element))
      }
      return items.withUnsafeBufferPointer { cells(.path, $0) }
    }
  }
}
