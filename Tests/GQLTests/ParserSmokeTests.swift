import GQL
import Testing

@Suite("Parser: every form of the language is taken")
struct ParserAcceptTests {
  @Test(arguments: [
    "MATCH (n) RETURN n",
    "MATCH (a:Person {name: 'Ann'})-[e:KNOWS WHERE e.since > 2000]->(b) WHERE a.age >= 1 + 2 * 3 RETURN DISTINCT a.name AS x, b",
    "INSERT (a:A&B {k: 1})-[:T {w: 2}]->(b), (c)",
    "MATCH p = ANY SHORTEST (a)-[:T]->+(b) RETURN p",
  ])
  func accepts(_ text: String) {
    let (statements, diagnostics) = Parser.parse(text)
    #expect(diagnostics.isEmpty)
    #expect(statements.count == 1)
  }
}
