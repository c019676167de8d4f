/// Statements of ISO GQL beyond queries over one graph: catalog, sessions, SELECT, types of elements, simplified paths.
/// All must parse; what the analyzer makes of them is tested elsewhere.
enum StandardCorpus {
  static let all = catalog + graphTypes + sessions + composition + paths + values

  static let catalog = [
    "CREATE SCHEMA /mySchema", "CREATE SCHEMA IF NOT EXISTS /a/b", "CREATE SCHEMA ../sibling", "DROP SCHEMA /mySchema",
    "DROP SCHEMA IF EXISTS /a/b",
    "CREATE GRAPH g ANY", "CREATE PROPERTY GRAPH g ANY GRAPH", "CREATE GRAPH g ANY PROPERTY GRAPH", "CREATE GRAPH g :: ANY",
    "CREATE GRAPH g TYPED ANY PROPERTY GRAPH", "CREATE GRAPH IF NOT EXISTS g ANY", "CREATE OR REPLACE GRAPH g ANY",
    "CREATE OR REPLACE PROPERTY GRAPH /s/g ANY", "CREATE GRAPH g LIKE CURRENT_GRAPH", "CREATE GRAPH g LIKE /a/b/other",
    "CREATE GRAPH g mytype", "CREATE GRAPH g :: mytype", "CREATE GRAPH g TYPED /types/mytype",
    "CREATE GRAPH g ANY AS COPY OF h", "CREATE GRAPH g LIKE h AS COPY OF CURRENT_PROPERTY_GRAPH",
    "CREATE GRAPH a.b.g ANY", "CREATE GRAPH \"my graph\" ANY", "CREATE GRAPH `my graph` ANY", "CREATE GRAPH $$name ANY",
    "CREATE GRAPH HOME_SCHEMA/g ANY", "CREATE GRAPH ./g ANY",
    "CREATE GRAPH g { NODE TYPE Person (:Person {name STRING}) }", "CREATE GRAPH g GRAPH {(p :Person)}",
    "CREATE GRAPH g :: PROPERTY GRAPH {(p :Person)}", "CREATE GRAPH g TYPED {(p :Person)}",
    "DROP GRAPH g", "DROP PROPERTY GRAPH IF EXISTS g", "DROP GRAPH ../g",
    "CREATE GRAPH TYPE t AS COPY OF u", "CREATE GRAPH TYPE t COPY OF /a/u", "CREATE GRAPH TYPE t LIKE CURRENT_GRAPH",
    "CREATE PROPERTY GRAPH TYPE IF NOT EXISTS t AS {(:A)}", "CREATE OR REPLACE GRAPH TYPE t {(:A)}",
    "DROP GRAPH TYPE t", "DROP PROPERTY GRAPH TYPE IF EXISTS t",
    "CREATE GRAPH g ANY CREATE GRAPH h ANY", "CREATE GRAPH g ANY NEXT USE g INSERT (:A)",
    "CREATE GRAPH type ANY", "CREATE GRAPH if ANY",
  ]

  static let graphTypes = [
    "{(:Person)}", "{(p:Person)}", "{(p:Person {name STRING, age INT NOT NULL})}", "{(p IS Person & Human {name :: STRING})}",
    "{(Person LABEL Person {name STRING})}", "{(p LABELS A & B)}", "{(p :Person => :Human & Mortal {name STRING})}",
    "{(:Person IMPLIES :Human)}", "{(=> :Human)}", "{(p {name STRING})}", "{({})}", "{()}",
    "{NODE TYPE Person (:Person)}", "{NODE Person (:Person)}", "{VERTEX TYPE Person (p :Person {a INT})}",
    "{NODE TYPE Person :Person {a INT} AS p}", "{NODE :Person {a INT}}", "{NODE TYPE Person LABEL Person}", "{NODE Person AS p}",
    "{(p:Person)-[:KNOWS]->(p)}", "{(:Person)-[:KNOWS {since DATE}]->(:Person)}", "{(a)<-[IS T]-(b)}", "{(a)~[:T]~(b)}",
    "{(a)->(b)}", "{(a)<-(b)}", "{(a)~(b)}", "{()-[:T => :U {x INT}]->()}", "{(:A {x INT})-[:T]->(:B)}",
    "{EDGE TYPE Knows (p)-[:KNOWS]->(q)}", "{DIRECTED EDGE TYPE Knows (p)-[:KNOWS]->(q)}",
    "{UNDIRECTED EDGE Knows (p)~[:KNOWS]~(q)}", "{RELATIONSHIP Knows (p)-[:KNOWS]->(q)}",
    "{DIRECTED EDGE TYPE Knows :KNOWS {since DATE} CONNECTING (p TO q)}", "{DIRECTED EDGE :KNOWS CONNECTING (p -> q)}",
    "{UNDIRECTED EDGE TYPE Near LABEL NEAR CONNECTING (p ~ q)}", "{DIRECTED EDGE TYPE Knows CONNECTING (p <- q)}",
    "{(p:Person), (c:City {name STRING(100)}), (p)-[:LIVES {since DATE NOT NULL}]->(c)}",
    "{(p:A {l LIST<INT NOT NULL>[5], r RECORD {a INT}, u ANY<INT | STRING>})}",
  ].map { "CREATE GRAPH TYPE t \($0)" }

