import Foundation
import GQL
import GraphStore
import TestSupport

@testable import GraphFormats

/// Loads a text as a file of a format: into a graph, else into a new one.
func read(_ text: String, as format: GraphFormat, into graph: Graph? = nil) throws -> (graph: Graph, report: ImportReport) {
  let file = try TemporaryFile()
  let path = file.folder + "/data"
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  let graph = try graph ?? Graph.inMemory()
  let transaction = try graph.store.beginWrite()
  let report = try format.read([path], into: transaction)
  try transaction.commit()
  return (graph, report)
}
