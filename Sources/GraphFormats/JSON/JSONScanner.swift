import GraphStore

/// Walks over a JSON document without keeping it: members of the outer object and items of its arrays come as raw text.
struct JSONScanner {
  let input: ByteInput
  /// Bytes of one item.
  static let itemLimit = 256 << 20

  init(_ path: String, monitor: WorkMonitor? = nil) throws(StoreError) { input = try ByteInput(path, monitor: monitor) }

  /// The next byte that is no blank, not yet taken.
  func peek() throws(StoreError) -> UInt8? {
    while let byte = try input.peek() {
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      _ = try input.next()
    }
    return nil
  }

  func expect(_ sign: Unicode.Scalar) throws(StoreError) {
    guard try peek() == UInt8(ascii: sign) else { throw input.fault("expected `\(sign)`") }
    _ = try input.next()
  }

  func eat(_ sign: Unicode.Scalar) throws(StoreError) -> Bool {
    guard try peek() == UInt8(ascii: sign) else { return false }
    _ = try input.next()
    return true
  }

  /// The text of one value, whole.
  func raw() throws(StoreError) -> [UInt8] {
    var bytes: [UInt8] = []
    var depth = 0
    var isInString = false
    _ = try peek()
    while let byte = try input.peek() {
      if !isInString, depth == 0, !bytes.isEmpty, ",]} \n\r\t".utf8.contains(byte) { break }
      _ = try input.next()
      bytes.append(byte)
      guard bytes.count <= Self.itemLimit else { throw input.fault("one item is longer than \(Self.itemLimit) bytes") }
      if isInString {
        if byte == UInt8(ascii: "\\"), let next = try input.next() { bytes.append(next) }
        if byte == UInt8(ascii: "\"") {
          isInString = false
          if depth == 0 { break }
        }
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        depth += 1
      } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
        depth -= 1
        if depth == 0 { break }
      }
    }
    guard !bytes.isEmpty, depth == 0, !isInString else { throw input.fault("the file ends inside a value") }
    return bytes
  }

  /// The members of an object; `body` takes the value.
  func members(_ body: (_ name: String) throws(StoreError) -> Void) throws(StoreError) {
    try expect("{")
    if try eat("}") { return }
    repeat {
      let name = try value(raw())
      guard case .string(let text) = name else { throw input.fault("a member has a name in quotes") }
      try expect(":")
      try body(text)
    } while try eat(",")
    try expect("}")
  }

  /// The items of an array, each as a record with the line where it begins.
  func records(
    _ body: (_ record: Record, _ place: String) throws(StoreError) -> Void,
    faulty: (_ message: String, _ place: String) throws(StoreError) -> Void
  ) throws(StoreError) {
    try expect("[")
    if try eat("]") { return }
    repeat {
      _ = try peek()
      let place = input.place
      let bytes = try raw()
      let record: Record
      do throws(StoreError) { record = try PropertyJSON.record(PythonJSON.plain(bytes)) } catch {
        try faulty(error.message, place)
        continue
      }
      try body(record, place)
    } while try eat(",")
    try expect("]")
  }

  func value(_ bytes: [UInt8]) throws(StoreError) -> Value {
    do throws(StoreError) { return try PropertyJSON.value(String(decoding: bytes, as: UTF8.self)) } catch {
      throw input.fault(error.message)
    }
  }
}
