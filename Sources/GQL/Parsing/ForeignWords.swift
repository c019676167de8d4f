/// Other query languages, known by how their texts begin, and words of SQL in places where the parser can make nothing of them.
extension Parser {
  /// Gremlin, SPARQL, GraphQL and others, at the beginning of a statement.
  func foreignLanguage(at place: Int) -> ForeignHabit? {
    let token = tokens[place]
    let next = tokens[min(place + 1, tokens.count - 1)]
    let opensBrace = place == 1 && tokens[0].kind == .leftBrace
    guard place == 0 || opensBrace || tokens[place - 1].kind == .semicolon || prefixesStatement(place - 1) else { return nil }
    func habit(_ message: String, _ hint: String) -> ForeignHabit {
      ForeignHabit(message: message, hints: [hint], status: .invalidSyntax, span: token.span, isWholeStatement: true)
    }
    if token.kind == .colon, next.kind == .word, next.start == token.end {
      return habit("`:\(text.written(next))` is a command of another shell", ForeignWords.hint(forCommand: text.written(next)))
    }
    guard token.kind == .word else { return nil }
    if prefixesStatement(place - 1), next.kind == .equals {
      return habit("`\(text.written(token))=` is an option of Neo4j's planner, and there is none of the kind", "leave it out")
    }
    if opensBrace {
      guard next.kind == .leftBrace || next.kind == .leftParenthesis, token.keyword == nil else { return nil }
      return habit("this looks like GraphQL; GQL is another language", ForeignWords.example)
    }
    let word = text.written(token).uppercased()
    switch (word, next.kind) {
    case ("G", .period): return habit("this looks like Gremlin; this is GQL", ForeignWords.example)
    case ("PREFIX", _), ("BASE", _), ("ASK", _), ("CONSTRUCT", _): return habit("`\(word)` is SPARQL; this is GQL", ForeignWords.example)
    case ("QUERY", .leftBrace), ("QUERY", .word), ("MUTATION", _), ("SUBSCRIPTION", _), ("FRAGMENT", _):
      return habit("this looks like GraphQL; GQL is another language", ForeignWords.example)
    case ("WHEN", _):
      return habit(
        "`WHEN ... THEN ...` is not GQL", "`MATCH ... WHERE a RETURN ... UNION ALL MATCH ... WHERE NOT a RETURN ...`; a value: `CASE WHEN a THEN b END`")
    default: return ForeignWords.statements[word].map { habit("`\(text.written(token))` is not GQL", $0) }
    }
  }

  /// `CYPHER` stands before the statement.
  private func prefixesStatement(_ place: Int) -> Bool { place == 0 && tokens[0].keyword == .cypher }

  /// Operators and clauses of SQL.
  func foreignWord(at place: Int) -> ForeignHabit? {
    let token = tokens[place]
    guard place > 0 else { return nil }
    let previous = tokens[place - 1]
    func habit(_ message: String, _ hint: String, _ span: SourceSpan) -> ForeignHabit {
      ForeignHabit(message: message, hints: [hint], status: .invalidSyntax, span: span)
    }
    switch token.kind {
    case .integer where text.written(previous).uppercased() == "TOP":
      return habit("`TOP` is SQL; in GQL write `LIMIT`", "`RETURN ... LIMIT \(text.written(token))`", previous.span.union(token.span))
    case .comma where place > 1 && previous.kind == .integer && tokens[place - 2].keyword == .limit:
      return habit("`LIMIT` takes one number", "`OFFSET 5 LIMIT 10`: skip 5 rows, then give 10", token.span)
    case .greater where previous.kind == .minus && previous.end == token.start && place > 1 && tokens[place - 2].kind == .word:
      return habit("`->` is for edges; a property is written with a period", "`p.name`", previous.span.union(token.span))
    case .word:
      let word = text.written(token).uppercased()
      guard let hint = ForeignWords.operators[word] else { return nil }
      return habit("`\(word)` is not an operator of GQL", hint, token.span)
    default: return nil
    }
  }
}

enum ForeignWords {
  static let example = "`MATCH (a:Label)-[e]->(b) WHERE a.name = 'x' RETURN b.name`"

  /// How to say it, by the first word of the statement.
  static let statements: [String: String] = [
    "GO": example, "FETCH": example, "LOOKUP": example, "TRAVERSE": example,
    "DESCRIBE": "the shell's `.schema` lists labels and properties", "DESC": "the shell's `.schema` lists labels and properties",
    "HELP": "commands of the shell begin with a period: `.help`", "EXIT": "commands of the shell begin with a period: `.quit`",
    "QUIT": "commands of the shell begin with a period: `.quit`",
    "TRUNCATE": "`MATCH (n) DETACH DELETE n` deletes everything",
    "GRANT": "there are no users; who may read the file may read the graph",
    "REVOKE": "there are no users; who may read the file may read the graph",
    "PRAGMA": "the graph is in a SQLite file, which `sqlite3` opens", "VACUUM": "the graph is in a SQLite file, which `sqlite3` opens",
    "UPSERT": "`MERGE (n:Label {key: value})` finds or inserts",
  ]

