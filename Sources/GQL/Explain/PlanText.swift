import GraphStore

/// One line for each operator; expressions as they stand in the statement.
struct PlanText {
  let source: SourceText
  /// Scalars of an expression that are shown.
  private static let detailLimit = 60

  private func sought(_ lookup: PhysicalPlan.NodeLookup) -> String {
    let key = lookup.key.asName
    switch lookup.sought {
    case .equal(let value): return "{\(key): \(text(value))}"
    case .identity(let value, _): return "id \(text(value))"
    case .prefix(let value): return "\(key) STARTS WITH \(text(value))"
    case .range(let low, let high):
      return "\(low.map { text($0) + " .. " } ?? "")\(key)\(high.map { " .. " + text($0) } ?? "")"
    }
  }

  private func limits(_ limits: PhysicalPlan.PartJoin.Limits) -> String {
    "\(limits.low.map { text($0) + " .. " } ?? "")\(text(limits.own))\(limits.high.map { " .. " + text($0) } ?? "")"
  }

  func line(_ plan: PhysicalPlan) -> (title: String, detail: String) {
    switch plan {
    case .argument: return ("Argument", "")
    case .nodeScan(_, let scan): return ("NodeScan", labels(scan.labels))
    case .nodeLookup(_, let lookup):
      let index = lookup.index.map { " by index \($0.asName)" } ?? ""
      return ("NodeLookup", "\(labels(lookup.labels)) \(sought(lookup))\(index)")
    case .nodeJoin(_, let join):
      let keys = join.keys.map { "\(text($0.own)) = \(text($0.known))" }
      let few = join.lookUp.map { ", few by {\($0.key.asName): \(text($0.value))}" } ?? ""
      return ("NodeJoin", "\(labels(join.labels)) \(keys.joined(separator: ", "))\(few)")
    case .partJoin(_, let join):
      let keys = join.keys.map { "\(text($0.own)) = \(text($0.known))" }
      return ("PartJoin", (keys + (join.limits.map { [limits($0)] } ?? [])).joined(separator: ", "))
    case .labelCheck(_, let check): return ("LabelCheck", labels(check.labels))
    case .expand(_, let expand):
      return (expand.isTargetBound ? "ExpandInto" : "Expand", arrow(expand.directions, expand.label?.text))
    case .search(_, let search):
      if let edge = QuantifiedEdge(search) {
        let ends = search.isTargetBound ? " both ends bound" : ""
        return ("QuantifiedExpand", arrow(edge.directions, edge.label?.text) + "{\(edge.lower),\(edge.upper)}" + ends)
      }
      let kind = search.selector == .all ? "PathSearch" : "PathSearch, \(search.selector.text)"
      let manner = search.startsAtBothEnds(search.program) ? "from both ends" : "both ends bound"
      return (kind, search.isTargetBound ? manner : "")
    // Of a part that is counted apart: it stands in no statement.
    case .filter(.aggregate(_, keys: let keys, _, _), let condition, _) where keys.isEmpty && condition.span.start == condition.span.end:
      return ("Filter", "COUNT(*) > 0")
    case .filter(_, let condition, _):
      // Of an element that was bound before and is matched again.
      if case .same = condition.kind, condition.span.start == condition.span.end { return ("Filter", "is the one bound before") }
      return ("Filter", text(condition))
    case .weigh(_, let weigh):
      let branches = weigh.branches.map(branch)
      switch weigh.use {
      case .count: return ("CountBranches", branches.joined(separator: " * "))
      case .keep(let matched): return (matched ? "SemiJoin" : "AntiJoin", branches.joined(separator: ", "))
      }
    case .commonNeighbours(_, let common):
      let middle = branch(CountedBranch(
        directions: common.left.directions, label: common.left.label, node: common.middle, branches: common.branches))
      return ("CountCommonNeighbours", middle + arrow(common.right.directions.reversed, common.right.label?.text))
    case .distinctEdges(_, let pairs, _): return ("DifferentEdges", "\(pairs.count) \(pairs.count == 1 ? "pair" : "pairs")")
    case .extend(_, let assignments): return ("Extend", assignments.map { text($0.value) }.joined(separator: ", "))
    case .aggregate(let input, let keys, let aggregates, _):
      let functions = aggregates.map { aggregate in
        let arguments = aggregate.arguments.isEmpty ? "*" : aggregate.arguments.map(text).joined(separator: ", ")
        return "\(aggregate.function.name)(\(aggregate.isDistinct ? "DISTINCT " : "")\(arguments))"
      }
      let by = keys.isEmpty ? "" : " by " + keys.map(key).joined(separator: ", ")
      let manner = plan.morselScan != nil ? ", node by node" : PhysicalPlan.groupsInParts(input, keys, aggregates) ? ", in parts" : ""
      return ("Aggregate", functions.joined(separator: ", ") + by + manner)
    case .distinct(_, let slots, _): return ("Distinct", "\(slots.count) columns")
    case .sort(_, let sort):
      let keys = sort.keys.map { text($0.value) + ($0.isDescending ? " DESC" : "") }.joined(separator: ", ")
      return (sort.limit == nil ? "Sort" : "TopRows", keys)
    case .page(_, let offset, let limit):
      return ("Page", [offset.map { "OFFSET " + text($0) }, limit.map { "LIMIT " + text($0) }].compactMap { $0 }.joined(separator: " "))
    case .unwind(_, let unwind, _): return ("Unwind", text(unwind.list))
    case .setOperation(_, let operation): return ("SetOperation", "\(operation.operands.count) operands")
    case .apply(_, let apply):
      switch apply.kind {
      case .inner: return ("Apply", "")
      case .optional: return ("OptionalApply", "")
      case .effects: return ("ApplyForEffects", "")
      }
    case .callProcedure(_, let call, _): return ("CallProcedure", call.procedure.name)
    case .insert(_, let insert, _): return ("Insert", "\(insert.nodes.count) nodes, \(insert.edges.count) edges")
    case .set(_, let items, _, _): return ("Set", "\(items.count) items")
    case .remove(_, let items, _): return ("Remove", "\(items.count) items")
    case .delete(_, let items, let isDetaching, _): return (isDetaching ? "DetachDelete" : "Delete", "\(items.count) items")
    case .discard: return ("Discard", "")
    }
  }

