/// What the columns of a file mean, as its first record says.
///
/// | column | meaning |
/// |---|---|
/// | `:ID`, `name:ID`, `name:ID(Space)` | the node's id within an id space; with a name it is a property too |
/// | `:LABEL` | labels, separated by `;`; of several such columns all |
/// | `:START_ID(Space)`, `:END_ID(Space)` | the ids of an edge's ends |
/// | `:TYPE` | the edge's type |
/// | `name:type`, `name:type[]` | a property; `type` as in `CSVType` |
/// | `name` | a property whose type its values show; `key` is of strings, as keys are |
/// | `:IGNORE`, `name:IGNORE` | left out |
///
/// A file that is known to be of edges has its ends in the columns of these names, or of `who` and `what`, `who` and `whom` or `subject` and `object`, wherever
/// they stand, else in the first two.
/// A file without any of the first four is a file of edges when its first two columns are called `src` and `dst`, `source` and
/// `target`, `from` and `to` or `start` and `end`, else of nodes when one is called `id`. Where it is known to be one of edges, its first two
/// columns are the ends, whatever they are called. Where nothing else gives its edges a type, that is in a column called `type`, `relation`, `relationship`
/// or `predicate`, which is no end. Options in braces after a type are the type of
/// an id (`id:ID{id-type:int}`), the zone of datetimes without one (`at:datetime{timezone:Europe/Stockholm}`) and the reference system of points.
struct CSVHeader {
  enum Role: Equatable {
    case id(space: String?)
    case labels
    case start(space: String?)
    case end(space: String?)
    case type
    case ignored
    case property
  }

  struct Column {
    /// Empty for a column that is no property.
    var name: String
    var role: Role
    /// Nil until the values have been looked at.
    var type: CSVType?
    var isList = false
    var defaults = CSVDefaults()
  }

  var columns: [Column]
  var isOfEdges: Bool

  /// - Parameter isOfEdges: whoever names the file says so.
  /// - Parameter hasType: and gives its edges a type.
  /// - Throws: `invalidProperty` with the column's number.
  init(_ fields: [String], isOfEdges isKnownOfEdges: Bool = false, hasType: Bool = true) throws(StoreError) {
    if ["_id", "_labels", "_start", "_end", "_type"].allSatisfy(fields.contains) {
      throw StoreError(
        .invalidProperty,
        "nodes and relationships in one table, as `apoc.export.csv.all` writes them: with `bulkImport: true` it writes tables that are read, and "
          + "`apoc.export.json.all` lines that are")
    }
    columns = []
    for (index, field) in fields.enumerated() {
      do throws(StoreError) { columns.append(try CSVHeader.column(field)) } catch {
        throw StoreError(error.code, "column \(index + 1): \(error.message)")
      }
    }
    isOfEdges = columns.contains { CSVHeader.isEnd($0.role) || $0.role == .type }
    try nameRoles(isKnownOfEdges, hasType: hasType)
    try check()
  }

  private static func isEnd(_ role: Role) -> Bool {
    switch role {
    case .start, .end: true
    case .id, .labels, .type, .ignored, .property: false
    }
  }

  private static func column(_ text: String) throws(StoreError) -> Column {
    guard let colon = text.lastIndex(of: ":"), !isInBraces(colon, text) else {
      return Column(name: text, role: .property, type: CSVHeader.keyType(text))
    }
    return try column(named: String(text[..<colon]), String(text[text.index(after: colon)...]), text)
  }

  /// The colon of `{id-type:int}` begins no type.
  private static func isInBraces(_ colon: String.Index, _ text: String) -> Bool { text[colon...].contains("}") }

