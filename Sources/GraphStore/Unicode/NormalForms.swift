/// Unicode's four normal forms (Unicode Standard Annex 15). The standard library has no public ones, and Foundation's would make the program twice as
/// large and start half again as long.
package enum NormalForms {
  /// O(n log n) for texts of combining characters alone, O(n) for others.
  package static func decomposed(_ text: String, compatibly: Bool) -> String { string(ordered(text, compatibly)) }

  package static func composed(_ text: String, compatibly: Bool) -> String { string(composed(ordered(text, compatibly))) }

  private static func string(_ scalars: [Unicode.Scalar]) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }

  // MARK: Decomposition

  /// Decomposed, and each run of characters that combine with what is before them in the order of their classes.
  private static func ordered(_ text: String, _ compatibly: Bool) -> [Unicode.Scalar] {
    let table = DecompositionTable.shared
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars { table.append(scalar, compatibly, to: &scalars) }
    var start = 0
    while start < scalars.count {
      guard combiningClass(scalars[start]) != 0 else {
        start += 1
        continue
      }
      let end = scalars[start...].firstIndex { combiningClass($0) == 0 } ?? scalars.count
      // Characters of one class keep their order: their places are part of the key.
      let run = zip(scalars[start..<end], start...).map { (scalar: $0, key: (combiningClass($0), $1)) }
      if run.count > 1 { scalars.replaceSubrange(start..<end, with: run.sorted { $0.key < $1.key }.map(\.scalar)) }
      start = end
    }
    return scalars
  }

  private static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
    scalar.isASCII ? 0 : scalar.properties.canonicalCombiningClass.rawValue
  }

  // MARK: Composition

  /// Each character is put together with the last one before it that begins something, unless one between them is of its class or of none.
  private static func composed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count)
    var starter: Int?
    var lastClass: UInt8 = 0
    for scalar in scalars {
      let itsClass = combiningClass(scalar)
      if let place = starter, result.count == place + 1 || lastClass < itsClass && lastClass != 0,
        let whole = KoreanSyllable.composed(result[place], scalar) ?? DecompositionTable.shared.composed(result[place], scalar)
      {
        result[place] = whole
        continue
      }
      result.append(scalar)
      if itsClass == 0 { starter = result.count - 1 }
      lastClass = itsClass
    }
    return result
  }
}

/// Syllables of Korean are computed (The Unicode Standard, section 3.12).
private enum KoreanSyllable {
  static let first: UInt32 = 0xAC00
  static let leads: UInt32 = 0x1100
  static let vowels: UInt32 = 0x1161
  /// One before the first.
  static let trails: UInt32 = 0x11A7
  static let leadCount: UInt32 = 19
  static let vowelCount: UInt32 = 21
  /// With none.
  static let trailCount: UInt32 = 28
  static let count = leadCount * vowelCount * trailCount

  static func parts(_ scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
    guard scalar.value >= first, scalar.value - first < count else { return nil }
    let number = scalar.value - first
    let trail = number % trailCount
    let parts = [leads + number / (vowelCount * trailCount), vowels + number / trailCount % vowelCount] + (trail == 0 ? [] : [trails + trail])
    return parts.compactMap(Unicode.Scalar.init)
  }

  static func composed(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Unicode.Scalar? {
    if let lead = offset(a, leads, leadCount), let vowel = offset(b, vowels, vowelCount) {
      return Unicode.Scalar(first + (lead * vowelCount + vowel) * trailCount)
    }
    if let syllable = offset(a, first, count), syllable % trailCount == 0, let trail = offset(b, trails, trailCount), trail > 0 {
      return Unicode.Scalar(a.value + trail)
    }
    return nil
  }

  private static func offset(_ scalar: Unicode.Scalar, _ start: UInt32, _ count: UInt32) -> UInt32? {
    scalar.value >= start && scalar.value - start < count ? scalar.value - start : nil
  }
}

/// `DecompositionText`, read when first asked for.
private struct DecompositionTable: Sendable {
  static let shared = DecompositionTable()

  /// By the character. Those of the first may be decomposed further.
  private var canonical: [UInt32: [Unicode.Scalar]] = [:]
  private var compatible: [UInt32: [Unicode.Scalar]] = [:]
  /// By two characters, the first in the upper half.
  private var composites: [UInt64: Unicode.Scalar] = [:]

  private init() {
    for entry in Self.entries(DecompositionText.canonical) {
      canonical[entry.scalar.value] = entry.parts
      if entry.isComposed { composites[Self.key(entry.parts[0], entry.parts[1])] = entry.scalar }
    }
    for entry in Self.entries(DecompositionText.compatible) { compatible[entry.scalar.value] = entry.parts }
  }

  func append(_ scalar: Unicode.Scalar, _ compatibly: Bool, to result: inout [Unicode.Scalar]) {
    // No character below is decomposed.
    if scalar.value < 0xA0 { return result.append(scalar) }
    if compatibly, let parts = compatible[scalar.value] { return result.append(contentsOf: parts) }
    if let parts = canonical[scalar.value] {
      for part in parts { append(part, compatibly, to: &result) }
    } else {
      result.append(contentsOf: KoreanSyllable.parts(scalar) ?? [scalar])
    }
  }

  func composed(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Unicode.Scalar? { composites[Self.key(a, b)] }

  private static func key(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> UInt64 { UInt64(a.value) << 32 | UInt64(b.value) }

  private static func entries(_ text: StaticString) -> [(scalar: Unicode.Scalar, parts: [Unicode.Scalar], isComposed: Bool)] {
    var entries: [(scalar: Unicode.Scalar, parts: [Unicode.Scalar], isComposed: Bool)] = []
    var numbers: [Unicode.Scalar] = []
    var number: UInt32 = 0
    var isComposed = false
    let bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    func take() {
      if let scalar = Unicode.Scalar(number) { numbers.append(scalar) }
      number = 0
    }
    func end() {
      take()
      entries.append((numbers[0], Array(numbers.dropFirst()), isComposed))
      numbers.removeAll(keepingCapacity: true)
    }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: ","), UInt8(ascii: "\n"): end()
      default:
        take()
        if byte != UInt8(ascii: " ") { isComposed = byte == UInt8(ascii: "=") }
      }
    }
    end()
    return entries
  }
}
