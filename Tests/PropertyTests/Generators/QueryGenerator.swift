import TestSupport

/// A query text and what of its result is determined.
struct GeneratedQuery {
  var text: String
  var determinacy = Determinacy()
}

/// Random queries that are mostly valid, over the vocabulary of `GraphGenerator`.
///
/// What the language leaves to the implementation stays out of the results: paths of a selector that may
/// choose are returned by their length, LIMIT comes only after an order over all columns, collected lists are
/// compared as bags.
struct QueryGenerator {
  var random: SeededGenerator
  private(set) var scope = GeneratedScope()
  private var counter = 0
  /// Nested queries left to spend.
  private var depth = 2

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  // MARK: Chance

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &random)] }
  mutating func fresh(_ prefix: String) -> String {
    counter += 1
    return "\(prefix)\(counter)"
  }

  // MARK: Queries

  mutating func query() -> GeneratedQuery {
    switch number(0...9) {
    case 0: return setOperation()
    case 1: return next()
    default:
      scope = GeneratedScope()
      let body = clauses()
      return result(after: body)
    }
  }

  private mutating func setOperation() -> GeneratedQuery {
    let operation = pick([
      "UNION", "UNION ALL", "EXCEPT", "EXCEPT ALL", "INTERSECT", "INTERSECT ALL", "OTHERWISE",
    ])
    let operands = (0..<2).map { _ -> String in
      scope = GeneratedScope()
      let body = clauses()
      return "\(body) RETURN \(integer(2)) AS c1, \(string()) AS c2"
    }
    return GeneratedQuery(text: operands.joined(separator: " \(operation) "))
  }

  private mutating func next() -> GeneratedQuery {
    scope = GeneratedScope()
    let first = clauses()
    let node = scope.nodes.isEmpty ? nil : pick(scope.nodes)
    let carried = node.map { "\($0), " } ?? ""
    let number = fresh("v")
    let head = "\(first) RETURN \(carried)\(integer(2)) AS \(number) NEXT "
    scope = GeneratedScope(nodes: node.map { [$0] } ?? [], integers: [number])
    let tail = chance(50) ? "FILTER \(condition(1)) " : ""
    let more = chance(50) ? matchClause() + " " : ""
    var query = result(after: tail + more)
    query.text = head + query.text
    return query
  }

  private mutating func clauses() -> String {
    var parts = [matchClause()]
    if chance(25) { parts.append(matchClause()) }
    if chance(20) {
      parts.append(optionalClause())
      if chance(40) { parts.append(chance(50) ? matchClause() : optionalClause()) }
    }
    if chance(15) {
      let name = fresh("v")
      parts.append("LET \(name) = \(integer(2))")
      scope.integers.append(name)
    }
    if chance(10) {
      let name = fresh("v")
      parts.append("FOR \(name) IN [\(integer(1)), \(integer(1)), NULL]")
      scope.integers.append(name)
    }
    if chance(14) { parts.append("FILTER \(condition(2))") }
    if chance(8) && depth > 0 { parts.append(inlineCall()) }
    return parts.joined(separator: " ")
  }

  private mutating func inlineCall() -> String {
    depth -= 1
    defer { depth += 1 }
    let outer = scope
    let name = fresh("v")
    let inner = matchClause()
    let value = chance(50) ? "COUNT(*)" : "SUM(\(integer(1)))"
    scope = outer
    scope.integers.append(name)
    return "\(chance(30) ? "OPTIONAL " : "")CALL { \(inner) RETURN \(value) AS \(name) }"
  }

  // MARK: Results

  private mutating func result(after body: String) -> GeneratedQuery {
    var determinacy = Determinacy()
    var items: [String] = []
    let isGrouped = chance(35)
    let count = number(1...3)
    for position in 0..<count {
      let value: String
      if isGrouped && (position > 0 || count == 1) {
        value = aggregate(&determinacy, position)
      } else {
        value = plainItem()
      }
      items.append("\(value) AS c\(position)")
    }
    let isDistinct = !isGrouped && chance(15)
    var text = "\(body) RETURN \(isDistinct ? "DISTINCT " : "")\(items.joined(separator: ", "))"
    if determinacy.bags.isEmpty && chance(25) {
      let keys = (0..<count).map { position in
        "c\(position)\(pick(["", " DESC"]))\(pick(["", "", " NULLS FIRST", " NULLS LAST"]))"
      }
      text += " ORDER BY " + keys.joined(separator: ", ")
      determinacy.isOrdered = true
      if chance(30) { text += " OFFSET \(number(0...2))" }
      if chance(40) { text += " LIMIT \(number(1...6))" }
    }
    return GeneratedQuery(text: text, determinacy: determinacy)
  }

  private mutating func plainItem() -> String {
    switch number(0...9) {
    case 0...2 where !scope.nodes.isEmpty: return pick(scope.nodes)
    case 3 where !scope.edges.isEmpty: return pick(scope.edges)
    case 4 where !scope.groups.isEmpty: return "\(pick(scope.groups)).w"
    case 5: return string()
    case 6: return condition(2)
    default: return integer(2)
    }
  }

  private mutating func aggregate(_ determinacy: inout Determinacy, _ position: Int) -> String {
    // A group variable inside would make the aggregate horizontal.
    let groups = scope.groups
    scope.groups = []
    defer { scope.groups = groups }
    switch number(0...7) {
    case 0: return "COUNT(*)"
    case 1: return "COUNT(\(integer(1)))"
    case 2: return "COUNT(DISTINCT \(integer(1)))"
    case 3: return "SUM(\(integer(1)))"
    case 4: return "MIN(\(integer(1)))"
    case 5: return "MAX(\(string()))"
    case 6: return "AVG(\(integer(1)))"
    default:
      determinacy.bags.insert(position)
      return "COLLECT_LIST(\(integer(1)))"
    }
  }

  // MARK: Expressions

  /// Never an error: small integers, and no division.
  mutating func integer(_ levels: Int) -> String {
    if levels > 0 && chance(25) {
      switch number(0...3) {
      case 0: return "(\(integer(levels - 1)) + \(integer(levels - 1)))"
      case 1: return "(\(integer(levels - 1)) - \(integer(levels - 1)))"
      case 2: return "COALESCE(\(integer(levels - 1)), \(integer(levels - 1)))"
      default: return "CASE WHEN \(condition(0)) THEN \(integer(levels - 1)) ELSE \(integer(0)) END"
      }
    }
    switch number(0...9) {
    case 0...4 where !scope.nodes.isEmpty: return "\(pick(scope.nodes)).x"
    case 5...6 where !scope.edges.isEmpty: return "\(pick(scope.edges)).w"
    case 7 where !scope.groups.isEmpty:
      return pick([
        "CARDINALITY(\(pick(scope.groups)))", "SUM(\(pick(scope.groups)).w)", "COUNT(\(pick(scope.groups)))",
      ])
    case 7 where !scope.paths.isEmpty: return "PATH_LENGTH(\(pick(scope.paths)))"
    case 8 where !scope.integers.isEmpty: return pick(scope.integers)
    default: return chance(10) ? "NULL" : "\(number(0...3))"
    }
  }

  mutating func string() -> String {
    if !scope.nodes.isEmpty && chance(70) {
      let property = "\(pick(scope.nodes)).s"
      return chance(20) ? "\(property) || 'b'" : chance(20) ? "UPPER(\(property))" : property
    }
    return "'\(pick(GraphGenerator.strings))'"
  }

  mutating func condition(_ levels: Int) -> String {
    if levels > 0 && chance(35) {
      switch number(0...4) {
      case 0: return "(\(condition(levels - 1)) AND \(condition(levels - 1)))"
      case 1: return "(\(condition(levels - 1)) OR \(condition(levels - 1)))"
      case 2: return "NOT (\(condition(levels - 1)))"
      case 3: return "(\(condition(levels - 1)) XOR \(condition(levels - 1)))"
      default:
        return "(\(condition(levels - 1))) IS \(pick(["", "NOT "]))\(pick(["TRUE", "FALSE", "UNKNOWN"]))"
      }
    }
    if levels > 1 && depth > 0 && chance(15) { return existence() }
    let comparison = pick(["=", "<>", "<", "<=", ">", ">="])
    switch number(0...9) {
    case 0...3: return "\(integer(1)) \(comparison) \(integer(1))"
    case 4: return "\(string()) \(comparison) \(string())"
    case 5: return "\(integer(0)) IS \(pick(["", "NOT "]))NULL"
    case 6 where !scope.nodes.isEmpty:
      return "\(pick(scope.nodes)) IS \(pick(["", "NOT "]))LABELED \(label(["A", "B"]))"
    case 7 where scope.nodes.count > 1:
      return "\(pick(scope.nodes)) \(pick(["=", "<>"])) \(pick(scope.nodes))"
    case 8: return "\(integer(0)) IN [\(number(0...3)), \(integer(0))]"
    case 9 where !scope.nodes.isEmpty: return "PROPERTY_EXISTS(\(pick(scope.nodes)), \(pick(["x", "s"])))"
    default: return pick(["TRUE", "FALSE", "UNKNOWN"])
    }
  }

  private mutating func existence() -> String {
    depth -= 1
    defer { depth += 1 }
    let outer = scope
    let pattern = matchClause()
    scope = outer
    return "EXISTS { \(pattern) }"
  }

  mutating func label(_ names: [String]) -> String {
    switch number(0...9) {
    case 0...4: return pick(names)
    case 5: return "!\(pick(names))"
    case 6: return "\(names[0])&\(chance(50) ? "!" : "")\(names[1])"
    case 7...8: return "\(names[0])|\(names[1])"
    default: return "%"
    }
  }

  // MARK: Used by the pattern part

  mutating func change<T>(_ body: (inout GeneratedScope) -> T) -> T { body(&scope) }
}

/// Names that a generated query may refer to, by what they stand for.
struct GeneratedScope {
  /// Single nodes that are certain.
  var nodes: [String] = []
  /// Single edges.
  var edges: [String] = []
  /// Lists of edges.
  var groups: [String] = []
  var paths: [String] = []
  var integers: [String] = []
}
