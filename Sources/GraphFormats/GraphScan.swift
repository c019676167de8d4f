import GraphStore

/// A graph or a part of one, element after element in the order of ids. Nothing is kept.
public struct GraphScan {
  let elements: any GraphElements
  private let monitor: WorkMonitor?
  /// Statements that make its constraints and indexes.
  var definitions: [String] = []

  /// - Parameter monitor: is told of every element that is passed.
  init(_ elements: any GraphElements, monitor: WorkMonitor? = nil) {
    self.elements = elements
    self.monitor = monitor
  }

  var nodeCount: Int { elements.nodeCount }
  var edgeCount: Int { elements.edgeCount }

  func forEachNode(_ body: (Node) throws -> Void) rethrows {
    try elements.forEachNode { _, node in
      try body(node)
      monitor?.advance(by: 1)
    }
  }

  /// Edges whose ends are both in the graph.
  func forEachEdge(_ body: (Edge) throws -> Void) rethrows {
    try elements.forEachEdge { _, edge in
      try body(edge)
      monitor?.advance(by: 1)
    }
  }

  enum Directions { case directed, undirected, both }

  /// Of all edges; a graph without edges is directed. Reads them until it has seen both.
  func directions() -> Directions {
    var seen: Directions?
    for ordinal in 0..<elements.edgeLimit where elements.isAlive(edge: ordinal) {
      let now: Directions = elements.isDirected(ordinal) ? .directed : .undirected
      if let seen, seen != now { return .both }
      seen = now
    }
    return seen ?? .directed
  }

  func node(_ id: NodeID) -> Node? { elements.ordinal(of: id).map(elements.node) }
}

/// Names and types of the properties of nodes or edges, found by reading them all once: for formats that declare them first.
struct PropertyColumns {
  struct Column {
    var name: String
    /// Nil: values of several types, or lists and records.
    var type: ValueType?
    /// Some text of it cannot stand in XML.
    var hasForbiddenText = false
    /// All values are lists of strings, integers, floats or booleans without nulls; `type` is that of the items.
    var isPlainList = false
    /// All values are floats, or integers that are floats exactly.
    var isOfFloats = false
    /// All values are lists whose items are of `itemType`, or lists without items.
    var isOfLists = true
    var itemType: ValueType?
    /// Floats and integers: `type` is nil.
    var mixesNumbers: Bool { type == nil && isOfFloats }
  }

  private(set) var columns: [Column] = []
  /// By the bytes of the name: Swift compares strings by canonical equivalence.
  private var positions: [[UInt8]: Int] = [:]

  /// In the order of the names' code points.
  static func ofNodes(_ graph: GraphScan) -> PropertyColumns {
    var columns = PropertyColumns()
    graph.forEachNode { columns.note($0.properties) }
    columns.sort()
    return columns
  }

  static func ofEdges(_ graph: GraphScan) -> PropertyColumns {
    var columns = PropertyColumns()
    graph.forEachEdge { columns.note($0.properties) }
    columns.sort()
    return columns
  }

  func position(of name: String) -> Int? { positions[Array(name.utf8)] }

  private mutating func sort() {
    columns.sort { $0.name.precedes($1.name) }
    positions = [:]
    for (position, column) in columns.enumerated() { positions[Array(column.name.utf8)] = position }
  }

  private mutating func note(_ properties: Record) {
    for (name, value) in properties.fields {
      let (type, isList) = Self.plainType(value)
      let isForbidden = XMLText.isForbidden(in: value)
      let isFloat = Self.isFloat(value)
      guard let position = positions[Array(name.utf8)] else {
        positions[Array(name.utf8)] = columns.count
        var column = Column(name: name, type: type, hasForbiddenText: isForbidden, isPlainList: isList, isOfFloats: isFloat)
        Self.noteItems(value, type, isList, &column)
        columns.append(column)
        continue
      }
      Self.noteItems(value, type, isList, &columns[position])
      if columns[position].type != type || columns[position].isPlainList != isList {
        columns[position].type = nil
        columns[position].isPlainList = false
      }
      if isForbidden { columns[position].hasForbiddenText = true }
      if !isFloat { columns[position].isOfFloats = false }
    }
  }

  private static func noteItems(_ value: Value, _ type: ValueType?, _ isList: Bool, _ column: inout Column) {
    if case .list(let items) = value, items.isEmpty { return }
    if isList, column.itemType == nil || column.itemType == type { column.itemType = type } else { column.isOfLists = false }
  }

  private static func isFloat(_ value: Value) -> Bool {
    switch value {
    case .float: true
    case .int(let number): Int64(exactly: Double(number)) == number
    default: false
    }
  }

  /// The scalar type of a value, or of the items of a plain list; nil for anything else.
  private static func plainType(_ value: Value) -> (type: ValueType?, isList: Bool) {
    switch value {
    case .bool: return (.bool, false)
    case .int: return (.int, false)
    case .float: return (.float, false)
    case .decimal: return (.decimal, false)
    case .string: return (.string, false)
    case .bytes: return (.bytes, false)
    case .date: return (.date, false)
    case .localTime: return (.localTime, false)
    case .zonedTime: return (.zonedTime, false)
    case .localDateTime: return (.localDateTime, false)
    case .zonedDateTime: return (.zonedDateTime, false)
    case .duration: return (.duration, false)
    case .list(let items):
      var common: ValueType?
      for item in items {
        let (type, isList) = plainType(item)
        guard let type, !isList, common == nil || common == type else { return (nil, false) }
        common = type
      }
      return (common, common != nil)
    case .null, .record, .node, .edge, .path: return (nil, false)
    }
  }
}