  private static func column(named name: String, _ kind: String, _ text: String) throws(StoreError) -> Column {
    let (word, space) = try parts(kind)
    switch word.uppercased() {
    case "ID": return Column(name: name, role: .id(space: space), type: CSVHeader.keyType(name))
    case "START_ID": return Column(name: "", role: .start(space: space))
    case "END_ID": return Column(name: "", role: .end(space: space))
    case "LABEL": return Column(name: "", role: .labels)
    case "TYPE": return Column(name: "", role: .type)
    case "IGNORE": return Column(name: "", role: .ignored)
    default: break
    }
    let isList = word.hasSuffix("[]")
    let base = isList ? String(word.dropLast(2)) : word
    guard let type = CSVType(header: base) else {
      throw StoreError(.invalidProperty, "unknown type `\(word)` in `\(text)`; known are \(knownTypes), and each with `[]`")
    }
    guard !name.isEmpty else { throw StoreError(.invalidProperty, "a property needs a name before `:\(word)`") }
    return Column(name: name, role: .property, type: type, isList: isList)
  }

  private static func keyType(_ name: String) -> CSVType? { name == "key" ? .string : nil }

  /// Whether rows may be elements that are there already.
  var hasKeys: Bool { columns.contains { $0.name == "key" && $0.type == .string && !$0.isList } }

  private static var knownTypes: String { CSVType.allCases.map(\.headerName).joined(separator: ", ") }

  /// `ID(Space)` → `ID`, `Space`.
  private static func parts(_ kind: String) throws(StoreError) -> (String, String?) {
    guard let open = kind.firstIndex(of: "(") else { return (kind, nil) }
    guard kind.last == ")" else { throw StoreError(.invalidProperty, "`\(kind)` has no closing parenthesis") }
    let space = kind[kind.index(after: open)...].dropLast()
    return (String(kind[..<open]), String(space))
  }

  // MARK: Plain names

  private static let endNames = [("src", "dst"), ("source", "target"), ("from", "to"), ("start", "end")]
  /// Of files that are known to be of edges.
  private static let wordsForEnds = endNames + [("who", "what"), ("who", "whom"), ("subject", "object")]
  private static let typeNames = ["type", "relation", "relationship", "predicate"]

  /// Gives the columns of a file without roles the roles that their names suggest. Braces are read here too.
  private mutating func nameRoles(_ isKnownOfEdges: Bool, hasType: Bool) throws(StoreError) {
    for index in columns.indices where columns[index].name.hasSuffix("}") { try readOptions(index) }
    guard !hasRoles, columns.count > 0 else { return }
    let lowered = columns.map { $0.name.lowercased() }
    let type = hasType ? nil : lowered.firstIndex { CSVHeader.typeNames.contains($0) }
    guard let (start, end) = CSVHeader.ends(lowered, besides: type, isKnownOfEdges) else {
      if let index = lowered.firstIndex(of: "id") { columns[index].role = .id(space: nil) }
      return
    }
    columns[start] = Column(name: "", role: .start(space: nil))
    columns[end] = Column(name: "", role: .end(space: nil))
    if let type { columns[type] = Column(name: "", role: .type) }
    isOfEdges = true
  }

  /// The columns of the ends; nil when the file is none of edges.
  private static func ends(_ columns: [String], besides type: Int?, _ isKnownOfEdges: Bool) -> (Int, Int)? {
    if isKnownOfEdges, let places = wordsForEnds.lazy.compactMap({ places(of: $0, columns) }).first { return places }
    let first = columns.indices.filter { $0 != type }.prefix(2)
    guard first.count == 2, isKnownOfEdges || endNames.contains(where: { $0 == (columns[first[0]], columns[first[1]]) }) else { return nil }
    return (first[0], first[1])
  }

  private static func places(of names: (String, String), _ columns: [String]) -> (Int, Int)? {
    guard let start = columns.firstIndex(of: names.0), let end = columns.firstIndex(of: names.1) else { return nil }
    return (start, end)
  }

  private var hasRoles: Bool { columns.contains { $0.role != .property && $0.role != .ignored } }

  /// Makes the first column of a file of nodes the id where none is one, as igraph has it.
  mutating func takeIDsFromFirstColumn() {
    if !hasRoles, columns.first?.role == .property, columns.first?.isList == false { columns[0].role = .id(space: nil) }
  }

