import Testing

@testable import GQL

/// RETURN, grouping, paging, NEXT, set operators, subqueries.
@Suite struct AnalyzerResultErrors {
  static let grouped = "group by it, or aggregate it, for example with COLLECT_LIST or MAX"

  static let results: [ErrorCase] = [
    ErrorCase(
      "«RETURN *»", "42001 RETURN * has nothing to return: no variable is bound",
      "bind variables with MATCH, LET or FOR first"),
    ErrorCase(
      "MATCH (a) RETURN a.name AS x, a.age AS «x»", "42001 two columns are named `x`",
      "give one of them another name with AS"),
    ErrorCase(
      "MATCH (a) RETURN a.name, «a.name»", "42001 two columns are named `a.name`",
      "give one of them another name with AS"),
    ErrorCase(
      "MATCH (a) WHERE a.age > 1«»", "42001 the query ends without `RETURN`",
      "add `RETURN *`, or `FINISH` if no result is wanted"),
    ErrorCase(
      "MATCH (a) «NEXT» RETURN 1 AS x", "42001 the query ends without `RETURN`",
      "add `RETURN *`, or `FINISH` if no result is wanted"),
    ErrorCase(
      "MATCH (a) FINISH NEXT «RETURN 1 AS x»",
      "42001 nothing can follow FINISH: it has no result to go on with",
      "write RETURN in the place of FINISH"),
    ErrorCase(
      "MATCH (a) RETURN a LIMIT «-1»", "22G02 `LIMIT` cannot be negative"),
    ErrorCase(
      "MATCH (a) RETURN a OFFSET «'x'»",
      "42001 expected a whole number or a `$parameter` after `OFFSET`, found the string `'x'`"),
    ErrorCase(
      "MATCH (a) RETURN a LIMIT «NULL»", "42001 expected a whole number or a `$parameter` after `LIMIT`, found `NULL`"),
    ErrorCase(
      "MATCH (a) RETURN a LIMIT «a».age", "42001 expected a whole number or a `$parameter` after `LIMIT`, found `a`"),
    ErrorCase("MATCH (a) RETURN a LIMIT «$who»", "22G03 LIMIT needs an integer, found a string"),
  ]

  static let grouping: [ErrorCase] = [
    ErrorCase(
      "MATCH (a) RETURN a.name AS name, «a».age + COUNT(*) AS n",
      "42001 `a` is neither grouped by nor inside an aggregate", grouped),
    ErrorCase(
      "MATCH (a) RETURN a.name AS name, «a».age AS age, COUNT(*) AS n GROUP BY name",
      "42001 `a` is neither grouped by nor inside an aggregate", grouped),
    ErrorCase(
      "MATCH (a) RETURN a.name AS name, COUNT(*) AS n ORDER BY «a».age",
      "42001 `a` is neither grouped by nor inside an aggregate", grouped),
    ErrorCase(
      "MATCH (a) RETURN «a».age AS x GROUP BY ()", "42001 `a` is neither grouped by nor inside an aggregate",
      grouped),
    ErrorCase(
      "MATCH (a) RETURN a.name AS name, COUNT(*) AS n GROUP BY «n»",
      "42001 `n` is computed by an aggregate and cannot be a grouping key",
      "group by it in a second step, after NEXT"),
    ErrorCase(
      "MATCH (a) RETURN SUM(a.age + «COUNT(*)») AS n",
      "42001 aggregates cannot be nested, found `COUNT` inside another",
      "compute the inner one in a RETURN first and go on with NEXT"),
    ErrorCase(
      "MATCH (a) RETURN a.name ORDER BY «COUNT(*)»",
      "42001 `COUNT` computes over all rows and cannot be used in ORDER BY without grouping",
      "compute it in a RETURN first and go on with NEXT, or use VALUE { ... RETURN COUNT(...) }"),
    ErrorCase(
      "MATCH (a) ORDER BY «MAX(a.age)» RETURN a",
      "42001 `MAX` computes over all rows and cannot be used in an ORDER BY statement",
      "compute it in a RETURN first and go on with NEXT, or use VALUE { ... RETURN MAX(...) }"),
    ErrorCase(
      "MATCH (a) LET n = «COUNT(*)» RETURN n",
      "42001 `COUNT` computes over all rows and cannot be used in LET",
      "compute it in a RETURN first and go on with NEXT, or use VALUE { ... RETURN COUNT(...) }"),
    ErrorCase(
      "MATCH (a) FILTER «SUM(a.age)» > 1 RETURN a",
      "42001 `SUM` computes over all rows and cannot be used in FILTER",
      "compute it in a RETURN first and go on with NEXT, or use VALUE { ... RETURN SUM(...) }"),
    ErrorCase(
      "MATCH (a)-[e]->{1,2}(b)-[f]->{1,2}(c) RETURN «SUM(e.amount + f.amount)» AS s",
      "42001 `SUM` over group variables needs exactly one of them, found `e` and `f`"),
    ErrorCase("RETURN «SUM(1, 2)» AS s", "42001 `SUM` takes 1 argument, found 2"),
    ErrorCase("RETURN «COUNT()» AS s", "42001 `COUNT` takes 1 argument, found 0", "COUNT(*) counts rows"),
  ]

  static let groupedLists: [ErrorCase] = [
    ErrorCase(
      "MATCH (a)-[e]->{1,3}(b) RETURN a.name AS n, SUM(«e».amount) AS s, COUNT(*) AS c GROUP BY n",
      "42001 `e` is neither grouped by nor inside an aggregate",
      "add up over the rows with a second aggregate around the first, such as SUM(SUM(e.x))")
  ]

  static let combination: [ErrorCase] = [
    ErrorCase(
      "MATCH (a) RETURN a.name AS x UNION «MATCH (b) RETURN b.name AS y»",
      "42001 both sides of UNION must return the same column names, found `x` only on the left and `y` only on the right",
      "give the columns equal names with AS; their order may differ"),
    ErrorCase(
      "RETURN 1 AS x UNION ALL «RETURN 1 AS x, 2 AS y»",
      "42001 both sides of UNION ALL must return the same column names, found `y` only on the right",
      "give the columns equal names with AS; their order may differ"),
    ErrorCase(
      "RETURN 1 AS x UNION RETURN 2 AS x «UNION ALL» RETURN 3 AS x",
      "42001 different set operators cannot be mixed without braces", "group them: `{ ... UNION ... } EXCEPT ...`"),
    ErrorCase(
      "RETURN 1 AS x UNION «INSERT (:Person)»", "42001 an operand of UNION needs a result, found none",
      "end it with RETURN"),
    ErrorCase(
      "RETURN VALUE {«RETURN 1 AS a, 2 AS b»} AS x",
      "42001 VALUE needs a query with exactly one column, found 2",
      "return one value, or a record: RETURN {a: x, b: y} AS r"),
    ErrorCase(
      "MATCH (a) RETURN EXISTS {«INSERT (b:Person)» RETURN b} AS x",
      "42001 a subquery within an expression cannot change the graph"),
    ErrorCase(
      "CALL «db.labels»(1) YIELD label RETURN label", "42001 `db.labels` takes 0 arguments, found 1",
      "the form is CALL db.labels()"),
    ErrorCase(
      "MATCH (label) CALL db.labels() YIELD «label» RETURN label", "42001 `label` is already bound",
      "rename the column: YIELD label AS ..."),
  ]

  @Test(arguments: results + grouping + groupedLists + combination) func reports(_ error: ErrorCase) {
    error.check()
  }
}
