/// Frees what is large on a thread of its own: a million rows take a second, for which nobody should wait.
package enum LaterRelease {
  /// Fewer elements are freed at once.
  private static let leastCount = 10_000

  private final class Work<Element: Sendable>: BackgroundWork, @unchecked Sendable {
    private var elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    override func run() { elements = [] }
  }

  /// Leaves nothing in `elements`. Where no thread can be made they are freed before this returns.
  package static func empty<Element: Sendable>(_ elements: inout [Element]) {
    guard elements.count >= leastCount else { return elements = [] }
    let work = Work(elements)
    elements = []
    if work.start() { work.detach() }
  }
}
