/// What only openCypher has words for.
///
/// Values before `|` are parenthesised when a `|` of their own could be taken for it.
extension SyntaxPrinter {
  mutating func writeSlice(_ base: Expression, _ from: Expression?, _ to: Expression?) {
    writeBase(base, isBeforeBracket: true)
    write("[")
    if let from { write(from) }
    // A space, lest a number take the periods for its own.
    write(from == nil ? ".." : " ..")
    if let to {
      write(" ")
      write(to)
    }
    write("]")
  }

  mutating func write(_ comprehension: ListComprehension) {
    write("[")
    writeIteration(comprehension.variable, comprehension.list)
    writeClosed(" WHERE ", comprehension.where)
    if let projection = comprehension.projection {
      write(" | ")
      write(projection)
    } else if comprehension.where == nil, dialect == .gql {
      // Without it GQL would read a list of one truth value.
      write(" WHERE TRUE")
    }
    write("]")
  }

  mutating func write(_ comprehension: PatternComprehension) {
    write("[")
    writeInExpression(comprehension.path)
    writeClosed(" WHERE ", comprehension.where)
    write(" | ")
    write(comprehension.projection)
    write("]")
  }

  /// A pattern where a value may stand: its edges in full, since `-` alone would be a minus sign.
  mutating func writeInExpression(_ path: PathPattern) {
    let outer = isInExpression
    isInExpression = true
    write(path)
    isInExpression = outer
  }

  mutating func write(_ predicate: ListPredicate) {
    write(predicate.kind.rawValue)
    writeParenthesized { printer in
      printer.writeIteration(predicate.variable, predicate.list)
      printer.write(" WHERE ")
      printer.write(predicate.where)
    }
  }

  mutating func write(_ reduction: Reduction) {
    write("reduce")
    writeParenthesized { printer in
      printer.write(reduction.accumulator)
      printer.write(" = ")
      printer.write(reduction.initial)
      printer.write(", ")
      printer.writeIteration(reduction.variable, reduction.list)
      printer.write(" | ")
      printer.write(reduction.step)
    }
  }

  mutating func writeMapProjection(_ base: Expression, _ items: [MapProjectionItem]) {
    writeBase(base)
    write(" {")
    writeList(items) { printer, item in
      switch item {
      case .allProperties: printer.write(".*")
      case .property(let name):
        printer.write(".")
        printer.writeFree(name)
      case .entry(let entry):
        printer.writeFree(entry.key)
        printer.write(": ")
        printer.write(entry.value)
      case .variable(let name): printer.write(name)
      }
    }
    write("}")
  }

  private mutating func writeIteration(_ variable: Identifier, _ list: Expression) {
    write(variable)
    writeClosed(" IN ", list)
  }

  /// A value that a `|` may follow.
  private mutating func writeClosed(_ word: String, _ value: Expression?) {
    guard let value else { return }
    write(word)
    value.isOpenToBar ? writeParenthesized { $0.write(value) } : write(value)
  }
}

extension Expression {
  /// Whether a label expression or type outside of brackets has a `|`. O(size).
  fileprivate var isOpenToBar: Bool {
    contains { expression in
      switch expression.kind {
      case .isLabeled(_, .or, _): true
      case .isTyped(_, let type, _): type.isUnion
      default: false
      }
    }
  }
}

extension TypeSpecification {
  fileprivate var isUnion: Bool { if case .union = kind { true } else { false } }
}
