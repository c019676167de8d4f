import GraphStore

// The library's own values decode from query results only: from another decoder they throw.

extension Value: Decodable {
  public init(from decoder: any Decoder) throws { self = try ValueDecoder.value(of: decoder, Value.self) }
}

extension ExactDecimal: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "a decimal") { $0.decimal }
  }
}

extension LocalDate: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "a date") { $0.date }
  }
}

extension LocalTime: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "a local time") { $0.localTime }
  }
}

extension ZonedTime: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "a zoned time") { $0.zonedTime }
  }
}

extension LocalDateTime: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "a local datetime") { $0.localDateTime }
  }
}

extension ZonedDateTime: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "a zoned datetime") { $0.zonedDateTime }
  }
}

extension CalendarDuration: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "a duration") { $0.duration }
  }
}

extension Record: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "a record") { $0.record }
  }
}

extension Node: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "a node") { $0.node }
  }
}

extension Edge: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "an edge") { $0.edge }
  }
}

extension Path: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try ValueDecoder.unwrap(decoder, "a path") { $0.path }
  }
}

extension ValueDecoder {
  fileprivate static func value(of decoder: any Decoder, _ type: Any.Type) throws -> Value {
    if let own = decoder as? ValueDecoder { return own.value }
    throw DecodingError.dataCorrupted(
      DecodingError.Context(
        codingPath: decoder.codingPath, debugDescription: "\(type) decodes from the results of queries only"))
  }

  fileprivate static func unwrap<T>(_ decoder: any Decoder, _ noun: String, _ body: (Value) -> T?) throws -> T {
    let value = try value(of: decoder, T.self)
    if let result = body(value) { return result }
    throw ValueDecoder(value, path: decoder.codingPath).mismatch(noun, T.self)
  }
}
