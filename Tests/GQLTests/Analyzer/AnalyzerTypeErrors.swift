import Testing

@testable import GQL

/// Mistakes of type that are certain before a row is seen, and literals that mean nothing.
@Suite struct AnalyzerTypeErrors {
  static let operators: [ErrorCase] = [
    ErrorCase("RETURN «1» AND TRUE AS x", "22G03 AND needs a Boolean, found an integer"),
    ErrorCase(
      "RETURN TRUE OR «'x'» AS x", "22G03 OR needs a Boolean, found a string",
      "each side of AND and OR is a condition: `n.key = 'a' OR n.key = 'b'`, or `n.key IN ['a', 'b']`"),
    ErrorCase("RETURN NOT «5» AS x", "22G03 NOT needs a Boolean, found an integer"),
    ErrorCase(
      "RETURN «'a' + 1» AS x", "22G03 `+` cannot be applied to a string and an integer",
      "join strings with `||`, after CAST(... AS STRING)"),
    ErrorCase(
      "RETURN «'a' + 'b'» AS x", "22G03 `+` cannot be applied to a string and a string",
      "join strings with `||`"),
    ErrorCase(
      "RETURN «[1] + [2]» AS x", "22G03 `+` cannot be applied to a list and a list", "join lists with `||`"),
    ErrorCase("RETURN «TRUE * 2» AS x", "22G03 `*` cannot be applied to a Boolean and an integer"),
    ErrorCase(
      "RETURN «DATE '2025-01-02' - TIME '10:00'» AS x",
      "22G03 `-` cannot be applied to a date and a local time",
      "CAST one of them to the type of the other"),
    ErrorCase("RETURN -«'x'» AS x", "22G03 `-` needs a number or a duration, found a string"),
    ErrorCase(
      "RETURN 'a' || «1» AS x", "22G03 `||` joins strings, byte strings, lists or paths, found an integer",
      "use CAST(... AS STRING)"),
    ErrorCase("RETURN «'a' || [1]» AS x", "22G03 `||` cannot join a string and a list"),
    ErrorCase(
      "RETURN «1 < 'a'» AS x", "22G04 `<` cannot order an integer and a string",
      "CAST one of them to the type of the other"),
    ErrorCase(
      "RETURN «DATE '2025-01-01' >= 3» AS x", "22G04 `>=` cannot order a date and an integer",
      "CAST one of them to the type of the other"),
    ErrorCase(
      "MATCH (a), (b) WHERE «a < b» RETURN a", "22G04 `<` cannot order elements and paths",
      "compare a property, or ELEMENT_ID"),
    ErrorCase("RETURN 1 IN «2» AS x", "22G03 the right side of IN needs a list, found an integer"),
    ErrorCase("RETURN «1» IS TRUE AS x", "22G03 IS TRUE, FALSE or UNKNOWN needs a Boolean, found an integer"),
    ErrorCase("FOR x IN «5» RETURN x", "22G03 FOR needs a list, found an integer"),
    ErrorCase("MATCH (a) WHERE «a» RETURN a", "22G03 a condition needs a Boolean, found a node"),
    ErrorCase("RETURN CASE WHEN «1» THEN 2 END AS x", "22G03 a condition needs a Boolean, found an integer"),
  ]

  static let elements: [ErrorCase] = [
    ErrorCase(
      "MATCH p = (a)-[e]->(b) RETURN «p.name»", "22G03 a path has no property `name`",
      "nodes, edges and records have properties"),
    ErrorCase(
      "RETURN «1 .x» AS y", "22G03 an integer has no property `x`", "nodes, edges and records have properties"
    ),
    ErrorCase(
      "MATCH (a) WHERE «a.name || 'x'» IS LABELED Person RETURN a",
      "22G03 IS LABELED needs a node or an edge, found a string"),
    ErrorCase("MATCH (a) RETURN «a» IS DIRECTED AS x", "22G03 IS DIRECTED needs an edge, found a node"),
    ErrorCase(
      "MATCH (a)-[e]->(b) RETURN «e» IS SOURCE OF e AS x",
      "22G03 the left side of IS SOURCE OF needs a node, found an edge"),
    ErrorCase(
      "MATCH (a)-[e]->{1,2}(b) RETURN SAME(«e», a) AS x",
      "22G03 SAME needs a node or an edge, found a list of edges",
      "take one item out of the list first: FOR x IN ..."),
    ErrorCase("MATCH (a) RETURN «SAME(a)» AS x", "42001 `SAME` compares at least two elements"),
    ErrorCase(
      "MATCH (a)-[e]->(b) RETURN «PATH [a, e]» AS p",
      "42001 a path needs a node, then pairs of an edge and a node"),
    ErrorCase(
      "MATCH (a)-[e]->(b) RETURN PATH [a, «b», a] AS p", "22G03 place 2 of a path needs an edge, found a node"
    ),
    ErrorCase("RETURN {a: 1, «a»: 2} AS r", "42001 `a` is given twice", "keep one of the two"),
    ErrorCase("RETURN UPPER(«5») AS x", "22G03 argument `string` of `UPPER` needs a string, found an integer"),
    ErrorCase(
      "RETURN «UPPER('a', 'b')» AS x", "42001 `UPPER` takes 1 argument, found 2", "the form is UPPER(string)"),
    ErrorCase(
      "RETURN «UPPER(DISTINCT 'a')» AS x", "42001 DISTINCT and ALL belong to aggregates, and `UPPER` is none"),
    ErrorCase("RETURN «NULLIF(1)» AS x", "42001 `NULLIF` takes 2 arguments, found 1"),
  ]

  static let literals: [ErrorCase] = [
    ErrorCase(
      "RETURN «DATE '2025-13-01'» AS d", "22007 '2025-13-01' is not a DATE",
      "no calendar has this day"),
    ErrorCase(
      "RETURN «TIME '25:00'» AS d", "22007 '25:00' is not a TIME",
      "write it as in TIME '14:30:00' or TIME '14:30:00+01:00'"),
    ErrorCase(
      "RETURN «DURATION '1 day'» AS d", "22G0H '1 day' is not a DURATION",
      "write it as in DURATION 'P1Y2M' or DURATION 'P3DT4H'"),
    ErrorCase("RETURN «1e400» AS x", "22003 `1e400` is out of range"),
    ErrorCase(
      "RETURN «123456789012345678901234567890123456789» AS x",
      "22003 `123456789012345678901234567890123456789` is out of range"),
  ]

  @Test(arguments: operators + elements + literals) func reports(_ error: ErrorCase) { error.check() }
}
