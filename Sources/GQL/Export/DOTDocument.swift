import Glibc
import GraphStore

/// A graph as text in Graphviz's language, made to be looked at: from left to right, colours and shapes by
/// label, stances by colour and line style, width by origins, properties in tooltips, a legend.
///
/// The same graph and options give the same bytes. Nodes are named `n<id>`, arrows carry `e<id>` of their
/// first edge. Never
/// `strict`, which would merge assertions. Ends of edges that are no nodes of the subgraph are drawn as their
/// ids.
public struct DOTDocument: Sendable {
  public let text: String
  /// As drawn: parallel edges count once when they are collapsed.
  public let nodeCount: Int
  public let edgeCount: Int

  /// - Throws: `QueryError` with `limitExceeded` when there are more nodes or edges than the options allow.
  public init(_ graph: DOTSubgraph, options: DOTOptions = DOTOptions()) throws(QueryError) {
    let nodes = graph.nodes
    let missing = graph.missingNodes
    let edges = graph.edges
    try Self.check(nodes.count + missing.count, "nodes", limit: options.nodeLimit, isWhole: options.query == nil)
    try Self.check(edges.count, "edges", limit: options.edgeLimit, isWhole: options.query == nil)

    let arrows = DOTArrow.arrows(of: edges, collapsing: options.collapsesParallelEdges)
    nodeCount = nodes.count + missing.count
    edgeCount = arrows.count
    var writer = DOTWriter(options: options)
    writer.fills = DOTPalette.fills(of: Set(nodes.compactMap { DOTNodeStyle(labels: $0.labels).label }))
    writer.begin(nodeCount: nodeCount)
    for node in nodes { writer.write(node) }
    for id in missing { writer.write(missing: id) }
    for arrow in arrows { writer.write(arrow) }
    if options.hasLegend { writer.writeLegend() }
    writer.end()
    text = writer.text
  }

  /// - Parameter isWhole: no query chose them.
  package static func check(_ count: Int, _ noun: String, limit: Int, isWhole: Bool) throws(QueryError) {
    guard count > limit else { return }
    throw QueryError(
      .limitExceeded, "\(count) \(noun) are too many for a picture; the limit is \(limit)",
      hints: [isWhole ? "draw a part: what a query returns" : "narrow the query, or add `LIMIT`"])
  }
}

/// Writes the statements of a DOT file and remembers what the legend must explain.
private struct DOTWriter {
  let options: DOTOptions
  private(set) var text = ""
  private var nodeStyles: [DOTNodeStyle: Int] = [:]
  private var edgeStyles: Set<DOTEdgeStyle> = []
  private var usesWidth = false
  private var showsUnreal = false
  private var showsReported = false
  /// By the label that decides.
  var fills: [String: String] = [:]
  /// In a large picture the types of edges would cover everything else: they are in tooltips only.
  private var labelsEdges = true

  init(options: DOTOptions) { self.options = options }

  mutating func begin(nodeCount: Int) {
    if let query = options.query { text += DOTText.comment(query) }
    text += "digraph graph_1 {\n"
    labelsEdges = nodeCount <= options.rankedLayoutLimit
    if !labelsEdges {
      text += "  layout=sfdp; overlap=prism; splines=line; outputorder=edgesfirst; K=0.9;\n"
    } else {
      text += "  rankdir=LR; nodesep=0.28; ranksep=1.1; splines=true;\n"
    }
    text +=
      "  charset=\"UTF-8\"; bgcolor=\"#FFFFFF\"; pad=0.3; fontname=\"Helvetica,Arial,sans-serif\"; fontsize=18; tooltip=\" \";\n"
    if let title = options.title {
      let shown = DOTText.wrapped(DOTText.capped(DOTText.shown(title), to: options.labelLimit), width: 80)
      text += "  label=\(DOTText.quoted(shown)); labelloc=t; labeljust=l;\n"
    }
    text +=
      "  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, fontcolor=\"\(DOTPalette.text)\", "
      + "color=\"#444444\", penwidth=0.8, margin=\"0.14,0.07\"];\n"
    text += "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, arrowsize=0.8];\n"
  }

