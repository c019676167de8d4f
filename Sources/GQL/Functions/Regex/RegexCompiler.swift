import GraphStore

/// A regular expression as read.
indirect enum RegexTree {
  case one(RegularExpression.Set)
  case check(RegularExpression.Assertion)
  case sequence([RegexTree])
  case choice([RegexTree])
  /// A nil upper bound is none.
  case repetition(RegexTree, Int, Int?)
}

/// Writes a tree out as a program.
///
/// ```
/// a|b    split 1,3 / a / jump end / b        a*   split 1,end / a / jump split
/// ```
struct RegexCompiler {
  private(set) var program: [RegularExpression.Instruction] = []
  /// Trees written out, also those that give no instruction.
  private var emitted = 0

  mutating func append(_ instruction: RegularExpression.Instruction) throws(ValueError) {
    program.append(instruction)
    guard program.count <= RegularExpression.sizeLimit else { throw tooLong() }
  }

  private func tooLong() -> ValueError {
    ValueError(.limitExceeded, "a regular expression has \(RegularExpression.sizeLimit) parts at most, repetitions written out")
  }

  mutating func emit(_ tree: RegexTree) throws(ValueError) {
    emitted += 1
    guard emitted <= 4 * RegularExpression.sizeLimit else { throw tooLong() }
    switch tree {
    case .one(let set): try append(.one(set))
    case .check(let assertion): try append(.check(assertion))
    case .sequence(let parts): for part in parts { try emit(part) }
    case .choice(let parts): try emitChoice(parts[...])
    case .repetition(let part, let lower, let upper):
      for _ in 0..<lower { try emit(part) }
      if let upper { try emitOptional(part, upper - lower) } else { try emitStar(part) }
    }
  }

  private mutating func emitChoice(_ parts: ArraySlice<RegexTree>) throws(ValueError) {
    guard let first = parts.first else { return }
    guard parts.count > 1 else { return try emit(first) }
    let split = program.count
    try append(.split(split + 1, split + 1))
    try emit(first)
    let jump = program.count
    try append(.jump(jump))
    program[split] = .split(split + 1, program.count)
    try emitChoice(parts.dropFirst())
    program[jump] = .jump(program.count)
  }

  private mutating func emitStar(_ part: RegexTree) throws(ValueError) {
    let split = program.count
    try append(.split(split + 1, split + 1))
    try emit(part)
    try append(.jump(split))
    program[split] = .split(split + 1, program.count)
  }

  /// `(a(a(a)?)?)?`.
  private mutating func emitOptional(_ part: RegexTree, _ count: Int) throws(ValueError) {
    var splits: [Int] = []
    for _ in 0..<max(0, count) {
      splits.append(program.count)
      try append(.split(program.count + 1, program.count + 1))
      try emit(part)
    }
    for split in splits { program[split] = .split(split + 1, program.count) }
  }
}
