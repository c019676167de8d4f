/// Who backs what. The two questions share their columns:
///
/// | Column | Type | Meaning |
/// |---|---|---|
/// | section | STRING | SUBJECT, FOR, RESERVED, OPPOSED, CONDITIONAL, DISPUTED, CHANGED, SPLIT, UNSIGNED or NOT COUNTED |
/// | actor, actor_label | STRING | who holds the position; asked by actor, on what |
/// | edge_type, verb | STRING | the stance, and how to say it |
/// | sign, strength | INT | of the stance; null without a vocabulary |
/// | scope | LIST<STRING> | what part of the thing it is on; empty = the whole |
/// | short, condition | LIST<STRING> | qualifiers, and what must happen first; in SUBJECT what the thing covers and excludes |
/// | modality, certainty | STRING | actual, planned, conditional, hypothetical or past; what there is of stated, reported and inferred, in this order (`stated, reported`), after `derived` |
/// | since, since_is_inferred | STRING, BOOL | earliest event date, else publication: `2025-05-01`, `2025-05`, `A/B`, `by B`, `since A` |
/// | speakers | LIST<STRING> | who says so, beside or in place of the actor; of a derived position `via NAME` where NAME says so |
/// | documents, document_dates | LIST<STRING> | parallel; `~` marks an inferred date |
/// | origins | INT | distinct utterances behind the documents |
/// | gist, disputes, note | STRING, LIST<STRING>, STRING | what is said; names of disputes; a footnote |
///
/// What is conditional or hypothetical is backing no more than it is opposition: it stands in CONDITIONAL, whatever its sign.
///
/// One row for each actor, stance, scope and modality; where the actor's assertions contradict each other also for each voice. Only positions of
/// one scope do. *Disputed*: documents or speakers give different signs in overlapping time; *changed*: different signs at different dates, whoever
/// says so; *split*: a person differs from the state he or she speaks for.
enum PositionQuestions {
  static let onThing = Question(
    name: "backs", summary: "the positions on a thing, and who says so",
    parameters: [
      ("name", "the name of the thing"), ("with_state", "true: also derive a state's position from those who speak for it"),
    ],
    candidates: things,
    text: """
      \(subject)
      UNION ALL
      MATCH (actor)-[e]->(thing {name: $name})
      \(positions(of: "actor"))
      UNION ALL
      MATCH (speaker)-[e]->(thing {name: $name}), (speaker)-[f:SPEAKS_FOR]->(actor), (s:Stance)
      WHERE \(QuestionText.isStance("s", of: "e")) AND $with_state AND \(QuestionText.speaks("f", when: "e"))
      \(derived(voice: "speaker", shown: "actor"))
      UNION ALL
      MATCH (person)-[e]->(thing {name: $name})<-[o]-(actor), (person)-[f:SPEAKS_FOR]->(actor), (s:Stance), (t:Stance)
      WHERE \(QuestionText.isStance("s", of: "e")) AND \(QuestionText.isStance("t", of: "o")) AND \(sign("s")) <> \(sign("t"))
        AND \(QuestionText.speaks("f", when: "e")) AND \(isReal("e")) AND \(isReal("o"))
        AND \(QuestionText.scope(of: "o")) = \(QuestionText.scope(of: "e"))
        AND NOT EXISTS {
          MATCH (actor)-[q]->(thing), (u:Stance)
          WHERE \(QuestionText.isStance("u", of: "q")) AND \(sign("u")) = \(sign("s")) AND \(QuestionText.scope(of: "q")) = \(QuestionText.scope(of: "e"))
        }
      \(split)
      UNION ALL
      MATCH (thing {name: $name})-[d:DISTINCT_FROM]-(other)<-[e]-(actor), (s:Stance)
      WHERE \(QuestionText.isStance("s", of: "e"))
      \(elsewhere(note: "other scope"))
      UNION ALL
      MATCH (thing {name: $name})-[:INCLUDES]->(other)<-[e]-(actor), (s:Stance)
      WHERE \(QuestionText.isStance("s", of: "e"))
      \(elsewhere(note: "on parts of it"))
      UNION ALL
      MATCH (actor)-[e]->(thing {name: $name}), (s:Stance)
      \(miswritten(shown: "actor"))
      NEXT
      \(result)
      """)

