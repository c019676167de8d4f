import GraphStore

/// A regular expression compiled to a program for a matcher without backtracking: O(length of the text x size of the program), whatever
/// the pattern.
///
/// The syntax is what openCypher's `=~` takes from Java, as far as such a matcher can do it: literals, `.`, classes with ranges and `^`,
/// `\d \w \s \D \W \S \t \n \r \f \xhh \uhhhh \Q...\E`, groups, `|`, `* + ? {m} {m,} {m,n}` (also with a following `?`: for a whole
/// match it changes nothing), `^ $ \b \B`, and `(?i) (?s)` at the start or as `(?i:...)`. Back references, look-around, possessive
/// quantifiers and named classes are refused. Code points count, not characters.
struct RegularExpression: Sendable {
  /// The most instructions of one program: repetitions are written out.
  static let sizeLimit = 10_000

  enum Instruction: Sendable {
    case one(Set)
    case split(Int, Int)
    case jump(Int)
    case check(Assertion)
    case match
  }
  enum Assertion: Sendable { case start, end, wordBoundary, noWordBoundary }

  /// Code points, by ranges.
  struct Set: Sendable {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false
    var ignoresCase = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      if holds(scalar.value) { return !isNegated }
      guard ignoresCase else { return isNegated }
      for text in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
        let scalars = text.unicodeScalars
        if scalars.count == 1, let other = scalars.first, holds(other.value) { return !isNegated }
      }
      return isNegated
    }

    private func holds(_ value: UInt32) -> Bool { ranges.contains { $0.contains(value) } }
  }

  let program: [Instruction]

  /// - Throws: `invalidType` for text that is no regular expression or uses what is refused, `limitExceeded` for programs that are too long.
  init(_ pattern: String) throws(ValueError) {
    var parser = RegexParser(pattern)
    let tree = try parser.parse()
    var compiler = RegexCompiler()
    try compiler.emit(tree)
    try compiler.append(.match)
    program = compiler.program
  }

  /// Whether the whole text matches.
  func matches(_ text: String.UnicodeScalarView) -> Bool {
    var threads = ThreadList(count: program.count)
    var next = ThreadList(count: program.count)
    var previous: Unicode.Scalar?
    var index = text.startIndex
    var current = index < text.endIndex ? text[index] : nil
    follow(0, into: &threads, previous, current)
    while let scalar = current {
      if threads.members.isEmpty { return false }
      index = text.index(after: index)
      let following = index < text.endIndex ? text[index] : nil
      next.clear()
      for place in threads.members {
        if case .one(let set) = program[place], set.contains(scalar) { follow(place + 1, into: &next, scalar, following) }
      }
      swap(&threads, &next)
      previous = scalar
      current = following
    }
    return threads.members.contains { if case .match = program[$0] { true } else { false } }
  }

  /// Adds an instruction and all that it leads to without taking a code point.
  private func follow(
    _ start: Int, into threads: inout ThreadList, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?
  ) {
    var pending = [start]
    while let place = pending.popLast() {
      guard threads.insert(place) else { continue }
      switch program[place] {
      case .one, .match: break
      case .jump(let target): pending.append(target)
      case .split(let first, let second): pending += [second, first]
      case .check(let assertion): if holds(assertion, previous, next) { pending.append(place + 1) }
      }
    }
  }

  private func holds(_ assertion: Assertion, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?) -> Bool {
    let isBoundary = (previous.map(RegexClasses.word.contains) ?? false) != (next.map(RegexClasses.word.contains) ?? false)
    switch assertion {
    case .start: return previous == nil
    case .end: return next == nil
    case .wordBoundary: return isBoundary
    case .noWordBoundary: return !isBoundary
    }
  }
}

/// Instructions that the matcher is at, each once.
private struct ThreadList {
  private(set) var members: [Int] = []
  private var isMember: [Bool]

  init(count: Int) { isMember = Array(repeating: false, count: count) }

  mutating func insert(_ place: Int) -> Bool {
    if isMember[place] { return false }
    isMember[place] = true
    members.append(place)
    return true
  }

  mutating func clear() {
    for place in members { isMember[place] = false }
    members.removeAll(keepingCapacity: true)
  }
}

enum RegexClasses {
  static let digit = RegularExpression.Set(ranges: [0x30...0x39])
  static let word = RegularExpression.Set(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let space = RegularExpression.Set(ranges: [0x09...0x0D, 0x20...0x20])
  /// What `.` does not take, unless `(?s)`.
  static let lineEnds = RegularExpression.Set(ranges: [0x0A...0x0A, 0x0D...0x0D, 0x85...0x85, 0x2028...0x2029])

  static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
      next = max(next, range.upperBound + 1)
    }
    if next <= 0x10FFFF { result.append(next...0x10FFFF) }
    return result
  }
}
