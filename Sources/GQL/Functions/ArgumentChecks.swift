import GraphStore

extension ScalarFunction {
  /// The same function, safe with any cells: nulls are treated as declared, and arguments of other types than
  /// declared are an error 22G03.
  var checkingArguments: ScalarFunction {
    let (name, parameters, nulls, evaluate) = (name, parameters, nulls, evaluate)
    let accepted = AcceptedTags(parameters)
    let isNullOfNull = nulls == .nullIfAnyNull
    return ScalarFunction(
      name, aliases: aliases, parameters: parameters, requiredCount: requiredCount, isVariadic: isVariadic,
      result: result,
      nulls: nulls, summary: summary, example: example
    ) { (arguments, context) throws(ValueError) -> Cell in
      if accepted.holds(arguments) { return try evaluate(arguments, context) }
      for position in arguments.indices {
        let argument = arguments[position]
        if argument.isNull {
          if isNullOfNull { return .null }
          continue
        }
        guard let parameter = position < parameters.count ? parameters[position] : parameters.last else {
          break
        }
        guard parameter.type.accepts(argument) else {
          throw ValueError(
            .invalidType,
            "argument `\(parameter.name)` of `\(writtenName)` is \(argument.typeName), expected \(parameter.type.nameInMessages)\(meantFunction(for: argument))",
            detail: name == "RANGE" ? "ArgumentError.InvalidArgumentType" : "InvalidArgumentValue")
        }
      }
      return try evaluate(arguments, context)
    }
  }

  /// What other languages call the same.
  private func meantFunction(for argument: Cell) -> String {
    switch (name, argument.tag) {
    case ("PATH_LENGTH", .string): "; `CHAR_LENGTH` counts characters"
    case ("PATH_LENGTH", .list): "; `SIZE` counts items"
    case _: ""
    }
  }

  /// For functions whose arguments may be of several types.
  static func wrongType(
    _ function: String, _ argument: Cell, expected: String, detail: String? = "InvalidArgumentValue"
  ) -> ValueError {
    ValueError(.invalidType, "`\(function)` takes \(expected), found \(argument.typeName)", detail: detail)
  }
}

/// What the first arguments of a function may be, a bit for each kind of cell: for a quick look that counts no references.
private struct AcceptedTags {
  private var first: UInt32 = 0
  private var second: UInt32 = 0
  private var third: UInt32 = 0

  init(_ parameters: [ScalarFunction.Parameter]) {
    let masks = parameters.prefix(3).map { parameter in
      (0..<UInt32.bitWidth).reduce(into: UInt32(0)) { mask, bit in
        guard let tag = Cell.Tag(rawValue: UInt8(bit)), tag != .null, parameter.type.accepts(Cell(tag: tag, payload: 0)) else { return }
        mask |= 1 << UInt32(bit)
      }
    }
    if masks.count > 0 { first = masks[0] }
    if masks.count > 1 { second = masks[1] }
    if masks.count > 2 { third = masks[2] }
  }

  /// Whether there are no more than three arguments, none of them null and each of its parameter's type.
  @inline(__always)
  func holds(_ arguments: UnsafeBufferPointer<Cell>) -> Bool {
    func isIn(_ mask: UInt32, _ position: Int) -> Bool { mask >> UInt32(arguments[position].tag.rawValue) & 1 != 0 }
    switch arguments.count {
    case 1: return isIn(first, 0)
    case 2: return isIn(first, 0) && isIn(second, 1)
    case 3: return isIn(first, 0) && isIn(second, 1) && isIn(third, 2)
    default: return false
    }
  }
}

extension ValueType {
  /// Whether the value is of the type; null always is. The items of lists are not looked at.
  func accepts(_ cell: Cell) -> Bool {
    switch (self, cell.tag) {
    case (.any, _), (_, .null): true
    case (.bool, .bool), (.int, .int), (.float, .float), (.decimal, .decimal), (.string, .string),
      (.bytes, .bytes):
      true
    case (.number, _): cell.isNumber
    case (.date, .date), (.localTime, .localTime), (.zonedTime, .zonedTime), (.localDateTime, .localDateTime):
      true
    case (.zonedDateTime, .zonedDateTime), (.duration, .duration): true
    case (.list, .list), (.record, .record), (.node, .node), (.edge, .edge), (.path, .path): true
    default: false
    }
  }

  var nameInMessages: String {
    switch self {
    case .any: "any value"
    case .null: "null"
    case .bool: "a Boolean"
    case .int: "an integer"
    case .float: "a float"
    case .decimal: "a decimal"
    case .number: "a number"
    case .string: "a string"
    case .bytes: "a byte string"
    case .date: "a date"
    case .localTime: "a local time"
    case .zonedTime: "a zoned time"
    case .localDateTime: "a local datetime"
    case .zonedDateTime: "a zoned datetime"
    case .duration: "a duration"
    case .list: "a list"
    case .record: "a record"
    case .node: "a node"
    case .edge: "an edge"
    case .path: "a path"
    }
  }
}

/// The result whatever the arguments are.
func always(_ type: ValueType) -> @Sendable ([ValueType]) -> ValueType { { _ in type } }

/// The result is of the first argument's type.
let sameAsFirst: @Sendable ([ValueType]) -> ValueType = { $0.first ?? .any }

extension Arena {
  func string(_ bytes: some Collection<UInt8>) -> Cell {
    guard !bytes.isEmpty else { return Cell(tag: .string, address: nil) }
    let copy = allocate(UInt8.self, count: bytes.count)
    _ = copy.initialize(from: bytes)
    return Cell(string: UnsafeBufferPointer(copy))
  }

  func bytes(_ bytes: [UInt8]) -> Cell {
    let copy = string(bytes)
    return Cell(tag: .bytes, address: copy.address, count: bytes.count)
  }

  /// A record with the given fields; names are copied.
  func record(_ fields: [(name: String, value: Cell)]) -> Cell {
    let items = fields.flatMap { [string($0.name), $0.value] }
    return items.withUnsafeBufferPointer { cells(.record, $0) }
  }
}

extension Cell {
  /// Part of the same bytes. Only for tag `string`; the range lies on characters' borders.
  func slice(_ range: Range<Int>) -> Cell { Cell(string: UnsafeBufferPointer(rebasing: utf8[range])) }

  /// Part of the same bytes. Only for tag `bytes`.
  func bytes(_ range: Range<Int>) -> Cell {
    Cell(tag: .bytes, address: address.map { $0 + range.lowerBound }, count: range.count)
  }

  /// Only for tags `string` and `bytes`.
  var rawBytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: address?.assumingMemoryBound(to: UInt8.self), count: Int(length))
  }

  /// Code points in a string.
  var scalarCount: Int {
    var count = 0
    for byte in utf8 where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The offset of the code point at a position, or the end for positions beyond.
  func byteOffset(ofScalar position: Int) -> Int {
    let bytes = utf8
    var left = position
    for offset in bytes.indices where bytes[offset] & 0xC0 != 0x80 {
      if left == 0 { return offset }
      left -= 1
    }
    return bytes.count
  }
}
