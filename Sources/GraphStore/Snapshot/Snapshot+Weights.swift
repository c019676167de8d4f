/// Sums of numbers carried along edges: how counting and summing avoid to enumerate paths.
extension Snapshot {
  var selfLoopCount: Int { loopCount }

  func sumWeights(
    _ weights: UnsafePointer<Int64>, marks: UnsafePointer<UInt64>?, over starts: UnsafeBufferPointer<NodeOrdinal>,
    directions: EdgeDirections, types: [NameID]?, into sums: UnsafeMutablePointer<Int64>
  ) -> Bool {
    sums.update(repeating: 0, count: starts.count)
    var isExact = true
    for list in adjacencies(directions, types: types) {
      for row in 0..<starts.count {
        guard let slice = list.edges(of: starts[row]) else { continue }
        let sum = marks.map { slice.sum(weights, marks: $0) } ?? slice.sum(weights)
        let (total, overflows) = sums[row].addingReportingOverflow(sum.total)
        sums[row] = total
        if overflows || !sum.isExact { isExact = false }
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
    var sets = Array(repeating: false, count: labelSets.count)
    sets.withUnsafeMutableBufferPointer { sets in
      guard let numbers = nodeLabelSets() else { return sets.update(repeating: true) }
      for node in 0..<nodeLimit {
        guard let slice = list.edges(of: node) else { continue }
        for position in 0..<slice.count { sets[Int(numbers[slice.nodes[position]])] = true }
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

extension Adjacency.Slice {
  @inline(__always)
  fileprivate func sum(_ weights: UnsafePointer<Int64>) -> (total: Int64, isExact: Bool) {
    var sum: Int64 = 0
    var overflows = false
    for position in 0..<count {
      let (partial, overflow) = sum.addingReportingOverflow(weights[Int(nodes[position])])
      sum = partial
      overflows = overflows || overflow
    }
    return (sum, !overflows)
  }

  @inline(__always)
  fileprivate func sum(_ weights: UnsafePointer<Int64>, marks: UnsafePointer<UInt64>) -> (total: Int64, isExact: Bool) {
    var sum: Int64 = 0
    var overflows = false
    for position in 0..<count {
      let node = Int(nodes[position])
      if marks[node >> 6] & (1 << UInt64(node & 63)) == 0 { continue }
      let (partial, overflow) = sum.addingReportingOverflow(weights[node])
      sum = partial
      overflows = overflows || overflow
    }
    return (sum, !overflows)
  }
}
