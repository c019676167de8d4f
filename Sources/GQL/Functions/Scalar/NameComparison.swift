import GraphStore

extension ScalarFunction {
  /// How questions find what a person means by a name (`NameResolver`).
  static let sameName = ScalarFunction(
    "SAME_NAME", parameters: [Parameter("value", .any), Parameter("name", .string)], result: always(.bool),
    summary: "Whether two texts are one name, whatever the case, the accents, quotes, hyphens and the script; of a list, whether one of its texts is. Null for other values.",
    example: ("SAME_NAME('José Müller-Lay', 'jose muller lay')", "TRUE")
  ) { (arguments, context) throws(ValueError) in
    let (value, name) = (arguments[0], arguments[1])
    guard value.tag == .string || value.tag == .list else { return .null }
    let spelling: NameSpelling
    if let known = context.spelling, known.isWritten(name.utf8) {
      spelling = known
    } else {
      spelling = NameSpelling(name.text)
      context.spelling = spelling
    }
    return Cell(value.tag == .string ? spelling.fits(value.utf8) : value.items.contains { $0.tag == .string && spelling.fits($0.utf8) })
  }
}
