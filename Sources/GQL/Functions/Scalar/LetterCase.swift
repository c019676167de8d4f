import GraphStore

extension ScalarFunction {
  static let letterCase = [upper, lower, fold]

  static let upper = ScalarFunction(
    "UPPER", aliases: ["TOUPPER"], parameters: [Parameter("string", .string)], result: always(.string),
    summary: "The string in upper case, by Unicode's full mapping: 'ß' becomes 'SS'.",
    example: ("UPPER('gql')", "'GQL'")
  ) { (arguments, context) throws(ValueError) in
    mapped(arguments[0], context, ascii: { $0 &- 0x61 < 26 ? $0 - 0x20 : $0 }, text: { $0.uppercased() })
  }

  static let lower = ScalarFunction(
    "LOWER", aliases: ["TOLOWER"], parameters: [Parameter("string", .string)], result: always(.string),
    summary: "The string in lower case, by Unicode's full mapping.", example: ("LOWER('GQL')", "'gql'")
  ) { (arguments, context) throws(ValueError) in
    mapped(arguments[0], context, ascii: { $0 &- 0x41 < 26 ? $0 + 0x20 : $0 }, text: { $0.lowercased() })
  }

  static let fold = ScalarFunction(
    "FOLD", parameters: [Parameter("string", .string)], result: always(.string),
    summary: "The string as it is compared where case and accents do not count, as in full-text search: `É` in one piece or two and `e` are `e`, `ß` is `ss`, `Σ` and `ς` are `σ`.",
    example: ("FOLD('Crème Brûlée')", "'creme brulee'")
  ) { (arguments, context) throws(ValueError) in
    mapped(arguments[0], context, ascii: { $0 &- 0x41 < 26 ? $0 + 0x20 : $0 }, text: TextFolding.folded)
  }

  private static func mapped(
    _ string: Cell, _ context: FunctionContext, ascii: (UInt8) -> UInt8, text: (String) -> String
  ) -> Cell {
    let bytes = string.utf8
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return context.arena.string(text(string.text)) }
    guard !bytes.isEmpty else { return string }
    let copy = context.arena.allocate(UInt8.self, count: bytes.count)
    for index in bytes.indices { copy.initializeElement(at: index, to: ascii(bytes[index])) }
    return Cell(string: UnsafeBufferPointer(copy))
  }
}
