import Foundation
import GraphStore
import TestSupport
import Testing

@testable import GQL

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
    let planned = try lines([["modality": .string("planned")]])
    #expect(planned.arrow.contains("arrowhead=onormal") && planned.arrow.contains("\\nplanned\""))
    let reported = try lines([["certainty": .string("reported")], ["certainty": .string("reported")]])
    #expect(reported.arrow.contains("arrowtail=odiamond") && reported.legend.contains("reported by others"))
    let both = try lines([["certainty": .string("reported")], ["certainty": .string("stated")]])
    #expect(!both.arrow.contains("odiamond") && !both.legend.contains("reported"))
  }

  /// What turns the meaning of all edges of an arrow is written on it.
  @Test(arguments: [
    ([["modality": .string("past"), "scope": .list([.string("own troops")])]], "only: own troops\\npast"),
    ([["modality": .string("past")], [:]], ""), ([["scope": .string("nights")], [:]], ""),
    ([["scope": .string("a")], ["scope": .list([.string("b"), .string("c")])]], "only: a and b and others"),
    ([["certainty": .string("inferred"), "represented_by": .string("Ada")]], "represented by Ada\\ninferred"),
    ([["certainty": .string("reported"), "modality": .string("actual"), "scope": .list([])]], ""),
    ([["modality": .string("a \"b\"\n")]], #"a \"b\" "#),
  ] as [([Record], String)])
  func whatTurnsTheMeaningIsWritten(properties: [Record], shown: String) throws {
    let edges = properties.enumerated().map { edge(Int64($0.offset + 1), 1, 2, "FOR", $0.element) }
    let line = try DOTDocument(graph(people, edges)).text.lines.first { $0.contains("->") } ?? ""
    #expect(line.contains("label=\"FOR\(edges.count > 1 ? " ×\(edges.count)" : "")\(shown.isEmpty ? "" : "\\n" + shown)\""), "\(line)")
  }

  @Test(arguments: [
    ([["amount": .int(800), "ceiling": .bool(true)], ["amount": .int(150), "part_of": .string("fund")]], "up to 800\\nincluding 150"),
    ([["amount": .int(150), "part_of": .string("fund"), "ceiling": .bool(false)]], "150, part of fund"),
  ] as [([Record], String)])
  func limitsAndPartsAreToldOfSums(properties: [Record], shown: String) throws {
    let edges = properties.enumerated().map { edge(Int64($0.offset + 1), 1, 2, "FUNDS", $0.element) }
    let line = try DOTDocument(graph(people, edges)).text.lines.first { $0.contains("->") } ?? ""
    #expect(line.contains("\\n\(shown)\""), "\(line)")
  }

  private static let sums: [([Value], String)] = [
    ([.int(1_600_000_000)], "1.6 billion GBP"), ([.int(12_500)], "12,500 GBP"), ([.int(1_650_000_000)], "1,650 million GBP"),
    ([.int(800_000_000_000), .int(150_000_000_000)], "800 billion GBP\\n150 billion GBP"), ([.int(2_000_000), .int(2_000_000)], "2 million GBP"),
    ([.int(-7)], "-7 GBP"), ([.int(.min)], "-9,223,372,036,854,775,808 GBP"), ([.int(-123_456)], "-123,456 GBP"),
    ([.float(1_234_567.891)], "1,234,567.891 GBP"), ([.float(1.6e9)], "1.6 billion GBP"), ([.float(-7e7)], "-70 million GBP"),
    ([.decimal(ExactDecimal(coefficient: 9_999_950, scale: 2))], "99,999.5 GBP"),
  ]

  /// Sums are shown without loss, and left to the tooltip where there are many.
  @Test(arguments: sums)
  func sumsAreShown(amounts: [Value], shown: String) throws {
    func text(_ amounts: [Value]) throws -> String {
      let edges = amounts.enumerated().map {
        edge(Int64($0.offset + 1), 1, 2, "FUNDS", ["amount": $0.element, "currency": .string("GBP")])
      }
      return try DOTDocument(graph(people, edges)).text.lines.first { $0.contains("->") } ?? ""
    }
    let line = try text(amounts)
    #expect(line.contains("FUNDS\(amounts.count > 1 ? " ×\(amounts.count)" : "")\\n\(shown)\""), "\(line)")
    #expect(try text([.int(1), .int(2), .int(3)]).contains("FUNDS ×3\""))
  }

  /// The earliest time is shown as exactly as it is known.
  @Test(arguments: [
    (["../2025-03-02", "2025-03-04"], "by 2025-03-02"), (["1966", "1966-03-01"], "1966"), (["2025-03-02/2025-03-03"], "2025-03-02/2025-03-03"),
    (["2009/.."], "since 2009"), (["2025-03-04", "2025-03-01"], "2025-03-01"), (["", "2025-03-01"], "2025-03-01"),
  ])
  func theEarliestTimeIsShown(dates: [String], shown: String) throws {
    let edges = dates.enumerated().map { edge(Int64($0.offset + 1), 1, 2, "FOR", ["date": .string($0.element)]) }
    let text = try DOTDocument(graph(people, edges)).text
    #expect(text.contains("FOR\(dates.count > 1 ? " ×\(dates.count)" : "")\\n\(shown)\""), "\(text)")
  }

  /// An end of what lasts is an end, not a day by which it was so.
  @Test func whatLastedIsShownUntilItsEnd() throws {
    let edges = [edge(1, 1, 2, "MEMBER_OF", ["date": .string("../1966")])]
    #expect(try DOTDocument(graph(people, edges)).text.contains("until 1966"))
  }

  @Test func inferredDaysAreMarked() throws {
    let day = Value.date(.init(daysSinceEpoch: 20151))
    func label(_ properties: Record) throws -> String { try DOTDocument(graph(people, [edge(1, 1, 2, "FOR", properties)])).text }
    #expect(try label(["date_from": day, "date_to": day, "date_basis": "inferred"]).contains("FOR\\n~2025-03-04\""))
    #expect(try label(["date_from": day, "date_to": day, "date_basis": "printed"]).contains("FOR\\n2025-03-04\""))
    #expect(try label(["date_to": day, "date_basis": "inferred"]).contains("FOR\\nby ~2025-03-04\""))
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

  /// As long as there are colours.
  @Test func labelsOfOnePictureHaveDifferentColours() throws {
    let labels = (0..<DOTPalette.fills.count).map { "Kind \($0)" }
    #expect(Set(labels.map(DOTPalette.fill)).count < labels.count, "some of them would share one")
    let nodes = labels.enumerated().map { Node(id: NodeID(Int64($0.offset)), labels: [$0.element], properties: [:]) }
    let text = try DOTDocument(graph(nodes, [])).text
    #expect(DOTPalette.fills.allSatisfy { text.contains("fillcolor=\"\($0)\"") && text.contains("BGCOLOR=\"\($0)\"") })
    #expect(DOTPalette.fills(of: Set(labels + ["one more"])).count == labels.count + 1)
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
