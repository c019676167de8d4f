import GraphStore

/// Values that a property has in the graph, for someone who types one: those that begin as typed first, then those with a word
/// that does, each by the number of edges at their nodes.
package struct ValueSuggestions {
  package struct Suggestion: Sendable, Equatable {
    package var text: String
    /// What it was found on: labels of the node, or the edge type.
    package var note: String

    package init(text: String, note: String) {
      self.text = text
      self.note = note
    }
  }

  package static let limit = 200
  /// Wall-clock seconds after which what was found is given.
  package static let secondsLimit = 0.25
  /// Edges of a graph whose nodes are weighed by their edges.
  package static let rankedEdgeLimit = 200_000
  private static let chunk: UInt32 = 2_048

  private let reader: any GraphReader
  private let key: String
  private let typed: String
  /// The typed text without case and accents.
  private let folded: [UInt8]
  private var found: [String: (rank: Int, weight: Int64, note: String)] = [:]
  private let clock = ContinuousClock()
  private let deadline: ContinuousClock.Instant

  /// - Parameter typed: what stands already; empty: all.
  package static func of(
    _ key: String, on element: CursorSite.Element, beginning typed: String, in reader: any GraphReader
  ) -> [Suggestion] {
    var search = ValueSuggestions(reader, key, typed)
    if element.kind != .edge { search.searchNodes(element.labels) }
    if element.kind != .node, search.found.isEmpty || element.kind == .edge { search.searchEdges(element.labels) }
    return search.ranked
  }

  private init(_ reader: any GraphReader, _ key: String, _ typed: String) {
    self.reader = reader
    self.key = key
    self.typed = typed
    folded = Array(NameFolding.folded(typed).utf8)
    deadline = clock.now + .seconds(Self.secondsLimit)
  }

  private mutating func searchNodes(_ labels: [String]) {
    let reader = reader
    let wanted = labels.compactMap { reader.names.id(of: $0) }
    let sets: [Bool]? = labels.isEmpty ? nil : reader.labelSets.map { set in set.contains { wanted.contains($0) } }
    var start: UInt32 = 0
    while start < reader.nodeLimit, clock.now < deadline {
      let end = min(reader.nodeLimit, start + Self.chunk)
      let nodes = OrdinalBuffer()
      reader.scanNodes(in: start..<end, labelSets: sets, into: nodes)
      start = end
      guard nodes.count > 0 else { continue }
      for (row, text, rank) in take(.node, nodes.elements) {
        let node = nodes.elements[row]
        add(text, rank: rank, weight: degree(of: node)) { reader.node(node).labels.joined(separator: ", ") }
      }
    }
  }

  /// In a large graph 0: adjacency is not made for the sake of an order.
  private func degree(of node: NodeOrdinal) -> Int64 {
    guard reader.edgeCount <= Self.rankedEdgeLimit else { return 0 }
    var degree: Int64 = 0
    withUnsafePointer(to: node) { pointer in
      reader.degrees(
        UnsafeBufferPointer(start: pointer, count: 1), directions: [.outgoing, .incoming, .undirected], types: nil, into: &degree)
    }
    return degree
  }

  private mutating func searchEdges(_ types: [String]) {
    let reader = reader
    let wanted = types.compactMap { reader.names.id(of: $0) }
    var start: UInt32 = 0
    while start < reader.edgeLimit, clock.now < deadline {
      let end = min(reader.edgeLimit, start + Self.chunk)
      let edges = OrdinalBuffer()
      reader.scanEdges(in: start..<end, types: types.isEmpty ? nil : wanted, into: edges)
      start = end
      guard edges.count > 0 else { continue }
      for (row, text, rank) in take(.edge, edges.elements) {
        add(text, rank: rank, weight: 1) { reader.edge(edges.elements[row]).type }
      }
    }
  }

  /// The texts among the values that match, with their rows.
  private func take(_ kind: ElementKind, _ elements: UnsafeBufferPointer<UInt32>) -> [(row: Int, text: String, rank: Int)] {
    let column = Column(.cell, capacity: elements.count)
    reader.properties(key, of: kind, elements, validity: nil, into: column)
    var matches: [(row: Int, text: String, rank: Int)] = []
    for row in 0..<elements.count {
      let cell = column.cell(at: row)
      guard cell.tag == .string else { continue }
      if let rank = rank(of: cell.utf8) { matches.append((row, String(decoding: cell.utf8, as: UTF8.self), rank)) }
    }
    return matches
  }

  /// 0: begins as typed, 1: without regard to case and accents, 2: a later word does. Nil: no match.
  private func rank(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if bytes.starts(with: typed.utf8) { return 0 }
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return rank(ofFolded: Array(NameFolding.folded(String(decoding: bytes, as: UTF8.self)).utf8)[...]) }
    return rank(ofFolded: bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 == 0x2D || $0 == 0x5F ? 0x20 : $0 }[...])
  }

  private func rank(ofFolded bytes: ArraySlice<UInt8>) -> Int? {
    if bytes.starts(with: folded) { return 1 }
    guard folded.count > 1 else { return nil }
    for index in bytes.indices.dropLast() where bytes[index] == 0x20 && bytes[(index + 1)...].starts(with: folded) { return 2 }
    return nil
  }

  private mutating func add(_ text: String, rank: Int, weight: Int64, note: () -> String) {
    if let known = found[text] {
      found[text] = (known.rank, known.weight + weight, known.note)
    } else {
      found[text] = (rank, weight, note())
    }
  }

  private var ranked: [Suggestion] {
    found.sorted { a, b in
      if a.value.rank != b.value.rank { return a.value.rank < b.value.rank }
      if a.value.weight != b.value.weight { return a.value.weight > b.value.weight }
      return a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
    }.prefix(Self.limit).map { Suggestion(text: $0.key, note: $0.value.note) }
  }
}
