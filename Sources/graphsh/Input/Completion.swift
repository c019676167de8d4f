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
  /// False where there may be more that fit: what those have in common is then nothing to go by.
  var isAll: Bool

  /// Nil when there is nothing to offer.
  init?(start: Int, candidates: [Candidate], isAll: Bool = true) {
    var seen: Set<String> = []
    self.start = start
    self.isAll = isAll
    self.candidates = candidates.filter { seen.insert($0.text).inserted }
    if self.candidates.isEmpty { return nil }
  }

  /// What Tab puts in place of what is typed: the only candidate, or as much as all those have in common that begin as typed, without regard
  /// to case. Nil when that adds nothing, when there are more than these, and when the best one fits by an alias or a later word: then there
  /// is something to choose.
  func extended(_ typed: String) -> String? {
    guard isAll else { return nil }
    let wanted = typed.lowercased()
    guard candidates.count > 1 else { return candidates.first.map { $0.text + $0.suffix } }
    let beginning = candidates.filter { $0.text.lowercased().hasPrefix(wanted) }
    guard let first = beginning.first, first == candidates[0] else { return nil }
    if beginning.count == 1 { return first.text + first.suffix }
    let common = beginning.dropFirst().reduce(first.text) { prefix, next in String(zip(prefix, next.text).prefix { $0 == $1 }.map(\.0)) }
    return common.count > typed.count ? common : nil
  }
}
