import GraphStore

/// Names for someone who types one as the argument of a question: what positions are on, or who holds them, comes first; aliases stand for
/// the names that they are another spelling of; what somebody said comes last. For small graphs; `ValueSuggestions` serves large ones.
package struct ThingNames: Sendable {
  /// What the name is asked for.
  package enum Role: Sendable {
    case any
    /// What positions are on.
    case target
    /// Who holds positions.
    case actor
  }

  /// Nodes and edges of a graph whose names are all read.
  package static let elementLimit = 50_000
  /// Labels of nodes that are words of somebody, not things.
  static let statementLabels: Set<String> = ["Claim"]

  private struct Thing {
    var name: String
    var label: String
    /// Folded: the name, then the aliases.
    var spellings: [String]
    var edges: Int64
    var asTarget: Int64
    var asActor: Int64
  }

  private let things: [Thing]

  package init(_ session: Session) throws(QueryError) {
    let rows = try session.execute(
      """
      MATCH (n) LET name = CASE WHEN n.name IS NULL THEN COALESCE(\(QuestionText.spellings("n"))) ELSE n.name END
      FILTER name IS NOT NULL
      RETURN name, LABELS(n)[0] AS label, \(QuestionText.list("n.aliases")) AS aliases,
        VALUE { MATCH (n)-[e]-() RETURN COUNT(*) } AS edges,
        VALUE { MATCH ()-[e]->(n), (s:Stance) WHERE s.edge_type = TYPE(e) RETURN COUNT(*) } AS as_target,
        VALUE { MATCH (n)-[e]->(), (s:Stance) WHERE s.edge_type = TYPE(e) RETURN COUNT(*) } AS as_actor
      """)
    things = rows.compactMap { row in
      guard case .string(let name) = row[0] else { return nil }
      var spellings = [NameFolding.latin(name)]
      if case .list(let aliases) = row[2] { for case .string(let alias) in aliases { spellings.append(NameFolding.latin(alias)) } }
      func count(_ column: Int) -> Int64 { if case .int(let number) = row[column] { number } else { 0 } }
      let label = if case .string(let text) = row[1] { text } else { "" }
      return Thing(name: name, label: label, spellings: spellings, edges: count(3), asTarget: count(4), asActor: count(5))
    }
  }

  /// Names that fit what is typed: a spelling of the thing, or one of its words, begins so.
  package func matching(_ typed: String, as role: Role) -> ValueSuggestions.Found {
    let wanted = NameFolding.latin(typed)
    var ranked: [(thing: Thing, order: [Int64])] = []
    for thing in things {
      // 0: the name or an alias begins as typed, 1: a later word does.
      let isStart = thing.spellings.contains { $0.hasPrefix(wanted) }
      guard isStart || thing.spellings.contains(where: { $0.contains(" " + wanted) }) else { continue }
      let isStatement = Self.statementLabels.contains(thing.label)
      let fit: Int64 =
        switch role {
        case .any: 0
        case .target: thing.asTarget
        case .actor: thing.asActor
        }
      ranked.append((thing, [isStatement ? 1 : 0, fit > 0 ? 0 : 1, isStart ? 0 : 1, -fit, -thing.edges]))
    }
    // Where some things are what is asked for, the others are not offered.
    if role != .any, ranked.contains(where: { $0.order[1] == 0 }) { ranked.removeAll { $0.order[1] == 1 } }
    ranked.sort { $0.order == $1.order ? $0.thing.name.precedes($1.thing.name) : $0.order.lexicographicallyPrecedes($1.order) }
    var known: Set<String> = []
    let names = ranked.compactMap { entry -> ValueSuggestions.Suggestion? in
      known.insert(entry.thing.name).inserted ? .init(text: entry.thing.name, note: entry.thing.label) : nil
    }
    return .init(Array(names.prefix(ValueSuggestions.limit)), isAll: names.count <= ValueSuggestions.limit)
  }
}
