import GQL
import Testing

@testable import graphsh

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("abc", 3), ("", 0), ("漢字", 4), ("é", 1), ("e\u{301}", 1), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧‍👦", 2), ("🇫🇷", 2),
    ("❤️", 2), ("❤", 1), ("1️⃣", 2),
    ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｆｕｌｌ", 8), ("ﾊﾝｶｸ", 4), ("שלום", 4), ("a\u{200B}b", 2),
    ("\u{300}", 0), ("नमस्ते", 4), ("က္ကာ", 3), ("ﷺ", 1), ("\u{AD}", 1),
    ("ไทย", 3), ("…", 1), ("─", 1), ("☃", 1), ("⌚", 2), ("\u{1F9D1}\u{200D}\u{1F680}", 2),
  ])
  func cells(_ text: String, _ width: Int) { #expect(DisplayWidth.of(text) == width) }

  @Test func prefixesAreCutBetweenClusters() {
    #expect(DisplayWidth.prefix("漢字x", width: 3) == "漢")
    #expect(DisplayWidth.truncated("漢字漢字", width: 5) == "漢字…")
    #expect(DisplayWidth.truncated("abc", width: 3) == "abc")
    #expect(DisplayWidth.padded("漢", to: 4, alignsRight: true) == "  漢")
  }

  @Test func tableIsAscending() {
    for (a, b) in zip(WideScalars.ranges, WideScalars.ranges.dropFirst()) {
      #expect(a.upperBound < b.lowerBound)
    }
  }
}

@Suite struct WrappingTests {
  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("unbreakable", 4, ["unbr", "eaka", "ble"]), ("", 4, [""]),
    ("漢字漢字", 5, ["漢字", "漢字"]),
    ("ab  cd", 3, ["ab", "cd"]), ("漢", 1, ["漢"]),
  ])
  func lines(_ text: String, _ width: Int, _ lines: [String]) {
    #expect(TextWrapping.lines(text, width: width) == lines)
  }
}

@Suite struct VisibleTextTests {
  @Test func controlsAreShown() {
    #expect(
      VisibleText.escaped("a\u{1B}[31m\n\t\u{9B}\u{202E}\u{E0041}é👩‍👧")
        == "a\\u001B[31m\\n\\t\\u009B\\u202E\\U0E0041é👩‍👧")
  }
  @Test func linesAreSplitAtScalars() {
    #expect("a\r\nb\n\nc".lines == ["a", "b", "", "c"])
  }
  @Test func quotesWithMarksAreFound() {
    #expect("\"\u{301}".replacingScalar("\"", with: "\"\"") == "\"\"\u{301}")
    #expect("\"\u{301}".replacingScalar("\"", with: "\"\"").unicodeScalars.count == 3)
  }
}

@Suite struct NearestTests {
  @Test func swapsAndPrefixesAreNear() {
    let names = DotCommandTable.all.map(\.name)
    #expect(Nearest.to("bakcs", among: names) == ["backs"])
    #expect(Nearest.to("sch", among: names) == ["schema"])
    #expect(Nearest.to("xyzzy", among: names).isEmpty)
  }
}

@Suite struct ErrorTextTests {
  /// On a terminal sentences are broken between words, and the colour does not count.
  @Test func sentencesAreBroken() {
    let error = ShellError.usage("nothing here is called `harbour levies`", hints: ["did you mean `harbour levy`, or another one?"])
    let lines = ["error: nothing here is called", "  `harbour levies`", "  hint: did you mean `harbour", "    levy`, or another one?", ""]
    #expect(ErrorText.of(error, source: "", style: Style(isColored: false, width: 30)) == lines.joined(separator: "\n"))
    let colored = ErrorText.of(error, source: "", style: Style(isColored: true, width: 30))
    #expect(colored.hasPrefix("\u{1B}[1;31merror\u{1B}[0m: nothing here is called\n"))
    #expect(ErrorText.of(error, source: "", style: .plain).split(separator: "\n").count == 2)
  }
}

@Suite struct NarrowScreenTests {
  /// The line of the source fits, and the caret stands below what it is about.
  @Test(arguments: [30, 50, 80, 200]) func excerptsFit(_ width: Int) throws {
    let source = "MATCH (person:Person)-[:KNOWS]->(other:Person) WHERE person.name = 漢字 AND oops.name = 'y' RETURN person.name, other.name ORDER BY 1"
    let start = try #require(source.range(of: "oops")).lowerBound.utf16Offset(in: source) + 4
    let diagnostic = Diagnostic(.invalidReference, "unknown variable `oops`", at: SourceSpan(start, start + 4))
    let lines = ErrorText.of(diagnostic, source: source, style: Style(isColored: false, width: width)).lines
    let excerpt = try #require(lines.firstIndex { $0.contains(" | ") })
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "\(lines)")
    let before = try #require(lines[excerpt].range(of: "oops")).lowerBound
    #expect(lines[excerpt + 1] == String(repeating: " ", count: DisplayWidth.of(String(lines[excerpt][..<before]))) + "^^^^", "\(lines)")
  }

  @Test(arguments: [50, 80]) func helpHangs(_ width: Int) {
    let harness = Harness(screenWidth: width)
    #expect(harness.shell.take(script: ".help\n.help set\n.help mode") == .done)
    #expect(harness.rows.lines.allSatisfy { DisplayWidth.of($0) <= width }, "\(harness.rows)")
    let lines = harness.rows.lines
    let memory = lines.firstIndex { $0.hasPrefix("  memory SIZE") } ?? 0
    #expect(width == 50 || lines[memory + 1].hasPrefix(String(repeating: " ", count: 28)) && !lines[memory + 1].hasPrefix(String(repeating: " ", count: 29)), "\(harness.rows)")
  }
}

@Suite struct SummaryTextTests {
  @Test(arguments: [
    (0, "0 µs"), (0.000_000_1, "1 µs"), (0.000_0482, "48 µs"), (0.0004, "400 µs"), (0.000_9996, "1 ms"), (0.00137, "1.37 ms"), (0.009_996, "10 ms"),
    (0.0123, "12.3 ms"), (0.123, "123 ms"), (0.9996, "1 s"), (1.25, "1.25 s"), (75, "75 s"), (3723.4, "3723 s"),
  ])
  func times(_ seconds: Double, _ text: String) { #expect(SummaryText.time(seconds) == text) }

  @Test func changes() {
    var summary = ResultSummary()
    summary.nodesInserted = 1
    summary.edgesInserted = 2
    summary.propertiesSet = 1
    #expect(
      SummaryText.of(QueryResult(columns: [], rows: [], summary: summary))
        == "1 node, 2 edges inserted · 1 property set · 0 µs")
  }
}