  static let sessions = [
    "SESSION SET SCHEMA /a/b", "SESSION SET SCHEMA .", "SESSION SET SCHEMA ..", "SESSION SET SCHEMA HOME_SCHEMA",
    "SESSION SET SCHEMA /", "SESSION SET SCHEMA CURRENT_SCHEMA", "SESSION SET SCHEMA $$s", "SESSION SET SCHEMA ../../x",
    "SESSION SET GRAPH g", "SESSION SET PROPERTY GRAPH /a/g", "SESSION SET GRAPH CURRENT_GRAPH", "SESSION SET GRAPH HOME_GRAPH",
    "SESSION SET GRAPH HOME_PROPERTY_GRAPH", "SESSION SET GRAPH VARIABLE x", "SESSION SET GRAPH $g",
    "SESSION SET TIME ZONE '+02:00'", "SESSION SET TIME ZONE 'Europe/Stockholm'", "SESSION SET TIME ZONE $z",
    "SESSION SET VALUE $x = 1", "SESSION SET VALUE $x :: INT = 1", "SESSION SET VALUE IF NOT EXISTS $x TYPED STRING = 'a'",
    "SESSION SET VALUE $x = VALUE { MATCH (n) RETURN COUNT(*) }", "SESSION SET VALUE $x INT = 1",
    "SESSION SET GRAPH $g = CURRENT_GRAPH", "SESSION SET PROPERTY GRAPH IF NOT EXISTS $g :: ANY GRAPH = /a/g",
    "SESSION SET TABLE $t = { MATCH (n) RETURN n }", "SESSION SET BINDING TABLE IF NOT EXISTS $t :: TABLE {a INT} = { RETURN 1 AS a }",
    "SESSION SET TABLE $t = t", "SESSION SET GRAPH $g = GRAPH h", "SESSION SET TABLE $t = TABLE u",
    "SESSION RESET", "SESSION RESET ALL CHARACTERISTICS", "SESSION RESET CHARACTERISTICS", "SESSION RESET ALL PARAMETERS",
    "SESSION RESET PARAMETERS", "SESSION RESET SCHEMA", "SESSION RESET GRAPH", "SESSION RESET PROPERTY GRAPH",
    "SESSION RESET TIME ZONE", "SESSION RESET PARAMETER $x", "SESSION RESET $x", "SESSION CLOSE",
    "START TRANSACTION READ ONLY", "START TRANSACTION READ WRITE",
  ]

