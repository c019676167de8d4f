import GQL
import GraphStore

/// How a statement ended, in one line for stderr: `3 rows · 4 ms`, `1 node, 2 edges inserted · 812 µs`.
enum SummaryText {
  /// - Parameter writingSeconds: how long it took to format and write the rows; nil leaves it out.
  static func of(_ result: QueryResult, writingSeconds: Double? = nil) -> String {
    let summary = result.summary
    var text = result.columns.isEmpty ? "" : count(result.rows.count, "row")
    if summary.hasChanges { text += (text.isEmpty ? "" : " · ") + changes(summary) }
    if text.isEmpty { text = summary.isUpdating ? "no changes" : "done" }
    text += " · "
    text += time(summary.elapsedSeconds)
    if let writingSeconds { text += " · written in " + time(writingSeconds) }
    return text
  }

  /// What a load did: `281 nodes created · 935 relationships created, 2 updated`.
  static func of(_ report: ImportReport, isDryRun: Bool) -> String {
    func part(_ counts: ImportReport.Counts, _ noun: String) -> String {
      let kinds = [(counts.created, "created"), (counts.updated, "updated"), (counts.unchanged, "unchanged")]
      let named = kinds.filter { $0.0 > 0 }
      guard let first = named.first else { return "no \(noun)s" }
      return ([count(first.0, noun) + " " + first.1] + named.dropFirst().map { "\($0.0) \($0.1)" }).joined(separator: ", ")
    }
    let text = part(report.nodes, "node") + " · " + part(report.edges, "relationship")
    return isDryRun ? "dry run, nothing is changed: " + text : text
  }

  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// Three digits: `48 µs`, `1.25 ms`, `12.3 ms`, `75 s`.
  static func time(_ seconds: Double) -> String {
    let microseconds = seconds * 1_000_000
    if microseconds < 999.5 { return "\(Int(microseconds > 0 ? max(1, microseconds.rounded()) : 0)) µs" }
    let milliseconds = seconds * 1000
    return milliseconds < 999.5 ? threeDigits(milliseconds) + " ms" : threeDigits(seconds) + " s"
  }

  private static func threeDigits(_ number: Double) -> String {
    let factor = number < 9.995 ? 100.0 : number < 99.95 ? 10 : 1
    let text = ((number * factor).rounded() / factor).description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func changes(_ summary: ResultSummary) -> String {
    var parts: [String] = []
    func add(_ first: (Int, String), _ second: (Int, String)?, _ verb: String) {
      let counted = [first, second].compactMap { $0 }.filter { $0.0 > 0 }.map { count($0.0, $0.1) }
      if !counted.isEmpty { parts.append(counted.joined(separator: ", ") + " " + verb) }
    }
    add((summary.nodesInserted, "node"), (summary.edgesInserted, "edge"), "inserted")
    add((summary.nodesDeleted, "node"), (summary.edgesDeleted, "edge"), "deleted")
    if summary.propertiesSet > 0 {
      parts.append("\(summary.propertiesSet) \(summary.propertiesSet == 1 ? "property" : "properties") set")
    }
    add((summary.labelsAdded, "label"), nil, "added")
    add((summary.labelsRemoved, "label"), nil, "removed")
    return parts.joined(separator: " · ")
  }
}
