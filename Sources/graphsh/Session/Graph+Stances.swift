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
      let near = stances.filter { abs($0.utf8.count - type.utf8.count) <= 1 && Nearest.distance(Array(type.uppercased().unicodeScalars), Array($0.unicodeScalars)) <= 1 }
      return near.min().map { "the edge type `\(type)` is no stance; did you mean `\($0)`?" }
    }
  }
}

extension Shell {
  /// Tells edge types that are nearly stances, once each: where positions are asked for, and where an edge of a new type has come.
  func tellTypesNearStances() {
    guard !engine.isInTransaction(), let types = try? engine.typesNearStances() else { return }
    for sentence in types where toldTypes.insert(sentence).inserted { notice("notice: \(VisibleText.escaped(sentence))\n") }
  }

  /// After a statement that has made edges; of a long script after the first of them.
  func tellNewTypes() {
    guard insertsLookedAt < Self.insertsToLookAt, !engine.isInTransaction() else { return }
    insertsLookedAt += 1
    var now: UInt64?
    try? engine.reading { now = $0.vocabulary }
    guard let now, now != knownVocabulary else { return }
    knownVocabulary = now
    tellTypesNearStances()
  }
}
