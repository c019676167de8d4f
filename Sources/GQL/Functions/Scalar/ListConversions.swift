import GraphStore

/// Neo4j's conversions of lists, item by item: null for an item that cannot be converted.
extension ScalarFunction {
  static let listConversions = [
    ofItems(toInteger, "TO_INTEGER_LIST", "TOINTEGERLIST", .int, example: ("TO_INTEGER_LIST(['1', 'x'])", "[1, NULL]")),
    ofItems(toFloat, "TO_FLOAT_LIST", "TOFLOATLIST", .float, example: ("TO_FLOAT_LIST(['1.5', 2])", "[1.5, 2.0]")),
    ofItems(toString, "TO_STRING_LIST", "TOSTRINGLIST", .string, example: ("TO_STRING_LIST([1, 'x'])", "['1', 'x']")),
    ofItems(toBoolean, "TO_BOOLEAN_LIST", "TOBOOLEANLIST", .bool, example: ("TO_BOOLEAN_LIST(['true', 0])", "[TRUE, FALSE]")),
  ]

  private static func ofItems(
    _ function: ScalarFunction, _ name: String, _ alias: String, _ type: ValueType, example: (call: String, result: String)
  ) -> ScalarFunction {
    ScalarFunction(
      name, aliases: [alias], parameters: [Parameter("list", .list(.any))], result: always(.list(type)),
      summary: "\(function.name) of each item, null for what cannot be converted.", example: example
    ) { (arguments, context) throws(ValueError) in
      var result: [Cell] = []
      for item in arguments[0].items {
        if item.isNull {
          result.append(.null)
          continue
        }
        let converted = withUnsafePointer(to: item) { item in
          do throws(ValueError) {
            return try function.evaluate(UnsafeBufferPointer(start: item, count: 1), context)
          } catch {
            return .null
          }
        }
        result.append(converted)
      }
      return context.arena.list(result)
    }
  }
}
