import GraphStore

extension ScalarFunction {
  static let stringLengths = [charLength, byteLength]

  static let charLength = ScalarFunction(
    "CHAR_LENGTH", aliases: ["CHARACTER_LENGTH"], parameters: [Parameter("string", .string)],
    result: always(.int),
    summary: "The number of Unicode code points in the string.", example: ("CHAR_LENGTH('añb')", "3")
  ) { (arguments, _) throws(ValueError) in Cell(Int64(arguments[0].scalarCount)) }

  static let byteLength = ScalarFunction(
    "BYTE_LENGTH", aliases: ["OCTET_LENGTH"], parameters: [Parameter("value", .any)], result: always(.int),
    summary: "The number of bytes in a byte string, or in a string as UTF-8.",
    example: ("BYTE_LENGTH('añb')", "4")
  ) { (arguments, _) throws(ValueError) in
    let value = arguments[0]
    guard value.tag == .string || value.tag == .bytes else {
      throw wrongType("BYTE_LENGTH", value, expected: "a string or a byte string")
    }
    return Cell(Int64(value.length))
  }
}
