import GraphStore

extension ScalarFunction {
  static let paths = [pathLength, pathElements, nodes, edges]

  static let pathLength = ScalarFunction(
    "PATH_LENGTH", aliases: ["LENGTH"], parameters: [Parameter("path", .path)], result: always(.int),
    summary: "The number of edges in the path.", example: ("PATH_LENGTH(p)", "2")
  ) { (arguments, _) throws(ValueError) in Cell(Int64(arguments[0].length / 2)) }

  static let pathElements = ScalarFunction(
    "ELEMENTS", parameters: [Parameter("path", .path)], result: always(.list(.any)),
    summary: "The nodes and edges of the path, in turn.", example: ("CARDINALITY(ELEMENTS(p))", "5")
  ) { (arguments, _) throws(ValueError) in
    Cell(tag: .list, address: arguments[0].address, count: Int(arguments[0].length))
  }

  static let nodes = ScalarFunction(
    "NODES", parameters: [Parameter("path", .path)], result: always(.list(.node)),
    summary: "The nodes of the path, in order.",
    example: ("CARDINALITY(NODES(p))", "3")
  ) { (arguments, context) throws(ValueError) in
    context.arena.list(arguments[0].items.filter { $0.tag == .node })
  }

  static let edges = ScalarFunction(
    "EDGES", aliases: ["RELATIONSHIPS"], parameters: [Parameter("path", .path)], result: always(.list(.edge)),
    summary: "The edges of the path, in order.", example: ("CARDINALITY(EDGES(p))", "2")
  ) { (arguments, context) throws(ValueError) in
    context.arena.list(arguments[0].items.filter { $0.tag == .edge })
  }
}
