import GraphStore

/// Finds what a person means by a name: what is called so as it is written (`name`, `aliases`, `key`), without regard to case and diacritics, or
/// in another script. What is not called so may be another thing, and is a guess: a way of writing foreign sounds, singular or plural, some of
/// its words.
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
    fileprivate var shortSpellings: [String] { spellings.map(NameFolding.beginning) }
    /// In lower case.
    var marks: Set<String> { Set((labels + [id] + (key.map { [$0] } ?? [])).map { $0.lowercased() }) }
    /// `Ada (Person)`.
    var nameWithLabel: String { "`\(name)`\(label.map { " (\($0))" } ?? "")" }
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

  static let query = "MATCH (n) WHERE n.name IS NOT NULL\n\(rows)"

  /// Things that the text of `$name` is a name of, in any spelling. Few things have aliases: each property is a query of its own.
  static let namesakesQuery = """
    MATCH (n) WHERE SAME_NAME(n.name, $name) RETURN n
    UNION
    MATCH (n) WHERE n.aliases IS NOT NULL AND SAME_NAME(n.aliases, $name) RETURN n
    UNION
    MATCH (n) WHERE n.key IS NOT NULL AND SAME_NAME(n.key, $name) RETURN n
    NEXT
    \(rows)
    """

  private static let rows = "RETURN n.name, n.aliases, LABELS(n) AS labels, ELEMENT_ID(n) AS id, n.key ORDER BY n.name, labels, n.key, id"

  /// Nodes without a name that is a text by what answers call them; rows as of `query`.
  static let namelessQuery = """
    MATCH (n) WHERE n.name IS NULL OR n.name IS NOT TYPED STRING LET called = COALESCE(\(QuestionText.spellings("n")))
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

  /// What a text may mean.
  struct Fit {
    /// In the closest of the ways to write it; not empty.
    var closest: [Thing]
    /// What has the name in another spelling.
    var others: [Thing] = []
    /// The text is just the name of the closest, not an alias nor a spelling of it.
    var isJustSo = false
    /// Nothing is called so: it may be another thing than the one meant.
    var isGuess = false
  }

  enum Answer {
    case fit(Fit)
    case none(suggestion: String?)
  }

  func resolve(_ wanted: String) -> Answer {
    if let same = namesakes(wanted).map(Answer.fit) ?? marked(wanted) ?? Self.withoutArticle(wanted).flatMap(namesakes).map(Answer.fit) { return same }
    let near = Self.nearName(NameFolding.beginning(of: wanted)).lazy.map { things.filter($0) }.first { !$0.isEmpty }
    if let near, !Self.isFar(near, from: wanted) { return .fit(Fit(closest: near, isGuess: true)) }
    return .none(suggestion: Suggestion.closest(to: wanted, among: things.flatMap(\.spellings)))
  }

  /// The texts that are looked for in turn as a name: as it is written, without a mark, without an article.
  static func readings(of wanted: String) -> [String] { [wanted] + [nameAndMark(wanted)?.name, withoutArticle(wanted)].compactMap { $0 } }

  /// Whether the one thing that is near has only some words of a text, and the text many more: one word does not mean a sentence.
  private static func isFar(_ near: [Thing], from wanted: String) -> Bool {
    guard near.count == 1 else { return false }
    func words(_ text: String) -> Int { NameFolding.folded(text).split(separator: " ").count }
    return near[0].spellings.allSatisfy { words($0) > wordsForEachWord * words(wanted) }
  }

  private typealias Step = (Thing) -> Bool

  /// What is called so.
  private func namesakes(_ wanted: String) -> Fit? {
    let steps = Self.sameName(wanted)
    let places = things.map { thing in steps.firstIndex { $0(thing) } }
    guard let closest = places.compactMap({ $0 }).min() else { return nil }
    let placed = zip(things, places)
    return Fit(closest: placed.filter { $0.1 == closest }.map(\.0), others: placed.filter { $0.1 ?? closest > closest }.map(\.0), isJustSo: closest == 0)
  }

  /// `EU` of `the EU`.
  private static func withoutArticle(_ wanted: String) -> String? {
    wanted.count > 4 && wanted.prefix(4).lowercased() == "the " ? String(wanted.dropFirst(4)) : nil
  }

  /// The parts of `NAME (MARK)`, the mark in lower case.
  private static func nameAndMark(_ wanted: String) -> (name: String, mark: String)? {
    guard wanted.hasSuffix(")"), let opening = wanted.lastIndex(of: "("), opening != wanted.startIndex else { return nil }
    var name = wanted[..<opening]
    while name.hasSuffix(" ") { name.removeLast() }
    return (String(name), wanted[wanted.index(after: opening)...].dropLast().lowercased())
  }

  /// `NAME (MARK)`, where the mark is one or more of a thing's labels, key and id, whatever the case.
  private func marked(_ wanted: String) -> Answer? {
    guard let (name, mark) = Self.nameAndMark(wanted), let named = namesakes(name) else { return nil }
    let words = Set(mark.split(separator: " ").map(String.init))
    guard !words.isEmpty else { return nil }
    let all = named.closest + named.others
    let found = all.filter { $0.key?.lowercased() == mark || words.isSubset(of: $0.marks) }
    // A mark that none has tells nothing.
    if found.isEmpty, all.count == 1 { return .none(suggestion: all[0].name) }
    return .fit(Fit(closest: found.isEmpty ? all : found))
  }

  /// Ways to write one name.
  private static func sameName(_ wanted: String) -> [Step] {
    let spelling = NameSpelling(wanted)
    return [
      { $0.name.isSameName(as: wanted) },
      { $0.aliases.contains { $0.isSameName(as: wanted) } },
      { $0.key?.isSameName(as: wanted) == true },
      { spelling.fits($0.name) },
      { thing in (thing.aliases + [thing.key].compactMap { $0 }).contains { spelling.fits($0) } },
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
      { $0.shortSpellings.contains { NameFolding.sounding($0) == sound } },
      { $0.shortSpellings.contains { NameFolding.singular(NameFolding.folded($0)) == singular } },
      { thing in
        thing.shortSpellings.contains { spelling in
          let all = NameFolding.folded(spelling).split(separator: " ")
          return !words.isEmpty && words.isSubset(of: all)
        }
      },
    ]
  }
}
