/// Looking around in a knowledge graph.
enum ExploringQuestions {
  /// Edges that say where a name stands, not how things relate.
  static let apparatus = "MENTIONED_IN|CITES|PUBLISHED_BY|AUTHORED_BY"

  static let find = Question(
    name: "find", summary: "names, aliases and gists that hold a text, whatever the case",
    parameters: [("text", "what to look for")], namedThings: [], searchedText: "text",
    text: """
      MATCH (n)
      WHERE CONTAINS(LOWER(\(QuestionText.text("n.name"))), LOWER($text))
      RETURN 1 AS place, 'name' AS found_in, n.name AS name, LABELS(n)[0] AS label, NULL AS text, NULL AS source
      UNION ALL
      MATCH (n)
      FOR alias IN \(QuestionText.list("n.aliases"))
      FILTER CONTAINS(LOWER(\(QuestionText.text("alias"))), LOWER($text))
      RETURN 2 AS place, 'alias' AS found_in, n.name AS name, LABELS(n)[0] AS label, alias AS text, NULL AS source
      UNION ALL
      MATCH (n)
      WHERE CONTAINS(LOWER(\(QuestionText.text("n.gist"))), LOWER($text)) 
        AND NOT CONTAINS(LOWER(COALESCE(\(QuestionText.text("n.name")), '')), LOWER($text))
      RETURN 3 AS place, 'gist' AS found_in, n.name AS name, LABELS(n)[0] AS label, n.gist AS text, NULL AS source
      UNION ALL
      MATCH (a)-[e:!(\(apparatus))]->(b)
      WHERE CONTAINS(LOWER(\(QuestionText.text("e.gist"))), LOWER($text))
      RETURN 4 AS place, 'assertion' AS found_in, COALESCE(\(QuestionText.text("a.name")), '?') || ' ' || TYPE(e) || ' ' || COALESCE(\(QuestionText.text("b.name")), '?') AS name, NULL AS label,
        e.gist AS text, e.source AS source
      NEXT
      RETURN DISTINCT place, found_in, name, label, text, source
      ORDER BY place, name, text, source
      NEXT
      RETURN found_in, name, label, text, source
      """)

  static let about = Question(
    name: "about", summary: "one thing: its names, offices, positions, events and relations",
    parameters: [("name", "the name of the thing")],
    text: """
      MATCH (n {name: $name})
      RETURN 0 AS place, 'is' AS aspect, LABELS(n)[0] AS relation, n.name AS what, COALESCE(n.description, n.gist) AS detail,
        NULL AS dated, [] AS documents
      UNION ALL
      MATCH (n {name: $name})
      FOR alias IN \(QuestionText.list("n.aliases"))
      RETURN 1 AS place, 'also called' AS aspect, NULL AS relation, alias AS what, NULL AS detail, NULL AS dated, [] AS documents
      UNION ALL
      MATCH (n {name: $name})-[e:HOLDS_OFFICE]-(o)
      RETURN 2 AS place, 'office' AS aspect, e.status AS relation, o.name AS what, MIN(e.gist) AS detail,
        MIN(e.valid_from) AS dated, COLLECT_LIST(DISTINCT e.source) AS documents
      GROUP BY relation, what
      UNION ALL
      MATCH (n {name: $name})-[e]->(x), (s:Stance)
      WHERE s.edge_type = TYPE(e)
      RETURN 3 AS place, 'position' AS aspect, s.verb AS relation, x.name AS what, MIN(COALESCE(e.short, e.gist)) AS detail,
        MIN(e.date_from) AS dated, COLLECT_LIST(DISTINCT e.source) AS documents
      GROUP BY relation, what
      UNION ALL
      MATCH (n {name: $name})<-[e]-(x), (s:Stance)
      WHERE s.edge_type = TYPE(e)
      RETURN 4 AS place, 'position on it' AS aspect, s.verb AS relation, x.name AS what,
        MIN(COALESCE(e.short, e.gist)) AS detail, MIN(e.date_from) AS dated, COLLECT_LIST(DISTINCT e.source) AS documents
      GROUP BY relation, what
      UNION ALL
      MATCH (n {name: $name})-[e]-(v:Event)
      RETURN 5 AS place, 'event' AS aspect, TYPE(e) AS relation, v.name AS what, MIN(e.gist) AS detail,
        MIN(COALESCE(e.date_from, v.date_from)) AS dated, COLLECT_LIST(DISTINCT e.source) AS documents
      GROUP BY relation, what
      UNION ALL
      MATCH (n {name: $name})-[e:!(\(apparatus)|HOLDS_OFFICE)]->(x:!Event)
      WHERE NOT EXISTS { MATCH (s:Stance) WHERE s.edge_type = TYPE(e) }
      RETURN 6 AS place, 'relation' AS aspect, TYPE(e) AS relation, x.name AS what, MIN(e.gist) AS detail,
        MIN(e.date_from) AS dated, COLLECT_LIST(DISTINCT e.source) AS documents
      GROUP BY relation, what
      UNION ALL
      MATCH (n {name: $name})<-[e:!(\(apparatus)|HOLDS_OFFICE)]-(x:!Event)
      WHERE NOT EXISTS { MATCH (s:Stance) WHERE s.edge_type = TYPE(e) }
      RETURN 7 AS place, 'relation to it' AS aspect, TYPE(e) AS relation, x.name AS what, MIN(e.gist) AS detail,
        MIN(e.date_from) AS dated, COLLECT_LIST(DISTINCT e.source) AS documents
      GROUP BY relation, what
      NEXT
      RETURN place, aspect, relation, what, detail, dated, documents
      ORDER BY place, relation, dated, what
      NEXT
      RETURN aspect, relation, what, detail, dated, documents
      """)