  static let ofActor = Question(
    name: "backs_by", summary: "the positions of an actor, and who says so",
    parameters: [
      ("name", "the name of the actor"), ("with_state", "true: also the positions of those who speak for the state"),
    ],
    candidates: Question.Candidates(
      query: """
        \(held)
        RETURN actor, COUNT(*) AS positions GROUP BY actor
        NEXT
        RETURN ELEMENT_ID(actor) AS id, positions ORDER BY positions DESC, actor.name, id
        """, decides: true),
    text: """
      \(subject)
      UNION ALL
      MATCH (actor {name: $name})-[e]->(thing)
      \(positions(of: "thing"))
      UNION ALL
      MATCH (speaker)-[e]->(thing), (speaker)-[f:SPEAKS_FOR]->(actor {name: $name}), (s:Stance)
      WHERE \(QuestionText.isStance("s", of: "e")) AND $with_state AND \(QuestionText.speaks("f", when: "e"))
      \(derived(voice: "speaker", shown: "thing"))
      UNION ALL
      MATCH (actor {name: $name})-[e]->(thing), (s:Stance)
      \(miswritten(shown: "thing"))
      NEXT
      \(result)
      """)

  /// What has a position on it, as things and their counts of those who hold one:
  ///
  /// | Column | Type | Meaning |
  /// |---|---|---|
  /// | thing, label | STRING | what there is to ask about |
  /// | edge_type | STRING | a row of its own for each type that has no sign; null for those that have |
  /// | for, reserved, opposed | INT | how many hold such a position on the whole thing; null in a row of an edge type |
  /// | mixed | INT | how many hold positions on it that differ: those whom the answer about it calls DISPUTED or CHANGED |
  /// | narrower, conditional | INT | how many hold one on a part of it only; how many a conditional or hypothetical one |
  /// | unsigned | INT | how many are joined to it by the edge type |
  /// | documents | INT | distinct documents |
  static let overview = Question(
    name: "backs_overview", summary: "what there is to ask about, with counts", parameters: [],
    lessImportant: ["documents", "label", "edge_type", "unsigned", "narrower", "conditional", "mixed", "reserved", "opposed", "for"],
    text: """
      \(held)
      FILTER thing.name IS NOT NULL
      LET sign = \(sign("s")), is_real = \(isReal("e")), scope = \(QuestionText.scope(of: "e")), who = ELEMENT_ID(actor)
      \(QuestionText.time(of: "e"))
      LET edge_type = CASE WHEN sign IS NULL THEN TYPE(e) END, is_whole = is_real AND scope = [],
        is_mixed = sign IS NOT NULL AND EXISTS {
          \(contradiction)
          \(QuestionText.time(of: "o"))
          FILTER \(isOfAnotherVoice) OR \(isAtAnotherTime)
          RETURN o
        }
      RETURN thing, edge_type,
        COUNT(DISTINCT CASE WHEN is_whole AND NOT is_mixed AND sign > 0 THEN who END) AS backers,
        COUNT(DISTINCT CASE WHEN is_whole AND NOT is_mixed AND sign = 0 THEN who END) AS doubters,
        COUNT(DISTINCT CASE WHEN is_whole AND NOT is_mixed AND sign < 0 THEN who END) AS opponents,
        COUNT(DISTINCT CASE WHEN is_whole AND is_mixed THEN who END) AS mixed,
        COUNT(DISTINCT CASE WHEN is_real AND scope <> [] THEN who END) AS narrower,
        COUNT(DISTINCT CASE WHEN NOT is_real THEN who END) AS conditional,
        COUNT(DISTINCT who) AS unsigned, SIZE(\(QuestionText.documents(of: "e"))) AS documents
      GROUP BY thing, edge_type
      NEXT
      LET signed = edge_type IS NULL
      RETURN \(QuestionText.called("thing")) AS thing, LABELS(thing)[0] AS label, edge_type,
        CASE WHEN signed THEN backers END AS `for`, CASE WHEN signed THEN doubters END AS reserved,
        CASE WHEN signed THEN opponents END AS opposed, CASE WHEN signed THEN mixed END AS mixed, CASE WHEN signed THEN narrower END AS narrower,
        CASE WHEN signed THEN conditional END AS conditional, CASE WHEN NOT signed THEN unsigned END AS unsigned, documents
      ORDER BY `for` + reserved + opposed + mixed DESC, COALESCE(narrower + conditional, unsigned) DESC, thing, label, edge_type
      """)

