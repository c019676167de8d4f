import GraphStore

/// A bound statement as an indented tree, a clause a line: for golden tests and for reading.
///
/// Slots are `#n`. Patterns are printed much like the language, with every slot and condition; subqueries are
/// indented below the clause whose expression holds them, as `[1]`, `[2]`, ...
struct BoundPrinter {
  private(set) var lines: [String] = []
  private var indent = 0

  mutating func line(_ text: String) { lines.append(String(repeating: "  ", count: indent) + text) }

  /// Prints `body` one step further in.
  mutating func indented(_ body: (inout BoundPrinter) -> Void) {
    indent += 1
    body(&self)
    indent -= 1
  }

  /// A line with expressions, and below it their subqueries.
  mutating func line(_ build: (inout BoundExpressionPrinter) -> String) {
    var expressions = BoundExpressionPrinter()
    line(build(&expressions))
    for (position, query) in expressions.subqueries.enumerated() {
      indented { printer in
        printer.line("[\(position + 1)] \(query.headline)")
        printer.indented { $0.print(query) }
      }
    }
  }

  mutating func print(_ query: BoundQuery) {
    for clause in query.clauses { print(clause) }
    if let columns = query.columns {
      line("columns \(columns.map { "\($0.name) \($0.slot) \($0.type.text)" }.joined(separator: ", "))")
    }
  }
}

extension BoundStatement: CustomStringConvertible {
  public var description: String {
    var printer = BoundPrinter()
    switch self {
    case .query(let query): printer.printOutermost(query)
    case .explain(let explanation, let query):
      printer.line(explanation == .explain ? "explain" : "profile")
      printer.indented { $0.printOutermost(query) }
    case .startTransaction(let access):
      printer.line("start transaction \(access == .readOnly ? "read only" : "read write")")
    case .commit: printer.line("commit")
    case .rollback: printer.line("rollback")
    case .steps(let steps):
      for step in steps {
        switch step {
        case .catalog(let statement): printer.line("catalog \(statement.kind)")
        case .query(let query): printer.printOutermost(query)
        }
      }
    case .relay(let queries): for query in queries { printer.printOutermost(query) }
    case .change(.timeZone(let query, _)):
      printer.line("session set time zone")
      printer.indented { $0.printOutermost(query) }
    case .change(let change): printer.line("session \(change)")
    case .resetSession: printer.line("session reset")
    case .resetParameter(let name): printer.line("session reset $\(name)")
    case .closeSession: printer.line("session close")
    case .setParameter(let name, let query, let ifNotExists):
      printer.line("set parameter $\(name)\(ifNotExists ? " if not exists" : "")")
      printer.indented { $0.printOutermost(query) }
    }
    return printer.lines.joined(separator: "\n")
  }
}

extension BoundQuery {
  fileprivate var headline: String { isUpdating ? "updating query" : "query" }
}

extension BoundPrinter {
  fileprivate mutating func printOutermost(_ query: BoundQuery) {
    line("\(query.headline), \(query.slotCount) slots")
    indented { $0.print(query) }
  }

