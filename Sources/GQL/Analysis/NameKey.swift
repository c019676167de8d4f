import GraphStore

/// A name as a dictionary key: compared by code point, never by canonical equivalence as Swift's strings are.
struct NameKey: Hashable {
  let text: String
  init(_ text: String) { self.text = text }
  static func == (a: NameKey, b: NameKey) -> Bool { a.text.isSameName(as: b.text) }
  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8(0xFF))
  }
}
