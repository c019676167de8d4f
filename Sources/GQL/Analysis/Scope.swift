import GraphStore

/// How many values a variable stands for in one row (ISO: degree of reference).
enum Degree: Hashable {
  case singleton
  /// Bound on some of the ways a pattern can match: null on the others.
  case conditional
  /// The list of a quantified variable's values.
  case group
}

/// A name and what it stands for at one place of the text.
struct Variable {
  var name: String
  var slot: Slot
  /// As expressions see it: a group variable has a list type.
  var type: ValueType
  var degree: Degree = .singleton
  var declaredAt: SourceSpan
  /// A column of the outer row of a subquery: fixed while the subquery runs.
  var isOuter = false
  /// Nil: may be used.
  var blocked: Block?
  /// Set in conditions of a graph pattern, by its number, for what another of its path patterns binds: a
  /// condition that uses it moves to the WHERE of the MATCH.
  var otherPathOfPattern: Int?

  /// Why a name that exists may not be used here.
  enum Block {
    /// A row of the grouped table stands for several values of it.
    case notGrouped
    /// Sorting comes after grouping, and the columns of the result do not have it (openCypher).
    case notInResult
    /// DISTINCT has dropped it.
    case notReturned
    /// Defined by the same list of definitions.
    case sameDefinition(String)
    /// Declared by the same INSERT.
    case sameInsert
    /// Its value is known only when the path pattern is complete.
    case incompletePath
    /// The condition stands inside a quantifier and the variable outside.
    case outsideQuantifier
    /// Declared in another path pattern of the same MATCH, with a selector in between.
    case otherPathPattern
    /// A list over the repetitions, in the condition of a single element.
    case groupInElement
  }

  /// Nil for what is no element.
  var elementKind: PatternElementKind? {
    switch type {
    case .node: .node
    case .edge: .edge
    case .path: .path
    case .any, .null, .bool, .int, .float, .decimal, .number, .string, .bytes, .date, .localTime, .zonedTime,
      .localDateTime, .zonedDateTime, .duration, .list, .record:
      nil
    }
  }
}

/// What a variable of a graph pattern is bound to.
enum PatternElementKind: String {
  case node, edge, path

  var type: ValueType {
    switch self {
    case .node: .node
    case .edge: .edge
    case .path: .path
    }
  }
  var withArticle: String {
    switch self {
    case .node: "a node"
    case .edge: "an edge"
    case .path: "a path"
    }
  }
}

/// The names that may be used at one place, in the order in which they were bound. A value: binding a clause
/// takes one and gives the next.
struct Scope {
  private(set) var variables: [Variable] = []
  private var positions: [NameKey: Int] = [:]

  subscript(name: String) -> Variable? { positions[NameKey(name)].map { variables[$0] } }

  /// Adds the variable; one of the same name is replaced and keeps its place.
  mutating func bind(_ variable: Variable) {
    let key = NameKey(variable.name)
    if let position = positions[key] {
      variables[position] = variable
    } else {
      positions[key] = variables.count
      variables.append(variable)
    }
  }

  /// Changes the variable of that name, which keeps it; nothing when there is none.
  mutating func change(_ name: String, _ change: (inout Variable) -> Void) {
    if let position = positions[NameKey(name)] { change(&variables[position]) }
  }

  mutating func remove(_ name: String) { self = Scope(variables.filter { !$0.name.isSameName(as: name) }) }

  init(_ variables: [Variable] = []) {
    for variable in variables { bind(variable) }
  }

  /// Columns of the current working table, without the outer row's.
  var columns: [Variable] { variables.filter { !$0.isOuter } }
  var outer: [Variable] { variables.filter(\.isOuter) }
  var names: [String] { variables.map(\.name) }

  /// As a subquery sees it: all that is known here is fixed there.
  func asOuter() -> Scope {
    map { variable in
      var outer = variable
      outer.isOuter = true
      return outer
    }
  }

  /// Every variable changed by `change`, which leaves its name.
  func map(_ change: (Variable) -> Variable) -> Scope {
    var scope = self
    scope.variables = variables.map(change)
    return scope
  }
}
