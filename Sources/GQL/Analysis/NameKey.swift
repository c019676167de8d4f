/// A name as a dictionary key: compared by code point, never by canonical equivalence as Swift's strings are.
struct NameKey: Hashable {
  let text: String
  init(_ text: String) { self.text = text }
  static func == (a: NameKey, b: NameKey) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }
  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8(0xFF))
  }
}

extension String {
  /// Equality of names: by code point.
  func isSameName(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
