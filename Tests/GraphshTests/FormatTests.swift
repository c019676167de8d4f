import Foundation
import GQL
import GraphStore
import TestSupport
import Testing

@testable import graphsh

@Suite struct TableTests {
  static let people = result(
    [("who", .string), ("n", .int), ("note", .any)],
    [[.string("Ada"), .int(3), .null], [.string("漢字"), .int(12), .string("e\u{301} 👩‍👩‍👧 🇫🇷")]])

  @Test func boxesAreAligned() {
    #expect(
      rendered(Self.people, as: .table) == """
        ┌────────┬─────┬─────────┐
        │ who    │   n │ note    │
        │ STRING │ INT │ STRING  │
        ├────────┼─────┼─────────┤
        │ Ada    │   3 │ NULL    │
        │ 漢字   │  12 │ é 👩‍👩‍👧 🇫🇷 │
        └────────┴─────┴─────────┘

        """)
  }

  @Test func everyLineIsEquallyWide() {
    let table = rendered(result([("v", .any)], Samples.values.map { [$0] }), as: .table)
    let widths = Set(table.lines.dropLast().map { DisplayWidth.of($0) })
    #expect(widths.count == 1)
  }

  /// Only a screen breaks values, between words, and below themselves.
  @Test func linesWrapOnAScreen() throws {
    let words = (1...30).map { "word\($0)" }.joined(separator: " ")
    let result = try Session(graph: Graph.inMemory()).execute("RETURN 1 AS n, '\(words)' AS text")
    #expect(rendered(result, as: .line).split(separator: "\n").count == 2)
    let lines = rendered(result, as: .line, RenderContext(screen: .init(width: 40, maxRows: 10))).split(separator: "\n")
    #expect(lines.count > 5 && lines.allSatisfy { DisplayWidth.of(String($0)) <= 40 })
    #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("       word") }, "\(lines)")
    #expect(lines.dropFirst().map { $0.dropFirst(7) }.joined(separator: " ") == words)
    #expect(rendered(result, as: .line, RenderContext(screen: .init(width: 12, maxRows: 10))).split(separator: "\n").count == 2, "no room: the terminal breaks it")
  }

  @Test(arguments: [OutputFormat.table, .line, .auto, .markdown]) func nothingDrivesTheTerminal(
    _ format: OutputFormat
  ) {
    let text = rendered(result([("v\u{1B}[1m", .any)], Samples.values.map { [$0] }), as: format)
    let harmful = text.unicodeScalars.filter { $0 != "\n" && VisibleText.isHarmful($0) }
    #expect(harmful.isEmpty, "\(harmful.map { $0.value })")
  }

  @Test func jsonOnATerminalIsSafeAsWell() {
    for format in [OutputFormat.json, .jsonLines, .typedJSON] {
      let text = rendered(result([("v", .any)], Samples.values.map { [$0] }), as: format)
      #expect(!text.unicodeScalars.contains { $0 != "\n" && VisibleText.isHarmful($0) })
    }
  }

  @Test func aScreenCountsWhatItLeavesOut() {
    let long = result([("i", .int)], (0..<100).map { [.int($0)] })
    let context = RenderContext(screen: .init(width: 80, maxRows: 10))
    let text = rendered(long, as: .table, context)
    #expect(text.contains("10 of 100 rows shown, 90 left out; `.set maxrows 0` or `| less` shows all"))
    #expect(text.lines.count == 4 + 10 + 1 + 1 + 1 + 1)
    #expect(text.contains("│   4 │") && !text.contains("│   5 │") && text.contains("│  95 │"))
    #expect(!rendered(long, as: .table).contains("shown"))
    let all = RenderContext(screen: .init(width: 80, maxRows: 0))
    #expect(rendered(long, as: .table, all).lines.count == 106 - 0)
  }

  @Test func aScreenWrapsThenDropsColumns() {
    let words = String(repeating: "word ", count: 30)
    let wide = result([("a", .string), ("b", .string)], [[.string(words), .string("漢字" + words)]])
    let context = RenderContext(screen: .init(width: 60, maxRows: 40))
    let wrapped = rendered(wide, as: .table, context)
    #expect(wrapped.lines.allSatisfy { DisplayWidth.of($0) <= 60 })
    #expect(wrapped.split(separator: "word").count == 61)

    let many = result(
      (0..<30).map { ("column\($0)", .string) }, [(0..<30).map { .string("value number \($0)") }])
    let dropped = rendered(many, as: .table, context)
    #expect(dropped.lines.dropLast(2).allSatisfy { DisplayWidth.of($0) <= 60 })
    #expect(dropped.contains("of 30 columns shown; `.mode line` shows all"))
    #expect(dropped.contains("column0 ") && dropped.contains("column29"))
  }

  @Test func autoTurnsWideRowsIntoLines() {
    let many = result(
      (0..<30).map { ("column\($0)", .string) }, [(0..<30).map { .string("value number \($0)") }])
    let screen = RenderContext(screen: .init(width: 60, maxRows: 40))
    #expect(rendered(many, as: .auto, screen).hasPrefix(" column0 = value number 0\n"))
    #expect(rendered(many, as: .auto).hasPrefix("┌"))
    #expect(rendered(Self.people, as: .auto, screen).hasPrefix("┌"))
  }

  @Test func noRowsStillHaveAHeader() {
    #expect(rendered(result([("a", .int)], []), as: .table).contains("│ a   │"))
    #expect(rendered(result([("a", .int)], []), as: .json) == "[]\n")
    #expect(rendered(result([("a", .int)], []), as: .csv) == "a\n")
  }
}

