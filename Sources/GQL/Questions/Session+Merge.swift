import GraphStore

/// What became of things that were merged.
public struct MergeReport: Sendable {
  /// What they are now.
  public var kept: String
  /// What they were called, in turn.
  public var merged: [String] = []
  /// Edges that end at the kept thing instead.
  public var edgeCount = 0
  /// Whole sentences on what is not as before.
  public var notices: [String] = []

  public init(kept: String) { self.kept = kept }
}

extension Session {
  /// Makes one thing of several: the edges of `twin` end at the kept thing, which takes its labels, its name and aliases as aliases, and the properties that it
  /// has not itself. Nothing else is lost but values of properties that both have, which the report tells. In a transaction of its own. O(nodes + edges of the twin).
  ///
  /// - Parameter twin: a name, alias or key, with a mark where several have it, as in `Ada (p1)`.
  /// - Parameter name: of the kept thing; nil = all things with just the name `twin` and its label become the first of them.
  /// - Throws: `42002` for names of nothing or of several things; `G1001` for things that are said to be distinct; `25G01` while a transaction is open.
  public func merge(_ twin: String, into name: String?) throws(QueryError) -> MergeReport {
    guard !isInTransaction else { throw QueryError(.activeTransaction, "a transaction is open", hints: ["`COMMIT` or `ROLLBACK` first"]) }
    _ = try execute("START TRANSACTION")
    do throws(QueryError) {
      let twins: [NameResolver.Thing], kept: NameResolver.Thing
      if let name { (twins, kept) = ([try theThing(twin)], try theThing(name)) } else { (twins, kept) = try namesakes(twin) }
      if twins.contains(where: { $0.id == kept.id }) {
        throw QueryError(.invalidReference, "`\(twin)` and `\(name ?? twin)` are one thing: \(kept.nameWithLabel)", hints: [])
      }
      var report = MergeReport(kept: kept.nameWithLabel)
      for other in twins { try move(other, into: kept, &report) }
      _ = try execute("COMMIT")
      return report
    } catch {
      if isInTransaction { _ = try execute("ROLLBACK") }
      throw error
    }
  }

  // MARK: Which things

  private func things(called name: String) throws(QueryError) -> [NameResolver.Thing] {
    for reading in NameResolver.readings(of: name) {
      let resolver = NameResolver(try execute(NameResolver.namesakesQuery, ["name": .string(reading)]))
      if resolver.isEmpty { continue }
      guard case .fit(let fit) = resolver.resolve(name) else { break }
      return fit.closest
    }
    let all = NameResolver(try execute(NameResolver.query))
    if case .fit(let fit) = all.resolve(name), !fit.isGuess { return fit.closest }
    var hints = ["`find` tells what has its words"]
    switch all.resolve(name) {
    case .fit(let fit): hints = ["did you mean `\(fit.closest[0].name)`?"]
    case .none(let suggestion?): hints = ["did you mean `\(suggestion)`?"]
    case .none(nil): break
    }
    throw QueryError(.invalidReference, "nothing is called `\(name)`", hints: hints)
  }

  private func theThing(_ name: String) throws(QueryError) -> NameResolver.Thing {
    let found = try things(called: name)
    guard found.count > 1 else { return found[0] }
    let areTwins = found.contains { $0.id != found[0].id && $0.name == found[0].name && $0.label == found[0].label }
    throw QueryError(
      .invalidReference, "several things are called `\(name)`",
      hints: [found.map { "`\($0.nameWithMark)`" }.joined(separator: ", ") + " say which"] + (areTwins ? ["the name alone makes one of those that have just this one and one label"] : []))
  }

  private func namesakes(_ name: String) throws(QueryError) -> ([NameResolver.Thing], NameResolver.Thing) {
    let found = try things(called: name)
    // In the order in which they came to be: `n9` before `n10`.
    let inTurn = found.sorted { ($0.id.count, $0.id) < ($1.id.count, $1.id) }
    let groups = Dictionary(grouping: inTurn) { [$0.name, $0.label] }.values.filter { $0.count > 1 }
    guard let same = groups.first else {
      guard found.count == 1 else {
        throw QueryError(
          .invalidReference, "no two of what is called `\(name)` have one name and one label: \(found.map(\.nameWithLabel).joined(separator: ", "))",
          hints: ["to merge one into another write both, as in `merge \"\(found[1].nameWithMark)\" \"\(found[0].nameWithMark)\"`"])
      }
      throw QueryError(.invalidReference, "only \(found[0].nameWithLabel) is called `\(name)`", hints: ["to merge it into another write that name as well"])
    }
    guard groups.count == 1 else {
      let twins = groups.flatMap { $0 }.map { "`\($0.nameWithMark)`" }.sorted()
      throw QueryError(.invalidReference, "several things called `\(name)` have twins", hints: [twins.joined(separator: ", ") + ": write which is merged into which"])
    }
    return (Array(same.dropFirst()), same[0])
  }

  // MARK: One into another

