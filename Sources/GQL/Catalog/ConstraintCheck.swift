import GraphStore

/// A rule of a graph that some element does not keep.
struct ConstraintViolation: Error {
  var status: GQLStatus
  /// With the values concerned.
  var message: String

  func queryError(at span: SourceSpan?) -> QueryError { QueryError(status, message, at: span) }
  var storeError: StoreError { StoreError(.constraint, message) }
}

/// Whether elements keep the constraints of their graph. Judged when a statement has made all its changes, when a constraint is made,
/// before an import is committed, and by `graphsh check`.
struct ConstraintCheck {
  let constraints: [ConstraintDefinition]
  let reader: any GraphReader
  /// Looks up candidates by index; without it, everything is compared.
  let transaction: WriteTransaction?
  /// Of the elements of a load.
  let places: LoadPlaces?

  /// So many changed elements are compared one by one with what an index finds; of more, all of the graph are compared.
  private static let lookupLimit = 2_000

  init(_ constraints: [ConstraintDefinition], _ reader: any GraphReader, _ transaction: WriteTransaction? = nil, places: LoadPlaces? = nil) {
    self.constraints = constraints
    self.reader = reader
    self.transaction = transaction
    self.places = places
  }

  // MARK: What is judged

  /// Every element of the graph; the violation tells how many more there are. O(elements · log elements).
  func checkAll() throws(ConstraintViolation) {
    for constraint in constraints {
      do throws(ConstraintViolation) { try check(constraint) } catch {
        var violation = error
        let others = violationCount(constraint) - 1
        if others > 0 { violation.message += "; \(others) more \(others == 1 ? "does" : "do") not keep it" }
        throw violation
      }
    }
  }

  /// Elements without a value that they need, or with another type of value, and those that are equal to an earlier one.
  private func violationCount(_ constraint: ConstraintDefinition) -> Int {
    var count = 0
    var all: [KeyHash] = []
    let wanted: CastTarget? = if case .typed(let name) = constraint.rule { ConstraintText.type(name) } else { nil }
    forEachMember(of: constraint) { batch in
      let columns = values(constraint, batch)
      count += batch.indices.count { row in
        columns.contains { column in
          let cell = column.cell(at: row)
          return constraint.isRequired && cell.isNull || wanted.map { !TypeTest.matches(cell, $0) } ?? false
        }
      }
      if constraint.isUnique { appendHashes(of: batch, constraint, to: &all) }
    }
    forEachGroup(&all) { elements in
      let columns = values(constraint, elements)
      var first: [Int] = []
      for row in elements.indices {
        let isEqual = first.contains { earlier in columns.allSatisfy { $0.cell(at: earlier).equals($0.cell(at: row)) == .equal } }
        if isEqual { count += 1 } else { first.append(row) }
      }
    }
    return count
  }

  /// What one statement has changed.
  func check(nodes: Set<NodeID>, edges: Set<EdgeID>) throws(ConstraintViolation) {
    for constraint in constraints {
      let isOfNodes = constraint.element == .node
      var concerned: [UInt32] = []
      if isOfNodes {
        for id in nodes { if let node = reader.ordinal(of: id) { concerned.append(node) } }
      } else {
        for id in edges { if let edge = reader.ordinal(of: id) { concerned.append(edge) } }
      }
      let members = Members(constraint, reader)
      concerned = concerned.filter(members.contains).sorted()
      guard !concerned.isEmpty else { continue }
      let total = isOfNodes ? reader.nodeCount : reader.edgeCount
      if constraint.isUnique, concerned.count > ConstraintCheck.lookupLimit, concerned.count > total / 8 {
        try check(constraint)
        continue
      }
      try checkRequirements(constraint, concerned)
      if constraint.isUnique { try checkUnique(constraint, concerned, members) }
    }
  }

  /// All elements of one constraint.
  func check(_ constraint: ConstraintDefinition) throws(ConstraintViolation) {
    var all: [KeyHash] = []
    try forEachMember(of: constraint) { batch throws(ConstraintViolation) in
      try checkRequirements(constraint, batch)
      if constraint.isUnique { appendHashes(of: batch, constraint, to: &all) }
    }
    try forEachGroup(&all) { elements throws(ConstraintViolation) in
      if let (a, b) = equalPair(elements, constraint) { throw duplicate(constraint, a, b) }
    }
  }

