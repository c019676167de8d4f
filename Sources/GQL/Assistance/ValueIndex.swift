import GraphStore

/// The texts that a property has, in the order of the elements, to be searched while someone types. Made piece by piece, so that nobody
/// waits: what is not read yet is read by the next search. Memory: the texts once more, and 8 bytes an element.
final class ValueIndex {
  /// Which elements.
  struct Subject: Equatable {
    var kind: ElementKind
    var key: String
    /// Labels or types; empty: all.
    var names: [String]
  }

  let subject: Subject
  private let reader: any GraphReader
  /// Texts without case and accents, each between line feeds.
  private var folded: [UInt8] = []
  /// Where each begins in `folded`, and whose it is.
  private var starts: [UInt32] = []
  private var owners: [UInt32] = []
  private var next: UInt32 = 0
  private static let chunk: UInt32 = 2_048
  private static let lineFeed = UInt8(ascii: "\n")

  init(_ subject: Subject, _ reader: any GraphReader) {
    self.subject = subject
    self.reader = reader
  }

  private var limit: UInt32 { subject.kind == .node ? reader.nodeLimit : reader.edgeLimit }

  /// Reads on until the time is up. False: all has been read.
  func readOn(until deadline: ContinuousClock.Instant) {
    guard next < limit else { return }
    let wanted = subject.names.compactMap { reader.names.id(of: $0) }
    let sets: [Bool]? = subject.names.isEmpty ? nil : reader.labelSets.map { set in set.contains { wanted.contains($0) } }
    let elements = OrdinalBuffer()
    repeat {
      let end = min(limit, next + Self.chunk)
      elements.removeAll()
      if subject.kind == .node {
        reader.scanNodes(in: next..<end, labelSets: sets, into: elements)
      } else {
        reader.scanEdges(in: next..<end, types: subject.names.isEmpty ? nil : wanted, into: elements)
      }
      next = end
      if elements.count > 0 { take(elements.elements) }
    } while next < limit && ContinuousClock.now < deadline && folded.count < Int(UInt32.max) / 2
  }

  private func take(_ elements: UnsafeBufferPointer<UInt32>) {
    let column = Column(.cell, capacity: elements.count)
    reader.properties(subject.key, of: subject.kind, elements, validity: nil, into: column)
    for row in 0..<elements.count {
      let cell = column.cell(at: row)
      guard cell.tag == .string else { continue }
      starts.append(UInt32(folded.count))
      owners.append(elements[row])
      append(cell.utf8)
      folded.append(Self.lineFeed)
    }
  }

  private func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.allSatisfy({ $0 < 0x80 && $0 != Self.lineFeed }) else {
      let text = NameFolding.folded(String(decoding: bytes, as: UTF8.self))
      for byte in text.utf8 { folded.append(byte == Self.lineFeed ? UInt8(ascii: " ") : byte) }
      return
    }
    for byte in bytes { folded.append(byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte == 0x2D || byte == 0x5F ? 0x20 : byte) }
  }

  /// Elements with a text that begins so, then those with a later word that does; at most so many.
  func matches(_ typed: [UInt8], limit: Int) -> [UInt32] {
    guard let first = typed.first else { return Array(owners.prefix(limit)) }
    return folded.withUnsafeBufferPointer { bytes in
      var found: [UInt32] = []
      for (entry, start) in starts.enumerated() where bytes[Int(start)] == first && Self.has(typed, bytes, at: Int(start)) {
        found.append(owners[entry])
        if found.count == limit { return found }
      }
      guard typed.count > 1 else { return found }
      var entry = 0
      var position = 1
      while position < bytes.count {
        if bytes[position] == first, bytes[position - 1] == UInt8(ascii: " "), Self.has(typed, bytes, at: position) {
          while entry + 1 < starts.count, Int(starts[entry + 1]) <= position { entry += 1 }
          if !Self.has(typed, bytes, at: Int(starts[entry])), found.last != owners[entry] { found.append(owners[entry]) }
          if found.count == limit { return found }
        }
        position += 1
      }
      return found
    }
  }

  @inline(__always)
  private static func has(_ typed: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard start + typed.count < bytes.count else { return false }
    for index in 0..<typed.count where bytes[start + index] != typed[index] { return false }
    return true
  }
}
