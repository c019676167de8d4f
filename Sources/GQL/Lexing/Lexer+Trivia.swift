extension Lexer {
  /// Skips white space and comments. False at the end of the text.
  mutating func skipTrivia() -> Bool {
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) || (byte >= 0x1C && byte <= 0x1F) {
        offset += 1
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
        skipLine()
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        skipBlockComment()
      } else if byte == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-"), startsComment() {
        skipLine()
      } else if byte >= 0x80, let (scalar, length) = source.scalar(at: offset), scalar.properties.isWhitespace {
        offset += length
      } else {
        return true
      }
    }
    return false
  }

  private mutating func skipLine() {
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
  }

  private mutating func skipBlockComment() {
    let start = offset
    offset += 2
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        offset += 2
        return
      }
      offset += 1
    }
    unterminated = .comment
    report(
      .invalidSyntax, "the comment that begins here is never closed", SourceSpan(start, start + 2),
      hints: ["end it with `*/`"])
    tokens.append(Token(.invalid, from: start, to: offset))
  }

  /// Whether `--` at the current place starts a comment, and is not the edge of `(a)--(b)`, `(a)-->(b)`, `(a)<--(b)`.
  ///
  /// It is an edge only within a pattern, after what can end a node pattern, a quantifier or another edge, and when the
  /// next thing goes on with the pattern: `>`, `(`, `[` or a quantifier; and everywhere in `)--(`, `)-->` and `)--+(` without a
  /// space. Otherwise it is a comment, as ISO has it.
  private func startsComment() -> Bool {
    // openCypher has no such comments.
    if dialect == .cypher { return false }
    guard let last = tokens.last else { return true }
    let isAdjacent = Int(last.end) == offset
    if last.kind == .less, isAdjacent, tokens.count > 1, tokens[tokens.count - 2].kind == .rightParenthesis,
      tokens[tokens.count - 2].end == last.start, peek(2) == UInt8(ascii: ">") || peek(2) == UInt8(ascii: "(") || atQuantifier(2)
    {
      return false
    }
    if last.kind == .rightParenthesis, isAdjacent,
      peek(2) == UInt8(ascii: ">") || peek(2) == UInt8(ascii: "(") || atQuantifier(2)
    {
      return false
    }
    guard isInPattern else { return true }
    switch last.kind {
    case .less: return !isAdjacent
    case .rightParenthesis, .rightBrace, .asterisk, .plus, .question, .greater: break
    default: return true
    }
    var next = offset + 2
    while next < bytes.count, bytes[next] == 0x20 || (bytes[next] >= 0x09 && bytes[next] <= 0x0D) { next += 1 }
    guard next < bytes.count else { return true }
    switch UnicodeScalar(bytes[next]) {
    case "(", "[": return false
    case ">": return next != offset + 2
    case "+", "*", "?", "{": return !atQuantifier(next - offset)
    default: return true
    }
  }

  /// Whether `+`, `*` or `?` before a node, or `{1,3}`, stands so far from the current place.
  private func atQuantifier(_ distance: Int) -> Bool {
    var place = offset + distance
    guard place < bytes.count else { return false }
    let sign = UnicodeScalar(bytes[place])
    guard sign == "+" || sign == "*" || sign == "?" || sign == "{" else { return false }
    place += 1
    while place < bytes.count, bytes[place] == 0x20 { place += 1 }
    guard place < bytes.count else { return false }
    let next = bytes[place]
    if sign == "{" { return next == UInt8(ascii: ",") || (next >= UInt8(ascii: "0") && next <= UInt8(ascii: "9")) }
    return next == UInt8(ascii: "(")
  }
}
