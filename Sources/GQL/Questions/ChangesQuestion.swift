extension ExploringQuestions {
  /// What became known in a time, by the day of the documents (see `AsOfRule`):
  ///
  /// | Column | Type | Meaning |
  /// |---|---|---|
  /// | known | STRING | a day within the time on which documents said so |
  /// | change | STRING | new: nobody had said so before that day, or named another sum; contradicts: a position of another sign, on the same scope, or another sum of the same dispute was known before; again: said before |
  /// | subject, relation, object | STRING | the assertion |
  /// | how | STRING | what is not plain fact about it, see `QuestionText.how`; null = nothing |
  /// | gist | STRING | what is said, else the sum; other words are another row |
  /// | documents | LIST<STRING> | those of that day that say so in these words |
  ///
  /// Assertions that tell no day were always known, and changed nothing.
  static let changes = Question(
    name: "changes", summary: "what became known between two days, both included",
    parameters: [
      ("since", "the first day"), ("until", "the last day; null = no limit"), ("name", "the thing it is about; null = all"),
    ], namedThings: ["name"], lessImportant: ["documents", "gist"],
    entries: EntryLayout(lead: "known", mark: "change", head: ["subject", "relation", "object"], body: ["gist", "how"]),
    text: """
      MATCH (a)-[e:!(\(apparatus))]->(b)
      WHERE $name IS NULL OR a.name IS TYPED STRING AND a.name = $name OR b.name IS TYPED STRING AND b.name = $name
      OPTIONAL MATCH (s:Stance WHERE \(QuestionText.isStance("s", of: "e")))
      LET known_day = \(QuestionText.knownDay("e")), first_day = CAST($since AS STRING), last_day = CAST($until AS STRING)
      LET known = \(QuestionText.calendarDay("known_day"))
      FILTER known IS NOT NULL
      LET is_within = known >= first_day AND (last_day IS NULL OR known <= last_day), relation = TYPE(e),
        sum = TO_STRING_OR_NULL(e.amount), is_real = \(PositionQuestions.isReal("e")), sign = \(PositionQuestions.sign("s")), scope = \(QuestionText.scope(of: "e"))
      FILTER is_within
      LET how = NULLIF(\(QuestionText.how("e")), ''), was_known = EXISTS {
          MATCH (a)-[o]->(b)
          WHERE TYPE(o) = relation AND \(PositionQuestions.isReal("o")) = is_real AND \(QuestionText.scope(of: "o")) = scope
            AND (sum IS NULL OR TO_STRING_OR_NULL(o.amount) = sum) AND \(QuestionText.knownDay("o")) < known
        }, has_other_sum = sum IS NOT NULL AND EXISTS {
          MATCH (a)-[o]->(b)
          WHERE TYPE(o) = relation AND TO_STRING_OR_NULL(o.amount) <> sum AND \(QuestionText.knownDay("o")) < known
            AND SIZE([dispute IN \(QuestionText.list("o.disputes")) WHERE dispute IN \(QuestionText.list("e.disputes"))]) > 0
        }
      RETURN a, relation, b, sign, scope, is_real, was_known, has_other_sum, known, how, \(QuestionText.said("e")) AS gist, \(QuestionText.documents(of: "e")) AS documents
      GROUP BY a, relation, b, sign, scope, is_real, was_known, has_other_sum, known, how, gist
      NEXT
      LET contradicts = has_other_sum OR is_real AND EXISTS {
          MATCH (a)-[o]->(b), (t:Stance)
          WHERE \(QuestionText.isStance("t", of: "o")) AND \(PositionQuestions.sign("t")) <> sign AND \(PositionQuestions.isReal("o"))
            AND \(QuestionText.scope(of: "o")) = scope AND \(QuestionText.knownDay("o")) < known
        }
      RETURN known, CASE WHEN was_known THEN 'again' WHEN contradicts THEN 'contradicts' ELSE 'new' END AS change,
        \(QuestionText.called("a")) AS subject, relation, \(QuestionText.called("b")) AS object, how, gist, documents
      ORDER BY known, subject, relation, object, how, gist
      """)
}
