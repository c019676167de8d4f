import Testing

@testable import GQL

/// INSERT, SET, REMOVE, DELETE.
@Suite struct AnalyzerModificationErrors {
  static let cases: [ErrorCase] = [
    ErrorCase(
      "MATCH (a) INSERT «(a:Person)»",
      "42001 `a` is already bound and cannot be given labels or properties here",
      "write (a) and use SET, or choose another name for a new node"),
    ErrorCase(
      "INSERT (a:Person), «(a {age: 1})»",
      "42001 `a` is already bound and cannot be given labels or properties here",
      "write (a) and use SET, or choose another name for a new node"),
    ErrorCase(
      "MATCH (a)-[e]->(b) INSERT («e»)", "42001 `e` stands for a node here, but is bound to an edge",
      "choose another name"),
    ErrorCase(
      "MATCH (a)-[e]->(b) INSERT (a)-[«e»:KNOWS]->(b)", "42001 `e` is already bound",
      "a new edge needs a new name"),
    ErrorCase(
      "INSERT (a)«-[]->»(b)", "42001 a new edge needs exactly one type, found none",
      "write its type, as in -[:KNOWS]->"),
    ErrorCase(
      "INSERT (a)«-[:KNOWS&FUNDS]->»(b)", "42001 a new edge needs exactly one type, found 2",
      "insert an edge for each"),
    ErrorCase("INSERT (a {name: 'x', «name»: 'y'})", "42001 `name` is given twice", "keep one of the two"),
    ErrorCase(
      "MATCH (a) INSERT (b {friend: «a»})", "22G03 property `friend` cannot hold a node",
      "store a property of it, or insert an edge between the two"),
    ErrorCase(
      "MATCH (a) INSERT (b {friends: [1, «a»]})", "22G03 property `friends` cannot hold a node",
      "store a property of it, or insert an edge between the two"),
    ErrorCase("MATCH p = (a) SET a.way = «p»", "22G03 property `way` cannot hold a path"),
    ErrorCase(
      "MATCH (a) SET a.age = 1, «a.age» = 2", "22G0M `a.age` is assigned twice by one SET",
      "keep one, or use two SET clauses"),
    ErrorCase(
      "MATCH (a) SET a = {age: 1}, «a.name» = 'x'",
      "22G0M `a.name` is assigned by a SET that assigns all properties of it",
      "put `name` among them, or use two SET clauses"),
    ErrorCase("LET x = 1 SET «x».age = 1", "22G03 SET needs a node or an edge, found an integer"),
    ErrorCase(
      "MATCH (a)-[e]->{1,2}(b) SET «e».since = 1", "22G03 SET needs a node or an edge, found a list of edges",
      "take one item out of the list first: FOR x IN e"),
    ErrorCase(
      "MATCH (a)-[e]->(b) SET «e» IS FUNDS",
      "42001 the type of an edge cannot be changed, and `e` is an edge",
      "insert a new edge and delete this one"),
    ErrorCase(
      "MATCH (a)-[e]->(b) REMOVE «e» IS FUNDS",
      "42001 the type of an edge cannot be changed, and `e` is an edge",
      "insert a new edge and delete this one"),
    ErrorCase("LET x = 1 DELETE «x»", "22G03 DELETE needs a node or an edge, found an integer"),
    ErrorCase(
      "MATCH (a) DELETE «a.name»", "22G03 DELETE takes nodes and edges, found a property",
      "a property is removed by REMOVE a.name"),
    ErrorCase(
      "LET l = [1, 2] DELETE «l»", "22G03 DELETE needs a node or an edge, found a list"),
    ErrorCase(
      "MATCH (a) SET a.n = «COUNT(*)»", "42001 `COUNT` computes over all rows and cannot be used in SET",
      "compute it in a RETURN first and go on with NEXT, or use VALUE { ... RETURN COUNT(...) }"),
  ]

  @Test(arguments: cases) func reports(_ error: ErrorCase) { error.check() }
}
