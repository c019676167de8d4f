import Foundation
import Testing

/// Which features of ISO/IEC 39075 are claimed, by what the golden files show.
///
/// A feature is claimed when passing cases show it (`shows=CODE`) plainly, together with another feature, and by an
/// error: one each at least. `docs/gql-conformance.md` is made of that; `UPDATE_GOLDEN=1` writes it anew.
struct Conformance {
  struct Feature {
    var code: String
    var name: String
    /// Why it is not there, for those that never will be by design.
    var remark: String
  }

  /// Cases that pass, by kind.
  struct Evidence {
    var plain = 0
    var combined = 0
    var errors = 0
    var files: Set<String> = []
    var count: Int { plain + combined + errors }
    var isEnough: Bool { plain > 0 && combined > 0 && errors > 0 }
  }

  private(set) var evidence: [String: Evidence] = [:]

  static let optional = read("features")
  static let mandatory = read("mandatory")
  static func isKnown(_ code: String) -> Bool { (optional + mandatory).contains { $0.code == code } }

  private static let folder = GoldenFile.folder.appendingPathComponent("Conformance")

  /// Lines `code`, name and, if need be, a remark, with tabs in between.
  private static func read(_ name: String) -> [Feature] {
    let url = folder.appendingPathComponent("\(name).tsv")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Feature(code: parts[0], name: parts[1], remark: parts.count > 2 ? parts[2] : "")
    }
  }

  /// Runs every golden file that shows something.
  init() throws {
    for name in GoldenFile.allNames {
      let file = try GoldenFile(named: name)
      guard file.blocks.contains(where: { !$0.features.isEmpty }) else { continue }
      let failed = try Conformance.failures(of: file)
      for block in file.blocks where !failed.contains(block.line) { count(block, of: name) }
    }
  }

  /// Lines of the blocks that fail.
  static func failures(of file: GoldenFile) throws -> Set<Int> {
    let needsFile = file.blocks.contains { $0.directive == "reopen" || $0.directive == "session" }
    var runner = GoldenRunner(file: file, backend: try EngineBackend(isFile: needsFile), isEngine: true)
    runner.isSilent = true
    try runner.run()
    return runner.failed
  }

  private mutating func count(_ block: GoldenFile.Block, of name: String) {
    for code in block.features {
      var known = evidence[code] ?? Evidence()
      if block.directive == "error" || block.directive == "outcome" && block.expected?.first?.hasPrefix("X") == true {
        known.errors += 1
      } else if block.features.count > 1 {
        known.combined += 1
      } else {
        known.plain += 1
      }
      known.files.insert(name)
      evidence[code] = known
    }
  }

  func isClaimed(_ code: String) -> Bool { evidence[code]?.isEnough == true }
  var claimedCount: Int { Conformance.optional.count { isClaimed($0.code) } }

  // MARK: The document

  static let document = GoldenFile.folder.appendingPathComponent("../../docs/gql-conformance.md").standardized

  func text() throws -> String {
    func part(_ name: String) throws -> String {
      try String(contentsOf: Conformance.folder.appendingPathComponent("\(name).md"), encoding: .utf8)
    }
    let mandatoryCount = Conformance.mandatory.count { isClaimed($0.code) }
    return """
      \(try part("introduction"))
      **Claimed: \(claimedCount) of \(Conformance.optional.count) optional features, \
      \(mandatoryCount) of \(Conformance.mandatory.count) parts of the mandatory functionality.**

      ## Mandatory functionality

      \(table(Conformance.mandatory, "subclause"))

      ## Optional features

      \(table(Conformance.optional, "code"))

      \(try part("choices"))
      """
  }

  private func table(_ features: [Feature], _ title: String) -> String {
    let header = "| \(title) | feature | claimed | cases | where, or why not |\n|---|---|---|---|---|"
    let lines = features.map { feature in
      let known = evidence[feature.code] ?? Evidence()
      let place =
        known.isEnough
        ? known.files.sorted().prefix(3).joined(separator: ", ")
        : feature.remark.isEmpty ? "" : feature.remark
      let name = feature.name.replacingOccurrences(of: "|", with: "\\|")
      return "| \(feature.code) | \(name) | \(known.isEnough ? "yes" : "no") | \(known.count) | \(place) |"
    }
    return ([header] + lines).joined(separator: "\n")
  }
}