  /// Two elements or more that have one hash, and so are probably equal.
  private func forEachGroup<Failure: Error>(_ all: inout [KeyHash], _ body: ([UInt32]) throws(Failure) -> Void) throws(Failure) {
    all.sort { $0.hash != $1.hash ? $0.hash < $1.hash : $0.element < $1.element }
    var start = 0
    while start < all.count {
      var end = start + 1
      while end < all.count, all[end].hash == all[start].hash { end += 1 }
      if end - start > 1 { try body(all[start..<end].map(\.element)) }
      start = end
    }
  }

  // MARK: Members

  /// Which elements a constraint is about.
  private struct Members {
    let contains: (UInt32) -> Bool

    init(_ constraint: ConstraintDefinition, _ reader: any GraphReader) {
      guard let name = reader.names.id(of: constraint.label) else {
        contains = { _ in false }
        return
      }
      if constraint.element == .node {
        let mask = reader.labelSets.map { $0.contains(name) }
        contains = { node in
          var set: UInt32 = 0
          withUnsafePointer(to: node) { reader.labelSetIDs(of: UnsafeBufferPointer(start: $0, count: 1), into: &set) }
          return mask[Int(set)] && reader.isAlive(node: node)
        }
      } else {
        contains = { edge in
          var type: NameID = 0
          withUnsafePointer(to: edge) { reader.typeIDs(of: UnsafeBufferPointer(start: $0, count: 1), into: &type) }
          return type == name && reader.isAlive(edge: edge)
        }
      }
    }
  }

  private func forEachMember<Failure: Error>(
    of constraint: ConstraintDefinition, _ body: ([UInt32]) throws(Failure) -> Void
  ) throws(Failure) {
    guard let name = reader.names.id(of: constraint.label) else { return }
    let mask = reader.labelSets.map { $0.contains(name) }
    let limit = constraint.element == .node ? reader.nodeLimit : reader.edgeLimit
    let found = OrdinalBuffer()
    var start: UInt32 = 0
    while start < limit {
      let end = min(limit, start + UInt32(Batch.rowLimit))
      found.removeAll()
      if constraint.element == .node {
        reader.scanNodes(in: start..<end, labelSets: mask, into: found)
      } else {
        reader.scanEdges(in: start..<end, types: [name], into: found)
      }
      start = end
      if found.count > 0 { try body(Array(found.elements)) }
    }
  }

  /// The values of the keys: a column for each.
  private func values(_ constraint: ConstraintDefinition, _ elements: [UInt32]) -> [Column] {
    constraint.keys.map { key in
      let column = Column(.cell, capacity: max(1, elements.count))
      elements.withUnsafeBufferPointer { reader.properties(key, of: constraint.element, $0, validity: nil, into: column) }
      return column
    }
  }

  // MARK: Presence and type

  private func checkRequirements(_ constraint: ConstraintDefinition, _ elements: [UInt32]) throws(ConstraintViolation) {
    var wanted: CastTarget?
    if case .typed(let name) = constraint.rule {
      guard let type = ConstraintText.type(name) else {
        throw ConstraintViolation(status: .storeFailure, message: "the type of constraint `\(constraint.name)` cannot be read")
      }
      wanted = type
    }
    guard constraint.isRequired || wanted != nil else { return }
    for (key, column) in zip(constraint.keys, values(constraint, elements)) {
      for (row, element) in elements.enumerated() {
        let cell = column.cell(at: row)
        if constraint.isRequired, cell.isNull {
          throw ConstraintViolation(
            status: .missingProperty,
            message: "constraint `\(constraint.name)`: \(name(element, constraint)) needs property `\(key)`")
        }
        if let wanted, !TypeTest.matches(cell, wanted) {
          let found = cell.isNull ? "none" : "\(cell.typeName) \(text(cell))"
          throw ConstraintViolation(
            status: .wrongPropertyType,
            message: "constraint `\(constraint.name)`: property `\(key)` of \(name(element, constraint)) must be "
              + "\(wanted.name), found \(found)")
        }
      }
    }
  }

  // MARK: Uniqueness

  private struct KeyHash {
    var hash: UInt64
    var element: UInt32
  }

