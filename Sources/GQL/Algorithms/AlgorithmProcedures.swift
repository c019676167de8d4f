import GraphStore

/// The algorithms as procedures. Each takes a record of options last; `{}` is the whole graph.
enum AlgorithmProcedures {
  private static let options = Procedure.Field("options", .record)
  private static let node = Procedure.Field("node", .node)
  private static let start = Procedure.Field("start", .node)

  static let all = [
    make(
      "algo.pagerank", [], [node, .init("score", .float)], "The PageRank of each node",
      ["labels", "types", "direction", "weight", "damping", "iterations", "tolerance"], pageRank),
    make(
      "algo.components", [], [node, .init("component", .int)], "The component of each node; strong: TRUE for strongly connected ones",
      ["labels", "types", "strong"], components),
    make(
      "algo.louvain", [], [node, .init("community", .int)], "The community of each node by modularity",
      ["labels", "types", "weight", "resolution"], louvain),
    make(
      "algo.bfs", [start], [node, .init("depth", .int)], "The nodes that can be reached, with the number of edges to them",
      ["labels", "types", "direction"], bfs),
    make(
      "algo.distances", [start], [node, .init("distance", .float)], "The nodes that can be reached, with the least sum of weights",
      ["labels", "types", "direction", "weight"], distances),
    make(
      "algo.shortestpath", [start, .init("end", .node)], [.init("path", .path), .init("distance", .float)],
      "A path with the least sum of weights; no row when there is none", ["labels", "types", "direction", "weight"], shortestPath),
  ]

  private typealias Body = @Sendable ([Cell], ProjectionOptions, ExecutionContext) throws(QueryError) -> [[Cell]]

  /// - Parameters:
  ///   - inputs: the parameters before the options; where one is null there are no rows.
  ///   - known: the options that it has, and no others.
  private static func make(
    _ name: String, _ inputs: [Procedure.Field], _ columns: [Procedure.Field], _ summary: String, _ known: [String],
    _ body: @escaping Body
  ) -> Procedure {
    Procedure(
      name, inputs + [options], columns, "\(summary); options \(known.joined(separator: ", ")).",
      .columns { (arguments, context) throws(QueryError) -> [[Cell]] in
        if arguments.dropLast().contains(where: \.isNull) { return columns.map { _ in [] } }
        let options = try ProjectionOptions(arguments[inputs.count], known)
        options.warnOfUnknownNames(context)
        return try body(arguments, options, context)
      })
  }

  private static func pageRank(_ arguments: [Cell], _ options: ProjectionOptions, _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    let rank = PageRank(
      damping: try options.number("damping", default: 0.85, in: 0...1),
      iterations: Int(try options.number("iterations", default: 20, in: 1...1_000)),
      tolerance: try options.number("tolerance", default: 0, in: 0...1))
    let graph = try GraphProjection.of(options, options.directions.reversed, context)
    let weights = options.weight == nil ? [] : try GraphProjection.weights([graph], options, context)[0]
    let ranks = try rank.ranks(graph, weights, context)
    return [graph.nodeCells, ranks.map { Cell($0) }]
  }

  private static func components(_ arguments: [Cell], _ options: ProjectionOptions, _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    let isStrong = try options.truth("strong")
    let graph = try GraphProjection.of(options, [.outgoing, .undirected], context)
    let check = { () throws(QueryError) in try context.checkLimits() }
    let components = isStrong ? try Components.strong(graph, check: check) : try Components.weak(graph, check: check)
    return [graph.nodeCells, components.map { Cell(Int64($0)) }]
  }

  private static func louvain(_ arguments: [Cell], _ options: ProjectionOptions, _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    let louvain = Louvain(resolution: try options.number("resolution", default: 1, in: 0...1_000))
    // Each edge once: an undirected one is seen from both ends by `expand`.
    let graph = try GraphProjection.of(options, .outgoing, context)
    let undirected = try GraphProjection.of(options, .undirected, context)
    let weights = try GraphProjection.weights([graph, undirected], options, context)
    let communities = try louvain.communities(graph, weights[0], undirected, weights[1]) { () throws(QueryError) in try context.checkLimits() }
    return [graph.nodeCells, communities.map { Cell(Int64($0)) }]
  }

  private static func bfs(_ arguments: [Cell], _ options: ProjectionOptions, _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    let graph = try GraphProjection.of(options, options.directions, context)
    let levels = try Distances.levels(graph, from: try graph.number(of: arguments[0])) {
      () throws(QueryError) in try context.checkLimits()
    }
    let reached = levels.indices.filter { levels[$0] >= 0 }
    return [reached.map { Cell(node: graph.nodes[$0]) }, reached.map { Cell(Int64(levels[$0])) }]
  }

  private static func distances(_ arguments: [Cell], _ options: ProjectionOptions, _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    let graph = try GraphProjection.of(options, options.directions, context)
    let start = try graph.number(of: arguments[0])
    let weights = try GraphProjection.weights([graph], options, context)[0]
    let tree = try Distances.weighted(graph, weights, from: start) { () throws(QueryError) in try context.checkLimits() }
    let reached = tree.distances.indices.filter { tree.distances[$0] < .infinity }
    return [reached.map { Cell(node: graph.nodes[$0]) }, reached.map { Cell(tree.distances[$0]) }]
  }

  private static func shortestPath(_ arguments: [Cell], _ options: ProjectionOptions, _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    let graph = try GraphProjection.of(options, options.directions, keepsEdges: true, context)
    let start = try graph.number(of: arguments[0])
    let end = try graph.number(of: arguments[1])
    let weights = try GraphProjection.weights([graph], options, context)[0]
    let tree = try Distances.weighted(graph, weights, from: start, to: end) {
      () throws(QueryError) in try context.checkLimits()
    }
    guard tree.distances[end] < .infinity else { return [[], []] }
    var elements = [Cell(node: graph.nodes[end])]
    var node = end
    while tree.via[node] >= 0 {
      let position = tree.via[node]
      node = graph.source(of: position)
      elements.append(Cell(edge: graph.edges[position]))
      elements.append(Cell(node: graph.nodes[node]))
    }
    elements.reverse()
    let path = elements.withUnsafeBufferPointer { context.arena.cells(.path, $0) }
    return [[path], [Cell(tree.distances[end])]]
  }
}
