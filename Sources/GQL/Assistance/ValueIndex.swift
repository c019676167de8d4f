import GraphStore

/// The texts that a property has, in the order of the elements, to be searched while someone types. Made piece by piece, so that nobody
/// waits: what is not read yet is read by the next piece. Memory: the texts once more, 8 bytes an element and 4 a word.
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
  private var texts = FoldedTexts()
  private var next: UInt32 = 0
  private static let chunk: UInt32 = 2_048

  init(_ subject: Subject, _ reader: any GraphReader) {
    self.subject = subject
    self.reader = reader
  }

  private var limit: UInt32 { subject.kind == .node ? reader.nodeLimit : reader.edgeLimit }

  var hasBegun: Bool { next > 0 }
  /// All has been read that is ever read.
  var isComplete: Bool { next >= limit || texts.isFull }

  /// Reads on until the time is up.
  func readOn(until deadline: ContinuousClock.Instant) {
    guard !isComplete else { return }
    let sets = subject.names.isEmpty ? nil : reader.labelSets(withOneOf: subject.names)
    let types = subject.names.compactMap { reader.names.id(of: $0) }
    let elements = OrdinalBuffer()
    repeat {
      let end = min(limit, next + Self.chunk)
      elements.removeAll()
      if subject.kind == .node {
        reader.scanNodes(in: next..<end, labelSets: sets, into: elements)
      } else {
        reader.scanEdges(in: next..<end, types: subject.names.isEmpty ? nil : types, into: elements)
      }
      next = end
      if elements.count > 0 { take(elements.elements) }
    } while !isComplete && ContinuousClock.now < deadline
  }

  private func take(_ elements: UnsafeBufferPointer<UInt32>) {
    let column = Column(.cell, capacity: elements.count)
    reader.properties(subject.key, of: subject.kind, elements, validity: nil, into: column)
    for row in 0..<elements.count {
      let cell = column.cell(at: row)
      if cell.tag == .string { texts.append(cell.utf8, of: elements[row]) }
    }
  }

  /// Elements with a text that begins so, then those with a later word that does; at most so many.
  ///
  /// - Parameter labels: only nodes with one of these; empty: all.
  func matches(_ typed: [UInt8], limit: Int, labels: [String] = []) -> [UInt32] {
    guard !labels.isEmpty else { return texts.matches(typed, Chosen(limit)) }
    return texts.matches(typed, Chosen(limit, of: reader, reader.labelSets(withOneOf: labels)))
  }
}

/// Texts without case and accents, and where their words begin.
private struct FoldedTexts {
  /// Each text ends with a line feed.
  private var bytes: [UInt8] = []
  /// Where each begins in `bytes`, and whose it is.
  private var starts: [UInt32] = []
  private var owners: [UInt32] = []
  /// By their first byte, the numbers of the texts.
  private var beginnings = [[UInt32]](repeating: [], count: 256)
  /// By their first byte, where later words begin.
  private var laterWords = [[UInt32]](repeating: [], count: 256)
  private static let lineFeed = UInt8(ascii: "\n")
  private static let space = UInt8(ascii: " ")

  var isFull: Bool { bytes.count >= Int(UInt32.max) / 2 }

  mutating func append(_ utf8: UnsafeBufferPointer<UInt8>, of owner: UInt32) {
    let start = bytes.count
    if utf8.allSatisfy({ $0 < 0x80 && $0 != Self.lineFeed }) {
      bytes.append(contentsOf: utf8)
      bytes.withUnsafeMutableBufferPointer { all in
        for index in start..<all.count {
          let byte = all[index]
          all[index] = byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte == 0x2D || byte == 0x5F ? Self.space : byte
        }
      }
    } else {
      let text = NameFolding.latin(String(decoding: utf8, as: UTF8.self))
      for byte in text.utf8 { bytes.append(byte == Self.lineFeed ? Self.space : byte) }
    }
    let end = bytes.count
    bytes.append(Self.lineFeed)
    beginnings[Int(bytes[start])].append(UInt32(starts.count))
    starts.append(UInt32(start))
    owners.append(owner)
    var position = start + 1
    while position < end {
      if bytes[position - 1] == Self.space, bytes[position] != Self.space { laterWords[Int(bytes[position])].append(UInt32(position)) }
      position += 1
    }
  }

  /// O(texts with a word of the same first letter).
  func matches(_ typed: [UInt8], _ wanted: Chosen) -> [UInt32] {
    var found = wanted
    guard let first = typed.first else {
      for owner in owners where !found.isFull { found.offer(owner) }
      return found.result()
    }
    bytes.withUnsafeBufferPointer { bytes in
      for entry in beginnings[Int(first)] where Self.has(typed, bytes, at: Int(starts[Int(entry)])) {
        found.offer(owners[Int(entry)])
        if found.isFull { return }
      }
      guard typed.count > 1 else { return }
      var last = -1
      for position in laterWords[Int(first)] where Self.has(typed, bytes, at: Int(position)) {
        let entry = entry(at: position)
        // One that begins so has been found, and one with two such words just now.
        if entry == last || Self.has(typed, bytes, at: Int(starts[entry])) { continue }
        last = entry
        found.offer(owners[entry])
        if found.isFull { return }
      }
    }
    return found.result()
  }

  /// The number of the text that a byte is in.
  private func entry(at position: UInt32) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= position { low = middle } else { high = middle }
    }
    return low
  }

  @inline(__always)
  private static func has(_ typed: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard start + typed.count < bytes.count else { return false }
    for index in 0..<typed.count where bytes[start + index] != typed[index] { return false }
    return true
  }
}

/// The first so many elements that are offered, of those that have one of the labels. Labels are looked up many at a time.
private struct Chosen {
  private let limit: Int
  private let reader: (any GraphReader)?
  private let sets: [Bool]
  private var taken: [UInt32] = []
  private var waiting: [UInt32] = []
  private static let batch = 512

  init(_ limit: Int, of reader: (any GraphReader)? = nil, _ sets: [Bool] = []) {
    self.limit = limit
    self.reader = reader
    self.sets = sets
  }

  /// May be late by a batch.
  var isFull: Bool { taken.count >= limit }

  mutating func offer(_ element: UInt32) {
    guard reader != nil else { return taken.append(element) }
    waiting.append(element)
    if waiting.count >= Self.batch { sift() }
  }

  private mutating func sift() {
    guard let reader, !waiting.isEmpty else { return }
    let numbers = [UInt32](unsafeUninitializedCapacity: waiting.count) { buffer, count in
      waiting.withUnsafeBufferPointer { if let base = buffer.baseAddress { reader.labelSetIDs(of: $0, into: base) } }
      count = waiting.count
    }
    for (element, number) in zip(waiting, numbers) where sets[Int(number)] { taken.append(element) }
    waiting.removeAll(keepingCapacity: true)
  }

  mutating func result() -> [UInt32] {
    sift()
    return Array(taken.prefix(limit))
  }
}

extension GraphReader {
  /// Marks by label set number.
  func labelSets(withOneOf labels: [String]) -> [Bool] {
    let wanted = labels.compactMap { names.id(of: $0) }
    return labelSets.map { set in set.contains { wanted.contains($0) } }
  }
}
