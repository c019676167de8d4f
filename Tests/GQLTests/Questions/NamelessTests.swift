import GQL
import GraphStore
import Testing

/// What a node without a name is called in answers: what other graphs call a name, else its label and its id.
@Suite struct NamelessTests {
  private func session() throws -> Session {
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    let session = Session(graph: graph)
    _ = try session.execute(
      """
      INSERT (a:Person {name: 'Ada'}), (t:Proposal {name: 'levy', gist: 'a levy on all'}), (:Film {title: 'Heat', gist: 'a film of heat'})<-[:SEES {gist: 'saw it'}]-(a),
        (c:Claim {gist: 'said somewhere'})<-[:SAYS {source: 'd1', gist: 'says so'}]-(a), (c)-[:ABOUT]->(t),
        (x:Person)-[:SUPPORTS {source: 'd1'}]->(t), (y:Person)-[:SUPPORTS {source: 'd2'}]->(t), ()-[:OPPOSES {source: 'd3'}]->(t)
      """)
    return session
  }

  private func column(_ name: String, _ result: QueryResult) -> [String] {
    result.map { row in if case .string(let text)? = row[name] { text } else { "NULL" } }
  }

  @Test func everyAnswerNamesThem() throws {
    let session = try session()
    let claim = "\(try session.execute("MATCH (c:Claim) RETURN '(:Claim ' || ELEMENT_ID(c) || ')' AS called").rows[0][0])"
      .replacing("'", with: "")
    #expect(column("name", try session.ask("find", ["text": .string("somewhere")])) == [claim])
    #expect(column("name", try session.ask("find", ["text": .string("heat")])).contains("Heat"))
    #expect(Set(column("what", try session.ask("about", ["name": .string("Ada")]))).isSuperset(of: [claim, "Heat"]))
    #expect(column("object", try session.ask("sources_of", ["a": .string("Ada")])).contains(claim))
    #expect(column("object", try session.ask("timeline", ["name": .string("Ada")])).contains("Heat"))
    let path = column("path", try session.ask("path", ["a": .string("Ada"), "b": .string("levy")]))
    #expect(path.count == 1 && path[0].contains("Ada –SAYS→ \(claim) –ABOUT→ levy"), "\(path)")
  }

  /// They stay apart: two people without a name are two.
  @Test func positionsAreNotMerged() throws {
    let session = try session()
    let answer = try session.ask("backs", ["name": .string("levy"), "with_state": .bool(false)])
    let actors = zip(column("section", answer), column("actor", answer)).filter { $0.0 != "SUBJECT" }
    #expect(actors.map(\.0).sorted() == ["FOR", "FOR", "OPPOSED"], "\(actors)")
    #expect(Set(actors.map(\.1)).count == 3 && actors.allSatisfy { $0.1.hasPrefix("(") && $0.1.hasSuffix(")") }, "\(actors)")
    let overview = try session.ask("backs_overview")
    #expect(overview.rows.count == 1 && overview.first?["for"] == .int(2) && overview.first?["opposed"] == .int(1))
  }

  /// Graphs of other programs know their nodes by ids alone.
  @Test func whatAnswersCallThemCanBeAskedFor() throws {
    let session = Session(graph: try Graph.inMemory())
    _ = try session.execute(
      "INSERT (a {id: 'a'})-[:EDGE]->(b {id: 'b'})-[:EDGE]->({id: 3}), ({title: 'Heat'})-[:EDGE]->(:Person {name: 'Heat', id: 'p'}), ({id: 'twice'}), ({id: 'twice'})")
    let path = column("path", try session.ask("path", ["a": .string("a"), "b": .string("3")]))
    #expect(path == ["a –EDGE→ b –EDGE→ 3"])
    #expect(column("what", try session.ask("about", ["name": .string("b")])).sorted() == ["3", "a", "b", "b"])
    // A name comes first, and what is called alike is told apart.
    #expect(column("relation", try session.ask("about", ["name": .string("Heat")])).first == "Person")
    let error = #expect(throws: QueryError.self) { _ = try session.ask("about", ["name": .string("twice")]) }
    #expect(error?.message.contains("may mean several things") == true, "\(String(describing: error))")
    #expect(throws: QueryError.self) { _ = try session.ask("about", ["name": .string("c")]) }
    #expect(try ThingNames(session).matching("a", as: .any).suggestions.map(\.text) == ["a"])
  }
}
