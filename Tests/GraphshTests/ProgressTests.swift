import Foundation
import GraphStore
import TestSupport
import Testing

@testable import graphsh

@Suite struct ProgressTests {
  @Test(arguments: [
    (WorkMonitor.Glance(phase: .running, rows: 0, done: 0, whole: 0), 1.0, 0, 80, "running · 1 s · Ctrl-C stops"),
    (
      WorkMonitor.Glance(phase: .reading, rows: 1_234_567, done: 50, whole: 200), 10, 0, 120,
      "reading ━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 25% · 1,234,567 rows · 123,456/s · 10 s · 30 s left · Ctrl-C stops"
    ),
    (
      WorkMonitor.Glance(phase: .writing, rows: 0, done: 300, whole: 200), 61, 2_500_000, 120,
      "writing ━━━━━━━━━━━━━━━━━━━━ 100% · 2.5 MB, 0 KB/s · 1:01 · Ctrl-C stops"
    ),
    (WorkMonitor.Glance(phase: .packing, rows: 5, done: 1, whole: 4), 2, 0, 52, "packing ━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 25% · 5 rows · 2/s"),
  ])
  func linesSayHowFarItIs(glance: WorkMonitor.Glance, seconds: Double, bytes: Int, width: Int, expected: String) {
    let line = ProgressText.line(glance, seconds: seconds, bytes: bytes, width: width)
    #expect(line.replacing("40 KB/s", with: "0 KB/s") == expected)
    #expect(DisplayWidth.of(line) < width)
  }

  /// In a window that became narrower, a line is broken into several.
  @Test(arguments: [(70, 80, 0), (80, 80, 0), (81, 80, 1), (100, 40, 2), (70, 0, 69)])
  func brokenLinesGoAwayWhole(cells: Int, width: Int, above: Int) {
    #expect(ProgressText.erasing(cells: cells, width: width) == (above == 0 ? "\r\u{1B}[K" : "\r\u{1B}[\(above)A\u{1B}[J"))
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678")])
  func numbersAreGrouped(number: Int, text: String) { #expect(ProgressText.grouped(number) == text) }

  /// Elsewhere than at a terminal nothing is said but the result.
  @Test func pipesSeeNoProgress() throws {
    let folder = try TemporaryFile()
    let lines = (1...60_000).map { #"{"type":"node","id":"n\#($0)","labels":["P"],"properties":{"v":\#($0)}}"# }.joined(separator: "\n")
    let outcome = try runProgram(Programs.graphsh, ["import", "--create", folder.folder + "/a.graph", "-"], input: lines)
    #expect(outcome.status == 0 && outcome.complaints == "60000 nodes created · no relationships\n")
  }
}
