/// Looking around in a knowledge graph.
enum ExploringQuestions {
  /// Edges that say where a name stands, not how things relate.
  static let apparatus = "MENTIONED_IN|CITES|PUBLISHED_BY|AUTHORED_BY"

  /// Likeliest first: what is called so, what begins so, what has a word that begins so, what tells of such a word, what holds the text
  /// somewhere else.
  static let find = Question(
    name: "find", summary: "names, aliases and gists that hold a text, whatever the case and the accents; likeliest first",
    parameters: [("text", "what to look for")], namedThings: [], searchedText: "text",
    text: """
      MATCH (n)
      WHERE \(isFound("COALESCE(\(QuestionText.spellings("n")))", orNamed: true))
      RETURN \(nameRank("COALESCE(\(QuestionText.spellings("n")))")) AS rank, 1 AS place, 'name' AS found_in, \(QuestionText.called("n")) AS name, LABELS(n)[0] AS label, NULL AS text, NULL AS source
      UNION ALL
      MATCH (n)
      FOR alias IN \(QuestionText.list("n.aliases"))
      FILTER \(isFound(QuestionText.text("alias"), orNamed: true))
      RETURN \(nameRank(QuestionText.text("alias"))) AS rank, 2 AS place, 'alias' AS found_in, \(QuestionText.called("n")) AS name, LABELS(n)[0] AS label, alias AS text, NULL AS source
      UNION ALL
      MATCH (n)
      WHERE \(isFound(QuestionText.text("n.gist"))) AND NOT \(isFound("COALESCE(\(QuestionText.spellings("n")), '')", orNamed: true))
      RETURN \(gistRank("n.gist")) AS rank, 3 AS place, 'gist' AS found_in, \(QuestionText.called("n")) AS name, LABELS(n)[0] AS label, n.gist AS text, NULL AS source
      UNION ALL
      MATCH (a)-[e:!(\(apparatus))]->(b)
      WHERE \(isFound(QuestionText.text("e.gist")))
      RETURN \(gistRank("e.gist")) AS rank, 4 AS place, 'assertion' AS found_in, \(QuestionText.called("a")) || ' ' || TYPE(e) || ' ' || \(QuestionText.called("b"))
          || COALESCE(' (' || NULLIF(\(QuestionText.how("e")), '') || ')', '') AS name, NULL AS label, e.gist AS text, e.source AS source
      NEXT
      RETURN DISTINCT rank, place, found_in, name, label, text, source
      ORDER BY rank, place, name, text, source
      NEXT
      RETURN found_in, name, label, text, source
      """)

  /// Whether a text holds what is looked for, whatever the case and the accents; of a name also whether it is another spelling of it.
  private static func isFound(_ text: String, orNamed isName: Bool = false) -> String {
    let holds = "CONTAINS(FOLD(\(text)), FOLD($text))"
    return isName ? "(\(holds) OR SAME_NAME(\(text), $text))" : holds
  }

  private static func nameRank(_ name: String) -> String {
    let text = "FOLD(\(name))"
    return """
      CASE WHEN SAME_NAME(\(name), $text) THEN 0 WHEN STARTS_WITH(\(text), FOLD($text)) THEN 1
          WHEN CONTAINS(' ' || \(text), ' ' || FOLD($text)) THEN 2 ELSE 5 END
      """
  }

  private static func gistRank(_ property: String) -> String {
    let text = "FOLD(\(QuestionText.text(property)))"
    return """
      CASE WHEN CONTAINS(' ' || \(text) || ' ', ' ' || FOLD($text) || ' ') THEN 3
          WHEN CONTAINS(' ' || \(text), ' ' || FOLD($text)) THEN 4 ELSE 6 END
      """
  }

