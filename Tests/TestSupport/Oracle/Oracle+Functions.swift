import GQL
import GraphStore

/// The functions that generated queries use. Any other is unsupported here: the golden files test those.
extension OracleRun {
  func call(_ function: ScalarFunction, _ arguments: [Value]) throws -> Value {
    if function.nulls == .nullIfAnyNull,
      arguments.contains(where: { if case .null = $0 { true } else { false } })
    {
      return .null
    }
    let name = function.name
    switch (name, arguments.first, arguments.dropFirst().first) {
    case ("CARDINALITY", .list(let items)?, _), ("SIZE", .list(let items)?, _):
      return .int(Int64(items.count))
    case ("SIZE", .string(let text)?, _), ("CHAR_LENGTH", .string(let text)?, _),
      ("CHARACTER_LENGTH", .string(let text)?, _):
      return .int(Int64(text.unicodeScalars.count))
    case ("CARDINALITY", .path(let path)?, _): return .int(Int64(path.nodes.count + path.edges.count))
    case ("PATH_LENGTH", .path(let path)?, _), ("LENGTH", .path(let path)?, _):
      return .int(Int64(path.length))
    case ("NODES", .path(let path)?, _): return .list(path.nodes.map { .node($0) })
    case ("EDGES", .path(let path)?, _), ("RELATIONSHIPS", .path(let path)?, _):
      return .list(path.edges.map { .edge($0) })
    case ("ELEMENTS", .path(let path)?, _):
      var items: [Value] = [.node(path.nodes[0])]
      for (edge, node) in zip(path.edges, path.nodes.dropFirst()) { items += [.edge(edge), .node(node)] }
      return .list(items)
    case ("CYPHER PROPERTIES", .node(let node)?, _), ("PROPERTIES", .node(let node)?, _): return .record(graph[node.id].properties)
    case ("CYPHER PROPERTIES", .edge(let edge)?, _), ("PROPERTIES", .edge(let edge)?, _): return .record(graph[edge.id].properties)
    case ("CYPHER NODE", .node?, _), ("CYPHER EDGE", .edge?, _): return arguments[0]
    case ("UPPER", .string(let text)?, _): return .string(text.uppercased())
    case ("LOWER", .string(let text)?, _): return .string(text.lowercased())
    case ("ABS", .int(let value)?, _):
      guard value != .min else { throw OracleError.status(.numericOutOfRange, "overflow") }
      return .int(abs(value))
    case ("ABS", .float(let value)?, _): return .float(abs(value))
    case ("MOD", let a?, let b?): return try OracleArithmetic.apply(.modulo, a, b)
    case ("STARTS_WITH", .string(let text)?, .string(let part)?):
      return .bool(Array(text.utf8).starts(with: Array(part.utf8)))
    case ("ENDS_WITH", .string(let text)?, .string(let part)?):
      return .bool(Array(text.utf8).reversed().starts(with: Array(part.utf8).reversed()))
    case ("LIST_CONTAINS", .list(let items)?, let item?): return try contains(items, item)
    case ("LIST_ITEM", .list(let items)?, .int(let position)?):
      let index = position < 0 ? Int64(items.count) + position : position
      return items.indices.contains(Int(index)) ? items[Int(index)] : .null
    default: throw OracleError.unsupported("\(name) of these arguments")
    }
  }

  /// `x = a OR x = b OR ...`.
  private func contains(_ items: [Value], _ item: Value) throws -> Value {
    var isUnknown = false
    for candidate in items {
      switch try OracleRelations.equal(item, candidate) {
      case true?: return .bool(true)
      case false?: continue
      case nil: isUnknown = true
      }
    }
    return isUnknown ? .null : .bool(false)
  }
}
