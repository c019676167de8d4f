import Foundation

/// A `.gqltest` file: blocks separated by blank lines, in the order of the text.
///
/// ```
/// # What this case is about.
/// query unordered
/// MATCH (a:Person) RETURN a.name
/// ----
/// a.name
/// 'Ann'
/// ```
///
/// A block is a directive, the text it is about, and after `----` what is expected. `seed`, `session`, `engine` and
/// `reopen` are whole blocks on their one line.
struct GoldenFile {
  struct Block {
    /// First word of the directive.
    var directive: String
    /// The other words.
    var arguments: [String]
    /// Lines of text under the directive.
    var body: [String]
    /// Lines after `----`; nil when there is no such line.
    var expected: [String]?
    /// Line numbers from 1.
    var line: Int
    /// Positions in `lines` of the expectation, for rewriting; empty, where it would stand, when there is
    /// none.
    var expectedRange: Range<Int>

    var text: String { body.joined(separator: "\n") }

    /// Codes of the features that the case shows: `query ordered shows=GQ13,GQ12`.
    var features: [String] {
      arguments.filter { $0.hasPrefix("shows=") }
        .flatMap { $0.dropFirst("shows=".count).split(separator: ",").map(String.init) }
    }
  }

  var url: URL
  var lines: [String]
  var blocks: [Block]

  private static let oneLineDirectives: Set = ["seed", "session", "engine", "reopen"]

  init(_ url: URL) throws {
    self.url = url
    lines = try String(contentsOf: url, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    blocks = []
    var position = 0
    while position < lines.count {
      if lines[position].isEmpty || lines[position].hasPrefix("#") {
        position += 1
      } else {
        blocks.append(Self.readBlock(lines, &position))
      }
    }
  }

  private static func readBlock(_ lines: [String], _ position: inout Int) -> Block {
    let words = lines[position].split(separator: " ").map(String.init)
    var block = Block(
      directive: words[0], arguments: Array(words.dropFirst()), body: [], expected: nil, line: position + 1,
      expectedRange: 0..<0)
    position += 1
    if oneLineDirectives.contains(block.directive) { return block }
    while position < lines.count, !lines[position].isEmpty, lines[position] != "----" {
      block.body.append(lines[position])
      position += 1
    }
    guard position < lines.count, lines[position] == "----" else {
      block.expectedRange = position..<position
      return block
    }
    let start = position + 1
    position = start
    while position < lines.count, !lines[position].isEmpty { position += 1 }
    block.expected = Array(lines[start..<position])
    block.expectedRange = start..<position
    return block
  }

  /// What this file says needs more than queries over one graph: the oracle is not asked.
  var isForEngineOnly: Bool {
    blocks.contains { ["session", "reopen", "engine"].contains($0.directive) }
  }

  /// Writes the file anew with other expectations, by block.
  func rewriting(_ expectations: [(block: Block, lines: [String])]) throws {
    var result = lines
    for (block, expected) in expectations.sorted(by: {
      $0.block.expectedRange.lowerBound > $1.block.expectedRange.lowerBound
    }) {
      let text = block.expected == nil ? ["----"] + expected : expected
      result.replaceSubrange(block.expectedRange, with: text)
    }
    try result.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
  }

  // MARK: Places

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// Paths relative to `Golden`, sorted: `patterns/labels`.
  static let allNames: [String] = {
    let root = folder.appendingPathComponent("Golden")
    let files =
      FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []
    return files.filter { $0.pathExtension == "gqltest" }.map { file in
      let folderName = file.deletingLastPathComponent().lastPathComponent
      return "\(folderName)/\(file.deletingPathExtension().lastPathComponent)"
    }.sorted()
  }()

  init(named name: String) throws {
    try self.init(Self.folder.appendingPathComponent("Golden/\(name).gqltest"))
  }

  /// The statements of `Seeds/NAME.gql`; each ends with `;` at the end of a line.
  static func seed(_ name: String) throws -> [String] {
    let text = try String(contentsOf: folder.appendingPathComponent("Seeds/\(name).gql"), encoding: .utf8)
    return statements(text)
  }

  static func statements(_ text: String) -> [String] {
    var result: [String] = []
    var current: [Substring] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasSuffix(";") {
        result.append((current + [line.dropLast()]).joined(separator: "\n"))
        current = []
      } else {
        current.append(line)
      }
    }
    if !current.isEmpty { result.append(current.joined(separator: "\n")) }
    return result
  }
}
