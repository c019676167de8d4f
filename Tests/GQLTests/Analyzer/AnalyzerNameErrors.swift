import Testing

@testable import GQL

/// Names that are unknown, taken, or out of reach.
@Suite struct AnalyzerNameErrors {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "MATCH (person) RETURN «persn».name", "42002 unknown variable `persn`", "did you mean `person`?"),
    ErrorCase("RETURN «x»", "42002 unknown variable `x`"),
    ErrorCase("MATCH (a) WHERE «name» = 'x' RETURN a", "42002 unknown variable `name`", "`name` is a property; write `a.name`"),
    ErrorCase("MATCH (a)-[e]->(b) RETURN a ORDER BY «age»", "42002 unknown variable `age`", "`age` is a property; write `a.age` or `e.age` or `b.age`"),
    ErrorCase("MATCH (a) RETURN «cout»(a) AS n", "42002 unknown function `cout`", "did you mean `COUNT`?"),
    ErrorCase("MATCH (a)-[e]->(b) WHERE «c».name = 'x' RETURN a", "42002 unknown variable `c`"),
    ErrorCase("MATCH (n) RETURN «UPER»(n.name)", "42002 unknown function `UPER`", "did you mean `UPPER`?"),
    ErrorCase("RETURN «frobnicate»(1)", "42002 unknown function `frobnicate`"),
    ErrorCase(
      "MATCH (n) WHERE n.name = «$whom» RETURN n", "42002 unknown parameter `$whom`", "did you mean `$who`?"),
    ErrorCase(
      "CALL «db.lables»() YIELD label RETURN label", "42002 unknown procedure `db.lables`",
      "did you mean `db.labels`?"),
    ErrorCase(
      "CALL db.labels() YIELD «lable» RETURN lable", "42002 unknown column of `db.labels` `lable`",
      "did you mean `label`?", "it yields `label`"),
    ErrorCase("MATCH (a) LET «a» = 1 RETURN a", "42001 `a` is already bound", "choose another name"),
    ErrorCase("LET x = 1, «x» = 2 RETURN x", "42001 `x` is already bound", "choose another name"),
    ErrorCase("FOR x IN [1] FOR «x» IN [2] RETURN x", "42001 `x` is already bound", "choose another name"),
    ErrorCase(
      "FOR x IN [1] WITH ORDINALITY «x» RETURN x", "42001 `x` is already bound", "choose another name"),
    ErrorCase(
      "LET x = 1, y = «x» + 1 RETURN y", "42002 `x` is defined by this same LET and not yet known here",
      "put the definition that uses it into a LET of its own, after this one"),
    ErrorCase("MATCH (a) RETURN a.name AS name NEXT RETURN «a»", "42002 unknown variable `a`"),
    ErrorCase(
      "MATCH (a), (b) RETURN a, b NEXT YIELD a RETURN «b»", "42002 unknown variable `b`"),
    ErrorCase("MATCH (a)-[e]->(b) YIELD a RETURN «e»", "42002 unknown variable `e`"),
    ErrorCase("MATCH (a) CALL () { RETURN «a» AS x } RETURN x", "42002 unknown variable `a`", "name it in the list of CALL"),
    ErrorCase(
      "MATCH (a), (b) CALL (a) { RETURN «b» AS x } RETURN x", "42002 unknown variable `b`", "name it in the list of CALL"),
    ErrorCase("CALL («q») { RETURN 1 AS x } RETURN x", "42002 unknown variable `q`"),
    ErrorCase(
      "MATCH (a) CALL (a) { MATCH (a)-[]->(b) RETURN «a» } RETURN a.name", "42001 `a` is already bound",
      "return it from the CALL under another name with AS"),
    ErrorCase(
      "MATCH (a) RETURN DISTINCT a.name ORDER BY «a».age",
      "42002 `a` cannot be used after DISTINCT: only returned columns are left",
      "return what you sort by, or leave DISTINCT out"),
    ErrorCase(
      "INSERT (a:X {v: 1}), (b:X {v: «a».v})",
      "42002 `a` is created by this same INSERT and has no properties yet",
      "use a SET or a second INSERT after this one"),
    ErrorCase("RETURN LET x = 1 IN x + «y» END AS z", "42002 unknown variable `y`"),
    ErrorCase("MATCH (n) SET «m».x = 1", "42002 unknown variable `m`"),
    ErrorCase("MATCH (n) DELETE «m»", "42002 unknown variable `m`"),
    ErrorCase(
      "MATCH (n) RETURN n.name AS who GROUP BY «whom»", "42002 unknown grouping key `whom`",
      "did you mean `who`?", "a key is a variable, or a column of this RETURN"),
  ]

  @Test(arguments: cases) func reports(_ error: ErrorCase) { error.check() }
}