  mutating func end() { text += "}\n" }

  // MARK: - Nodes

  mutating func write(_ node: Node) {
    var style = DOTNodeStyle(labels: node.labels)
    if let fill = style.label.flatMap({ fills[$0] }) { style.fill = fill }
    nodeStyles[style, default: 0] += 1
    let caption = DOTText.capped(DOTText.shown(self.caption(of: node)), to: options.labelLimit)
    let labels = node.labels.isEmpty ? "" : ":" + node.labels.map { DOTText.shown($0) }.joined(separator: "&")
    var attributes = [
      "label=\(DOTText.quoted(DOTText.wrapped(caption, width: 24)))", style.shape.attributes,
      "fillcolor=\"\(style.fill)\"",
      "tooltip=\(tooltip(["\(node.id)\(labels)"] + lines(of: node.properties)))",
      "id=\"\(node.id)\"",
    ]
    if let link = link(in: node.properties) {
      attributes.append("URL=\(DOTText.quoted(link)), target=\"_blank\"")
    }
    text += "  \"\(node.id)\" [\(attributes.joined(separator: ", "))];\n"
  }

  mutating func write(missing id: NodeID) {
    text += "  \"\(id)\" [label=\"\(id)\", shape=ellipse, style=dashed, tooltip=\"\(id)\", id=\"\(id)\"];\n"
  }

  private func caption(of node: Node) -> String {
    if let name = Node.givenName(node.properties, options.captionKeys) { return name }
    return node.labels.first.map { "\($0) \(node.id)" } ?? node.id.description
  }

  // MARK: - Edges

  mutating func write(_ arrow: DOTArrow) {
    let style = DOTEdgeStyle(sign: options.signs[arrow.type])
    edgeStyles.insert(style)
    let origins = arrow.originCount(options)
    if origins > 1 { usesWidth = true }
    let isUnreal = arrow.isUnreal(options)
    var details: [String] = []
    for edge in arrow.edges {
      details.append("\(edge.id):\(DOTText.shown(edge.type))")
      details += lines(of: edge.properties)
    }
    let tooltip = self.tooltip(details)
    var attributes = [
      "label=\(DOTText.quoted(label(of: arrow)))", "style=\(style.line)", "color=\"\(style.color)\"",
      "fontcolor=\"\(style.textColor)\"", "penwidth=\(width(origins, isDotted: style == .reserved))",
      "arrowhead=\(isUnreal ? style.hollowArrowhead : style.arrowhead)",
      "tooltip=\(tooltip)", "labeltooltip=\(tooltip)", "id=\"\(arrow.edges[0].id)\"",
    ]
    if isUnreal { showsUnreal = true }
    if !arrow.isDirected {
      attributes.append("dir=none")
    } else if arrow.isReported(options) {
      attributes.append("dir=both, arrowtail=odiamond")
      showsReported = true
    }
    if let link = arrow.edges.compactMap({ link(in: $0.properties) }).first {
      attributes.append("URL=\(DOTText.quoted(link)), target=\"_blank\"")
    }
    text += "  \"\(arrow.source)\" -> \"\(arrow.target)\" [\(attributes.joined(separator: ", "))];\n"
  }

  /// Different sums that one arrow may show.
  private static let amountLimit = 2

  /// The type, `×3` for collapsed edges, the sums if they are few, the earliest date, and what turns the meaning.
  private func label(of arrow: DOTArrow) -> String {
    if !labelsEdges { return "" }
    let count = arrow.edges.count > 1 ? " ×\(arrow.edges.count)" : ""
    let type = DOTText.capped(DOTText.shown(arrow.type), to: options.labelLimit) + count
    let earliest = date(of: arrow)
    var amounts = DOTAmount.texts(of: arrow.edges, options).map { DOTText.capped(DOTText.shown($0), to: options.labelLimit) }
    if amounts.count > Self.amountLimit { amounts = [] }
    return ([type] + amounts + [earliest].compactMap { $0 } + arrow.qualifiers(options)).joined(separator: "\n")
  }

