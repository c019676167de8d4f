import Foundation
@testable import GQL
import TestSupport
import Testing

/// Texts that nobody wrote: the parser answers each with trees or diagnostics, in time and within the text.
@Suite("Parser: any text")
struct ParserFuzzTests {
  /// Ten million inputs in all when `GRAPHSH_LONG` is set; ten thousand of each kind otherwise.
  static let count = ProcessInfo.processInfo.environment["GRAPHSH_LONG"] == nil ? 10_000 : 5_000_000
  static let seed = UInt64(ProcessInfo.processInfo.environment["GRAPHSH_SEED"] ?? "") ?? 20_261

  @Test("random bytes")
  func randomBytes() {
    var random = SeededGenerator(seed: ParserFuzzTests.seed)
    for round in 0..<ParserFuzzTests.count {
      let length = Int.random(in: 0...60, using: &random)
      let isASCII = round % 2 == 0
      let bytes = (0..<length).map { _ in UInt8.random(in: isASCII ? 0x20...0x7E : 0...0xFF, using: &random) }
      check(bytes, "seed \(ParserFuzzTests.seed), round \(round)")
    }
    ParserFuzzTests.summarize("random texts")
  }

  @Test("mutated statements")
  func mutatedStatements() {
    var random = SeededGenerator(seed: ParserFuzzTests.seed &+ 1)
    let corpus = (ParserCorpus.all + StandardCorpus.all + KitQueries.all.map(\.text)).map { Array($0.utf8) }
    for round in 0..<ParserFuzzTests.count {
      guard var bytes = corpus.randomElement(using: &random), let other = corpus.randomElement(using: &random) else { continue }
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, other, &random) }
      check(bytes, "seed \(ParserFuzzTests.seed), round \(round)")
    }
    ParserFuzzTests.summarize("mutated statements")
  }

  private static func summarize(_ kind: String) { print("SUMMARY: parser: \(count) \(kind), each in both dialects, from seed \(seed)") }

  /// Among millions of others these were printed as something else.
  @Test("once found", arguments: [
    "RETURN TRIM(--'x' FROM s) AS v", "RETURN TRIM(LEADING (-x) FROM s) AS v", "RETURN TRIM(BOTH FROM s) AS v", "RETURN TRIM(TRAILING [1] FROM s) AS v",
    "MATCH (\"\") RETURN 1", "RETURN 1 AS \"\"", "SELECT n FROM g MATCH (n), $h MATCH (m)-[e]->(k)", "SELECT n FROM g MATCH (n), VARIABLE (h) MATCH (m)",
    "SELECT n FROM g MATCH (n), VARIABLE h MATCH (m)", "USE (h) MATCH (n) RETURN n",
  ])
  func onceFound(_ text: String) { check(Array(text.utf8), "once found") }

  private static let pieces = [
    "(", ")", "[", "]", "{", "}", "'", "\"", "`", "--", "->", "<-", "..", "|", "WHERE ", "MATCH ", " RETURN ", "CASE ", "END ", "*",
    "EXISTS {", "IN ", "-[", "/", "$", "0x", "\\u", ";", ":", "/*", "WITH ", "NOT ", ",", "{1,", "CALL {", "=>",
  ].map { Array($0.utf8) }

  /// Removes, doubles, moves, replaces a part, or puts a piece or a part of another text in.
  private func mutate(_ bytes: inout [UInt8], _ other: [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let start = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, start + Int.random(in: 1...12, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
    case 2: bytes[start] = UInt8.random(in: 0...0xFF, using: &random)
    case 3: bytes.insert(contentsOf: ParserFuzzTests.pieces.randomElement(using: &random) ?? [], at: start)
    case 4:
      let from = Int.random(in: 0..<other.count, using: &random)
      bytes.insert(contentsOf: other[from..<min(other.count, from + 30)], at: start)
    default: bytes.removeSubrange(start...)
    }
  }

  /// Both dialects; the trees are printed too, and what is printed parses.
  private func check(_ bytes: [UInt8], _ what: String) {
    let source = SourceText(bytes: bytes)
    for dialect in [Dialect.gql, .cypher] {
      var (statements, diagnostics): ([Statement], [Diagnostic]) = ([], [])
      // A machine that stands still for a moment counts as ours: what took long is measured again.
      let time = ProcessorTime.ofThread(atMost: .milliseconds(200), tries: 4) { (statements, diagnostics) = Parser.parse(source, dialect: dialect) }
      #expect(time < .milliseconds(200), "\(what), \(time): \(String(decoding: bytes, as: UTF8.self))")
      for span in diagnostics.flatMap({ [$0.span].compactMap { $0 } + $0.labels.map(\.span) }) + statements.map(\.span)
      where span.start < 0 || span.end > bytes.count || span.start > span.end {
        Issue.record("\(what): \(span) is outside of \(bytes.count) bytes")
      }
      for statement in statements where diagnostics.isEmpty {
        let printed = SyntaxPrinter.print(statement)
        let again = Parser.parse(printed, dialect: statement.dialect)
        let isSame = again.diagnostics.isEmpty && again.statements.count == 1 && SyntaxPrinter.print(again.statements[0]) == printed
        if !isSame {
          Issue.record(
            "\(what): \(String(decoding: bytes, as: UTF8.self))\nprinted \(printed)\n\(again.diagnostics.first?.message ?? "otherwise")")
        }
      }
    }
  }

  @Test(
    "nesting a hundred thousand deep is refused",
    arguments: [
      ("(", "1", ")"), ("[", "1", "]"), ("NOT ", "TRUE", ""), ("-", "x", ""), ("+ ", "x", ""), ("{a: ", "1", "}"),
      ("CASE WHEN TRUE THEN ", "1", " END"), ("CASE ", "1", " WHEN 1 THEN 2 END"), ("VALUE { RETURN ", "1", " AS x }"),
      ("EXISTS { MATCH (a) WHERE ", "TRUE", " }"), ("f(", "1", ")"), ("x[", "1", "]"), ("LET x = ", "1", " IN x END"),
      ("[x IN xs | ", "x", "]"), ("all(x IN xs WHERE ", "x", ")"), ("CAST(", "1", " AS INT)"), ("x :: LIST<", "INT", ">"),
      ("COUNT { MATCH (a) WHERE ", "TRUE", " }"), ("[(a)-->(b) | ", "1", "]"), ("x {a: ", "1", "}"), ("n:!", "A", ""), ("1 < (", "1", ") < 3"),
      ("reduce(a = 0, x IN ", "xs", " | x)"), ("1 + (", "1", ")"), ("a.b ^ (", "1", ")"), ("n:(", "A", ")"),
    ])
  func deepValues(_ before: String, _ middle: String, _ after: String) {
    checkDeep("RETURN ", before, middle, after)
  }

  @Test(
    "nesting of patterns and queries a hundred thousand deep is refused",
    arguments: [
      ("MATCH ", "((a)", "", ")"), ("", "{ ", "RETURN 1 AS x", " }"), ("", "CALL { ", "RETURN 1 AS x", " }"),
      ("MATCH ", "(x)(", "(a)", ")"), ("MATCH (a)-/", "(", "A", ")"), ("", "FOREACH (x IN xs | ", "CREATE (a)", ")"),
      ("CREATE GRAPH TYPE t {(a {b ", "LIST<", "INT", ">"), ("EXPLAIN ", "EXPLAIN ", "RETURN 1", ""),
      ("SELECT x FROM ", "{ SELECT x FROM ", "g MATCH (x)", " }"), ("OPTIONAL ", "{ MATCH (a) WHERE EXISTS ", "(a)", " }"),
    ])
  func deepQueries(_ start: String, _ before: String, _ middle: String, _ after: String) {
    checkDeep(start, before, middle, after)
  }

  private func checkDeep(_ start: String, _ before: String, _ middle: String, _ after: String) {
    // The time is that of the lexer, linear in the text: a fifth of it says as much, and the long run takes it all.
    let deep = ProcessInfo.processInfo.environment["GRAPHSH_LONG"] == nil ? 20_000 : 100_000
    for (dialect, depth) in [(Dialect.gql, deep), (.cypher, 2_000)] {
      let text = start + String(repeating: before, count: depth) + middle + String(repeating: after, count: depth)
      let clock = ContinuousClock.now
      let (statements, diagnostics) = Parser.parse(text, dialect: dialect)
      #expect(statements.isEmpty)
      #expect(!diagnostics.isEmpty && diagnostics.count < 5, "\(diagnostics.prefix(5).map(\.message))")
      #expect(ContinuousClock.now - clock < .seconds(20), "\(before)")
    }
  }
}
