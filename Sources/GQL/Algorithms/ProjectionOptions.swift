import GraphStore

/// What an algorithm is told about the part of the graph it works on, and its own settings: a record such as
/// `{labels: ['Person'], types: ['FOLLOWS'], direction: 'both', damping: 0.85}`. Every field may be left out.
struct ProjectionOptions {
  private let fields: [String: Cell]
  let labels: [String]?
  let types: [String]?
  /// How edges are followed: out of their source, into it, or both.
  let directions: EdgeDirections
  /// An edge property; nil = each edge weighs 1.
  let weight: String?

  /// - Parameter known: the options of the algorithm.
  init(_ cell: Cell, _ known: [String]) throws(QueryError) {
    guard cell.tag == .record || cell.isNull else {
      throw QueryError(.invalidValueType, "the options are a record such as {types: ['FOLLOWS']}, found \(cell.typeName)")
    }
    var fields: [String: Cell] = [:]
    let parts = cell.isNull ? UnsafeBufferPointer<Cell>(start: nil, count: 0) : cell.fieldCells
    for index in stride(from: 0, to: parts.count, by: 2) {
      let name = String(decoding: parts[index].utf8, as: UTF8.self)
      guard known.contains(name) else {
        throw QueryError(.dataException, "there is no option `\(name)`", hints: ["the options are \(known.joined(separator: ", "))"])
      }
      if !parts[index + 1].isNull { fields[name] = parts[index + 1] }
    }
    self.fields = fields
    labels = try ProjectionOptions.names(fields["labels"], "labels")
    types = try ProjectionOptions.names(fields["types"], "types")
    weight = try ProjectionOptions.name(fields["weight"], "weight")
    let direction = try ProjectionOptions.name(fields["direction"], "direction") ?? "outgoing"
    switch direction {
    case "outgoing": directions = [.outgoing, .undirected]
    case "incoming": directions = [.incoming, .undirected]
    case "both": directions = .any
    default:
      throw QueryError(.dataException, "`direction` is 'outgoing', 'incoming' or 'both', found '\(direction)'")
    }
  }

  private static func name(_ cell: Cell?, _ option: String) throws(QueryError) -> String? {
    guard let cell else { return nil }
    guard cell.tag == .string else { throw QueryError(.invalidValueType, "`\(option)` takes one string, found \(cell.typeName)") }
    return String(decoding: cell.utf8, as: UTF8.self)
  }

  /// One string, or a list of them.
  private static func names(_ cell: Cell?, _ option: String) throws(QueryError) -> [String]? {
    guard let cell else { return nil }
    let items = cell.tag == .list ? Array(cell.items) : [cell]
    var names: [String] = []
    for item in items {
      guard item.tag == .string else { throw QueryError(.invalidValueType, "`\(option)` takes strings, found \(item.typeName)") }
      names.append(String(decoding: item.utf8, as: UTF8.self))
    }
    return names
  }

  func number(_ name: String, default standard: Double, in range: ClosedRange<Double>) throws(QueryError) -> Double {
    guard let cell = fields[name] else { return standard }
    guard let value = cell.asDouble else {
      throw QueryError(.invalidValueType, "`\(name)` is a number, found \(cell.typeName)")
    }
    guard range.contains(value) else {
      throw QueryError(.dataException, "`\(name)` is between \(range.lowerBound) and \(range.upperBound), found \(value)")
    }
    return value
  }

  /// A truth value, or 1 or 0; false when it is left out.
  func truth(_ name: String) throws(QueryError) -> Bool {
    guard let cell = fields[name] else { return false }
    if cell.tag == .bool { return cell.bool }
    guard let number = cell.asDouble else {
      throw QueryError(.invalidValueType, "`\(name)` is TRUE or FALSE, found \(cell.typeName)")
    }
    guard number == 0 || number == 1 else { throw QueryError(.dataException, "`\(name)` is TRUE or FALSE, found \(number)") }
    return number == 1
  }

  /// As MATCH warns of names that nobody has.
  func warnOfUnknownNames(_ context: ExecutionContext) {
    guard labels != nil || types != nil else { return }
    let known = CatalogNames(context.reader)
    for label in labels ?? [] where !known.labels.contains(label) {
      context.warn("no node has label `\(label)`", hints: Suggestion.hints(for: label, among: known.labels))
    }
    for type in types ?? [] where !known.edgeTypes.contains(type) {
      context.warn("no edge has type `\(type)`", hints: Suggestion.hints(for: type, among: known.edgeTypes))
    }
  }

  func labelMask(_ reader: any GraphReader) -> [Bool]? {
    guard let labels else { return nil }
    let ids = labels.compactMap { reader.names.id(of: $0) }
    return reader.labelSets.map { set in ids.contains(where: set.contains) }
  }

  func typeIDs(_ reader: any GraphReader) -> [NameID]? {
    guard let types else { return nil }
    return types.compactMap { reader.names.id(of: $0) }
  }
}
