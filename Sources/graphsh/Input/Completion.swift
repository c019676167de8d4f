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

  /// What all candidates begin with that begin as typed, without regard to case; those that fit by a later word do not count.
  func commonPrefix(of typed: String) -> String {
    let wanted = typed.lowercased()
    let beginning = candidates.map(\.text).filter { $0.lowercased().hasPrefix(wanted) }
    guard let first = beginning.first else { return "" }
    return beginning.dropFirst().reduce(first) { prefix, text in String(zip(prefix, text).prefix { $0 == $1 }.map(\.0)) }
  }
}
