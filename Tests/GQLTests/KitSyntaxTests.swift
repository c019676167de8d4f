import Foundation
@testable import GQL
import Testing

/// The queries of a folder in the format of the openCypher compatibility kit, when the variable `TCK` names one.
enum KitQueries {
  struct Query: Sendable {
    var id: String
    var text: String
    /// The detail of a syntax error that the kit expects before the query runs; nil when it expects none.
    var error: String?
  }

  static let folder = ProcessInfo.processInfo.environment["TCK"]

  static let all: [Query] = {
    guard let folder, let data = FileManager.default.contents(atPath: folder + "/scenarios.jsonl") else { return [] }
    var seen: Set<String> = []
    return String(decoding: data, as: UTF8.self).split(separator: "\n").flatMap { queries(in: String($0)) }
      .filter { seen.insert($0.text).inserted }
  }()

  private static func queries(in line: String) -> [Query] {
    guard let scenario = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { return [] }
    let id = scenario["id"] as? String ?? ""
    let setup = (scenario["given"] as? [String: Any])?["setup"] as? [String] ?? []
    let steps = [scenario] + (scenario["more"] as? [[String: Any]] ?? [])
    return setup.map { Query(id: id, text: $0) } + steps.compactMap { step in
      guard let text = (step["when"] as? [String: Any])?["query"] as? String else { return nil }
      let then = step["then"] as? [String: Any] ?? [:]
      let isCompileTime = then["phase"] as? String == "compile time" && then["type"] as? String == "SyntaxError"
      return Query(id: id, text: text, error: isCompileTime ? then["detail"] as? String : nil)
    }
  }
}

@Suite("Parser: the openCypher kit", .enabled(if: KitQueries.folder != nil))
struct KitSyntaxTests {
  @Test("every query that is to run parses")
  func accepts() {
    #expect(KitQueries.all.count > 100)
    for query in KitQueries.all where query.error == nil {
      let (statements, diagnostics) = Parser.parse(query.text, dialect: .cypher)
      #expect(
        diagnostics.isEmpty && statements.count == 1,
        "\(query.id)\n\(DiagnosticRenderer(query.text).render(diagnostics))")
    }
  }

  /// Details that the parser alone decides; the others may be the analyzer's.
  static let syntactic: Set<String> = [
    "UnexpectedSyntax", "InvalidNumberLiteral", "InvalidUnicodeLiteral", "InvalidUnicodeCharacter", "InvalidParameterUse",
    "InvalidDelete", "RequiresDirectedRelationship", "CreatingVarLength",
    "InvalidArgumentPassingMode", "InvalidClauseComposition", "NoExpressionAlias", "InvalidRelationshipPattern",
  ]

  @Test("errors of syntax have the kit's detail")
  func rejects() {
    for query in KitQueries.all {
      guard let expected = query.error else { continue }
      let first = Parser.parse(query.text, dialect: .cypher).diagnostics.first
      if first == nil, !KitSyntaxTests.syntactic.contains(expected) { continue }
      #expect(first?.detail == expected, "\(query.id)\n\(query.text)\n\(first?.message ?? "parses")")
    }
  }

  @Test("parsing the printed tree gives the tree", arguments: [Dialect.cypher, .gql])
  func roundTrip(_ dialect: Dialect) {
    for query in KitQueries.all {
      guard let tree = Parser.parse(query.text, dialect: dialect).statements.first else { continue }
      checkRoundTrip(tree, dialect)
    }
  }
}

/// Whether the printed text of a tree is read as that tree, and printed alike.
func checkRoundTrip(_ tree: Statement, _ dialect: Dialect) {
  let printed = SyntaxPrinter.print(tree)
  let (again, diagnostics) = Parser.parse(printed, dialect: dialect)
  guard diagnostics.isEmpty, let second = again.first else {
    Issue.record("printed \(printed)\n\(DiagnosticRenderer(printed).render(diagnostics))")
    return
  }
  #expect(structure(second) == structure(tree), "printed \(printed)")
  #expect(SyntaxPrinter.print(second) == printed)
}
