/// Gathers text and hands it on in pieces of about 64 KiB.
final class TextSink {
  private let output: (String) throws -> Void
  private var text = ""
  private static let size = 1 << 16
  /// What the format cannot say of this graph, each a sentence.
  private(set) var notes: [String] = []

  init(_ output: @escaping (String) throws -> Void) { self.output = output }

  func write(_ part: String) throws {
    text += part
    if text.utf8.count >= Self.size { try flush() }
  }

  func note(_ sentence: String) { notes.append(sentence) }

  func flush() throws {
    guard !text.isEmpty else { return }
    try output(text)
    text.removeAll(keepingCapacity: true)
  }
}
