import GQL
import GraphStore

/// Completes at the cursor: dot commands and their arguments (`+Command`), statements (`+Statement`). Asks the graph through
/// functions, so that tests need none.
struct Completer {
  /// Labels, edge types and property keys of the open graph.
  var sketch: () -> CatalogSketch = { CatalogSketch() }
  /// Values of a property that fit what is typed, best first.
  var values: (_ key: String, _ element: CursorSite.Element, _ typed: String) -> ValueSuggestions.Found = { _, _, _ in .init([]) }
  /// Names of things that fit what is typed, best first; nil = `values` knows more.
  var things: (_ typed: String, _ role: ThingNames.Role) -> ValueSuggestions.Found? = { _, _ in nil }
  /// Reads for a moment what `values` and `things` will be asked for; true: there is more to read.
  var readAhead: (_ key: String, _ element: CursorSite.Element) -> Bool = { _, _ in false }
  var parameters: () -> [String] = { [] }
  var entries: (_ folder: String) -> [String] = FileSystem.entries
  var isDirectory: (_ path: String) -> Bool = FileSystem.isDirectory

  /// - Parameter cursor: in characters.
  func complete(_ text: String, _ cursor: Int) -> Completion? {
    let head = String(text.prefix(cursor))
    if head.first(where: { !$0.isWhitespace }) == ".", !head.contains("\n") { return completeCommand(head) }
    return completeStatement(head, next: text.dropFirst(cursor).first)
  }

  /// Does a few milliseconds of what `complete` would have to do at the cursor, while nobody types. True: there is more to do.
  func prepare(_ text: String, _ cursor: Int) -> Bool {
    let head = String(text.prefix(cursor))
    if head.first(where: { !$0.isWhitespace }) != "." {
      let site = CursorSite(in: head, at: head.utf8.count)
      if case .value(let key, let element) = site.expected { return readAhead(key, element) }
    }
    return readAhead("name", CursorSite.Element(kind: .node))
  }

  /// Candidates that begin as typed, without regard to case.
  func matching(_ candidates: [Completion.Candidate], _ typed: String) -> [Completion.Candidate] {
    let wanted = typed.lowercased()
    return candidates.filter { $0.text.lowercased().hasPrefix(wanted) }
  }
}
