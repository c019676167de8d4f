import Foundation
import GraphStore
import TestSupport
import Testing

@testable import GQL

/// Real Graphviz, as the judge of what we write. Tests that need it fail loudly, with what to install, when it is absent.
private enum Judge {
  static let dot = ["/usr/bin/dot", "/usr/local/bin/dot"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  static let absent: Comment = "Graphviz is not installed: `apt-get install graphviz`"

  struct Verdict {
    var json: [String: Any]
    var complaints: String
    private var objects: [[String: Any]] { json["objects"] as? [[String: Any]] ?? [] }
    var nodes: [[String: Any]] {
      objects.filter { ($0["name"] as? String)?.hasPrefix("n") ?? false && $0["nodes"] == nil }
    }
    var edges: [[String: Any]] { json["edges"] as? [[String: Any]] ?? [] }

    /// The text that is drawn for an element: its lines joined by blanks.
    static func drawnText(_ element: [String: Any]) -> String {
      let operations = element["_ldraw_"] as? [[String: Any]] ?? []
      return operations.filter { $0["op"] as? String == "T" }.compactMap { $0["text"] as? String }.joined(
        separator: " ")
    }
  }

  static func judge(_ document: DOTDocument) throws -> Verdict {
    let dot = try #require(Judge.dot, absent)
    let file = try TemporaryFile()
    let path = file.folder + "/in.dot"
    try document.text.write(toFile: path, atomically: true, encoding: .utf8)
    let output = try Program.run(dot, ["-Tjson", path])
    #expect(output.status == 0)
    let json = try? JSONSerialization.jsonObject(with: Data(output.output.utf8)) as? [String: Any]
    #expect(json != nil, "Graphviz gave no JSON for \(document.text.prefix(200))")
    return Verdict(json: json ?? [:], complaints: output.errors)
  }

  static func svgIsWellFormed(_ document: DOTDocument) throws -> Bool {
    let svg = try Graphviz().render(document, as: .svg)
    return WellFormedness.holds(svg)
  }
}

/// Parses XML with python's expat.
private enum WellFormedness {
  static let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/root/.pyenv/shims/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  static func holds(_ xml: [UInt8]) -> Bool {
    guard let python, let file = try? TemporaryFile() else { return false }
    let path = file.folder + "/a.svg"
    _ = FileManager.default.createFile(atPath: path, contents: Data(xml))
    let outcome = try? Program.run(
      python, ["-c", "import sys, xml.etree.ElementTree as t; t.parse(sys.argv[1])", path])
    return outcome?.status == 0
  }
}

private func node(_ id: Int64, _ name: String, _ labels: [String] = ["Person"], _ more: Record = [:]) -> Node
{
  Node(
    id: NodeID(id), labels: labels, properties: Record([(name: "name", value: .string(name))] + more.fields))
}

private func edge(
  _ id: Int64, _ source: Int64, _ target: Int64, _ type: String = "SUPPORTS", _ properties: Record = [:],
  isDirected: Bool = true
) -> Edge {
  Edge(
    id: EdgeID(id), type: type, source: NodeID(source), target: NodeID(target), isDirected: isDirected,
    properties: properties)
}

private func graph(_ nodes: [Node], _ edges: [Edge]) -> DOTSubgraph {
  var graph = DOTSubgraph()
  nodes.forEach { graph.add($0) }
  edges.forEach { graph.add($0) }
  return graph
}

/// Inputs that break naive writers (research: 22 of 40), one for each pitfall that data can carry.
private let hostileTexts = [
  "say \"hi\"", "C:\\", "50\\N of \\G and \\E", "line\\\nend", "AT&T &amp; &copy; &#65; &lt;", "<AT&T>", "<>",
  "", "<b>bold</b>", "node", "Graph", "EDGE",
  "http://x/a", "a:b", "u-1", "1abc", String(repeating: "long ", count: 5_000),
  String(repeating: "&", count: 20_000), "\u{FEFF}mark", "\u{1}\u{7}\u{1B}[31m\u{0}",
  "{a|b}<c>", "strict", "cluster_x", "кириллица 中文 עברית 😀👩‍👩‍👧 العربية", "raw\nnew\r\nline\ttab",
  "\u{202E}reversed\u{2066}", "\u{85}\u{9B}\u{FFFE}\u{FFFF}\u{2028}",
  "a" + String(repeating: "\u{301}", count: 30_000), "]; x [label=\"injected\"",
  "\"]; n1 -> n2; n9 [label=\"", "/* */ // #", "\\\"", "\\\\", "%s %d \\l\\r\\T\\H", "--> ->",
  "'", "`", "\u{AD}\u{200B}\u{200D}", "=cmd()", "  blanks  ", "\\n",
]

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

@Suite struct DOTDocumentTests {
  private let people = (1...3).map { node(Int64($0), "person \($0)") }