  /// | Column | Type | Meaning |
  /// |---|---|---|
  /// | aspect, relation | STRING | what kind of thing is told; how it is related, `←CAUSES–` when the other thing does, or the name of a property |
  /// | what | ANY | the other thing, or a property's value |
  /// | detail | STRING | what is said, under which condition, how real it is and who says so, where that is not plain fact |
  /// | dated | STRING | see `QuestionText.time`; null = undated |
  /// | documents | LIST<STRING> | which say so in these words: other words are another row |
  /// | modality, certainty | STRING | see `PositionQuestions` |
  /// | speakers | LIST<STRING> | who says so, if not the thing itself |
  /// | scope | LIST<STRING> | what part of its end an edge is on; empty = the whole |
  /// | disputes | LIST<STRING> | names of the disputes that the assertions are part of |
  static let about = Question(
    name: "about", summary: "one thing: its names, properties, offices, positions, events and relations",
    parameters: [("name", "the name of the thing")], lessImportant: ["disputes", "scope", "speakers", "certainty", "modality", "documents"],
    entries: EntryLayout(lead: "aspect", head: ["relation", "what"], body: ["detail", "dated"]),
    text: """
      MATCH (n {name: $name})
      RETURN 0 AS place, 'is' AS aspect, LABELS(n)[0] AS relation, \(QuestionText.called("n")) AS what, COALESCE(\(QuestionText.text("n.description")), \(QuestionText.text("n.gist"))) AS text, NULL AS e
      UNION ALL
      MATCH (n {name: $name})
      FOR alias IN \(QuestionText.list("n.aliases"))
      RETURN 1 AS place, 'is' AS aspect, 'also called' AS relation, alias AS what, NULL AS text, NULL AS e
      UNION ALL
      MATCH (n {name: $name})
      FOR property IN KEYS(n)
      FILTER NOT property IN ['key', 'name', 'aliases', 'alias_sources', 'description', 'gist']
      RETURN 2 AS place, 'has' AS aspect, property AS relation, n[property] AS what, NULL AS text, NULL AS e
      UNION ALL
      MATCH (n {name: $name})-[e:HOLDS_OFFICE]-(x)
      RETURN 3 AS place, 'office' AS aspect, \(QuestionText.text("e.status")) AS relation, \(QuestionText.called("x")) AS what, NULL AS text, e
      UNION ALL
      MATCH (n {name: $name})-[e]->(x), (s:Stance)
      WHERE \(QuestionText.isStance("s", of: "e"))
      RETURN 4 AS place, 'position' AS aspect, COALESCE(\(QuestionText.text("s.verb")), TYPE(e)) AS relation, \(QuestionText.called("x")) AS what, NULL AS text, e
      UNION ALL
      MATCH (n {name: $name})<-[e]-(x), (s:Stance)
      WHERE \(QuestionText.isStance("s", of: "e"))
      RETURN 5 AS place, 'position on it' AS aspect, \(incoming("COALESCE(\(QuestionText.text("s.verb")), TYPE(e))")) AS relation, \(QuestionText.called("x")) AS what, NULL AS text, e
      UNION ALL
      MATCH (n {name: $name})~[e:!(MENTIONED_IN|HOLDS_OFFICE)]~>(x)
      WHERE \(isNoPosition)
      RETURN CASE WHEN x IS LABELED Event THEN 6 ELSE 7 END AS place, CASE WHEN x IS LABELED Event THEN 'event' ELSE 'relation' END AS aspect,
        TYPE(e) AS relation, \(QuestionText.called("x")) AS what, NULL AS text, e
      UNION ALL
      MATCH (n {name: $name})<-[e:!(MENTIONED_IN|HOLDS_OFFICE)]-(x)
      WHERE \(isNoPosition)
      RETURN 8 AS place, 'relation to it' AS aspect, \(incoming("TYPE(e)")) AS relation, \(QuestionText.called("x")) AS what, NULL AS text, e
      UNION ALL
      MATCH (n {name: $name}), (x)-[e:FUNDS]->(y)
      WHERE n.name IN \(QuestionText.list("e.pledge")) OR n.name IN \(QuestionText.list("e.proposal"))
      RETURN 9 AS place, 'money for it' AS aspect, TYPE(e) AS relation, \(ends) AS what, NULL AS text, e
      UNION ALL
      MATCH (n:Dispute {name: $name}), (x)-[e]->(y)
      WHERE n.name IN \(QuestionText.list("e.disputes"))
      RETURN 10 AS place, 'assertion in it' AS aspect, TYPE(e) AS relation, \(ends) AS what, NULL AS text, e
      UNION ALL
      MATCH (n {name: $name}), (x)-[e]->(y)
      WHERE \(QuestionText.text("n.name")) IN \(QuestionText.list("e.speakers")) AND x <> n AND y <> n
      RETURN 11 AS place, 'said by it' AS aspect, TYPE(e) AS relation, \(ends) AS what, NULL AS text, e
      NEXT
      \(told)
      RETURN place, aspect, relation, what, detail, modality, certainty, speakers, scope, day, dated, documents,
        TEXTS(dispute_lists) AS disputes
      ORDER BY place, relation, day, what, detail, dated
      NEXT
      RETURN aspect, relation, what, detail, dated, documents, modality, certainty, speakers, scope, disputes
      """)

