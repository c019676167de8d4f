import Foundation
import GQL
import Glibc
import Synchronization
import Testing

@testable import graphsh

/// A terminal of our own: what is written to `master` is typed.
private final class PseudoTerminal: @unchecked Sendable {
  let master: Int32
  let slave: Int32
  private let shownBytes = Mutex<[UInt8]>([])

  init(columns: UInt16 = 40) throws {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    // ioctl numbers of <asm-generic/ioctls.h>: unlock, then ask for the number.
    var unlock: Int32 = 0
    var number: UInt32 = 0
    try #require(
      master >= 0 && ioctl(master, 0x4004_5431, &unlock) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
    slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    resize(columns)
    let master = master
    // A thread of its own: it waits for as long as the tests run.
    Thread.detachNewThread { [self] in
      var chunk = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(master, &chunk, chunk.count)
        if count <= 0 { return }
        shownBytes.withLock { $0 += chunk[..<count] }
      }
    }
  }

  deinit {
    close(slave)
    close(master)
  }

  func resize(_ columns: UInt16) {
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) { FileOutput(descriptor: master).write(text) }
  var shown: String { String(decoding: shownBytes.withLock { $0 }, as: UTF8.self) }

  /// Waits until `text` was shown, five seconds at most.
  func wait(for text: String) -> Bool {
    for _ in 0..<6_000 {
      if shown.contains(text) { return true }
      usleep(10_000)
    }
    return false
  }

  var isRaw: Bool {
    var settings = termios()
    tcgetattr(slave, &settings)
    return settings.c_lflag & tcflag_t(ICANON) == 0
  }
}

