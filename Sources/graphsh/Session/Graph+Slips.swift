import GQL
import GraphStore

extension Graph {
  /// A sentence for each edge type that is probably a misspelled stance: its edges count in no position. Empty in a graph without stances.
  ///
  /// - Throws: `noSuchElement` when there is no such graph.
  func typesNearStances(inGraph name: String) throws -> [String] {
    let stances = try Session(graph: self, named: name).execute("MATCH (s:Stance) RETURN DISTINCT s.edge_type").compactMap { row -> String? in
      if case .string(let type) = row[0] { type } else { nil }
    }
    guard !stances.isEmpty else { return [] }
    let types = try reading(name) { reader in CatalogSketch(of: reader).edgeTypes.map(\.name) }
    return types.filter { !stances.contains($0) }.compactMap { type in
      let near = stances.filter { Nearest.isOneSlipAway(type, $0) }
      return near.min().map { "the edge type `\(type)` is no stance; did you mean `\($0)`?" }
    }
  }

  /// Sentences on what answers cannot read as it was meant: edge types that are probably misspelled stances, and what the question `slips` finds,
  /// which is not asked of a graph of more than `slipElements` nodes and edges. Empty in a graph without stances.
  ///
  /// - Throws: `noSuchElement` when there is no such graph.
  func slips(inGraph name: String) throws -> [String] { try typesNearStances(inGraph: name) + answersToSlips(inGraph: name) }

  /// After a load: edge types that are nearly stances, and how much else there is.
  func noticesOfSlips(inGraph name: String) throws -> [String] {
    let count = try answersToSlips(inGraph: name).count
    return try typesNearStances(inGraph: name) + (count == 0 ? [] : ["\(count) of the things that answers cannot read as they were meant: `ask slips` lists them"])
  }

  private func answersToSlips(inGraph name: String) throws -> [String] {
    let session = Session(graph: self, named: name)
    guard let question = Questions.question("slips"), try !session.execute("MATCH (s:Stance) RETURN 1 AS one LIMIT 1").rows.isEmpty else { return [] }
    var isSmall = false
    try reading(name) { isSmall = Int($0.nodeCount) + Int($0.edgeCount) <= Graph.slipElements }
    return isSmall ? try keysNearKnownOnes(session) + session.execute(question.text).rows.map { Graph.sentence($0) } : []
  }

  /// Property keys of edges, of documents the day and of things their other names, that others use for a key which answers read, or that differ from one in a letter.
  private func keysNearKnownOnes(_ session: Session) throws -> [String] {
    let known = Questions.knownEdgeKeys
    let ofEdges = try session.execute("MATCH ()-[e]->() FOR key IN keys(e) RETURN DISTINCT key ORDER BY key").rows.compactMap { row -> String? in
      guard case .string(let key) = row[0], !known.contains(key) else { return nil }
      let near = known.filter { min($0.utf8.count, key.utf8.count) < Graph.shortestGuess ? $0.isSameName(as: key.lowercased()) : Nearest.isOneSlipAway(key, $0) }
      let nearest = KeyHabits.known(for: key).flatMap { known.contains($0) ? $0 : nil } ?? near.filter { $0.first == key.lowercased().first }.min() ?? near.min()
      return nearest.map { "no answer reads the property `\(key)`; did you mean `\($0)`?" }
    }
    let day = "publication_date"
    let ofDocuments = try session.execute("MATCH (d:Document) WHERE d.\(day) IS NULL FOR key IN keys(d) RETURN DISTINCT key ORDER BY key").rows.compactMap { row -> String? in
      guard case .string(let key) = row[0], KeyHabits.known(for: key) == day else { return nil }
      return "no answer reads the property `\(key)` of a Document; did you mean `\(day)`?"
    }
    let ofThings = try session.execute("MATCH (n) WHERE n.aliases IS NULL FOR key IN keys(n) RETURN DISTINCT key ORDER BY key").rows.compactMap { row -> String? in
      guard case .string(let key) = row[0], KeyHabits.known(for: key) == "aliases" else { return nil }
      return "no name is looked up in the property `\(key)`; did you mean `aliases`?"
    }
    return ofEdges + ofDocuments + ofThings
  }

  /// Of shorter names too many are near to one another.
  private static let shortestGuess = 5

  private static let slipElements = 20_000

  /// Of a row of the question.
  private static func sentence(_ slip: [Value]) -> String {
    let texts = slip.map { if case .string(let text) = $0 { text } else { "" } }
    return "`\(texts[1])` of \(texts[0]) is `\(texts[2])`: \(texts[3])"
  }
}

extension Shell {
  /// Tells edge types that are nearly stances, once each: where positions are asked for.
  func tellTypesNearStances() {
    guard !engine.isInTransaction(), let types = try? engine.typesNearStances() else { return }
    tellOnce(types)
  }

  /// Tells what answers cannot read as it was meant, once each: after a statement of a person, and at the end of a script that has changed something.
  func tellSlips() {
    guard hasChanges, !engine.isInTransaction() else { return }
    hasChanges = false
    guard let slips = try? engine.slips() else { return }
    tellOnce(slips)
  }

  private static let slipsAtOnce = 5

  private func tellOnce(_ sentences: [String]) {
    let new = sentences.filter { toldSlips.insert($0).inserted }
    for sentence in new.prefix(Self.slipsAtOnce) { notice("notice: \(VisibleText.escaped(sentence))\n") }
    if new.count > Self.slipsAtOnce { notice("notice: \(new.count - Self.slipsAtOnce) more of the kind; `.ask slips` lists all\n") }
  }
}
