import GraphStore

/// Reads a file twice: first for the ids of its things, since a property that names one of them is an edge.
struct FTMReader {
  private let path: String
  private let monitor: WorkMonitor?
  /// By the bytes of the id.
  private var things: Set<[UInt8]> = []
  /// Entities with a line of their own.
  private var lines: Set<[UInt8]> = []
  private var nestedTaken: Set<[UInt8]> = []

  init(_ path: String, _ monitor: WorkMonitor?) throws(StoreError) {
    self.path = path
    self.monitor = monitor
    try forEachLine { bytes, _ throws(StoreError) in
      guard let record = try? PropertyJSON.record(bytes), let entity = FTMEntity(record) else { return }
      lines.insert(Array(entity.id.utf8))
      noteThings(entity)
    }
  }

  private mutating func noteThings(_ entity: FTMEntity) {
    if FollowTheMoney.relations[entity.schema] == nil { things.insert(Array(entity.id.utf8)) }
    for nested in entity.nested { noteThings(nested) }
  }

  mutating func read(_ intake: inout GraphIntake) throws(StoreError) {
    try forEachLine { bytes, place throws(StoreError) in
      let record: Record
      do throws(StoreError) { record = try PropertyJSON.record(bytes) } catch {
        return try intake.reject("not a JSON object: \(error.message)", at: place)
      }
      guard let entity = FTMEntity(record) else { return try intake.reject("an entity needs `id` and `schema`", at: place) }
      try take(entity, at: place, &intake)
    }
  }

  private func forEachLine(_ body: (_ bytes: [UInt8], _ place: String) throws(StoreError) -> Void) throws(StoreError) {
    let input = try ByteInput(path, monitor: monitor)
    while true {
      let place = input.place
      guard let line = try input.nextLine() else { return }
      if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { try body(line, place) }
    }
  }

  private mutating func take(_ entity: FTMEntity, at place: String, _ intake: inout GraphIntake) throws(StoreError) {
    if let ends = FollowTheMoney.relations[entity.schema] {
      try takeRelation(entity, ends, at: place, &intake)
    } else {
      try takeThing(entity, at: place, &intake)
    }
    for nested in entity.nested where !lines.contains(Array(nested.id.utf8)) && nestedTaken.insert(Array(nested.id.utf8)).inserted {
      try take(nested, at: place, &intake)
    }
  }

  private func takeThing(_ entity: FTMEntity, at place: String, _ intake: inout GraphIntake) throws(StoreError) {
    var links: [(name: String, target: String)] = []
    var rest: [(name: String, values: [String])] = []
    for (name, values) in entity.properties {
      func isLink(_ text: String) -> Bool { name != "name" && name != "alias" && text != entity.id && things.contains(Array(text.utf8)) }
      links += values.filter(isLink).map { (name, $0) }
      rest.append((name, values.filter { !isLink($0) }))
    }
    try intake.takeNode(
      id: entity.id, labels: [entity.schema], properties: properties(key: entity.id, rest, beside: entity.members, &intake), at: place)
    for (name, target) in links {
      let isLasting = !RowName.isOne(entity.id) && !RowName.isOne(target)
      try intake.takeEdge(
        type: name, from: entity.id, to: target, properties: isLasting ? ["key": .string(FollowTheMoney.linkKey(entity.id, name, target))] : [:],
        at: place)
    }
  }