  static let picture = Question(
    name: "backs_picture", summary: "the positions on a thing as nodes and edges, to be drawn",
    parameters: [("name", "the name of the thing")], candidates: things,
    text: """
      MATCH (actor)-[e]->(thing {name: $name})
      WHERE EXISTS { MATCH (s:Stance) WHERE \(QuestionText.isStance("s", of: "e")) } OR NOT EXISTS { MATCH (:Stance) }
      RETURN actor, e, thing
      ORDER BY actor.name, TYPE(e), e.source
      """)

  /// Things that somebody takes a position on.
  private static let things = Question.Candidates(
    query: """
      \(held)
      RETURN thing, COUNT(*) AS positions GROUP BY thing
      NEXT
      RETURN ELEMENT_ID(thing) AS id, positions ORDER BY positions DESC, thing.name, id
      """, decides: true)

  /// All positions. Without a vocabulary every edge is one.
  private static let held = """
    MATCH (actor)-[e]->(thing), (s:Stance)
      WHERE \(QuestionText.isStance("s", of: "e"))
      RETURN actor, e, thing, s
      UNION ALL
      MATCH (actor)-[e]->(thing)
      WHERE NOT EXISTS { MATCH (:Stance) }
      RETURN actor, e, thing, NULL AS s
      NEXT
    """

  // MARK: Parts

  private static let subject = """
    MATCH (thing {name: $name})
    RETURN 'SUBJECT' AS section, thing AS who, NULL AS person, LABELS(thing)[0] AS actor_label, NULL AS edge_type, NULL AS verb,
      NULL AS sign, NULL AS strength, [] AS scope,
      VALUE { MATCH (thing)-[:COVERS]->(c) RETURN COLLECT_LIST(DISTINCT \(QuestionText.named("c"))) } AS short,
      VALUE { MATCH (thing)-[:EXCLUDES]->(c) RETURN COLLECT_LIST(DISTINCT \(QuestionText.named("c"))) } AS condition,
      NULL AS modality, NULL AS certainty, NULL AS earliest, [] AS speaker_lists, [] AS documents_told, NULL AS origins,
      NULL AS gist, [] AS dispute_lists, NULL AS note
    """

  /// Conditional and hypothetical positions never count against or for another, nor those of a modality that is none of the known.
  static func isReal(_ edge: String) -> String { "\(QuestionText.modality(of: edge)) IN ['actual', 'planned', 'past']" }

  /// The sign of a stance, also where somebody wrote it as a text; null when it is none.
  static func sign(_ stance: String) -> String {
    let text = QuestionText.text("\(stance).sign")
    return "CASE WHEN LEFT(\(text), 1) = '-' THEN -1 WHEN LEFT(\(text), 1) = '0' THEN 0 WHEN \(text) >= '+' AND \(text) < ':' THEN 1 END"
  }

  /// How a stance is said; one that does not tell goes by its edge type.
  private static func verb(_ stance: String, _ edge: String) -> String {
    "COALESCE(\(QuestionText.text("\(stance).verb")), LOWER(TYPE(\(edge))))"
  }

  /// Another assertion of the same actor on the same thing and scope that differs in sign.
  private static let contradiction = """
    MATCH (actor)-[o]->(thing), (t:Stance)
        WHERE \(QuestionText.isStance("t", of: "o")) AND \(sign("t")) <> sign AND \(isReal("o")) AND \(isReal("e"))
          AND \(QuestionText.scope(of: "o")) = scope
    """

