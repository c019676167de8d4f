import GraphStore

/// Reads the syntax that `RegularExpression` describes. Nesting is bounded.
struct RegexParser {
  private static let nestingLimit = 200
  /// The greatest number in `{m,n}`.
  private static let repetitionLimit = 1_000

  private let text: [Unicode.Scalar]
  private var index = 0
  private var ignoresCase = false
  private var dotTakesAll = false
  private var depth = 0

  init(_ pattern: String) { text = Array(pattern.unicodeScalars) }

  mutating func parse() throws(ValueError) -> RegexTree {
    let tree = try choice()
    if index < text.count { throw wrong("`\(text[index])` has no beginning") }
    return tree
  }

  private var current: Unicode.Scalar? { index < text.count ? text[index] : nil }

  private mutating func eat(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    index += 1
    return true
  }

  private func wrong(_ message: String) -> ValueError {
    ValueError(.invalidType, "the regular expression is not valid: \(message), at position \(index + 1)", detail: "InvalidArgumentValue")
  }

  private mutating func choice() throws(ValueError) -> RegexTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= RegexParser.nestingLimit else { throw wrong("more than \(RegexParser.nestingLimit) groups within each other") }
    var parts = [try sequence()]
    while eat("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(ValueError) -> RegexTree {
    var parts: [RegexTree] = []
    while let next = current, next != "|", next != ")" {
      if text[index...].starts(with: "\\Q".unicodeScalars) {
        parts += quoted()
        if let last = parts.popLast() { parts.append(try quantified(last)) }
        continue
      }
      guard let part = try atom() else { continue }
      parts.append(try quantified(part))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func quoted() -> [RegexTree] {
    index += 2
    var parts: [RegexTree] = []
    while index < text.count {
      if text[index...].starts(with: "\\E".unicodeScalars) {
        index += 2
        break
      }
      parts.append(one(text[index]))
      index += 1
    }
    return parts
  }

  private mutating func quantified(_ part: RegexTree) throws(ValueError) -> RegexTree {
    var result = part
    while let next = current {
      let bounds: (Int, Int?)
      switch next {
      case "*": bounds = (0, nil)
      case "+": bounds = (1, nil)
      case "?": bounds = (0, 1)
      case "{":
        index += 1
        bounds = try counts()
      default: return result
      }
      index += 1
      if current == "+" { throw wrong("possessive quantifiers are not supported") }
      // For a whole match it does not matter which of the ways is tried first.
      _ = eat("?")
      result = .repetition(result, bounds.0, bounds.1)
      // A quantifier of a quantifier needs parentheses.
      if let again = current, ["*", "+", "?"].contains(again) { throw wrong("`\(again)` has nothing to repeat") }
    }
    return result
  }

  /// `m}`, `m,}`, `m,n}`, up to the brace.
  private mutating func counts() throws(ValueError) -> (Int, Int?) {
    guard let lower = try number() else { throw wrong("`{` needs a number") }
    var upper: Int? = lower
    if eat(",") { upper = try number() }
    guard current == "}" else { throw wrong("`{` is not closed") }
    if let upper, upper < lower { throw wrong("{\(lower),\(upper)} counts down") }
    return (lower, upper)
  }

  private mutating func number() throws(ValueError) -> Int? {
    var digits = ""
    while let next = current, RegexClasses.digit.contains(next) {
      digits.unicodeScalars.append(next)
      index += 1
    }
    guard !digits.isEmpty else { return nil }
    guard let value = Int(digits), value <= RegexParser.repetitionLimit else {
      throw wrong("more than \(RegexParser.repetitionLimit) repetitions")
    }
    return value
  }

  private func one(_ scalar: Unicode.Scalar) -> RegexTree { one([scalar.value...scalar.value]) }

  private func one(_ ranges: [ClosedRange<UInt32>]) -> RegexTree {
    .one(RegularExpression.Set(ranges: ranges, ignoresCase: ignoresCase))
  }

  /// Nil for flags, which stand for nothing themselves.
  private mutating func atom() throws(ValueError) -> RegexTree? {
    let scalar = text[index]
    index += 1
    switch scalar {
    case "(": return try group()
    case "[": return .one(try set())
    case ".": return dotTakesAll ? one([0...0x10FFFF]) : one(RegexClasses.complement(RegexClasses.lineEnds.ranges))
    case "^": return .check(.start)
    case "$": return .check(.end)
    case "*", "+", "?", "{": throw wrong("`\(scalar)` has nothing to repeat")
    case "\\": return try escape()
    default: return one(scalar)
    }
  }

  private mutating func group() throws(ValueError) -> RegexTree? {
    let outer = (ignoresCase, dotTakesAll)
    if eat("?") {
      guard try flags() else { return nil }
    }
    let tree = try choice()
    guard eat(")") else { throw wrong("`(` is not closed") }
    (ignoresCase, dotTakesAll) = outer
    return tree
  }

  /// After `(?`: `:` opens a group; `i`, `s` and `-` set flags, for the group after `:`, or for what comes after `)`, which gives false.
  private mutating func flags() throws(ValueError) -> Bool {
    var turnsOn = true
    while let next = current {
      index += 1
      switch next {
      case ":": return true
      case ")": return false
      case "-": turnsOn = false
      case "i": ignoresCase = turnsOn
      case "s": dotTakesAll = turnsOn
      case "u", "m": break
      default: throw wrong("`(?\(next)` is not supported")
      }
    }
    throw wrong("`(` is not closed")
  }

  private mutating func escape() throws(ValueError) -> RegexTree {
    switch current {
    case "b":
      index += 1
      return .check(.wordBoundary)
    case "B":
      index += 1
      return .check(.noWordBoundary)
    case "A":
      index += 1
      return .check(.start)
    case "z", "Z":
      index += 1
      return .check(.end)
    default: return one(try escapedRanges())
    }
  }

  private mutating func escapedRanges() throws(ValueError) -> [ClosedRange<UInt32>] {
    guard let scalar = current else { throw wrong("`\\` stands at the end") }
    index += 1
    switch scalar {
    case "d": return RegexClasses.digit.ranges
    case "D": return RegexClasses.complement(RegexClasses.digit.ranges)
    case "w": return RegexClasses.word.ranges
    case "W": return RegexClasses.complement(RegexClasses.word.ranges)
    case "s": return RegexClasses.space.ranges
    case "S": return RegexClasses.complement(RegexClasses.space.ranges)
    case "t": return [0x09...0x09]
    case "n": return [0x0A...0x0A]
    case "r": return [0x0D...0x0D]
    case "f": return [0x0C...0x0C]
    case "x": return [try hexadecimal(2)]
    case "u": return [try hexadecimal(4)]
    default:
      guard !scalar.properties.isAlphabetic, !RegexClasses.digit.contains(scalar) else {
        throw wrong("`\\\(scalar)` is not supported")
      }
      return [scalar.value...scalar.value]
    }
  }

  private mutating func hexadecimal(_ count: Int) throws(ValueError) -> ClosedRange<UInt32> {
    var digits = ""
    while digits.count < count, let next = current {
      digits.unicodeScalars.append(next)
      index += 1
    }
    guard digits.count == count, let value = UInt32(digits, radix: 16) else { throw wrong("\(count) hexadecimal digits are expected") }
    return value...value
  }

  /// After `[`.
  private mutating func set() throws(ValueError) -> RegularExpression.Set {
    let isNegated = eat("^")
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while true {
      guard let scalar = current else { throw wrong("`[` is not closed") }
      if scalar == "]", !isFirst { break }
      isFirst = false
      if scalar == "[" || text[index...].starts(with: "&&".unicodeScalars) {
        throw wrong("sets of sets are not supported")
      }
      let low = try setMember()
      guard low.count == 1, low[0].count == 1, current == "-", index + 1 < text.count, text[index + 1] != "]" else {
        ranges += low
        continue
      }
      index += 1
      let high = try setMember()
      guard high.count == 1, high[0].count == 1, high[0].lowerBound >= low[0].lowerBound else { throw wrong("the range counts down") }
      ranges.append(low[0].lowerBound...high[0].lowerBound)
    }
    index += 1
    return RegularExpression.Set(ranges: ranges, isNegated: isNegated, ignoresCase: ignoresCase)
  }

  private mutating func setMember() throws(ValueError) -> [ClosedRange<UInt32>] {
    guard let scalar = current else { throw wrong("`[` is not closed") }
    index += 1
    return scalar == "\\" ? try escapedRanges() : [scalar.value...scalar.value]
  }
}
