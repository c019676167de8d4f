/// Trees for long chains of an operator whose brackets do not matter: `a AND b AND ...`.
///
/// A chain is one tree however it was bracketed: left-deep when short, as a reader expects, and balanced when long, so that
/// a tree of a hundred thousand operands is seventeen levels high and can be walked by recursion.
enum Chain {
  /// Operands up to which a chain is left-deep.
  static let leftDeepLimit = 16

  static func build<Tree>(_ operands: [Tree], _ join: (Tree, Tree) -> Tree) -> Tree {
    if operands.count <= leftDeepLimit { return operands.dropFirst().reduce(operands[0], join) }
    var level = operands
    while level.count > 1 {
      var next: [Tree] = []
      next.reserveCapacity(level.count / 2 + 1)
      for index in stride(from: 0, to: level.count, by: 2) {
        next.append(index + 1 < level.count ? join(level[index], level[index + 1]) : level[index])
      }
      level = next
    }
    return level[0]
  }

  /// Levels that a chain adds to the highest of its operands.
  static func height(of count: Int) -> Int {
    if count <= leftDeepLimit { return max(0, count - 1) }
    return Int.bitWidth - (count - 1).leadingZeroBitCount
  }
}

extension Expression {
  /// The operands of a chain of one operator, in order; the expression itself when it is no such chain.
  func chainOperands(of binary: BinaryOperator) -> [Expression] {
    guard case .binary(binary, _, _) = kind else { return [self] }
    var result: [Expression] = []
    var pending = [self]
    while let next = pending.popLast() {
      if case .binary(binary, let left, let right) = next.kind {
        pending.append(right)
        pending.append(left)
      } else {
        result.append(next)
      }
    }
    return result
  }
}