  /// By another document or another speaker: what one voice says in one text is no dispute.
  private static let isOfAnotherVoice = "(\(sources("o")) <> \(sources("e")) OR \(speakers("o")) <> \(speakers("e")))"

  /// Whether the times that two assertions tell do not meet; those that tell none may, but for what is past and what is not.
  private static let isAtAnotherTime =
    "(COALESCE(o_ended < e_begun OR e_ended < o_begun, FALSE) OR (\(QuestionText.modality(of: "o")) = 'past') <> (\(QuestionText.modality(of: "e")) = 'past'))"

  /// Who says so, as a list, also where somebody wrote a single text; empty when it is the actor.
  private static func speakers(_ edge: String) -> String { QuestionText.list("\(edge).speakers") }

  /// What the assertions of a group are, the surest first: `stated, reported` when some are the actor's own words and others only told of.
  private static let certainty = {
    let told = QuestionText.text("e.certainty"), isTold = "SIZE(\(speakers("e"))) > 0"
    func part(_ word: String, _ condition: String) -> String { "COALESCE(MAX(CASE WHEN \(condition) THEN ', ' || \(word) END), '')" }
    let parts = [
      part("'stated'", "COALESCE(\(told), 'stated') = 'stated' AND NOT \(isTold)"),
      part("'reported'", "\(told) = 'reported' OR COALESCE(\(told), 'stated') = 'stated' AND \(isTold)"),
      part(told, "NOT \(told) IN ['stated', 'reported']"),
    ]
    return "CASE WHEN COUNT(\(told)) > 0 OR MAX(\(isTold)) THEN NULLIF(SUBSTRING(\(parts.joined(separator: " || ")), 2), '') END"
  }()

  private static func sources(_ edge: String) -> String { QuestionText.list("\(edge).source") }

  /// An assertion without a document counts as an origin of its own.
  private static let origins = "SIZE(TEXTS(COLLECT_LIST(DISTINCT COALESCE(NULLIF(TEXTS(e.origin), []), NULLIF(TEXTS(e.source), []), ELEMENT_ID(e)))))"

  /// When and by which documents.
  private static let days = """
    \(QuestionText.time(of: "e"))
    LET told_by = CASE WHEN SIZE(\(sources("e"))) > 0 THEN [\(sources("e")), CASE WHEN \(QuestionText.text("e.publication_basis")) = 'inferred' THEN '~' ELSE '' END,
        CASE WHEN NOT e.source IS TYPED LIST OR e.publication_date IS NOT NULL THEN COALESCE(e_published, '') END] END
    """

  /// - Parameter shown: the end that the rows are about.
  private static func positions(of shown: String) -> String {
    """
    OPTIONAL MATCH (s:Stance WHERE \(QuestionText.isStance("s", of: "e")))
    FILTER s IS NOT NULL OR NOT EXISTS { MATCH (:Stance) }
    LET sign = \(sign("s")), scope = \(QuestionText.scope(of: "e"))
    \(days)
    LET differs = sign IS NOT NULL AND EXISTS {
        \(contradiction)
      }
    LET overlaps = differs AND EXISTS {
        \(contradiction)
          AND \(isOfAnotherVoice)
        \(QuestionText.time(of: "o"))
        FILTER NOT \(isAtAnotherTime)
        RETURN o
      }
    LET changes = differs AND NOT overlaps AND EXISTS {
        \(contradiction)
        \(QuestionText.time(of: "o"))
        FILTER \(isAtAnotherTime)
        RETURN o
      }
    LET section = CASE
        WHEN sign IS NULL THEN 'UNSIGNED'
        WHEN NOT \(isReal("e")) THEN 'CONDITIONAL'
        WHEN overlaps THEN 'DISPUTED'
        WHEN changes THEN 'CHANGED'
        WHEN sign > 0 THEN 'FOR'
        WHEN sign < 0 THEN 'OPPOSED'
        ELSE 'RESERVED' END,
      voice = CASE WHEN NOT overlaps AND NOT changes THEN [] WHEN \(speakers("e")) = [] THEN \(sources("e")) ELSE \(speakers("e")) END,
      edge_type = TYPE(e), actor_label = LABELS(\(shown))[0], modality = \(QuestionText.modality(of: "e"))
    RETURN section, \(shown) AS who, NULL AS person, actor_label, edge_type, \(verb("s", "e")) AS verb,
      sign, s.strength AS strength, scope, COLLECT_LIST(DISTINCT e.short) AS short,
      COLLECT_LIST(DISTINCT e.condition) AS condition, modality, \(certainty) AS certainty,
      \(QuestionText.earliest("e")) AS earliest, COLLECT_LIST(\(speakers("e"))) AS speaker_lists,
      COLLECT_LIST(DISTINCT told_by) AS documents_told, \(origins) AS origins,
      MIN(e.gist) AS gist, COLLECT_LIST(\(QuestionText.list("e.disputes"))) AS dispute_lists, NULL AS note
    GROUP BY section, who, actor_label, edge_type, verb, sign, strength, scope, modality, voice
    """
  }