  /// `id:ID(Space){id-type:int}` came here as a name.
  private mutating func readOptions(_ index: Int) throws(StoreError) {
    let text = columns[index].name
    guard let open = text.lastIndex(of: "{") else { return }
    var column = try CSVHeader.column(String(text[..<open]))
    for option in text[text.index(after: open)...].dropLast().split(separator: ",") {
      let parts = option.split(separator: ":", maxSplits: 1).map { $0.filter { $0 != " " } }
      let isKnown: Bool
      do throws(StoreError) { isKnown = parts.count == 2 ? try CSVHeader.set(parts[0], parts[1], of: &column) : false } catch {
        throw StoreError(error.code, "column \(index + 1): \(error.message)")
      }
      guard isKnown else {
        throw StoreError(
          .invalidProperty,
          "column \(index + 1): unknown option `\(option)`; known are id-type:int and id-type:string of ids, timezone of datetime and time, crs of point")
      }
    }
    columns[index] = column
    if CSVHeader.isEnd(column.role) { isOfEdges = true }
  }

  /// False for an option that the column's type has not, or a value that it has not.
  private static func set(_ option: String, _ value: String, of column: inout Column) throws(StoreError) -> Bool {
    switch (option, column.role, column.type) {
    case ("id-type", .id, _), ("id-type", .start, _), ("id-type", .end, _):
      guard let type = CSVType(header: value), type == .int || type == .string else { return false }
      column.type = type
    case ("timezone", .property, .zonedDateTime), ("timezone", .property, .zonedTime):
      guard let zone = ZonedDateTime.DefaultZone(text: value) else {
        throw StoreError(.invalidProperty, "unknown time zone `\(value)`; write an offset such as +02:00, or a name such as Europe/Stockholm")
      }
      if column.type == .zonedTime, case .named = zone {
        throw StoreError(.invalidProperty, "a time of day has no date, by which `\(value)` has an offset; write one such as +02:00")
      }
      column.defaults.zone = zone
    case ("crs", .property, .point): column.defaults.coordinateSystem = value
    default: return false
    }
    return true
  }

  private func check() throws(StoreError) {
    var seen: Set<String> = []
    for column in columns where column.role == .property || !column.name.isEmpty {
      guard !column.name.isEmpty else {
        let number = (columns.firstIndex { $0.role == .property && $0.name.isEmpty } ?? 0) + 1
        throw StoreError(.invalidProperty, "column \(number) has no name; `:IGNORE` as its name leaves it out")
      }
      guard seen.insert(column.name).inserted else {
        throw StoreError(.invalidProperty, "two columns are called `\(column.name)`")
      }
    }
    let starts = columns.count { if case .start = $0.role { true } else { false } }
    let ends = columns.count { if case .end = $0.role { true } else { false } }
    let ids = columns.count { if case .id = $0.role { true } else { false } }
    let types = columns.count { $0.role == .type }
    if isOfEdges {
      guard starts == 1, ends == 1, types <= 1 else {
        throw StoreError(.invalidProperty, "a file of edges needs one `:START_ID`, one `:END_ID` and at most one `:TYPE`")
      }
      guard ids == 0, !columns.contains(where: { $0.role == .labels }) else {
        throw StoreError(.invalidProperty, "a file has either `:ID` and `:LABEL`, or `:START_ID`, `:END_ID` and `:TYPE`")
      }
    } else if ids > 1 {
      throw StoreError(.invalidProperty, "a file of nodes has at most one `:ID`")
    }
  }
}

extension ZonedDateTime.DefaultZone {
  /// `Z`, `+02:00`, or the name of a zone that is known here.
  fileprivate init?(text: String) {
    let offset = Array(text.utf8).withUnsafeBufferPointer { bytes -> Int32? in
      var scanner = ISOScanner(bytes)
      guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
      return offset
    }
    if let offset {
      self = .offset(offset)
    } else if TimeZoneDatabase.isWellFormed(text), TimeZoneDatabase.rules(named: text) != nil {
      self = .named(text)
    } else {
      return nil
    }
  }
}
