/// Single values and records as JSON text of the form that the file has (see `PropertyText`): exact both ways.
package enum PropertyJSON {
  /// - Throws: `invalidProperty` for nodes, edges and paths.
  package static func text(_ value: Value) throws(StoreError) -> String {
    // As the only field of a record, whose wrapping is taken off again.
    let bytes = try PropertyText.encode(Record([(name: "v", value: value)]), depth: PropertyText.anyDepth)
    guard bytes.count > 2 else { return "null" }
    return String(decoding: bytes[5..<bytes.count - 1], as: UTF8.self)
  }

  /// - Throws: `corrupt` with what is wrong.
  package static func value(_ text: String) throws(StoreError) -> Value {
    try record(Array("{\"v\":\(text)}".utf8))["v"] ?? .null
  }

  /// - Throws: `corrupt` with what is wrong, and at which byte; that is an object that has a key twice, too.
  package static func record(_ bytes: [UInt8]) throws(StoreError) -> Record {
    let result: Result<Record, StoreError> = bytes.withUnsafeBufferPointer { buffer in
      do throws(PropertyFault) { return .success(try PropertyText.record(buffer, refusingRepetitions: true)) } catch { return .failure(error.storeError) }
    }
    return try result.get()
  }
}
