/// Tells of each `--` of a text, which begins with a statement and may come in pieces, whether it begins a comment or is an edge. It is asked in
/// the order in which they stand. O(n) for all of them; holds the text as far as it was asked about.
public struct DashReader {
  private var lexer: Lexer?

  public init() {}

  /// - Parameter text: with the whole line that the offset is in; what was there before is as it was.
  public mutating func isComment(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let end = text[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
    // What is longer is no text of the language.
    guard end <= Lexer.maximumSourceLength else { return true }
    var lexer = self.lexer ?? Lexer(SourceText(bytes: Array(text[..<end])))
    self.lexer = nil
    if lexer.bytes.count < end { lexer.append(text[lexer.bytes.count..<end]) }
    lexer.read(through: offset)
    let isToken = lexer.tokens.last.map { Int($0.start) <= offset && offset < Int($0.end) } ?? false
    self.lexer = lexer
    return !isToken
  }
}
