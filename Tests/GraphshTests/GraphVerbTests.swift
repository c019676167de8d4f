import Foundation
import TestSupport
import Testing

@testable import graphsh

/// What the program does with whole files, as commands of its shell.
@Suite struct GraphVerbTests {
  private let folder: TemporaryFile

  init() throws {
    folder = try TemporaryFile()
    try write("people.csv", "id,name\n1,Ann\n2,Bob\n")
    try write("knows.csv", ":START_ID,:END_ID,since\n1,2,2020\n")
  }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: folder.folder + "/" + name, atomically: true, encoding: .utf8)
  }

  /// Runs a script in the folder.
  private func run(_ arguments: [String] = [], _ lines: String...) throws -> (status: Int32, output: String, complaints: String) {
    let program = "cd '\(folder.folder)' && exec '\(Programs.graphsh)' --keep-going --mode csv \(arguments.joined(separator: " "))"
    return try runProgram("/bin/sh", ["-c", program], input: lines.joined(separator: "\n") + "\n")
  }

  private static let load = ".import --nodes Person=people.csv --edges KNOWS=knows.csv"

  @Test(arguments: [[], ["a.graph", "--create"]]) func filesGoInAndOut(_ graph: [String]) throws {
    let outcome = try run(
      graph, Self.load, "MATCH (a)-[:KNOWS]->(b) RETURN a.name AS a, b.name AS b;", ".export -o all.jsonl", "START TRANSACTION;", "ROLLBACK;",
      ".export --format gql", ".export -o 'a picture.dot' --query \"MATCH (n {name: 'Ann'}) RETURN n\"", ".backup copy.graph", ".check")
    #expect(outcome.status == 0, "\(outcome.complaints)")
    #expect(outcome.complaints.contains("2 nodes created · 1 relationship created") && outcome.complaints.contains("1 node, 0 edges drawn"))
    #expect(outcome.complaints.contains("backed up to copy.graph") && outcome.complaints.hasSuffix("sound\n"))
    #expect(outcome.output.hasPrefix("a,b\nAnn,Bob\n") && outcome.output.contains("INSERT"))
    let copy = try run(["copy.graph"], "MATCH (n) RETURN COUNT(*) AS n;", ".import all.jsonl", ".exit", "RETURN 'no';")
    #expect(copy.output == "n\n2\n" && copy.status == 0, "\(copy.complaints)")
  }

  @Test(arguments: [
    (".import", "`.import` needs FILE"), (".import nowhere.csv", "`nowhere.csv` does not exist"), (".import -", "standard input is the shell's own"),
    (".import people.csv --batch 0", "`--batch` is a number from 1"), (".export --nope", "Unknown option '--nope'"), (".backup", "`.backup` needs OUT"),
    (".backup people.csv", "`people.csv` exists already"), (".check now", "`.check` takes no arguments"), (".repack", "a graph in memory has no packed index"),
    (".import --graph g people.csv", "the shell's graph is meant"), ("START TRANSACTION;\n.import people.csv", "a transaction is open"),
    (".export --format csv", "two tables go to files"),
  ])
  func misuseIsTold(line: String, message: String) throws {
    let outcome = try run([], line, "MATCH (n) RETURN COUNT(*) AS n;")
    #expect(outcome.status != 0 && outcome.complaints.contains(message), "\(outcome.complaints)")
    #expect(outcome.output == "n\n0\n")
  }

  @Test func twinsBecomeOne() throws {
    let outcome = try run(
      [], "INSERT (:Person {name: 'A. Osei'})-[:LEADS]->(:Port {name: 'Port'}), (:Person {name: 'Ada Osei'});", ".merge 'A. Osei' \"Ada Osei\"",
      "MATCH (a)-[e]->() RETURN a.name AS a, a.aliases AS b;", ".merge Zed Port", ".merge", ".merge 'Ada Osei' Port x")
    #expect(outcome.output == "a,b\nAda Osei,\"[\"\"A. Osei\"\"]\"\n", "\(outcome.output)")
    #expect(outcome.complaints.contains("is `Ada Osei` (Person) now · 1 edge moved\n"))
    for message in ["nothing is called `Zed`", "`.merge` needs TWIN", "Unexpected argument 'x'"] { #expect(outcome.complaints.contains(message), "\(outcome.complaints)") }
  }

  @Test func whatIsAskedForOnceDoesNotStay() throws {
    let outcome = try run([], Self.load, ".export --timeout 0.000001", ".export --as-of 2020 -o x.jsonl", "MATCH (n) RETURN COUNT(*) AS n;", ".import --help")
    #expect(outcome.output.hasPrefix("n\n2\n"), "\(outcome.complaints)")
    #expect((outcome.output + outcome.complaints).contains("USAGE: graphsh import"))
  }

  @Test func safeModeHasNone() throws {
    for command in [Self.load, ".export", ".backup x.graph"] {
      let outcome = try run(["--safe"], command)
      #expect(outcome.status != 0 && outcome.complaints.contains("not allowed in safe mode"), "\(outcome.complaints)")
    }
  }
}
