/// The words the parser knows, without regard to case.
///
/// Only the reserved ones cannot be names; all others are keywords by position, names where a name fits.
public enum Keyword: String, Sendable, CaseIterable {
  // Reserved: 38 words.
  case all = "ALL", and = "AND", `as` = "AS", call = "CALL", `case` = "CASE", delete = "DELETE"
  case detach = "DETACH", distinct = "DISTINCT", `else` = "ELSE", except = "EXCEPT", exists = "EXISTS"
  case `false` = "FALSE", `for` = "FOR", `in` = "IN", insert = "INSERT", intersect = "INTERSECT"
  case `is` = "IS", `let` = "LET", limit = "LIMIT", match = "MATCH", nodetach = "NODETACH"
  case not = "NOT", null = "NULL", optional = "OPTIONAL", or = "OR", otherwise = "OTHERWISE"
  case remove = "REMOVE", `return` = "RETURN", set = "SET", then = "THEN", `true` = "TRUE"
  case union = "UNION", unknown = "UNKNOWN", when = "WHEN", `where` = "WHERE", with = "WITH"
  case xor = "XOR", yield = "YIELD"

  // Known by position.
  case acyclic = "ACYCLIC", allDifferent = "ALL_DIFFERENT", alter = "ALTER", `any` = "ANY"
  case array = "ARRAY", asc = "ASC", ascending = "ASCENDING", at = "AT", begin = "BEGIN"
  case between = "BETWEEN", binding = "BINDING", bindings = "BINDINGS", both = "BOTH", by = "BY"
  case cast = "CAST", characteristics = "CHARACTERISTICS", close = "CLOSE", collect = "COLLECT"
  case commit = "COMMIT", contains = "CONTAINS", count = "COUNT", create = "CREATE"
  case currentDate = "CURRENT_DATE", currentGraph = "CURRENT_GRAPH"
  case currentPropertyGraph = "CURRENT_PROPERTY_GRAPH", currentTime = "CURRENT_TIME"
  case currentTimestamp = "CURRENT_TIMESTAMP", cypher = "CYPHER", data = "DATA", date = "DATE"
  case datetime = "DATETIME", day = "DAY", desc = "DESC", descending = "DESCENDING"
  case destination = "DESTINATION", different = "DIFFERENT", directed = "DIRECTED", drop = "DROP"
  case duration = "DURATION", durationBetween = "DURATION_BETWEEN", edge = "EDGE", edges = "EDGES"
  case element = "ELEMENT", elements = "ELEMENTS", end = "END", ends = "ENDS", explain = "EXPLAIN"
  case filter = "FILTER", finish = "FINISH", first = "FIRST", foreach = "FOREACH", from = "FROM"
  case graph = "GRAPH", group = "GROUP", groups = "GROUPS", having = "HAVING", `if` = "IF"
  case into = "INTO", join = "JOIN", keep = "KEEP", labeled = "LABELED", last = "LAST"
  case leading = "LEADING", like = "LIKE", list = "LIST", load = "LOAD", localTime = "LOCAL_TIME"
  case localTimestamp = "LOCAL_TIMESTAMP", merge = "MERGE", month = "MONTH", next = "NEXT"
  case nfc = "NFC", nfd = "NFD", nfkc = "NFKC", nfkd = "NFKD", no = "NO", node = "NODE"
  case normalize = "NORMALIZE", normalized = "NORMALIZED", nothing = "NOTHING", nulls = "NULLS"
  case of = "OF", offset = "OFFSET", on = "ON", only = "ONLY", order = "ORDER"
  case ordinality = "ORDINALITY", parameters = "PARAMETERS", path = "PATH", paths = "PATHS"
  case profile = "PROFILE", property = "PROPERTY", propertyExists = "PROPERTY_EXISTS", read = "READ"
  case record = "RECORD", relationship = "RELATIONSHIP", relationships = "RELATIONSHIPS"
  case repeatable = "REPEATABLE", replace = "REPLACE", reset = "RESET", rollback = "ROLLBACK"
  case same = "SAME", schema = "SCHEMA", second = "SECOND", select = "SELECT", session = "SESSION"
  case sessionUser = "SESSION_USER", shortest = "SHORTEST", show = "SHOW", simple = "SIMPLE"
  case skip = "SKIP", source = "SOURCE", start = "START", starts = "STARTS", table = "TABLE"
  case time = "TIME", timestamp = "TIMESTAMP", to = "TO", trail = "TRAIL", trailing = "TRAILING"
  case transaction = "TRANSACTION", trim = "TRIM", typed = "TYPED", unwind = "UNWIND"
  case update = "UPDATE", use = "USE", using = "USING", value = "VALUE", values = "VALUES"
  case vertex = "VERTEX", walk = "WALK", work = "WORK", write = "WRITE", year = "YEAR", zone = "ZONE"
  case connecting = "CONNECTING", copy = "COPY", currentSchema = "CURRENT_SCHEMA", homeGraph = "HOME_GRAPH"
  case homePropertyGraph = "HOME_PROPERTY_GRAPH", homeSchema = "HOME_SCHEMA", hour = "HOUR", implies = "IMPLIES"
  case interval = "INTERVAL", label = "LABEL", labels = "LABELS", minute = "MINUTE", parameterWord = "PARAMETER"
  case type = "TYPE", undirected = "UNDIRECTED", variable = "VARIABLE"
  case constraint = "CONSTRAINT", constraints = "CONSTRAINTS", each = "EACH", fulltext = "FULLTEXT", index = "INDEX"
  case indexes = "INDEXES", key = "KEY", require = "REQUIRE", unique = "UNIQUE"

  /// Whether the word cannot be a name unless it is delimited. Labels and property keys may be any word.
  public var isReserved: Bool { Keyword.reserved.contains(self) }

  public static let reserved: Set<Keyword> = [
    .all, .and, .as, .call, .case, .delete, .detach, .distinct, .else, .except, .exists, .false,
    .for, .in, .insert, .intersect, .is, .let, .limit, .match, .nodetach, .not, .null, .optional,
    .or, .otherwise, .remove, .return, .set, .then, .true, .union, .unknown, .when, .where, .with,
    .xor, .yield,
  ]
}
