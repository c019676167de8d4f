import GraphStore

/// What comes next in an XML text. Prefixes of names are taken off.
enum XMLEvent: Equatable {
  case start(name: String, attributes: [String: String])
  case end(name: String)
  /// Never blank alone between elements of the reader's caller: whoever wants text asks at the end of its element.
  case text(String)
}

/// Reads XML 1.0 in UTF-8, event after event. Knows the five entities and references by number; a document type declaration is passed
/// over, and what it would define is an error when used. Nothing is fetched, nothing expands.
struct XMLReader {
  private let input: ByteInput
  private var open: [String] = []
  /// Found already, to be given next.
  private var waiting: [XMLEvent] = []
  private var hasRoot = false

  static let depthLimit = 1_000
  /// Bytes of one name, attribute value or text.
  static let textLimit = 64 << 20

  init(_ path: String, monitor: WorkMonitor? = nil) throws(StoreError) { input = try ByteInput(path, monitor: monitor) }

  var place: String { input.place }
  func fault(_ message: String) -> StoreError { input.fault(message) }

  /// Nil at the end of the document.
  mutating func next() throws(StoreError) -> XMLEvent? {
    if !waiting.isEmpty { return waiting.removeFirst() }
    var text: [UInt8] = []
    while let byte = try input.peek() {
      guard byte == UInt8(ascii: "<") else {
        try readText(into: &text)
        continue
      }
      _ = try input.next()
      guard let event = try readMarkup(&text) else { continue }
      guard !text.isEmpty, !open.isEmpty || hasRoot else { return note(event) }
      waiting.insert(note(event), at: 0)
      return .text(try string(text))
    }
    guard open.isEmpty else { throw fault("`<\(open[open.count - 1])>` is never closed") }
    guard hasRoot else { throw fault("there is no element") }
    return nil
  }

  private mutating func note(_ event: XMLEvent) -> XMLEvent {
    if case .start = event { hasRoot = true }
    return event
  }

  // MARK: Markup

  /// Behind `<`. Nil for comments and the like, and for CDATA, which is text.
  private mutating func readMarkup(_ text: inout [UInt8]) throws(StoreError) -> XMLEvent? {
    switch try input.peek() {
    case UInt8(ascii: "?"):
      try skip(to: "?>")
      return nil
    case UInt8(ascii: "!"):
      try readDeclaration(&text)
      return nil
    case UInt8(ascii: "/"):
      _ = try input.next()
      let name = try readName()
      try skipSpace()
      try expect(">")
      guard let last = open.popLast(), last == name else { throw fault("`</\(name)>` closes nothing") }
      return .end(name: local(name))
    default: return try readStart()
    }
  }

  private mutating func readStart() throws(StoreError) -> XMLEvent {
    let name = try readName()
    var attributes: [String: String] = [:]
    while true {
      try skipSpace()
      switch try input.peek() {
      case UInt8(ascii: ">"):
        _ = try input.next()
        guard open.count < Self.depthLimit else { throw fault("elements nest deeper than \(Self.depthLimit)") }
        open.append(name)
        return .start(name: local(name), attributes: attributes)
      case UInt8(ascii: "/"):
        _ = try input.next()
        try expect(">")
        waiting.append(.end(name: local(name)))
        return .start(name: local(name), attributes: attributes)
      case nil: throw fault("the file ends inside `<\(name)`")
      default:
        let attribute = try readName()
        try skipSpace()
        try expect("=")
        try skipSpace()
        let value = try readValue()
        guard attributes.updateValue(value, forKey: local(attribute)) == nil || attribute.contains(":") else {
          throw fault("the attribute `\(attribute)` comes twice")
        }
      }
    }
  }

  private mutating func readValue() throws(StoreError) -> String {
    guard let quote = try input.next(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw fault("an attribute's value stands in quotes")
    }
    var bytes: [UInt8] = []
    while let byte = try input.next() {
      if byte == quote { return try string(bytes) }
      if byte == UInt8(ascii: "<") { throw fault("`<` in an attribute's value") }
      if byte == UInt8(ascii: "&") {
        bytes += try readReference()
      } else {
        // Line ends and tabs as written are blanks here.
        bytes.append(byte == 0x0A || byte == 0x09 || byte == 0x0D ? 0x20 : byte)
      }
      try checkSize(bytes)
    }
    throw fault("the file ends inside an attribute")
  }

