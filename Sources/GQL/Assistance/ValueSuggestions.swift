import GraphStore

/// Values that a property has in the graph, for someone who types one: those that begin as typed first, then those with a word
/// that does, each by the number of edges at their nodes. Remembers what it has read for as long as the graph stays as it is: the first
/// look at a property may take `secondsLimit`, later ones milliseconds.
package final class ValueSuggestions {
  package struct Suggestion: Sendable, Equatable {
    package var text: String
    /// What it was found on: labels of the node, or the edge type.
    package var note: String

    package init(text: String, note: String) {
      self.text = text
      self.note = note
    }
  }

  /// What fits, best first.
  package struct Found: Sendable, Equatable {
    package var suggestions: [Suggestion]
    /// False where there may be more: so many are given, and not longer is looked for them.
    package var isAll: Bool

    package init(_ suggestions: [Suggestion], isAll: Bool = true) {
      self.suggestions = suggestions
      self.isAll = isAll
    }
  }

  package static let limit = 200
  /// Wall-clock seconds of the first look, after which what was found is given; of later ones, for what is not read yet.
  package static let secondsLimit = 0.25
  private static let secondsOfLaterLooks = 0.008
  /// Edges of a graph whose nodes are weighed by their edges.
  package static let rankedEdgeLimit = 200_000
  /// Elements with a text that matches: of more, the first are given. More are looked at where they are ranked.
  private static let matchLimit = 400
  private static let rankedMatchLimit = 4_000
  /// Nodes of a graph whose values are read before anybody asks: a second of an idle processor, and some 30 bytes each.
  private static let preparedNodeLimit: UInt32 = 5_000_000
  /// Properties that are remembered.
  private static let indexLimit = 4

  private var indexes: [ValueIndex] = []
  /// The snapshot that was read.
  private var known: AnyObject?

  package init() {}

  /// - Parameter typed: what stands already; empty: all.
  package func of(
    _ key: String, on element: CursorSite.Element, beginning typed: String, in reader: any GraphReader
  ) -> Found {
    forgetOthers(than: reader)
    let nodes = element.kind == .edge ? Found([]) : search(.init(kind: .node, key: key, names: element.labels), typed, reader)
    guard element.kind != .node, nodes.suggestions.isEmpty else { return nodes }
    return search(.init(kind: .edge, key: key, names: element.labels), typed, reader)
  }

  /// Reads, for up to so many seconds, what `of` will be asked for. True: there is more to read.
  package func prepare(_ key: String, on element: CursorSite.Element, in reader: any GraphReader, seconds: Double) -> Bool {
    let kind = element.kind ?? .node
    forgetOthers(than: reader)
    guard kind == .edge || reader.nodeLimit <= Self.preparedNodeLimit else { return false }
    let index = index(.init(kind: kind, key: key, names: element.labels), reader)
    index.readOn(until: ContinuousClock.now + .seconds(seconds))
    return !index.isComplete
  }

  private func forgetOthers(than reader: any GraphReader) {
    let identity = reader as AnyObject
    guard known !== identity else { return }
    indexes = []
    known = identity
  }

  /// That of the subject, or one that has all of its nodes; the last that was used comes first.
  private func index(_ subject: ValueIndex.Subject, _ reader: any GraphReader) -> ValueIndex {
    let whole = ValueIndex.Subject(kind: subject.kind, key: subject.key, names: [])
    let position = indexes.firstIndex { $0.subject == subject }
      ?? (subject.kind == .node ? indexes.firstIndex { $0.subject == whole && $0.isComplete } : nil)
    let index = position.map { indexes.remove(at: $0) } ?? ValueIndex(subject, reader)
    indexes = [index] + indexes.prefix(Self.indexLimit - 1)
    return index
  }

  private func search(_ subject: ValueIndex.Subject, _ typed: String, _ reader: any GraphReader) -> Found {
    let index = index(subject, reader)
    let seconds = index.hasBegun ? Self.secondsOfLaterLooks : Self.secondsLimit
    index.readOn(until: ContinuousClock.now + .seconds(seconds))
    let limit = reader.edgeCount > Self.rankedEdgeLimit ? Self.matchLimit : Self.rankedMatchLimit
    let matches = index.matches(
      Array(NameFolding.latin(typed).utf8), limit: limit, labels: index.subject == subject ? [] : subject.names)
    let suggestions = ranked(matches, subject, typed, reader)
    return Found(Array(suggestions.prefix(Self.limit)), isAll: index.isComplete && matches.count < limit && suggestions.count <= Self.limit)
  }

  private func ranked(
    _ matches: [UInt32], _ subject: ValueIndex.Subject, _ typed: String, _ reader: any GraphReader
  ) -> [Suggestion] {
    let folded = NameFolding.latin(typed).utf8
    let column = Column(.cell, capacity: max(1, matches.count))
    matches.withUnsafeBufferPointer { reader.properties(subject.key, of: subject.kind, $0, validity: nil, into: column) }
    var found: [String: (rank: Int, weight: Int64, owner: UInt32)] = [:]
    for (row, owner) in matches.enumerated() {
      let cell = column.cell(at: row)
      guard cell.tag == .string else { continue }
      let text = String(decoding: cell.utf8, as: UTF8.self)
      let weight = subject.kind == .node ? degree(of: owner, reader) : 1
      // 0: begins as typed, 1: without regard to case and accents, 2: a later word does.
      let rank = cell.utf8.starts(with: typed.utf8) ? 0 : NameFolding.latin(text).utf8.starts(with: folded) ? 1 : 2
      found[text] = (rank, (found[text]?.weight ?? 0) + weight, found[text]?.owner ?? owner)
    }
    return found.sorted { a, b in
      if a.value.rank != b.value.rank { return a.value.rank < b.value.rank }
      if a.value.weight != b.value.weight { return a.value.weight > b.value.weight }
      return a.key.precedes(b.key)
    }.prefix(Self.limit + 1).map { text, match in
      let note = subject.kind == .node ? reader.node(match.owner).labels.joined(separator: ", ") : reader.edge(match.owner).type
      return Suggestion(text: text, note: note)
    }
  }

  /// In a large graph 0: adjacency is not made for the sake of an order.
  private func degree(of node: NodeOrdinal, _ reader: any GraphReader) -> Int64 {
    guard reader.edgeCount <= Self.rankedEdgeLimit else { return 0 }
    var degree: Int64 = 0
    withUnsafePointer(to: node) { pointer in
      reader.degrees(
        UnsafeBufferPointer(start: pointer, count: 1), directions: [.outgoing, .incoming, .undirected], types: nil, into: &degree)
    }
    return degree
  }
}
