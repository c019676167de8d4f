import GraphStore

extension ScalarFunction {
  static let elements = [elementID, rowID, labels, cypherLabels, type, keys, properties, startNode, endNode]

  static let elementID = ScalarFunction(
    "ELEMENT_ID", aliases: ["ELEMENTID"], parameters: [Parameter("element", oneOf: [.node, .edge])], result: always(.string),
    summary: "Text that names a node or an edge for good: `n` or `e` and its row id.",
    example: ("ELEMENT_ID(n)", "'n17'")
  ) { (arguments, context) throws(ValueError) in
    let element = arguments[0]
    switch try kind(element, "ELEMENT_ID") {
    case .node: return context.arena.string(context.reader.nodeID(element.ordinal).description)
    case .edge: return context.arena.string(context.reader.edgeID(element.ordinal).description)
    }
  }

  static let rowID = ScalarFunction(
    "ID", parameters: [Parameter("element", oneOf: [.node, .edge])], result: always(.int),
    summary: "The row id of a node or an edge; a node and an edge may share one.", example: ("ID(n)", "17")
  ) { (arguments, context) throws(ValueError) in
    let element = arguments[0]
    switch try kind(element, "ID") {
    case .node: return Cell(context.reader.nodeID(element.ordinal).rawValue)
    case .edge: return Cell(context.reader.edgeID(element.ordinal).rawValue)
    }
  }

  static let labels = ScalarFunction(
    "LABELS", parameters: [Parameter("element", oneOf: [.node, .edge])], result: always(.list(.string)),
    summary: "The labels of a node, or the type of an edge as its one label, in code-point order.",
    example: ("LABELS(n)", "['Minister', 'Person']")
  ) { (arguments, context) throws(ValueError) in try labels(of: arguments[0], context) }

  /// In openCypher a relationship has a type and no labels.
  static let cypherLabels = ScalarFunction(
    "CYPHER LABELS", parameters: [Parameter("node", .node)], result: always(.list(.string)),
    summary: "The labels of a node, in code-point order.", example: ("LABELS(n)", "['Minister', 'Person']")
  ) { (arguments, context) throws(ValueError) in try labels(of: arguments[0], context) }

  private static func labels(of element: Cell, _ context: FunctionContext) throws(ValueError) -> Cell {
    let (reader, arena) = (context.reader, context.arena)
    let elementKind = try kind(element, "LABELS")
    try context.checkLiving(element)
    guard elementKind == .node else {
      return arena.list([typeName(element.ordinal, context)])
    }
    var (node, set) = (element.ordinal, 0 as UInt32)
    withUnsafePointer(to: &node) {
      reader.labelSetIDs(of: UnsafeBufferPointer(start: $0, count: 1), into: &set)
    }
    let names = reader.labelSets[Int(set)].map { arena.string(reader.names[$0]) }
    return arena.list(names.sorted { $0.order($1) == .less })
  }

  static let type = ScalarFunction(
    "TYPE", parameters: [Parameter("edge", .edge)], result: always(.string), summary: "The type of an edge.",
    example: ("TYPE(e)", "'KNOWS'")
  ) { (arguments, context) throws(ValueError) in typeName(arguments[0].ordinal, context) }

  static let keys = ScalarFunction(
    "KEYS", parameters: [Parameter("value", oneOf: [.node, .edge, .record])], result: always(.list(.string)),
    summary: "The names of an element's properties or of a record's fields.",
    example: ("KEYS({a: 1, b: 2})", "['a', 'b']")
  ) { (arguments, context) throws(ValueError) in
    let record = try propertyRecord(arguments[0], "KEYS", context)
    let fields = record.fieldCells
    return context.arena.list(stride(from: 0, to: fields.count, by: 2).map { fields[$0] })
  }

  static let properties = ScalarFunction(
    "PROPERTIES", parameters: [Parameter("value", oneOf: [.node, .edge, .record])], result: always(.record),
    summary: "The properties of an element as a record; a record is itself.",
    example: ("PROPERTIES(n)", "{name: 'Ann'}")
  ) { (arguments, context) throws(ValueError) in try propertyRecord(arguments[0], "PROPERTIES", context) }

  static let startNode = ScalarFunction(
    "START_NODE", aliases: ["STARTNODE"], parameters: [Parameter("edge", .edge)], result: always(.node),
    summary: "The node where a directed edge begins; of an undirected one, the end stored first.",
    example: ("START_NODE(e)", "(:Person)")
  ) { (arguments, context) throws(ValueError) in Cell(node: ends(arguments[0].ordinal, context).source) }

  static let endNode = ScalarFunction(
    "END_NODE", aliases: ["ENDNODE"], parameters: [Parameter("edge", .edge)], result: always(.node),
    summary: "The node where a directed edge ends; of an undirected one, the end stored second.",
    example: ("END_NODE(e)", "(:Person)")
  ) { (arguments, context) throws(ValueError) in Cell(node: ends(arguments[0].ordinal, context).target) }

  private static func kind(_ element: Cell, _ function: String) throws(ValueError) -> ElementKind {
    if element.tag == .node { return .node }
    guard element.tag == .edge else { throw wrongType(function, element, expected: "a node or an edge") }
    return .edge
  }

  private static func typeName(_ edge: EdgeOrdinal, _ context: FunctionContext) -> Cell {
    var (edge, type) = (edge, 0 as NameID)
    withUnsafePointer(to: &edge) {
      context.reader.typeIDs(of: UnsafeBufferPointer(start: $0, count: 1), into: &type)
    }
    return context.arena.string(context.reader.names[type])
  }

  private static func ends(_ edge: EdgeOrdinal, _ context: FunctionContext) -> (
    source: NodeOrdinal, target: NodeOrdinal
  ) {
    var (edge, source, target) = (edge, 0 as NodeOrdinal, 0 as NodeOrdinal)
    withUnsafePointer(to: &edge) {
      context.reader.endpoints(
        of: UnsafeBufferPointer(start: $0, count: 1), sources: &source, targets: &target)
    }
    return (source, target)
  }

  private static func propertyRecord(
    _ value: Cell, _ function: String, _ context: FunctionContext
  ) throws(ValueError) -> Cell {
    if value.tag == .record { return value }
    let elementKind = try kind(value, function)
    try context.checkLiving(value)
    let properties =
      switch elementKind {
      case .node: context.reader.node(value.ordinal).properties
      case .edge: context.reader.edge(value.ordinal).properties
      }
    guard let record = context.arena.cell(for: .record(properties), reader: context.reader) else {
      throw ValueError(.referentDeleted, "a property refers to a deleted element")
    }
    return record
  }
}
