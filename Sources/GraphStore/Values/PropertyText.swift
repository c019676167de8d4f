/// Stands in for the property encoding on this branch only: integers and strings, anything else is refused.
enum PropertyText {
  static func encode(_ record: Record) throws(StoreError) -> [UInt8] {
    var parts: [String] = []
    for (name, value) in record.fields {
      let key = LabelSetText.encode([name]).dropFirst().dropLast()
      switch value {
      case .null: continue
      case .int(let number): parts.append("\(key):\(number)")
      case .string(let text): parts.append("\(key):\(LabelSetText.encode([text]).dropFirst().dropLast())")
      case .bool, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
        .duration, .list, .record, .node, .edge, .path:
        throw StoreError(.invalidProperty, "not on this branch")
      }
    }
    return Array("{\(parts.joined(separator: ","))}".utf8)
  }

  static func decode(_ text: UnsafeBufferPointer<UInt8>) throws(StoreError) -> Record {
    var cursor = JSONCursor(text)
    var record = Record()
    let wrong = StoreError(.corrupt, "properties are not readable")
    guard cursor.eat(UInt8(ascii: "{")) else { throw wrong }
    if cursor.eat(UInt8(ascii: "}")) { return record }
    repeat {
      guard let key = cursor.readString(), cursor.eat(UInt8(ascii: ":")) else { throw wrong }
      let name = String(decoding: key, as: UTF8.self)
      if cursor.peek() == UInt8(ascii: "\"") {
        guard let bytes = cursor.readString() else { throw wrong }
        record[name] = .string(String(decoding: bytes, as: UTF8.self))
      } else {
        guard let number = Int64(String(decoding: cursor.readBareWord(), as: UTF8.self)) else { throw wrong }
        record[name] = .int(number)
      }
    } while cursor.eat(UInt8(ascii: ","))
    guard cursor.eat(UInt8(ascii: "}")), cursor.isAtEnd else { throw wrong }
    return record
  }
}
