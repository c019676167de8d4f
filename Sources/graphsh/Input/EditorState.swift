/// The line being edited: text, cursor, history, search. Pure: a key and a state give the next state and an
/// effect.
///
/// The text may have several lines. Enter ends it when `isComplete` says so, else begins a new line; the
/// whole goes into history.
struct EditorState {
  /// What the world has to do after a key.
  enum Effect: Equatable {
    /// Show the state again.
    case redraw
    /// The text is whole.
    case submit(String)
    /// Ctrl-C: the text was dropped.
    case interrupt
    /// Ctrl-D on an empty line.
    case endOfInput
    case clearScreen
    /// Ctrl-Z.
    case suspend
    /// Show these below the text.
    case list(Completion)
    case bell
  }

  /// Grapheme clusters, `\n` between lines.
  private(set) var text: [Character] = []
  /// Before the cluster of this position.
  private(set) var cursor = 0
  /// The quote before the cursor, when completion has just put it there.
  private var closingQuote: Character?
  private(set) var search: Search?
  var history: [String]
  var isComplete: @Sendable (String) -> Bool
  /// What Tab offers; see `Completion`.
  var complete: (_ text: String, _ cursor: Int) -> Completion?

  private var historyPosition: Int
  /// What was typed before moving through history.
  private var draft: [Character] = []
  private var killed: [Character] = []
  private var lastWasKill = false
  /// What Ctrl-_ goes back to, the last on top.
  private var undone: [Edit] = []
  /// Typed characters up to a blank are one step.
  private var isTyping = false

  /// The list that is shown, as long as nothing but Tab follows.
  private var offered: Offer?

  private struct Offer {
    var start: Int
    var typed: String
    var candidates: [Completion.Candidate]
    /// Position of what the next Tab puts in.
    var next = 0
  }

  private struct Edit {
    var text: [Character]
    var cursor: Int
  }

  /// Steps that are kept.
  static let undoLimit = 1_000

  /// Ctrl-R: the newest entry before `position` that holds `query`.
  struct Search: Equatable {
    var query = ""
    /// Position in history of what is shown; nil when nothing matches.
    var match: Int?
    var before: [Character]
    var beforeCursor: Int
  }

  init(
    history: [String] = [], isComplete: @escaping @Sendable (String) -> Bool = { _ in true },
    complete: @escaping (String, Int) -> Completion? = { _, _ in nil }
  ) {
    self.history = history
    self.isComplete = isComplete
    self.complete = complete
    historyPosition = history.count
  }

  var string: String { String(text) }

  mutating func handle(_ key: Key) -> Effect {
    let before = Edit(text: text, cursor: cursor)
    let effect = apply(key)
    if key != .control("_"), text != before.text { remember(before, typed: key) } else if text == before.text { isTyping = false }
    return effect
  }

  private mutating func remember(_ before: Edit, typed key: Key) {
    var continues = false
    if case .text(let typed) = key, !typed.contains(where: \.isWhitespace) { continues = true }
    if !(continues && isTyping) { undone.append(before) }
    isTyping = continues
    if undone.count > Self.undoLimit { undone.removeFirst() }
  }

  private mutating func undo() -> Effect {
    guard let step = undone.popLast() else { return .bell }
    text = step.text
    cursor = step.cursor
    isTyping = false
    return .redraw
  }

