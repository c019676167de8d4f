import GraphStore

/// Procedures that tell what a graph and the language hold. Each gives its rows in code-point order of the
/// first column.
enum BuiltInProcedures {
  static let catalog = [
    Procedure(
      "db.labels", columns: [Procedure.Field("label", .string)],
      summary: "The labels that some node carries.",
      body: labels),
    Procedure(
      "db.edgeTypes", columns: [Procedure.Field("edgeType", .string)],
      summary: "The types that some edge has.",
      body: edgeTypes),
    Procedure(
      "db.relationshipTypes", columns: [Procedure.Field("relationshipType", .string)],
      summary: "Another name for db.edgeTypes.", body: edgeTypes),
    Procedure(
      "db.propertyKeys", columns: [Procedure.Field("propertyKey", .string)],
      summary: "The property names that some node or edge has; reads the whole graph.", body: propertyKeys),
  ]

  static let functions = Procedure(
    "db.functions",
    columns: [
      Procedure.Field("name", .string), Procedure.Field("kind", .string), Procedure.Field("summary", .string),
    ], summary: "The functions and aggregates of the language."
  ) { (_, _) throws(QueryError) -> [[Value]] in
    FunctionRegistry.allNames.inCodePointOrder.map { name in
      if let function = FunctionRegistry.aggregate(name) {
        return [.string(name), .string("aggregate"), .string(function.summary)]
      }
      let summary = FunctionRegistry.scalar(name)?.summary ?? FunctionRegistry.conditionals.first { $0.name == name }?.summary
      return [.string(name), .string("scalar"), .string(summary ?? "")]
    }
  }

  static func procedures(_ registry: ProcedureRegistry) -> Procedure {
    Procedure(
      "db.procedures",
      columns: [
        Procedure.Field("name", .string), Procedure.Field("signature", .string),
        Procedure.Field("summary", .string),
      ], summary: "The procedures that CALL can name."
    ) { (_, _) throws(QueryError) -> [[Value]] in
      registry.all.map { [.string($0.name), .string($0.signature), .string($0.summary)] }
    }
  }

  private static func labels(_: [Value], reader: any GraphReader) throws(QueryError) -> [[Value]] {
    var found: Set<NameKey> = []
    for (labels, count) in zip(reader.labelSets, reader.labelSetCounts) where count > 0 {
      for label in labels { found.insert(NameKey(reader.names[label])) }
    }
    return rows(found)
  }

  private static func edgeTypes(_: [Value], reader: any GraphReader) throws(QueryError) -> [[Value]] {
    let names = reader.names
    var found: Set<NameKey> = []
    for id in names.names.indices where reader.edgeCount(ofType: NameID(id)) > 0 {
      found.insert(NameKey(names[NameID(id)]))
    }
    return rows(found)
  }

  /// O(nodes + edges).
  private static func propertyKeys(_: [Value], reader: any GraphReader) throws(QueryError) -> [[Value]] {
    var found: Set<NameKey> = []
    reader.forEachNode { found.formUnion($1.properties.names.map(NameKey.init)) }
    reader.forEachEdge { found.formUnion($1.properties.names.map(NameKey.init)) }
    return rows(found)
  }

  private static func rows(_ names: Set<NameKey>) -> [[Value]] {
    names.map(\.text).inCodePointOrder.map { [.string($0)] }
  }
}

extension Procedure {
  /// `(a, b) :: (c, d)`.
  fileprivate var signature: String {
    let names = parameters.enumerated().map { $0 < requiredCount ? $1.name : "[\($1.name)]" }
    return "(\(names.joined(separator: ", "))) :: (\(columns.map(\.name).joined(separator: ", ")))"
  }
}
