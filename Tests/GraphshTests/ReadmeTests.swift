import Foundation
import TestSupport
import Testing

/// Everything that the README shows is executed, by the built program in a folder of its own.
@Suite struct ReadmeTests {
  private static let root = #filePath.replacing("/Tests/GraphshTests/ReadmeTests.swift", with: "")

  /// A command after `$ `, and the lines below it; `...` stands for the rest.
  struct Example {
    var command: String
    var output: [String] = []
  }

  @Test func commandsDoWhatTheReadmeShows() throws {
    let examples = Self.examples(try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8))
    #expect(examples.count >= 12)
    let folder = try TemporaryFile()
    let program = try Self.program()
    try FileManager.default.createSymbolicLink(atPath: folder.folder + "/graphsh", withDestinationPath: program)
    let seeds = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/seeds").filter { $0.hasSuffix(".jsonl") }.sorted()
    let loaded = try Program.run(
      program, ["import", "--create", folder.folder + "/seeds.graph"] + seeds.map { Self.root + "/seeds/" + $0 })
    #expect(loaded.status == 0, "\(loaded.errors)")
    for example in examples {
      let result = try Program.run("/bin/bash", ["-c", "cd \(folder.folder) && \(example.command)"])
      #expect(result.status == 0, "\(example.command): \(result.errors)")
      var found = result.output.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      while found.last?.isEmpty == true { found.removeLast() }
      var shown = example.output
      while shown.last?.isEmpty == true { shown.removeLast() }
      guard !shown.isEmpty else { continue }
      if shown.last == "..." {
        shown.removeLast()
        found = Array(found.prefix(shown.count))
      }
      #expect(found == shown, "\(example.command)")
    }
  }

  private static func examples(_ text: String) -> [Example] {
    var examples: [Example] = []
    var isFenced = false
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = !isFenced && line == "```"
        isFenced.toggle()
      } else if isInside, line.hasPrefix("$ ") {
        examples.append(Example(command: String(line.dropFirst(2))))
      } else if isInside, !examples.isEmpty {
        examples[examples.count - 1].output.append(String(line))
      }
    }
    return examples
  }

  /// Beside the test bundle.
  private static func program() throws -> String {
    for bundle in [Bundle.main.bundlePath, CommandLine.arguments[0]] + Bundle.allBundles.map(\.bundlePath) {
      var folder = URL(fileURLWithPath: bundle)
      for _ in 0..<3 {
        let path = folder.appendingPathComponent("graphsh").path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue { return path }
        folder.deleteLastPathComponent()
      }
    }
    throw TestSupportError("the program is not built")
  }
}
