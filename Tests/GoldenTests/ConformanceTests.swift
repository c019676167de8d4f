import Foundation
import Testing

@Suite("Conformance")
struct ConformanceTests {
  /// Run with `UPDATE_GOLDEN=1` after cases have changed.
  @Test("the document says what the cases show") func document() throws {
    let conformance = try Conformance()
    let text = try conformance.text()
    if GoldenRunner.updates { try text.write(to: Conformance.document, atomically: true, encoding: .utf8) }
    let committed = try String(contentsOf: Conformance.document, encoding: .utf8)
    #expect(committed == text, "docs/gql-conformance.md is out of date: run the tests with UPDATE_GOLDEN=1")
    let lacking = Conformance.optional.compactMap { feature -> String? in
      guard let known = conformance.evidence[feature.code], !known.isEnough else { return nil }
      return "\(feature.code): \(known.plain) plain, \(known.combined) combined, \(known.errors) errors"
    }
    if ProcessInfo.processInfo.environment["CONFORMANCE_GAPS"] != nil { print(lacking.joined(separator: "\n")) }
  }

  @Test("228 optional features, each once") func features() {
    #expect(Conformance.optional.count == 228)
    #expect(Set(Conformance.optional.map(\.code)).count == 228)
  }
}

/// A feature's cases must tell it from its nearest neighbour: with one word for another, one of them fails.
@Suite("Conformance: neighbours")
struct NeighbourTests {
  struct Neighbour: Sendable, CustomTestStringConvertible {
    var code: String
    var written: String
    var replaced: String
    var testDescription: String { "\(code): `\(written)` for `\(replaced)`" }
  }

  static let all = [
    Neighbour(code: "G002", written: "DIFFERENT EDGES", replaced: "REPEATABLE ELEMENTS"),
    Neighbour(code: "G003", written: "REPEATABLE ELEMENTS", replaced: "DIFFERENT EDGES"),
    Neighbour(code: "G006", written: "KEEP ACYCLIC", replaced: "KEEP TRAIL"),
    Neighbour(code: "G007", written: "KEEP ANY SHORTEST", replaced: "KEEP TRAIL"),
    Neighbour(code: "G010", written: "WALK", replaced: "TRAIL"),
    Neighbour(code: "G011", written: "TRAIL", replaced: "WALK"),
    Neighbour(code: "G012", written: "SIMPLE", replaced: "ACYCLIC"),
    Neighbour(code: "G013", written: "ACYCLIC", replaced: "SIMPLE"),
    Neighbour(code: "G016", written: "ANY 2", replaced: "ANY"),
    Neighbour(code: "G017", written: "ALL SHORTEST", replaced: "ANY SHORTEST"),
    Neighbour(code: "G018", written: "ANY SHORTEST", replaced: "ALL SHORTEST"),
    Neighbour(code: "G019", written: "SHORTEST 2", replaced: "SHORTEST 2 GROUPS"),
    Neighbour(code: "G020", written: "GROUPS", replaced: ""),
    Neighbour(code: "G030", written: "|+|", replaced: "|"),
    Neighbour(code: "G032", written: " | (", replaced: " |+| ("),
    Neighbour(code: "G037", written: ")?", replaced: "){0,1}"),
    Neighbour(code: "G060", written: "{,1}", replaced: "{1,1}"),
    Neighbour(code: "G061", written: "{2,}", replaced: "{2}"),
    Neighbour(code: "G113", written: "ALL_DIFFERENT", replaced: "SAME"),
    Neighbour(code: "G114", written: "SAME", replaced: "ALL_DIFFERENT"),
    Neighbour(code: "GA03", written: "NULLS FIRST", replaced: ""),
    Neighbour(code: "GE07", written: "XOR", replaced: "OR"),
    Neighbour(code: "GF11", written: "PERCENTILE_DISC", replaced: "PERCENTILE_CONT"),
    Neighbour(code: "GQ02", written: "OTHERWISE", replaced: "UNION ALL"),
    Neighbour(code: "GQ03", written: "UNION ALL", replaced: "UNION"),
    Neighbour(code: "GQ04", written: "EXCEPT DISTINCT", replaced: "EXCEPT ALL"),
    Neighbour(code: "GQ05", written: "EXCEPT ALL", replaced: "EXCEPT"),
    Neighbour(code: "GQ06", written: "INTERSECT DISTINCT", replaced: "EXCEPT DISTINCT"),
    Neighbour(code: "GQ07", written: "INTERSECT ALL", replaced: "INTERSECT"),
    Neighbour(code: "GQ11", written: "ORDINALITY", replaced: "OFFSET"),
    Neighbour(code: "GQ21", written: "OPTIONAL {", replaced: "CALL {"),
    Neighbour(code: "GQ24", written: "OFFSET", replaced: "ORDINALITY"),
    Neighbour(code: "GP03", written: "OPTIONAL CALL", replaced: "CALL"),
    Neighbour(code: "GV38", written: "BINARY(2)", replaced: "BYTES(2)"),
    Neighbour(code: "GV32", written: "CHAR(2)", replaced: "STRING(2)"),
    Neighbour(code: "GT02", written: "READ ONLY", replaced: "READ WRITE"),
    Neighbour(code: "GD02", written: "SET a IS More", replaced: ""),
  ]

  @Test("is told from its neighbour", arguments: all)
  func isToldApart(_ neighbour: Neighbour) throws {
    var tried = 0
    for name in GoldenFile.allNames {
      var file = try GoldenFile(named: name)
      var changed = 0
      for index in file.blocks.indices
      where file.blocks[index].features.contains(neighbour.code) && file.blocks[index].directive != "error" {
        let body = file.blocks[index].body.map { $0.replacingOccurrences(of: neighbour.written, with: neighbour.replaced) }
        guard body != file.blocks[index].body else { continue }
        file.blocks[index].body = body
        changed += 1
      }
      guard changed > 0 else { continue }
      tried += changed
      if try !Conformance.failures(of: file).isEmpty { return }
    }
    Issue.record("\(tried) cases of \(neighbour.code) pass alike with `\(neighbour.replaced)` for `\(neighbour.written)`")
  }
}
