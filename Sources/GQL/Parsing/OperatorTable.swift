/// Binary operators with their precedence, one table per dialect. Higher numbers bind tighter.
///
/// GQL (ISO/IEC 39075 clauses 19 and 20): a postfix predicate such as `IS NULL` applies to all that binds tighter, so
/// `a + 1 IS NULL` is `(a + 1) IS NULL` and `a = b IS NULL` is `(a = b) IS NULL`; the standard itself asks for the
/// parentheses. `NOT a IS TRUE` is `NOT (a IS TRUE)`. Operators that GQL does not have stand where openCypher users
/// expect them.
///
/// openCypher: XOR binds tighter than OR, `IS NULL`, `IN` and the string predicates tighter than comparisons.
struct OperatorTable: Sendable {
  struct Infix: Sendable {
    enum Sign: Sendable { case kind(TokenKind), words(Keyword, Keyword?) }
    enum Grouping: Sendable {
      /// `a - b - c` is `(a - b) - c`.
      case left
      /// Likewise, and brackets within do not matter: kept as one chain, see `ExpressionChain`.
      case associative
      /// `a < b < c` is `a < b AND b < c`.
      case none
    }
    var sign: Sign
    var `operator`: BinaryOperator
    var precedence: Int
    var grouping: Grouping
  }

  var infix: [Infix]
  /// The operand of NOT holds operators from here up.
  var not: Int
  /// `IS NULL` and its like.
  var predicate: Int

  static func table(for dialect: Dialect) -> OperatorTable {
    switch dialect {
    case .gql: gql
    case .cypher: cypher
    }
  }

  private static let gql = OperatorTable(
    infix: [
      Infix(sign: .words(.or, nil), operator: .or, precedence: 1, grouping: .associative),
      Infix(sign: .words(.xor, nil), operator: .xor, precedence: 1, grouping: .associative),
      Infix(sign: .words(.and, nil), operator: .and, precedence: 2, grouping: .associative),
    ] + comparisons(5) + extensionPredicates(5) + [
      Infix(sign: .kind(.doubleBar), operator: .concatenate, precedence: 6, grouping: .associative)
    ] + arithmetic(7),
    not: 3, predicate: 4)

  private static let cypher = OperatorTable(
    infix: [
      Infix(sign: .words(.or, nil), operator: .or, precedence: 1, grouping: .associative),
      Infix(sign: .words(.xor, nil), operator: .xor, precedence: 2, grouping: .associative),
      Infix(sign: .words(.and, nil), operator: .and, precedence: 3, grouping: .associative),
    ] + comparisons(5) + extensionPredicates(6) + [
      Infix(sign: .kind(.doubleBar), operator: .concatenate, precedence: 7, grouping: .associative)
    ] + arithmetic(7),
    not: 4, predicate: 6)

  private static func comparisons(_ precedence: Int) -> [Infix] {
    [
      Infix(sign: .kind(.equals), operator: .equal, precedence: precedence, grouping: .none),
      Infix(sign: .kind(.notEquals), operator: .notEqual, precedence: precedence, grouping: .none),
      Infix(sign: .kind(.less), operator: .less, precedence: precedence, grouping: .none),
      Infix(sign: .kind(.lessOrEqual), operator: .lessOrEqual, precedence: precedence, grouping: .none),
      Infix(sign: .kind(.greater), operator: .greater, precedence: precedence, grouping: .none),
      Infix(sign: .kind(.greaterOrEqual), operator: .greaterOrEqual, precedence: precedence, grouping: .none),
    ]
  }

  private static func extensionPredicates(_ precedence: Int) -> [Infix] {
    [
      Infix(sign: .words(.in, nil), operator: .isIn, precedence: precedence, grouping: .left),
      Infix(sign: .words(.starts, .with), operator: .startsWith, precedence: precedence, grouping: .left),
      Infix(sign: .words(.ends, .with), operator: .endsWith, precedence: precedence, grouping: .left),
      Infix(sign: .words(.contains, nil), operator: .contains, precedence: precedence, grouping: .left),
      Infix(sign: .kind(.equalsTilde), operator: .matches, precedence: precedence, grouping: .left),
    ]
  }

  private static func arithmetic(_ precedence: Int) -> [Infix] {
    [
      Infix(sign: .kind(.plus), operator: .add, precedence: precedence, grouping: .left),
      Infix(sign: .kind(.minus), operator: .subtract, precedence: precedence, grouping: .left),
      Infix(sign: .kind(.asterisk), operator: .multiply, precedence: precedence + 1, grouping: .left),
      Infix(sign: .kind(.solidus), operator: .divide, precedence: precedence + 1, grouping: .left),
      Infix(sign: .kind(.percent), operator: .modulo, precedence: precedence + 1, grouping: .left),
      Infix(sign: .kind(.caret), operator: .power, precedence: precedence + 2, grouping: .left),
    ]
  }

  /// The entry of an operator, for printing.
  func entry(of binary: BinaryOperator) -> Infix? { infix.first { $0.operator == binary } }
}

extension Parser {
  /// The binary operator at the cursor, and how many tokens it has; nil when there is none.
  func infixOperator() -> (entry: OperatorTable.Infix, tokenCount: Int)? {
    let token = current
    if token.kind == .word ? token.keyword == nil || (token.keyword == .in && !surroundings.allowsIn) : !token.kind.isSign { return nil }
    for entry in operators.infix {
      switch entry.sign {
      case .kind(let kind):
        if token.kind == kind { return (entry, 1) }
      case .words(let first, nil):
        if token.keyword == first { return (entry, 1) }
      case .words(let first, let second?):
        if token.keyword == first, self.token(ahead: 1).keyword == second { return (entry, 2) }
      }
    }
    return nil
  }
}
