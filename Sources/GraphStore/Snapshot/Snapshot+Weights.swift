/// Sums of numbers carried along edges: how counting and summing avoid to enumerate paths.
extension Snapshot {
  var selfLoopCount: Int { loopCount }

  func sumWeights(
    _ weights: UnsafePointer<Int64>, over starts: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections,
    types: [NameID]?, into sums: UnsafeMutablePointer<Int64>
  ) -> Bool {
    sums.update(repeating: 0, count: starts.count)
    var isExact = true
    for list in adjacencies(directions, types: types) {
      for row in 0..<starts.count {
        guard let slice = list.edges(of: starts[row]) else { continue }
        var sum = sums[row]
        var overflows = false
        for position in 0..<slice.count {
          let (partial, overflow) = sum.addingReportingOverflow(weights[Int(slice.nodes[position])])
          sum = partial
          overflows = overflows || overflow
        }
        sums[row] = sum
        if overflows { isExact = false }
      }
    }
    return isExact
  }

  func spreadWeights(
    _ weights: UnsafePointer<Int64>, of starts: UnsafeBufferPointer<NodeOrdinal>, directions: EdgeDirections,
    types: [NameID]?, into sums: UnsafeMutablePointer<Int64>
  ) -> Bool {
    var isExact = true
    for list in adjacencies(directions, types: types) {
      for row in 0..<starts.count {
        guard let slice = list.edges(of: starts[row]) else { continue }
        for position in 0..<slice.count {
          let end = Int(slice.nodes[position])
          let (sum, overflow) = sums[end].addingReportingOverflow(weights[row])
          sums[end] = sum
          if overflow { isExact = false }
        }
      }
    }
    return isExact
  }

  func endLabelSets(_ directions: EdgeDirections, types: [NameID]?) -> [Bool] {
    let lists = adjacencies(directions, types: types)
    var result = Array(repeating: false, count: labelSets.count)
    for list in lists {
      for (number, occurs) in endLabelSets(of: list).enumerated() where occurs { result[number] = true }
    }
    return result
  }

  private func endLabelSets(of list: Adjacency) -> [Bool] {
    let key = ObjectIdentifier(list)
    if let known = endLabels.withLock({ $0[key] }) { return known.sets }
    // In one array, which the walk over the edges looks at in no order.
    let numbers = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, nodeRows.count))
    defer { numbers.deallocate() }
    for node in 0..<nodeRows.count { numbers[node] = nodeRows.name(UInt32(node)) }
    var sets = Array(repeating: false, count: labelSets.count)
    sets.withUnsafeMutableBufferPointer { sets in
      for node in 0..<nodeLimit {
        guard let slice = list.edges(of: node) else { continue }
        for position in 0..<slice.count { sets[Int(numbers[Int(slice.nodes[position])])] = true }
      }
    }
    endLabels.withLock { $0[key] = EndLabels(adjacency: list, sets: sets) }
    return sets
  }

  /// Holds the adjacency, so that its identity stays its own.
  struct EndLabels: Sendable {
    let adjacency: Adjacency
    let sets: [Bool]
  }
}
