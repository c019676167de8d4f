import GraphStore

/// JSON for programs that know nothing of our types: times and durations are strings, as are numbers that JSON has not.
enum JSONOutput {
  static func text(_ value: Value) -> String {
    switch value {
    case .null: return "null"
    case .bool(let truth): return truth ? "true" : "false"
    case .int(let number): return String(number)
    case .float(let number): return number.isFinite ? number.description : string(PlainText.float(number))
    case .decimal(let number): return number.text
    case .string(let text): return string(text)
    case .bytes(let bytes): return string(PlainText.hexadecimal(bytes))
    case .date(let date): return string(date.isoText)
    case .localTime(let time): return string(time.isoText)
    case .zonedTime(let time): return string(time.isoText)
    case .localDateTime(let dateTime): return string(dateTime.isoText)
    case .zonedDateTime(let dateTime): return string(dateTime.isoText)
    case .duration(let duration): return string(duration.isoText)
    case .list(let items): return array(items.map(text))
    case .record(let record): return object(record.fields.map { ($0.name, text($0.value)) })
    // Elements are no properties.
    case .node, .edge, .path: return "null"
    }
  }

  static func array(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

  static func object(_ members: [(name: String, value: String)]) -> String {
    "{" + members.map { string($0.name) + ":" + $0.value }.joined(separator: ",") + "}"
  }

  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Flat attributes beside members that the format gives a meaning: a property called as one of those is written with `_` in front.
struct ReservedNames {
  let names: Set<String>

  /// Also takes another `_` where a name is one of ours already, so that reading is exact.
  func written(_ name: String) -> String { isReserved(name) ? "_" + name : name }

  func read(_ name: String) -> String { name.hasPrefix("_") && isReserved(String(name.dropFirst())) ? String(name.dropFirst()) : name }

  private func isReserved(_ name: String) -> Bool { names.contains(String(name.drop { $0 == "_" })) }
}