  private func readText(into text: inout [UInt8]) throws(StoreError) {
    while let byte = try input.peek(), byte != UInt8(ascii: "<") {
      _ = try input.next()
      if byte == UInt8(ascii: "&") {
        text += try readReference()
      } else if byte == 0x0D {
        // CR LF and CR are line ends.
        if try input.peek() != 0x0A { text.append(0x0A) }
      } else {
        text.append(byte)
      }
      try checkSize(text)
    }
  }

  /// Comments, CDATA, DOCTYPE; behind `<`, at `!`.
  private func readDeclaration(_ text: inout [UInt8]) throws(StoreError) {
    _ = try input.next()
    if try input.peek() == UInt8(ascii: "-") { return try skip(to: "-->") }
    if try input.peek() == UInt8(ascii: "[") {
      for expected in "[CDATA[".utf8 where try input.next() != expected { throw fault("expected `<![CDATA[`") }
      var end = 0
      while let byte = try input.next() {
        text.append(byte)
        if byte == UInt8(ascii: "]") { end += 1 } else if byte == UInt8(ascii: ">"), end >= 2 {
          text.removeLast(3)
          return
        } else { end = 0 }
        try checkSize(text)
      }
      throw fault("`<![CDATA[` is never closed")
    }
    var depth = 0
    while let byte = try input.next() {
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") { depth -= 1 }
      if byte == UInt8(ascii: ">"), depth <= 0 { return }
    }
    throw fault("`<!` is never closed")
  }

  private func skip(to end: StaticString) throws(StoreError) {
    let wanted = end.withUTF8Buffer { Array($0) }
    var last: [UInt8] = []
    while let byte = try input.next() {
      last.append(byte)
      if last.count > wanted.count { last.removeFirst() }
      if last == wanted { return }
    }
    throw fault("`\(end)` is missing")
  }

  private func readReference() throws(StoreError) -> [UInt8] {
    var name: [UInt8] = []
    while let byte = try input.next(), byte != UInt8(ascii: ";") {
      name.append(byte)
      if name.count > 12 { throw fault("`&` begins no reference; write `&amp;`") }
    }
    let text = String(decoding: name, as: UTF8.self)
    switch text {
    case "amp": return Array("&".utf8)
    case "lt": return Array("<".utf8)
    case "gt": return Array(">".utf8)
    case "quot": return Array("\"".utf8)
    case "apos": return Array("'".utf8)
    default:
      let isHexadecimal = text.hasPrefix("#x")
      guard text.hasPrefix("#"), let number = UInt32(text.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10),
        let scalar = Unicode.Scalar(number), !XMLText.isForbidden(scalar)
      else { throw fault("`&\(text);` is not known here") }
      return Array(String(Character(scalar)).utf8)
    }
  }

  // MARK: Pieces

  private func readName() throws(StoreError) -> String {
    var name: [UInt8] = []
    while let byte = try input.peek(), byte > 0x20, !"<>/=\"'&".utf8.contains(byte) {
      name.append(byte)
      _ = try input.next()
      try checkSize(name)
    }
    guard !name.isEmpty else { throw fault("expected a name") }
    return try string(name)
  }

  private func skipSpace() throws(StoreError) {
    while let byte = try input.peek(), byte <= 0x20 { _ = try input.next() }
  }

  private func expect(_ sign: Unicode.Scalar) throws(StoreError) {
    guard try input.next() == UInt8(ascii: sign) else { throw fault("expected `\(sign)`") }
  }

  private func checkSize(_ bytes: [UInt8]) throws(StoreError) {
    guard bytes.count <= Self.textLimit else { throw fault("a text is longer than \(Self.textLimit) bytes") }
  }

  private func local(_ name: String) -> String { name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name }

  private func string(_ bytes: [UInt8]) throws(StoreError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("this is not UTF-8") }
    return text
  }
}
