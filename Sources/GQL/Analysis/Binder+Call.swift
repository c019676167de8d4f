import GraphStore

extension Binder {
  /// `CALL (a, b) { ... }`: runs for each row; its columns join the row.
  func bindInlineCall(_ call: InlineCall, _ span: SourceSpan, into draft: inout BoundDraft) {
    var inner = Scope(draft.scope.outer)
    switch call.scope {
    case .all: inner = draft.scope
    case .imported: inner = imported(by: call.body, from: draft.scope)
    case .named(let names):
      for name in names {
        if let earlier = inner[name.text], !earlier.isOuter {
          report(
            .invalidSyntax, "`\(name.text)` stands twice in the list of CALL", at: name.span, hints: ["name it once"])
        }
        if let variable = resolve(name.text, at: name.span, in: draft.scope) { inner.bind(variable) }
      }
    }
    let hidden = notImported
    notImported = Set(draft.scope.names.filter { inner[$0] == nil }.map(NameKey.init))
    let body = bindBody(call.body, in: inner.asOuter())
    notImported = hidden
    draft.isUpdating = draft.isUpdating || body.isUpdating
    draft.add(.callInline(body.query, isOptional: call.isOptional), at: span)
    var names: Set<NameKey> = []
    // Of two columns with one name the query itself complains.
    for column in body.query.columns ?? [] where names.insert(NameKey(column.name)).inserted {
      let name = Identifier(column.name, body.scope[column.name]?.declaredAt ?? span)
      declare(
        name, slot: column.slot, type: column.type, in: &draft.scope,
        hint: "return it from the CALL under another name with AS")
    }
  }

  /// What the WITH at the beginning of the body's queries names.
  private func imported(by body: ProcedureBody, from scope: Scope) -> Scope {
    var inner = Scope(scope.outer)
    for query in body.statements.flatMap({ [$0.query.first] + $0.query.rest.map(\.query) }) {
      guard case .with(let with)? = query.clauses.first?.kind else { continue }
      switch with.projection.body {
      case .all, .allAnd: return scope
      case .noBindings: break
      case .items(let items):
        for item in items {
          if case .variable(let name) = item.value.kind, inner[name] == nil, let variable = scope[name] { inner.bind(variable) }
        }
      }
    }
    return inner
  }

  /// Those that tell of definitions tell of the graph that is used.
  private var proceduresInUse: ProcedureRegistry {
    guard !knowsNamesInUse, let graph = focus, let contents = objects.contents else { return procedures }
    return procedures.with(definitionsOf: graph, contents)
  }

  /// `CALL name(arguments) YIELD column AS name`; without YIELD all columns join the row, in openCypher only where the call stands alone.
  func bindProcedureCall(_ call: ProcedureCall, isAlone: Bool, _ span: SourceSpan, into draft: inout BoundDraft) {
    touchGraph(at: span)
    let name = call.name.map(\.text).joined(separator: ".")
    let nameSpan = call.name.dropFirst().reduce(call.name.first?.span ?? span) { $0.union($1.span) }
    let procedures = proceduresInUse
    var written = call.arguments
    if call.takesParameters, dialect == .cypher, let procedure = procedures[name] {
      written = procedure.parameters.prefix(procedure.requiredCount).map { Expression(.parameter($0.name), nameSpan) }
    }
    for argument in written {
      switch argument.kind {
      case .table:
        report(.featureNotSupported, "a binding table as an argument of a procedure (GP14) is not supported", at: argument.span)
      case .graph, .currentGraph:
        report(
          .featureNotSupported, "a graph as an argument of a procedure (GP15) is not supported", at: argument.span,
          hints: ["a procedure works on the current graph: `USE name CALL ...`"])
        return bindUnknownOutputs(call.yield, into: &draft)
      default: break
      }
    }
    let arguments = written.map {
      bind($0, in: ExpressionContext(draft.scope, noAggregatesIn: "a procedure's arguments"))
    }
    guard let procedure = procedures[name] else {
      reportUnknown("procedure", name, at: nameSpan, among: procedures.allNames)
      bindUnknownOutputs(call.yield, into: &draft)
      return
    }
    rejectUnderAsOf("a procedure does not work on a part", at: nameSpan)
    let yield = call.yield ?? (dialect == .cypher && !isAlone && !call.isShown ? [] : nil)
    let outputs = bindOutputs(of: procedure, yield, nameSpan, into: &draft)
    let checked = check(arguments, of: procedure, at: nameSpan)
    draft.add(
      .callProcedure(
        BoundProcedureCall(
          procedure: procedure, arguments: checked, outputs: outputs, isOptional: call.isOptional)), at: span)
  }

  private func check(_ arguments: [BoundExpression], of procedure: Procedure, at span: SourceSpan)
    -> [BoundExpression]
  {
    if arguments.count < procedure.requiredCount || arguments.count > procedure.parameters.count {
      let (least, most) = (procedure.requiredCount, procedure.parameters.count)
      let names = procedure.parameters.enumerated().map { $0 < least ? $1.name : "[\($1.name)]" }.joined(separator: ", ")
      report(
        .invalidSyntax,
        "`\(procedure.name)` takes \(least == most ? "" : "\(least) to ")\(most) argument\(most == 1 ? "" : "s"), "
          + "found \(arguments.count)", at: span, hints: ["the form is CALL \(procedure.name)(\(names))"],
        detail: "InvalidNumberOfArguments")
    }
    return zip(arguments, procedure.parameters).map { argument, parameter in
      requireType(parameter.type, of: argument, for: "argument `\(parameter.name)` of `\(procedure.name)`")
    }
  }

  private func bindOutputs(
    of procedure: Procedure, _ yield: [YieldItem]?, _ span: SourceSpan, into draft: inout BoundDraft
  ) -> [(column: Int, slot: Slot)] {
    let items = yield ?? procedure.columns.map { YieldItem(Identifier($0.name, span)) }
    var outputs: [(column: Int, slot: Slot)] = []
    for item in items {
      guard let column = procedure.columns.firstIndex(where: { $0.name.isSameName(as: item.name.text) })
      else {
        reportUnknown(
          "column of `\(procedure.name)`", item.name.text, at: item.name.span,
          among: procedure.columns.map(\.name),
          hints: ["it yields " + procedure.columns.map { "`\($0.name)`" }.joined(separator: ", ")])
        declare(item.alias ?? item.name, slot: slots.next(), type: .any, in: &draft.scope)
        continue
      }
      let slot = slots.next()
      outputs.append((column: column, slot: slot))
      declare(
        item.alias ?? item.name, slot: slot, type: procedure.columns[column].type, in: &draft.scope,
        hint: "rename the column: YIELD \(item.name.text) AS ...")
    }
    return outputs
  }

  /// So that the procedure's columns are not reported as unknown too.
  private func bindUnknownOutputs(_ yield: [YieldItem]?, into draft: inout BoundDraft) {
    for item in yield ?? [] {
      declare(item.alias ?? item.name, slot: slots.next(), type: .any, in: &draft.scope)
    }
  }
}