  @Test func sameGraphSameBytes() throws {
    let edges: [Edge] = (1...20).map { (id: Int64) in
      let type = id.isMultiple(of: 2) ? "B" : "A"
      return edge(id, id % 3 + 1, (id * 5) % 3 + 1, type)
    }
    let first = try DOTDocument(graph(people, edges)).text
    for _ in 0..<5 {
      #expect(try DOTDocument(graph(people.shuffled(), edges.shuffled())).text == first)
    }
  }

  @Test func parallelAssertionsBecomeOneArrow() throws {
    let edges = [
      edge(1, 1, 2, "SUPPORTS", ["origin": .string("x"), "date": .string("2025-03-02")]),
      edge(2, 1, 2, "SUPPORTS", ["origin": .string("x"), "date": .string("2025-03-01")]),
      edge(3, 1, 2, "SUPPORTS", ["origin": .string("y")]), edge(4, 2, 1, "SUPPORTS"),
      edge(5, 1, 2, "OPPOSES"),
    ]
    let collapsed = try DOTDocument(graph(people, edges))
    #expect(collapsed.edgeCount == 3)
    #expect(
      collapsed.text.contains("label=\"SUPPORTS ×3\\n2025-03-01\"") && collapsed.text.contains("penwidth=2.1")
    )
    var options = DOTOptions()
    options.collapsesParallelEdges = false
    let apart = try DOTDocument(graph(people, edges), options: options)
    #expect(apart.edgeCount == 5)
    #expect(try Judge.judge(apart).edges.count == 5)
    #expect(!apart.text.contains("strict"))
  }

  @Test func undirectedEdgesArePairs() throws {
    let document = try DOTDocument(
      graph(people, [edge(1, 2, 1, "KNOWS", isDirected: false), edge(2, 1, 2, "KNOWS", isDirected: false)]))
    #expect(document.edgeCount == 1 && document.text.contains("dir=none"))
  }

  @Test func stanceShowsInColourAndLine() throws {
    var options = DOTOptions()
    options.signs = ["FOR": 1, "AGAINST": -1, "UNSURE": 0]
    let text = try DOTDocument(
      graph(
        people,
        [edge(1, 1, 2, "FOR"), edge(2, 1, 2, "AGAINST"), edge(3, 1, 2, "UNSURE"), edge(4, 1, 2, "KNOWS")]),
      options: options
    ).text
    let lines = text.lines.filter { $0.contains("->") }
    #expect(lines.count == 4)
    for (word, style) in [
      ("FOR", DOTEdgeStyle.supporting), ("AGAINST", .opposing), ("UNSURE", .reserved), ("KNOWS", .neutral),
    ] {
      let line = lines.first { $0.contains("label=\"\(word)") } ?? ""
      #expect(line.contains("style=\(style.line)") && line.contains("color=\"\(style.color)\""), "\(line)")
    }
    let signed: [DOTEdgeStyle] = [.supporting, .opposing, .reserved]
    #expect(Set(signed.map(\.line)).count == 3 && Set(signed.map(\.color)).count == 3)
  }

  /// What is only conditional has a hollow head, what only others report begins in a diamond, and the legend says so.
  @Test func whatIsNotSaidOutrightLooksOtherwise() throws {
    func lines(_ properties: [Record]) throws -> (arrow: String, legend: String) {
      var options = DOTOptions()
      options.signs = ["FOR": 1]
      let edges = properties.enumerated().map { edge(Int64($0.offset + 1), 1, 2, "FOR", $0.element) }
      let document = try DOTDocument(graph(people, edges), options: options)
      #expect(try Judge.judge(document).edges.count == 1)
      return (document.text.lines.first { $0.contains("->") } ?? "", document.text.lines.first { $0.contains("<TABLE") } ?? "")
    }
    let plain = try lines([["certainty": .string("stated"), "modality": .string("actual")]])
    #expect(!plain.arrow.contains("odiamond") && !plain.legend.contains("conditional") && !plain.legend.contains("reported"))
    let conditional = try lines([["modality": .string("conditional")]])
    #expect(conditional.arrow.contains("arrowhead=onormal") && conditional.legend.contains("only conditional"))
    let reported = try lines([["certainty": .string("reported")], ["certainty": .string("reported")]])
    #expect(reported.arrow.contains("arrowtail=odiamond") && reported.legend.contains("reported by others"))
    let both = try lines([["certainty": .string("reported")], ["certainty": .string("stated")]])
    #expect(!both.arrow.contains("odiamond") && !both.legend.contains("reported"))
  }

  /// A day goes before a text such as an open interval.
  @Test func theEarliestDayIsShown() throws {
    let text = try DOTDocument(
      graph(
        people,
        [
          edge(1, 1, 2, "FOR", ["date": .string("../2025-03-02")]),
          edge(2, 1, 2, "FOR", ["date": .string("2025-03-04"), "date_from": .date(.init(daysSinceEpoch: 20151))]),
        ])
    ).text
    #expect(text.contains("FOR ×2\\n2025-03-04"), "\(text)")
  }

