import TestSupport

/// Random graph patterns. Three edges at most in a path, small bounds: the oracle enumerates them all.
extension QueryGenerator {
  mutating func matchClause() -> String {
    let before = scope
    var text = "MATCH "
    let isRepeating = chance(20)
    if isRepeating { text += "REPEATABLE ELEMENTS " }
    var known = before
    let count = chance(20) ? 2 : 1
    // Beside another path pattern, the match mode would make the choice of a path matter.
    text += pathPattern(isRepeating: isRepeating, mayChoose: count == 1, &known)
    let first = known
    if count == 2 { text += ", " + pathPattern(isRepeating: isRepeating, mayChoose: false, &known) }
    change { $0 = known }
    if count == 2, chance(60), let link = link(first, known) { return text + " WHERE \(link)" }
    if chance(22) { text += " WHERE \(condition(2))" }
    return text
  }

  /// What values of one path say of those of another: equal, or between limits, which may cross.
  private mutating func link(_ first: GeneratedScope, _ both: GeneratedScope) -> String? {
    func terms(_ nodes: [String], _ edges: [String]) -> [String] { nodes.map { "\($0).x" } + edges.map { "\($0).w" } }
    let known = terms(first.nodes, first.edges)
    let own = terms(both.nodes.filter { !first.nodes.contains($0) }, both.edges.filter { !first.edges.contains($0) })
    guard !known.isEmpty, !own.isEmpty else { return nil }
    let value = pick(own)
    switch number(0...4) {
    case 0: return "\(value) = \(pick(known))"
    case 1: return "\(value) = \(pick(known)) AND \(pick(own)) = \(pick(known))"
    case 2, 3: return "\(value) > \(pick(known)) AND \(value) < \(pick(known)) + \(number(-2...2))"
    default: return "\(pick(known)) \(pick(["<", ">="])) \(value)"
    }
  }

  /// Variables of an OPTIONAL MATCH may be null; later patterns may join its nodes.
  mutating func optionalClause() -> String {
    let before = scope
    let clause = chance(30) ? "OPTIONAL { \(matchClause()) OPTIONAL \(matchClause()) }" : "OPTIONAL " + matchClause()
    change { after in
      after.edges = before.edges + after.edges.filter { !before.edges.contains($0) }
    }
    return clause
  }

  private mutating func pathPattern(isRepeating: Bool, mayChoose: Bool, _ known: inout GeneratedScope)
    -> String
  {
    // A selector with a free choice, or a mode, or nothing.
    var prefix = ""
    var isSelected = false
    if chance(25) {
      prefix = pick(
        ["TRAIL ", "ACYCLIC ", "SIMPLE ", "ALL SHORTEST TRAIL ", "SHORTEST 2 TRAIL GROUPS "]
          + (mayChoose ? ["ANY SHORTEST TRAIL "] : []))
      isSelected = prefix.hasPrefix("ANY")
    }
    let isFinite = !isRepeating || !prefix.isEmpty
    // A node inside a selected path that is bound elsewhere too would ask what comes first, selector or join.
    let isSelective = prefix.contains("SHORTEST")
    var text = nodePattern(&known, isNamed: !isSelected, mayJoin: !isSelected)
    var choosable: [String] = []
    let segments = pick([0, 1, 1, 1, 1, 2, 2, 3])
    for position in 0..<segments {
      text += segment(isFinite: isFinite, &known, &choosable, isSelected: isSelected)
      let mayJoin = !isSelected && (!isSelective || position == segments - 1)
      text += nodePattern(&known, isNamed: !isSelected, mayJoin: mayJoin)
    }
    if isSelected {
      // Which of the shortest paths is taken is free; its length is not.
      known.groups.removeAll { choosable.contains($0) }
      known.edges.removeAll { choosable.contains($0) }
    }
    guard chance(25) else { return prefix + text }
    let path = fresh("p")
    known.paths.append(path)
    return "\(path) = \(prefix)\(text)"
  }

  private mutating func nodePattern(
    _ known: inout GeneratedScope, isNamed: Bool, mayJoin: Bool
  ) -> String {
    var inner = ""
    var name: String?
    if mayJoin && !known.nodes.isEmpty && chance(15) {
      inner = pick(known.nodes)
    } else if isNamed && chance(75) {
      let new = fresh("n")
      name = new
      inner = new
    }
    if chance(12) { inner += ":\(label(GraphGenerator.labels))" }
    if chance(4) {
      inner += " {x: \(number(0...3))}"
    } else if let name, chance(8) {
      inner += " WHERE \(name).x < \(number(1...3))"
    }
    if let name { known.nodes.append(name) }
    return "(\(inner))"
  }

  private mutating func edgePattern(_ name: String?) -> String {
    let (left, right) = pick([
      ("-", "->"), ("-", "->"), ("-", "->"), ("<-", "-"), ("<-", "-"), ("-", "-"), ("-", "-"), ("-", "-"),
      ("~", "~"), ("<-", "->"), ("<~", "~"), ("~", "~>"),
    ])
    var inner = name ?? ""
    if chance(22) { inner += ":\(label(GraphGenerator.types))" }
    if let name, chance(15) { inner += " WHERE \(name).w \(pick(["<", ">=", "<>"])) \(number(0...3))" }
    return "\(left)[\(inner)]\(right)"
  }

  /// One edge, repeated or not, a questioned part or a union.
  private mutating func segment(
    isFinite: Bool, _ known: inout GeneratedScope, _ choosable: inout [String], isSelected: Bool
  ) -> String {
    let name = chance(65) ? fresh("e") : nil
    if let name { choosable.append(name) }
    switch number(0...11) {
    case 0...2:
      if let name { known.groups.append(name) }
      let bounds = ["{2}", "{1,2}", "{0,2}", "{,1}", "{1,3}"] + (isFinite ? ["*", "+", "{2,}"] : [])
      return edgePattern(name) + pick(bounds)
    case 3:
      if let name { known.groups.append(name) }
      let inner = fresh("m")
      let condition = chance(50) ? " WHERE \(inner).x < \(number(1...3))" : ""
      return " ((\(inner))\(edgePattern(name))()\(condition))\(pick(["{1,2}", "{2}", "{0,1}"])) "
    case 4 where !isSelected:
      if let name { known.edges.append(name) }
      return " (\(edgePattern(name)))? "
    case 5 where !isSelected:
      if let name { known.edges.append(name) }
      let other = pick([name, name, nil])
      return " (\(edgePattern(name)) \(pick(["|", "|", "|+|"])) \(edgePattern(other))) "
    case 6:
      if let name { known.groups.append(name) }
      return " (\(pick(["TRAIL", "ACYCLIC", "SIMPLE"])) ()\(edgePattern(name)){1,3}()) "
    default:
      if let name { known.edges.append(name) }
      return edgePattern(name)
    }
  }
}
