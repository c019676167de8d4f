import GQL
import GraphStore

extension OutputFormat {
  /// The nodes and edges of a result as an indented tree. A result without elements is a table.
  static let graph = OutputFormat(
    name: "graph", summary: "The nodes and edges of the result, as an indented tree."
  ) { result, context, write in
    let graph = DOTSubgraph(result)
    guard !graph.isEmpty else { return TableFormat.render(result, context, write) }
    var tree = TreeText(graph, context)
    tree.draw(write)
  }
}

/// Each node once with its outgoing edges below it, each edge once; a node met again is only named, with `…` when it has edges
/// elsewhere. Nodes that no edge leads to come first.
///
/// ```
/// Ada Osei :Person
/// ├─ PROPOSES → Harbour levy :Proposal
/// │  └─ REQUIRES → vote :Event
/// └─ SUPPORTS → Harbour levy …  ×2
/// ```
private struct TreeText {
  private let context: RenderContext
  private var nodes: [NodeID: Node] = [:]
  private var order: [NodeID] = []
  private var branches: [NodeID: [Branch]] = [:]
  private var seen: Set<NodeID> = []

  /// Parallel edges of one type.
  private struct Branch {
    var type: String
    var end: NodeID
    var isDirected: Bool
    var count: Int
  }

  /// Levels; what is deeper begins a tree of its own.
  private static let depthLimit = 60

  init(_ graph: DOTSubgraph, _ context: RenderContext) {
    self.context = context
    for node in graph.nodes { nodes[node.id] = node }
    order = (graph.nodes.map(\.id) + graph.missingNodes).sorted()
    var entered: Set<NodeID> = []
    for edge in graph.edges {
      let others = branches[edge.source] ?? []
      let known = others.firstIndex { $0.end == edge.target && $0.isDirected == edge.isDirected && $0.type.isSameName(as: edge.type) }
      if let known {
        branches[edge.source]?[known].count += 1
      } else {
        branches[edge.source, default: []].append(Branch(type: edge.type, end: edge.target, isDirected: edge.isDirected, count: 1))
      }
      if edge.source != edge.target { entered.insert(edge.target) }
    }
    order = order.filter { !entered.contains($0) } + order.filter { entered.contains($0) }
  }

  mutating func draw(_ write: (String) -> Void) {
    for id in order where !seen.contains(id) {
      // Nodes that were only ends have been named.
      write(line("", caption(id)))
      seen.insert(id)
      drawBranches(of: id, indentation: "", depth: 1, write)
    }
  }

  private mutating func drawBranches(of id: NodeID, indentation: String, depth: Int, _ write: (String) -> Void) {
    let branches = branches[id] ?? []
    for (position, branch) in branches.enumerated() {
      let isLast = position == branches.count - 1
      let arrow = branch.isDirected ? "→" : "—"
      let edge = context.style.dim(VisibleText.escaped(branch.type)) + " \(arrow) "
      let isNew = !seen.contains(branch.end) && depth < Self.depthLimit
      let isElsewhere = !isNew && !(self.branches[branch.end] ?? []).isEmpty
      let times = branch.count > 1 ? "  ×\(branch.count)" : ""
      write(line(indentation + (isLast ? "└─ " : "├─ "), edge + caption(branch.end) + (isElsewhere ? " …" : "") + times))
      guard isNew else { continue }
      seen.insert(branch.end)
      drawBranches(of: branch.end, indentation: indentation + (isLast ? "   " : "│  "), depth: depth + 1, write)
    }
  }

  private func line(_ indentation: String, _ text: String) -> String { indentation + text + "\n" }

  /// `Ada Osei :Person`; a node that is not in the result by its id.
  private func caption(_ id: NodeID) -> String {
    guard let node = nodes[id] else { return context.style.dim("#\(id.rawValue)") }
    let labels = node.labels.map { ":" + ValueText.name($0) }.joined()
    let name = node.givenName ?? "#\(id.rawValue)"
    let width = context.screen.map { max(20, $0.width / 2) } ?? .max
    return context.style.bold(DisplayWidth.truncated(VisibleText.escaped(name), width: width))
      + (labels.isEmpty ? "" : " " + context.style.dim(VisibleText.escaped(labels)))
  }
}
