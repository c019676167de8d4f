/// Values as GQL text. Values other than elements, paths, NaN and infinities are literals that read back as
/// the same value; decimals carry the suffix `M` for that.
extension Value: CustomStringConvertible {
  public var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  func write(to text: inout String) {
    switch self {
    case .null: text += "NULL"
    case .bool(let value): text += value ? "TRUE" : "FALSE"
    case .int(let value): text += String(value)
    case .float(let value): text += ValueText.float(value)
    case .decimal(let value): text += value.text + "M"
    case .string(let value): text += ValueText.quoted(value)
    case .bytes(let value): text += ValueText.hexadecimal(value)
    case .date(let value): text += "DATE '\(value.isoText)'"
    case .localTime(let value): text += "TIME '\(value.isoText)'"
    case .zonedTime(let value): text += "TIME '\(value.isoText)'"
    case .localDateTime(let value): text += "DATETIME '\(value.isoText)'"
    case .zonedDateTime(let value): text += "DATETIME '\(value.isoText)'"
    case .duration(let value): text += "DURATION '\(value.isoText)'"
    case .list(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += ", " }
        value.write(to: &text)
      }
      text += "]"
    case .record(let record): record.write(to: &text)
    case .node(let node): node.write(to: &text)
    case .edge(let edge): edge.write(to: &text)
    case .path(let path): path.write(to: &text)
    }
  }
}

extension Record: CustomStringConvertible {
  /// `{a: 1, b: 'x'}`.
  public var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  func write(to text: inout String) {
    text += "{"
    for (index, field) in fields.enumerated() {
      if index > 0 { text += ", " }
      text += ValueText.name(field.name) + ": "
      field.value.write(to: &text)
    }
    text += "}"
  }
}

extension Node: CustomStringConvertible {
  /// `(:Person&Minister {name: 'Ann'})`.
  public var description: String { Value.node(self).description }

  func write(to text: inout String) {
    text += "("
    if !labels.isEmpty { text += ":" + labels.map(ValueText.name).joined(separator: "&") }
    if !properties.isEmpty {
      if !labels.isEmpty { text += " " }
      properties.write(to: &text)
    }
    text += ")"
  }
}

extension Edge: CustomStringConvertible {
  /// `[:KNOWS {since: 2020}]`.
  public var description: String { Value.edge(self).description }

  func write(to text: inout String) {
    text += "[:" + ValueText.name(type)
    if !properties.isEmpty {
      text += " "
      properties.write(to: &text)
    }
    text += "]"
  }
}

extension Path: CustomStringConvertible {
  /// `(:A)-[:T]->(:B)<-[:U]-(:C)`; undirected edges as `~[:V]~`.
  public var description: String { Value.path(self).description }

  func write(to text: inout String) {
    for (index, node) in nodes.enumerated() {
      node.write(to: &text)
      guard index < edges.count else { return }
      let edge = edges[index]
      let isForward = edge.source == node.id
      text += edge.isDirected ? (isForward ? "-" : "<-") : "~"
      edge.write(to: &text)
      text += edge.isDirected ? (isForward ? "->" : "-") : "~"
    }
  }
}

/// Pieces of GQL text.
public enum ValueText {
  /// The shortest digits that read back as the same float, always with a point or an exponent: `1.0`, `1e20`,
  /// `-2.5e-7`, `NaN`, `Infinity`.
  public static func float(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    let text = value.description
    guard let plus = text.firstIndex(of: "+") else { return text }
    return String(text[..<plus] + text[text.index(after: plus)...])
  }

  /// `'it''s'`: quotes doubled, backslashes and what a terminal could obey (controls, direction marks, line separators) escaped.
  public static func quoted(_ value: String) -> String {
    var text = "'"
    for scalar in value.unicodeScalars {
      switch scalar {
      case "'": text += "''"
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where isUnsafe(scalar): text += escaped(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "'"
  }

  /// A name as it stands in GQL text: in backquotes, which are doubled inside, unless it is letters, digits
  /// and `_`.
  public static func name(_ name: String) -> String {
    let isRegular =
      name.utf8.first.map { $0 &- 0x30 >= 10 } == true
      && name.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F }
    guard !isRegular else { return name }
    var text = "`"
    for scalar in name.unicodeScalars {
      if scalar == "`" {
        text += "``"
      } else if scalar == "\\" {
        text += "\\\\"
      } else if isUnsafe(scalar) {
        text += escaped(scalar)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text + "`"
  }

  /// `X'0aff'`.
  public static func hexadecimal(_ bytes: [UInt8]) -> String {
    "X'" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'"
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let width = scalar.value > 0xFFFF ? 6 : 4
    return (width == 6 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.utf8.count) + digits
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
