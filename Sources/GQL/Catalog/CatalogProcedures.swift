import GraphStore

/// Procedures that tell what the catalog holds, as it was when the statement began.
extension ProcedureRegistry {
  func with(_ objects: CatalogObjects) -> ProcedureRegistry {
    guard let contents = objects.contents else { return self }
    var registry = self
    let graphs: [[Value]] = contents.graphs.map { graph in
      let type = graph.typeID.flatMap { contents.type(withID: $0) }
      return [
        .string(graph.name), type.map { .string($0.name.isEmpty ? $0.definition : $0.name) } ?? .null,
        .bool(graph.name.isSameName(as: objects.currentGraph)),
      ]
    }
    registry.add(
      Procedure(
        "db.graphs",
        columns: [Procedure.Field("graph", .string), Procedure.Field("type", .string), Procedure.Field("isCurrent", .bool)],
        summary: "The graphs of the file; an open graph has no type."
      ) { (_, _) throws(QueryError) -> [[Value]] in graphs })
    let types: [[Value]] = contents.types.filter { !$0.name.isEmpty }.map { type in
      [.string(type.name), .string(type.definition)]
    }
    registry.add(
      Procedure(
        "db.graphTypes", columns: [Procedure.Field("graphType", .string), Procedure.Field("definition", .string)],
        summary: "The named graph types."
      ) { (_, _) throws(QueryError) -> [[Value]] in types })
    let schemas: [[Value]] = ([""] + contents.schemas).map { schema in
      [.string("/" + schema), .bool(schema.isSameName(as: objects.currentSchema))]
    }
    registry.add(
      Procedure(
        "db.schemas", columns: [Procedure.Field("schema", .string), Procedure.Field("isCurrent", .bool)],
        summary: "The schemas of the file."
      ) { (_, _) throws(QueryError) -> [[Value]] in schemas })
    registry.addDefinitions(contents, ofGraph: objects.currentGraph)
    registry.listItself()
    return registry
  }
}
