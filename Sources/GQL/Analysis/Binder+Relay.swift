import GraphStore

/// A procedure whose statements work on different graphs: `USE g ... NEXT USE h ...`.
///
/// Statements of one graph make a piece; each piece works on the rows of the one before, which are values then: elements
/// do not leave their graph.
extension Binder {
  /// The parameter that holds the rows: records with a field for each column.
  static let relayedRows = "\u{0}rows"

  /// Nil when all of it works on one graph.
  func bindRelay(_ body: ProcedureBody) -> BoundStatement? {
    guard body.definitions.isEmpty, body.statements.count > 1,
      body.statements.contains(where: { $0.query.namesGraph })
    else { return nil }
    let outerSchema = objects.currentSchema
    defer { objects.currentSchema = outerSchema }
    if let schema = body.schema, let path = existingSchema(schema) { objects.currentSchema = path }
    let pieces = pieces(of: body)
    guard pieces.count > 1 else { return nil }
    var queries: [BoundQuery] = []
    var columns: [BoundColumn]?
    for piece in pieces {
      let query = bindPiece(piece, incoming: columns)
      queries.append(query)
      columns = query.columns
      // What comes after a piece without a result has been reported with it.
      if columns == nil, queries.count < pieces.count {
        report(
          .invalidSyntax, "the rows of another graph cannot start from a statement without a result", at: piece.span,
          hints: ["end it with RETURN"])
        break
      }
    }
    return .relay(queries)
  }

  private func pieces(of body: ProcedureBody) -> [ProcedureBody] {
    var pieces: [ProcedureBody] = []
    var last: String?
    for statement in body.statements {
      let named = statement.query.firstGraph.map { resolve($0, at: statement.query.span) ?? "" }
      let graph = named ?? (statement.query.mayTouchGraph ? objects.currentGraph : last)
      if graph == last, !pieces.isEmpty {
        pieces[pieces.count - 1].statements.append(statement)
        pieces[pieces.count - 1].span = pieces[pieces.count - 1].span.union(statement.query.span)
      } else {
        pieces.append(ProcedureBody([statement], statement.query.span))
      }
      last = graph
    }
    return pieces
  }

  private func bindPiece(_ body: ProcedureBody, incoming: [BoundColumn]?) -> BoundQuery {
    graphInUse = nil
    slots = SlotAllocator()
    var draft = BoundDraft(scope: Scope())
    if let incoming {
      let row = slots.next()
      let list = BoundExpression(.parameter(Binder.relayedRows), type: .list(.record), span: body.span)
      draft.add(.unwind(BoundUnwind(list: list, slot: row, position: nil)), at: body.span)
      let record = BoundExpression(.slot(row), type: .record, span: body.span)
      let values = incoming.map { column in
        BoundAssignment(slots.next(), BoundExpression(.property(record, column.name), type: column.type, span: body.span))
      }
      draft.add(.extend(values), at: body.span)
      draft.add(.project(values.map(\.slot)), at: body.span)
      for (column, value) in zip(incoming, values) {
        draft.scope.bind(Variable(name: column.name, slot: value.slot, type: column.type, declaredAt: body.span))
      }
    }
    bindBlock(of: body, startsWithYield: incoming != nil, into: &draft)
    var query = draft.query
    query.slotCount = slots.count
    query.graph = graphInUse?.name
    return query
  }
}

extension CompositeQuery {
  /// The graph that the statement names first.
  fileprivate var firstGraph: GraphExpression? {
    guard let clause = first.clauses.first else { return nil }
    switch clause.kind {
    case .use(let graph): return graph
    case .select(let select):
      switch select.source {
      case .matches(let matches): return matches.first?.graph
      case .query(let graph, _): return graph
      case nil: return nil
      }
    default: return nil
    }
  }

  fileprivate var namesGraph: Bool { firstGraph != nil }

  /// False for what only computes on rows.
  fileprivate var mayTouchGraph: Bool {
    ([first] + rest.map(\.query)).flatMap(\.clauses).contains { clause in
      switch clause.kind {
      case .filter, .let, .for, .orderByAndPage, .return, .finish, .with: false
      case .match, .optionalBlock, .callProcedure, .callInline, .insert, .set, .remove, .delete, .select, .use, .catalog,
        .merge, .nested:
        true
      }
    }
  }
}