  @Test func endsThatAreMissingAreDrawnAsIDs() throws {
    var subgraph = DOTSubgraph()
    subgraph.add(edge(1, 1, 9))
    #expect(subgraph.missingNodes == [NodeID(1), NodeID(9)])
    let document = try DOTDocument(subgraph)
    #expect(document.nodeCount == 2)
    #expect(try Judge.judge(document).nodes.count == 2)
  }

  @Test func collectsFromEverywhere() {
    let path = Path(nodes: [people[0], people[1]], edges: [edge(1, 1, 2)])
    let row: [Value] = [
      .list([.node(people[2]), .list([.path(path)])]), .record(["e": .edge(edge(2, 2, 3))]), .int(1), .null,
    ]
    let columns = (0..<4).map { QueryResult.Column(name: "c\($0)", type: .any) }
    let graph = DOTSubgraph(QueryResult(columns: columns, rows: [row, row], summary: ResultSummary()))
    #expect(graph.nodes.map(\.id.rawValue) == [1, 2, 3] && graph.edges.map(\.id.rawValue) == [1, 2])
  }

  @Test func largeGraphsAreLaidOutOtherwiseThenRefused() throws {
    let many = (1...201).map { node(Int64($0), "n\($0)") }
    #expect(try DOTDocument(graph(many, [])).text.contains("layout=sfdp"))
    #expect(try DOTDocument(graph(Array(many.dropLast()), [])).text.contains("rankdir=LR"))
    let error = #expect(throws: QueryError.self) {
      try DOTDocument(graph((1...2_001).map { node(Int64($0), "x") }, []))
    }
    #expect(error?.status == .limitExceeded && error?.message.contains("2000") ?? false)
    #expect(throws: QueryError.self) {
      try DOTDocument(graph(people, (1...10_001).map { edge(Int64($0), 1, 2) }))
    }
  }

  @Test func sfdpDrawsWithoutComplaint() throws {
    var random = SeededGenerator(seed: 7)
    let nodes = (1...300).map { node(Int64($0), "node \($0)") }
    let edges = (1...450).map {
      edge(Int64($0), Int64.random(in: 1...300, using: &random), Int64.random(in: 1...300, using: &random))
    }
    let document = try DOTDocument(graph(nodes, edges))
    let svg = try Graphviz().render(document, as: .svg)
    if let path = ProcessInfo.processInfo.environment["GRAPHSH_LARGE_PICTURE"] { try document.write(to: path, as: .png) }
    #expect(WellFormedness.holds(svg))
  }

  @Test func labelColoursAreStableAndReadable() {
    let common = ["Person", "Organization", "Country", "Proposal", "Event", "Document", "Place", "Claim"]
    #expect(Set(common.map(DOTPalette.fill)).count == 8)
    #expect(DOTPalette.fill("Person") == "#77AADD")
    for fill in DOTPalette.fills + [DOTPalette.unlabeled] {
      #expect(contrast(fill, DOTPalette.text) >= 4.5, "\(fill)")
    }
    for style in DOTEdgeStyle.allCases {
      #expect(contrast(style.textColor, "#FFFFFF") >= 4.5, "\(style) \(contrast(style.textColor, "#FFFFFF"))")
    }
  }

  /// WCAG 2, relative luminance.
  private func contrast(_ a: String, _ b: String) -> Double {
    func luminance(_ color: String) -> Double {
      let value = Int(color.dropFirst(), radix: 16) ?? 0
      let parts = [value >> 16, value >> 8 & 255, value & 255].map { Double($0) / 255 }
      let linear = parts.map { $0 <= 0.03928 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
    let (light, dark) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)
  }

  @Test func kindsDecideShapes() {
    #expect(DOTNodeStyle(labels: ["Actor", "Organisation"]).label == "Organisation")
    #expect(DOTNodeStyle(labels: ["Minister", "Person"]).shape == .person)
    #expect(DOTNodeStyle(labels: []).fill == DOTPalette.unlabeled)
    #expect(DOTNodeStyle(labels: ["Zebra"]).shape == .other)
  }

  @Test func theLegendExplainsWhatIsDrawn() throws {
    var options = DOTOptions()
    options.signs = ["OPPOSES": -1]
    let text = try DOTDocument(graph(people, [edge(1, 1, 2, "OPPOSES"), edge(2, 1, 3)]), options: options)
      .text
    #expect(
      text.contains("cluster_legend") && text.contains("Person (3)") && text.contains("against")
        && !text.contains(">for<"))
    options.hasLegend = false
    #expect(!(try DOTDocument(graph(people, []), options: options).text.contains("legend")))
    #expect(try Judge.judge(DOTDocument(DOTSubgraph())).complaints.isEmpty)
  }
}

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
