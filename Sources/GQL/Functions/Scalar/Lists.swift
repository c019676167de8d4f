import GraphStore

extension ScalarFunction {
  static let lists = [cardinality, size, isEmpty, head, last, tail, range, reverse, listItem, listContains, isAmong, texts]

  static let cardinality = ScalarFunction(
    "CARDINALITY", parameters: [Parameter("value", oneOf: [.list(.any), .record, .path])], result: always(.int),
    summary: "The number of items of a list, fields of a record or elements of a path.", example: ("CARDINALITY([1, 2, 3])", "3")
  ) { (arguments, _) throws(ValueError) in
    let value = arguments[0]
    guard value.tag != .string else { throw wrongType("CARDINALITY", value, expected: "a list, a record or a path") }
    return try extent(of: value, "CARDINALITY", expected: "a list, a record or a path")
  }

  static let size = ScalarFunction(
    "SIZE", parameters: [Parameter("value", oneOf: [.list(.any), .record, .path, .string])], result: always(.int),
    summary: "As CARDINALITY, and the number of characters of a string.", example: ("SIZE('abc')", "3")
  ) { (arguments, _) throws(ValueError) in
    try extent(of: arguments[0], "SIZE", expected: "a list, a record, a path or a string")
  }

  private static func extent(of value: Cell, _ name: String, expected: String) throws(ValueError) -> Cell {
    switch value.tag {
    case .list, .record, .path: return Cell(Int64(value.length))
    case .string: return Cell(Int64(value.scalarCount))
    case .null, .bool, .int, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime,
      .duration, .node, .edge:
      throw wrongType(name, value, expected: expected)
    }
  }

  static let isEmpty = ScalarFunction(
    "IS_EMPTY", aliases: ["ISEMPTY"], parameters: [Parameter("value", oneOf: [.list(.any), .record, .string])], result: always(.bool),
    summary: "Whether a list, a record or a string has nothing in it.", example: ("IS_EMPTY([])", "TRUE")
  ) { (arguments, _) throws(ValueError) in
    let value = arguments[0]
    switch value.tag {
    case .list, .record: return Cell(value.length == 0)
    case .string: return Cell(value.scalarCount == 0)
    case .null, .bool, .int, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration,
      .node, .edge, .path:
      throw wrongType("IS_EMPTY", value, expected: "a list, a record or a string")
    }
  }

  static let head = ScalarFunction(
    "HEAD", parameters: [Parameter("list", .list(.any))], result: itemOfFirst,
    summary: "The first item; null for an empty list.",
    example: ("HEAD([1, 2])", "1")
  ) { (arguments, _) throws(ValueError) in arguments[0].items.first ?? .null }

  static let last = ScalarFunction(
    "LAST", parameters: [Parameter("list", .list(.any))], result: itemOfFirst,
    summary: "The last item; null for an empty list.",
    example: ("LAST([1, 2])", "2")
  ) { (arguments, _) throws(ValueError) in arguments[0].items.last ?? .null }

  static let tail = ScalarFunction(
    "TAIL", parameters: [Parameter("list", .list(.any))], result: sameAsFirst,
    summary: "All items but the first.",
    example: ("TAIL([1, 2, 3])", "[2, 3]")
  ) { (arguments, _) throws(ValueError) in
    let list = arguments[0]
    guard list.length > 1 else { return Cell(tag: .list, address: nil) }
    return Cell(
      tag: .list, address: list.address.map { $0 + MemoryLayout<Cell>.stride }, count: Int(list.length) - 1)
  }

  /// The longest list that RANGE makes.
  static let rangeLimitItems: Int64 = 10_000_000

