/// What Tab offers: texts that may take the place of what stands between `start` and the cursor.
struct Completion: Equatable {
  struct Candidate: Equatable {
    var text: String
    /// A few words for the list: what it is.
    var note = ""
    /// Put behind it when it is the only one.
    var suffix = ""
  }

  /// In characters from the beginning of the text.
  var start: Int
  /// The best first, without repetition; not empty.
  var candidates: [Candidate]

  /// Nil when there is nothing to offer.
  init?(start: Int, candidates: [Candidate]) {
    var seen: Set<String> = []
    self.start = start
    self.candidates = candidates.filter { seen.insert($0.text).inserted }
    if self.candidates.isEmpty { return nil }
  }

  /// What all candidates begin with.
  var commonPrefix: String {
    guard let first = candidates.first?.text else { return "" }
    return candidates.dropFirst().reduce(first) { prefix, candidate in
      String(zip(prefix, candidate.text).prefix { $0 == $1 }.map(\.0))
    }
  }
}