  static let composition = [
    "USE g MATCH (n) RETURN n", "USE /a/b/g MATCH (n) RETURN n", "USE CURRENT_GRAPH MATCH (n) RETURN n", "USE GRAPH g RETURN 1 AS x",
    "USE g MATCH (n) USE h MATCH (m) RETURN n, m", "USE g { MATCH (n) RETURN n }", "USE g INSERT (:A)", "USE $$g MATCH (n) RETURN n",
    "USE $g MATCH (n) RETURN n", "USE VARIABLE g MATCH (n) RETURN n", "USE (g) MATCH (n) RETURN n", "USE HOME_GRAPH RETURN 1 AS x",
    "USE g RETURN 1 AS x UNION USE h RETURN 2 AS x",
    "AT /a/b MATCH (n) RETURN n", "AT . MATCH (n) RETURN n", "AT HOME_SCHEMA USE g MATCH (n) RETURN n", "AT ../x RETURN 1 AS x",
    "VALUE x = 1 RETURN x", "VALUE x :: INT = 1 VALUE y = x + 1 RETURN y", "GRAPH g = CURRENT_GRAPH USE g MATCH (n) RETURN n",
    "PROPERTY GRAPH g :: ANY GRAPH = /a/b USE g MATCH (n) RETURN n", "TABLE t = { MATCH (n) RETURN n } FOR r IN t RETURN r",
    "BINDING TABLE t :: TABLE {a INT} = VARIABLE x FOR r IN TABLE t RETURN r", "AT /s VALUE x = 1 RETURN x",
    "CALL { VALUE x = 1 RETURN x } RETURN x", "CALL (a) { AT /s USE g MATCH (a) RETURN a.x AS x } RETURN x",
    "CYPHER WITH 1 AS unknown RETURN unknown, unknown IS NULL, ['a' IN xs], [\"a\" IN xs]", "MATCH (TEMP n:A)-[TEMP e]->(m), (temp) RETURN m", "CREATE GRAPH g ANY CALL p() YIELD x", "SELECT 1 AS x", "SELECT n.name FROM g MATCH (n:Person)", "SELECT * FROM CURRENT_GRAPH MATCH (n) WHERE n.x = 1",
    "SELECT DISTINCT n.name AS name, COUNT(*) AS c FROM g MATCH (n), (m) WHERE n.x > 1 GROUP BY name HAVING COUNT(*) > 1 ORDER BY name DESC OFFSET 1 LIMIT 2",
    "SELECT ALL n FROM g MATCH (n), h MATCH (m)-[e]->(k)", "SELECT x FROM { MATCH (n) RETURN n.x AS x }",
    "SELECT x FROM g { MATCH (n) RETURN n.x AS x } WHERE x > 1", "SELECT COUNT(*) AS c FROM g MATCH (n) GROUP BY ()",
    "SELECT n FROM /a/g OPTIONAL MATCH (n) ORDER BY n.x", "SELECT n FROM g MATCH (n) UNION SELECT m FROM g MATCH (m)",
    "SELECT p FROM g MATCH p = ANY SHORTEST (a)-[e]->+(b), TRAIL (c)->*(d) LIMIT 3",
    "RETURN NO BINDINGS", "MATCH (n) RETURN NO BINDINGS NEXT RETURN 1 AS x",
    "FOR r IN TABLE t RETURN r", "FOR x IN [1] WITH ORDINALITY i WITH x RETURN x",
    "MATCH (n) RETURN n NEXT YIELD n MATCH (n)-[e]->(m) RETURN m",
    "MATCH (n) RETURN n EXCEPT DISTINCT MATCH (m) RETURN m AS n", "MATCH (n) RETURN n INTERSECT ALL MATCH (n) RETURN n",
    "MATCH (a) RETURN a OTHERWISE MATCH (b) RETURN b AS a OTHERWISE RETURN NULL AS a",
    "OPTIONAL CALL (n) { MATCH (n)->(m) RETURN m } RETURN m", "CALL /procs/p(1) YIELD a RETURN a", "CALL $$p(1) YIELD a RETURN a",
    "CYPHER MATCH (n) WITH n RETURN n", "GQL MATCH (n) RETURN n", "CYPHER 25 MATCH (n) RETURN *, 1 AS x",
  ]

  static let paths = [
    "-/A/->", "<-/A/-", "~/A/~", "<~/A/~", "~/A/~>", "<-/A/->", "-/A/-", "-/A B/->", "-/A|B/->", "-/A |+| B/->", "-/A&B/->",
    "-/!A/->", "-/(A B)|C/->", "-/(A|B){1,3}/->", "-/A+/->", "-/A* B?/->", "-/A> <B ~C -D/-", "-/<A> ~B> <~C/-", "-/(A B)* C{2}/->",
    "-/%/->", "-/(A|B)&C/->",
  ].map { "MATCH (a)\($0)(b) RETURN a" }

