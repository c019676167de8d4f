import Testing

@testable import GQL

/// Rules of graph patterns: what a name may stand for, quantifiers, prefixes, conditions.
@Suite struct AnalyzerPatternErrors {
  static let another = "choose another name for one of them"

  static let kinds: [ErrorCase] = [
    ErrorCase("MATCH (a)-[«a»]->(b) RETURN a", "42001 `a` cannot be both a node and an edge", another),
    ErrorCase("MATCH (a)-[e]->(b), («e») RETURN a", "42001 `e` cannot be both an edge and a node", another),
    ErrorCase(
      "MATCH p = (a)-[e]->(b), «p» = (c) RETURN p", "42001 path variable `p` can be bound only once",
      "choose another name"
    ),
    ErrorCase(
      "MATCH «a» = (a)-[e]->(b) RETURN a", "42001 path variable `a` can be bound only once",
      "choose another name"),
    ErrorCase(
      "MATCH ((a)-[e]->(b)){2} (c) ((d)-[«e»]->(f)){2} RETURN e",
      "42001 `e` is used in two quantified parts; a list of repetitions belongs to one",
      "choose another name here"),
    ErrorCase(
      "MATCH (a)-[e]->{1,3}(b)-[«e»]->(c) RETURN e",
      "42001 `e` cannot be a single edge and a list over a quantifier's repetitions", another),
    ErrorCase(
      "MATCH (a) ((«a»)-[e]->(b)){1,2} RETURN a",
      "42001 `a` cannot be a single node and a list over a quantifier's repetitions", another),
    ErrorCase(
      "MATCH (a) (-[e]->(b))? , («b»)-[f]->(c) RETURN a",
      "42001 `b` may be unbound in one of its places, so it cannot join them",
      "choose another name here and compare the two in WHERE"),
    ErrorCase(
      "MATCH ((a)-[e]->(b) | (a)<-[f]-(c)), («c»)-[g]->(d) RETURN a",
      "42001 `c` may be unbound in one of its places, so it cannot join them",
      "choose another name here and compare the two in WHERE"),
    ErrorCase(
      "MATCH ((a)-[x]->(b) | (a)-[y]->(«x»)) RETURN a",
      "42001 `x` must be the same kind of variable in each alternative", another),
    ErrorCase(
      "MATCH (a)-[e]->{1,3}(b) MATCH (c)-[«e»]->(d) RETURN a",
      "42001 `e` stands for an edge here, but is bound to a list of edges",
      "take one item out of the list first: FOR x IN e"),
    ErrorCase(
      "LET a = 1 MATCH («a») RETURN a", "42001 `a` stands for a node here, but is bound to an integer",
      "choose another name"),
    ErrorCase(
      "FOR n IN $list MATCH («n»)-[f]->(c) RETURN c",
      "42001 `n` stands for a node here, but may be something else",
      "a pattern takes on variables that a pattern, or a list of nodes, has bound"),
    ErrorCase(
      "MATCH (a) MATCH ((«a»)-[e]->(b)){2} RETURN a",
      "42001 `a` is already bound, so a quantifier cannot repeat it",
      "choose another name here and compare the two"),
    ErrorCase(
      "MATCH (a) MATCH «a» = (b)-[e]->(c) RETURN a", "42001 `a` is already bound and cannot name a path",
      "choose another name"),
    ErrorCase(
      "MATCH (b) MATCH (a) (-[e]->(«b»))? RETURN a",
      "42001 `b` is already bound and may be unbound here, so it cannot join the two",
      "choose another name here and compare the two in WHERE"),
  ]

