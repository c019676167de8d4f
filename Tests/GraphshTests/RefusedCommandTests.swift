import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

@testable import graphsh

/// Commands that cannot be carried out as they are written say so.
@Suite struct RefusedCommandTests {
  @Test(arguments: [
    (".output |cat", "rows go to files, not to programs"), (".output - --cite", "`--cite` needs a FILE"), (".output --once", "`--once` needs a FILE"),
    (".set memory 1", "`memory` is at least 1MB, not 1"), (".set pathlength 0", "`pathlength` is at least 1"), (".quit now", "`.quit` takes no arguments"),
    (".param x = foo", "`foo` is neither JSON nor a literal"), (".find", "`.find` needs TEXT"), (".about", "`.about` needs"), (".dot", "`.dot` needs FILE"),
    (".param x =", "a value is missing behind `=`"), (".param x=", "a value is missing behind `=`"), (".path Ada", "takes two names, found one, `Ada`"),
    (".schema `no such", "a quote ` is not closed"), (".schema A B", "`.schema` takes one name"), (".dot x.svg --backs", "`--backs` needs a value"),
  ])
  func tellsWhatIsWrong(_ line: String, _ message: String) {
    let harness = Harness()
    #expect(harness.shell.take(line: line) == .failed && harness.notices.contains(message), "\(harness.notices)")
    #expect(harness.shell.redirection == nil && harness.shell.pendingQuit == nil)
  }

  @Test func theyAreJSONWhereErrorsAre() throws {
    let harness = Harness(isInteractive: true)
    #expect(harness.shell.take(line: ".set errors json") == .done)
    for line in [".foo", ".set memory 1", ".read /no/such/file", "backs x", ".about"] { #expect(harness.shell.take(line: line) == .failed) }
    let lines = harness.notices.split(separator: "\n")
    #expect(lines.count == 5)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["severity"] as? String == "error" && object?["status"] as? String == "42000", "\(line)")
    }
  }

  /// As answers write it.
  @Test func namesMayStandInBackquotes() throws {
    let graph = try Graph.inMemory()
    _ = try Session(graph: graph).execute("INSERT (:`We ird \"L\" <x>`), (:`tick``s`)")
    let harness = Harness(Engine.over(graph, path: nil, isReadOnly: false))
    for name in ["`We ird \"L\" <x>`", "`tick``s`"] {
      harness.rows = ""
      #expect(harness.shell.take(line: ".schema \(name)") == .done && harness.rows.contains(":" + name), "\(harness.notices)")
    }
  }

  /// A name of several words, wherever the options stand.
  @Test(arguments: [
    "FILE --backs harbour levy", "FILE --backs \"harbour levy\"", "FILE --no-open --backs harbour levy --apart", "--backs \"harbour levy\" FILE",
  ])
  func picturesTakeNamesWithoutQuotes(_ arguments: String) throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".dot"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let graph = try Graph.inMemory()
    try graph.importVocabulary()
    _ = try Session(graph: graph).execute("INSERT (:Person {name: 'Ada'})-[:SUPPORTS {source: 'd'}]->(:Proposal {name: 'harbour levy'})")
    let harness = Harness(Engine.over(graph, path: nil, isReadOnly: false))
    #expect(harness.shell.take(line: ".dot " + arguments.replacing("FILE", with: path)) == .done, "\(harness.notices)")
    #expect(harness.notices.contains("1 edge drawn"), "\(harness.notices)")
  }

  /// Of a whole graph that is too large its size is told, and no query is blamed.
  @Test func largeGraphsAreCounted() throws {
    let graph = try Graph.inMemory()
    _ = try Session(graph: graph).execute("FOR i IN RANGE(1, 2500) INSERT (:A)")
    let harness = Harness(Engine.over(graph, path: nil, isReadOnly: false))
    #expect(harness.shell.take(line: ".dot \(NSTemporaryDirectory())large.dot") == .failed)
    #expect(harness.notices.contains("2500 nodes are too many") && harness.notices.contains("draw a part") && !harness.notices.contains("LIMIT"), "\(harness.notices)")
  }

  /// The parser of command lines writes as we do.
  @Test func errorsBeginAlike() throws {
    #expect(try runProgram(Programs.graphsh, ["check"]).complaints.hasPrefix("error: "))
  }

  /// What only reads leaves a file as alone as it was.
  @Test(arguments: [["check", "FILE"], ["backs", "FILE"], ["find", "FILE", "x"], ["ask", "FILE"], ["FILE", "-c", "MATCH (n) RETURN n"]])
  func noFilesOfTheLogAreLeft(_ arguments: [String]) throws {
    let file = try BuiltProgram.make("INSERT (:A {name: 'x'})")
    let outcome = try runProgram(Programs.graphsh, arguments.map { $0.replacing("FILE", with: file.path) })
    #expect(outcome.status == 0, "\(outcome.complaints)")
    for end in ["-wal", "-shm"] { #expect(!FileManager.default.fileExists(atPath: file.path + end)) }
  }
}
