import GraphStore

extension GraphFormat {
  /// FollowTheMoney entities, one JSON object per line: `{"id", "schema", "properties": {"name": ["..."]}}`, as Aleph, OpenSanctions and
  /// the ICIJ exchange them. All values are texts in lists; relations are entities that name their ends.
  static let followTheMoney = GraphFormat(
    name: "ftm", extensions: ["ftm.json", "ftm.jsonl", "ftm"], summary: "FollowTheMoney entities, as Aleph and OpenSanctions exchange them",
    losses: "all values come back as texts",
    write: FollowTheMoney.write, read: FollowTheMoney.read)
}

enum FollowTheMoney {
  /// Schemata whose entities are edges, and the properties that name the ends.
  static let relations: [String: (source: String, target: String)] = [
    "Ownership": ("owner", "asset"), "Directorship": ("director", "organization"), "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"), "Family": ("person", "relative"), "Associate": ("person", "associate"),
    "Representation": ("agent", "client"), "Payment": ("payer", "beneficiary"), "Debt": ("debtor", "creditor"),
    "Succession": ("predecessor", "successor"), "UnknownLink": ("subject", "object"), "Occupancy": ("holder", "post"),
    "Documentation": ("entity", "document"), "ContractAward": ("supplier", "contract"), "ProjectParticipant": ("participant", "project"),
    "CourtCaseParty": ("party", "case"), "Similar": ("candidate", "match"),
  ]

  /// Schemata of things; a node without one of these labels is a `Thing`.
  static let things: Set<String> = [
    "Thing", "LegalEntity", "Person", "Organization", "Company", "PublicBody", "Asset", "Address", "Airplane", "Vessel", "Vehicle",
    "RealEstate", "BankAccount", "CryptoWallet", "Contract", "CourtCase", "Document", "Pages", "PlainText", "HyperText", "Email",
    "Article", "Event", "Position", "Project", "License", "Security", "Sanction", "Passport", "Identification", "Note", "Image", "Video",
    "Audio", "Table", "Workbook", "Folder", "Package", "Message", "Post", "UserAccount", "Assessment", "Call", "TaxRoll", "Trip",
  ]

  // MARK: Writing

  @Sendable static func write(_ graph: GraphScan, to sink: TextSink) throws {
    try graph.forEachNode { node in
      let schema = node.labels.first { things.contains($0) } ?? "Thing"
      var properties = try texts(node.properties)
      if schema == "Thing", !node.labels.contains("Thing") {
        // What FollowTheMoney has no word for stays readable.
        for label in node.labels { append(label, to: "keywords", in: &properties) }
      }
      try write(id: id(node), schema: schema, properties, to: sink)
    }
    try graph.forEachEdge { edge in
      guard let source = graph.node(edge.source), let target = graph.node(edge.target) else { return }
      let schema = relations[edge.type] == nil ? "UnknownLink" : edge.type
      guard let ends = relations[schema] else { return }
      var properties = try texts(edge.properties)
      properties.removeAll { $0.name == ends.source || $0.name == ends.target }
      properties.insert((ends.source, [id(source)]), at: 0)
      properties.insert((ends.target, [id(target)]), at: 1)
      if schema != edge.type { append(edge.type, to: "role", in: &properties) }
      try write(id: key(edge.properties) ?? "edge-\(edge.id.rawValue)", schema: schema, properties, to: sink)
    }
  }

  private static func write(id: String, schema: String, _ properties: [(name: String, values: [String])], to sink: TextSink) throws {
    let members = properties.filter { !$0.values.isEmpty }.map { ($0.name, JSONOutput.array($0.values.map(JSONOutput.string))) }
    try sink.write(
      JSONOutput.object([
        ("id", JSONOutput.string(id)), ("schema", JSONOutput.string(schema)), ("properties", JSONOutput.object(members)),
      ]) + "\n")
  }

  private static func id(_ node: Node) -> String { key(node.properties) ?? "node-\(node.id.rawValue)" }

  private static func key(_ properties: Record) -> String? {
    if case .string(let key)? = properties["key"], !key.isEmpty { return key }
    return nil
  }

  private static func append(_ text: String, to name: String, in properties: inout [(name: String, values: [String])]) {
    if let position = properties.firstIndex(where: { $0.name == name }) {
      properties[position].values.append(text)
    } else {
      properties.append((name, [text]))
    }
  }

  /// Every property as texts; `aliases` are called `alias` there.
  private static func texts(_ properties: Record) throws(StoreError) -> [(name: String, values: [String])] {
    var result: [(name: String, values: [String])] = []
    for (name, value) in properties.fields where name != "key" {
      var values: [String] = []
      if case .list(let items) = value {
        for item in items { values.append(try PlainText.of(item)) }
      } else {
        values = [try PlainText.of(value)]
      }
      let known = name == "aliases" ? "alias" : name
      for text in values { append(text, to: known, in: &result) }
    }
    return result
  }

  // MARK: Reading

  @Sendable static func read(_ path: String, _ intake: inout GraphIntake) throws(StoreError) {
    let input = try ByteInput(path, monitor: intake.monitor)
    while true {
      let place = input.place
      guard let line = try input.nextLine() else { return }
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      let record: Record
      do throws(StoreError) { record = try PropertyJSON.record(line) } catch {
        try intake.reject("not a JSON object: \(error.message)", at: place)
        continue
      }
      guard case .string(let id)? = record["id"], case .string(let schema)? = record["schema"] else {
        try intake.reject("an entity needs `id` and `schema`", at: place)
        continue
      }
      var properties: [(name: String, values: [String])] = []
      if case .record(let fields)? = record["properties"] {
        for (name, value) in fields.fields { properties.append((name, strings(value))) }
      }
      try take(id: id, schema: schema, properties, at: place, &intake)
    }
  }

  private static func take(
    id: String, schema: String, _ properties: [(name: String, values: [String])], at place: String, _ intake: inout GraphIntake
  ) throws(StoreError) {
    guard let ends = relations[schema] else {
      return try intake.takeNode(id: id, labels: [schema], properties: self.properties(key: id, properties), at: place)
    }
    let sources = properties.first { $0.name == ends.source }?.values ?? []
    let targets = properties.first { $0.name == ends.target }?.values ?? []
    guard !sources.isEmpty, !targets.isEmpty else {
      return try intake.reject("a relation `\(schema)` needs `\(ends.source)` and `\(ends.target)`", at: place)
    }
    var rest = properties.filter { $0.name != ends.source && $0.name != ends.target }
    var type = schema
    // As we write types that FollowTheMoney has no schema for.
    if schema == "UnknownLink", let role = rest.firstIndex(where: { $0.name == "role" }), let last = rest[role].values.popLast() {
      type = last
    }
    // Several ends make several edges.
    let isOne = sources.count == 1 && targets.count == 1
    for source in sources {
      for target in targets {
        let key = isOne ? id : "\(id)/\(source)/\(target)"
        try intake.takeEdge(type: type, from: source, to: target, properties: self.properties(key: key, rest), at: place)
      }
    }
  }

  /// One text is a string, several are a list.
  private static func properties(key: String, _ properties: [(name: String, values: [String])]) -> Record {
    var fields: [(name: String, value: Value)] = [("key", .string(key))]
    for (name, values) in properties where !values.isEmpty && name != "key" {
      let known = name == "alias" ? "aliases" : name
      let isList = values.count > 1 || known == "aliases"
      fields.append((known, isList ? .list(values.map { .string($0) }) : .string(values[0])))
    }
    return Record(fields)
  }

  private static func strings(_ value: Value) -> [String] {
    switch value {
    case .string(let text): [text]
    case .list(let items): items.flatMap(strings)
    case .record(let entity):
      // Nested entities name themselves.
      if case .string(let id)? = entity["id"] { [id] } else { [] }
    case .null: []
    default: [(try? PlainText.of(value)) ?? ""]
    }
  }
}