  static let operators: [String: String] = [
    "ILIKE": "`a =~ '(?i)ann.*'`", "RLIKE": "`a =~ 'Ann.*'`", "REGEXP": "`a =~ 'Ann.*'`", "GLOB": "`a STARTS WITH 'Ann'`",
    "STARTSWITH": "`a STARTS WITH 'Ann'`", "ENDSWITH": "`a ENDS WITH 'Ann'`",
    "SIMILAR": "`a =~ 'Ann.*'`", "ISNULL": "`a IS NULL`", "NOTNULL": "`a IS NOT NULL`", "DIV": "`a / b` of integers is one",
    "INNER": "`MATCH (a)-[e]->(b)` joins", "CROSS": "`MATCH (a), (b)` joins all with all", "NATURAL": "`MATCH (a)-[e]->(b)` joins",
    "OVER": "there are no windows; group, and go on with `NEXT`",
    "ROWNUM": "`RETURN ... LIMIT 10`", "HAS": "`EXISTS { (a)-[e]->(b) }`",
  ]

  /// Commands of Neo4j's shell and browser, which begin with a colon.
  static func hint(forCommand name: String) -> String {
    switch name.lowercased() {
    case "param", "params": "in the shell: `.param NAME VALUE`"
    case "begin": "`START TRANSACTION`"
    case "commit": "`COMMIT`"
    case "rollback": "`ROLLBACK`"
    case "use": "`SESSION SET GRAPH name`, or `USE name` before a query"
    case "exit", "quit": "commands of the shell begin with a period: `.quit`"
    default: "commands of the shell begin with a period: `.help`"
    }
  }

  static func hint(forCreating what: String) -> String {
    switch what.uppercased() {
    case "UNIQUE": "`CREATE CONSTRAINT FOR (n:Label) REQUIRE n.key IS UNIQUE`"
    case "TEXT", "RANGE", "BTREE": "`CREATE INDEX FOR (n:Label) ON (n.key)`"
    case "LOOKUP": "labels and types are looked up without an index; leave it out"
    case "POINT", "VECTOR": "there is no such index; leave it out, or `CREATE INDEX FOR (n:Label) ON (n.key)`"
    case "TABLE", "NODE", "REL", "CLASS", "VERTEX", "EDGE", "TAG", "TYPE", "LABEL":
      "nothing needs to be declared: `INSERT (:Label {key: value})`; `CREATE GRAPH TYPE` is for those who want it"
    case "DATABASE", "SPACE": "`CREATE GRAPH name ANY`"
    case "USER", "ROLE": "there are no users; who may read the file may read the graph"
    default: "to add nodes and edges write `INSERT`"
    }
  }

  /// SQL's words between arguments.
  static func hint(forWord word: String, inArgumentsOf function: String) -> String? {
    switch (function.uppercased(), word.uppercased()) {
    case ("EXTRACT", "FROM"): "write `d.year`, `d.month`, `d.day`, `t.hour`"
    case ("SUBSTRING", "FROM"), ("SUBSTRING", "FOR"): "write `SUBSTRING(s, start, length)`, where the first character is 0"
    case ("OVERLAY", "PLACING"): "write `LEFT(s, n) || new || SUBSTRING(s, m)`"
    default: nil
    }
  }

