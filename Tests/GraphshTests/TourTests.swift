import Foundation
import TestSupport
import Testing

@testable import graphsh

/// The recording in the README shows what the shell does now.
@Suite struct TourTests {
  @Test func theRecordingIsUpToDate() throws {
    let python = try #require(Program.python)
    let root = BuiltProgram.root
    let folder = try TemporaryFile()
    let graph = folder.folder + "/seeds.graph"
    try FileManager.default.copyItem(atPath: BuiltProgram.seedGraph(), toPath: graph)
    let frames = try String(contentsOfFile: root + "/docs/tour.frames", encoding: .utf8)
    let outcome = try runProgram(
      python,
      [root + "/scripts/record_tour.py", Programs.graphsh, graph, root + "/docs/tour.txt", folder.folder + "/tour.svg", folder.folder + "/tour.frames"])
    #expect(outcome.status == 0, "\(outcome.complaints)")
    let found = try String(contentsOfFile: folder.folder + "/tour.frames", encoding: .utf8)
    #expect(found == frames, "`make tour` records it anew")
    #expect(
      try String(contentsOfFile: folder.folder + "/tour.svg", encoding: .utf8) == String(contentsOfFile: root + "/docs/tour.svg", encoding: .utf8))
    #expect(found.components(separatedBy: "\n----\n").count >= 7)
  }
}
