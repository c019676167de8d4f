import GQL
import Glibc
import GraphStore

/// What to draw and where to.
struct PictureRequest {
  /// Nil = stdout, DOT only.
  var path: String?
  /// Nil = as the extension of `path` says.
  var format: PictureFormat?
  /// Nil = the whole graph, unless `backs` is set.
  var query: String?
  /// The thing whose positions are drawn.
  var backs: String?
  var includesEdgesBetween = false
  var collapsesParallelEdges = true

  init(path: String?) { self.path = path }

  var isWhole: Bool { query == nil && backs == nil }
}

extension QuestionCall {
  /// The nodes and edges of the positions on a thing, for a picture.
  static func backsPicture(on name: String) -> QuestionCall {
    QuestionCall("backs_picture", ["name": .string(name)])
  }
}

extension Shell {
  /// Draws, and says in one line what was drawn. SIGINT cancels the query, or Graphviz.
  func draw(_ request: PictureRequest) throws -> String {
    let format = try pictureFormat(of: request)
    if let path = request.path { try refuseGraph(at: path) }
    if request.isWhole { try refuseManyNodes() }
    let graph = try subgraph(of: request)
    var options = DOTOptions()
    let title = [request.backs.map { subject(of: graph) ?? $0 }, settings.asOf.map { "as known on \($0.isoText)" }].compactMap { $0 }
    options.title = title.isEmpty ? nil : title.joined(separator: ", ")
    options.query = request.query
    options.collapsesParallelEdges = request.collapsesParallelEdges
    options.signs = try engine.picture.signs()
    let document = try DOTDocument(graph, options: options)
    if let path = request.path {
      try write(document, to: PartFile(path), as: format)
    } else {
      try write(document.text)
    }
    let counts =
      "\(SummaryText.count(document.nodeCount, "node")), \(SummaryText.count(document.edgeCount, "edge"))"
    return "\(counts) drawn" + (request.path.map { " to \(FileSystem.absolute($0))" } ?? "")
  }

  /// What stood in its place stays until the picture is whole.
  private func write(_ document: DOTDocument, to file: PartFile, as format: PictureFormat) throws {
    do throws(QueryError) {
      try document.write(to: file.part, as: format)
    } catch {
      file.remove()
      var told = error
      told.diagnostics = error.diagnostics.map { diagnostic in
        var told = diagnostic
        told.message = diagnostic.message.split(separator: "`", omittingEmptySubsequences: false).map { $0 == file.part ? file.path : String($0) }.joined(separator: "`")
        return told
      }
      throw told
    }
    try file.takeItsPlace()
  }

  /// What the thing is called at which positions of others end: whoever asked may have written another of its names.
  private func subject(of positions: DOTSubgraph) -> String? {
    let ends = Set(positions.edges.map(\.target)).subtracting(positions.edges.map(\.source))
    guard ends.count == 1, let thing = positions.nodes.first(where: { ends.contains($0.id) }) else { return nil }
    return Node.givenName(thing.properties, DOTOptions().captionKeys)
  }

  /// Shows a picture where a person sits at a desktop; nothing happens elsewhere.
  func showPicture(at path: String) {
    guard console.isInteractive, console.rowsAreOnTerminal, !isSafe, let format = PictureFormat(path: path), format != .dot,
      let program = PictureViewer.program(in: console.environment)
    else { return }
    if !PictureViewer.open(FileSystem.absolute(path), with: program) { notice("`\(program)` could not show it\n") }
  }

  private func pictureFormat(of request: PictureRequest) throws(ShellError) -> PictureFormat {
    guard let path = request.path else {
      guard request.format == nil || request.format == .dot else {
        throw .usage("an SVG or PNG goes to a file")
      }
      return .dot
    }
    guard let format = request.format ?? PictureFormat(path: path) else {
      throw .usage("`\(path)` ends in no known format", hints: ["end it in .dot, .svg or .png"])
    }
    return format
  }

  /// What it asks for.
  func subgraph(of request: PictureRequest) throws -> DOTSubgraph {
    var graph: DOTSubgraph
    if let query = request.query {
      let result: QueryResult
      do { result = try execute(query, onlyReads: true) } catch { throw ErrorInText(error: error, text: query) }
      graph = DOTSubgraph(result)
      if graph.isEmpty {
        if result.isEmpty { throw ShellError.failure("the result has no rows: nothing is to be shown") }
        throw ShellError.failure(
          "the result holds no nodes or edges to show",
          hints: ["return elements, as in `MATCH (a)-[e]->(b) RETURN a, e, b`"])
      }
    } else if let name = request.backs {
      graph = DOTSubgraph(try ask(.backsPicture(on: name)))
      if graph.isEmpty {
        throw ShellError.failure("no position on `\(name)` is on record: nothing is to be shown", hints: ["`about` tells what else is told of it"])
      }
    } else {
      graph = try wholeGraph()
    }
    for id in graph.missingNodes {
      if let node = try engine.picture.node(id) { graph.add(node) }
    }
    if request.includesEdgesBetween {
      for edge in try edges(between: graph.nodes.map(\.id)) { graph.add(edge) }
    }
    return graph
  }

  /// - Throws: `limitExceeded` where a picture cannot hold all nodes.
  private func refuseManyNodes() throws {
    if case .int(let count)? = try execute("MATCH (n) RETURN COUNT(*) AS n").first?[0] {
      try DOTDocument.check(Int(count), "nodes", limit: DOTOptions().nodeLimit, isWhole: true)
    }
  }

  /// All nodes, and the edges between them.
  private func wholeGraph() throws -> DOTSubgraph {
    var graph = DOTSubgraph(try execute("MATCH (n) RETURN n"))
    let nodes = graph.nodes
    for edge in try edges(between: nodes.map(\.id)) { graph.add(edge) }
    return graph
  }

  private func edges(between nodes: [NodeID]) throws -> [Edge] {
    let all = try engine.picture.edgesBetween(nodes)
    guard settings.asOf != nil else { return all }
    var known: Set<EdgeID> = []
    for row in try execute("MATCH ()-[e]-() RETURN DISTINCT e") { if case .edge(let edge) = row[0] { known.insert(edge.id) } }
    return all.filter { known.contains($0.id) }
  }
}
