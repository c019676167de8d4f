import Foundation
import GraphStore
import TestSupport
import Testing

@testable import GQL

@Suite struct DOTHostileTests {
  /// What a label must read back as.
  private func expected(_ text: String) -> String {
    let capped = DOTText.capped(DOTText.shown(text), to: DOTOptions().labelLimit)
    return DOTText.wrapped(capped, width: 24).replacingScalar("\n", with: " ")
  }

  @Test func labelsReadBack() throws {
    let nodes = hostileTexts.enumerated().map {
      node(Int64($0 + 1), $1, [$1.isEmpty ? "Empty" : $1, "Person"], ["note": .string($1), $1: .int(1)])
    }
    let edges = hostileTexts.enumerated().map {
      edge(Int64($0 + 1), Int64($0 + 1), 1, $1.isEmpty ? "T" : $1, ["gist": .string($1), "url": .string($1)])
    }
    let document = try DOTDocument(graph(nodes, edges))
    let verdict = try Judge.judge(document)
    #expect(verdict.complaints.isEmpty, "\(verdict.complaints)")
    #expect(verdict.nodes.count == nodes.count)
    #expect(verdict.edges.count == edges.count)
    let drawn = Dictionary(verdict.nodes.map { ($0["name"] as? String ?? "", Judge.Verdict.drawnText($0)) }) {
      a, _ in a
    }
    for (position, text) in hostileTexts.enumerated() where !text.isEmpty {
      let read = drawn["n\(position + 1)"] ?? "missing"
      #expect(Array(squeezed(read).utf8) == Array(squeezed(expected(text)).utf8), "\(text.prefix(60))")
    }
    for element in verdict.edges {
      let id = (element["id"] as? String).flatMap { Int($0.dropFirst()) } ?? 0
      let type = hostileTexts[id - 1].isEmpty ? "T" : hostileTexts[id - 1]
      let shown = DOTText.capped(DOTText.shown(type), to: DOTOptions().labelLimit)
      #expect(Array(squeezed(Judge.Verdict.drawnText(element)).utf8) == Array(squeezed(shown).utf8))
    }
    #expect(try Judge.svgIsWellFormed(document))
  }

  /// Graphviz drops blanks at the ends of lines.
  private func squeezed(_ text: String) -> String { text.split(separator: " ").joined(separator: " ") }

  @Test func titleAndQueryCannotBreakOut() throws {
    for text in hostileTexts {
      var options = DOTOptions()
      options.title = text
      options.query = text
      let document = try DOTDocument(graph([node(1, "a"), node(2, "b")], [edge(1, 1, 2)]), options: options)
      let verdict = try Judge.judge(document)
      #expect(
        verdict.complaints.isEmpty && verdict.nodes.count == 2 && verdict.edges.count == 1,
        "\(text.unicodeScalars.prefix(60)) \(verdict.complaints.unicodeScalars.prefix(200))")
    }
  }

  @Test(arguments: 0..<6) func randomUnicode(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    func text() -> String {
      let ranges: [ClosedRange<UInt32>] = [
        0...0x7F, 0x20...0x7E, 0x80...0x2FF, 0x300...0x36F, 0x590...0x6FF, 0x2000...0x206F, 0x4E00...0x4FFF,
        0xD7FF...0xD7FF, 0xE000...0xFFFF, 0x1F300...0x1FAFF, 0xE0000...0x10FFFF,
      ]
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        scalars.append(
          Unicode.Scalar(UInt32.random(in: ranges.randomElement(using: &random)!, using: &random)) ?? "x")
      }
      return String(scalars)
    }
    let nodes = (1...25).map { node($0, text(), [text()], [text(): .string(text())]) }
    let edges = (1...25).map {
      edge(
        $0, $0, Int64.random(in: 1...25, using: &random), text(), [text(): .string(text())],
        isDirected: $0 % 3 != 0)
    }
    let document = try DOTDocument(graph(nodes, edges))
    let verdict = try Judge.judge(document)
    // Fonts of the machine may lack a sign; that is no fault of the text.
    let complaints = verdict.complaints.lines.filter { !$0.isEmpty && !$0.contains("Pango") }
    #expect(complaints.isEmpty, "seed \(seed): \(complaints)")
    #expect(verdict.nodes.count == 25 && verdict.edges.count == document.edgeCount, "seed \(seed)")
    for element in verdict.nodes {
      let id = (element["name"] as? String).flatMap { Int($0.dropFirst()) } ?? 0
      guard case .string(let name)? = nodes[id - 1].properties["name"] else { continue }
      #expect(
        Array(squeezed(Judge.Verdict.drawnText(element)).utf8) == Array(squeezed(expected(name)).utf8),
        "seed \(seed), node \(id)")
    }
    #expect(try Judge.svgIsWellFormed(document), "seed \(seed)")
  }

  @Test func tooltipsShowInTheSVG() throws {
    let document = try DOTDocument(
      graph([node(1, "a", ["Person"], ["note": .string("C:\\ \\N \\n \\\\T & <b> \"q\"")])], []))
    let svg = String(decoding: try Graphviz().render(document, as: .svg), as: UTF8.self).replacingScalar(
      "\u{2060}", with: "")
    #expect(svg.contains("note: C:\\ \\N \\n \\\\T &amp; &lt;b&gt; &quot;q&quot;"), "\(svg)")
  }

  @Test(arguments: [
    ("https://example.org/a?b=c&d=e", true), ("http://x", true), ("javascript:alert(1)", false),
    (" https://x", false), ("https://x y", false), ("file:///etc/passwd", false),
    ("https://x\"y", false), ("HTTPS://X", true), ("https://x\u{1}", false), ("data:text/html,x", false),
    ("https://пример.рф", true),
  ])
  func onlyWebLinks(_ text: String, _ isLink: Bool) throws {
    let document = try DOTDocument(graph([node(1, "a", ["Person"], ["url": .string(text)])], []))
    #expect(document.text.contains("URL=") == isLink)
    if isLink {
      #expect(try Judge.judge(document).complaints.isEmpty)
      #expect(try Judge.svgIsWellFormed(document))
    }
  }
}
