import GraphStore

/// What a walk binds, as values.
extension SearchWalk {
  /// Null when nothing is bound.
  func cell(_ binding: SearchBinding, isReversed: Bool, _ arena: Arena) -> Cell {
    switch binding {
    case .node(let variable):
      return variables[variable] == SearchWalk.none ? .null : Cell(node: variables[variable])
    case .edge(let variable):
      return variables[variable] == SearchWalk.none ? .null : Cell(edge: variables[variable])
    case .path(let variable):
      guard variables[variable] != SearchWalk.none, variables[variable + 1] != SearchWalk.none else { return .null }
      return path(Int(variables[variable]), Int(variables[variable + 1]), isReversed: isReversed, arena)
    case .group(let number): return list(number, isReversed: isReversed, arena)
    }
  }

  private func list(_ number: Int, isReversed: Bool, _ arena: Arena) -> Cell {
    let group = states.program.groups[number]
    let range = items(of: group)
    let start = range.lowerBound
    let width = group.item == .path ? 2 : 1
    let count = range.count / width
    guard count > 0 else { return Cell(tag: .list, address: nil) }
    let cells = arena.allocate(Cell.self, count: count)
    let source = items[number].base + start
    for index in 0..<count {
      let value: Cell
      switch group.item {
      case .node: value = Cell(node: source[index])
      case .edge: value = Cell(edge: source[index])
      case .path: value = path(Int(source[2 * index]), Int(source[2 * index + 1]), isReversed: isReversed, arena)
      }
      cells[isReversed ? count - 1 - index : index] = value
    }
    return Cell(tag: .list, address: UnsafeRawPointer(cells.baseAddress), count: count)
  }

  /// Where the items of a list stand; none where its part of the pattern is not matched.
  private func items(of group: SearchGroup) -> Range<Int> {
    variables[group.start] == SearchWalk.none ? 0..<0 : Int(variables[group.start])..<Int(variables[group.count])
  }

  /// The part between two positions.
  func path(_ start: Int, _ end: Int, isReversed: Bool, _ arena: Arena) -> Cell {
    let count = 2 * (end - start) + 1
    let cells = arena.allocate(Cell.self, count: count)
    for index in 0..<count {
      let position = start + index / 2
      let value = index % 2 == 0 ? Cell(node: nodes.base[position]) : Cell(edge: edges.base[position])
      cells[isReversed ? count - 1 - index : index] = value
    }
    return Cell(tag: .path, address: UnsafeRawPointer(cells.baseAddress), count: count)
  }

  var wholePath: (start: Int, end: Int) { (0, edges.count) }

  /// All edges in order, as a list.
  func edgeList(isReversed: Bool, _ arena: Arena) -> Cell {
    let count = edges.count
    guard count > 0 else { return Cell(tag: .list, address: nil) }
    let cells = arena.allocate(Cell.self, count: count)
    for index in 0..<count { cells[isReversed ? count - 1 - index : index] = Cell(edge: edges.base[index]) }
    return Cell(tag: .list, address: UnsafeRawPointer(cells.baseAddress), count: count)
  }

  /// Appends numbers that are equal for two walks from one node exactly when elements, choices and the values of the bindings are.
  func appendIdentity(_ bindings: [SearchBinding], to key: OrdinalBuffer) {
    key.append(UInt32(edges.count))
    for edge in edges.elements { key.append(edge) }
    let choices = choiceElements
    key.append(UInt32(choices.count))
    for choice in choices { key.append(choice) }
    for binding in bindings {
      switch binding {
      case .node(let variable), .edge(let variable): key.append(variables[variable])
      case .path(let variable):
        key.append(variables[variable])
        key.append(variables[variable + 1])
      case .group(let number):
        let range = items(of: states.program.groups[number])
        key.append(UInt32(range.count))
        for position in range { key.append(items[number].base[position]) }
      }
    }
  }
}
