/// "Did you mean": the names nearest to one that is not known.
public enum Suggestion {
  /// "did you mean `person`?", or nothing when no candidate is near.
  static func hints(for name: String, among candidates: some Sequence<String>) -> [String] {
    nearest(to: name, among: candidates).map { "did you mean `\($0)`?" }
  }

  /// The closest candidates, nearest first; none unless they are close.
  ///
  /// Distance is Damerau's (insert, delete, replace, swap neighbours) without regard to case, and at most one third of the
  /// longer name, 3 at most. Candidates equally near come in alphabetical order. O(n·m) per candidate of like length.
  public static func nearest(
    to name: String, among candidates: some Sequence<String>, atMost limit: Int = 1
  ) -> [String] {
    let wanted = folded(name)
    guard !wanted.isEmpty, wanted.count <= 100 else { return [] }
    var found: [(distance: Int, candidate: String)] = []
    for candidate in Set(candidates) where candidate != name {
      let other = folded(candidate)
      let allowed = min(3, max(wanted.count, other.count) / 3)
      guard abs(other.count - wanted.count) <= allowed else { continue }
      let distance = distance(wanted, other, limit: allowed)
      if distance <= allowed { found.append((distance, candidate)) }
    }
    found.sort { $0.distance == $1.distance ? $0.candidate < $1.candidate : $0.distance < $1.distance }
    return found.prefix(limit).map(\.candidate)
  }

  private static func folded(_ name: String) -> [Unicode.Scalar] { Array(name.lowercased().unicodeScalars) }

  /// The optimal string alignment distance; some number above `limit` when it is above.
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    var row = last
    for i in 1...a.count {
      row[0] = i
      for j in 1...b.count {
        let isSame = a[i - 1] == b[j - 1]
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (isSame ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
      }
      if row.allSatisfy({ $0 > limit }) { return limit + 1 }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[b.count]
  }
}