  /// The earliest time of the edges, else the earliest date or short text of the first other key that any of them has.
  private func date(of arrow: DOTArrow) -> String? {
    let times = arrow.edges.compactMap { DOTTime($0.properties, type: arrow.type, options) }
    if let earliest = times.min(by: { $0.precedes($1) }) { return DOTText.shown(earliest.text) }
    for key in options.dateKeys {
      let dates = arrow.edges.compactMap { DOTTime.text($0.properties[key]) }
      if let earliest = dates.min(by: { $0.precedes($1) }) { return DOTText.shown(earliest) }
    }
    return nil
  }

  /// 1.2 for one origin, 0.9 more for each doubling, at most 5; dots need 0.8 more to show. One decimal.
  private func width(_ origins: Int, isDotted: Bool) -> String {
    let width = min(5, 1.2 + 0.9 * log2(Double(max(1, origins)))) + (isDotted ? 0.8 : 0)
    let tenths = Int((10 * width).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  // MARK: - Properties

  private func lines(of properties: Record) -> [String] {
    properties.fields.map {
      "  \(DOTText.shown($0.name)): \(DOTText.shown(CellText.of($0.value, nullText: "NULL")))"
    }
  }

  private func tooltip(_ lines: [String]) -> String {
    DOTText.quotedTooltip(DOTText.capped(lines.joined(separator: "\n"), to: options.tooltipLimit))
  }

  private func link(in properties: Record) -> String? {
    for key in options.linkKeys {
      if case .string(let text)? = properties[key], let link = DOTText.link(text) { return link }
    }
    return nil
  }

  // MARK: - Legend

  /// Labels that are listed one by one in the legend.
  private static let legendLimit = 14

  mutating func writeLegend() {
    if nodeStyles.isEmpty && edgeStyles.isEmpty { return }
    var rows = ""
    let named = nodeStyles.compactMap { style, count in
      style.label.map { (label: $0, style: style, count: count) }
    }
    let sorted = named.sorted {
      $0.count != $1.count ? $0.count > $1.count : $0.label.precedes($1.label)
    }
    for entry in sorted.prefix(Self.legendLimit) {
      let label = DOTText.markup(DOTText.capped(DOTText.shown(entry.label), to: 40))
      rows +=
        "<TR><TD BGCOLOR=\"\(entry.style.fill)\" WIDTH=\"26\"> </TD><TD ALIGN=\"LEFT\">\(label) (\(entry.count))</TD></TR>"
    }
    if sorted.count > Self.legendLimit {
      rows += "<TR><TD> </TD><TD ALIGN=\"LEFT\">and \(sorted.count - Self.legendLimit) more labels</TD></TR>"
    }
    for style in DOTEdgeStyle.allCases
    where edgeStyles.contains(style) && (style != .neutral || edgeStyles.count > 1) {
      let (sample, meaning) = style.legend
      rows +=
        "<TR><TD><FONT COLOR=\"\(style.textColor)\">\(sample)</FONT></TD><TD ALIGN=\"LEFT\">\(meaning)</TD></TR>"
    }
    if showsUnreal { rows += "<TR><TD>───▷</TD><TD ALIGN=\"LEFT\">planned or only conditional</TD></TR>" }
    if showsReported { rows += "<TR><TD>◇───</TD><TD ALIGN=\"LEFT\">reported by others</TD></TR>" }
    if usesWidth { rows += "<TR><TD>▬</TD><TD ALIGN=\"LEFT\">wider: more origins</TD></TR>" }
    if !labelsEdges, !edgeStyles.isEmpty {
      rows += "<TR><TD> </TD><TD ALIGN=\"LEFT\">edge types: in tooltips</TD></TR>"
    }
    if rows.isEmpty { return }
    text +=
      "  subgraph cluster_legend {\n    label=\"Legend\"; fontsize=11; color=\"#BBBBBB\"; style=rounded; labeljust=l;\n"
    text +=
      "    legend [shape=plaintext, style=\"\", margin=0, fontsize=10, tooltip=\" \", label=<"
      + "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"3\" CELLPADDING=\"2\">\(rows)</TABLE>>];\n  }\n"
  }
}
