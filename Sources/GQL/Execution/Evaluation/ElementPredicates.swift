import GraphStore

/// Predicates and constructors over nodes, edges and paths. A null element gives null.
enum ElementPredicates {
  static func isLabeled(
    _ element: Cell, _ label: LabelPredicate, _ isNegated: Bool, _ reader: any GraphReader, _ span: SourceSpan
  ) throws(QueryError) -> Cell {
    let labels: [String]
    if element.isNull { return .null }
    if element.tag == .node {
      labels = reader.node(element.ordinal).labels
    } else if element.tag == .edge {
      labels = [reader.edge(element.ordinal).type]
    } else {
      throw QueryError(.invalidValueType, "IS LABELED takes a node or an edge, found \(element.typeName)", at: span)
    }
    let holds = label.holds({ name in labels.contains { $0.isSameName(as: name) } }, hasAny: !labels.isEmpty)
    return Cell(holds != isNegated)
  }

  static func isEnd(_ node: Cell, _ end: EdgeEnd, of edge: Cell, _ isNegated: Bool, _ reader: any GraphReader) -> Cell {
    guard node.tag == .node, edge.tag == .edge else { return .null }
    let (source, target) = ends(of: edge.ordinal, reader)
    // An undirected edge has neither source nor destination.
    let holds = reader.isDirected(edge.ordinal) && node.ordinal == (end == .source ? source : target)
    return Cell(holds != isNegated)
  }

  static func ends(of edge: EdgeOrdinal, _ reader: any GraphReader) -> (source: NodeOrdinal, target: NodeOrdinal) {
    var edge = edge
    var source: NodeOrdinal = 0
    var target: NodeOrdinal = 0
    withUnsafePointer(to: &edge) {
      reader.endpoints(of: UnsafeBufferPointer(start: $0, count: 1), sources: &source, targets: &target)
    }
    return (source, target)
  }

  static func allDifferent(_ elements: UnsafeBufferPointer<Cell>) -> Cell {
    if elements.contains(where: \.isNull) { return .null }
    for (index, a) in elements.enumerated() {
      for b in elements[(index + 1)...] where a.isEquivalent(to: b) { return .false }
    }
    return .true
  }

  static func same(_ elements: UnsafeBufferPointer<Cell>) -> Cell {
    if elements.contains(where: \.isNull) { return .null }
    return Cell(elements.allSatisfy { $0.isEquivalent(to: elements[0]) })
  }

  /// A path of alternating elements; null when one is null. The elements must join.
  static func path(
    _ elements: UnsafeBufferPointer<Cell>, _ context: ExecutionContext, _ span: SourceSpan
  ) throws(QueryError) -> Cell {
    if elements.contains(where: \.isNull) { return .null }
    var joins = elements.count % 2 == 1
    for (index, element) in elements.enumerated() where joins {
      joins = element.tag == (index % 2 == 0 ? .node : .edge)
      if joins, index % 2 == 1, index + 1 < elements.count {
        let (source, target) = ends(of: element.ordinal, context.reader)
        let pair = (elements[index - 1].ordinal, elements[index + 1].ordinal)
        joins = pair == (source, target) || pair == (target, source)
      }
    }
    guard joins else { throw QueryError(.malformedPath, "the elements do not form a path", at: span) }
    return context.arena.cells(.path, elements)
  }
}

/// An aggregate function over the items of one list (horizontal aggregation).
enum ListAggregate {
  static func evaluate(
    _ function: AggregateFunction, _ isDistinct: Bool, _ list: Cell, _ context: ExecutionContext
  ) throws(ValueError) -> Cell {
    let accumulator = function.makeAccumulator()
    accumulator.reserveGroups(1)
    let items: [Cell] = list.tag == .list ? Array(list.items) : []
    let column = Column(.cell, capacity: max(1, items.count))
    let groups = [UInt32](repeating: 0, count: max(1, items.count))
    let seen = GroupTable(width: 1)
    var count = 0
    for item in items {
      if isDistinct, Int(seen.group(of: { _ in item })) < count { continue }
      column.cells[count] = item
      if item.isNull { column.setNull(count) }
      count += 1
    }
    try accumulator.update(groups: groups, arguments: [column], count: count, included: nil)
    return try accumulator.finish(group: 0, arena: context.arena)
  }
}
