import GraphStore

/// The places that a search in order of length has reached, level by level, each with the ways to it from the level before.
struct WalkEntries {
  struct Bucket {
    var state: Int32
    var entries: OrdinalBuffer
  }

  /// One edge from an entry of the level before.
  struct Link {
    var source: UInt32
    var edge: EdgeOrdinal
    var arc: Int32
    /// The next link to the same entry.
    var next: UInt32
  }

  static let noLink = UInt32.max
  private var items: ContiguousArray<(node: NodeOrdinal, state: Int32, tuple: UInt32, firstLink: UInt32, ways: UInt32)> = []
  private var links: ContiguousArray<Link> = []
  private var buckets: [Bucket] = []
  private var bucketOfState: [Int32: Int] = [:]

  var count: Int { items.count }
  var bytesInUse: Int { items.capacity * 20 + links.capacity * 16 + buckets.reduce(0) { $0 + 4 * $1.entries.capacity } }

  func node(_ entry: Int) -> NodeOrdinal { items[entry].node }
  func state(_ entry: Int) -> Int32 { items[entry].state }
  func tuple(_ entry: Int) -> UInt32 { items[entry].tuple }
  /// How many walks the links to an entry make, or the largest number. The entry without links is one.
  func ways(_ entry: Int) -> UInt32 { max(items[entry].ways, 1) }
  func firstLink(_ entry: UInt32) -> UInt32 { items[Int(entry)].firstLink }
  func link(_ number: UInt32) -> Link { links[Int(number)] }

  mutating func removeAll() {
    items.removeAll(keepingCapacity: true)
    links.removeAll(keepingCapacity: true)
  }

  mutating func append(_ node: NodeOrdinal, _ state: Int32, _ tuple: UInt32) {
    items.append((node, state, tuple, WalkEntries.noLink, 0))
  }

  mutating func link(_ source: UInt32, _ edge: EdgeOrdinal, _ arc: Int32, to entry: UInt32) {
    links.append(Link(source: source, edge: edge, arc: arc, next: items[Int(entry)].firstLink))
    items[Int(entry)].firstLink = UInt32(links.count - 1)
    let (sum, isTooMany) = items[Int(entry)].ways.addingReportingOverflow(ways(Int(source)))
    items[Int(entry)].ways = isTooMany ? UInt32.max : sum
  }

  /// The entries of a level, by state.
  mutating func byState(_ level: Range<Int>) -> [Bucket] {
    bucketOfState.removeAll(keepingCapacity: true)
    var used = 0
    var lastState: Int32 = -1
    var last = 0
    for entry in level {
      let state = items[entry].state
      if state != lastState {
        lastState = state
        if let known = bucketOfState[state] {
          last = known
        } else {
          if used == buckets.count { buckets.append(Bucket(state: state, entries: OrdinalBuffer(capacity: 64))) }
          buckets[used].state = state
          buckets[used].entries.removeAll()
          bucketOfState[state] = used
          last = used
          used += 1
        }
      }
      buckets[last].entries.append(UInt32(entry))
    }
    return Array(buckets[..<used])
  }
}

/// What walks look back at, numbered: the values of sensitive variables, and the elements of open parts that have modes.
struct ValueTuples {
  /// Where each tuple's variables begin in `pool`.
  private var starts: ContiguousArray<Int> = []
  private var pool: ContiguousArray<UInt32> = []
  private var numbers: [[UInt32]: UInt32] = [:]

  var bytesInUse: Int { pool.capacity * 4 + numbers.count * 72 }

  mutating func removeAll() {
    pool.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
  }

  mutating func intern(of walk: SearchWalk, _ setup: SearchSetup) -> UInt32 {
    var key = setup.sensitive.map { walk.variables[$0] }
    for scope in setup.states.program.scopes {
      let start = walk.variables[scope.start]
      guard start != SearchWalk.none else {
        key.append(SearchWalk.none)
        continue
      }
      key.append(UInt32(walk.edges.count) - start)
      for position in Int(start)..<walk.edges.count {
        key.append(scope.mode == .trail ? walk.edges.base[position] : walk.nodes.base[position])
      }
    }
    if let number = numbers[key] { return number }
    let number = UInt32(numbers.count)
    numbers[key] = number
    starts.append(pool.count)
    pool.append(contentsOf: key)
    return number
  }

