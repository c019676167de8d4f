import GQL
import GraphStore

/// The engine as the tests of results drive it.
public enum EngineUnderTest {
  /// A store in memory that holds the model, under the same ids.
  public static func load(_ model: ModelGraph) throws -> Graph {
    let graph = try Graph.inMemory()
    let transaction = try graph.store.beginWrite()
    for node in model.livingNodes {
      _ = try transaction.insertNode(labels: node.labels, properties: node.properties)
    }
    for edge in model.livingEdges {
      _ = try transaction.insertEdge(
        type: edge.type, source: edge.source, target: edge.target, isDirected: edge.isDirected,
        properties: edge.properties)
    }
    try transaction.commit()
    return graph
  }
}
