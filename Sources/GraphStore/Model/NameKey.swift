/// A name as a dictionary key: compared by code point, never by canonical equivalence as Swift's strings are.
package struct NameKey: Hashable {
  package let text: String
  package init(_ text: String) { self.text = text }
  package static func == (a: NameKey, b: NameKey) -> Bool { a.text.isSameName(as: b.text) }
  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(UInt8(0xFF))
  }
}
