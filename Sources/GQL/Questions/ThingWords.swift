import GraphStore

/// Looks for things that have all words of a text, anywhere in their name, aliases, description and gist, as names are compared: whatever the
/// case and the diacritics.
enum ThingWords {
  private static let query = """
    MATCH (n)
    RETURN \(QuestionText.called("n")) AS name, LABELS(n)[0] AS label, COALESCE(\(QuestionText.text("n.description")), \(QuestionText.text("n.gist"))) AS text,
      [COALESCE(\(QuestionText.spellings("n")), '')] || \(QuestionText.list("n.aliases")) || [\(QuestionText.text("n.description")), \(QuestionText.text("n.gist"))] AS texts
    ORDER BY name
    """

  /// Rows of the question `find`. Empty for a text without words, and in a graph of more things than names are looked through.
  static func search(_ text: String, in session: Session) throws(QueryError) -> QueryResult {
    let columns = ["found_in", "name", "label", "text", "source"].map { QueryResult.Column(name: $0, type: .string) }
    let words = NameFolding.folded(text).split(separator: " ")
    guard !words.isEmpty, try session.isSmall else { return QueryResult(columns: columns, rows: [], summary: ResultSummary()) }
    var rows: [[Value]] = []
    for row in try session.execute(query) {
      guard case .list(let texts) = row[3] else { continue }
      let folded = texts.compactMap { if case .string(let text) = $0 { " " + NameFolding.folded(text) } else { nil } }
      guard words.allSatisfy({ word in folded.contains { $0.contains(word) } }) else { continue }
      rows.append(["words", row[0], row[1], row[2], .null])
    }
    return QueryResult(columns: columns, rows: rows, summary: ResultSummary())
  }
}