@Suite(.serialized) struct LineEditorTests {
  /// Runs an editor on a thread of its own and gives what it read.
  private func read(
    _ terminal: PseudoTerminal, interrupts: Interrupts = Interrupts(), history: String? = nil, count: Int = 1,
    completer: @escaping @Sendable () -> Completer = { Completer() }, highlighter: Highlighter? = nil,
    typing: (PseudoTerminal) -> Void
  ) throws -> [InputEvent] {
    let events = Events()
    let isDone = DispatchSemaphore(value: 0)
    let thread = Thread {
      defer { isDone.signal() }
      guard let tty = Terminal(input: terminal.slave, output: terminal.slave, environment: ["TERM": "xterm"])
      else { return }
      let editor = LineEditor(
        terminal: tty, history: History(path: history), interrupts: interrupts,
        isComplete: { Shell.isComplete($0) },
        complete: completer().complete, prepare: completer().prepare, highlighter: { highlighter })
      for _ in 0..<count { events.append(editor.next(prompt: "p> ")) }
    }
    thread.start()
    #expect(terminal.wait(for: "p> "))
    typing(terminal)
    #expect(
      isDone.wait(timeout: .now() + 60) == .success,
      "the editor still waits; shown: \(terminal.shown.debugDescription)")
    return events.all
  }

  private final class Events: Sendable {
    private let events = Mutex<[InputEvent]>([])
    func append(_ event: InputEvent) { events.withLock { $0.append(event) } }
    var all: [InputEvent] { events.withLock { $0 } }
  }

  @Test func editsAndRestoresTheTerminal() throws {
    let terminal = try PseudoTerminal()
    #expect(!terminal.isRaw)
    let events = try read(terminal) { terminal in
      #expect(terminal.isRaw)
      terminal.type("RETURN 'é漢'\u{1B}[D\u{1B}[Dx\u{1B}OH\u{1B}f;;\u{7F}\u{5};")
      terminal.type("\r")
    }
    #expect(events == [.text("RETURN; 'éx漢';")])
    #expect(!terminal.isRaw)
    // The terminal side reads on its own thread: wait until the last bytes have come.
    #expect(terminal.wait(for: "\u{1B}[?2004l"))
    #expect(terminal.shown.contains("\u{1B}[?2004h") && terminal.shown.hasSuffix("\u{1B}[?2004l"))
  }

  @Test func linesBelongTogetherUntilTheyAreWhole() throws {
    let events = try read(PseudoTerminal()) { $0.type("RETURN\r1\u{1B}[A\u{5} 0 +\u{1B}[B;\r") }
    #expect(events == [.text("RETURN 0 +\n1;")])
  }

  @Test func pastedLinesDoNotRunOneByOne() throws {
    let events = try read(PseudoTerminal()) { $0.type("\u{1B}[200~RETURN 1;\r\nRETURN 2;\u{1B}[201~\r") }
    #expect(events == [.text("RETURN 1;\nRETURN 2;")])
  }

  @Test func controlCClearsAndControlDEnds() throws {
    let events = try read(PseudoTerminal(), count: 3) { $0.type("RETURN\u{3}.quit\r\u{4}") }
    #expect(events == [.interrupted, .text(".quit"), .end])
  }

  @Test func tabCompletesAndLists() throws {
    let terminal = try PseudoTerminal()
    let events = try read(terminal) {
      $0.type(".mode j\t\t")
      #expect($0.wait(for: "jsonlines"))
      $0.type("l\t\r")
    }
    #expect(events == [.text(".mode jsonlines ")])
  }

  @Test func resizingShowsTheLineAgain() throws {
    let interrupts = Interrupts()
    let terminal = try PseudoTerminal(columns: 10)
    let events = try read(terminal, interrupts: interrupts) {
      $0.type("abcdefghij")
      #expect($0.wait(for: "p> abcdefg\r\r\nhij"))
      $0.resize(40)
      interrupts.receive(SIGWINCH)
      #expect($0.wait(for: "p> abcdefghij"))
      $0.type(";\r")
    }
    #expect(events == [.text("abcdefghij;")])
  }

  @Test func historyIsKeptForTheOwnerOnly() throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/state/graphsh/history"
    _ = try read(PseudoTerminal(), history: path, count: 3) { $0.type("RETURN\r1;\r secret;\rRETURN 2;\r") }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "RETURN\\n1;\nRETURN 2;\n")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let events = try read(PseudoTerminal(), history: path, count: 2) {
      $0.type("\u{1B}[A\u{1B}[A\r\u{12}urn 2\r")
    }
    #expect(events == [.text("RETURN\n1;"), .text("RETURN 2;")])
  }

  @Test func dumbTerminalsAreNotEdited() throws {
    let terminal = try PseudoTerminal()
    #expect(Terminal(input: terminal.slave, output: terminal.slave, environment: ["TERM": "dumb"]) == nil)
    let (reader, writer) = { (ends: [Int32]) in (ends[0], ends[1]) }(
      {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        return ends
      }())
    #expect(Terminal(input: reader, output: writer, environment: ["TERM": "xterm"]) == nil)
    FileOutput(descriptor: writer).write("\u{FEFF}one\r\ntwo\nlast")
    close(writer)
    let plain = PlainReader(descriptor: reader)
    #expect(
      [plain.next(), plain.next(), plain.next(), plain.next()] == [
        .text("one"), .text("two"), .text("last"), .end,
      ])
    close(reader)
  }

  @Test func coloursFollowWhatIsTyped() throws {
    let terminal = try PseudoTerminal()
    let events = try read(terminal, highlighter: Highlighter(theme: .dark)) {
      $0.type("RETURN 'x")
      #expect($0.wait(for: "\u{1B}[1;36mRETURN\u{1B}[0m \u{1B}[31m'x"), "an unclosed quote stands out")
      $0.type("';")
      #expect($0.wait(for: "\u{1B}[32m'x'\u{1B}[0m;"))
      $0.type("\r")
    }
    #expect(events == [.text("RETURN 'x';")])
  }

  @Test func withoutColoursNothingIsPainted() throws {
    let terminal = try PseudoTerminal()
    _ = try read(terminal) { $0.type("RETURN 'x';\r") }
    #expect(terminal.wait(for: "'x';") && !terminal.shown.contains("\u{1B}[1;36m") && !terminal.shown.contains("\u{1B}[32m"))
  }

  @Test func namesOfThingsAreOfferedInsideQuotes() throws {
    let completer: @Sendable () -> Completer = {
      Completer(
        sketch: { CatalogSketch(labels: [.init(name: "Person", count: 2, keys: ["name"])], edgeTypes: []) },
        values: { _, _, typed in
          .init(["Ada Osei", "Ada Vale"].filter { $0.hasPrefix(typed) }.map { .init(text: $0, note: "Person") })
        })
    }
    let terminal = try PseudoTerminal()
    let events = try read(terminal, completer: completer) {
      $0.type("MATCH (p:Per\t {na\t'A\t\t")
      #expect($0.wait(for: "  Ada Osei  Person\r\r\n") && $0.wait(for: "  Ada Vale  Person\r\r\n"))
      $0.type("O\t}) RETURN p;\r")
    }
    #expect(events == [.text("MATCH (p:Person {name: 'Ada Osei'}) RETURN p;")])
  }

  /// Completion puts in the closing quote; who types it all the same does not get two.
  @Test func theClosingQuoteIsTypedOver() throws {
    let completer: @Sendable () -> Completer = { Completer(values: { _, _, _ in .init([.init(text: "Heat", note: "Film")]) }) }
    let events = try read(PseudoTerminal(), count: 3, completer: completer) {
      $0.type("MATCH (n {title: 'H\t'}) RETURN n;\r")
      $0.type("MATCH (n {title: 'H\t}) RETURN n;\r")
      $0.type("RETURN 'it''s';\r")
    }
    #expect(events == [.text("MATCH (n {title: 'Heat'}) RETURN n;"), .text("MATCH (n {title: 'Heat'}) RETURN n;"), .text("RETURN 'it''s';")])
  }

  /// While nobody types, what Tab will ask for is read, piece by piece; keys are never lost to it.
  @Test func completionIsPreparedWhileNobodyTypes() throws {
    let asked = Mutex<[String]>([])
    let completer: @Sendable () -> Completer = {
      Completer(readAhead: { key, element in
        asked.withLock { asked in
          asked.append("\(key) \(element.labels)")
          return asked.count < 5
        }
      })
    }
    let events = try read(PseudoTerminal(), completer: completer) {
      for _ in 0..<500 where asked.withLock({ $0.count }) < 5 { usleep(10_000) }
      usleep(100_000)
      #expect(asked.withLock { $0 } == Array(repeating: "name []", count: 5))
      $0.type("MATCH (p:Film {title: 'H")
      for _ in 0..<500 where asked.withLock({ $0.count }) == 5 { usleep(10_000) }
      #expect(asked.withLock { $0.last } == "title [\"Film\"]")
      $0.type("'}) RETURN p;\r")
    }
    #expect(events == [.text("MATCH (p:Film {title: 'H'}) RETURN p;")])
  }

  @Test func altEnterOpensALineAndUndoTakesItBack() throws {
    let events = try read(PseudoTerminal(), count: 2) { $0.type("RETURN 1;\u{1B}\r// x\rRETURN 2;\u{1B}\r\u{1F}\r") }
    #expect(events == [.text("RETURN 1;\n// x"), .text("RETURN 2;")])
  }

  @Test func aTextTallerThanTheScreenShowsWhatIsAroundTheCursor() {
    var state = EditorState(isComplete: { _ in false })
    _ = state.handle(.paste((1...50).map { "line \($0)" }.joined(separator: "\n")))
    let view = EditorView(state, prompt: "> ", continuation: ". ", columns: 40, height: 10)
    #expect(view.rowCount == 10 && view.cursorRow == 9 && view.rows[9] == ". line 50")
    for _ in 0..<30 { _ = state.handle(.up) }
    let above = EditorView(state, prompt: "> ", continuation: ". ", columns: 40, height: 10)
    #expect(above.rowCount == 10 && above.rows[above.cursorRow] == ". line 20")
  }
}
