import GraphStore

extension ScalarFunction {
  static let substrings = [left, right, substring]

  static let left = ScalarFunction(
    "LEFT", parameters: [Parameter("string", .string), Parameter("count", .int)], result: always(.string),
    summary: "The first characters of the string.", example: ("LEFT('graph', 2)", "'gr'")
  ) { (arguments, _) throws(ValueError) in
    let count = try length(arguments[1], of: "LEFT")
    return arguments[0].slice(0..<arguments[0].byteOffset(ofScalar: count))
  }

  static let right = ScalarFunction(
    "RIGHT", parameters: [Parameter("string", .string), Parameter("count", .int)], result: always(.string),
    summary: "The last characters of the string.", example: ("RIGHT('graph', 2)", "'ph'")
  ) { (arguments, _) throws(ValueError) in
    let count = try length(arguments[1], of: "RIGHT")
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

  private static func length(_ argument: Cell, of function: String) throws(ValueError) -> Int {
    guard argument.int >= 0 else {
      throw ValueError(.substring, "`\(function)` takes no negative number, found \(argument.int)")
    }
    return Int(argument.int)
  }
}
