// Written by seeds/embed.sh from seeds/questions/*.gql; change those.

/// Question files by name (see `Question`).
enum NamedQuestionText {
  static let files: [(name: String, text: String)] = [
    (
      "aid-totals",
      #"""
      -- title: What each giver has for a beneficiary, by currency and status; what several documents tell counts once, and accounts that are disputed stand side by side
      -- columns: giver - who pays, currency - never added across, status - allocated; announced or proposed, ceiling - whether the sums are upper limits, total - in full units, sums - sums added, disputed - one of several accounts of one sum; not to be added, untold - assertions whose sum is missing or no number
      -- param: beneficiary:Country|Organization|Group - name of who receives
      -- example: beneficiary=Ukraine
      MATCH (a)-[e:FUNDS]->({name: $beneficiary})
      WHERE NOT EXISTS { MATCH (whole) WHERE e.part_of IS NOT NULL AND (TEXTS(e.part_of)[0] = TO_STRING_OR_NULL(whole.name) OR TEXTS(e.part_of)[0] IN TEXTS(whole.aliases)) } AND LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) IN ['actual', 'planned', 'past']
      LET amount = CASE WHEN e.amount IS TYPED INT OR e.amount IS TYPED FLOAT OR e.amount IS TYPED DECIMAL THEN e.amount END
      RETURN a, amount, e.currency AS currency, e.aid_type AS kind, e.status AS status, COALESCE(e.ceiling, FALSE) AS ceiling, e.pledge AS pledge,
        TEXTS(e.disputes)[0] AS dispute, TEXTS(e.period) AS period,
        COLLECT_LIST(DISTINCT COALESCE(LEFT(TO_STRING_OR_NULL(e.date_from), 10), TO_STRING_OR_NULL(e.`date`))) AS days
      GROUP BY a, amount, currency, kind, status, ceiling, pledge, dispute, period
      NEXT
      LET told_days = SIZE([one IN days WHERE SIZE([other IN days WHERE other <> one AND LEFT(other, CHAR_LENGTH(one)) = one]) = 0])
      RETURN a, currency, kind, status, ceiling, dispute, COUNT(DISTINCT amount) AS accounts, COLLECT_LIST({amount: amount, times: CASE WHEN told_days > 1 THEN told_days ELSE 1 END}) AS sums
      GROUP BY a, currency, kind, status, ceiling, dispute
      NEXT
      FOR told IN sums
      LET disputed = dispute IS NOT NULL AND accounts > 1
      RETURN a.name AS giver, currency, status, ceiling, CASE WHEN disputed THEN told.amount END AS account, SUM(told.amount * told.times) AS total,
        SUM(CASE WHEN told.amount IS NULL THEN 0 ELSE told.times END) AS sums, disputed, SUM(CASE WHEN told.amount IS NULL THEN 1 ELSE 0 END) AS untold
      GROUP BY giver, currency, status, ceiling, disputed, account
      NEXT
      RETURN giver, currency, status, ceiling, total, sums, disputed, untold
      ORDER BY currency, total DESC, giver, status, ceiling
      """#
    ),
    (
      "assertions-between",
      #"""
      -- title: Every assertion between two things, whichever is its start
      -- columns: start - where the edge begins, relation - edge type, source - the document, paragraph - counted from 1, certainty - stated; reported or inferred, modality - how real it is, gist - in our own words
      -- param: first - name of the first
      -- param: second - name of the second
      -- example: first="United Kingdom" second="one-month truce"
      MATCH (a {name: $first})-[e]-(b {name: $second})
      RETURN CASE WHEN a IS SOURCE OF e THEN a.name ELSE b.name END AS `start`, TYPE(e) AS relation, e.source AS source,
        e.paragraph AS paragraph, e.certainty AS certainty, e.modality AS modality, e.gist AS gist
      ORDER BY `start` = $first DESC, relation, source, paragraph, gist
      """#
    ),
    (
      "attendance",
      #"""
      -- title: Who took part in an event, for which state, and how sure that is
      -- columns: who - the participant, state - the state that came; itself or by this person, role - host; guest; represented or inferred, represented_by - who came for a state; if not named, modality - planned or hypothetical ones have not come yet, certainty - stated; reported or inferred, source - the document
      -- param: event - name of an event
      -- example: event="London summit"
      MATCH (a)-[e:HOSTS|ATTENDS]->(:Event {name: $event})
      WHERE NOT EXISTS { MATCH (:Person {name: e.represented_by}) }
      RETURN a.name AS who, CASE WHEN a IS LABELED Country THEN a.name ELSE a.country END AS state, COALESCE(e.role, CASE WHEN TYPE(e) = 'HOSTS' THEN 'host' END) AS role,
        e.represented_by AS represented_by, LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) AS modality, e.certainty AS certainty, e.source AS source
      ORDER BY who, role, source
      """#
    ),
    (
      "conditions",
      #"""
      -- title: Positions on a thing that hang on something else
      -- columns: who - the actor, verb - the stance, condition - what has to happen first; null where that is not told, source - the document
      -- param: thing:Proposal|Pledge - name of a proposal or pledge
      -- example: thing="European troop deployment"
      MATCH (a)-[e]->({name: $thing}), (stance:Stance)
      WHERE stance.edge_type IS TYPED STRING AND stance.edge_type = TYPE(e) AND (e.condition IS NOT NULL OR TEXTS(e.modality)[0] = 'conditional')
      RETURN a.name AS who, stance.verb AS verb, e.condition AS condition, e.source AS source
      ORDER BY who, source, verb
      """#
    ),
    (
      "dispute",
      #"""
      -- title: The assertions behind one dispute
      -- columns: who - start of the assertion, relation - edge type, what - end of the assertion, dated - when; or by when it was told, modality - actual unless it says otherwise, certainty - stated; reported or inferred, speakers - who says so if not the actor, source - the document, gist - in our own words
      -- param: dispute:Dispute - name of a dispute
      -- example: dispute="when the truce was first voiced"
      MATCH (a)-[e]->(b)
      WHERE $dispute IN TEXTS(e.disputes)
      LET told_time = TO_STRING_OR_NULL(e.`date`),
          told_tilde = CASE WHEN TO_STRING_OR_NULL(e.date_basis) IN ['inferred', 'article date', 'shared event'] THEN '~' ELSE '' END,
          tilde = CASE WHEN TO_STRING_OR_NULL(e.publication_basis) IN ['inferred', 'article date', 'shared event'] THEN '~' ELSE '' END
      LET told = CASE WHEN LEFT(told_time, 3) = '../' THEN 'by ' || told_tilde || SUBSTRING(told_time, 3) ELSE told_tilde || told_time END
      LET dated = CASE WHEN told IS NOT NULL THEN told WHEN LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) <> 'past' THEN 'by ' || tilde || TO_STRING_OR_NULL(e.publication_date) END
      RETURN a.name AS who, TYPE(e) AS relation, b.name AS what, dated,
        LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) AS modality, e.certainty AS certainty, e.speakers AS speakers, e.source AS source, e.gist AS gist
      ORDER BY source, who, relation, what, gist
      """#
    ),
    (
      "disputes",
      #"""
      -- title: What the documents or actors pull apart about
      -- columns: dispute - its name, kind - kind of disagreement, assertions - assertions that name it, documents - documents they come from
      MATCH (d:Dispute), ()-[e]->()
      WHERE d.name IN TEXTS(e.disputes)
      RETURN d.name AS dispute, d.dispute_kind AS kind, COUNT(e) AS assertions,
        SIZE(TEXTS(COLLECT_LIST(DISTINCT e.source))) AS documents
      GROUP BY dispute, kind
      ORDER BY dispute
      """#
    ),
    (
      "distance",
      #"""
      -- title: How many steps lie between two, mentions and sources aside
      -- columns: steps - edges of a shortest path
      -- param: first - name of the first
      -- param: second - name of the second
      -- example: first="Giorgia Meloni" second="Vladimir Putin"
      MATCH p = ANY SHORTEST ({name: $first})
        -[:!(MENTIONED_IN|CITES|PUBLISHED_BY|AUTHORED_BY)]-{1,8}({name: $second})
      RETURN PATH_LENGTH(p) AS steps
      ORDER BY steps
      """#
    ),
    (
      "documents",
      #"""
      -- title: The documents, who wrote and published them, and how their dates are known
      -- columns: document - the document, kind - what kind of document; null if not told, author - null if not named, publisher - null if not known, published - day of publication, date_basis - printed or inferred
      MATCH (d:Document)
      OPTIONAL MATCH (d)-[:AUTHORED_BY]->(author)
      RETURN DISTINCT d.name AS document, d.doc_kind AS kind, author.name AS author, d.publisher AS publisher, d.publication_date AS published,
        d.date_basis AS date_basis
      ORDER BY document, author
      """#
    ),
    (
      "events-since",
      #"""
      -- title: Dated events from one day on, with those that last into it
      -- columns: dated - ISO date or interval, event - the event, modality - planned events have not happened yet, date_basis - where the date comes from
      -- param: since - first day
      -- example: since=2025-02-01
      MATCH (v:Event)
      LET dated = TO_STRING_OR_NULL(v.`date`), since = CAST($since AS STRING)
      LET last = SPLIT(dated, '/')[SIZE(SPLIT(dated, '/')) - 1]
      FILTER last = '..' OR last >= LEFT(since, CHAR_LENGTH(last))
      RETURN dated, v.name AS event, v.modality AS modality, v.date_basis AS date_basis
      ORDER BY dated, event
      """#
    ),
    (
      "interviews",
      #"""
      -- title: Who spoke to which outlet
      -- columns: who - the speaker, outlet - a channel; not the publisher of the document, dated - when; or by when it was told; null if neither is known, source - the document
      MATCH (a)-[e:INTERVIEWED_BY]->(m:Media)
      LET told_time = TO_STRING_OR_NULL(e.`date`),
          told_tilde = CASE WHEN TO_STRING_OR_NULL(e.date_basis) IN ['inferred', 'article date', 'shared event'] THEN '~' ELSE '' END,
          tilde = CASE WHEN TO_STRING_OR_NULL(e.publication_basis) IN ['inferred', 'article date', 'shared event'] THEN '~' ELSE '' END
      LET told = CASE WHEN LEFT(told_time, 3) = '../' THEN 'by ' || told_tilde || SUBSTRING(told_time, 3) ELSE told_tilde || told_time END
      LET dated = COALESCE(told, 'by ' || tilde || TO_STRING_OR_NULL(e.publication_date))
      RETURN a.name AS who, m.name AS outlet, dated, e.source AS source
      ORDER BY who, outlet, source
      """#
    ),
    (
      "members-propose",
      #"""
      -- title: What people who speak for the members of a group propose
      -- columns: member - the state, who - the person, proposal - what that person proposes, modality - how real it is: what is conditional or hypothetical hangs on something
      -- param: members - name of a group
      -- example: members="European nuclear powers"
      MATCH (c)-[:MEMBER_OF]->(:Group {name: $members}), (p:Person)-[:SPEAKS_FOR]->(c),
        (p)-[e:PROPOSES]->(x:Proposal)
      WHERE NOT EXISTS { MATCH (c)-[:DISAVOWS]->(p) }
      RETURN DISTINCT c.name AS member, p.name AS who, x.name AS proposal, e.modality AS modality
      ORDER BY member, who, proposal, modality
      """#
    ),
    (
      "money",
      #"""
      -- title: Sums by currency, giver, relation, beneficiary, kind and status; parts are not added to their whole, what several documents tell counts once, and accounts that are disputed stand side by side
      -- columns: currency - never added across, giver - who pays, relation - type of the edges that carry the sums, beneficiary - who receives, kind - kind of money, status - allocated; announced or proposed, ceiling - whether the sums are upper limits, total - in full units, sums - those that are added, disputed - one of several accounts of one sum; not to be added, untold - assertions whose sum is missing or no number
      MATCH (a)-[e]->(b)
      WHERE (TYPE(e) = 'FUNDS' OR e.amount IS NOT NULL) AND NOT EXISTS { MATCH (whole) WHERE e.part_of IS NOT NULL AND (TEXTS(e.part_of)[0] = TO_STRING_OR_NULL(whole.name) OR TEXTS(e.part_of)[0] IN TEXTS(whole.aliases)) } AND LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) IN ['actual', 'planned', 'past']
      LET amount = CASE WHEN e.amount IS TYPED INT OR e.amount IS TYPED FLOAT OR e.amount IS TYPED DECIMAL THEN e.amount END
      RETURN a, b, TYPE(e) AS relation, amount, e.currency AS currency, e.aid_type AS kind, e.status AS status, COALESCE(e.ceiling, FALSE) AS ceiling, e.pledge AS pledge,
        TEXTS(e.disputes)[0] AS dispute, TEXTS(e.period) AS period,
        COLLECT_LIST(DISTINCT COALESCE(LEFT(TO_STRING_OR_NULL(e.date_from), 10), TO_STRING_OR_NULL(e.`date`))) AS days, COUNT(*) AS assertions
      GROUP BY a, b, relation, amount, currency, kind, status, ceiling, pledge, dispute, period
      NEXT
      LET told_days = SIZE([one IN days WHERE SIZE([other IN days WHERE other <> one AND LEFT(other, CHAR_LENGTH(one)) = one]) = 0])
      RETURN a, b, relation, currency, kind, status, ceiling, dispute, COUNT(DISTINCT amount) AS accounts, COLLECT_LIST({amount: amount, times: CASE WHEN amount IS NULL THEN assertions WHEN told_days > 1 THEN told_days ELSE 1 END}) AS sums
      GROUP BY a, b, relation, currency, kind, status, ceiling, dispute
      NEXT
      FOR told IN sums
      FOR time IN RANGE(1, told.times)
      LET disputed = dispute IS NOT NULL AND accounts > 1
      ORDER BY told.amount
      RETURN currency, a.name AS giver, relation, b.name AS beneficiary, kind, status, ceiling, CASE WHEN disputed THEN told.amount END AS account,
        SUM(told.amount) AS total, COLLECT_LIST(told.amount) AS sums, disputed, SUM(CASE WHEN told.amount IS NULL THEN 1 ELSE 0 END) AS untold
      GROUP BY currency, giver, relation, beneficiary, kind, status, ceiling, disputed, account
      NEXT
      RETURN currency, giver, relation, beneficiary, kind, status, ceiling, total, sums, disputed, untold
      ORDER BY currency, giver, relation, beneficiary, kind, status, ceiling, total
      """#
    ),
    (
      "no-position",
      #"""
      -- title: Participants of an event with no position on a thing; silence is neither consent nor opposition
      -- columns: who - the participant, labels - labels of the node, modality - planned and other participants have not come yet, state - the state or body that came in this person and has a position on it; null if none
      -- param: event - name of an event
      -- param: thing:Proposal|Pledge|Country|Organization - name of a proposal, pledge or country
      -- example: event="London summit" thing="one-month truce"
      MATCH (a)-[came:HOSTS|ATTENDS]->(:Event {name: $event})
      WHERE NOT EXISTS { MATCH (:Person {name: came.represented_by}) } AND NOT EXISTS {
        MATCH (a)-[e]->({name: $thing}), (stance:Stance) WHERE stance.edge_type IS TYPED STRING AND stance.edge_type = TYPE(e)
      }
      OPTIONAL MATCH (state)-[sent:ATTENDS]->(:Event {name: $event})
      WHERE sent.represented_by = a.name AND EXISTS {
        MATCH (state)-[e]->({name: $thing}), (stance:Stance) WHERE stance.edge_type IS TYPED STRING AND stance.edge_type = TYPE(e)
      }
      RETURN DISTINCT a.name AS who, LABELS(a) AS labels, LOWER(COALESCE(TEXTS(came.modality)[0], CASE WHEN came.condition IS NULL THEN 'actual' ELSE 'conditional' END)) AS modality, state.name AS state
      ORDER BY who, modality, state
      """#
    ),
    (
      "not-in-office",
      #"""
      -- title: Holders who are not, or not simply, in office
      -- columns: status - former; outgoing; newly appointed or prospective, who - the person, office - the post, from - first year or day; if told, until - last year or day; if told
      MATCH (p:Person)-[e:HOLDS_OFFICE]->(o:Office)
      WHERE TO_STRING_OR_NULL(e.status) <> 'current'
      RETURN DISTINCT e.status AS status, p.name AS who, o.name AS office, TO_STRING_OR_NULL(e.valid_from) AS `from`, TO_STRING_OR_NULL(e.valid_to) AS until
      ORDER BY status, who, office, `from`, until
      """#
    ),
    (
      "not-the-same",
      #"""
      -- title: Things that look like another and are kept apart
      -- columns: other - what is kept apart from it, difference - what sets one of the two apart, said_of - which of the two the difference tells of, proposed_by - who proposes the other; null if nobody is named
      -- param: thing:Proposal|Organization - name of a proposal or an organisation
      -- example: thing="one-month truce"
      MATCH (other)-[e:DISTINCT_FROM]-(this {name: $thing})
      OPTIONAL MATCH (who)-[:PROPOSES]->(other)
      RETURN DISTINCT other.name AS other, e.difference AS difference,
        CASE WHEN other IS SOURCE OF e THEN other.name ELSE this.name END AS said_of, who.name AS proposed_by
      ORDER BY other, said_of, difference, proposed_by
      """#
    ),
    (
      "offices-of",
      #"""
      -- title: Who holds or held the offices of a state or body, those of its own bodies included
      -- columns: title - the post, of - the state or body that has it, who - the holder, status - current; former; outgoing; newly appointed or prospective, from - first year or day; if told, until - last year or day; if told, documents - documents that say so
      -- param: body:Country|Organization|Group - name of a state or body
      -- example: body=France
      MATCH (p:Person)-[e:HOLDS_OFFICE]->(o:Office)
      WHERE TO_STRING_OR_NULL(o.`of`) = $body OR EXISTS { MATCH ({name: o.`of`, country: $body}) }
        OR EXISTS { MATCH ({name: o.`of`}) ((:Organization)-[m:MEMBER_OF WHERE LOWER(COALESCE(TEXTS(m.modality)[0], 'actual')) = 'actual']->()){1,3} ({name: $body}) }
      RETURN o.title AS title, o.`of` AS `of`, p.name AS who, e.status AS status, TO_STRING_OR_NULL(e.valid_from) AS `from`, TO_STRING_OR_NULL(e.valid_to) AS until, SIZE(TEXTS(COLLECT_LIST(DISTINCT e.source))) AS documents
      GROUP BY title, `of`, who, status, `from`, until
      ORDER BY title, `of`, who, status, `from`, until
      """#
    ),
    (
      "parts-of",
      #"""
      -- title: Parts of a fund with their sums
      -- columns: part - the part; if it has no name of its own the beneficiary, amount - in full units, currency - the currency, is_ceiling - true for an upper limit
      -- param: whole - name of the whole
      -- example: whole="European defence fund"
      MATCH ()-[e:FUNDS]->(beneficiary)
      WHERE $whole IN TEXTS(e.part_of)
      RETURN COALESCE(TO_STRING_OR_NULL(e.proposal), TO_STRING_OR_NULL(e.pledge), beneficiary.name) AS part, e.amount AS amount, e.currency AS currency, e.ceiling AS is_ceiling
      ORDER BY part, amount
      """#
    ),
    (
      "positions-of",
      #"""
      -- title: What an actor stands for
      -- columns: sign - 1 for; 0 reserved; -1 against, verb - the stance, thing - what it is about, scope - what part of it; empty for the whole, modality - how real it is, condition - what must happen first, certainty - stated; reported by someone or inferred, speakers - who reports it; if not the actor, documents - documents that say so
      -- param: actor:Person|UnnamedSource|Country|Organization|Group - name of an actor
      -- example: actor="Keir Starmer"
      MATCH ({name: $actor})-[e]->(thing), (stance:Stance)
      WHERE stance.edge_type IS TYPED STRING AND stance.edge_type = TYPE(e)
      LET sign = CASE WHEN LEFT(TO_STRING_OR_NULL(stance.sign), 1) = '-' THEN -1 WHEN LEFT(TO_STRING_OR_NULL(stance.sign), 1) = '0' THEN 0
          WHEN TO_STRING_OR_NULL(stance.sign) >= '+' AND TO_STRING_OR_NULL(stance.sign) < ':' THEN 1 END,
        scope = TEXTS(e.scope),
        speakers = TEXTS(e.speakers)
      RETURN sign, stance.verb AS verb, thing.name AS thing, scope, LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) AS modality, e.condition AS condition,
        COALESCE(e.certainty, 'stated') AS certainty, speakers, SIZE(TEXTS(COLLECT_LIST(DISTINCT e.source))) AS documents
      GROUP BY sign, verb, thing, scope, modality, condition, certainty, speakers
      ORDER BY sign DESC, thing, verb, SIZE(scope), scope, modality, condition, certainty, speakers
      """#
    ),
    (
      "positions-on",
      #"""
      -- title: Every position on a thing, one row an assertion
      -- columns: sign - 1 for; 0 reserved; -1 against, who - the actor, verb - the stance, scope - what part of the thing; empty for the whole, qualifier - short qualifier, modality - actual; planned; conditional; hypothetical or past, condition - what must happen first, certainty - stated; reported by someone or inferred, speakers - who reports it; if not the actor, source - the document
      -- param: thing:Proposal|Pledge|Country|Organization - name of a proposal, pledge or country
      -- example: thing="one-month truce"
      MATCH (actor)-[e]->({name: $thing}), (stance:Stance)
      WHERE stance.edge_type IS TYPED STRING AND stance.edge_type = TYPE(e)
      LET sign = CASE WHEN LEFT(TO_STRING_OR_NULL(stance.sign), 1) = '-' THEN -1 WHEN LEFT(TO_STRING_OR_NULL(stance.sign), 1) = '0' THEN 0
          WHEN TO_STRING_OR_NULL(stance.sign) >= '+' AND TO_STRING_OR_NULL(stance.sign) < ':' THEN 1 END,
        scope = TEXTS(e.scope)
      RETURN sign, actor.name AS who, stance.verb AS verb, scope, e.short AS qualifier,
        LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) AS modality, e.condition AS condition, COALESCE(e.certainty, 'stated') AS certainty, e.speakers AS speakers, e.source AS source
      ORDER BY sign DESC, who, verb, source, qualifier
      """#
    ),
    (
      "reported-by",
      #"""
      -- title: Everything that a document says, or the documents of a publisher
      -- columns: document - the document, passage - sentence or paragraph, subject - who or what, relation - the edge type, object - the other end, modality - actual; planned; conditional; hypothetical or past, certainty - stated; reported by someone or inferred, speakers - who says so; if not the subject, gist - in our own words
      -- param: source:Document|Media|Organization - name of a document or publisher
      -- example: source=diplomats
      MATCH (d:Document)
      WHERE TO_STRING_OR_NULL(d.name) = $source OR EXISTS { MATCH (d)-[:PUBLISHED_BY]->({name: $source}) }
      MATCH (a)-[e:!(MENTIONED_IN|PUBLISHED_BY|AUTHORED_BY|CITES)]->(b)
      WHERE TO_STRING_OR_NULL(d.name) IN TEXTS(e.source)
      RETURN d.name AS document, COALESCE('s' || TO_STRING_OR_NULL(e.sentence), 'p' || TO_STRING_OR_NULL(e.paragraph)) AS passage, a.name AS subject, TYPE(e) AS relation, b.name AS object,
        LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) AS modality, COALESCE(TO_STRING_OR_NULL(e.certainty), 'stated') AS certainty,
        TEXTS(e.speakers) AS speakers, TO_STRING_OR_NULL(e.gist) AS gist
      ORDER BY document, e.paragraph, e.sentence, subject, relation, object, gist
      """#
    ),
    (
      "requirements",
      #"""
      -- title: Who makes what a condition of what
      -- columns: who - the actor, requires - the condition, purpose - what depends on it, source - the document
      -- param: thing:Proposal|Pledge - name of the condition
      -- example: thing="security guarantees for Ukraine"
      MATCH (a)-[e:REQUIRES]->(p {name: $thing})
      RETURN a.name AS who, p.name AS requires, e.`for` AS purpose, e.source AS source
      ORDER BY who, source
      """#
    ),
    (
      "scope",
      #"""
      -- title: What a ceasefire covers and leaves out, and who says so
      -- columns: relation - COVERS or EXCLUDES, domain - the domain, according_to - who says so, source - the document
      -- param: thing - name of a ceasefire
      -- example: thing="one-month truce"
      MATCH (:Proposal {name: $thing})-[e:COVERS|EXCLUDES]->(s:Scope)
      RETURN TYPE(e) AS relation, s.name AS domain, e.attributed_to AS according_to, e.source AS source
      ORDER BY relation, domain, source
      """#
    ),
    (
      "shared-origins",
      #"""
      -- title: Utterances that more than one document carries
      -- columns: origin - the utterance, documents - how many carry it
      MATCH ()-[e]->()
      WHERE e.origin IS NOT NULL
      RETURN e.origin AS origin, SIZE(TEXTS(COLLECT_LIST(DISTINCT e.source))) AS documents
      GROUP BY origin
      NEXT
      FILTER documents > 1
      RETURN origin, documents
      ORDER BY documents DESC, origin
      """#
    ),
    (
      "slips",
      #"""
      -- title: What answers cannot read as it was meant: days that are none, unknown words, names that nothing has, twins
      -- columns: what - the assertion or thing, property - where it stands, value - what stands there, problem - why it is not read
      MATCH (a)-[e]->(b)
      FOR told IN [
        {key: 'date', value: TO_STRING_OR_NULL(e.`date`)}, {key: 'date_from', value: TO_STRING_OR_NULL(e.date_from)}, {key: 'date_to', value: TO_STRING_OR_NULL(e.date_to)},
        {key: 'since', value: TO_STRING_OR_NULL(e.since)}, {key: 'valid_from', value: TO_STRING_OR_NULL(e.valid_from)}, {key: 'valid_to', value: TO_STRING_OR_NULL(e.valid_to)},
        {key: 'publication_date', value: TO_STRING_OR_NULL(e.publication_date)}]
      FILTER told.value IS NOT NULL
      LET parts = CASE WHEN told.key = 'date' AND CONTAINS(told.value, '/') THEN SPLIT(told.value, '/') ELSE [LEFT(told.value, 10)] END
      FILTER SIZE(parts) > 2 OR SIZE([part IN parts WHERE part <> '..' AND FIRST_DAY(part) IS NULL]) > 0
      RETURN a, e, b, told.key AS property, told.value AS `value`, 'no day, month or year such as 2025-03-01 or 2025-03' AS problem
      UNION ALL
      MATCH (a)-[e]->(b)
      LET first = LEFT(TO_STRING_OR_NULL(e.date_from), 10), last = LEFT(TO_STRING_OR_NULL(e.date_to), 10)
      FILTER FIRST_DAY(first) > LAST_DAY(last)
      RETURN a, e, b, 'date_to' AS property, last AS `value`, 'before ' || first || ', the first day' AS problem
      UNION ALL
      MATCH (a)-[e]->(b)
      FOR word IN TEXTS(e.modality)
      FILTER NOT LOWER(word) IN ['actual', 'planned', 'conditional', 'hypothetical', 'past']
      RETURN a, e, b, 'modality' AS property, word AS `value`, 'none of actual, planned, conditional, hypothetical and past' AS problem
      UNION ALL
      MATCH (a)-[e]->(b)
      FOR word IN TEXTS(e.certainty)
      FILTER NOT LOWER(word) IN ['stated', 'reported', 'inferred']
      RETURN a, e, b, 'certainty' AS property, word AS `value`, 'none of stated, reported and inferred' AS problem
      UNION ALL
      MATCH (a)-[e]->(b)
      FOR document IN TEXTS(e.source)
      FILTER NOT EXISTS { MATCH (:Document {name: document}) } AND EXISTS { MATCH (:Document) }
      RETURN a, e, b, 'source' AS property, document AS `value`, 'no Document has this name' AS problem
      UNION ALL
      MATCH (a)-[e]->(b)
      FOR told IN [{key: 'disputes', names: TEXTS(e.disputes)}, {key: 'speakers', names: TEXTS(e.speakers)}, {key: 'part_of', names: TEXTS(e.part_of)}]
      FOR name IN told.names
      FILTER NOT EXISTS { MATCH ({name: name}) } AND NOT EXISTS { MATCH (n) WHERE name IN TEXTS(n.aliases) }
      RETURN a, e, b, told.key AS property, name AS `value`, 'nothing has this name' AS problem
      UNION ALL
      MATCH (s:Stance), (a:Proposal|Pledge|Event|Claim)-[e]->(b)
      WHERE s.edge_type IS TYPED STRING AND s.edge_type = TYPE(e)
      RETURN a, e, b, 'start' AS property, TO_STRING_OR_NULL(a.name) AS `value`, LABELS(a)[0] || ' as such holds no position: the edge may lie the wrong way round' AS problem
      UNION ALL
      MATCH (a)
      FOR told IN [
        {key: 'publication_date', value: TO_STRING_OR_NULL(a.publication_date)}, {key: 'date', value: TO_STRING_OR_NULL(a.`date`)},
        {key: 'date_from', value: TO_STRING_OR_NULL(a.date_from)}, {key: 'date_to', value: TO_STRING_OR_NULL(a.date_to)}]
      FILTER told.value IS NOT NULL
      LET parts = CASE WHEN told.key = 'date' AND CONTAINS(told.value, '/') THEN SPLIT(told.value, '/') ELSE [LEFT(told.value, 10)] END
      FILTER SIZE(parts) > 2 OR SIZE([part IN parts WHERE part <> '..' AND FIRST_DAY(part) IS NULL]) > 0
      RETURN a, NULL AS e, NULL AS b, told.key AS property, told.value AS `value`, 'no day, month or year such as 2025-03-01 or 2025-03' AS problem
      UNION ALL
      CALL {
        MATCH (n)
        WHERE n.name IS TYPED STRING
        FOR called IN [{name: n.name, own: TRUE}] || [alias IN TEXTS(n.aliases) | {name: alias, own: FALSE}]
        RETURN LABELS(n)[0] AS label, FOLD(TRIM(called.name)) AS folded, COLLECT_LIST(DISTINCT {thing: n, own: called.own}) AS called
        GROUP BY label, folded
      }
      FILTER SIZE(called) > 1
      FOR one IN called
      FOR other IN called
      LET twin = one.thing, a = other.thing
      FILTER one.own AND ID(twin) <> ID(a) AND (NOT other.own OR ID(twin) < ID(a)) AND NOT EXISTS { MATCH (t)-[:DISTINCT_FROM]-(u) WHERE t = twin AND u = a }
      RETURN DISTINCT a, NULL AS e, NULL AS b, 'name' AS property, TO_STRING_OR_NULL(a.name) AS `value`,
        CASE WHEN twin.name = a.name THEN 'another ' || label || ' has this name too' ELSE 'may be the ' || label || ' called ' || twin.name END || '; `merge` makes them one' AS problem
      UNION ALL
      CALL {
        MATCH ()-[e]->()
        FOR told IN [
          {key: 'date', value: e.`date`}, {key: 'date_from', value: e.date_from}, {key: 'date_to', value: e.date_to}, {key: 'publication_date', value: e.publication_date},
          {key: 'speakers', value: e.speakers}, {key: 'disputes', value: e.disputes}]
        FILTER told.value IS NOT NULL
        RETURN told.key AS property, COUNT(CASE WHEN told.value IS TYPED STRING THEN 1 END) AS texts, COUNT(CASE WHEN told.value IS TYPED DATE THEN 1 END) AS days,
          COUNT(CASE WHEN told.value IS TYPED LIST<ANY> THEN 1 END) AS lists
        GROUP BY property
      }
      FILTER texts > 0 AND days + lists > 0
      RETURN NULL AS a, NULL AS e, NULL AS b, property, CASE WHEN days > 0 THEN 'days: ' || TO_STRING(days) ELSE 'lists: ' || TO_STRING(lists) END || ', texts: ' || TO_STRING(texts) AS `value`,
        CASE WHEN days > 0 THEN 'texts and days do not compare in GQL: MIN, MAX and ORDER BY keep them apart' ELSE 'texts and lists do not compare in GQL: IN reads lists alone' END AS problem
      NEXT
      LET first = COALESCE(TO_STRING_OR_NULL(a.name), ELEMENT_ID(a)), last = COALESCE(TO_STRING_OR_NULL(b.name), ELEMENT_ID(b))
      RETURN CASE WHEN a IS NULL THEN 'edges' WHEN e IS NULL THEN first ELSE first || ' ' || TYPE(e) || ' ' || last END AS what, property, `value`, problem
      ORDER BY property, what, `value`, problem
      """#
    ),
    (
      "speaks-for",
      #"""
      -- title: Who may state the position of a state, and whom it disowns
      -- columns: who - the speaker, basis - why he may, modality - past; planned and others do not speak for it now, disowned - true if the state disavowed him
      -- param: body:Country|Organization - name of a state or organisation
      -- example: body="United Kingdom"
      MATCH (p)-[e:SPEAKS_FOR]->(c {name: $body})
      RETURN DISTINCT p.name AS who, e.basis AS basis, LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) AS modality, EXISTS { MATCH (c)-[:DISAVOWS]->(p) } OR UPPER(COALESCE(TEXTS(e.disavowed)[0], '')) = 'TRUE' AS disowned
      ORDER BY who, basis, modality
      """#
    ),
    (
      "spellings",
      #"""
      -- title: How each document writes a name
      -- columns: document - the document, spelling - a form it uses
      -- param: name - name of an entity
      -- example: name="Volodymyr Zelensky"
      MATCH ({name: $name})-[m:MENTIONED_IN]->(d:Document)
      FOR spelling IN TEXTS(m.spellings)
      RETURN d.name AS document, spelling AS spelling
      ORDER BY document, spelling
      """#
    ),
    (
      "stands-for",
      #"""
      -- title: What a name or alias stands for
      -- columns: name - the full name, labels - labels of the node
      -- param: name - a name or an alias
      -- example: name=Kyiv
      MATCH (n)
      WHERE SAME_NAME(n.name, $name) OR SAME_NAME(n.aliases, $name)
      RETURN n.name AS name, LABELS(n) AS labels
      ORDER BY name
      """#
    ),
    (
      "statements-about",
      #"""
      -- title: What was said about a thing
      -- columns: who - the speaker, claim - topic of the statement, gist - in our own words, documents - documents that carry it
      -- param: thing - name of anything
      -- example: thing="security guarantees for Ukraine"
      MATCH (s)-[e:STATED]->(c:Claim)
      WHERE EXISTS { MATCH (c)-[:ABOUT]->({name: $thing}) }
      RETURN s.name AS who, c.name AS claim, c.gist AS gist, SIZE(TEXTS(COLLECT_LIST(DISTINCT e.source))) AS documents
      GROUP BY who, claim, gist
      ORDER BY who, claim
      """#
    ),
    (
      "states-at-but-not-at",
      #"""
      -- title: States at one event and, as far as is told, not at another, where conditional and hypothetical guests are none
      -- columns: state - who was there, represented_by - who came for it; as far as is told, modality - planned or hypothetical ones have not come yet, certainty - the firmest of stated; reported and inferred, documents - documents that say so
      -- param: event - name of the event they were at
      -- param: other - name of the event they were not at
      -- example: event="London summit" other="Paris meeting of five defence ministers"
      MATCH (state:Country)-[e:HOSTS|ATTENDS]->(:Event {name: $event})
      WHERE NOT EXISTS { MATCH (state)-[came:HOSTS|ATTENDS]->(:Event {name: $other}) WHERE LOWER(COALESCE(TEXTS(came.modality)[0], CASE WHEN came.condition IS NULL THEN 'actual' ELSE 'conditional' END)) IN ['actual', 'planned', 'past'] }
      RETURN state.name AS state, COLLECT_LIST(DISTINCT e.represented_by) AS represented_by, LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) AS modality,
        CASE MIN(CASE TEXTS(e.certainty)[0] WHEN 'stated' THEN 0 WHEN 'reported' THEN 1 WHEN 'inferred' THEN 2 END) WHEN 0 THEN 'stated' WHEN 1 THEN 'reported' WHEN 2 THEN 'inferred' END AS certainty,
        SIZE(TEXTS(COLLECT_LIST(DISTINCT e.source))) AS documents
      GROUP BY state, modality
      ORDER BY state, modality
      """#
    ),
    (
      "suspended-aid",
      #"""
      -- title: Help that was halted, by whom and according to whom
      -- columns: who - who halts it, aid - what is halted, beneficiary - who goes without, dated - when; by a day if only that is known, source - the document
      MATCH (a)-[e:SUSPENDS]->(d:Aid)
      LET told_time = TO_STRING_OR_NULL(e.`date`),
          told_tilde = CASE WHEN TO_STRING_OR_NULL(e.date_basis) IN ['inferred', 'article date', 'shared event'] THEN '~' ELSE '' END
      LET told = CASE WHEN LEFT(told_time, 3) = '../' THEN 'by ' || told_tilde || SUBSTRING(told_time, 3) ELSE told_tilde || told_time END
      RETURN a.name AS who, d.name AS aid, e.beneficiary AS beneficiary, told AS dated, e.source AS source
      ORDER BY aid, source, who
      """#
    ),
    (
      "targets",
      #"""
      -- title: Spending targets in per cent, which are no sums of money
      -- columns: target - the target, percent_from - lower bound, percent_to - upper bound, who - who asks for it
      MATCH (a)-[:PROPOSES]->(t:Proposal)
      WHERE t.percent_from IS NOT NULL
      RETURN DISTINCT t.name AS target, t.percent_from AS percent_from, t.percent_to AS percent_to,
        a.name AS who
      ORDER BY target, who
      """#
    ),
    (
      "told-differently",
      #"""
      -- title: Actors with more than one sign on the same thing, or the same part of it; conditional and hypothetical positions do not count
      -- columns: who - the actor, thing - what it is about, scope - what part of it; empty for the whole, lowest - lowest sign, highest - highest sign, documents - documents involved
      MATCH (a)-[e]->(b), (stance:Stance)
      WHERE stance.edge_type IS TYPED STRING AND stance.edge_type = TYPE(e) AND LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) IN ['actual', 'planned', 'past']
      LET sign = CASE WHEN LEFT(TO_STRING_OR_NULL(stance.sign), 1) = '-' THEN -1 WHEN LEFT(TO_STRING_OR_NULL(stance.sign), 1) = '0' THEN 0
          WHEN TO_STRING_OR_NULL(stance.sign) >= '+' AND TO_STRING_OR_NULL(stance.sign) < ':' THEN 1 END,
        scope = TEXTS(e.scope)
      RETURN a, b, scope, MIN(sign) AS lowest, MAX(sign) AS highest, SIZE(TEXTS(COLLECT_LIST(DISTINCT e.source))) AS documents
      GROUP BY a, b, scope
      NEXT
      FILTER lowest <> highest
      RETURN a.name AS who, b.name AS thing, scope, lowest, highest, documents
      ORDER BY who, thing, scope
      """#
    ),
    (
      "unnamed-sources",
      #"""
      -- title: Speakers without a name, never merged across documents
      -- columns: who - how the document describes them, source - the document, statements - what they said; counted
      MATCH (u:UnnamedSource)
      RETURN u.name AS who, u.source AS source, VALUE {
        MATCH (u)-[e:STATED]->() RETURN COUNT(e) AS n
      } AS statements
      ORDER BY who
      """#
    ),
    (
      "venues",
      #"""
      -- title: Where events take place, in which country, and who hosts them; events of which neither is told are left out
      -- columns: event - the event, venue - place or country; null where only the host is told, country - the country of the venue; null where it has none here, host - the host; null where none is named, modality - actual; planned; conditional; hypothetical or past: how real the hosting is, else the place
      MATCH (v:Event)
      WHERE EXISTS { MATCH (v)-[:TAKES_PLACE_IN]->() } OR EXISTS { MATCH ()-[:HOSTS]->(v) }
      OPTIONAL MATCH (v)-[at:TAKES_PLACE_IN]->(w)
      OPTIONAL MATCH (h)-[hosted:HOSTS]->(v)
      LET placing = LOWER(COALESCE(TEXTS(at.modality)[0], CASE WHEN at.condition IS NULL THEN 'actual' ELSE 'conditional' END)), hosting = LOWER(COALESCE(TEXTS(hosted.modality)[0], CASE WHEN hosted.condition IS NULL THEN 'actual' ELSE 'conditional' END))
      RETURN DISTINCT v.name AS event, w.name AS venue, CASE WHEN w IS LABELED Country THEN w.name ELSE w.country END AS country, h.name AS host,
        CASE WHEN hosting <> 'actual' THEN hosting ELSE placing END AS modality
      ORDER BY event, venue, host, modality
      """#
    ),
    (
      "what-follows",
      #"""
      -- title: What is to come after a proposal, step by step
      -- columns: step - steps from the beginning on the longest way; what has more comes later, later - what comes later, modality - how real the order is
      -- param: thing:Proposal|Event - name of a proposal or event
      -- example: thing="one-month truce"
      MATCH p = TRAIL ({name: $thing})-[:PRECEDES]->{0,5}()-[e:PRECEDES]->(later)
      RETURN MAX(PATH_LENGTH(p)) AS step, later.name AS later, COLLECT_LIST(DISTINCT LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END))) AS modality
      GROUP BY later
      ORDER BY step, later
      """#
    ),
    (
      "who-backs",
      #"""
      -- title: Who backs a thing, conditional and hypothetical backing left out
      -- columns: who - the backer, verb - the stance, scope - what part of the thing; empty for the whole, modality - actual; planned or past, certainty - stated; reported by someone or inferred, speakers - who reports it; if not the backer, disputed - whether another document or speaker gives the backer another sign on that part at that time, changed - whether the backer has another sign on it at another time, documents - documents that say so, origins - utterances behind them
      -- param: thing:Proposal|Pledge|Country|Organization - name of a proposal, pledge or country
      -- example: thing="one-month truce"
      MATCH (actor)-[e]->(target {name: $thing}), (stance:Stance)
      WHERE stance.edge_type IS TYPED STRING AND stance.edge_type = TYPE(e) AND LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) IN ['actual', 'planned', 'past']
      LET sign = CASE WHEN LEFT(TO_STRING_OR_NULL(stance.sign), 1) = '-' THEN -1 WHEN LEFT(TO_STRING_OR_NULL(stance.sign), 1) = '0' THEN 0
          WHEN TO_STRING_OR_NULL(stance.sign) >= '+' AND TO_STRING_OR_NULL(stance.sign) < ':' THEN 1 END,
        scope = TEXTS(e.scope),
        speakers = TEXTS(e.speakers)
      FILTER sign = 1
      LET conflict = VALUE {
          MATCH (actor)-[other]->(target), (opposite:Stance)
          WHERE opposite.edge_type IS TYPED STRING AND opposite.edge_type = TYPE(other) AND LOWER(COALESCE(TEXTS(other.modality)[0], CASE WHEN other.condition IS NULL THEN 'actual' ELSE 'conditional' END)) IN ['actual', 'planned', 'past']
          LET other_sign = CASE WHEN LEFT(TO_STRING_OR_NULL(opposite.sign), 1) = '-' THEN -1 WHEN LEFT(TO_STRING_OR_NULL(opposite.sign), 1) = '0' THEN 0
              WHEN TO_STRING_OR_NULL(opposite.sign) >= '+' AND TO_STRING_OR_NULL(opposite.sign) < ':' THEN 1 END,
            other_scope = TEXTS(other.scope),
            other_speakers = TEXTS(other.speakers)
          FILTER other_sign <> sign AND other_scope = scope
          LET is_of_another_voice = TEXTS(other.source) <> TEXTS(e.source) OR other_speakers <> speakers
          FOR x IN [e, other]
          LET told = TO_STRING_OR_NULL(x.date), first = LEFT(TO_STRING_OR_NULL(x.date_from), 10),
            last = LEFT(TO_STRING_OR_NULL(x.date_to), 10),
            valid = COALESCE(LEFT(TO_STRING_OR_NULL(x.valid_from), 10), '..') || '/' || COALESCE(LEFT(TO_STRING_OR_NULL(x.valid_to), 10), '..')
          LET time = CASE WHEN told >= '.' AND told < ':' AND (CONTAINS(told, '/') OR CHAR_LENGTH(told) < 10) THEN told
              WHEN first IS NOT NULL OR last IS NOT NULL THEN COALESCE(first, '..') || '/' || COALESCE(last, first)
              WHEN told >= '0' AND told < ':' THEN LEFT(told, 10) ELSE valid END
          LET days = SPLIT(time, '/')
          LET first_day = days[0], last_day = days[SIZE(days) - 1]
          LET begun = CASE WHEN first_day >= '0' AND first_day < ':' THEN
                CASE CHAR_LENGTH(first_day) WHEN 4 THEN first_day || '-01-01' WHEN 7 THEN first_day || '-01' WHEN 10 THEN first_day END END,
            ended = CASE WHEN last_day >= '0' AND last_day < ':' THEN
                CASE CHAR_LENGTH(last_day) WHEN 4 THEN last_day || '-12-31' WHEN 7 THEN last_day || '-31' WHEN 10 THEN last_day END END
          RETURN other, is_of_another_voice, MAX(begun) AS begun, MIN(ended) AS ended, COUNT(CASE WHEN LOWER(COALESCE(TEXTS(x.modality)[0], CASE WHEN x.condition IS NULL THEN 'actual' ELSE 'conditional' END)) = 'past' THEN 1 END) AS past
          GROUP BY other, is_of_another_voice
          NEXT
          LET overlaps = COALESCE(begun <= ended, TRUE) AND past <> 1
          RETURN {disputed: COUNT(CASE WHEN overlaps AND is_of_another_voice THEN 1 END) > 0, changed: COUNT(CASE WHEN NOT overlaps THEN 1 END) > 0} AS found
        }
      RETURN actor.name AS who, stance.verb AS verb, scope, LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) AS modality, COALESCE(e.certainty, 'stated') AS certainty,
        speakers, MAX(conflict.disputed) AS disputed, MAX(conflict.changed) AND NOT MAX(conflict.disputed) AS changed,
        SIZE(TEXTS(COLLECT_LIST(DISTINCT e.source))) AS documents, SIZE(TEXTS(COLLECT_LIST(DISTINCT COALESCE(NULLIF(TEXTS(e.origin), []), NULLIF(TEXTS(e.source), []), ELEMENT_ID(e))))) AS origins
      GROUP BY actor, verb, scope, modality, certainty, speakers
      ORDER BY who, verb, SIZE(scope), scope, modality, certainty, speakers
      """#
    ),
    (
      "who-says-so",
      #"""
      -- title: Positions that someone else reports
      -- columns: who - the actor, verb - the stance, speaker - who says so, modality - actual; planned; conditional; hypothetical or past, condition - what must happen first, source - the document
      -- param: thing:Proposal|Pledge|Country|Organization - name of a proposal, pledge or country
      -- example: thing="one-month truce"
      MATCH (actor)-[e]->({name: $thing}), (stance:Stance)
      WHERE stance.edge_type IS TYPED STRING AND stance.edge_type = TYPE(e) AND e.speakers IS NOT NULL
      FOR speaker IN TEXTS(e.speakers)
      RETURN actor.name AS who, stance.verb AS verb, speaker AS speaker, LOWER(COALESCE(TEXTS(e.modality)[0], CASE WHEN e.condition IS NULL THEN 'actual' ELSE 'conditional' END)) AS modality, e.condition AS condition,
        e.source AS source
      ORDER BY who, verb, speaker, modality, source
      """#
    ),
  ]
}
