import Foundation
import GraphStore
import TestSupport
import Testing

@testable import GQL

@Suite struct GraphvizTests {
  private let document = try! DOTDocument(graph([node(1, "a"), node(2, "b")], [edge(1, 1, 2)]))

  @Test func drawsPictures() throws {
    #expect(try Graphviz().render(document, as: .png).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(WellFormedness.holds(try Graphviz().render(document, as: .svg)))
  }

  @Test func absenceSaysWhatToInstall() {
    var graphviz = Graphviz()
    graphviz.searchPath = "/nowhere:/nor/here"
    let error = #expect(throws: QueryError.self) { try graphviz.render(document, as: .svg) }
    #expect(error?.hints.contains { $0.contains("apt-get install graphviz") } ?? false)
  }

  /// Programs named `dot` that misbehave.
  private func fake(_ script: String) throws -> (Graphviz, TemporaryFile) {
    let file = try TemporaryFile()
    let path = file.folder + "/dot"
    try ("#!/bin/sh\n" + script).write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    var graphviz = Graphviz()
    graphviz.searchPath = file.folder
    return (graphviz, file)
  }

  @Test func timeAndSizeAreLimited() throws {
    var (slow, folder) = try fake("exec sleep 30")
    slow.timeLimitSeconds = 0.3
    let begin = Date()
    #expect(throws: QueryError.self) { try slow.render(document, as: .svg) }
    #expect(Date().timeIntervalSince(begin) < 5)
    var (large, other) = try fake("exec cat /dev/zero")
    large.outputByteLimit = 1 << 20
    let error = #expect(throws: QueryError.self) { try large.render(document, as: .svg) }
    #expect(error?.status == .limitExceeded)
    withExtendedLifetime((folder, other)) {}
  }

  @Test func failureTellsTheFirstComplaint() throws {
    let (failing, folder) = try fake("echo 'Error: \u{1B}[31mno' >&2; exit 3")
    let error = #expect(throws: QueryError.self) { try failing.render(document, as: .svg) }
    #expect(error?.message == "Graphviz failed: Error: \\u001B[31mno")
    let (quick, second) = try fake("exit 0")
    #expect(try quick.render(document, as: .svg).isEmpty)
    withExtendedLifetime((folder, second)) {}
  }

  @Test(arguments: [("a.dot", PictureFormat.dot), ("/x/a.b.SVG", .svg), ("a.png", .png), ("a.gv", .dot)])
  func formats(_ path: String, _ format: PictureFormat) {
    #expect(PictureFormat(path: path) == format)
  }

  @Test(arguments: ["a", "a.graph", "dot", "x.dot/a", "a.pdf", ""]) func noFormats(_ path: String) {
    #expect(PictureFormat(path: path) == nil)
  }
}