  private static let isNoPosition = "NOT EXISTS { MATCH (s:Stance) WHERE \(QuestionText.isStance("s", of: "e")) }"
  /// A relation whose start is the other thing, as `path` has it: `←CAUSES– storm`.
  private static func incoming(_ relation: String) -> String { "'←' || \(relation) || '–'" }
  /// Both ends of an edge from x to y.
  private static let ends = "\(QuestionText.called("x")) || ' → ' || \(QuestionText.called("y"))"

  /// Properties of edges that questions read, each in its own way.
  static let knownKeys = toldElsewhere + toldInGists

  /// Properties of an edge that its row tells elsewhere, or that say where it was found.
  private static let toldElsewhere = [
    "key", "id", "source", "paragraph", "sentence", "offset", "gist", "short", "certainty", "modality", "date", "date_from", "date_to", "date_basis", "since",
    "valid_from", "valid_to", "publication_date", "publication_basis", "origin", "speakers", "scope", "condition", "disputes", "amount", "currency", "ceiling", "status",
  ]

  /// Those that a gist puts into words.
  private static let toldInGists = [
    "force", "strength", "role", "represented_by", "medium", "topic", "occasion", "attributed_to", "reason", "for", "with", "aid_type", "part_of", "period", "named_as",
    "proposal", "pledge", "beneficiary", "beneficiary_basis", "goods", "quantity", "of", "place", "basis", "disavowed", "difference", "about", "mode", "spellings", "occurrences", "note",
  ]

  /// The other properties of an edge, short: `weight: 3`; of a list its first item.
  private static let otherProperties = {
    func list(_ names: [String]) -> String { "[" + names.map { "'\($0)'" }.joined(separator: ", ") + "]" }
    return """
      CASE WHEN e IS NULL THEN [] ELSE VALUE {
            FOR property IN KEYS(e)
            FILTER NOT property IN \(list(toldElsewhere)) AND (e.gist IS NULL OR NOT property IN \(list(toldInGists)))
            LET items = \(QuestionText.list("e[property]"))
            FILTER SIZE(items) > 0
            ORDER BY property
            RETURN COLLECT_LIST(property || ': ' || LEFT(items[0], 40) || CASE WHEN SIZE(items) > 1 THEN ' and others' ELSE '' END)
          } END
      """
  }()

  /// What edges `e` tell, a row for each way of telling: what is conditional, reported, of another time, another sum or in other words
  /// stands apart, so that no document answers for what another one says.
  private static let told = """
    \(QuestionText.time(of: "e"))
      LET modality = CASE WHEN e IS NOT NULL THEN \(QuestionText.modality(of: "e")) END,
        certainty = \(QuestionText.text("e.certainty")), speakers = \(QuestionText.list("e.speakers")), scope = \(QuestionText.scope(of: "e")), status = \(QuestionText.text("e.status")), amount = e.amount,
        currency = \(QuestionText.text("e.currency")), told_time = CASE WHEN e_is_told THEN e_dated END,
        condition = \(QuestionText.text("e.condition")), others = \(otherProperties)
      LET said = COALESCE(\(QuestionText.text("e.short")), \(QuestionText.text("e.gist")), text),
        sum = CASE WHEN amount IS TYPED STRING OR amount IS TYPED LIST THEN NULL
          ELSE CASE WHEN UPPER(\(QuestionText.text("e.ceiling"))) = 'TRUE' THEN 'up to ' ELSE '' END
            || \(QuestionText.amount("amount")) || COALESCE(' ' || currency, '') || COALESCE(' ' || status, '') END,
        reserve = CASE WHEN LEFT(condition, 3) = 'if ' THEN condition ELSE 'if ' || condition END,
        how = CASE WHEN e IS NULL THEN '' ELSE \(QuestionText.how("e")) END
      LET body = COALESCE(': ' || sum, '') || COALESCE(': ' || said, '') || COALESCE(', ' || reserve, '')
        || COALESCE(', ' || others[0], '') || COALESCE(', ' || others[1], '') || COALESCE(', ' || others[2], '') || COALESCE(', ' || others[3], '')
        || CASE WHEN SIZE(others) > 4 THEN ', and more' ELSE '' END
      LET detail = NULLIF(SUBSTRING(body, 2) || CASE WHEN how = '' THEN '' ELSE CASE WHEN body = '' THEN '(' ELSE ' (' END || how || ')' END, '')
      RETURN place, aspect, relation, what, detail, modality, certainty, speakers, scope, \(QuestionText.earliest("e")) AS earliest,
        \(QuestionText.documents(of: "e")) AS documents, COLLECT_LIST(\(QuestionText.list("e.disputes"))) AS dispute_lists
      GROUP BY place, aspect, relation, what, detail, modality, certainty, speakers, scope, status, amount, currency, told_time
      NEXT
      LET day = earliest[0], dated = earliest[4]
    """

