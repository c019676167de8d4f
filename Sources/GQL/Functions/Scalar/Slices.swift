import GraphStore

extension ScalarFunction {
  static let slices = [slice]

  /// What `list[from..to]` means, openCypher: bounds count from 0, negative ones from the end; beyond the ends there is nothing.
  static let slice = ScalarFunction(
    "LIST_SLICE", parameters: [Parameter("list", .any), Parameter("from", .int), Parameter("to", .int)],
    result: sameAsFirst, summary: "The items from one position up to, not including, another.",
    example: ("LIST_SLICE([1, 2, 3], 0, 2)", "[1, 2]")
  ) { (arguments, context) throws(ValueError) in
    guard arguments[0].tag == .list else { throw wrongType("[..]", arguments[0], expected: "a list", detail: nil) }
    let items = arguments[0].items
    func position(_ index: Int64) -> Int {
      Int(max(0, min(Int64(items.count), index < 0 ? index + Int64(items.count) : index)))
    }
    let (from, to) = (position(arguments[1].int), position(arguments[2].int))
    return from < to ? context.arena.cells(.list, UnsafeBufferPointer(rebasing: items[from..<to])) : Cell(tag: .list, address: nil)
  }
}