@Suite struct MachineFormatTests {
  static let all = result(
    [("position", .int), ("value", .any)], Samples.values.enumerated().map { [.int(Int64($0)), $1] })

  @Test func pythonReadsEveryJSON() throws {
    let python = try #require(Program.python, "python3 is not installed: JSON and CSV were not checked")
    for format in [OutputFormat.json, .typedJSON] {
      let outcome = try runProgram(python, ["-m", "json.tool"], input: rendered(Self.all, as: format))
      #expect(outcome.status == 0, "\(format.name): \(outcome.complaints)")
    }
    for line in rendered(Self.all, as: .jsonLines).lines where !line.isEmpty {
      #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil)
    }
  }

  @Test func csvReadsBack() throws {
    let python = try #require(Program.python, "python3 is not installed: JSON and CSV were not checked")
    let script = """
      import csv, io, json, sys
      data = sys.stdin.buffer.read().decode()
      rows = list(csv.reader(io.StringIO(data, newline='')))
      print(json.dumps(rows))
      """
    // Python's reader refuses NUL before 3.11.
    let values = Samples.values.filter {
      if case .string(let text) = $0 { !text.contains("\u{0}") } else { true }
    }
    let table = result([("value", .any), ("b", .int)], values.map { [$0, .int(1)] })
    let outcome = try runProgram(python, ["-c", script], input: rendered(table, as: .csv))
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String]])
    #expect(rows.count == values.count + 1)
    for (row, value) in zip(rows.dropFirst(), values) {
      #expect(row.count == 2)
      if case .string(let text) = value { #expect(Array(row[0].utf8) == Array(text.utf8)) }
    }
  }

  @Test func csvTellsNullFromEmpty() {
    let text = rendered(result([("a", .string), ("b", .string)], [[.null, .string("")]]), as: .csv)
    #expect(text == "a,b\n,\"\"\n")
    #expect(rendered(result([("a", .string)], [[.null]]), as: .csv) == "a\n\"\"\n")
  }

  @Test func jsonHasTheShapeOfTheQueryAPI() {
    let text = rendered(
      result(
        [("n", .node), ("e", .edge), ("x", .float)],
        [[.node(Samples.ann), .edge(Samples.supports), .float(.nan)]]), as: .json)
    #expect(
      text == """
        [{"n":{"elementId":"n1","labels":["Minister","Person"],"properties":{"name":"Ann \\"A\\" O'Neil"}},\
        "e":{"elementId":"e7","startNodeElementId":"n1","endNodeElementId":"n2","type":"SUPPORTS","properties":{"force":2}},"x":"NaN"}]

        """)
    #expect(rendered(result([("i", .int)], [[.int(.max)]]), as: .json) == "[{\"i\":9223372036854775807}]\n")
  }

  @Test func typedJSONRebuildsEveryValue() throws {
    let data = Data(rendered(Self.all, as: .typedJSON).utf8)
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(rows.count == Samples.values.count)
    for (row, value) in zip(rows, Samples.values) {
      let tagged = try #require(row["value"])
      let rebuilt = try #require(TypedJSONReader.value(tagged))
      #expect(exactly(rebuilt) == exactly(value))
    }
  }

  /// Equality that tells 1 from 1.0, -0.0 from 0.0 and scales of decimals apart.
  private func exactly(_ value: Value) -> String {
    TypedJSON.text(value) + value.description + typeName(value)
  }
  private func typeName(_ value: Value) -> String { "\(value.shownType)" }
}