  private mutating func apply(_ key: Key) -> Effect {
    let wasKill = lastWasKill
    lastWasKill = false
    let offer = offered
    offered = nil
    let closed = closingQuote
    closingQuote = nil
    if search != nil, let effect = handleInSearch(key) { return effect }
    switch key {
    case .text(let typed):
      // Who types the quote that completion has just put in means that one.
      guard let closed, typed.first == closed else { return insert(typed) }
      return typed.count == 1 ? .redraw : insert(String(typed.dropFirst()))
    case .paste(let pasted): return insert(pasted)
    case .enter: return enter()
    case .tab: return completeWord(offer)
    case .backspace, .control("h"): return delete(from: cursor - 1, to: cursor)
    case .delete: return delete(from: cursor, to: cursor + 1)
    case .left, .control("b"): return move(to: cursor - 1)
    case .right, .control("f"): return move(to: cursor + 1)
    case .home, .control("a"): return move(to: lineStart(of: cursor))
    case .end, .control("e"): return move(to: lineEnd(of: cursor))
    case .wordLeft, .alt("b"): return move(to: wordStart(before: cursor))
    case .wordRight, .alt("f"): return move(to: wordEnd(after: cursor))
    case .up: return lineStart(of: cursor) > 0 ? moveVertically(-1) : recall(historyPosition - 1)
    case .down: return lineEnd(of: cursor) < text.count ? moveVertically(1) : recall(historyPosition + 1)
    case .control("p"): return recall(historyPosition - 1)
    case .control("n"): return recall(historyPosition + 1)
    case .control("k"):
      return kill(cursor, max(lineEnd(of: cursor), min(cursor + 1, text.count)), appends: wasKill)
    case .control("u"): return kill(lineStart(of: cursor), cursor, prepends: wasKill)
    case .control("w"): return kill(blankWordStart(before: cursor), cursor, prepends: wasKill)
    case .alt("\u{7F}"): return kill(wordStart(before: cursor), cursor, prepends: wasKill)
    case .alt("d"): return kill(cursor, wordEnd(after: cursor), appends: wasKill)
    case .control("y"): return insert(String(killed))
    case .control("t"): return transpose()
    case .control("_"): return undo()
    case .alt("\r"): return insert("\n")
    case .control("l"): return .clearScreen
    case .control("z"): return .suspend
    case .control("r"): return beginSearch()
    case .control("c"):
      reset()
      return .interrupt
    case .control("d"): return text.isEmpty ? .endOfInput : delete(from: cursor, to: cursor + 1)
    case .control, .alt, .escape, .unknown: return .redraw
    }
  }

  mutating func moveToEnd() { cursor = text.count }

  /// An empty line, at the end of history.
  mutating func reset() {
    text = []
    cursor = 0
    search = nil
    draft = []
    undone = []
    historyPosition = history.count
  }

  // MARK: - Text

  mutating func insert(_ typed: String) -> Effect {
    assemble(String(text[..<cursor]) + typed, String(text[cursor...]))
    return .redraw
  }

  /// Replaces a range and puts the cursor behind it.
  mutating func replace(_ range: Range<Int>, with replacement: String) {
    assemble(String(text[..<range.lowerBound]) + replacement, String(text[range.upperBound...]))
  }

  /// The text before and behind the cursor. Through a string, since what comes together may become one
  /// cluster: a mark joins its letter, two regional indicators make a flag. The cursor stands behind such a
  /// cluster.
  private mutating func assemble(_ head: String, _ tail: String) {
    text = Array(head + tail)
    cursor = min(text.count, head.count)
  }

  private mutating func delete(from start: Int, to end: Int) -> Effect {
    guard start >= 0, end <= text.count, start < end else { return .bell }
    replace(start..<end, with: "")
    return .redraw
  }

  private mutating func kill(_ start: Int, _ end: Int, appends: Bool = false, prepends: Bool = false)
    -> Effect
  {
    guard start < end else { return .bell }
    let cut = Array(text[start..<end])
    killed = appends ? killed + cut : prepends ? cut + killed : cut
    lastWasKill = true
    replace(start..<end, with: "")
    return .redraw
  }

  private mutating func transpose() -> Effect {
    guard cursor > 0, text.count > 1 else { return .bell }
    let second = cursor == text.count ? cursor - 1 : cursor
    replace(second - 1..<second + 1, with: String([text[second], text[second - 1]]))
    return .redraw
  }

  private mutating func enter() -> Effect {
    let whole = string
    guard isComplete(whole) else { return insert("\n") }
    cursor = text.count
    return .submit(whole)
  }

  // MARK: - Movement

  private mutating func move(to position: Int) -> Effect {
    guard (0...text.count).contains(position) else { return .bell }
    cursor = position
    return .redraw
  }

  private func lineStart(of position: Int) -> Int { (text[..<position].lastIndex(of: "\n") ?? -1) + 1 }
  private func lineEnd(of position: Int) -> Int { text[position...].firstIndex(of: "\n") ?? text.count }