  mutating func print(_ clause: BoundClause) {
    switch clause.kind {
    case .match(let pattern): print(pattern, "match")
    case .optionalMatch(let clauses, let slots):
      line("optional, else null: \(slots.text)")
      indented { printer in
        for clause in clauses { printer.print(clause) }
      }
    case .filter(let condition): line { "filter \($0.text(condition))" }
    case .extend(let assignments): line { "extend \($0.text(assignments))" }
    case .project(let slots): line("project \(slots.text)")
    case .aggregate(let keys, let aggregates):
      line { printer in
        let values = aggregates.map { "\($0.slot) = \(printer.text($0))" }.joined(separator: ", ")
        return "aggregate by (\(printer.text(keys)))" + (values.isEmpty ? "" : ": \(values)")
      }
    case .distinct(let slots): line("distinct \(slots.text)")
    case .order(let keys):
      line { printer in
        let texts = keys.map {
          "\(printer.text($0.value)) \($0.isDescending ? "desc" : "asc") nulls \($0.nullsFirst ? "first" : "last")"
        }
        return "order \(texts.joined(separator: ", "))"
      }
    case .page(let offset, let limit):
      line { printer in
        "page" + (offset.map { " offset \(printer.text($0))" } ?? "")
          + (limit.map { " limit \(printer.text($0))" } ?? "")
      }
    case .unwind(let unwind):
      line { printer in
        let position =
          unwind.position.map { " \($0.kind == .ordinality ? "ordinality" : "offset") \($0.slot)" } ?? ""
        return "unwind \(unwind.slot) in \(printer.text(unwind.list))\(position)"
      }
    case .setOperation(let operation): print(operation)
    case .callInline(let query, let isOptional):
      line("\(isOptional ? "optional " : "")call")
      indented { $0.print(query) }
    case .callProcedure(let call):
      line { printer in
        let outputs = call.outputs.map { "\(call.procedure.columns[$0.column].name) \($0.slot)" }
        return
          "\(call.isOptional ? "optional " : "")call \(call.procedure.name)(\(printer.list(call.arguments))) yield "
          + outputs.joined(separator: ", ")
      }
    case .insert(let insert): print(insert)
    case .set(let items, _): line { printer in "set \(items.map { printer.text($0) }.joined(separator: ", "))" }
    case .remove(let items): line("remove \(items.map(\.text).joined(separator: ", "))")
    case .delete(let items, let isDetaching):
      line { "\(isDetaching ? "detach " : "")delete \($0.list(items))" }
    case .finish: line("finish")
    }
  }

  private mutating func print(_ operation: BoundSetOperation) {
    let columns = operation.columns.map { "\($0.slot) = (\($0.operandSlots.text))" }.joined(separator: ", ")
    line("combine \(columns)")
    indented { printer in
      printer.line("first")
      printer.indented { $0.print(operation.first) }
      for (setOperator, query) in operation.rest {
        printer.line(setOperator.text.lowercased())
        printer.indented { $0.print(query) }
      }
    }
  }

  private mutating func print(_ insert: BoundInsert) {
    line("insert")
    indented { printer in
      for node in insert.nodes {
        printer.line { expressions in
          "node \(node.slot)\(node.labels.map { " :\($0)" }.joined())\(expressions.text(node.properties))"
        }
      }
      for edge in insert.edges {
        printer.line { expressions in
          let (left, right) = edge.isDirected ? ("-", "->") : ("~", "~")
          return "edge \(edge.slot) (\(edge.source))\(left)[:\(edge.type)]\(right)(\(edge.target))"
            + expressions.text(edge.properties)
        }
      }
    }
  }
}

extension [Slot] {
  var text: String { map(\.description).joined(separator: ", ") }
}

extension BoundRemoveItem {
  fileprivate var text: String {
    switch self {
    case .property(let slot, let key, _): "\(slot).\(key.asName)"
    case .label(let slot, let label, _): "\(slot):\(label.asName)"
    }
  }
}

extension ValueType {
  /// As in a result's header.
  var text: String {
    switch self {
    case .any: "ANY"
    case .null: "NULL"
    case .bool: "BOOL"
    case .int: "INT"
    case .float: "FLOAT"
    case .decimal: "DECIMAL"
    case .number: "NUMBER"
    case .string: "STRING"
    case .bytes: "BYTES"
    case .date: "DATE"
    case .localTime: "LOCAL TIME"
    case .zonedTime: "ZONED TIME"
    case .localDateTime: "LOCAL DATETIME"
    case .zonedDateTime: "ZONED DATETIME"
    case .duration: "DURATION"
    case .list(let item): "LIST<\(item.text)>"
    case .record: "RECORD"
    case .node: "NODE"
    case .edge: "EDGE"
    case .path: "PATH"
    }
  }
}
