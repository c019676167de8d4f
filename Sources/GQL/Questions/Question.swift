import GraphStore

/// A question as it is shipped: one query with parameters and documented columns.
public struct Question: Sendable {
  public let name: String
  /// One line.
  public let summary: String
  public let parameters: [(name: String, meaning: String)]
  public let text: String
  /// Parameters that name a thing of the graph: aliases and other spellings are resolved before the query runs.
  let namedThings: Set<String>
  /// By parameter, the labels of what it asks for, where the query itself takes any thing.
  let expectedLabels: [String: Set<String>]
  /// Texts that name exactly one thing are resolved, also of other parameters; what names none is asked for as it is written, and is an
  /// error only when nothing is found.
  let resolvesTexts: Bool
  /// The parameter that is looked for as it is written and, when nothing has it, by the names that it is another spelling of.
  let searchedText: String?
  /// Columns that a narrow screen may give up, in this order.
  public let lessImportant: [String]
  /// How the rows read as text where a table of them has no room; nil = not at all.
  public let entries: EntryLayout?
  /// Rows that are given; the query asks for one more, so that whoever asks is told of those left out.
  public let rowLimit: Int?
  /// Arguments as they may be written, `thing="harbour levy"`; nil = none is told.
  public let example: String?
  /// What a name that fits several things means most likely.
  let candidates: Candidates

  /// Names that a question is likely about.
  struct Candidates: Sendable {
    /// Gives the ids of things in its first column, likeliest first.
    var query: String
    /// A name that fits one candidate and other things means the candidate.
    var decides: Bool

    /// Those with most edges come first; none is taken for meant.
    static let connected = Candidates(
      query: """
        MATCH (n)-[e]-() RETURN n, COUNT(*) AS edges GROUP BY n
        NEXT
        RETURN ELEMENT_ID(n) AS id, edges ORDER BY edges DESC, n.name, id
        """, decides: false)
  }

  /// Whether a parameter is the name of a thing in the graph.
  package func namesThing(_ parameter: String) -> Bool { namedThings.contains(parameter) }

  /// Whether a parameter is a day.
  func asksForDay(_ parameter: String) -> Bool {
    parameters.contains { $0.name == parameter && ($0.meaning.hasPrefix("first day") || $0.meaning.hasPrefix("last day")) }
  }

  /// Whether null is an answer to what a parameter asks: its meaning tells what null stands for.
  package func mayBeNull(_ parameter: String) -> Bool { parameters.contains { $0.name == parameter && $0.meaning.contains("null = ") } }

  init(
    name: String, summary: String, parameters: [(name: String, meaning: String)], namedThings: Set<String> = ["name", "a", "b"],
    expectedLabels: [String: Set<String>] = [:], resolvesTexts: Bool = false, searchedText: String? = nil, candidates: Candidates = .connected, lessImportant: [String] = [],
    entries: EntryLayout? = nil, rowLimit: Int? = nil, example: String? = nil, text: String
  ) {
    self.lessImportant = lessImportant
    self.entries = entries
    self.rowLimit = rowLimit
    self.example = example
    self.searchedText = searchedText
    self.expectedLabels = expectedLabels
    self.resolvesTexts = resolvesTexts
    self.candidates = candidates
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.namedThings = namedThings
    self.text = text
  }
}

/// The part that each column of an answer has in a text. Columns that are named nowhere are left out.
public struct EntryLayout: Sendable {
  /// Stands in front, once for neighbouring rows that share it.
  public let lead: String
  /// Comes before the assertion, with a colon.
  public let mark: String?
  /// The assertion.
  public let head: [String]
  /// What is said of it.
  public let body: [String]
  /// Who says so.
  public let documents: [String]

  init(lead: String, mark: String? = nil, head: [String], body: [String], documents: [String] = ["documents"]) {
    self.lead = lead
    self.mark = mark
    self.head = head
    self.body = body
    self.documents = documents
  }
}

/// The questions that every graph answers, and the named ones that stand in files.
public enum Questions {
  /// Behind `.backs` and its pictures, `.find`, `.about`, `.sources`, `.timeline`, `.changes` and `.path`.
  public static let standard: [Question] = [
    PositionQuestions.onThing, PositionQuestions.ofActor, PositionQuestions.overview, PositionQuestions.picture, ExploringQuestions.find,
    ExploringQuestions.about, ExploringQuestions.sources, ExploringQuestions.sourcesOfOne, ExploringQuestions.otherAssertions, ExploringQuestions.timeline,
    ExploringQuestions.timelineBetween,
    ExploringQuestions.changes, ExploringQuestions.path,
  ]

  /// For `.ask`, by name.
  public static let named: [Question] = NamedQuestionText.files.compactMap { Question(name: $0.name, file: $0.text) }

  /// Properties of edges that some question reads.
  public static var knownEdgeKeys: [String] { ExploringQuestions.knownKeys }

  /// Nil when there is none of that name.
  public static func question(_ name: String) -> Question? {
    standard.first { $0.name == name } ?? named.first { $0.name == name }
  }
}