  static let values = [
    "GRAPH g", "PROPERTY GRAPH /a/g", "TABLE t", "BINDING TABLE { MATCH (n) RETURN n }", "TABLE { RETURN 1 AS x }",
    "INTERVAL '1' DAY", "INTERVAL '1-6' YEAR TO MONTH", "INTERVAL -'3 04:05:06.7' DAY TO SECOND", "INTERVAL '5' HOUR(2)",
    "INTERVAL '05:06' MINUTE TO SECOND(3)", "interval - 'x'", "interval", "graph", "table.x", "type", "label", "parameter",
    "x IS TYPED NODE TYPE Person (:Person {name STRING})", "x IS TYPED (:Person {name STRING})", "x :: (p:Person)-[:KNOWS]->(q)",
    "x :: EDGE TYPE Knows (p)-[:KNOWS]->(q)", "x :: DIRECTED EDGE :T CONNECTING (a TO b)", "x :: GRAPH {(:A)}", "x :: ANY PROPERTY GRAPH",
    "x :: TABLE {a INT, b STRING}", "x :: BINDING TABLE {a INT}", "x :: LIST<NODE :A {x INT}>", "x :: PROPERTY GRAPH {(:A)} NOT NULL",
    "CURRENT_GRAPH", "1 < x < 3", "1 = x = y <> z", "a < b AND b < c",
    "[x IN xs WHERE x > 1 | x * 2]", "[x IN xs WHERE x:A|B]", "[x IN xs WHERE (x:A|B) | x]", "[x IN xs WHERE x :: INT | x]",
    "[x IN xs | x]", "[x IN xs | [y IN x | y]]", "[(a)-[:T]->(b) | b.x]", "[p = (a)-[:T]->()<-[]-(b) WHERE b.x > 1 AND a:A | p]",
    "all(x IN xs WHERE x > 1)", "ANY(x IN xs WHERE x)", "none(x IN xs WHERE x = 1) AND single(x IN xs WHERE x:A|B)",
    "reduce(s = 0, x IN xs | s + x)", "n {.name, .*, x: 1, y}", "n {.*}", "xs[1..3]", "xs[..3]", "xs[1..]", "xs[..]", "xs[a..b][0]",
    "s =~ 'a.*'", "COUNT { (a)-[e]->(b) }", "COUNT { MATCH (a) WHERE a.x = 1 }", "COLLECT { MATCH (a) RETURN a.x AS x }",
    "shortestPath((a)-[:T*]->(b))", "allShortestPaths((a)-[*..4]-(b))", "exists(n.x)", "exists(n['x'])",
    "CASE WHEN (a)-[:T]->() THEN 1 ELSE 2 END", "n:A:B", "n:A&B|C", "count(all(x IN xs WHERE x))",
  ].map { "RETURN \($0) AS value" } + [
    "MATCH (a) WHERE (a)-[:T]->() RETURN a", "MATCH (a) WHERE NOT (a)-->(:B {x: 1})<--(c) OR a.x > 1 RETURN a",
    "MATCH (a) WHERE (a)--() AND ((a)<--()) RETURN a", "MATCH (a)-[:T*1..3]->(b)-[*]-(c)-[r:U*2 {x: 1}]->(d)-[*..4]->(e)-[*0..0]->(f) RETURN a",
    "MATCH p = shortestPath((a)-[:T*]->(b)) RETURN p", "MATCH (a)-[:A|:B|C]->(b) RETURN a", "MATCH (a:A:B) RETURN a",
    "UNWIND [1, 2] AS x RETURN x", "MATCH (a) WITH a ORDER BY a.x SKIP 1 LIMIT 2 WHERE a.y > 1 RETURN a",
    "WITH 1 AS x, 2 AS y WITH DISTINCT x RETURN x", "CREATE (a:A:B {x: 1})-[:T]->(b), p = (c)", "CREATE (n $props)",
    "MERGE (a:A {x: 1})-[r:T]->(b) ON CREATE SET a.x = 1, b += {y: 2} ON MATCH SET r.z = 3 RETURN a", "MERGE (a)-[:T]-(b)",
    "MATCH (n) SET n += {x: 1}, n:A:B REMOVE n:A:B, n.x", "MATCH (n) SET (n).x = 1", "FOREACH (x IN [1, 2] | CREATE (:A {x: x}) SET y.z = x)",
    "MATCH (n) WITH n, count(*) AS c WHERE c > 1 RETURN n", "FOR x IN l WITH `offset` AS y RETURN y",
  ]
}