  /// What functions of other languages are here.
  static func hint(forFunction name: String) -> String? {
    switch name.uppercased() {
    case "NOW", "SYSDATE", "GETDATE", "SYSTIMESTAMP": "write `CURRENT_TIMESTAMP`"
    case "CURDATE", "TODAY": "write `CURRENT_DATE`"
    case "ISNULL": "write `a IS NULL`; a value in its place: `COALESCE(a, b)`"
    case "IFNULL", "NVL", "ZEROIFNULL": "write `COALESCE(a, b)`"
    case "CONCAT", "CONCAT_WS", "STRCAT": "write `a || b`"
    case "IF", "IIF", "DECODE", "IFF": "write `CASE WHEN a THEN b ELSE c END`"
    case "LEN", "STRLEN": "write `CHAR_LENGTH(s)`"
    case "DATE_ADD", "DATEADD", "ADDDATE", "TIMESTAMP_ADD": "write `a + DURATION 'P1D'`"
    case "DATE_SUB", "DATESUB", "SUBDATE", "TIMESTAMP_SUB": "write `a - DURATION 'P1D'`"
    case "DATEDIFF", "DATE_DIFF", "TIMESTAMPDIFF", "AGE": "write `DURATION_BETWEEN(a, b)`"
    case "GROUP_CONCAT", "STRING_AGG", "ARRAY_AGG", "LISTAGG", "COLLECT_SET": "write `COLLECT_LIST(a)`"
    case "TO_CHAR", "STR", "TO_STRING", "CONVERT": "write `CAST(a AS STRING)`"
    case "TO_NUMBER", "TO_INT", "INT": "write `CAST(a AS INT)`"
    case "TO_DATE", "STRPTIME", "PARSE_DATE": "write `DATE('2025-03-02')`"
    case "SUBSTR", "MID": "write `SUBSTRING(s, start, length)`, where the first character is 0"
    case "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "QUARTER", "WEEK", "DAYOFWEEK", "WEEKDAY", "DATE_PART", "DATEPART", "EXTRACT":
      "write `d.year`, `d.month`, `d.day`, `d.week`, `d.dayOfWeek`, `t.hour`"
    case "LCASE", "LOWERCASE": "write `LOWER(s)`"
    case "UCASE", "UPPERCASE": "write `UPPER(s)`"
    case "INSTR", "POSITION", "CHARINDEX", "STRPOS", "LOCATE": "`s CONTAINS 'x'` says whether it is there"
    case "ARRAY_LENGTH", "LIST_LEN", "ARRAY_SIZE": "write `CARDINALITY(list)`"
    case "VARIANCE", "VAR_SAMP", "STD", "STDEVP": "`STDDEV_SAMP` and `STDDEV_POP` are there; a variance is the square"
    case "UUID", "GEN_RANDOM_UUID": "write `randomUUID()`; `ELEMENT_ID(n)` is the number of an element"
    case "LABEL": "write `labels(n)` or `n IS LABELED A`"
    case "GENERATE_ARRAY", "GENERATE_SERIES", "SEQUENCE": "write `range(1, 3)`"
    case "ARRAY_CONCAT", "LIST_CONCAT", "ARRAY_CAT": "write `a || b`"
    case "ARRAY_TRANSFORM", "LIST_TRANSFORM", "TRANSFORM": "write `[x IN list | x + 1]`"
    case "ARRAY_FILTER", "LIST_FILTER": "write `[x IN list WHERE x > 1]`"
    case "ARRAY_CONTAINS", "ARRAY_INCLUDES", "LIST_CONTAINS": "write `x IN list`"
    case "ARRAY_TO_STRING", "STRING_JOIN", "LIST_JOIN": "write `reduce(s = '', x IN list | s || x)`"
    case "IS_ACYCLIC", "IS_TRAIL", "IS_SIMPLE": "the mode of a path is asked for in the pattern: `MATCH p = ACYCLIC (a)-[e]->+(b)`"
    case "PATH": "write `PATH [a, e, b]`"
    case "PATH_FIRST": "write `nodes(p)[0]`"
    case "PATH_LAST": "write `nodes(p)[-1]`"
    case "SOURCE_NODE_ID": "write `ELEMENT_ID(startNode(e))`"
    case "DESTINATION_NODE_ID": "write `ELEMENT_ID(endNode(e))`"
    case "PROPERTY_NAMES": "write `keys(n)`"
    case "TO_JSON", "TO_JSON_STRING": "write `properties(n)`; the shell writes rows as JSON with `.mode json`"
    case "POINT", "POINT.DISTANCE", "DISTANCE", "ST_DISTANCE", "ST_POINT": "there are no points; keep coordinates as numbers"
    case "DATE_TRUNC", "DATETIME_TRUNC", "TIMESTAMP_TRUNC": "write `date.truncate('month', d)`"
    case "UNIX_TIMESTAMP", "EPOCH": "write `datetime().epochMillis`"
    case "COUNTIF", "COUNT_IF": "write `SUM(CASE WHEN a THEN 1 ELSE 0 END)`"
    case "COUNT_DISTINCT", "APPROX_COUNT_DISTINCT": "write `COUNT(DISTINCT a)`"
    case "ANY_VALUE", "FIRST_VALUE": "write `MIN(a)`"
    case "SHORTEST_PATH", "ALLSHORTESTPATHS": "write `MATCH p = ANY SHORTEST (a)-[e]->+(b)`"
    case "TYPEOF": "write `a IS TYPED INT`, or `valueType(a)`"
    default: nil
    }
  }
}
