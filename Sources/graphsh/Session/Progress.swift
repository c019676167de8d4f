import Dispatch
import Glibc
import Synchronization

/// Says on a terminal's stderr that long work goes on: a line that is written over, from one second on. Silent elsewhere.
/// The timer is set up before anyone shares the object, and may be cancelled from any thread.
final class Progress: @unchecked Sendable {
  private let count = Atomic<Int>(0)
  private let timer: DispatchSourceTimer?
  private let hasShown = Atomic<Bool>(false)
  private let isOver = Atomic<Bool>(false)

  /// Seconds before anything shows.
  static let delay = 1.0

  /// - Parameter what: `exporting`, `running`.
  init(_ what: String, _ console: Console, isCounting: Bool = true) {
    guard console.noticesAreOnTerminal, console.environment["TERM"] != "dumb" else {
      timer = nil
      return
    }
    let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    self.timer = timer
    let start = ContinuousClock.now
    timer.schedule(deadline: .now() + Self.delay, repeating: 0.2)
    timer.setEventHandler { [weak self] in
      guard let self, !self.isOver.load(ordering: .acquiring) else { return }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      self.hasShown.store(true, ordering: .releasing)
      let amount = isCounting ? " · " + Self.amount(self.count.load(ordering: .relaxed), seconds) : ""
      FileOutput.standardError.write("\r\u{1B}[K\(what) \(Self.clock(seconds))\(amount) · Ctrl-C stops")
    }
    timer.activate()
  }

  deinit { end() }

  func add(bytes: Int) { count.add(bytes, ordering: .relaxed) }

  /// Takes the line away.
  func end() {
    guard !isOver.exchange(true, ordering: .acquiringAndReleasing) else { return }
    timer?.cancel()
    if hasShown.load(ordering: .acquiring) { FileOutput.standardError.write("\r\u{1B}[K") }
  }

  /// `3 s`, `2:05`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds)
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