  /// Of elements that have all the keys.
  private func appendHashes(of elements: [UInt32], _ constraint: ConstraintDefinition, to all: inout [KeyHash]) {
    let columns = values(constraint, elements)
    rows: for (row, element) in elements.enumerated() {
      var hash: UInt64 = 0
      for column in columns {
        let cell = column.cell(at: row)
        // What has NaN or null in it equals nothing, itself neither.
        if cell.isNull || cell.equals(cell) != .equal { continue rows }
        hash = hash &* 0x9E37_79B9_7F4A_7C15 ^ cell.equivalenceHash
      }
      all.append(KeyHash(hash: hash, element: element))
    }
  }

  private func equalPair(_ elements: [UInt32], _ constraint: ConstraintDefinition) -> (UInt32, UInt32)? {
    let columns = values(constraint, elements)
    for second in elements.indices.dropFirst() {
      for first in 0..<second
      where columns.allSatisfy({ $0.cell(at: first).equals($0.cell(at: second)) == .equal }) {
        return (elements[first], elements[second])
      }
    }
    return nil
  }

  private func checkUnique(
    _ constraint: ConstraintDefinition, _ elements: [UInt32], _ members: Members
  ) throws(ConstraintViolation) {
    let columns = values(constraint, elements)
    for (row, element) in elements.enumerated() {
      let cells = columns.map { $0.cell(at: row) }
      if cells.contains(where: \.isNull) { continue }
      guard let candidates = try candidates(constraint, cells) else {
        try check(constraint)
        return
      }
      let others = Set(candidates).filter { $0 != element && members.contains($0) }.sorted()
      if others.isEmpty { continue }
      let held = values(constraint, others)
      for (position, other) in others.enumerated()
      where zip(held, cells).allSatisfy({ $0.cell(at: position).equals($1) == .equal }) {
        throw duplicate(constraint, min(element, other), max(element, other))
      }
    }
  }

  /// Nil when there is no index that can tell.
  private func candidates(_ constraint: ConstraintDefinition, _ cells: [Cell]) throws(ConstraintViolation) -> [UInt32]? {
    guard let transaction else { return nil }
    do throws(StoreError) {
      guard let ids = try transaction.candidates(constraint.element, constraint.keys, equal: cells) else { return nil }
      if constraint.element == .node { return ids.compactMap { reader.ordinal(of: NodeID($0)) } }
      return ids.compactMap { reader.ordinal(of: EdgeID($0)) }
    } catch {
      throw ConstraintViolation(status: .storeFailure, message: error.message)
    }
  }

  // MARK: Words

  private func duplicate(_ constraint: ConstraintDefinition, _ a: UInt32, _ b: UInt32) -> ConstraintViolation {
    let columns = values(constraint, [a])
    let held = zip(constraint.keys, columns).map { "`\($0)` = \(text($1.cell(at: 0)))" }.joined(separator: ", ")
    let elements = constraint.element == .node ? "nodes" : "edges"
    return ConstraintViolation(
      status: .notUnique,
      message: "constraint `\(constraint.name)`: two \(elements) `\(constraint.label)` have \(held) (\(id(a, constraint)) and \(id(b, constraint)))")
  }

  private func name(_ element: UInt32, _ constraint: ConstraintDefinition) -> String {
    let kind = constraint.element == .node ? "node" : "edge"
    if let place = place(element, constraint) { return "\(kind) `\(constraint.label)` of \(place)" }
    return "\(kind) \(id(element, constraint)) `\(constraint.label)`"
  }

  private func place(_ element: UInt32, _ constraint: ConstraintDefinition) -> String? {
    let id = constraint.element == .node ? reader.nodeID(element).rawValue : reader.edgeID(element).rawValue
    return places?.place(of: constraint.element, id)
  }

  private func id(_ element: UInt32, _ constraint: ConstraintDefinition) -> String {
    if let place = place(element, constraint) { return place }
    return constraint.element == .node ? "\(reader.nodeID(element))" : "\(reader.edgeID(element))"
  }

  private func text(_ cell: Cell) -> String {
    let text = Value(cell, reader: reader).description
    return text.unicodeScalars.count > 80 ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(79))) + "…" : text
  }
}

/// The types of constraints as the file keeps them.
enum ConstraintText {
  static func type(_ text: String) -> CastTarget? {
    guard case .procedure(let body)? = Parser.parse("CREATE CONSTRAINT c FOR (x:L) REQUIRE x.k IS :: \(text)").statements.first?.kind,
      case .catalog(.definition(.createConstraint(let constraint)))? = body.statements.first?.query.first.clauses.first?.kind,
      case .typed(let type) = constraint.rule
    else { return nil }
    return CastTarget(type)
  }
}
