import GraphStore

/// Looks for things that have all words of a text, anywhere in their name, aliases, description and gist, and for assertions that have them in their
/// gist and the names of their ends, as names are compared: whatever the case and the diacritics.
enum ThingWords {
  private static let query = """
    MATCH (n)
    RETURN \(QuestionText.called("n")) AS name, LABELS(n)[0] AS label, COALESCE(\(QuestionText.text("n.description")), \(QuestionText.text("n.gist"))) AS text,
      [COALESCE(\(QuestionText.spellings("n")), '')] || \(QuestionText.list("n.aliases")) || [\(QuestionText.text("n.description")), \(QuestionText.text("n.gist"))] AS texts
    ORDER BY name
    """
  private static let assertions = """
    MATCH (a)-[e:!(\(ExploringQuestions.apparatus))]->(b)
    WHERE e.gist IS NOT NULL
    LET how = \(QuestionText.how("e"))
    RETURN \(QuestionText.called("a")) || ' ' || TYPE(e) || ' ' || \(QuestionText.called("b")) || CASE WHEN how = '' THEN '' ELSE ' (' || how || ')' END AS name,
      e.gist AS text, e.source AS source,
      [\(QuestionText.text("e.gist")), COALESCE(\(QuestionText.spellings("a")), ''), COALESCE(\(QuestionText.spellings("b")), '')] AS texts
    ORDER BY name, text
    """

  /// Rows of the question `find`. Empty for a text without words, and in a graph of more things than names are looked through.
  static func search(_ text: String, in session: Session) throws(QueryError) -> QueryResult {
    let columns = ["found_in", "name", "label", "text", "source"].map { QueryResult.Column(name: $0, type: .string) }
    let words = NameFolding.folded(text).split(separator: " ")
    guard !words.isEmpty, try session.isSmall else { return QueryResult(columns: columns, rows: [], summary: ResultSummary()) }
    var rows: [[Value]] = []
    for row in try session.execute(query) where hold(row[3], words) { rows.append(["words", row[0], row[1], row[2], .null]) }
    for row in try session.execute(assertions) where hold(row[3], words) { rows.append(["words", row[0], .null, row[1], row[2]]) }
    return QueryResult(columns: columns, rows: rows, summary: ResultSummary())
  }

  /// Whether some of the texts hold each word.
  private static func hold(_ texts: Value, _ words: [Substring]) -> Bool {
    guard case .list(let texts) = texts else { return false }
    let folded = texts.compactMap { if case .string(let text) = $0 { " " + NameFolding.folded(text) } else { nil } }
    return words.allSatisfy { word in folded.contains { $0.contains(word) } }
  }
}
