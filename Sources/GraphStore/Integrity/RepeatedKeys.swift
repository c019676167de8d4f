/// Looks for objects with the same key twice, at any depth, in text that has been found to be JSON.
enum RepeatedKeys {
  private enum Container {
    case array
    case object(Set<[UInt8]>)
  }

  static func areIn(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var cursor = JSONCursor(text)
    var open: [Container] = []
    while let byte = cursor.peek() {
      switch byte {
      case UInt8(ascii: "{"):
        _ = cursor.eat(byte)
        open.append(.object([]))
        if readKey(&cursor, &open) { return true }
      case UInt8(ascii: "["):
        _ = cursor.eat(byte)
        open.append(.array)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = cursor.eat(byte)
        open.removeLast()
      case UInt8(ascii: ","):
        _ = cursor.eat(byte)
        if readKey(&cursor, &open) { return true }
      case UInt8(ascii: "\""):
        guard cursor.readString() != nil else { return false }
      default:
        guard !cursor.readBareWord().isEmpty else { return false }
      }
    }
    return false
  }

  /// In an object, reads the key that comes next. True when it has been there before.
  private static func readKey(_ cursor: inout JSONCursor, _ open: inout [Container]) -> Bool {
    guard case .object(var keys)? = open.last, cursor.peek() == UInt8(ascii: "\""),
      let key = cursor.readString()
    else { return false }
    _ = cursor.eat(UInt8(ascii: ":"))
    guard keys.insert(key).inserted else { return true }
    open[open.count - 1] = .object(keys)
    return false
  }
}
