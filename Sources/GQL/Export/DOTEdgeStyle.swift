import GraphStore

/// How an edge looks: colour *and* line style say which side it takes, so that both survive grey print and
/// colour blindness. Colours are Okabe and Ito's, the text ones darkened to a contrast of 4.5 on white.
package enum DOTEdgeStyle: CaseIterable {
  case supporting, opposing, reserved, neutral

  package init(sign: Int?) {
    switch sign {
    case nil: self = .neutral
    case .some(1...): self = .supporting
    case .some(..<0): self = .opposing
    case .some: self = .reserved
    }
  }

  package var color: String {
    switch self {
    case .supporting: "#0072B2"
    case .opposing: "#D55E00"
    case .reserved: "#8A6A00"
    case .neutral: "#777777"
    }
  }

  package var textColor: String {
    switch self {
    case .supporting: "#005F94"
    case .opposing: "#A84A00"
    case .reserved: "#765A00"
    case .neutral: "#555555"
    }
  }

  var line: String {
    switch self {
    case .supporting, .neutral: "solid"
    case .opposing: "dashed"
    case .reserved: "dotted"
    }
  }

  var arrowhead: String {
    switch self {
    case .supporting, .neutral: "normal"
    case .opposing: "tee"
    case .reserved: "odot"
    }
  }

  /// For what is only conditional.
  var hollowArrowhead: String {
    switch self {
    case .supporting, .neutral: "onormal"
    case .opposing: "tee"
    case .reserved: "odot"
    }
  }

  /// The line as drawn with characters, and its meaning, for the legend.
  var legend: (sample: String, meaning: String) {
    switch self {
    case .supporting: ("━━━▶", "for")
    case .opposing: ("╍╍╍┫", "against")
    case .reserved: ("┅┅┅○", "reserved")
    case .neutral: ("───▶", "takes no side")
    }
  }
}

/// Edges drawn as one arrow: one edge, or all that share ends, type and direction.
struct DOTArrow {
  let source: NodeID
  let target: NodeID
  let type: String
  let isDirected: Bool
  /// In id order; never empty.
  let edges: [Edge]

  /// In the order source, target, type, id. The ends of undirected edges count as a pair.
  static func arrows(of edges: [Edge], collapsing: Bool) -> [DOTArrow] {
    struct Key: Hashable {
      var source: NodeID
      var target: NodeID
      var type: [UInt8]
      var isDirected: Bool
      var single: EdgeID?
    }
    var groups: [Key: [Edge]] = [:]
    for edge in edges {
      let swaps = !edge.isDirected && edge.target < edge.source
      let key = Key(
        source: swaps ? edge.target : edge.source, target: swaps ? edge.source : edge.target,
        type: Array(edge.type.utf8),
        isDirected: edge.isDirected, single: collapsing ? nil : edge.id)
      groups[key, default: []].append(edge)
    }
    return groups.map { key, edges in
      DOTArrow(
        source: key.source, target: key.target, type: edges[0].type, isDirected: key.isDirected,
        edges: edges.sorted { $0.id < $1.id })
    }.sorted(by: isBefore)
  }

  private static func isBefore(_ a: DOTArrow, _ b: DOTArrow) -> Bool {
    if a.source != b.source { return a.source < b.source }
    if a.target != b.target { return a.target < b.target }
    if !a.type.isSameName(as: b.type) { return a.type.precedes(b.type) }
    if a.isDirected != b.isDirected { return a.isDirected }
    return a.edges[0].id < b.edges[0].id
  }

  /// Distinct origins, else sources; an edge without either is its own.
  func originCount(_ options: DOTOptions) -> Int {
    var origins: Set<Value> = []
    var own = 0
    for edge in edges {
      let told = [options.originKey, options.sourceKey].lazy.compactMap { edge.properties[$0] }.first { $0 != .null }
      if let told { origins.insert(told) } else { own += 1 }
    }
    return origins.count + own
  }
}
