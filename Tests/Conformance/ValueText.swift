import GQL
import GraphStore

/// Values in the notation of the kit, in one canonical spelling, so that equal texts mean equal values.
enum ValueText {
  /// Temporal values are written as strings; labels and keys are in order; lists too when their order does not count.
  static func of(_ value: Value, ignoringListOrder: Bool = false) -> String {
    func text(_ value: Value) -> String { of(value, ignoringListOrder: ignoringListOrder) }
    switch value {
    case .null: return "null"
    case .bool(let bool): return bool ? "true" : "false"
    case .int(let int): return String(int)
    case .float(let float): return of(float)
    case .decimal(let decimal): return decimal.text
    case .string(let string): return quoted(string)
    case .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration:
      return quoted(temporal(value))
    case .list(let items):
      let texts = items.map(text)
      return "[" + (ignoringListOrder ? texts.sorted() : texts).joined(separator: ", ") + "]"
    case .record(let record): return fields(record, text)
    case .node(let node): return of(node, text)
    case .edge(let edge): return "[:\(edge.type)\(spaced(fields(edge.properties, text)))]"
    case .path(let path):
      var result = "<" + of(path.nodes[0], text)
      for (index, edge) in path.edges.enumerated() {
        let arrow = "[:\(edge.type)\(spaced(fields(edge.properties, text)))]"
        result += edge.source == path.nodes[index].id ? "-\(arrow)->" : "<-\(arrow)-"
        result += of(path.nodes[index + 1], text)
      }
      return result + ">"
    }
  }

  private static func of(_ node: Node, _ text: (Value) -> String) -> String {
    let labels = node.labels.sorted().map { ":" + $0 }.joined()
    let properties = node.properties.isEmpty ? "" : fields(node.properties, text)
    return "(" + labels + (labels.isEmpty || properties.isEmpty ? "" : " ") + properties + ")"
  }

  private static func spaced(_ fields: String) -> String { fields == "{}" ? "" : " " + fields }

  private static func fields(_ record: Record, _ text: (Value) -> String) -> String {
    "{" + record.fields.sorted { $0.name < $1.name }.map { "\($0.name): \(text($0.value))" }.joined(separator: ", ") + "}"
  }

  static func of(_ float: Double) -> String {
    float.isNaN ? "NaN" : float.isInfinite ? (float < 0 ? "-Inf" : "Inf") : float.description
  }

  static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  private static func temporal(_ value: Value) -> String {
    switch value {
    case .date(let date): date.isoText
    case .localTime(let time): time.isoText
    case .zonedTime(let time): time.isoText
    case .localDateTime(let dateTime): dateTime.isoText
    case .zonedDateTime(let dateTime): dateTime.isoText
    case .duration(let duration): duration.isoText
    default: value.description
    }
  }
}

/// Reads the notation of the kit.
struct ValueReader {
  private let text: [Character]
  private var index = 0

  init(_ text: String) { self.text = Array(text) }

  /// The text in the canonical spelling; as it is when it cannot be read.
  static func canonical(_ text: String, ignoringListOrder: Bool) -> String {
    var reader = ValueReader(text)
    guard let result = reader.element(ignoringListOrder), reader.atEnd else { return text }
    return result
  }

  /// A parameter or a procedure's value.
  static func value(_ text: String) -> Value? {
    var reader = ValueReader(text)
    return reader.plain()
  }

  private var atEnd: Bool { index >= text.count }
  private var current: Character? { index < text.count ? text[index] : nil }

  private mutating func skipSpace() { while let next = current, next.isWhitespace { index += 1 } }
  private mutating func eat(_ word: String) -> Bool {
    skipSpace()
    let letters = Array(word)
    guard text[index...].starts(with: letters) else { return false }
    index += letters.count
    return true
  }

  /// Any value with its elements, as canonical text.
  private mutating func element(_ ignoresOrder: Bool) -> String? {
    skipSpace()
    if eat("<") {
      var result = "<"
      while !eat(">") {
        guard let part = step(ignoresOrder) else { return nil }
        result += part
      }
      return result + ">"
    }
    if current == "(" { return node(ignoresOrder) }
    if current == "[", index + 1 < text.count, text[index + 1] == ":" { return edge(ignoresOrder) }
    if eat("[") {
      var items: [String] = []
      if !eat("]") {
        repeat {
          guard let item = element(ignoresOrder) else { return nil }
          items.append(item)
        } while eat(",")
        guard eat("]") else { return nil }
      }
      return "[" + (ignoresOrder ? items.sorted() : items).joined(separator: ", ") + "]"
    }
    if current == "{" { return map(ignoresOrder) }
    return plain().map { ValueText.of($0) }
  }

