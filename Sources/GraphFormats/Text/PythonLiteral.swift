import GraphStore

/// A dictionary as Python prints it: `{'weight': 4, 'since': None, 'tags': ['a', "b"]}`. NetworkX writes the attributes of edges so.
struct PythonLiteral {
  /// Lists and dictionaries in each other.
  private static let depthLimit = 100
  private var rest: Substring.UnicodeScalarView

  /// - Throws: `invalidProperty`, without a place, for anything but dictionaries, lists, tuples, texts, numbers, `True`, `False` and `None`.
  static func record(_ text: Substring) throws(StoreError) -> Record {
    var literal = PythonLiteral(rest: text.unicodeScalars)
    let value = try literal.value(depth: 0)
    literal.skipBlanks()
    guard case .record(let record) = value, literal.rest.isEmpty else { throw literal.fault() }
    return record
  }

  private mutating func value(depth: Int) throws(StoreError) -> Value {
    guard depth < Self.depthLimit else { throw fault() }
    skipBlanks()
    switch rest.first {
    case "{":
      var fields: [(name: String, value: Value)] = []
      try items("{", "}") { (literal: inout Self) throws(StoreError) in
        guard case .string(let name) = try literal.value(depth: depth + 1) else { throw literal.fault() }
        guard literal.eat(":") else { throw literal.fault() }
        fields.append((name, try literal.value(depth: depth + 1)))
      }
      return .record(Record(fields))
    case "[": return .list(try list("[", "]", depth))
    case "(": return .list(try list("(", ")", depth))
    case "'", "\"": return .string(try string())
    default: return try word()
    }
  }

  private mutating func list(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ depth: Int) throws(StoreError) -> [Value] {
    var values: [Value] = []
    try items(open, close) { (literal: inout Self) throws(StoreError) in values.append(try literal.value(depth: depth + 1)) }
    return values
  }

  /// A comma may stand behind the last one.
  private mutating func items(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ item: (inout Self) throws(StoreError) -> Void
  ) throws(StoreError) {
    guard eat(open) else { throw fault() }
    while !eat(close) {
      try item(&self)
      if eat(close) { return }
      guard eat(",") else { throw fault() }
    }
  }

  private mutating func word() throws(StoreError) -> Value {
    let word = String(rest.prefix { !",:]}) \t".unicodeScalars.contains($0) })
    rest = rest.dropFirst(word.unicodeScalars.count)
    switch word {
    case "True": return .bool(true)
    case "False": return .bool(false)
    case "None": return .null
    case "nan": return .float(.nan)
    case "inf": return .float(.infinity)
    case "-inf": return .float(-.infinity)
    default:
      if let number = Int64(word) { return .int(number) }
      guard let first = word.utf8.first(where: { $0 != UInt8(ascii: "-") }), first &- 0x30 < 10, let number = Double(word) else { throw fault(word) }
      return .float(number)
    }
  }

  private mutating func string() throws(StoreError) -> String {
    guard let quote = rest.popFirst() else { throw fault() }
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == quote { return String(text) }
      text.append(scalar == "\\" ? try escaped() : scalar)
    }
    throw fault()
  }

  private mutating func escaped() throws(StoreError) -> Unicode.Scalar {
    switch rest.popFirst() {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "\\": return "\\"
    case "'": return "'"
    case "\"": return "\""
    case "x": return try scalar(digits: 2)
    case "u": return try scalar(digits: 4)
    case "U": return try scalar(digits: 8)
    default: throw fault()
    }
  }

  private mutating func scalar(digits: Int) throws(StoreError) -> Unicode.Scalar {
    let text = String(rest.prefix(digits))
    rest = rest.dropFirst(digits)
    guard text.utf8.count == digits, let number = UInt32(text, radix: 16), let scalar = Unicode.Scalar(number) else { throw fault(text) }
    return scalar
  }

  private mutating func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\t" } }

  private mutating func eat(_ sign: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard rest.first == sign else { return false }
    rest.removeFirst()
    return true
  }

  private func fault(_ word: String? = nil) -> StoreError {
    let found = word ?? String(Substring(rest).prefix(20))
    return StoreError(.invalidProperty, "expected a dictionary of Python with texts, numbers and lists, found \(found.isEmpty ? "its end too soon" : "`\(found)`")")
  }
}
