import GQL
import GraphStore

/// What Tab offers: texts that may take the place of what stands between `start` and the cursor.
struct Completion: Equatable {
  /// In characters from the beginning of the text.
  var start: Int
  /// Sorted, without repetition.
  var candidates: [String]
  /// Put behind the only candidate.
  var suffix = ""

  /// What all candidates begin with.
  var commonPrefix: String {
    guard let first = candidates.first else { return "" }
    return candidates.dropFirst().reduce(first) { prefix, candidate in
      String(zip(prefix, candidate).prefix { $0 == $1 }.map(\.0))
    }
  }
}

/// Completes dot commands and their arguments, keywords, labels after `:`, property keys after `.` and inside
/// `{`.
struct Completer {
  /// Labels and edge types of the open graph.
  var labels: () -> [String] = { [] }
  var propertyKeys: () -> [String] = { [] }
  var parameters: () -> [String] = { [] }
  var entries: (_ folder: String) -> [String] = FileSystem.entries
  var isDirectory: (_ path: String) -> Bool = FileSystem.isDirectory

  /// The words that begin clauses and expressions.
  static let keywords = [
    "ACYCLIC", "ALL", "AND", "ANY", "AS", "ASC", "AVG", "BY", "CALL", "CASE", "CAST", "COALESCE",
    "COLLECT_LIST", "COMMIT", "COUNT", "DATE",
    "DELETE", "DESC", "DETACH", "DIFFERENT", "DISTINCT", "EDGES", "ELEMENTS", "ELSE", "END", "EXISTS",
    "EXPLAIN", "FALSE", "FILTER", "FIRST",
    "FOR", "GROUP", "IN", "INSERT", "IS", "LABELED", "LAST", "LET", "LIMIT", "MATCH", "MAX", "MIN", "NEXT",
    "NOT", "NULL", "NULLS", "OFFSET",
    "OPTIONAL", "OR", "ORDER", "PROFILE", "READ", "REMOVE", "REPEATABLE", "RETURN", "ROLLBACK", "SET",
    "SHORTEST", "SIMPLE", "START", "SUM",
    "THEN", "TRAIL", "TRANSACTION", "TRUE", "UNION", "VALUE", "WALK", "WHEN", "WHERE", "WRITE", "XOR",
    "YIELD",
  ]

  func complete(_ text: String, _ cursor: Int) -> Completion? {
    let head = Array(text.prefix(cursor))
    if head.first(where: { !$0.isWhitespace }) == ".", !head.contains("\n") { return completeCommand(head) }
    return completeStatement(head)
  }

  // MARK: - Dot commands

  private func completeCommand(_ head: [Character]) -> Completion? {
    let start = (head.lastIndex { $0.isWhitespace } ?? -1) + 1
    let word = String(head[start...])
    let before = String(head[..<start]).split(whereSeparator: \.isWhitespace).map(String.init)
    guard let command = before.first else {
      return completion(start, word, DotCommandTable.all.map { ".\($0.name)" }, suffix: " ")
    }
    guard let command = DotCommandTable.named(String(command.dropFirst())) else { return nil }
    if word.hasPrefix("-") {
      return completion(start, word, command.options.keys.map { "--\($0)" }, suffix: " ")
    }
    switch command.completes {
    case .nothing: return nil
    case .words(let words): return before.count == 1 ? completion(start, word, words, suffix: " ") : nil
    case .file: return completeFile(start, word)
    }
  }

  private func completeFile(_ start: Int, _ word: String) -> Completion? {
    let slash = word.lastIndex(of: "/")
    let folder = slash.map { String(word[...$0]) } ?? ""
    let name = slash.map { String(word[word.index(after: $0)...]) } ?? word
    let shown = entries(folder.isEmpty ? "." : folder).filter { name.hasPrefix(".") || !$0.hasPrefix(".") }
    let paths = shown.filter { $0.hasPrefix(name) && !$0.contains { $0.isWhitespace || $0 == "\"" } }.map {
      entry in
      folder + entry + (isDirectory(folder + entry) ? "/" : "")
    }
    guard !paths.isEmpty else { return nil }
    return Completion(start: start, candidates: paths.sorted(), suffix: paths[0].hasSuffix("/") ? "" : " ")
  }

  // MARK: - Statements

  private func completeStatement(_ head: [Character]) -> Completion? {
    func isNamePart(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || character == "_"
    }
    var start = head.count
    while start > 0, isNamePart(head[start - 1]) { start -= 1 }
    let word = String(head[start...])
    var back = start
    while back > 0, head[back - 1] == " " { back -= 1 }
    switch back > 0 ? head[back - 1] : " " {
    case ":", "&", "|", "!": return completion(start, word, labels().map(Self.name))
    case "." where back == start: return completion(start, word, propertyKeys().map(Self.name))
    case "{": return completion(start, word, propertyKeys().map(Self.name), suffix: ": ")
    case "," where Self.isInProperties(head[..<back]):
      return completion(start, word, propertyKeys().map(Self.name), suffix: ": ")
    case "$" where back == start: return completion(start, word, parameters())
    default: break
    }
    guard !word.isEmpty else { return nil }
    let isLower = word.first?.isLowercase ?? false
    return completion(start, word, Self.keywords.map { isLower ? $0.lowercased() : $0 }, suffix: " ")
  }

  private static func isInProperties(_ head: ArraySlice<Character>) -> Bool {
    guard let open = head.lastIndex(of: "{") else { return false }
    return !head[open...].contains("}")
  }

  private static func name(_ name: String) -> String { ValueText.name(name) }

  private func completion(_ start: Int, _ word: String, _ candidates: [String], suffix: String = "")
    -> Completion?
  {
    let wanted = word.lowercased()
    let matching = Set(candidates.filter { $0.lowercased().hasPrefix(wanted) }).sorted()
    return matching.isEmpty ? nil : Completion(start: start, candidates: matching, suffix: suffix)
  }
}
