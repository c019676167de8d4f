import GraphStore

/// The algorithms as procedures. Each takes a record of options last; `{}` is the whole graph.
enum AlgorithmProcedures {
  private static let options = Procedure.Field("options", .record)
  private static let node = Procedure.Field("node", .node)

  static let all = [
    Procedure(
      "algo.pagerank", [options], [node, .init("score", .float)],
      "The PageRank of each node; options labels, types, direction, damping, iterations, tolerance.", .columns(pageRank)),
    Procedure(
      "algo.components", [options], [node, .init("component", .int)],
      "The component of each node; options labels, types, strong (1 = strongly connected).", .columns(components)),
    Procedure(
      "algo.louvain", [options], [node, .init("community", .int)],
      "The community of each node by modularity; options labels, types, weight, resolution.", .columns(louvain)),
    Procedure(
      "algo.bfs", [.init("start", .node), options], [node, .init("depth", .int)],
      "The nodes that can be reached, with the number of edges to them; options labels, types, direction.", .columns(bfs)),
    Procedure(
      "algo.distances", [.init("start", .node), options], [node, .init("distance", .float)],
      "The nodes that can be reached, with the least sum of weights; options labels, types, direction, weight.",
      .columns(distances)),
    Procedure(
      "algo.shortestpath", [.init("start", .node), .init("end", .node), options], [.init("path", .path), .init("distance", .float)],
      "A path with the least sum of weights; no row when there is none; options labels, types, direction, weight.",
      .columns(shortestPath)),
  ]

  private static func pageRank(_ arguments: [Cell], _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    let options = try ProjectionOptions(arguments[0], ["damping", "iterations", "tolerance"])
    let rank = PageRank(
      damping: try options.number("damping", default: 0.85, in: 0...1),
      iterations: Int(try options.number("iterations", default: 20, in: 1...1_000)),
      tolerance: try options.number("tolerance", default: 0, in: 0...1))
    let graph = try GraphProjection.of(options, options.directions.reversed, context)
    let ranks = try rank.ranks(graph, context)
    return [graph.nodeCells, ranks.map { Cell($0) }]
  }

  private static func components(_ arguments: [Cell], _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    let options = try ProjectionOptions(arguments[0], ["strong"])
    let isStrong = try options.number("strong", default: 0, in: 0...1) == 1
    let graph = try GraphProjection.of(options, [.outgoing, .undirected], context)
    let check = { () throws(QueryError) in try context.checkLimits() }
    let components = isStrong ? try Components.strong(graph, check: check) : try Components.weak(graph, check: check)
    return [graph.nodeCells, components.map { Cell(Int64($0)) }]
  }

  private static func louvain(_ arguments: [Cell], _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    let options = try ProjectionOptions(arguments[0], ["resolution"])
    let louvain = Louvain(resolution: try options.number("resolution", default: 1, in: 0...1_000))
    // Each edge once: an undirected one is seen from both ends by `expand`.
    let graph = try GraphProjection.of(options, .outgoing, context)
    let undirected = try GraphProjection.of(options, .undirected, context)
    let communities = try louvain.communities(
      graph, try graph.weights(options, context), undirected, try undirected.weights(options, context)
    ) { () throws(QueryError) in try context.checkLimits() }
    return [graph.nodeCells, communities.map { Cell(Int64($0)) }]
  }

  private static func bfs(_ arguments: [Cell], _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    if arguments[0].isNull { return [[], []] }
    let options = try ProjectionOptions(arguments[1])
    let graph = try GraphProjection.of(options, options.directions, context)
    let levels = try Distances.levels(graph, from: try graph.number(of: arguments[0])) {
      () throws(QueryError) in try context.checkLimits()
    }
    let reached = levels.indices.filter { levels[$0] >= 0 }
    return [reached.map { Cell(node: graph.nodes[$0]) }, reached.map { Cell(Int64(levels[$0])) }]
  }

  private static func distances(_ arguments: [Cell], _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    if arguments[0].isNull { return [[], []] }
    let options = try ProjectionOptions(arguments[1])
    let graph = try GraphProjection.of(options, options.directions, context)
    let tree = try Distances.weighted(
      graph, try graph.weights(options, context), from: try graph.number(of: arguments[0])
    ) { () throws(QueryError) in try context.checkLimits() }
    let reached = tree.distances.indices.filter { tree.distances[$0] < .infinity }
    return [reached.map { Cell(node: graph.nodes[$0]) }, reached.map { Cell(tree.distances[$0]) }]
  }

  private static func shortestPath(_ arguments: [Cell], _ context: ExecutionContext) throws(QueryError) -> [[Cell]] {
    if arguments[0].isNull || arguments[1].isNull { return [[], []] }
    let options = try ProjectionOptions(arguments[2])
    let graph = try GraphProjection.of(options, options.directions, keepsEdges: true, context)
    let start = try graph.number(of: arguments[0])
    let end = try graph.number(of: arguments[1])
    let tree = try Distances.weighted(graph, try graph.weights(options, context), from: start, to: end) {
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
