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

  /// - Parameter known: settings that the algorithm has besides those of every projection.
  init(_ cell: Cell, _ known: [String] = []) throws(QueryError) {
    guard cell.tag == .record || cell.isNull else {
      throw QueryError(.invalidValueType, "the options are a record such as {types: ['FOLLOWS']}, found \(cell.typeName)")
    }
    var fields: [String: Cell] = [:]
    let all = ["labels", "types", "direction", "weight"] + known
    let parts = cell.isNull ? UnsafeBufferPointer<Cell>(start: nil, count: 0) : cell.fieldCells
    for index in stride(from: 0, to: parts.count, by: 2) {
      let name = String(decoding: parts[index].utf8, as: UTF8.self)
      guard all.contains(name) else {
        throw QueryError(.dataException, "there is no option `\(name)`", hints: ["the options are \(all.joined(separator: ", "))"])
      }
      if !parts[index + 1].isNull { fields[name] = parts[index + 1] }
    }
    self.fields = fields
    labels = try ProjectionOptions.names(fields["labels"], "labels")
    types = try ProjectionOptions.names(fields["types"], "types")
    weight = try ProjectionOptions.names(fields["weight"], "weight")?.first
    let direction = try ProjectionOptions.names(fields["direction"], "direction")?.first ?? "outgoing"
    switch direction {
    case "outgoing": directions = [.outgoing, .undirected]
    case "incoming": directions = [.incoming, .undirected]
    case "both": directions = .any
    default:
      throw QueryError(.dataException, "`direction` is 'outgoing', 'incoming' or 'both', found '\(direction)'")
    }
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
