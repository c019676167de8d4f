import GraphStore

/// Finds the one thing that a person means by a name: by its `name`, its `aliases` or its `key` as they are written, then without regard to case
/// and diacritics, then from one script into another. What comes after that may be another name, and is a guess: a way of writing foreign
/// sounds, singular or plural, some of its words.
///
/// Where several things have the name, `NAME (MARK)` says which, as in `bridge (Proposal)`: a label, the key or the id.
struct NameResolver {
  struct Thing {
    let id: String
    let name: String
    let labels: [String]
    let aliases: [String]
    let key: String?
    var label: String? { labels.first }
    var spellings: [String] { [name] + aliases }
    /// In lower case.
    var marks: Set<String> { Set((labels + [id] + (key.map { [$0] } ?? [])).map { $0.lowercased() }) }
    /// What tells it from others of its name; see `QuestionText.called`.
    var nameWithMark: String { "\(name) (\(key ?? (label.map { $0 + " " } ?? "") + id))" }
  }

  private var things: [Thing]

  /// - Parameter rows: of `query`.
  init(_ rows: QueryResult) {
    things = rows.compactMap { row in
      guard case .string(let name) = row[0], case .string(let id) = row[3] else { return nil }
      let key: String? = if case .string(let key) = row[4] { key } else { nil }
      var aliases: [String] = []
      switch row[1] {
      case .list(let items): for case .string(let alias) in items { aliases.append(alias) }
      case .string(let alias): aliases = [alias]
      default: break
      }
      var labels: [String] = []
      if case .list(let items) = row[2] { for case .string(let label) in items { labels.append(label) } }
      return Thing(id: id, name: name, labels: labels, aliases: aliases, key: key)
    }
  }

  static let query = query(where: "n.name IS NOT NULL")
  /// Things whose name is the text of `$name`, whose answers are those of all things: what has just the name is meant first.
  static let exactQuery = query(where: "n.name = $name")

  private static func query(where condition: String) -> String {
    """
    MATCH (n) WHERE \(condition)
    RETURN n.name, n.aliases, LABELS(n) AS labels, ELEMENT_ID(n) AS id, n.key ORDER BY n.name, labels, n.key, id
    """
  }

  /// Nodes without a name by what answers call them; rows as of `query`.
  static let namelessQuery = """
    MATCH (n) WHERE n.name IS NULL LET called = COALESCE(\(QuestionText.spellings("n")))
    FILTER called IS NOT NULL
    RETURN called, n.aliases, LABELS(n) AS labels, ELEMENT_ID(n) AS id, n.key ORDER BY called, labels, n.key, id
    """

  var isEmpty: Bool { things.isEmpty }

  /// Only things that have one of these labels.
  func limited(to labels: Set<String>) -> NameResolver {
    var result = self
    result.things.removeAll { labels.isDisjoint(with: $0.labels) }
    return result
  }

  /// Whether another thing has the same name.
  func hasTwin(_ thing: Thing) -> Bool { things.contains { $0.id != thing.id && $0.name.isSameName(as: thing.name) } }

  enum Answer {
    /// A guess may be another thing than the one meant.
    case thing(Thing, isGuess: Bool)
    case several([Thing], isGuess: Bool)
    case none(suggestion: String?)
  }

  func resolve(_ wanted: String) -> Answer {
    if let same = answer(Self.sameName(wanted), isGuess: false) ?? marked(wanted) ?? withoutArticle(wanted) { return same }
    if let near = answer(Self.nearName(wanted), isGuess: true), !Self.isFar(near, from: wanted) { return near }
    return .none(suggestion: Suggestion.closest(to: wanted, among: things.flatMap(\.spellings)))
  }

  /// Whether the one thing that is near has only some words of a text, and the text many more: one word does not mean a sentence.
  private static func isFar(_ answer: Answer, from wanted: String) -> Bool {
    guard case .thing(let thing, isGuess: true) = answer else { return false }
    func words(_ text: String) -> Int { NameFolding.folded(text).split(separator: " ").count }
    return thing.spellings.allSatisfy { words($0) > wordsForEachWord * words(wanted) }
  }

  private typealias Step = (Thing) -> Bool

  /// What the first step finds that finds anything.
  private func answer(_ steps: [Step], isGuess: Bool) -> Answer? {
    for step in steps {
      let found = things.filter(step)
      if found.count > 1 { return .several(found, isGuess: isGuess) }
      if let thing = found.first { return .thing(thing, isGuess: isGuess) }
    }
    return nil
  }

  /// `the EU`.
  private func withoutArticle(_ wanted: String) -> Answer? {
    guard wanted.count > 4, wanted.prefix(4).lowercased() == "the " else { return nil }
    return answer(Self.sameName(String(wanted.dropFirst(4))), isGuess: false)
  }

  /// `NAME (MARK)`, where the mark is one or more of a thing's labels, key and id, whatever the case.
  private func marked(_ wanted: String) -> Answer? {
    guard wanted.hasSuffix(")"), let opening = wanted.lastIndex(of: "("), opening != wanted.startIndex else { return nil }
    var name = wanted[..<opening]
    while name.hasSuffix(" ") { name.removeLast() }
    let mark = wanted[wanted.index(after: opening)...].dropLast().lowercased()
    let words = Set(mark.split(separator: " ").map(String.init))
    guard !words.isEmpty, let named = Self.sameName(String(name)).lazy.map({ things.filter($0) }).first(where: { !$0.isEmpty }) else { return nil }
    let found = named.filter { $0.key?.lowercased() == mark || words.isSubset(of: $0.marks) }
    if found.count == 1 { return .thing(found[0], isGuess: false) }
    // A mark that none has tells nothing.
    if found.isEmpty, named.count == 1 { return .none(suggestion: named[0].name) }
    return .several(found.isEmpty ? named : found, isGuess: false)
  }

  /// Ways to write one name.
  private static func sameName(_ wanted: String) -> [Step] {
    let folded = NameFolding.folded(wanted)
    let transliteration = Transliteration(wanted)
    return [
      { $0.name.isSameName(as: wanted) },
      { $0.aliases.contains { $0.isSameName(as: wanted) } },
      { $0.key?.isSameName(as: wanted) == true },
      { NameFolding.folded($0.name) == folded },
      { $0.aliases.contains { NameFolding.folded($0) == folded } },
      { thing in
        thing.spellings.contains { spelling in
          switch (transliteration, Transliteration(spelling)) {
          case (let wanted?, nil): wanted.reads(as: NameFolding.folded(spelling))
          case (nil, let spelling?): spelling.reads(as: folded)
          case (nil, nil), (_?, _?): false
          }
        }
      },
    ]
  }

  /// Words that a name may have for each one that is written of it: a word of a long sentence does not mean the sentence.
  private static let wordsForEachWord = 4

  /// Names that are near to one.
  private static func nearName(_ wanted: String) -> [Step] {
    let sound = NameFolding.sounding(wanted)
    let singular = NameFolding.singular(NameFolding.folded(wanted))
    let words = Set(NameFolding.folded(wanted).split(separator: " "))
    return [
      { $0.spellings.contains { NameFolding.sounding($0) == sound } },
      { $0.spellings.contains { NameFolding.singular(NameFolding.folded($0)) == singular } },
      { thing in
        thing.spellings.contains { spelling in
          let all = NameFolding.folded(spelling).split(separator: " ")
          return !words.isEmpty && words.isSubset(of: all)
        }
      },
    ]
  }
}
