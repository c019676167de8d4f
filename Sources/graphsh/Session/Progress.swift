import Dispatch
import Glibc
import GraphStore
import Synchronization

/// Says on a terminal's stderr how far long work is: a line that is written over, from one second on. Silent elsewhere.
/// The timer is set up before anyone shares the object, and may be cancelled from any thread.
final class Progress: @unchecked Sendable {
  private let bytes = Atomic<Int>(0)
  private let timer: DispatchSourceTimer?
  private let width: () -> Int
  /// Cells of the line that shows; 0 = none.
  private let shown = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)

  /// Seconds before anything shows.
  static let delay = 1.0
  /// Seconds between two looks.
  static let interval = 0.2

  /// - Parameter monitor: of the work; it tells what is done.
  init(_ monitor: WorkMonitor, _ console: Console) {
    guard console.noticesAreOnTerminal, console.environment["TERM"] != "dumb" else {
      timer = nil
      width = { 80 }
      return
    }
    let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    self.timer = timer
    let start = ContinuousClock.now
    width = console.screenWidth
    timer.schedule(deadline: .now() + Self.delay, repeating: Self.interval)
    timer.setEventHandler { [weak self] in
      guard let self, !self.isOver.load(ordering: .acquiring) else { return }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let width = self.width()
      let text = ProgressText.line(monitor.glance, seconds: seconds, bytes: self.bytes.load(ordering: .relaxed), width: width)
      let before = self.shown.exchange(DisplayWidth.of(text), ordering: .acquiringAndReleasing)
      FileOutput.standardError.write(ProgressText.erasing(cells: before, width: width) + text)
    }
    timer.activate()
  }

  deinit { end() }

  /// Text that was written.
  func add(bytes count: Int) { bytes.add(count, ordering: .relaxed) }

  /// Takes the line away.
  func end() {
    guard !isOver.exchange(true, ordering: .acquiringAndReleasing) else { return }
    timer?.cancel()
    let cells = shown.load(ordering: .acquiring)
    if cells > 0 { FileOutput.standardError.write(ProgressText.erasing(cells: cells, width: width())) }
  }
}

/// The words of a progress line.
enum ProgressText {
  private static let barCells = 20

  /// `reading ━━━━━━━━╌╌╌╌╌╌╌ 41% · 1,234,567 rows · 250,000/s · 0:12 left · Ctrl-C stops`, shorter on a narrow screen.
  static func line(_ glance: WorkMonitor.Glance, seconds: Double, bytes: Int, width: Int) -> String {
    var parts: [String] = []
    if glance.rows > 0 {
      parts.append("\(grouped(glance.rows)) \(glance.rows == 1 ? "row" : "rows")")
      parts.append("\(grouped(Int(Double(glance.rows) / max(seconds, 0.001))))/s")
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
