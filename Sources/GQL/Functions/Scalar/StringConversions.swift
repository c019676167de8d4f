import GraphStore

extension ScalarFunction {
  static let stringConversions = [
    toString, toInteger, toFloat, toBoolean, orNull(toString, "TOSTRINGORNULL"), orNull(toInteger, "TOINTEGERORNULL"),
    orNull(toFloat, "TOFLOATORNULL"), orNull(toBoolean, "TOBOOLEANORNULL"),
  ]

  /// Neo4j's conversions, which give null for whatever does not fit.
  private static func orNull(_ function: ScalarFunction, _ alias: String) -> ScalarFunction {
    ScalarFunction(
      function.name + "_OR_NULL", aliases: [alias], parameters: function.parameters, result: function.result,
      summary: "As \(function.name), and null for what cannot be converted.",
      example: (function.name + "_OR_NULL([])", "NULL")
    ) { (arguments, context) throws(ValueError) in
      do throws(ValueError) { return try function.evaluate(arguments, context) } catch { return .null }
    }
  }

  static let toString = ScalarFunction(
    "TO_STRING", aliases: ["TOSTRING"], parameters: [Parameter("value", .any)], result: always(.string),
    summary: "A number, Boolean, temporal value or string as text.", example: ("TO_STRING(1.5)", "'1.5'")
  ) { (arguments, context) throws(ValueError) in
    let value = arguments[0]
    if value.tag == .bool { return context.arena.string(value.bool ? "true" : "false") }
    guard let text = Cast.text(of: value) else {
      throw wrongType("TO_STRING", value, expected: "a number, a Boolean, a temporal value or a string")
    }
    return context.arena.string(text)
  }

  static let toInteger = lenient("TO_INTEGER", "TOINTEGER", .int, example: ("TO_INTEGER('42')", "42")) {
    (value, context) throws(ValueError) in
    if value.tag == .bool { return Cell(value.bool ? 1 : 0 as Int64) }
    guard value.tag == .string else { return try Cast.cast(value, to: .integer(bits: 64, isSigned: true), context) }
    if let whole = Int64(Cast.trimmed(value)) { return Cell(whole) }
    guard let float = Cast.float(parsing: value) else { throw Cast.notText(of: "integer") }
    return try Cast.cast(Cell(float), to: .integer(bits: 64, isSigned: true), context)
  }
  static let toFloat = lenient("TO_FLOAT", "TOFLOAT", .float, example: ("TO_FLOAT('1.5')", "1.5")) {
    (value, context) throws(ValueError) in
    guard value.tag == .string else { return try Cast.cast(value, to: .float(bits: 64), context) }
    guard let float = Cast.float(parsing: value) else { throw Cast.notText(of: "number") }
    guard float.isFinite || NumberText.specialFloat(value) != nil else { throw Cast.notText(of: "number") }
    return Cell(float)
  }
  static let toBoolean = lenient("TO_BOOLEAN", "TOBOOLEAN", .bool, example: ("TO_BOOLEAN('true')", "TRUE")) {
    (value, context) throws(ValueError) in
    value.tag == .int ? Cell(value.int != 0) : try Cast.cast(value, to: .bool, context)
  }

  /// openCypher's conversions, which give null for text that does not fit.
  private static func lenient(
    _ name: String, _ alias: String, _ type: ValueType, example: (call: String, result: String),
    _ convert: @escaping @Sendable (Cell, FunctionContext) throws(ValueError) -> Cell
  ) -> ScalarFunction {
    ScalarFunction(
      name, aliases: [alias], parameters: [Parameter("value", .any)], result: always(type),
      summary: "The value as \(type.nameInMessages), null for text that is none.", example: example
    ) { (arguments, context) throws(ValueError) in
      do throws(ValueError) {
        return try convert(arguments[0], context)
      } catch {
        guard arguments[0].tag == .string else { throw error }
        return .null
      }
    }
  }
}