/// What a program has to do to read `typedjson`.
enum TypedJSONReader {
  static func value(_ json: Any) -> Value? {
    guard let tagged = json as? [String: Any], let type = tagged["$type"] as? String,
      let inner = tagged["_value"]
    else { return nil }
    let text = inner as? String ?? ""
    switch type {
    case "Null": return .null
    case "Boolean": return (inner as? Bool).map(Value.bool)
    case "Integer": return Int64(text).map(Value.int)
    case "Float": return Double(text).map(Value.float)
    case "Decimal": return ExactDecimal(text: text).map(Value.decimal)
    case "String": return .string(text)
    case "Base64": return Data(base64Encoded: text).map { .bytes(Array($0)) }
    case "Date": return LocalDate(iso: text).map(Value.date)
    case "LocalTime": return LocalTime(iso: text).map(Value.localTime)
    case "Time": return ZonedTime(iso: text).map(Value.zonedTime)
    case "LocalDateTime": return LocalDateTime(iso: text).map(Value.localDateTime)
    case "OffsetDateTime", "ZonedDateTime": return ZonedDateTime(iso: text).map(Value.zonedDateTime)
    case "Duration": return CalendarDuration(iso: text).map(Value.duration)
    case "List": return (inner as? [Any]).map { .list($0.compactMap(value)) }
    case "Map": return record(inner).map(Value.record)
    case "Node": return node(inner).map(Value.node)
    case "Relationship": return edge(inner).map(Value.edge)
    case "Path":
      guard let parts = inner as? [Any] else { return nil }
      var nodes: [Node] = []
      var edges: [Edge] = []
      for part in parts {
        switch value(part) {
        case .node(let node)?: nodes.append(node)
        case .edge(let edge)?: edges.append(edge)
        default: return nil
        }
      }
      return .path(Path(nodes: nodes, edges: edges))
    default: return nil
    }
  }

  private static func record(_ json: Any?) -> Record? {
    guard let members = json as? [String: Any] else { return nil }
    // Foundation forgets the order, which has no meaning; sorted as the samples are written.
    return Record(
      members.keys.sorted {
        $0.utf8.first == UInt8(ascii: "a") && $1.utf8.first != UInt8(ascii: "a")
          || $0 < $1 && $1.utf8.first != UInt8(ascii: "a")
      }
      .compactMap { key in value(members[key]!).map { (name: key, value: $0) } })
  }

  private static func node(_ json: Any) -> Node? {
    guard let parts = json as? [String: Any], let id = identifier(parts["_element_id"]),
      let labels = parts["_labels"] as? [String],
      let properties = record(parts["_properties"])
    else { return nil }
    return Node(id: NodeID(id), labels: labels, properties: properties)
  }

  private static func edge(_ json: Any) -> Edge? {
    guard let parts = json as? [String: Any], let id = identifier(parts["_element_id"]),
      let type = parts["_type"] as? String,
      let source = identifier(parts["_start_node_element_id"]),
      let target = identifier(parts["_end_node_element_id"]),
      let isDirected = parts["_directed"] as? Bool, let properties = record(parts["_properties"])
    else { return nil }
    return Edge(
      id: EdgeID(id), type: type, source: NodeID(source), target: NodeID(target), isDirected: isDirected,
      properties: properties)
  }

  private static func identifier(_ json: Any?) -> Int64? {
    (json as? String).flatMap { Int64($0.dropFirst()) }
  }
}

@Suite struct TreeAndTabTests {
  @Test func tabsAndLineBreaksAreEscaped() {
    let table = result([("a\tb", .string), ("n", .int)], [[.string("x\ty\nz\\"), .int(1)], [.null, .zonedDateTime(.init(local: .init(secondsSinceEpoch: 0, nanosecond: 0), offsetSeconds: 0))]])
    #expect(rendered(table, as: .tsv) == "a\\tb\tn\nx\\ty\\nz\\\\\t1\n\\N\t1970-01-01T00:00Z\n")
  }

  /// Every row of TSV has as many tabs as the header.
  @Test func rowsHaveAllTheirFields() {
    let table = result([("a", .any), ("b", .any)], Samples.values.map { [$0, .int(1)] })
    let lines = rendered(table, as: .tsv).unicodeScalars.split(separator: "\n")
    #expect(lines.count == Samples.values.count + 1)
    #expect(lines.allSatisfy { $0.filter { $0 == "\t" }.count == 1 })
  }

