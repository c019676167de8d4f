import GQL
import GraphStore

/// How a statement ended, in one line for stderr: `3 rows · 4 ms`, `1 node, 2 edges inserted · 0.8 ms`.
enum SummaryText {
  static func of(_ result: QueryResult) -> String {
    let summary = result.summary
    var text = result.columns.isEmpty ? "" : count(result.rows.count, "row")
    if summary.hasChanges { text += (text.isEmpty ? "" : " · ") + changes(summary) }
    if text.isEmpty { text = summary.isUpdating ? "no changes" : "done" }
    text += " · "
    text += time(summary.elapsedSeconds)
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

  /// Three digits at most: `48 µs`, `0.4 ms`, `12 ms`, `1.25 s`.
  static func time(_ seconds: Double) -> String {
    let milliseconds = seconds * 1000
    if milliseconds > 0, milliseconds < 0.095 { return rounded(max(1, milliseconds * 1000), decimals: 0) + " µs" }
    if milliseconds < 10 { return rounded(milliseconds, decimals: 1) + " ms" }
    if milliseconds < 1000 { return rounded(milliseconds, decimals: 0) + " ms" }
    return rounded(seconds, decimals: seconds < 10 ? 2 : 1) + " s"
  }

  private static func rounded(_ number: Double, decimals: Int) -> String {
    let factor = [1.0, 10.0, 100.0][decimals]
    let value = (number * factor).rounded() / factor
    let text = decimals == 0 ? String(Int(value)) : value.description
    return text.hasSuffix(".0") && number != 0 && decimals == 1 ? String(text.dropLast(2)) : text
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
