import GraphStore

/// Operators where openCypher differs from GQL: what does not compare is not equal and has no order, in place of an error; `+` joins lists and
/// strings; `[ ]` also looks into maps and elements. The analyzer chooses them; nobody writes these names.
extension ScalarFunction {
  static let cypherOperators = [
    lenient("CYPHER =") { equality($0, $1) },
    lenient("CYPHER <>") { equality($0, $1).map { !$0 } },
    lenient("CYPHER <") { order($0, $1) { $0 == .less } },
    lenient("CYPHER <=") { order($0, $1) { $0 != .greater } },
    lenient("CYPHER >") { order($0, $1) { $0 == .greater } },
    lenient("CYPHER >=") { order($0, $1) { $0 != .less } },
    cypherMembership, cypherPlus, cypherItem,
    strings("CYPHER STARTS WITH") { $0.starts(with: $1) },
    strings("CYPHER ENDS WITH") { $0.count >= $1.count && $0.suffix($1.count).elementsEqual($1) },
    strings("CYPHER CONTAINS") { text, part in
      part.isEmpty || text.count >= part.count
        && (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
    },
  ]

  private static func lenient(
    _ name: String, _ verdict: @escaping @Sendable (Cell, Cell) -> Bool?
  ) -> ScalarFunction {
    ScalarFunction(
      name, parameters: [Parameter("a", .any), Parameter("b", .any)], result: always(.bool),
      summary: "The comparison as openCypher has it.", example: ("1 = 'a'", "FALSE")
    ) { (arguments, _) throws(ValueError) in verdict(arguments[0], arguments[1]).map { Cell($0) } ?? .null }
  }

  /// Nil = unknown.
  private static func equality(_ a: Cell, _ b: Cell) -> Bool? {
    if a.isNull || b.isNull { return nil }
    if (a.tag == .list || a.tag == .path) && a.tag == b.tag { return all(a.items, b.items) }
    if a.tag == .record, b.tag == .record {
      guard a.length == b.length else { return false }
      var isUnknown = false
      let fields = a.fieldCells
      for index in stride(from: 0, to: fields.count, by: 2) {
        guard let other = b.field(named: fields[index]) else { return false }
        switch equality(fields[index + 1], other) {
        case false?: return false
        case nil: isUnknown = true
        case true?: break
        }
      }
      return isUnknown ? nil : true
    }
    switch a.equals(b) {
    case .equal: return true
    case .notEqual, .incomparable: return false
    case .unknown: return nil
    }
  }

  private static func all(_ a: UnsafeBufferPointer<Cell>, _ b: UnsafeBufferPointer<Cell>) -> Bool? {
    guard a.count == b.count else { return false }
    var isUnknown = false
    for (x, y) in zip(a, b) {
      switch equality(x, y) {
      case false?: return false
      case nil: isUnknown = true
      case true?: break
      }
    }
    return isUnknown ? nil : true
  }

  /// Nil = unknown, or no order. Lists by their first difference, then by length.
  private static func order(_ a: Cell, _ b: Cell, _ holds: (Ordering) -> Bool) -> Bool? {
    if a.tag == .list, b.tag == .list {
      for (x, y) in zip(a.items, b.items) {
        guard let isEqual = equality(x, y) else { return nil }
        if !isEqual { return order(x, y, holds) }
      }
      return holds(Int(a.length) < Int(b.length) ? .less : a.length == b.length ? .equal : .greater)
    }
    switch a.compare(b) {
    case .less: return holds(.less)
    case .equal: return holds(.equal)
    case .greater: return holds(.greater)
    case .unordered: return false
    case .unknown, .incomparable: return nil
    }
  }

  private static let cypherMembership = ScalarFunction(
    "CYPHER IN", parameters: [Parameter("item", .any), Parameter("list", .any)], result: always(.bool), nulls: .handlesNull,
    summary: "Whether the list has an equal item, as openCypher has it.", example: ("1 IN ['a', 1]", "TRUE")
  ) { (arguments, _) throws(ValueError) in
    let (item, list) = (arguments[0], arguments[1])
    if list.isNull { return .null }
    guard list.tag == .list else { throw wrongType("IN", list, expected: "a list") }
    var isUnknown = false
    for other in list.items {
      switch equality(item, other) {
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
    if a.tag == .list || b.tag == .list {
      if a.isNull || b.isNull { return .null }
      let items = (a.tag == .list ? Array(a.items) : [a]) + (b.tag == .list ? Array(b.items) : [b])
      return items.withUnsafeBufferPointer { context.arena.cells(.list, $0) }
    }
    if a.isNull || b.isNull { return .null }
    if a.tag == .string || b.tag == .string, let left = Cast.text(of: a), let right = Cast.text(of: b) {
      return context.arena.string(left + right)
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
      guard key.tag == .int else { throw wrongType("[ ]", key, expected: "an integer position in the list") }
      let index = key.int < 0 ? key.int + Int64(container.length) : key.int
      return (0..<Int64(container.length)).contains(index) ? container.items[Int(index)] : .null
    case .record, .node, .edge:
      guard key.tag == .string else { throw wrongType("[ ]", key, expected: "a string, the name of a property") }
      return try PropertyAccess.value(key.text, of: container, context)
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime, .duration, .path:
      throw wrongType("[ ]", container, expected: "a list, a map or an element")
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
