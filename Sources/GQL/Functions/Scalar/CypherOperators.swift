import GraphStore

/// Operators where openCypher differs from GQL: what does not compare is not equal and has no order, in place of an error; `+` joins lists and
/// strings; `[ ]` also looks into maps and elements. The analyzer chooses them; nobody writes these names.
extension ScalarFunction {
  static let cypherOperators = [
    lenient(.equal), lenient(.notEqual), lenient(.less), lenient(.lessOrEqual), lenient(.greater), lenient(.greaterOrEqual),
    cypherMembership, cypherPlus, cypherItem,
    strings("CYPHER STARTS WITH") { $0.starts(with: $1) },
    strings("CYPHER ENDS WITH") { $0.count >= $1.count && $0.suffix($1.count).elementsEqual($1) },
    strings("CYPHER CONTAINS") { text, part in
      ByteSearch.first(part, in: text, from: 0) != nil
    },
  ]

  private static func lenient(_ op: ComparisonOperator) -> ScalarFunction {
    ScalarFunction(
      "CYPHER \(op.rawValue)", parameters: [Parameter("a", .any), Parameter("b", .any)], result: always(.bool),
      summary: "The comparison as openCypher has it.", example: ("1 = 'a'", "FALSE")
    ) { (arguments, _) throws(ValueError) in CypherComparison.compare(op, arguments[0], arguments[1]) }
  }

  private static let comparisonByName = Dictionary(
    uniqueKeysWithValues: [ComparisonOperator.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual].map {
      ("CYPHER \($0.rawValue)", $0)
    })

  /// The comparison that one of these functions is; planner and evaluators know them.
  static func cypherComparison(_ function: ScalarFunction) -> ComparisonOperator? {
    function.name.hasPrefix("CYPHER ") ? comparisonByName[function.name] : nil
  }

  static let cypherMembership = ScalarFunction(
    "CYPHER IN", parameters: [Parameter("item", .any), Parameter("list", .any)], result: always(.bool), nulls: .handlesNull,
    summary: "Whether the list has an equal item, as openCypher has it.", example: ("1 IN ['a', 1]", "TRUE")
  ) { (arguments, _) throws(ValueError) in
    let (item, list) = (arguments[0], arguments[1])
    if list.isNull { return .null }
    guard list.tag == .list else { throw wrongType("IN", list, expected: "a list", detail: nil) }
    var isUnknown = false
    for other in list.items {
      switch CypherComparison.equality(item, other) {
      case true?: return .true
      case nil: isUnknown = true
      case false?: break
      }
    }
    return isUnknown ? .null : .false
  }

  private static let cypherPlus = ScalarFunction(
    "CYPHER +", parameters: [Parameter("a", .any), Parameter("b", .any)],
    result: { types in
      let list = types.first { if case .list = $0 { true } else { false } }
      return list != nil ? .list(.any) : types.contains(.string) ? .string : .any
    },
    nulls: .handlesNull, summary: "Addition, and the joining of lists and strings, as openCypher has it.",
    example: ("[1] + 2", "[1, 2]")
  ) { (arguments, context) throws(ValueError) in
    let (a, b) = (arguments[0], arguments[1])
    if a.isNull || b.isNull { return .null }
    func text(_ cell: Cell) -> Cell? {
      if cell.tag == .string { return cell }
      let text = cell.tag == .bool ? (cell.bool ? "true" : "false") : Cast.text(of: cell)
      return text.map(context.arena.string)
    }
    if a.tag == .string || b.tag == .string, a.tag != .list, b.tag != .list, let left = text(a), let right = text(b) {
      return try CellArithmetic.concatenate(left, right, arena: context.arena)
    }
    return try CellArithmetic.add(a, b, arena: context.arena)
  }

  private static let cypherItem = ScalarFunction(
    "CYPHER [ ]", parameters: [Parameter("container", .any), Parameter("key", .any)], result: always(.any),
    summary: "An item of a list by position from 0, negative from the end; a value of a map or element by key.",
    example: ("[1, 2][0]", "1")
  ) { (arguments, context) throws(ValueError) in
    let (container, key) = (arguments[0], arguments[1])
    switch container.tag {
    case .list:
      guard key.tag == .int else { throw wrongType("[ ]", key, expected: "an integer position in the list", detail: nil) }
      let index = key.int < 0 ? key.int + Int64(container.length) : key.int
      return (0..<Int64(container.length)).contains(index) ? container.items[Int(index)] : .null
    case .record, .node, .edge:
      guard key.tag == .string else { throw wrongType("[ ]", key, expected: "a string, the name of a property", detail: "MapElementAccessByNonString") }
      return try PropertyAccess.value(key.text, of: container, context)
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime, .duration, .path:
      throw wrongType("[ ]", container, expected: "a list, a map or an element", detail: nil)
    }
  }

  private static func strings(
    _ name: String, _ verdict: @escaping @Sendable (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
  ) -> ScalarFunction {
    ScalarFunction(
      name, parameters: [Parameter("a", .any), Parameter("b", .any)], result: always(.bool),
      summary: "The predicate as openCypher has it: null for what is no string.", example: ("1 CONTAINS 'a' IS NULL", "TRUE")
    ) { (arguments, _) throws(ValueError) in
      guard arguments[0].tag == .string, arguments[1].tag == .string else { return .null }
      return Cell(verdict(arguments[0].utf8, arguments[1].utf8))
    }
  }
}
