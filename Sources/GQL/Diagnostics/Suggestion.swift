/// Finds the name that was probably meant.
enum Suggestion {
  /// "did you mean `person`?", or nothing when no candidate is near.
  static func hints(for name: String, among candidates: some Sequence<String>) -> [String] {
    closest(to: name, among: candidates).map { ["did you mean `\($0)`?"] } ?? []
  }

  /// The closest, as a list of at most one.
  static func nearest(to name: String, among candidates: some Sequence<String>) -> [String] {
    closest(to: name, among: candidates).map { [$0] } ?? []
  }

  /// What is longer is no name that somebody mistyped.
  private static let lengthLimit = 200

  /// The candidate within a third of the name's length in edits, case counting little; of equally near ones that which begins like it for longest, then
  /// the first by name.
  static func closest(to name: String, among candidates: some Sequence<String>) -> String? {
    let length = name.unicodeScalars.count
    guard length <= lengthLimit else { return nil }
    let limit = length / 3
    var best: (name: String, distance: Int, sameStart: Int)?
    let lowercased = name.lowercased()
    // A scalar takes four bytes at most.
    for candidate in candidates where candidate != name && candidate.utf8.count <= 4 * (length + limit) {
      let distance = editDistance(
        Array(lowercased.unicodeScalars), Array(candidate.lowercased().unicodeScalars))
      guard distance <= limit else { continue }
      let sameStart = zip(lowercased.unicodeScalars, candidate.lowercased().unicodeScalars).prefix { $0 == $1 }.count
      if let found = best, (found.distance, -found.sameStart, found.name) <= (distance, -sameStart, candidate) { continue }
      best = (candidate, distance, sameStart)
    }
    return best?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours. O(a * b).
  private static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if abs(a.count - b.count) > a.count / 3 { return Int.max }
    var rows = [Array(0...b.count)]
    for (i, x) in a.enumerated() {
      var row = [i + 1]
      for (j, y) in b.enumerated() {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (x == y ? 0 : 1))
        if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