  /// To the line above or below, in the same column of characters where it has one.
  private mutating func moveVertically(_ direction: Int) -> Effect {
    let start = lineStart(of: cursor)
    let column = cursor - start
    if direction < 0 {
      let above = lineStart(of: start - 1)
      cursor = min(above + column, start - 1)
    } else {
      let below = lineEnd(of: cursor) + 1
      cursor = min(below + column, lineEnd(of: below))
    }
    return .redraw
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private func wordStart(before position: Int) -> Int {
    var position = position
    while position > 0, !Self.isWord(text[position - 1]) { position -= 1 }
    while position > 0, Self.isWord(text[position - 1]) { position -= 1 }
    return position
  }

  private func wordEnd(after position: Int) -> Int {
    var position = position
    while position < text.count, !Self.isWord(text[position]) { position += 1 }
    while position < text.count, Self.isWord(text[position]) { position += 1 }
    return position
  }

  private func blankWordStart(before position: Int) -> Int {
    var position = position
    while position > 0, text[position - 1].isWhitespace { position -= 1 }
    while position > 0, !text[position - 1].isWhitespace { position -= 1 }
    return position
  }

  // MARK: - History

  private mutating func recall(_ position: Int) -> Effect {
    guard (0...history.count).contains(position), position != historyPosition else { return .bell }
    if historyPosition == history.count { draft = text }
    historyPosition = position
    text = position == history.count ? draft : Array(history[position])
    cursor = text.count
    return .redraw
  }

  private mutating func beginSearch() -> Effect {
    search = Search(before: text, beforeCursor: cursor)
    return .redraw
  }

  /// Nil when the key ends the search and is to be handled as usual.
  private mutating func handleInSearch(_ key: Key) -> Effect? {
    guard var search else { return nil }
    switch key {
    case .text(let typed):
      search.query += typed
      search.match = match(search.query, before: (search.match ?? history.count - 1) + 1)
    case .backspace:
      if search.query.isEmpty { return .bell }
      search.query.removeLast()
      search.match = search.query.isEmpty ? nil : match(search.query, before: history.count)
    case .control("r"):
      guard let next = match(search.query, before: search.match ?? history.count) else { return .bell }
      search.match = next
    case .control("g"), .control("c"):
      text = search.before
      cursor = search.beforeCursor
      self.search = nil
      return .redraw
    case .paste, .enter, .tab, .delete, .escape, .left, .right, .up, .down, .home, .end, .wordLeft,
      .wordRight, .control,
      .alt, .unknown:
      self.search = nil
      if let match = search.match { historyPosition = match }
      return key == .escape || key == .tab ? .redraw : nil
    }
    self.search = search
    if let match = search.match {
      text = Array(history[match])
      cursor = text.count
      return .redraw
    }
    return search.query.isEmpty ? .redraw : .bell
  }

  private func match(_ query: String, before position: Int) -> Int? {
    if query.isEmpty { return nil }
    let wanted = query.lowercased()
    return history[..<min(position, history.count)].lastIndex { $0.lowercased().contains(wanted) }
  }

  // MARK: - Completion

  /// Puts in what is sure; what is left to choose is listed, and every further Tab puts in the next of the list.
  private mutating func completeWord(_ offer: Offer?) -> Effect {
    if let offer { return putIn(offer) }
    guard let completion = complete(string, cursor), completion.start <= cursor else { return .bell }
    let range = completion.start..<cursor
    let typed = String(text[range])
    if let extended = completion.extended(typed) {
      replace(range, with: extended)
      noteClosingQuote(completion.candidates)
      return .redraw
    }
    offered = Offer(start: range.lowerBound, typed: typed, candidates: completion.candidates)
    return .list(completion)
  }

  /// Remembers the quote that was put in behind a value.
  private mutating func noteClosingQuote(_ candidates: [Completion.Candidate]) {
    guard cursor > 0, let quote = (["'", "\"", "`"] as [Character]).first(where: { $0 == text[cursor - 1] }) else { return }
    if candidates.contains(where: { $0.suffix == String(quote) }) { closingQuote = quote }
  }

  /// Behind the last one stands what was typed.
  private mutating func putIn(_ offer: Offer) -> Effect {
    let candidate = offer.next < offer.candidates.count ? offer.candidates[offer.next] : nil
    replace(offer.start..<cursor, with: candidate.map { $0.text + $0.suffix } ?? offer.typed)
    noteClosingQuote(candidate.map { [$0] } ?? [])
    offered = offer
    offered?.next = candidate == nil ? 0 : offer.next + 1
    return .redraw
  }
}