  private static func derived(voice: String, shown: String) -> String {
    """
    LET sign = \(sign("s")), scope = \(QuestionText.scope(of: "e"))
    \(days)
    LET section = CASE WHEN NOT \(isReal("e")) THEN 'CONDITIONAL' WHEN sign > 0 THEN 'FOR' WHEN sign < 0 THEN 'OPPOSED' ELSE 'RESERVED' END,
      voices = CASE WHEN SIZE(\(speakers("e"))) = 0 THEN ['via ' || \(QuestionText.named(voice))] ELSE \(speakers("e")) END,
      is_reported = COALESCE(\(QuestionText.text("e.certainty")) <> 'stated', FALSE),
      edge_type = TYPE(e), actor_label = LABELS(\(shown))[0], modality = \(QuestionText.modality(of: "e"))
    RETURN section, \(shown) AS who, NULL AS person, actor_label, edge_type, \(verb("s", "e")) AS verb, sign, s.strength AS strength, scope,
      COLLECT_LIST(DISTINCT e.short) AS short, COLLECT_LIST(DISTINCT e.condition) AS condition, modality,
      'derived' || CASE WHEN is_reported THEN ', ' || MAX(\(QuestionText.text("e.certainty"))) ELSE '' END AS certainty, \(QuestionText.earliest("e")) AS earliest, COLLECT_LIST(voices) AS speaker_lists,
      COLLECT_LIST(DISTINCT told_by) AS documents_told, \(origins) AS origins,
      MIN(e.gist) AS gist, COLLECT_LIST(\(QuestionText.list("e.disputes"))) AS dispute_lists,
      'derived from those who speak for it: ' || COALESCE(MIN(\(QuestionText.text("f.basis"))), '') AS note
    GROUP BY section, who, actor_label, edge_type, verb, sign, strength, scope, modality, is_reported
    """
  }

  private static let split = """
    \(days)
    LET edge_type = TYPE(e), actor_label = LABELS(actor)[0],
      modality = \(QuestionText.modality(of: "e")), scope = \(QuestionText.scope(of: "e"))
    RETURN 'SPLIT' AS section, actor AS who, person, actor_label, edge_type,
      \(QuestionText.named("person")) || ' ' || \(verb("s", "e")) || '; ' || \(QuestionText.named("actor")) || ' ' || \(verb("t", "o")) AS verb, \(sign("s")) AS sign, s.strength AS strength, scope,
      COLLECT_LIST(DISTINCT e.short) AS short, COLLECT_LIST(DISTINCT e.condition) AS condition, modality,
      \(certainty) AS certainty, \(QuestionText.earliest("e")) AS earliest, COLLECT_LIST(\(speakers("e"))) AS speaker_lists,
      COLLECT_LIST(DISTINCT told_by) AS documents_told, \(origins) AS origins,
      MIN(e.gist) AS gist, COLLECT_LIST(\(QuestionText.list("e.disputes"))) AS dispute_lists, NULL AS note
    GROUP BY who, person, actor_label, edge_type, verb, sign, strength, scope, modality
    """

