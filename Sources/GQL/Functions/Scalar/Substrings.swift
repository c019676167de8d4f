import GraphStore

extension ScalarFunction {
  static let substrings = [left, right, substring]

  static let left = ScalarFunction(
    "LEFT", parameters: [Parameter("string", .any), Parameter("count", .int)], result: sameAsFirst,
    summary: "The first characters of the string, or bytes of the byte string.", example: ("LEFT('graph', 2)", "'gr'")
  ) { (arguments, _) throws(ValueError) in
    try checkString(arguments[0], "LEFT")
    let count = try length(arguments[1], of: "LEFT")
    if arguments[0].tag == .bytes { return arguments[0].bytes(0..<min(count, Int(arguments[0].length))) }
    return arguments[0].slice(0..<arguments[0].byteOffset(ofScalar: count))
  }

  static let right = ScalarFunction(
    "RIGHT", parameters: [Parameter("string", .any), Parameter("count", .int)], result: sameAsFirst,
    summary: "The last characters of the string, or bytes of the byte string.", example: ("RIGHT('graph', 2)", "'ph'")
  ) { (arguments, _) throws(ValueError) in
    try checkString(arguments[0], "RIGHT")
    let count = try length(arguments[1], of: "RIGHT")
    if arguments[0].tag == .bytes {
      return arguments[0].bytes(max(0, Int(arguments[0].length) - count)..<Int(arguments[0].length))
    }
    let start = arguments[0].byteOffset(ofScalar: max(0, arguments[0].scalarCount - count))
    return arguments[0].slice(start..<Int(arguments[0].length))
  }

  static let substring = ScalarFunction(
    "SUBSTRING",
    parameters: [Parameter("string", .string), Parameter("start", .int), Parameter("length", .int)],
    requiredCount: 2, result: always(.string),
    summary:
      "Characters from a position on, counted from 0 as in openCypher; to the end when no length is given.",
    example: ("SUBSTRING('graph', 1, 3)", "'rap'")
  ) { (arguments, _) throws(ValueError) in
    let start = try length(arguments[1], of: "SUBSTRING")
    let from = arguments[0].byteOffset(ofScalar: start)
    let rest = arguments[0].slice(from..<Int(arguments[0].length))
    guard arguments.count == 3 else { return rest }
    return rest.slice(0..<rest.byteOffset(ofScalar: try length(arguments[2], of: "SUBSTRING")))
  }

  private static func checkString(_ value: Cell, _ function: String) throws(ValueError) {
    guard value.tag == .string || value.tag == .bytes else {
      throw wrongType(function, value, expected: "a string or a byte string")
    }
  }

  private static func length(_ argument: Cell, of function: String) throws(ValueError) -> Int {
    guard argument.int >= 0 else {
      throw ValueError(.substring, "`\(function)` takes no negative number, found \(argument.int)")
    }
    return Int(argument.int)
  }
}
