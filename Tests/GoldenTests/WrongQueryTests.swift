import Foundation
import GQL
import Testing

/// What people write by mistake or from habit, with all that is said about it, word for word.
///
/// `Golden/errors/*.wrong` holds blocks: a query, `----`, what is shown, and `====` on lines of their own. A first line
/// `cypher` chooses the dialect. `UPDATE_GOLDEN=1` rewrites what is shown.
@Suite("Wrong queries")
struct WrongQueryTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/errors")
  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".wrong") }.sorted()

  @Test("each is answered as the file says", arguments: files)
  func answers(_ name: String) throws {
    let url = WrongQueryTests.folder.appendingPathComponent(name)
    let text = try String(contentsOf: url, encoding: .utf8)
    var updated = ""
    var count = 0
    for block in text.components(separatedBy: "\n====\n") where !block.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty {
      let parts = block.components(separatedBy: "\n----\n")
      let query = parts[0].trimmingCharacters(in: .newlines)
      let shown = WrongQueryTests.answer(to: query)
      updated += "\(query)\n----\n\(shown)\n====\n"
      count += 1
      if GoldenRunner.updates { continue }
      #expect(parts.count == 2 && parts[1] == shown, "\(query)\n\(shown)")
    }
    if GoldenRunner.updates { try updated.write(to: url, atomically: true, encoding: .utf8) }
    #expect(count > 20)
  }

  static func answer(to block: String) -> String {
    let isCypher = block.hasPrefix("cypher\n")
    let query = isCypher ? String(block.dropFirst(7)) : block
    let (statements, diagnostics) = Parser.parse(query, dialect: isCypher ? .cypher : .gql)
    var all = diagnostics
    if !diagnostics.contains(where: { $0.severity == .error }) {
      for statement in statements { all += Analyzer(catalog: .unknown, parameters: nil).analyze(statement).diagnostics }
    }
    guard !all.isEmpty else { return "nothing is wrong" }
    let lines = DiagnosticRenderer(query).render(all).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n")
      .trimmingCharacters(in: .newlines)
  }
}
