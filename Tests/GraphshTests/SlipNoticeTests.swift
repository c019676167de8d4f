import Foundation
import TestSupport
import Testing

/// What answers cannot read as it was meant is told when it is written.
@Suite struct SlipNoticeTests {
  private func run(_ arguments: String..., input: String = "") throws -> (status: Int32, output: String, complaints: String) {
    try runProgram(Programs.graphsh, arguments, input: input)
  }

  private func notices(_ complaints: String) -> [String] {
    complaints.split(separator: "\n").filter { $0.hasPrefix("notice: ") }.map { String($0.dropFirst(8)) }
  }

  @Test func aScriptIsToldOfItsSlipsAtItsEnd() throws {
    let folder = try TemporaryFile()
    let graph = folder.folder + "/a.graph"
    #expect(try run("new", graph).status == 0)
    let first = try run(graph, input: "INSERT (:Document {name: 'courier'}), (:Person {name: 'Ada'}), (:Proposal {name: 'levy'});\n")
    #expect(first.status == 0 && notices(first.complaints).isEmpty, "\(first.complaints)")
    let script = """
      START TRANSACTION;
      MATCH (a {name: 'Ada'}), (p {name: 'levy'}) INSERT (a)-[:SUPORTS {sorce: 'courier', weight: 3}]->(p);
      MATCH (a {name: 'Ada'}), (p {name: 'levy'}) INSERT (a)-[:OPPOSES {source: 'courrier', `date`: '05/06/2025', modality: 'actaul'}]->(p);
      COMMIT;
      RETURN 1 AS one;
      """
    let second = try run(graph, "--mode", "csv", input: script)
    #expect(second.status == 0 && second.output == "one\n1\n")
    #expect(notices(second.complaints) == [
      "the edge type `SUPORTS` is no stance; did you mean `SUPPORTS`?",
      "no answer reads the property `sorce`; did you mean `source`?",
      "`date` of Ada OPPOSES levy is `05/06/2025`: no day, month or year such as 2025-03-01 or 2025-03",
      "`modality` of Ada OPPOSES levy is `actaul`: none of actual, planned, conditional, hypothetical and past",
      "`source` of Ada OPPOSES levy is `courrier`: no Document has this name",
    ])
    // Who only reads is told nothing; who writes, in another session too, of all that is there.
    #expect(try notices(run(graph, "-c", "MATCH (n) RETURN COUNT(*) AS n").complaints).isEmpty)
    #expect(try notices(run(graph, input: "MATCH (p:Person) SET p.note = 'x';\n").complaints).count == 5)
  }

  /// A load tells how much there is.
  @Test func aLoadTellsHowMuchThereIs() throws {
    let folder = try TemporaryFile()
    let graph = folder.folder + "/a.graph"
    #expect(try run("new", graph).status == 0)
    let nodes = folder.folder + "/things.csv"
    try "id:ID,name,:LABEL\np,Ada,Person\nl,levy,Proposal\nd,courier,Document\n".write(toFile: nodes, atomically: true, encoding: .utf8)
    let edges = folder.folder + "/says.csv"
    try ":START_ID,:END_ID,:TYPE,source,date_from\np,l,SUPORTS,courier,2025-05-01\np,l,OPPOSES,courrier,12 June\n".write(toFile: edges, atomically: true, encoding: .utf8)
    let load = try run("import", graph, "--nodes", nodes, "--edges", edges)
    #expect(load.status == 0, "\(load.complaints)")
    #expect(notices(load.complaints).contains("the edge type `SUPORTS` is no stance; did you mean `SUPPORTS`?"), "\(load.complaints)")
    #expect(notices(load.complaints).contains("2 of the things that answers cannot read as they were meant: `ask slips` lists them"), "\(load.complaints)")
  }
}
