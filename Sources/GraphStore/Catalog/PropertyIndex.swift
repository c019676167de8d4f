/// An index of SQLite over the rows of one graph, by values of properties: `CREATE INDEX "node by [""id""]" ON node
/// (json_extract(properties, '$."id"'), label_set) WHERE json_extract(properties, '$."id"') IS NOT NULL`.
///
/// SQLite keeps it up whoever writes. Every definition with the same keys shares it, whatever its label, for label sets come and go.
/// What it finds are candidates, never too few: the values are compared again by the rules of the language.
/// - Numbers compare exactly in SQLite too, but its reading of fractions may be off by a bit, and decimals, NaN and others are tagged
///   objects: a number is looked for within a margin, and among the tagged ones.
/// - `json_extract` does not see a key that is spelled with `\u` escapes. Such rows are few; a second index lists them, and all of
///   them are candidates. Keys with quotes, backslashes or control characters, which have other escapes, cannot be indexed.
struct PropertyIndex: Hashable, Sendable {
  let layout: GraphLayout
  let element: ElementKind
  let keys: [String]

  init(_ definition: IndexDefinition) {
    self.init(GraphLayout(graph: definition.graph), definition.element, definition.keys)
  }

  init(_ definition: ConstraintDefinition) {
    self.init(GraphLayout(graph: definition.graph), definition.element, definition.keys)
  }

  init(_ layout: GraphLayout, _ element: ElementKind, _ keys: [String]) {
    self.layout = layout
    self.element = element
    self.keys = keys
  }

  var table: String { element == .node ? layout.node : layout.edge }

  /// SQLite's names are alike without regard to case: a capital has `^` before it.
  var name: String {
    var name = "\(table) by ["
    for (position, key) in keys.enumerated() {
      name += position > 0 ? ",\"" : "\""
      for scalar in key.unicodeScalars {
        if scalar == "^" || scalar.properties.isUppercase { name += "^" }
        name.unicodeScalars.append(scalar)
      }
      name += "\""
    }
    return name + "]"
  }

  var quotedName: String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
  var quotedEscapedName: String { "\"\(table) escaped\"" }

  /// The value of a key: SQLite knows it again by its text.
  static func value(_ key: String) -> String { "json_extract(properties, '$.\"\(key.replacing("'", with: "''"))\"')" }

  static let isEscaped = "instr(properties, '\\u') > 0"

  /// As `sqlite_schema` holds it.
  var ddl: String {
    let values = keys.map(PropertyIndex.value).joined(separator: ", ")
    return """
      CREATE INDEX \(quotedName) ON \(table) (\(values), \(element == .node ? "label_set" : "type")) \
      WHERE \(PropertyIndex.value(keys[0])) IS NOT NULL
      """
  }

  var escapedDDL: String {
    "CREATE INDEX \(quotedEscapedName) ON \(table) (id) WHERE \(PropertyIndex.isEscaped)"
  }

  /// As `sqlite_schema` lists them.
  var objects: [Schema.Object] {
    [
      Schema.Object(type: "index", name: name, table: table, sql: ddl),
      Schema.Object(type: "index", name: "\(table) escaped", table: table, sql: escapedDDL),
    ]
  }
}

extension IndexDefinition {
  /// Properties of one index.
  public static let keyLimit = 16

  /// Whether values of the property can be indexed.
  public static func canHold(key: String) -> Bool {
    !key.isEmpty && key.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != 0x7F }
  }
}