  private func move(_ twin: NameResolver.Thing, into kept: NameResolver.Thing, _ report: inout MergeReport) throws(QueryError) {
    let ids: [String: Value] = ["twin": .string(twin.id), "kept": .string(kept.id)]
    let between = try execute("MATCH (a)-[e]-(b) WHERE ELEMENT_ID(a) = $twin AND ELEMENT_ID(b) = $kept RETURN DISTINCT TYPE(e) AS type", ids)
    if between.rows.contains([.string("DISTINCT_FROM")]) {
      throw QueryError(
        .edgesStillExist, "\(twin.nameWithMark) is DISTINCT_FROM \(kept.nameWithMark)", hints: ["where it is not, delete that edge first"])
    }
    let (old, new) = (try node(twin.id), try node(kept.id))
    let edges = try execute("MATCH (a)-[e]-() WHERE ELEMENT_ID(a) = $twin RETURN DISTINCT e ORDER BY ID(e)", ids).rows.compactMap(\.first?.edge)
    _ = try execute("MATCH (a) WHERE ELEMENT_ID(a) = $twin DETACH DELETE a", ids)
    for edge in edges { try insert(edge, from: old.id, to: new.id) }
    if Set(old.labels).isDisjoint(with: new.labels), !old.labels.isEmpty, !new.labels.isEmpty {
      report.notices.append("it has the labels \((new.labels + old.labels).map { "`\($0)`" }.joined(separator: ", ")) now")
    }
    for label in old.labels where !new.labels.contains(label) { try change("SET k:\(label.asName)", kept.id) }
    try takeProperties(old, new, kept, &report)
    report.merged.append(twin.nameWithMark)
    report.edgeCount += edges.count
    let loops = edges.count { ($0.source == old.id || $0.source == new.id) && ($0.target == old.id || $0.target == new.id) && $0.source != $0.target }
    if loops > 0 { report.notices.append("\(loops) \(loops == 1 ? "edge" : "edges") between the two now \(loops == 1 ? "begins and ends" : "begin and end") at one thing") }
  }

  private func node(_ id: String) throws(QueryError) -> Node {
    guard let node = try execute("MATCH (n) WHERE ELEMENT_ID(n) = $id RETURN n", ["id": .string(id)]).rows.first?.first?.node else {
      throw QueryError(.invalidReference, "the node \(id) has gone", hints: [])
    }
    return node
  }

  private func change(_ clause: String, _ id: String, _ value: Value? = nil) throws(QueryError) {
    var parameters: [String: Value] = ["id": .string(id)]
    parameters["value"] = value
    _ = try execute("MATCH (k) WHERE ELEMENT_ID(k) = $id \(clause)", parameters)
  }

  private func insert(_ edge: Edge, from old: NodeID, to new: NodeID) throws(QueryError) {
    let ends = [edge.source, edge.target].map { $0 == old ? new : $0 }
    var parameters: [String: Value] = ["a": .string("\(ends[0])"), "b": .string("\(ends[1])")]
    var items: [String] = []
    for (index, property) in edge.properties.fields.enumerated() {
      parameters["p\(index)"] = property.value
      items.append("\(property.name.asName): $p\(index)")
    }
    let body = "[:\(edge.type.asName)\(items.isEmpty ? "" : " {\(items.joined(separator: ", "))}")]"
    let arrow = edge.isDirected ? "-\(body)->" : "~\(body)~"
    let found =
      ends[0] == ends[1]
      ? "MATCH (a) WHERE ELEMENT_ID(a) = $a INSERT (a)\(arrow)(a)"
      : "MATCH (a) WHERE ELEMENT_ID(a) = $a MATCH (b) WHERE ELEMENT_ID(b) = $b INSERT (a)\(arrow)(b)"
    if ends[0] == ends[1] { parameters["b"] = nil }
    _ = try execute(found, parameters)
  }

  private func takeProperties(_ old: Node, _ new: Node, _ kept: NameResolver.Thing, _ report: inout MergeReport) throws(QueryError) {
    for (key, value) in old.properties.fields where key != "aliases" && key != "alias_sources" {
      guard let own = new.properties[key] else {
        try change("SET k.\(key.asName) = $value", kept.id, value)
        continue
      }
      if own != value, key != "name" { report.notices.append("`\(key)` stays \(own); it was \(value) too") }
    }
    let aliases = aliases(of: old, new)
    guard !aliases.isEmpty else { return }
    try change("SET k.aliases = $value", kept.id, .list(aliases.map { .string($0.text) }))
    guard new.properties["alias_sources"] != nil || old.properties["alias_sources"] != nil else { return }
    try change("SET k.alias_sources = $value", kept.id, .list(aliases.map { .string($0.source) }))
  }

  /// The aliases of both and the name of the old one, each once, with where they are used as far as it is told. Empty where the new one has them all.
  private func aliases(of old: Node, _ new: Node) -> [(text: String, source: String)] {
    func told(_ node: Node) -> [(text: String, source: String)] {
      let (texts, sources) = (Self.texts(node.properties["aliases"]), Self.texts(node.properties["alias_sources"]))
      return texts.enumerated().map { ($0.element, sources.count == texts.count ? sources[$0.offset] : "merged") }
    }
    let own = told(new)
    let names = Self.texts(old.properties["name"]).map { (text: $0, source: "merged") }
    let known = Set(own.map(\.text) + Self.texts(new.properties["name"]))
    var added: [(text: String, source: String)] = []
    for alias in names + told(old) where !known.contains(alias.text) && !added.contains(where: { $0.text == alias.text }) { added.append(alias) }
    return added.isEmpty ? [] : own + added
  }

  private static func texts(_ value: Value?) -> [String] {
    switch value {
    case .string(let text): [text]
    case .list(let items): items.compactMap(\.string)
    default: []
    }
  }
}