  private mutating func step(_ ignoresOrder: Bool) -> String? {
    if current == "(" { return node(ignoresOrder) }
    if eat("<-") {
      guard let edge = edge(ignoresOrder), eat("-") else { return nil }
      return "<-\(edge)-"
    }
    guard eat("-"), let edge = edge(ignoresOrder), eat("->") else { return nil }
    return "-\(edge)->"
  }

  private mutating func labels() -> [String] {
    var labels: [String] = []
    while eat(":") {
      var name = ""
      while let next = current, next.isLetter || next.isNumber || next == "_" {
        name.append(next)
        index += 1
      }
      labels.append(name)
    }
    return labels
  }

  private mutating func node(_ ignoresOrder: Bool) -> String? {
    guard eat("(") else { return nil }
    let labels = labels().sorted().map { ":" + $0 }.joined()
    skipSpace()
    var properties = ""
    if current == "{" {
      guard let map = map(ignoresOrder) else { return nil }
      properties = map == "{}" ? "" : map
    }
    guard eat(")") else { return nil }
    return "(" + labels + (labels.isEmpty || properties.isEmpty ? "" : " ") + properties + ")"
  }

  private mutating func edge(_ ignoresOrder: Bool) -> String? {
    guard eat("[") else { return nil }
    let labels = labels().map { ":" + $0 }.joined()
    skipSpace()
    var properties = ""
    if current == "{" {
      guard let map = map(ignoresOrder) else { return nil }
      properties = map == "{}" ? "" : " " + map
    }
    guard eat("]") else { return nil }
    return "[\(labels)\(properties)]"
  }

  private mutating func map(_ ignoresOrder: Bool) -> String? {
    guard eat("{") else { return nil }
    var fields: [(name: String, text: String)] = []
    if !eat("}") {
      repeat {
        guard let name = name(), eat(":"), let value = element(ignoresOrder) else { return nil }
        fields.append((name, value))
      } while eat(",")
      guard eat("}") else { return nil }
    }
    return "{" + fields.sorted { $0.name < $1.name }.map { "\($0.name): \($0.text)" }.joined(separator: ", ") + "}"
  }

  private mutating func name() -> String? {
    skipSpace()
    var name = ""
    let isQuoted = current == "`"
    if isQuoted { index += 1 }
    while let next = current, isQuoted ? next != "`" : next.isLetter || next.isNumber || next == "_" {
      name.append(next)
      index += 1
    }
    if isQuoted { index += 1 }
    return name.isEmpty ? nil : name
  }

  private mutating func plain() -> Value? {
    skipSpace()
    if eat("'") {
      var result = ""
      while let next = current, next != "'" {
        index += 1
        if next == "\\", let escaped = current {
          result.append(escaped == "n" ? "\n" : escaped == "t" ? "\t" : escaped)
          index += 1
        } else {
          result.append(next)
        }
      }
      return eat("'") ? .string(result) : nil
    }
    if eat("[") {
      var items: [Value] = []
      if eat("]") { return .list([]) }
      repeat {
        guard let item = plain() else { return nil }
        items.append(item)
      } while eat(",")
      return eat("]") ? .list(items) : nil
    }
    if eat("{") {
      var fields: [(name: String, value: Value)] = []
      if eat("}") { return .record(Record()) }
      repeat {
        guard let name = name(), eat(":"), let value = plain() else { return nil }
        fields.append((name, value))
      } while eat(",")
      return eat("}") ? .record(Record(fields)) : nil
    }
    var word = ""
    while let next = current, next.isLetter || next.isNumber || "+-.".contains(next) {
      word.append(next)
      index += 1
    }
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "NaN": return .float(.nan)
    case "Inf": return .float(.infinity)
    case "-Inf": return .float(-.infinity)
    default: return Int64(word).map { .int($0) } ?? Double(word).map { .float($0) }
    }
  }
}