  static let quantifiers: [ErrorCase] = [
    ErrorCase(
      "MATCH (a)-[e]->«{3,1}»(b) RETURN a",
      "42001 the lower bound 3 is above the upper bound 1", "write `{1,3}`"),
    ErrorCase(
      "MATCH (a)-[e]->«{0}»(b) RETURN a", "42001 the upper bound of a quantifier must be at least 1"),
    ErrorCase(
      "MATCH REPEATABLE ELEMENTS (a)-[e]->«+»(b) RETURN a",
      "42001 an unbounded quantifier under REPEATABLE ELEMENTS can match without end",
      "give an upper bound, a path mode (TRAIL, SIMPLE, ACYCLIC) or a selector such as ANY SHORTEST"),
    ErrorCase(
      "MATCH REPEATABLE ELEMENTS (a) (TRAIL (b)-[e]->+(c)) -[f]->«*»(d) RETURN a",
      "42001 an unbounded quantifier under REPEATABLE ELEMENTS can match without end",
      "give an upper bound, a path mode (TRAIL, SIMPLE, ACYCLIC) or a selector such as ANY SHORTEST"),
    ErrorCase(
      "MATCH REPEATABLE ELEMENTS ANY SHORTEST ((a)-[e]->+(b) WHERE «COUNT(e) = 5») RETURN e",
      "42001 a condition inside of the path reads a list or a path that has no bound: a selector might choose without end",
      "give the quantifier an upper bound or the path a mode (TRAIL, SIMPLE, ACYCLIC), or write the condition after the MATCH pattern, where it judges what was chosen"),
    ErrorCase(
      "MATCH REPEATABLE ELEMENTS ALL SHORTEST (p = (a)-[e]->{2,}(b) WHERE «PATH_LENGTH(p) > 7») RETURN a",
      "42001 a condition inside of the path reads a list or a path that has no bound: a selector might choose without end",
      "give the quantifier an upper bound or the path a mode (TRAIL, SIMPLE, ACYCLIC), or write the condition after the MATCH pattern, where it judges what was chosen"),
    ErrorCase(
      "MATCH (a) ((b))«{1,3}» RETURN a", "42001 a quantifier needs a part that always has an edge",
      "quantify an edge, or a parenthesised part such as `((a)-[e]->(b)){1,3}`"),
    ErrorCase(
      "MATCH (a) ((b)-[e]->?(c))«{1,3}» RETURN a", "42001 a quantifier needs a part that always has an edge",
      "quantify an edge, or a parenthesised part such as `((a)-[e]->(b)){1,3}`"),
  ]

  static let prefixes: [ErrorCase] = [
    ErrorCase(
      "MATCH SHORTEST «0» (a)-[e]->+(b) RETURN a", "22G0F the number of paths must be at least 1"),
    ErrorCase(
      "MATCH ANY «0» PATHS (a)-[e]->+(b) RETURN a", "22G0F the number of paths must be at least 1"),
    ErrorCase(
      "MATCH «SHORTEST $who PATHS» (a)-[e]->+(b) RETURN a", "22G03 `$who` must be an integer, found a string"),
    ErrorCase(
      "MATCH «ANY SHORTEST» (a)-[e]->+(b) KEEP ALL SHORTEST RETURN a",
      "42001 a path pattern with a selector of its own cannot be combined with that of KEEP",
      "remove one of the two"),
    ErrorCase(
      "MATCH «TRAIL» (a)-[e]->+(b) KEEP SIMPLE RETURN a",
      "42001 path mode TRAIL conflicts with SIMPLE of KEEP",
      "remove one of the two"),
  ]

  static let conditions: [ErrorCase] = [
    ErrorCase(
      "MATCH ()-[x]->() ((a)-[e]->(b) WHERE e.age > «x».age){1,2} RETURN x",
      "42K01 `x` is bound outside the quantified part of the pattern and not visible in it",
      "bind `x` in a MATCH of its own before this one, or move the condition to the WHERE of the MATCH"),
    ErrorCase(
      "MATCH ANY SHORTEST (a WHERE a.age > «c».age)-[e]->+(b), (c) RETURN a",
      "42K01 `c` belongs to another path pattern, which cannot be seen from here",
      "bind `c` in a MATCH of its own before this one, or move the condition to the WHERE of the MATCH"),
    ErrorCase(
      "MATCH p = (a WHERE PATH_LENGTH(«p») > 1)-[e]->(b) RETURN p",
      "42002 path variable `p` cannot be used inside its own pattern",
      "move the condition to the WHERE of the MATCH"),
    ErrorCase(
      "MATCH (a WHERE CARDINALITY(«e») > 1)-[e]->{1,3}(b) RETURN a",
      "42001 `e` is a list over all repetitions and not yet known where one element is matched",
      "move the condition to the WHERE of the MATCH"),
    ErrorCase(
      "MATCH (a WHERE «a.age - 1») RETURN a", "22G03 a condition needs a Boolean, found a number"),
    ErrorCase(
      "MATCH (a {name: 'x', «name»: 'y'}) RETURN a", "42001 `name` is given twice", "keep one of the two"),
    ErrorCase(
      "MATCH (a)-[e]->(b) WHERE «COUNT(*)» > 1 RETURN a",
      "42001 `COUNT` computes over all rows and cannot be used in WHERE",
      "compute it in a RETURN first and go on with NEXT, or use VALUE { ... RETURN COUNT(...) }"),
    ErrorCase(
      "MATCH (a WHERE «SUM(a.age)» > 1) RETURN a",
      "42001 `SUM` computes over all rows and cannot be used in an element pattern",
      "compute it in a RETURN first and go on with NEXT, or use VALUE { ... RETURN SUM(...) }"),
  ]

  @Test(arguments: kinds + quantifiers + prefixes + conditions) func reports(_ error: ErrorCase) {
    error.check()
  }
}
