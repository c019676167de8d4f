import GQL

/// What a keyword begins, in a few words, for the list below the prompt.
enum KeywordNotes {
  static func note(_ keyword: Keyword) -> String { notes[keyword] ?? "" }

  private static let notes: [Keyword: String] = [
    .match: "find a pattern", .optional: "keep rows without a match: OPTIONAL MATCH", .where: "keep rows for which it is true",
    .return: "the columns of the answer", .filter: "keep rows for which it is true", .let: "name a value",
    .for: "one row for each item of a list", .order: "ORDER BY", .group: "GROUP BY", .limit: "so many rows at most",
    .offset: "leave out so many rows", .skip: "leave out so many rows", .next: "go on with the rows so far",
    .insert: "add nodes and edges", .set: "change properties and labels", .remove: "take properties and labels away",
    .delete: "delete elements", .detach: "delete nodes and their edges: DETACH DELETE", .call: "a subquery or procedure",
    .yield: "columns of a procedure", .union: "rows of both", .except: "rows of the first only", .intersect: "rows in both",
    .otherwise: "the second when the first is empty", .finish: "no result", .explain: "show the plan", .profile: "run, and show the plan with counts",
    .start: "START TRANSACTION", .commit: "end the transaction, keep its changes", .rollback: "end the transaction, undo its changes",
    .session: "SESSION SET, RESET, CLOSE", .with: "go on with these columns (openCypher)", .unwind: "one row for each item (openCypher)",
    .create: "add nodes and edges (openCypher)", .merge: "match, or else insert", .use: "choose a graph", .select: "SELECT ... FROM ...",
    .distinct: "without repetition", .all: "all of them", .any: "one of them", .shortest: "the shortest paths",
    .trail: "no edge twice", .acyclic: "no node twice", .simple: "no node twice, save the ends", .walk: "any path",
    .repeatable: "REPEATABLE ELEMENTS: an edge may be used twice", .different: "DIFFERENT EDGES: each edge once",
    .exists: "EXISTS { pattern }", .count: "COUNT(*), COUNT(x) or COUNT { pattern }", .value: "VALUE { query }",
    .case: "CASE WHEN ... THEN ... END", .cast: "CAST(value AS type)", .not: "the opposite", .and: "both", .or: "one or both",
    .xor: "one of both", .in: "is in a list", .is: "IS NULL, IS LABELED, IS TYPED ...", .as: "name the column",
    .asc: "smallest first", .desc: "greatest first", .nulls: "NULLS FIRST, NULLS LAST", .null: "no value", .true: "", .false: "",
    .unknown: "neither true nor false", .date: "DATE 'YYYY-MM-DD'", .duration: "DURATION 'P1M'", .cypher: "read this statement as openCypher",
    .starts: "STARTS WITH", .ends: "ENDS WITH", .contains: "text holds a text", .labeled: "IS LABELED", .drop: "DROP GRAPH, CONSTRAINT, INDEX",
    .show: "SHOW CONSTRAINTS, INDEXES, PROCEDURES or FUNCTIONS", .constraint: "CONSTRAINT ... FOR (n:Label) REQUIRE n.key IS UNIQUE",
    .index: "INDEX ... FOR (n:Label) ON (n.key)", .fulltext: "FULLTEXT INDEX name FOR (n:Label) ON EACH [n.key]",
    .require: "the properties, and IS UNIQUE, KEY, NOT NULL or :: TYPE",
    .nodetach: "delete nodes without edges only", .allDifferent: "ALL_DIFFERENT(a, b)", .same: "SAME(a, b)",
    .propertyExists: "PROPERTY_EXISTS(n, key)",
  ]
}
