import GraphStore

extension ScalarFunction {
  /// What people write where one text or several are expected: `'a'`, `['a', 'b']`, `5`, nothing at all. What is no text and has none, such as
  /// a record, is left out.
  static let texts = ScalarFunction(
    "TEXTS", parameters: [Parameter("value", .any)], result: always(.list(.string)), nulls: .handlesNull,
    summary: "The texts in a value, each once: of a list those of its items, of lists in it too, of a single value its text; none of what is no text.",
    example: ("TEXTS(['a', 1, ['a', NULL]])", "['a', '1']")
  ) { (arguments, context) throws(ValueError) in
    var found: [Cell] = []
    var seen: Set<String> = []
    func add(_ value: Cell) {
      if value.tag == .list {
        for item in value.items { add(item) }
      } else if let text = Cast.text(of: value), seen.insert(text).inserted {
        found.append(value.tag == .string ? value : context.arena.string(text))
      }
    }
    add(arguments[0])
    return context.arena.list(found)
  }
}