  /// All assertions that touch `n`; of a dispute those that name it.
  /// - Parameter orSaidBy: those too that are about others, if `n` is who says so.
  private static func touching(_ parameter: String, without types: String = apparatus, orSaidBy: Bool = false) -> String {
    """
    MATCH (n {name: $\(parameter)})-[e:!(\(types))]-(m)
      RETURN e
      UNION
      MATCH (n:Dispute {name: $\(parameter)}), (x)-[e]->(y)
      WHERE n.name IN \(QuestionText.list("e.disputes"))
      RETURN e
      \(orSaidBy ? saidBy(parameter) : "")
      NEXT
      LET x = START_NODE(e), y = END_NODE(e)
    """
  }

  private static func saidBy(_ parameter: String) -> String {
    """
    UNION
      MATCH (n {name: $\(parameter)}), (x)-[e:!(\(apparatus))]->(y)
      WHERE \(QuestionText.text("n.name")) IN \(QuestionText.list("e.speakers"))
      RETURN e
    """
  }

  /// `passage` is the sentence, `s13`, where the edge tells it, else the paragraph, `p7`; `how` is that of `QuestionText.how`.
  private static let assertion = """
    \(QuestionText.time(of: "e"))
    RETURN \(QuestionText.called("x")) AS subject, TYPE(e) AS relation, \(QuestionText.called("y")) AS object, e.source AS document,
      COALESCE('s' || \(QuestionText.text("e.sentence")), 'p' || \(QuestionText.text("e.paragraph"))) AS passage, COALESCE(e_dated, 'undated') AS dated,
      NULLIF(\(QuestionText.how("e")), '') AS how, \(QuestionText.said("e")) AS gist, e.speakers AS speakers, e.certainty AS certainty,
      \(QuestionText.text("e.modality")) AS modality, \(QuestionText.scope(of: "e")) AS scope, e.paragraph AS paragraph, e.sentence AS sentence, e.offset AS offset
    ORDER BY document, paragraph, offset, relation
    """

  static let sources = Question(
    name: "sources", summary: "every assertion between two things, with document, speaker, date and paragraph",
    parameters: [("a", "the name of one"), ("b", "the name of the other")], lessImportant: assertionLess, entries: assertionEntries,
    text: """
      MATCH (n {name: $a})-[e]-(m {name: $b})
      RETURN e
      UNION
      MATCH (n {name: $a}), (m {name: $b})-[e]-(o)
      WHERE \(QuestionText.text("n.name")) IN \(QuestionText.list("e.speakers"))
      RETURN e
      UNION
      MATCH (n {name: $a})-[e]-(o), (m {name: $b})
      WHERE \(QuestionText.text("m.name")) IN \(QuestionText.list("e.speakers"))
      RETURN e
      NEXT
      LET x = START_NODE(e), y = END_NODE(e)
      \(assertion)
      """)

  static let sourcesOfOne = Question(
    name: "sources_of", summary: "every assertion about one thing, with document, speaker, date and paragraph",
    parameters: [("a", "the name of the thing")], lessImportant: assertionLess, entries: assertionEntries,
    text: """
      \(touching("a", without: "MENTIONED_IN", orSaidBy: true))
      \(assertion)
      """)

  /// `count` of the assertions about a thing that are no positions.
  static let otherAssertions = Question(
    name: "other_assertions", summary: "how many assertions about one thing are no positions",
    parameters: [("a", "the name of the thing")],
    text: """
      \(touching("a", without: "MENTIONED_IN"))
      FILTER NOT EXISTS { MATCH (s:Stance) WHERE \(QuestionText.isStance("s", of: "e")) }
      RETURN COUNT(*) AS count
      """)

