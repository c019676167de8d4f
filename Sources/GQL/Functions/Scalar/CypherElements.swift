import GraphStore

/// What the analyzer puts around values of openCypher's clauses; nobody writes these names.
extension ScalarFunction {
  static let cypherElements = [
    cypherProperties, cypherJoinedMaps, cypherStorable, cypherMerged, cypherList, cypherElement("CYPHER NODE", .node),
    cypherElement("CYPHER EDGE", .edge), cypherPath,
  ]

  private static let cypherProperties = ScalarFunction(
    "CYPHER PROPERTIES", parameters: [Parameter("value", oneOf: [.record, .node, .edge])], result: always(.record),
    summary: "A map as it is, and the properties of an element as a map, all such as elements can have.",
    example: ("n", "{name: 'Ann'}")
  ) { (arguments, context) throws(ValueError) in
    switch arguments[0].tag {
    case .record, .node, .edge: break
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration,
      .list, .path:
      throw ValueError(.invalidType, "properties are those of a map, a node or an edge, found \(arguments[0].typeName)", detail: "InvalidArgumentValue")
    }
    let record = try ScalarFunction.properties.evaluate(arguments, context)
    let fields = record.fieldCells
    for index in stride(from: 1, to: fields.count, by: 2) { try requireStorable(fields[index]) }
    return record
  }

  private static let cypherJoinedMaps = ScalarFunction(
    "CYPHER JOINED MAPS", parameters: [Parameter("map", .record)], requiredCount: 0, isVariadic: true, result: always(.record),
    summary: "The fields of all maps; of those that share a name the last.", example: ("{a: 1}, {a: 2}", "{a: 2}")
  ) { (arguments, context) throws(ValueError) in
    var fields: [Cell] = []
    for map in arguments {
      let own = map.fieldCells
      for index in stride(from: 0, to: own.count, by: 2) {
        let known = stride(from: 0, to: fields.count, by: 2).first { fields[$0].utf8.elementsEqual(own[index].utf8) }
        if let known { fields[known + 1] = own[index + 1] } else { fields += [own[index], own[index + 1]] }
      }
    }
    return fields.withUnsafeBufferPointer { context.arena.cells(.record, $0) }
  }

  private static let cypherStorable = ScalarFunction(
    "CYPHER STORABLE", parameters: [Parameter("value", .any)], result: sameAsFirst,
    summary: "The value, which an element must be able to have as a property: no map, element or path, nor a list of such.",
    example: ("[1, 2]", "[1, 2]")
  ) { (arguments, _) throws(ValueError) in
    try requireStorable(arguments[0])
    return arguments[0]
  }

  private static func requireStorable(_ value: Cell) throws(ValueError) {
    switch value.tag {
    case .record, .node, .edge, .path:
      throw ValueError(.invalidType, "\(value.typeName) cannot be a property", detail: "InvalidPropertyType")
    case .list: for item in value.items { try requireStorable(item) }
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime, .duration:
      break
    }
  }

  private static let cypherMerged = ScalarFunction(
    "CYPHER MERGED", parameters: [Parameter("value", .any)], result: sameAsFirst, nulls: .handlesNull,
    summary: "The value, which MERGE is to insert and which is not null.", example: ("1", "1")
  ) { (arguments, _) throws(ValueError) in
    guard !arguments[0].isNull else {
      throw ValueError(.nullNotAllowed, "MERGE cannot look for a null property", detail: "MergeReadOwnWrites")
    }
    return arguments[0]
  }

  private static let cypherList = ScalarFunction(
    "CYPHER LIST", parameters: [Parameter("value", .any)], result: { .list($0.first.map { $0 == .null ? .any : $0 } ?? .any) },
    summary: "A list as it is, anything else as a list of one.", example: ("1", "[1]")
  ) { (arguments, context) throws(ValueError) in
    arguments[0].tag == .list ? arguments[0] : context.arena.list([arguments[0]])
  }

  /// A value of unknown type where a pattern has an element.
  private static func cypherElement(_ name: String, _ type: ValueType) -> ScalarFunction {
    ScalarFunction(
      name, parameters: [Parameter("value", .any)], result: always(type),
      summary: "The value, which must be \(type.nameInMessages).", example: ("n", "(:Person)")
    ) { (arguments, _) throws(ValueError) in
      guard type.accepts(arguments[0]) else {
        throw ValueError(.invalidType, "a pattern needs \(type.nameInMessages) here, found \(arguments[0].typeName)")
      }
      return arguments[0]
    }
  }

  private static let cypherPath = ScalarFunction(
    "CYPHER PATH", parameters: [Parameter("start", .node), Parameter("edges", .list(.edge))], result: always(.path),
    summary: "The path from a node along edges, each crossed from the end that is reached.", example: ("a, [e]", "(a)-[e]->(b)")
  ) { (arguments, context) throws(ValueError) in
    var elements = [arguments[0]]
    for edge in arguments[1].items {
      guard edge.tag == .edge else { throw ValueError(.invalidType, "a path has edges, found \(edge.typeName)") }
      let (source, target) = ElementPredicates.ends(of: edge.ordinal, context.reader)
      let here = elements[elements.count - 1].ordinal
      guard here == source || here == target else { throw ValueError(.malformedPath, "the edges do not form a path") }
      elements += [edge, Cell(node: here == source ? target : source)]
    }
    return elements.withUnsafeBufferPointer { context.arena.cells(.path, $0) }
  }
}
