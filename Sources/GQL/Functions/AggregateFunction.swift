import GraphStore

/// An aggregate function, declared once. Compared by name.
public struct AggregateFunction: Sendable, Hashable {
  /// Canonical spelling, upper case: `COLLECT_LIST`, `COUNT`. `COUNT(*)` is `COUNT` without arguments.
  public let name: String
  public let aliases: [String]
  /// 0 ... 2.
  public let argumentCount: ClosedRange<Int>
  public let result: @Sendable (_ argument: ValueType?) -> ValueType
  /// One sentence.
  public let summary: String
  public let makeAccumulator: @Sendable () -> any Accumulator
  /// False for those that the analyzer makes of list expressions: null counts for them.
  var leavesOutNulls = true

  public init(
    _ name: String, aliases: [String] = [], argumentCount: ClosedRange<Int> = 1...1,
    result: @escaping @Sendable (ValueType?) -> ValueType, summary: String,
    makeAccumulator: @escaping @Sendable () -> any Accumulator
  ) {
    self.name = name
    self.aliases = aliases
    self.argumentCount = argumentCount
    self.result = result
    self.summary = summary
    self.makeAccumulator = makeAccumulator
  }

  public static func == (a: AggregateFunction, b: AggregateFunction) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The state of one aggregate over all groups of one worker, as flat arrays by group number.
public protocol Accumulator: AnyObject {
  /// Makes groups 0 ..< count exist; new ones are empty.
  func reserveGroups(_ count: Int)
  /// Adds rows 0 ..< count; `groups[row]` is the row's group. `arguments` is empty for COUNT(*). Nulls are left out here. Rows marked 0 in
  /// `included` are left out (nil = none): DISTINCT uses it.
  func update(groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?) throws(ValueError)
  /// Adds the state of `other`'s group g to this one's group `groupMap[g]`. `other` is of the same type.
  func combine(_ other: any Accumulator, groupMap: UnsafeBufferPointer<UInt32>) throws(ValueError)
  func finish(group: Int, arena: Arena) throws(ValueError) -> Cell
  /// The values of several groups.
  func finish(groups: Range<Int>, arena: Arena, into column: Column) throws(ValueError)
  /// Memory held, for the query's limit.
  var bytesInUse: Int { get }
  /// Rows of one batch may bring more than memory holds: who keeps values throws `limitExceeded` when they take more bytes than this.
  func limit(bytes: Int)
  /// So far the state follows from which rows came, not from their order: states of parts of the rows may be combined in any order, and no
  /// error depends on it. May become false when rows come.
  var isIndependentOfOrder: Bool { get }
}

extension Accumulator {
  public var isIndependentOfOrder: Bool { false }
  public func limit(bytes: Int) {}

  public func finish(groups: Range<Int>, arena: Arena, into column: Column) throws(ValueError) {
    let values = arena.allocate(Cell.self, count: groups.count)
    for group in groups { values[group - groups.lowerBound] = try finish(group: group, arena: arena) }
    RowStore.fill(column, groups.count) { values[$0] }
  }
}

/// An accumulator that can take one row for several equal ones.
public protocol WeightedAccumulator: Accumulator {
  /// As `update` without weights, with each row `weights[row]` times, at least once.
  func update(
    groups: UnsafePointer<UInt32>, arguments: [Column], count: Int, included: UnsafePointer<UInt8>?,
    weights: UnsafePointer<Int64>
  ) throws(ValueError)
}

extension AggregateFunction {
  /// Whether its accumulator takes weights. Values that are left out when they repeat need none.
  var takesWeights: Bool { makeAccumulator() is any WeightedAccumulator }
}

extension BoundAggregate {
  /// Whether parts of the rows may be aggregated by themselves, as far as can be told before the values are known.
  var combinesParts: Bool { !isDistinct && function.makeAccumulator().isIndependentOfOrder }
  var takesWeights: Bool { isDistinct || function.takesWeights }
  /// Whether equal rows count once.
  var ignoresRepetition: Bool { isDistinct || function == .minimum || function == .maximum }
}