  /// Positions on something else that who asks may have meant.
  private static func elsewhere(note: String) -> String {
    """
    \(days)
    LET edge_type = TYPE(e), actor_label = LABELS(actor)[0], modality = \(QuestionText.modality(of: "e")),
      scope = \(QuestionText.scope(of: "e"))
    RETURN 'NOT COUNTED' AS section, actor AS who, NULL AS person, actor_label, edge_type, \(verb("s", "e")) AS verb, \(sign("s")) AS sign,
      s.strength AS strength, scope, [\(QuestionText.called("other"))] AS short, [] AS condition, modality, MAX(\(QuestionText.text("e.certainty"))) AS certainty,
      \(QuestionText.earliest("e")) AS earliest, [] AS speaker_lists, COLLECT_LIST(DISTINCT told_by) AS documents_told,
      \(origins) AS origins, MIN(e.gist) AS gist, [] AS dispute_lists,
      '\(note)' AS note
    GROUP BY who, actor_label, edge_type, verb, sign, strength, scope, short, modality
    """
  }

  /// An edge type that differs from a stance in case only is another type; whoever wrote it should hear of it.
  private static func miswritten(shown: String) -> String {
    """
    WHERE \(QuestionText.text("s.edge_type")) <> TYPE(e) AND UPPER(\(QuestionText.text("s.edge_type"))) = UPPER(TYPE(e)) AND NOT EXISTS { MATCH (t:Stance) WHERE \(QuestionText.isStance("t", of: "e")) }
    \(days)
    LET edge_type = TYPE(e), actor_label = LABELS(\(shown))[0], modality = \(QuestionText.modality(of: "e")),
      scope = \(QuestionText.scope(of: "e"))
    RETURN 'NOT COUNTED' AS section, \(shown) AS who, NULL AS person, actor_label, edge_type, LOWER(edge_type) AS verb, NULL AS sign,
      NULL AS strength, scope, [] AS short, [] AS condition, modality, MAX(\(QuestionText.text("e.certainty"))) AS certainty,
      \(QuestionText.earliest("e")) AS earliest, [] AS speaker_lists, COLLECT_LIST(DISTINCT told_by) AS documents_told,
      \(origins) AS origins, MIN(e.gist) AS gist, [] AS dispute_lists,
      'the edge type ' || edge_type || ' is not the stance ' || MIN(\(QuestionText.text("s.edge_type"))) || ', case counts' AS note
    GROUP BY who, actor_label, edge_type, verb, scope, modality
    """
  }

  /// A row for each document of a group and the day of its publication: where an assertion names several, each has its own.
  private static let documentDays = """
    FOR told IN documents_told FOR document IN told[0]
        RETURN DISTINCT document, told[1] || COALESCE(told[2],
          VALUE { MATCH (its_document:Document {name: document}) RETURN MIN(\(QuestionText.day("its_document.publication_date"))) }, '') AS day
        NEXT
    """

  private static let result = """
    RETURN section, CASE WHEN person IS NULL THEN '' ELSE \(QuestionText.named("person")) || ' and ' END || \(QuestionText.called("who")) AS actor,
      actor_label, edge_type, verb, sign, strength, scope, short, condition, modality, certainty,
      \(QuestionText.since("earliest")) AS since, earliest[1] AS since_is_inferred,
      TEXTS(speaker_lists) AS speakers,
      VALUE { \(documentDays) RETURN COLLECT_LIST(document) } AS documents,
      VALUE { \(documentDays) RETURN COLLECT_LIST(day) } AS document_dates, origins, gist,
      TEXTS(dispute_lists) AS disputes, note
    ORDER BY CASE section WHEN 'SUBJECT' THEN 0 WHEN 'FOR' THEN 1 WHEN 'RESERVED' THEN 2 WHEN 'DISPUTED' THEN 3
        WHEN 'CHANGED' THEN 4 WHEN 'SPLIT' THEN 5 WHEN 'OPPOSED' THEN 6 WHEN 'CONDITIONAL' THEN 7 WHEN 'UNSIGNED' THEN 8 ELSE 9 END,
      CASE section WHEN 'CHANGED' THEN earliest[0] END, strength DESC, actor, edge_type, SIZE(scope), scope, modality, speakers, short
    """
}