  private func takeRelation(
    _ entity: FTMEntity, _ ends: (source: String, target: String), at place: String, _ intake: inout GraphIntake
  ) throws(StoreError) {
    let sources = entity.properties.first { $0.name == ends.source }?.values ?? []
    let targets = entity.properties.first { $0.name == ends.target }?.values ?? []
    guard !sources.isEmpty, !targets.isEmpty else {
      return try intake.reject("a relation `\(entity.schema)` needs `\(ends.source)` and `\(ends.target)`", at: place)
    }
    var rest = entity.properties.filter { $0.name != ends.source && $0.name != ends.target }
    var type = entity.schema
    // As we write types that FollowTheMoney has no schema for.
    if type == "UnknownLink", let role = rest.firstIndex(where: { $0.name == "role" }), let last = rest[role].values.popLast() { type = last }
    // Several ends make several edges.
    let isOne = sources.count == 1 && targets.count == 1
    for source in sources {
      for target in targets {
        let key = isOne ? entity.id : "\(entity.id)/\(source)/\(target)"
        try intake.takeEdge(type: type, from: source, to: target, properties: properties(key: key, rest, beside: entity.members, &intake), at: place)
      }
    }
  }

  /// One text is a string, several are a list.
  private func properties(
    key: String, _ properties: [(name: String, values: [String])], beside members: [(name: String, value: Value)], _ intake: inout GraphIntake
  ) -> Record {
    var fields: [(name: String, value: Value)] = RowName.isOne(key) ? [] : [("key", .string(key))]
    var aliases = properties.first { $0.name == "alias" }?.values ?? []
    if let names = properties.first(where: { $0.name == "name" })?.values {
      var name = names.first
      if case .string(let caption)? = members.first(where: { $0.name == "caption" })?.value, names.isEmpty || names.contains(caption) { name = caption }
      if let name {
        fields.append(("name", .string(name)))
        aliases = names.filter { $0 != name } + aliases
      }
    } else if case .string(let caption)? = members.first(where: { $0.name == "caption" })?.value {
      fields.append(("name", .string(caption)))
    }
    if !aliases.isEmpty { fields.append(("aliases", .list(aliases.map { .string($0) }))) }
    for (name, values) in properties where !values.isEmpty && !["key", "name", "alias"].contains(name) {
      fields.append((name, values.count > 1 ? .list(values.map { .string($0) }) : .string(values[0])))
    }
    for (name, value) in members {
      if fields.contains(where: { $0.name == name }) {
        intake.note("`\(name)` beside the properties of an entity that has a property `\(name)` is left out")
      } else {
        fields.append((name, value))
      }
    }
    return Record(fields)
  }
}

/// One entity of a file, with those that stand inside of it.
private struct FTMEntity {
  var id: String
  var schema: String
  var properties: [(name: String, values: [String])] = []
  var members: [(name: String, value: Value)] = []
  var nested: [FTMEntity] = []

  /// Nil without id or schema.
  init?(_ record: Record) {
    guard case .string(let id)? = record["id"], case .string(let schema)? = record["schema"] else { return nil }
    self.id = id
    self.schema = schema
    for (name, value) in record.fields {
      switch (name, value) {
      case ("id", _), ("schema", _), (_, .null): continue
      case ("properties", .record(let properties)): for (name, value) in properties.fields { self.properties.append((name, texts(value))) }
      default: members.append((name, value))
      }
    }
  }

  /// Nested things stand for their ids; nested relations for nothing, since they name their ends: the one that is missing is this entity.
  private mutating func texts(_ value: Value) -> [String] {
    switch value {
    case .string(let text): return [text]
    case .list(let items):
      var all: [String] = []
      for item in items { all += texts(item) }
      return all
    case .record(let record):
      guard var entity = FTMEntity(record) else {
        if case .string(let id)? = record["id"] { return [id] }
        return []
      }
      let ends = FollowTheMoney.relations[entity.schema]
      if let ends { entity.completeEnds(ends, with: id) }
      nested.append(entity)
      return ends == nil ? [entity.id] : []
    case .null: return []
    default: return [(try? PlainText.of(value)) ?? ""]
    }
  }

  private mutating func completeEnds(_ ends: (source: String, target: String), with id: String) {
    let missing = [ends.source, ends.target].filter { name in !properties.contains { $0.name == name && !$0.values.isEmpty } }
    if missing.count == 1 { properties.append((missing[0], [id])) }
  }
}
