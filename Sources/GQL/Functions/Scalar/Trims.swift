import GraphStore

extension ScalarFunction {
  static let trims = [trim, trimLeading, trimTrailing, trimBoth, leftTrim, rightTrim, bothTrim] + cypherTrims

  /// In openCypher these take off every kind of white space; the analyzer chooses them, and nobody writes their names.
  private static let cypherTrims = [
    cypherTrim("TRIM", isLeading: true, isTrailing: true, example: ("TRIM('  a b ')", "'a b'")),
    cypherTrim("LTRIM", isLeading: true, isTrailing: false, example: ("LTRIM(' a ')", "'a '")),
    cypherTrim("RTRIM", isLeading: false, isTrailing: true, example: ("RTRIM(' a ')", "' a'")),
    cypherTrim("BTRIM", isLeading: true, isTrailing: true, example: ("BTRIM(' a ')", "'a'")),
  ]

  /// What the function is in openCypher, for one argument.
  var inCypher: ScalarFunction {
    (Self.cypherTrims + Self.cypherMath + [Self.cypherLabels]).first { $0.name == "CYPHER \(name)" } ?? self
  }

  private static func cypherTrim(
    _ name: String, isLeading: Bool, isTrailing: Bool, example: (call: String, result: String)
  ) -> ScalarFunction {
    ScalarFunction(
      "CYPHER \(name)", parameters: [Parameter("string", .string)], result: always(.string),
      summary: "The string without white space at the named ends.", example: example
    ) { (arguments, _) throws(ValueError) in
      trimmed(arguments[0], isLeading: isLeading, isTrailing: isTrailing, of: whiteSpace)
    }
  }

  /// Unicode's White_Space.
  private static let whiteSpace = (0...0x3000).compactMap(Unicode.Scalar.init).filter(\.properties.isWhitespace)

  static let trim = ScalarFunction(
    "TRIM", parameters: [Parameter("value", .any), Parameter("count", .int)], requiredCount: 1,
    result: sameAsFirst,
    summary: "Without spaces at both ends; of a list and a count, without that many items at the end.",
    example: ("TRIM('  a b ')", "'a b'")
  ) { (arguments, _) throws(ValueError) in
    let value = arguments[0]
    if value.tag == .list, arguments.count == 2 { return try shortened(value, by: arguments[1].int) }
    if value.tag == .bytes, arguments.count == 1 { return trimmed(bytes: value, isLeading: true, isTrailing: true, of: 0) }
    guard value.tag == .string, arguments.count == 1 else {
      throw wrongType("TRIM", value, expected: "a string, or a list and a count")
    }
    return trimmed(value, isLeading: true, isTrailing: true, of: spaces)
  }

  static let trimLeading = single(
    "TRIM_LEADING", isLeading: true, isTrailing: false, example: ("TRIM(LEADING 'x' FROM 'xax')", "'ax'"))
  static let trimTrailing = single(
    "TRIM_TRAILING", isLeading: false, isTrailing: true, example: ("TRIM(TRAILING 'x' FROM 'xax')", "'xa'"))
  static let trimBoth = single(
    "TRIM_BOTH", isLeading: true, isTrailing: true, example: ("TRIM(BOTH 'x' FROM 'xax')", "'a'"))

  static let leftTrim = several(
    "LTRIM", isLeading: true, isTrailing: false, example: ("LTRIM('xyaxy', 'xy')", "'axy'"))
  static let rightTrim = several(
    "RTRIM", isLeading: false, isTrailing: true, example: ("RTRIM('xyaxy', 'xy')", "'xya'"))
  static let bothTrim = several(
    "BTRIM", isLeading: true, isTrailing: true, example: ("BTRIM('xyaxy', 'xy')", "'a'"))

  private static let spaces: [Unicode.Scalar] = [" "]

  /// The standard's forms: one character (a space when only the string is given) from the named end. Several
  /// are an error 22027.
  private static func single(
    _ name: String, isLeading: Bool, isTrailing: Bool, example: (call: String, result: String)
  ) -> ScalarFunction {
    ScalarFunction(
      name, parameters: [Parameter("character", .any), Parameter("string", .any)], requiredCount: 1,
      result: sameAsFirst,
      summary: "The string without the character at the named ends; a space when no character is given.",
      example: example
    ) { (arguments, _) throws(ValueError) in
      for argument in arguments where argument.tag != .string && argument.tag != .bytes || argument.tag != arguments[0].tag {
        throw wrongType("TRIM", argument, expected: "strings or byte strings")
      }
      let value = arguments[arguments.count - 1]
      if value.tag == .bytes {
        guard arguments.count == 1 || arguments[0].length == 1 else { throw ValueError(.trim, "TRIM removes one byte") }
        let byte = arguments.count == 1 ? 0 : arguments[0].rawBytes[0]
        return trimmed(bytes: value, isLeading: isLeading, isTrailing: isTrailing, of: byte)
      }
      guard arguments.count == 2 else {
        return trimmed(arguments[0], isLeading: isLeading, isTrailing: isTrailing, of: spaces)
      }
      guard arguments[0].scalarCount == 1 else {
        throw ValueError(.trim, "TRIM removes one character; BTRIM, LTRIM and RTRIM take several")
      }
      let set = Array(arguments[0].text.unicodeScalars)
      return trimmed(arguments[1], isLeading: isLeading, isTrailing: isTrailing, of: set)
    }
  }

  private static func several(
    _ name: String, isLeading: Bool, isTrailing: Bool, example: (call: String, result: String)
  ) -> ScalarFunction {
    ScalarFunction(
      name, parameters: [Parameter("string", .string), Parameter("characters", .string)], requiredCount: 1,
      result: always(.string),
      summary: "The string without any of the characters (spaces when not given) at the named ends.",
      example: example
    ) { (arguments, _) throws(ValueError) in
      let set = arguments.count == 2 ? Array(arguments[1].text.unicodeScalars) : spaces
      return trimmed(arguments[0], isLeading: isLeading, isTrailing: isTrailing, of: set)
    }
  }

  /// Shares the string's bytes.
  private static func trimmed(_ string: Cell, isLeading: Bool, isTrailing: Bool, of set: [Unicode.Scalar])
    -> Cell
  {
    let patterns = set.map { Array(String($0).utf8) }
    let bytes = string.utf8
    var (start, end) = (0, bytes.count)
    while isLeading, let match = patterns.first(where: { bytes[start..<end].starts(with: $0) }) {
      start += match.count
    }
    while isTrailing,
      let match = patterns.first(where: { bytes[start..<end].suffix($0.count).elementsEqual($0) })
    {
      end -= match.count
    }
    return string.slice(start..<end)
  }

  private static func trimmed(bytes value: Cell, isLeading: Bool, isTrailing: Bool, of byte: UInt8) -> Cell {
    let bytes = value.rawBytes
    var (start, end) = (0, bytes.count)
    while isLeading, start < end, bytes[start] == byte { start += 1 }
    while isTrailing, start < end, bytes[end - 1] == byte { end -= 1 }
    return value.bytes(start..<end)
  }

  private static func shortened(_ list: Cell, by count: Int64) throws(ValueError) -> Cell {
    guard count >= 0, count <= Int64(list.length) else {
      throw ValueError(.listElement, "cannot remove \(count) items from a list of \(list.length)")
    }
    return Cell(tag: .list, address: list.address, count: Int(list.length) - Int(count))
  }
}
