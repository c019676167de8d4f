import Glibc
import GraphStore
import Synchronization

/// Says on a terminal's stderr how far long work is: a line that is written over, from one second on. Silent elsewhere.
final class Progress: Sendable {
  /// Nil = silent.
  private let line: ProgressLine?

  /// - Parameter monitor: of the work; it tells what is done.
  init(_ monitor: WorkMonitor, _ console: Console) {
    guard console.noticesAreOnTerminal, console.environment["TERM"] != "dumb" else {
      line = nil
      return
    }
    let line = ProgressLine(monitor, width: console.screenWidth)
    ProgressClock.shared.add(line)
    self.line = line
  }

  deinit { end() }

  /// Text that was written.
  func add(bytes count: Int) { line?.bytes.add(count, ordering: .relaxed) }

  /// Takes the line away.
  func end() { line?.end() }
}

/// A line that shows. Its lock is held while it is drawn, so that nothing is drawn once it is over.
private final class ProgressLine: @unchecked Sendable {
  /// Seconds before anything shows.
  static let delay = 1.0
  /// Seconds between two looks.
  static let interval = 0.2

  private struct State {
    var isOver = false
    /// Cells of the line; 0 = none.
    var cells = 0
    var isDueAt: ContinuousClock.Instant
  }

  let bytes = Atomic<Int>(0)
  private let start = ContinuousClock.now
  private let state: Mutex<State>
  private let monitor: WorkMonitor
  private let width: () -> Int

  init(_ monitor: WorkMonitor, width: @escaping () -> Int) {
    self.monitor = monitor
    self.width = width
    state = Mutex(State(isDueAt: start + .seconds(Self.delay)))
  }

  /// When it is to be drawn; nil when it is over.
  var isDueAt: ContinuousClock.Instant? { state.withLock { $0.isOver ? nil : $0.isDueAt } }

  func drawIfDue() {
    state.withLock { state in
      let now = ContinuousClock.now
      guard !state.isOver, state.isDueAt <= now else { return }
      let width = width()
      let text = ProgressText.line(monitor.glance, seconds: (now - start) / .seconds(1), bytes: bytes.load(ordering: .relaxed), width: width)
      FileOutput.standardError.write(ProgressText.erasing(cells: state.cells, width: width) + text)
      state.cells = DisplayWidth.of(text)
      state.isDueAt = now + .seconds(Self.interval)
    }
  }

  func end() {
    state.withLock { state in
      guard !state.isOver else { return }
      state.isOver = true
      if state.cells > 0 { FileOutput.standardError.write(ProgressText.erasing(cells: state.cells, width: width())) }
    }
  }
}

/// Draws lines when they are due, on a thread that is there while there are any.
private final class ProgressClock: Sendable {
  static let shared = ProgressClock()

  private struct State {
    var lines: [ProgressLine] = []
    var isRunning = false
  }

  private let state = Mutex(State())

  /// The thread need not be woken: it sleeps no longer than until an earlier line is due, and a new one is due last.
  func add(_ line: ProgressLine) {
    state.withLock { state in
      state.lines.removeAll { $0.isDueAt == nil }
      state.lines.append(line)
      if !state.isRunning { state.isRunning = PlainThread.start { [self] in run() } }
    }
  }

  private func run() {
    while let next = nextLook() {
      let pause = next - ContinuousClock.now
      if pause > .zero { usleep(UInt32(pause / .microseconds(1))) }
      for line in state.withLock({ $0.lines }) { line.drawIfDue() }
    }
  }

  /// When a line is due; nil, and the thread is to end, when all are over.
  private func nextLook() -> ContinuousClock.Instant? {
    state.withLock { state in
      state.lines.removeAll { $0.isDueAt == nil }
      let next = state.lines.compactMap(\.isDueAt).min()
      state.isRunning = next != nil
      return next
    }
  }
}

/// The words of a progress line.
enum ProgressText {
  private static let barCells = 20

  /// `reading ━━━━━━━━╌╌╌╌╌╌╌ 41% · 1,234,567 rows · 250,000/s · 0:12 left · Ctrl-C stops`, shorter on a narrow screen.
  static func line(_ glance: WorkMonitor.Glance, seconds: Double, bytes: Int, width: Int) -> String {
    var parts: [String] = []
    // A query that has no rows yet looks at nodes.
    let looksAtNodes = glance.rows == 0 && glance.phase == .running && glance.whole > 0
    let count = looksAtNodes ? min(glance.done, glance.whole) : glance.rows
    if count > 0 {
      parts.append("\(grouped(count)) \(looksAtNodes ? "nodes" : count == 1 ? "row" : "rows")")
      parts.append("\(grouped(Int(Double(count) / max(seconds, 0.001))))/s")
    }
    if bytes > 0 { parts.append(amount(bytes, seconds)) }
    parts.append(clock(seconds))
    if let fraction = glance.fraction, fraction > 0.01, fraction < 1, glance.phase != .packing {
      parts.append("\(clock((seconds * (1 - fraction) / fraction).rounded(.up))) left")
    }
    parts.append("Ctrl-C stops")
    let head = word(glance.phase) + (glance.fraction.map { " \(bar($0)) \(Int($0 * 100))%" } ?? "")
    var line = head
    for part in parts where DisplayWidth.of(line) + 3 + DisplayWidth.of(part) < width { line += " · " + part }
    return line
  }

  /// Takes a line of so many cells away, whose cursor stands at its end: in a window that has become narrower, the terminal has broken it.
  static func erasing(cells: Int, width: Int) -> String {
    let above = max(0, cells - 1) / max(1, width)
    return above > 0 ? "\r\u{1B}[\(above)A\u{1B}[J" : "\r\u{1B}[K"
  }

  static func word(_ phase: WorkMonitor.Phase) -> String {
    switch phase {
    case .reading: "reading"
    case .packing: "packing"
    case .writing: "writing"
    case .running: "running"
    }
  }

  private static func bar(_ fraction: Double) -> String {
    let full = Int(fraction * Double(barCells))
    return String(repeating: "━", count: full) + String(repeating: "╌", count: barCells - full)
  }

  /// `1,234,567`.
  static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }

  /// `3 s`, `2:05`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9))
    guard whole >= 60 else { return "\(whole) s" }
    let rest = whole % 60
    return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
  }

  /// `12 MB, 4 MB/s`.
  static func amount(_ bytes: Int, _ seconds: Double) -> String {
    func size(_ bytes: Double) -> String {
      bytes < 1e6 ? "\(Int(bytes / 1e3)) KB" : "\((bytes / 1e5).rounded() / 10) MB"
    }
    return "\(size(Double(bytes))), \(size(Double(bytes) / max(seconds, 0.001)))/s"
  }
}
