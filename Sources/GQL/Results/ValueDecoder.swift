import GraphStore

/// Gives one value to types that are `Decodable`.
///
/// | Value | Decodes as |
/// |---|---|
/// | null | nil |
/// | record, node, edge | a keyed container; of nodes and edges their properties |
/// | list, bytes | an unkeyed container |
/// | integer | any integer type that holds it, `Double`, `Float` |
/// | float | `Double`, `Float` |
/// | every value | `Value` and the library's type for it, such as `LocalDate` |
struct ValueDecoder: Decoder {
  let value: Value
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ value: Value, path: [any CodingKey]) {
    self.value = value
    codingPath = path
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: self) }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    switch value {
    case .record(let record): keyed(record)
    case .node(let node): keyed(node.properties)
    case .edge(let edge): keyed(edge.properties)
    case .null, .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime, .duration, .list, .path:
      throw mismatch("a record, node or edge", type)
    }
  }

  private func keyed<Key: CodingKey>(_ record: Record) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(FieldDecoder(record: record, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    switch value {
    case .list(let items): return ItemDecoder(items: items, codingPath: codingPath)
    case .bytes(let bytes): return ItemDecoder(items: bytes.map { .int(Int64($0)) }, codingPath: codingPath)
    case .null, .bool, .int, .float, .decimal, .string, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime,
      .duration, .record, .node, .edge, .path:
      throw mismatch("a list", [Value].self)
    }
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func mismatch(_ expected: String, _ type: Any.Type) -> DecodingError {
    let context = DecodingError.Context(codingPath: codingPath, debugDescription: "expected \(expected), found \(found)")
    return value.isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }

  /// What the value is, without what it holds: values stay out of messages.
  private var found: String {
    switch value {
    case .null: "null"
    case .bool: "a Boolean"
    case .int: "an integer"
    case .float: "a float"
    case .decimal: "a decimal"
    case .string: "a string"
    case .bytes: "bytes"
    case .date: "a date"
    case .localTime: "a local time"
    case .zonedTime: "a zoned time"
    case .localDateTime: "a local datetime"
    case .zonedDateTime: "a zoned datetime"
    case .duration: "a duration"
    case .list: "a list"
    case .record: "a record"
    case .node: "a node"
    case .edge: "an edge"
    case .path: "a path"
    }
  }
}

extension ValueDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { value.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard let result = value.bool else { throw mismatch("a Boolean", type) }
    return result
  }

  func decode(_ type: String.Type) throws -> String {
    guard let result = value.string else { throw mismatch("a string", type) }
    return result
  }

  func decode(_ type: Double.Type) throws -> Double {
    if case .float(let number) = value { return number }
    guard case .int(let number) = value else { throw mismatch("a number", type) }
    guard let exact = Double(exactly: number) else { throw tooLarge(type) }
    return exact
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  private func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
    guard case .int(let number) = value else { throw mismatch("an integer", type) }
    guard let result = T(exactly: number) else { throw tooLarge(type) }
    return result
  }

  private func tooLarge(_ type: Any.Type) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: "the number does not fit \(type)"))
  }
}
