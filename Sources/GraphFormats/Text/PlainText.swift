import GraphStore

/// Values as text for programs that know no types: ISO 8601 for times, hexadecimal for bytes, JSON for what has parts.
enum PlainText {
  static func of(_ value: Value) throws(StoreError) -> String {
    switch value {
    case .null: ""
    case .bool(let truth): truth ? "true" : "false"
    case .int(let number): String(number)
    case .float(let number): float(number)
    case .decimal(let number): number.text
    case .string(let text): text
    case .bytes(let bytes): hexadecimal(bytes)
    case .date(let date): date.isoText
    case .localTime(let time): time.isoText
    case .zonedTime(let time): time.isoText
    case .localDateTime(let dateTime): dateTime.isoText
    case .zonedDateTime(let dateTime): dateTime.isoText
    case .duration(let duration): duration.isoText
    case .list, .record, .node, .edge, .path: try PropertyJSON.text(value)
    }
  }

  /// As XML Schema has it.
  static func float(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-INF" : "INF" }
    return number.description
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// What a person would call a node: see `Node.namingKeys`; else its labels and id.
  static func caption(_ node: Node) -> String {
    node.givenName ?? (node.labels.isEmpty ? "" : node.labels.joined(separator: ", ") + " ") + String(node.id.rawValue)
  }
}
