/// Following edges: the inner loop of most queries.
extension Snapshot {
  /// Nodes whose edges are looked up together.
  private static let blockRows = 64

  func expand(
    _ starts: UnsafeBufferPointer<NodeOrdinal>, validity: UnsafePointer<UInt8>?, directions: EdgeDirections,
    types: [NameID]?, cursor: inout ExpandCursor, limit: Int, into result: ExpandBuffer
  ) -> Bool {
    let lists = adjacencies(directions, types: types)
    var room = limit
    var mayTakeBlocks = lists.count == 1 && validity == nil && cursor.position == 0
    while cursor.row < starts.count {
      if mayTakeBlocks {
        let rows = cursor.row..<min(starts.count, cursor.row + Snapshot.blockRows)
        if let count = result.append(rows, of: starts, lists[0], atMost: room) {
          cursor.row = rows.upperBound
          room -= count
          continue
        }
        mayTakeBlocks = false
      }
      let row = cursor.row
      if validity == nil || validity![row] != 0 {
        // The position counts over all lists.
        var skipped = cursor.position
        for list in lists {
          guard let slice = list.edges(of: starts[row]) else { continue }
          if skipped >= slice.count {
            skipped -= slice.count
            continue
          }
          let count = min(slice.count - skipped, room)
          result.append(row: UInt32(row), slice, from: skipped, count: count)
          cursor.position += count
          room -= count
          if skipped + count < slice.count { return false }
          skipped = 0
        }
      }
      cursor.row += 1
      cursor.position = 0
    }
    return true
  }
}

extension ExpandBuffer {
  /// The edges of some nodes, all or none: first where each node's lie, then the edges. So the processor waits for the memory of many nodes at once rather
  /// than for that of one after the other.
  /// - Returns: how many; nil when they are more than `limit`.
  fileprivate func append(
    _ block: Range<Int>, of starts: UnsafeBufferPointer<NodeOrdinal>, _ list: Adjacency, atMost limit: Int
  ) -> Int? {
    withUnsafeTemporaryAllocation(of: Adjacency.Slice.self, capacity: block.count) { slices in
      var total = 0
      var most = 0
      for (index, row) in block.enumerated() {
        let slice = list.edges(of: starts[row]) ?? Adjacency.Slice.none
        slices.initializeElement(at: index, to: slice)
        total += slice.count
        most = max(most, slice.count)
      }
      guard total <= limit else { return nil }
      if total == block.count, most == 1 {
        appendOne(from: block.lowerBound, UnsafeBufferPointer(slices))
      } else {
        for (index, row) in block.enumerated() { append(row: UInt32(row), slices[index], from: 0, count: slices[index].count) }
      }
      return total
    }
  }

  /// One edge each, as those to a class of things are: a place, a kind.
  private func appendOne(from first: Int, _ slices: UnsafeBufferPointer<Adjacency.Slice>) {
    let (ownRows, ownEdges, ownNodes) = grow(by: slices.count)
    for index in 0..<slices.count {
      ownRows[index] = UInt32(first + index)
      ownEdges[index] = slices[index].edges[0]
      ownNodes[index] = slices[index].nodes[0]
    }
  }

  fileprivate func append(row: UInt32, _ slice: Adjacency.Slice, from start: Int, count: Int) {
    let (ownRows, ownEdges, ownNodes) = grow(by: count)
    if count == 1 {
      // As for most edges to a class of things: a place, a kind.
      (ownRows[0], ownEdges[0], ownNodes[0]) = (row, slice.edges[start], slice.nodes[start])
    } else {
      ownRows.update(repeating: row, count: count)
      ownEdges.update(from: slice.edges + start, count: count)
      ownNodes.update(from: slice.nodes + start, count: count)
    }
  }

  /// Room for more entries at the end, which are to be written.
  @inline(__always)
  private func grow(
    by count: Int
  ) -> (rows: UnsafeMutablePointer<UInt32>, edges: UnsafeMutablePointer<EdgeOrdinal>, nodes: UnsafeMutablePointer<NodeOrdinal>) {
    rows.reserve(count)
    edges.reserve(count)
    nodes.reserve(count)
    defer {
      rows.count += count
      edges.count += count
      nodes.count += count
    }
    return (rows.base + rows.count, edges.base + edges.count, nodes.base + nodes.count)
  }
}