  private func node(_ id: Int64, _ name: String) -> Node { Node(id: NodeID(id), labels: ["P"], properties: ["name": .string(name)]) }
  private func edge(_ id: Int64, _ source: Int64, _ target: Int64, _ type: String = "R", isDirected: Bool = true) -> Edge {
    Edge(id: EdgeID(id), type: type, source: NodeID(source), target: NodeID(target), isDirected: isDirected, properties: [:])
  }

  @Test func elementsAreATree() {
    let nodes = [node(1, "a"), node(2, "b\u{1B}[31m"), node(3, "c")].map(Value.node)
    let edges = [edge(1, 1, 2), edge(2, 1, 2), edge(3, 2, 3, "S"), edge(4, 3, 1), edge(5, 2, 9, "X", isDirected: false)].map(Value.edge)
    let text = rendered(result([("x", .any)], (nodes + edges).map { [$0] }), as: .graph)
    #expect(text == """
      a :P
      └─ R → b\\u001B[31m :P  ×2
         ├─ S → c :P
         │  └─ R → a :P …
         └─ X — #9

      """)
  }

  @Test func rootsComeFirstAndEachEdgeOnce() {
    let values = [node(1, "end"), node(2, "start")].map(Value.node) + [.edge(edge(1, 2, 1)), .edge(edge(2, 1, 1, "SELF"))]
    let text = rendered(result([("x", .any)], values.map { [$0] }), as: .graph)
    #expect(text == "start :P\n└─ R → end :P\n   └─ SELF → end :P …\n")
    #expect(rendered(result([("n", .int)], [[.int(1)]]), as: .graph).contains("│   1 │"))
  }

  @Test func citedPositionsAreProse() {
    var notes = CitedMarkdown.Notes()
    let text = CitedMarkdown.text(Harbour.result, documents: ["harbour-a": "Harbour A"], notes: &notes)
    #expect(text.hasPrefix("## Harbour levy\n\nferries, cargo; not: fishing\n\n### For\n\n- **Ada Osei** proposes: as first step, before the vote; since ~2025-05-01[^1][^2]\n"))
    #expect(text.contains("- **Port Council** supports, if revenue stays local (conditional); 2025-05-09[^3]\n"))
    #expect(text.contains("### Disputed\n") && text.contains("- **Norland** proposes: it with Osei; ~2025-05-01; according to Ada Osei[^1]\n"))
    #expect(text.contains("\n[^1]: Harbour A\n[^2]: harbour-b\n"))
  }

  @Test func citedAnswersNameDocumentsInFootnotes() {
    let table = result(
      [("who", .string), ("documents", .list(.string))],
      [[.string("a|b"), .list([.string("d1"), .string("d2")])], [.string("c"), .list([.string("d1")])], [.string("e"), .list([])]])
    var notes = CitedMarkdown.Notes()
    #expect(CitedMarkdown.text(table, documents: ["d1": "One, 2025-03-03"], notes: &notes) == """
      | who |
      | --- |
      | a\\|b[^1][^2] |
      | c[^1] |
      | e |

      [^1]: One, 2025-03-03
      [^2]: d2

      """)
    let next = result([("documents", .list(.string)), ("n", .int)], [[.list([.string("d3"), .string("d2")]), .int(1)]])
    #expect(CitedMarkdown.text(next, documents: [:], notes: &notes) == "| n |\n| --- |\n| 1[^3][^2] |\n\n[^3]: d3\n")
    #expect(CitedMarkdown.text(next, documents: [:], notes: &notes) == "| n |\n| --- |\n| 1[^3][^2] |\n")
  }

  /// What matters less goes first, and only as much as is needed.
  @Test(arguments: [(200, [0, 1, 2, 3]), (70, [0, 1, 2]), (50, [0, 2]), (44, [0, 2])])
  func columnsAreGivenUpInOrder(width: Int, shown: [Int]) {
    let layout = TableLayout(natural: [20, 20, 20, 20], lineWidth: width, givingUp: [3, 1])
    #expect(layout.columns == shown.map { $0 } && layout.hiddenColumnCount == 4 - shown.count)
    #expect(layout.widths.reduce(1) { $0 + $1 + 3 } <= width)
    #expect(TableLayout.fits(natural: [20, 20, 20, 20], lineWidth: width, givingUp: [3, 1]))
  }
}
