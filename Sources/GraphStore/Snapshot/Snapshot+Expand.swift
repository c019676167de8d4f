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
    if lists.count == 1, validity == nil, cursor.position == 0 {
      let list = lists[0]
      while cursor.row < starts.count {
        let rows = cursor.row..<min(starts.count, cursor.row + Snapshot.blockRows)
        guard let count = result.append(rows, of: starts, list, atMost: room) else { break }
        cursor.row = rows.upperBound
        room -= count
      }
    }
    while cursor.row < starts.count {
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
      for (index, row) in block.enumerated() {
        let slice = list.edges(of: starts[row]) ?? Adjacency.Slice.none
        slices.initializeElement(at: index, to: slice)
        total += slice.count
      }
      guard total <= limit else { return nil }
      var places = grow(by: total)
      for (index, row) in block.enumerated() { places.write(UInt32(row), slices[index], from: 0, count: slices[index].count) }
      return total
    }
  }

  fileprivate func append(row: UInt32, _ slice: Adjacency.Slice, from start: Int, count: Int) {
    var places = grow(by: count)
    places.write(row, slice, from: start, count: count)
  }

  /// Room for more entries at the end, which are to be written.
  @inline(__always)
  private func grow(by count: Int) -> Places {
    rows.reserve(count)
    edges.reserve(count)
    nodes.reserve(count)
    defer {
      rows.count += count
      edges.count += count
      nodes.count += count
    }
    return Places(rows: rows.base + rows.count, edges: edges.base + edges.count, nodes: nodes.base + nodes.count)
  }

  /// Where the next entries go.
  private struct Places {
    var rows: UnsafeMutablePointer<UInt32>
    var edges: UnsafeMutablePointer<EdgeOrdinal>
    var nodes: UnsafeMutablePointer<NodeOrdinal>
    /// So few entries are not worth a call that copies memory.
    private static let few = 16

    @inline(__always)
    mutating func write(_ row: UInt32, _ slice: Adjacency.Slice, from start: Int, count: Int) {
      let (sourceEdges, sourceNodes) = (slice.edges + start, slice.nodes + start)
      if count <= Places.few {
        for index in 0..<count {
          rows[index] = row
          edges[index] = sourceEdges[index]
          nodes[index] = sourceNodes[index]
        }
      } else {
        rows.update(repeating: row, count: count)
        edges.update(from: sourceEdges, count: count)
        nodes.update(from: sourceNodes, count: count)
      }
      rows += count
      edges += count
      nodes += count
    }
  }
}
