import Foundation
import Testing

@testable import GQL

/// Texts and what they are bound to, in `Tests/Golden/bound`. `REWRITE_GOLDEN=1 swift test --filter AnalyzerGolden` writes what
/// is found; the difference is then read like code.
@Suite struct AnalyzerGolden {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden/bound")

  @Test(arguments: ["match", "paths", "return", "compose", "expressions", "modify"])
  func binds(_ topic: String) throws {
    let file = Self.folder.appendingPathComponent("\(topic).bound")
    let expected = try String(contentsOf: file, encoding: .utf8)
    var found: [String] = []
    for entry in expected.components(separatedBy: "\n\n") {
      let parts = entry.components(separatedBy: "\n----")
      let text = parts[0].split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
      let result = Self.outcome(of: text)
      found.append("\(parts[0])\n----\n\(result)")
      let wanted = parts.count > 1 ? parts[1].trimmingCharacters(in: .newlines) : ""
      if ProcessInfo.processInfo.environment["REWRITE_GOLDEN"] == nil {
        #expect(result == wanted, "\(text)")
      }
    }
    if ProcessInfo.processInfo.environment["REWRITE_GOLDEN"] != nil {
      try (found.joined(separator: "\n\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
    }
  }

  private static func outcome(of text: String) -> String {
    let (bound, diagnostics) = AnalyzerCheck.analyze(text)
    let notes = diagnostics.map {
      "\($0.severity == .error ? "error" : "warning") \($0.status) \($0.message)"
    }
    return ((bound.map { [$0.description] } ?? []) + notes).joined(separator: "\n")
  }
}