  private func key(_ key: BoundAssignment) -> String {
    if case .slot = key.value.kind, key.value.span.start == key.value.span.end { return "row" }
    return text(key.value)
  }

  private func labels(_ labels: [LabelPredicate]) -> String {
    labels.isEmpty ? "any" : labels.map { ":" + $0.text }.joined(separator: " ")
  }

  private func branch(_ branch: CountedBranch) -> String {
    let below = branch.branches.map(self.branch)
    let end = "(\(branch.node.labels.isEmpty ? "" : labels(branch.node.labels))\(branch.node.conditions.isEmpty ? "" : " ..."))"
    return arrow(branch.directions, branch.label?.text) + end
      + (below.count > 1 ? "{" + below.joined(separator: " * ") + "}" : below.joined())
  }

  private func arrow(_ directions: EdgeDirections, _ label: String?) -> String {
    let edge = label.map { "[:\($0)]" } ?? "[]"
    let left = directions.contains(.incoming) ? "<-" : directions.contains(.undirected) ? "~" : "-"
    let right = directions.contains(.outgoing) ? "->" : directions.contains(.undirected) ? "~" : "-"
    return left + edge + right
  }

  /// The statement's own words on one line; what the planner made is printed.
  private func text(_ expression: BoundExpression) -> String {
    var words = ""
    if expression.span.end > expression.span.start {
      words = source.words(of: expression.span, scalarLimit: PlanText.detailLimit)
    } else {
      var printer = BoundExpressionPrinter()
      words = printer.text(expression)
    }
    let isLong = words.unicodeScalars.dropFirst(PlanText.detailLimit).first != nil
    return isLong ? String(words.unicodeScalars.prefix(PlanText.detailLimit - 3)) + "..." : words
  }
}

extension SourceText {
  /// The text of a span with single blanks between words; after the limit it may be cut off.
  fileprivate func words(of span: SourceSpan, scalarLimit: Int) -> String {
    var words = ""
    var count = 0
    var isApart = false
    for character in text(of: span) {
      if count > scalarLimit { break }
      if character.isWhitespace {
        isApart = true
        continue
      }
      if isApart, count > 0 {
        words.append(" ")
        count += 1
      }
      isApart = false
      words.append(character)
      count += character.unicodeScalars.count
    }
    return words
  }
}