  private static let assertionEntries = EntryLayout(
    lead: "dated", head: ["subject", "relation", "object"], body: ["gist", "how"], documents: ["document", "passage"])
  private static let timelineEntries = EntryLayout(lead: "dated", head: ["subject", "relation", "object"], body: ["gist", "how"])
  private static let assertionLess = ["offset", "sentence", "paragraph", "scope", "modality", "certainty", "speakers", "gist"]

  static let timeline = Question(
    name: "timeline", summary: "what is said about a thing, by date; ~ marks an inferred day, `by` that of publication",
    parameters: [("name", "the name of the thing")], lessImportant: ["documents", "gist"], entries: timelineEntries,
    text: timelineText(filter: ""))

  static let timelineBetween = Question(
    name: "timeline_between", summary: "what is said about a thing between two dates; null = no limit",
    parameters: [("name", "the name of the thing"), ("since", "the first day"), ("until", "the last day")], namedThings: ["name"],
    lessImportant: ["documents", "gist"], entries: timelineEntries, text: timelineText(filter: "FILTER \(QuestionText.isWithin("e"))\n"))

  /// A row for each way of telling: `how` says what is not plain fact, see `QuestionText.how`; other words are another row, with its own
  /// documents. What lasts into the time between two days is within it.
  private static func timelineText(filter: String) -> String {
    """
      \(touching("name"))
      \(QuestionText.time(of: "e"))
      \(filter)LET how = NULLIF(\(QuestionText.how("e")), '')
      RETURN COALESCE(e_day, '~') AS day, e_is_inferred, COALESCE(e_dated, 'undated') AS dated, \(QuestionText.called("x")) AS subject, TYPE(e) AS relation,
        \(QuestionText.called("y")) AS object, how, \(QuestionText.said("e")) AS gist, \(QuestionText.documents(of: "e")) AS documents
      GROUP BY day, e_is_inferred, dated, subject, relation, object, how, gist
      NEXT
      RETURN dated, subject, relation, object, how, gist, documents
      ORDER BY day, e_is_inferred, dated, subject, relation, object, how, gist
      """
  }

  /// `path` tells the way in one line, each edge as it points, and how it is told where that is not plain:
  /// `Ada –PROPOSES→ harbour levy ←OPPOSES (conditional, reported)– Jon`.
  static let path = Question(
    name: "path", summary: "the shortest ways from one thing to another",
    parameters: [("a", "the name of one"), ("b", "the name of the other")], lessImportant: ["things", "relations"], rowLimit: 50,
    text: """
      MATCH ALL SHORTEST (a {name: $a}) (()-[e:!(\(apparatus))]-(x)){0,8} (b {name: $b})
      RETURN \(QuestionText.called("a")) AS begin, COUNT(e) AS steps, COLLECT_LIST(e) AS es, COLLECT_LIST(x) AS xs,
        COLLECT_LIST(TYPE(e)) AS relations, COLLECT_LIST(\(QuestionText.called("x"))) AS things
      NEXT
      LET way = VALUE {
          FOR i IN [0, 1, 2, 3, 4, 5, 6, 7]
          FILTER i < SIZE(es)
          LET e = es[i], x = xs[i]
          LET name = \(QuestionText.called("x")), modality = \(QuestionText.modality(of: "e")), certainty = \(QuestionText.text("e.certainty"))
          LET doubt = SUBSTRING(CASE WHEN modality <> 'actual' THEN ', ' || modality ELSE '' END
            || COALESCE(CASE WHEN certainty <> 'stated' THEN ', ' || certainty END, '')
            || CASE WHEN \(QuestionText.isDisowned("e")) THEN ', disavowed' ELSE '' END, 2)
          LET relation = TYPE(e) || CASE WHEN doubt = '' THEN '' ELSE ' (' || doubt || ')' END
          RETURN COLLECT_LIST(CASE WHEN NOT e IS DIRECTED THEN ' –' || relation || '– ' WHEN END_NODE(e) = x THEN ' –' || relation || '→ '
            ELSE ' ←' || relation || '– ' END || name)
        }
      RETURN DISTINCT steps, begin\((0..<8).map { " || COALESCE(way[\($0)], '')" }.joined()) AS path, relations, things
      ORDER BY steps, things, relations, path
      LIMIT 51
      """)
}
