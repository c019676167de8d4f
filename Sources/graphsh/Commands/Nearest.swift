/// Did you mean: names within a small edit distance.
enum Nearest {
  /// At most two of `candidates`, nearest first: those that `name` begins, and those within one edit for each
  /// three letters.
  static func to(_ name: String, among candidates: [String]) -> [String] {
    let letters = Array(name.unicodeScalars)
    if letters.isEmpty || letters.count > 100 { return [] }
    let scored = candidates.compactMap { candidate -> (name: String, distance: Int)? in
      if candidate.hasPrefix(name) { return (candidate, 0) }
      let distance = distance(letters, Array(candidate.unicodeScalars))
      return distance <= max(1, letters.count / 3) ? (candidate, distance) : nil
    }
    let best = scored.map(\.distance).min() ?? 0
    return scored.filter { $0.distance == best }.prefix(2).map(\.name)
  }

  /// Whether two words differ in case, or in one letter besides.
  static func isOneSlipAway(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.uppercased().unicodeScalars), Array(b.uppercased().unicodeScalars))
    return abs(a.count - b.count) <= 1 && distance(a, b) <= 1
  }

  /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. O(n * m).
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var current = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        current[j] = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          current[j] = min(current[j], beforeLast[j - 2] + 1)
        }
      }
      (beforeLast, last) = (last, current)
    }
    return last[b.count]
  }
}