  private static let assertion = """
    RETURN x.name AS subject, TYPE(e) AS relation, y.name AS object, e.source AS document, e.speakers AS speakers,
      COALESCE(CAST(e.date_from AS STRING), '~' || CAST(e.publication_date AS STRING)) AS dated, e.certainty AS certainty,
      e.modality AS modality, e.gist AS gist, e.paragraph AS paragraph, e.offset AS place
    ORDER BY document, paragraph, place, relation
    """

  static let sources = Question(
    name: "sources", summary: "every assertion between two things, with document, speaker, date and paragraph",
    parameters: [("a", "the name of one"), ("b", "the name of the other")],
    text: """
      MATCH (n {name: $a})-[e]-(m {name: $b})
      LET x = START_NODE(e), y = END_NODE(e)
      \(assertion)
      """)

  static let sourcesOfOne = Question(
    name: "sources_of", summary: "every assertion about one thing, with document, speaker, date and paragraph",
    parameters: [("a", "the name of the thing")],
    text: """
      MATCH (n {name: $a})-[e:!(\(apparatus))]-(m)
      LET x = START_NODE(e), y = END_NODE(e)
      \(assertion)
      """)

  static let timeline = Question(
    name: "timeline", summary: "what is said about a thing, by date; ~ marks the day of publication",
    parameters: [("name", "the name of the thing")], text: timelineText(filter: ""))

  static let timelineBetween = Question(
    name: "timeline_between", summary: "what is said about a thing between two dates; null = no limit",
    parameters: [("name", "the name of the thing"), ("since", "the first day"), ("until", "the last day")], namedThings: ["name"],
    text: timelineText(filter: "FILTER ($since IS NULL OR day >= $since) AND ($until IS NULL OR day <= $until)\n"))

  private static func timelineText(filter: String) -> String {
    """
      MATCH (n {name: $name})-[e:!(\(apparatus))]-(m)
      LET x = START_NODE(e), y = END_NODE(e), day = COALESCE(e.date_from, e.publication_date)
      \(filter)RETURN day, e.date_from IS NULL AS is_publication, x.name AS subject, TYPE(e) AS relation, y.name AS object,
        MIN(e.gist) AS gist, COLLECT_LIST(DISTINCT e.source) AS documents
      GROUP BY day, is_publication, subject, relation, object
      NEXT
      RETURN COALESCE(CASE WHEN is_publication THEN '~' ELSE '' END || CAST(day AS STRING), 'undated') AS dated, subject, relation,
        object, gist, documents
      ORDER BY day, is_publication, subject, relation, object
      """
  }

  static let path = Question(
    name: "path", summary: "the shortest ways from one thing to another",
    parameters: [("a", "the name of one"), ("b", "the name of the other")],
    text: """
      MATCH ALL SHORTEST (a {name: $a}) (()-[e:!(\(apparatus))]-(x)){1,8} (b {name: $b})
      RETURN DISTINCT COUNT(e) AS steps, COLLECT_LIST(TYPE(e)) AS relations, COLLECT_LIST(x.name) AS things
      ORDER BY steps, things, relations
      LIMIT 50
      """)
}
