import TestSupport

/// Makes a failing graph smaller: drops edges, then nodes, as long as the failure stays.
enum Shrinking {
  static func shrink(_ graph: ModelGraph, while fails: (ModelGraph) -> Bool) -> ModelGraph {
    var smallest = graph
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      let candidates =
        smallest.edges.indices.map { position in smallest.droppingEdge(at: position) }
        + smallest.nodes.indices.map { position in smallest.droppingNode(at: position) }
      if let next = candidates.first(where: fails) {
        smallest = next
        isSmaller = true
      }
    }
    return smallest
  }

  /// What a person needs to look into a failure.
  static func report(seed: UInt64?, graph: ModelGraph, query: String, difference: String) -> String {
    """
    \(seed.map { "seed \($0)" } ?? "enumerated graph")
    \(graph.insertScript.isEmpty ? "(empty graph)" : graph.insertScript)
    ----
    \(query)
    ----
    \(difference)
    """
  }
}