extension Question {
  /// Reads a question file: a header of `-- title:`, `-- param: name - meaning`, or `name:Label|Label - meaning` of things with labels, and `-- example: name=value` lines, then the query. A
  /// parameter whose meaning begins with `name of` or `a name` names a thing.
  public init?(name: String, file: String) {
    var title: String?
    var example: String?
    var parameters: [(name: String, meaning: String)] = []
    var expected: [String: Set<String>] = [:]
    for line in file.split(separator: "\n") where line.hasPrefix("-- ") {
      let parts = line.dropFirst(3).split(separator: ":", maxSplits: 1).map { $0.trimmed }
      guard parts.count == 2 else { continue }
      if parts[0] == "title" { title = parts[1] }
      if parts[0] == "example" { example = parts[1] }
      if parts[0] == "param" {
        let words = parts[1].split(separator: " ", maxSplits: 2)
        let meaning = parts[1].range(of: " - ").map { String(parts[1][$0.upperBound...]) } ?? ""
        guard let first = words.first?.split(separator: ":"), let name = first.first.map(String.init) else { continue }
        parameters.append((name, meaning))
        if first.count > 1 { expected[name] = Set(first[1].split(separator: "|").map(String.init)) }
      }
    }
    guard let title else { return nil }
    let names = parameters.filter { $0.meaning.hasPrefix("name of ") || $0.meaning.hasPrefix("a name ") }.map(\.name)
    // The example speaks of one graph, the question is asked of any.
    let lines = file.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("-- example:") }
    self.init(
      name: name, summary: title, parameters: parameters, namedThings: Set(names), expectedLabels: expected, resolvesTexts: true, example: example,
      text: lines.joined(separator: "\n"))
  }
}

/// Pieces of queries that cope with what people write into properties.
enum QuestionText {
  /// A property that should be a text: null when it is none and has none, as a list or a record.
  static func text(_ property: String) -> String { "TO_STRING_OR_NULL(\(property))" }

  /// How real an assertion is, one that does not tell is actual. Of several words the first counts.
  /// What hangs on a condition is not so yet, unless it says so itself.
  static func modality(of edge: String) -> String {
    "LOWER(COALESCE(TEXTS(\(edge).modality)[0], CASE WHEN \(edge).condition IS NULL THEN 'actual' ELSE 'conditional' END))"
  }

  /// Whether a stance is that of an edge. One whose edge type is no text is none.
  static func isStance(_ stance: String, of edge: String) -> String {
    "\(stance).edge_type IS TYPED STRING AND \(stance).edge_type = TYPE(\(edge))"
  }

  /// The documents that a group of assertions names, each once.
  static func documents(of edge: String) -> String { "TEXTS(COLLECT_LIST(DISTINCT \(edge).source))" }

  /// What a node is called in an answer: its name, else what other graphs call so, else label and id, such as `(:Claim n17)`. A name that another
  /// node has too is told with the key, else label and id: `bridge (Proposal n3)`.
  static func called(_ node: String) -> String {
    """
    CASE WHEN EXISTS { MATCH (twin {name: \(node).name}) WHERE twin <> \(node) }
        THEN COALESCE(\(spellings(node)), '') || ' (' || COALESCE(\(text("\(node).key")), COALESCE(LABELS(\(node))[0] || ' ', '') || ELEMENT_ID(\(node))) || ')'
        ELSE \(named(node)) END
    """
  }

  /// The same without a look at other nodes.
  static func named(_ node: String) -> String {
    "COALESCE(\(spellings(node)), '(' || COALESCE(':' || LABELS(\(node))[0] || ' ', '') || ELEMENT_ID(\(node)) || ')')"
  }

  /// The first of these that is a text is what `named` tells.
  static func spellings(_ node: String) -> String { Node.namingKeys.map { text("\(node).\($0)") }.joined(separator: ", ") }

  /// What part of its end an edge is on, as a list; empty = the whole.
  static func scope(of edge: String) -> String {
    "CASE WHEN \(text("\(edge).scope")) = '' THEN [] ELSE \(list("\(edge).scope")) END"
  }

  /// A sum as people say it where nothing is lost by that: `1.6 billion`, `12500`; see `DOTAmount`.
  static func amount(_ number: String) -> String {
    func rounded(_ size: Int, _ word: String) -> String {
      let tenths = "CAST(MOD(\(number) / \(size / 10), 10) AS STRING)"
      return "CAST(\(number) / \(size) AS STRING) || CASE WHEN MOD(\(number), \(size)) = 0 THEN '' ELSE '.' || \(tenths) END || ' \(word)'"
    }
    return """
      CASE WHEN NOT \(number) IS TYPED INT THEN \(text(number))
          WHEN \(number) >= 1000000000 AND MOD(\(number), 100000000) = 0 THEN \(rounded(1_000_000_000, "billion"))
          WHEN \(number) >= 1000000 AND \(number) < 1000000000 AND MOD(\(number), 100000) = 0 THEN \(rounded(1_000_000, "million"))
          ELSE CAST(\(number) AS STRING) END
      """
  }

  /// What an edge says, in words, else its sum.
  static func said(_ e: String) -> String {
    let currency = "COALESCE(' ' || \(text("\(e).currency")), '')", status = "COALESCE(' ' || \(text("\(e).status")), '')"
    return "COALESCE(\(text("\(e).gist")), \(text("\(e).short")), CASE WHEN NOT \(e).amount IS TYPED STRING THEN \(amount("\(e).amount")) || \(currency) || \(status) END)"
  }

  /// A property that should be a list of texts: none when it is missing, one item when it is a single value.
  static func list(_ property: String) -> String { "TEXTS(\(property))" }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  /// The first place where `other` stands.
  fileprivate func range(of other: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
      start = index(after: start)
    }
    return nil
  }
}
