import GQL
import Testing

/// What answers cannot read as it was meant is told by the question `slips`.
@Suite struct SlipTests {
  private func slips(_ statements: String...) throws -> [String] {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    try graph.write(
      """
      INSERT (:Document {name: 'courier', publication_date: DATE '2025-06-12'}), (:Person {name: 'Ada', aliases: ['Countess']}),
        (:Organization {name: 'League'}), (:Proposal {name: 'levy'}), (:Dispute {name: 'how much'})
      """)
    for statement in statements { try graph.write(statement) }
    let question = try #require(Questions.question("slips"))
    return try Session(graph: graph).execute(question.text).rows.map { row in
      row.map { if case .string(let text) = $0 { text } else { "\($0)" } }.joined(separator: " | ")
    }
  }

  private static let ends = "MATCH (a {name: 'Ada'}), (g {name: 'League'}), (p {name: 'levy'}) INSERT "

  @Test(arguments: [
    "(a)-[:SUPPORTS {source: 'courier', `date`: '2025-05', speakers: ['League'], disputes: ['how much'], certainty: 'reported', modality: 'Planned'}]->(p)",
    "(a)-[:SUPPORTS {source: ['courier'], `date`: '../2025-05-01', speakers: 'Countess', date_from: DATE '2025-05-01', date_to: DATE '2025-05-01'}]->(p)",
    "(a)-[:SUPPORTS {date_from: '2025-05-01T10:00:00', valid_from: 1999}]->(p)", "(g)-[:FUNDS {part_of: 'levy'}]->(a)",
    "(a)-[:DISCUSSES]->(p)-[:INCLUDES]->(:Proposal {name: 'other levy'})", "(:Place {name: 'Ada'})",
  ])
  func nothingIsWrong(_ inserted: String) throws { #expect(try slips(Self.ends + inserted).isEmpty) }

  @Test(arguments: [
    ("(a)-[:OPPOSES {`date`: '05/06/2025'}]->(p)", "Ada OPPOSES levy | date | 05/06/2025"),
    ("(a)-[:OPPOSES {date_from: '5 June 2025'}]->(p)", "Ada OPPOSES levy | date_from | 5 June 2025"),
    ("(a)-[:OPPOSES {`date`: '2025-05-01/2025-05-02/2025-05-03'}]->(p)", "Ada OPPOSES levy | date | 2025-05-01/2025-05-02/2025-05-03"),
    ("(a)-[:OPPOSES {date_from: DATE '2025-05-02', date_to: DATE '2025-05-01'}]->(p)", "Ada OPPOSES levy | date_to | 2025-05-01"),
    ("(a)-[:OPPOSES {modality: 'actaul'}]->(p)", "Ada OPPOSES levy | modality | actaul"),
    ("(a)-[:OPPOSES {certainty: 'sure'}]->(p)", "Ada OPPOSES levy | certainty | sure"),
    ("(a)-[:OPPOSES {source: ['courier', 'courrier']}]->(p)", "Ada OPPOSES levy | source | courrier"),
    ("(a)-[:OPPOSES {speakers: ['Eda']}]->(p)", "Ada OPPOSES levy | speakers | Eda"),
    ("(a)-[:OPPOSES {disputes: 'how many'}]->(p)", "Ada OPPOSES levy | disputes | how many"),
    ("(g)-[:FUNDS {part_of: 'nothing'}]->(a)", "League FUNDS Ada | part_of | nothing"),
    ("(p)-[:SUPPORTS]->(g)", "levy SUPPORTS League | start | levy"),
    ("(:Event {name: 'summit', `date`: '31 May'})", "summit | date | 31 May"),
    ("(:Person {name: 'Ada'})", "Ada | name | Ada"),
  ])
  func aSlipIsTold(_ inserted: String, _ told: String) throws {
    let found = try slips(Self.ends + inserted)
    #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix(told + " | ") }, "\(found)")
  }

  /// Who knows that two are different says so.
  @Test func twinsThatAreToldApartAreNone() throws {
    #expect(try slips("MATCH (a:Person {name: 'Ada'}) INSERT (a)-[:DISTINCT_FROM]->(:Person {name: 'Ada'})").isEmpty)
  }
}
