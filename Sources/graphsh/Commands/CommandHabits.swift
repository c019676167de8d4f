/// Commands of other shells (sqlite3, DuckDB, psql, cypher-shell), and what does the same here.
enum CommandHabits {
  private static let hints: [(names: [String], hint: String)] = [
    (["new"], "`.open FILE --create` makes a graph; `graphsh new FILE` one with the vocabulary of stances"),
    (["tables", "labels", "types", "indexes", "indices", "databases", "constraints", "fullschema"], "`.schema` shows what is in the graph"),
    (["headers", "header"], "every mode but line has its header; `.mode line` does without"),
    (["once", "excel", "www"], "`.output FILE --once`"),
    (["print", "echo"], "`RETURN 'text';` prints a row"),
    (["shell", "system", "cd"], "the shell runs no programs; `graphsh FILE -c QUERY` runs from any"),
    (["separator"], "`.mode csv` or `tsv`"),
    (["width", "maxwidth", "columns"], "a table takes the width of the terminal; `.mode line` shows every column"),
    (["dump", "save", "clone"], "`.export -o OUT.gql` writes the graph, `.backup OUT` the file"),
    (["explain"], "`EXPLAIN` before a statement shows its plan, `PROFILE` its times"),
    (["eqp", "stats", "profile"], "`PROFILE` before a statement shows its plan with times"),
    (["begin", "commit", "rollback"], "START TRANSACTION, COMMIT and ROLLBACK are statements"),
    (["show"], "`.set` shows the settings, `.schema` the graph"),
    (["parameter", "parameters", "params"], "`.param NAME VALUE`"),
    (["source", "run", "i"], "`.read FILE`"),
    (["edit"], "Up brings a statement back; Alt-Enter opens a line in it"),
    (["neighbors", "neighbours"], "`.about NAME`"),
    (["search"], "`.find TEXT`"),
  ]

  /// Nil when no other shell has the command. A setting is a command elsewhere.
  static func hint(about name: String) -> String? {
    if let setting = Setting.named(name) { return "`.set \(setting.name) \(setting.placeholder)`" }
    return hints.first { $0.names.contains(name) }?.hint
  }

  /// Modes of other shells, by the one that is like them here.
  static let modes = [
    "box": "table", "duckbox": "table", "column": "table", "ascii": "table", "psql": "table", "tabs": "tsv", "list": "csv", "ndjson": "jsonlines",
    "jsonl": "jsonlines", "md": "markdown", "vertical": "line", "plain": "csv", "tree": "graph",
  ]
}
