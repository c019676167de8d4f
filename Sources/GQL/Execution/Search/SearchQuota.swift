import GraphStore

/// How many matches a selector keeps between one pair of end nodes.
struct SearchQuota {
  /// Matches; nil = all of the lengths below.
  var paths: Int?
  /// Lengths.
  var groups: Int

  /// Nil: all matches are kept.
  init?(_ selector: PathSelector, _ context: ExecutionContext) throws(QueryError) {
    switch selector {
    case .all: return nil
    case .anyShortest: self.init(paths: 1, groups: 1)
    case .allShortest: self.init(paths: nil, groups: 1)
    case .any(let count), .shortest(let count):
      // Any paths will do, the shortest among them. They have no more lengths than they are.
      let number = try SearchQuota.value(of: count, context)
      self.init(paths: number, groups: number)
    case .shortestGroups(let count): self.init(paths: nil, groups: try SearchQuota.value(of: count, context))
    }
  }

  init(paths: Int?, groups: Int) {
    self.paths = paths
    self.groups = groups
  }

  private static func value(of count: PathSelector.Count, _ context: ExecutionContext) throws(QueryError) -> Int {
    let number: Int64
    switch count {
    case .literal(let literal): number = Int64(literal)
    case .parameter(let name):
      guard let value = context.parameters[name] else {
        throw QueryError(.invalidReference, "parameter `$\(name)` has no value")
      }
      switch value {
      case .int(let given): number = given
      case .null: throw QueryError(.nullNotAllowed, "the number of paths, `$\(name)`, is null")
      default: throw QueryError(.invalidValueType, "the number of paths, `$\(name)`, must be an integer")
      }
    }
    guard number > 0 else {
      throw QueryError(.invalidNumberOfPaths, "the number of paths must be positive, found \(number)")
    }
    return Int(clamping: number)
  }
}

/// What has been given between one pair of end nodes.
struct EndTally {
  var paths = 0
  /// Lengths that something of was given, and the last of them.
  var groups = 0
  private var givenLength = -1
  /// Lengths that a relaxed search met, whether their walks have the mode or not, and the last of them.
  private(set) var lengths = 0
  private(set) var lastLength = -1
  /// What is not longer was given by an earlier search.
  private(set) var searchedLength = -1
  /// Nothing more can come.
  var isSettled = false
  /// Too many walks were tried that do not have the mode.
  var isBeyondPatience = false

  func hasEnough(_ quota: SearchQuota) -> Bool { quota.paths.map { paths >= $0 } ?? false }

  /// Nothing longer than `length` is wanted.
  func isFull(_ quota: SearchQuota, after length: Int) -> Bool {
    hasEnough(quota) || groups >= quota.groups && givenLength <= length
  }

  mutating func give(length: Int) {
    paths += 1
    if givenLength != length { groups += 1 }
    givenLength = length
  }

  mutating func endSearch() { searchedLength = lastLength }

  mutating func note(length: Int) {
    if lastLength != length { lengths += 1 }
    lastLength = length
  }
}
