import GQL
import GraphStore

/// Statements: the place is found by lexer and parser (`CursorSite`), the names by the graph.
extension Completer {
  /// - Parameters:
  ///   - head: the text before the cursor; `offset` characters of a dot command stand before it.
  ///   - next: what follows the cursor.
  func completeStatement(_ head: String, next: Character?, offset: Int = 0) -> Completion? {
    let site = CursorSite(in: head, at: head.utf8.count)
    let bytes = Array(head.utf8)
    let typed = String(decoding: bytes[site.start...], as: UTF8.self)
    let before = String(decoding: bytes[..<site.start], as: UTF8.self)
    let start = offset + before.count
    switch site.expected {
    case .nothing: return nil
    case .label:
      return names(sketch().labels.map { ($0.name, Self.count($0.count, "node")) }, typed, start, site)
    case .edgeType:
      return names(sketch().edgeTypes.map { ($0.name, Self.count($0.count, "edge")) }, typed, start, site)
    case .propertyKey(let element):
      let isAccess = before.last { !$0.isWhitespace } == "."
      return names(sketch().keys(of: element.kind, element.labels).map { ($0, "") }, typed, start, site, suffix: isAccess ? "" : ": ")
    case .value(let key, let element):
      return completeValue(key, element, typed, start, quote: site.quote ?? "'", next: next)
    case .parameter: return names(parameters().map { ($0, "parameter") }, typed, start, site)
    case .procedure: return completeProcedure(before: before, typed, offset)
    case .type:
      let isLower = typed.first?.isLowercase ?? false
      return Completion(start: start, candidates: matching(TypeNames.all.map { .init(text: isLower ? $0.lowercased() : $0) }, typed))
    case .words(let keywords, let variables, let functions):
      return completeWord(typed, start, site, keywords: keywords, variables: variables, functions: functions)
    }
  }

  private func names(
    _ names: [(name: String, note: String)], _ typed: String, _ start: Int, _ site: CursorSite, suffix: String = ""
  ) -> Completion? {
    let wanted = typed.lowercased()
    let fitting = names.filter { $0.name.lowercased().hasPrefix(wanted) }
    return Completion(
      start: start,
      candidates: fitting.map { name, note in
        let isOpen = site.quote == "`"
        let text = isOpen ? name.replacingScalar("`", with: "``") + "`" : ValueText.name(name)
        return Completion.Candidate(text: text, note: note, suffix: suffix)
      })
  }

  private func completeValue(
    _ key: String, _ element: CursorSite.Element, _ typed: String, _ start: Int, quote: Character, next: Character?
  ) -> Completion? {
    let mark = String(quote)
    let found = values(key, element, typed.replacing(mark + mark, with: mark))
    return Completion(
      start: start,
      candidates: found.suggestions.map { value in
        let text = value.text.replacing("\\", with: "\\\\").replacing(mark, with: mark + mark)
          .replacing("\r", with: "\\r").replacing("\n", with: "\\n")
        return Completion.Candidate(text: text, note: value.note, suffix: next == quote ? "" : mark)
      }, isAll: found.isAll)
  }

  /// The dotted name as a whole.
  private func completeProcedure(before: String, _ typed: String, _ offset: Int) -> Completion? {
    let dotted = String(before.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }.reversed())
    let found = ProcedureRegistry.ofAnyFile.all.map { procedure in
      Completion.Candidate(
        text: procedure.name, note: "yields " + procedure.columns.map(\.name).joined(separator: ", "),
        suffix: procedure.parameters.isEmpty ? "()" : "(")
    }
    return Completion(start: offset + before.count - dotted.count, candidates: matching(found, dotted + typed))
  }

  private func completeWord(
    _ typed: String, _ start: Int, _ site: CursorSite, keywords: [Keyword], variables: [VisibleVariable], functions: Bool
  ) -> Completion? {
    let isLower = typed.first?.isLowercase ?? false
    func spelled(_ word: String) -> String { isLower ? word.lowercased() : word }
    var candidates: [Completion.Candidate] = []
    for variable in variables {
      let kind = variable.kind.map { $0 == .node ? "node" : "edge" } ?? "variable"
      let labels = variable.labels.map { ":" + ValueText.name($0) }.joined(separator: ", ")
      candidates.append(.init(text: ValueText.name(variable.name), note: labels.isEmpty ? kind : "\(kind) \(labels)"))
    }
    // There are a hundred: only when something is typed. A word that begins one of them is offered as that.
    let callable = functions && !typed.isEmpty ? FunctionNotes.all : []
    let called = Set(callable.map(\.text))
    for keyword in keywords where !called.contains(keyword.rawValue + "(") {
      candidates.append(.init(text: spelled(keyword.rawValue), note: KeywordNotes.note(keyword), suffix: " "))
    }
    candidates += callable.map { .init(text: spelled($0.text), note: $0.note) }
    return Completion(start: start, candidates: matching(candidates, typed))
  }

  private static func count(_ number: Int, _ noun: String) -> String { SummaryText.count(number, noun) }
}

/// Functions as candidates: `CHAR_LENGTH(`, with signature and summary.
enum FunctionNotes {
  static let all: [Completion.Candidate] = scalars + conditionals + aggregates

  private static let conditionals = FunctionRegistry.conditionals.map {
    Completion.Candidate(text: $0.name + "(", note: "\($0.parameters) · \($0.summary)")
  }

  // A blank is in the names of what the analyzer makes of operators.
  private static let scalars = FunctionRegistry.scalars.filter { !$0.name.contains(" ") }.flatMap { function in
    spellings(function.name, function.aliases).map { name in
      let parameters = function.parameters.enumerated().map { position, parameter in
        let text = "\(parameter.name) \(parameter.type.headerText)"
        return position < function.requiredCount ? text : "[\(text)]"
      }.joined(separator: ", ")
      let dots = function.isVariadic ? ", ..." : ""
      return Completion.Candidate(text: name + "(", note: "(\(parameters)\(dots)) · \(function.summary)")
    }
  }

  private static let aggregates = FunctionRegistry.aggregates.flatMap { function in
    spellings(function.name, function.aliases).map {
      Completion.Candidate(text: $0 + "(", note: "aggregate · \(function.summary)")
    }
  }

  /// Without aliases that are the name again, save for underscores.
  private static func spellings(_ name: String, _ aliases: [String]) -> [String] {
    [name] + aliases.filter { $0 != name.replacing("_", with: "") }
  }
}