  func restore(_ number: UInt32, _ variables: [Int], of walk: SearchWalk) {
    let start = starts[Int(number)]
    for (index, variable) in variables.enumerated() { walk.variables[variable] = pool[start + index] }
  }
}

/// Walks again the ways that a search in order of length has found.
struct WalkEmitter {
  enum Demand { case more, enough, stop }

  private let setup: SearchSetup
  private let walk: SearchWalk
  private let states: SearchStates
  private let path = OrdinalBuffer(capacity: 64)

  init(_ setup: SearchSetup) {
    self.setup = setup
    walk = setup.walk
    states = setup.states
  }

  /// Leaves the walk standing at the end of each way to the entry in turn, the shortest being the only ones. Ways are followed from the end back.
  ///
  /// - Parameter keepsMode: those alone that have the modes of the whole walk, which are looked at edge by edge: what has an edge twice at its end is
  ///   not followed to its beginning.
  /// - Parameter isStuck: called where the modes leave no way on, to say whether to go on with the others.
  /// - Returns: false when it was told to stop.
  func walks(
    to entry: UInt32, in entries: WalkEntries, keepsMode: Bool, isStuck: () throws(QueryError) -> Demand, _ body: () throws(QueryError) -> Demand
  ) throws(QueryError) -> Bool {
    path.removeAll()
    var link = entries.firstLink(entry)
    var isComplete = link == WalkEntries.noLink
    while true {
      if keepsMode { while link != WalkEntries.noLink, !allows(link, from: entry, entries) { link = entries.link(link).next } }
      if link != WalkEntries.noLink {
        path.append(link)
        link = entries.firstLink(entries.link(link).source)
        isComplete = link == WalkEntries.noLink
        if !isComplete { continue }
      }
      if isComplete { retrace(to: entry, entries) }
      switch isComplete ? try body() : try isStuck() {
      case .more: break
      case .enough: return true
      case .stop: return false
      }
      // The next way: another link at the last place that has one.
      isComplete = false
      repeat {
        guard path.count > 0 else { return true }
        link = entries.link(path.base[path.count - 1]).next
        path.count -= 1
      } while link == WalkEntries.noLink
    }
  }

  /// All ways, in turn.
  func walks(to entry: UInt32, in entries: WalkEntries, _ body: () throws(QueryError) -> Demand) throws(QueryError) -> Bool {
    try walks(to: entry, in: entries, keepsMode: false, isStuck: { .more }, body)
  }

  /// Whether the modes of the whole walk let it begin with this link, given what follows on it. O(length).
  private func allows(_ number: UInt32, from entry: UInt32, _ entries: WalkEntries) -> Bool {
    let link = entries.link(number)
    if setup.marksEdges {
      for known in path.elements where entries.link(known).edge == link.edge { return false }
    }
    guard setup.marksNodes else { return true }
    let node = entries.node(Int(link.source))
    for known in path.elements where entries.node(Int(entries.link(known).source)) == node { return false }
    // Where it began a simple walk may end.
    return entries.node(Int(entry)) != node || setup.isSimple && entries.firstLink(link.source) == WalkEntries.noLink
  }

  /// Leaves the walk standing at an entry that there is one way to.
  func replay(_ entry: UInt32, in entries: WalkEntries) {
    path.removeAll()
    var link = entries.firstLink(entry)
    while link != WalkEntries.noLink {
      path.append(link)
      link = entries.firstLink(entries.link(link).source)
    }
    retrace(to: entry, entries)
    walk.forgetUndo()
  }

  private func retrace(to entry: UInt32, _ entries: WalkEntries) {
    let start = path.count > 0 ? entries.link(path.base[path.count - 1]).source : entry
    walk.begin(at: entries.node(Int(start)))
    for position in stride(from: path.count - 1, through: 0, by: -1) {
      let link = entries.link(path.base[position])
      let arc = states.arcs[Int(link.arc)]
      walk.bind(arc.actions)
      let next = position > 0 ? entries.link(path.base[position - 1]).source : entry
      walk.push(link.edge, entries.node(Int(next)))
      walk.bind(states.arrivals[Int(arc.edge)])
    }
  }
}