  static let range = ScalarFunction(
    "RANGE", parameters: [Parameter("start", .int), Parameter("end", .int), Parameter("step", .int)],
    requiredCount: 2,
    result: always(.list(.int)),
    summary: "The integers from start to end, both included, by steps of 1 or as given.",
    example: ("RANGE(1, 10, 3)", "[1, 4, 7, 10]")
  ) { (arguments, context) throws(ValueError) in
    let (start, end) = (arguments[0].int, arguments[1].int)
    let step = arguments.count == 3 ? arguments[2].int : 1
    guard step != 0 else { throw ValueError(.numericOutOfRange, "the step of RANGE is not zero") }
    let distance = (Int128(end) - Int128(start)) / Int128(step)
    guard (step > 0) == (end >= start) || start == end else { return Cell(tag: .list, address: nil) }
    guard distance < rangeLimitItems else {
      throw ValueError(.limitExceeded, "RANGE makes \(rangeLimitItems) items at most")
    }
    let items = context.arena.allocate(Cell.self, count: Int(distance) + 1)
    for index in items.indices { items.initializeElement(at: index, to: Cell(start &+ Int64(index) &* step)) }
    return Cell(tag: .list, address: UnsafeRawPointer(items.baseAddress), count: items.count)
  }

  static let reverse = ScalarFunction(
    "REVERSE", parameters: [Parameter("value", oneOf: [.list(.any), .string])], result: sameAsFirst,
    summary: "The items of a list, or the characters of a string, from last to first.",
    example: ("REVERSE('abc')", "'cba'")
  ) { (arguments, context) throws(ValueError) in
    let value = arguments[0]
    switch value.tag {
    case .list: return context.arena.list(value.items.reversed())
    case .string:
      var text = ""
      text.unicodeScalars.append(contentsOf: value.text.unicodeScalars.reversed())
      return context.arena.string(text)
    case .null, .bool, .int, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime,
      .duration, .record, .node, .edge, .path:
      throw wrongType("REVERSE", value, expected: "a list or a string")
    }
  }

  static let listItem = ScalarFunction(
    "LIST_ITEM", parameters: [Parameter("list", .list(.any)), Parameter("index", .int)], result: itemOfFirst,
    summary:
      "The item at a position, counted from 0, or from the end for negative ones; null beyond the ends. Written `list[index]`.",
    example: ("[1, 2, 3][-1]", "3")
  ) { (arguments, _) throws(ValueError) in
    let items = arguments[0].items
    let index = arguments[1].int
    let position = index < 0 ? index + Int64(items.count) : index
    return position >= 0 && position < items.count ? items[Int(position)] : .null
  }

  static let listContains = ScalarFunction(
    "LIST_CONTAINS", parameters: [Parameter("list", .list(.any)), Parameter("item", .any)],
    result: always(.bool),
    nulls: .handlesNull,
    summary:
      "Whether some item equals the value: unknown when none does but null leaves it open. Written `value IN list`.",
    example: ("2 IN [1, 2]", "TRUE")
  ) { (arguments, _) throws(ValueError) in
    guard !arguments[0].isNull else { return .null }
    var isUnknown = false
    for item in arguments[0].items {
      switch arguments[1].equals(item) {
      case .equal: return .true
      case .unknown: isUnknown = true
      case .notEqual, .incomparable: break
      }
    }
    return isUnknown ? .null : .false
  }

  /// What `value IN [many constants]` is bound to: as the chain of `=` that a short list is, the first item that does not compare is an error.
  static let isAmong = ScalarFunction(
    "IS AMONG", parameters: [Parameter("list", .list(.any)), Parameter("item", .any)], result: always(.bool), nulls: .handlesNull,
    summary: "Whether some item equals the value; each must compare with it.", example: ("2 IN [1, 2]", "TRUE")
  ) { (arguments, _) throws(ValueError) in
    var isUnknown = false
    for item in arguments[0].items {
      switch arguments[1].equals(item) {
      case .equal: return .true
      case .unknown: isUnknown = true
      case .notEqual: break
      case .incomparable:
        throw ValueError(.notComparable, "\(arguments[1].typeName) and \(item.typeName) do not compare")
      }
    }
    return isUnknown ? .null : .false
  }

  private static let itemOfFirst: @Sendable ([ValueType]) -> ValueType = {
    if case .list(let item)? = $0.first { return item }
    return .any
  }
}
