/// Finds where statements end, for whoever reads a text piece by piece, such as the shell.
///
/// A statement ends at a `;` that is in no string, delimited name or comment; brackets do not matter, so that a forgotten one
/// cannot swallow all that follows. O(n).
public enum StatementSplitter {
  public struct Piece: Sendable, Hashable {
    /// From the first token to the last one before the `;`.
    public var span: SourceSpan
    /// Whether a `;` follows.
    public var isTerminated: Bool
    /// Where the next piece begins: after the `;`, or at the end of the text.
    public var end: Int
  }

  /// What is still open at the end of the text.
  public enum Completeness: Sendable, Hashable {
    /// White space and comments only.
    case empty
    /// The last statement ends with `;`.
    case complete
    /// A `;` is missing.
    case statement
    case string, delimitedName, comment
  }

  /// The statements of a text, without empty ones.
  public static func split(_ source: SourceText, dialect: Dialect = .gql) -> [Piece] {
    scan(source, dialect).pieces
  }

  public static func split(_ source: String, dialect: Dialect = .gql) -> [Piece] {
    split(SourceText(source), dialect: dialect)
  }

  public static func completeness(of source: String, dialect: Dialect = .gql) -> Completeness {
    let (pieces, unterminated) = scan(SourceText(source), dialect)
    switch unterminated {
    case .string: return .string
    case .name: return .delimitedName
    case .comment: return .comment
    case nil: break
    }
    guard let last = pieces.last else { return .empty }
    return last.isTerminated ? .complete : .statement
  }

  /// Whether the text holds a statement and nothing of it is open.
  public static func isComplete(_ source: String, dialect: Dialect = .gql) -> Bool {
    completeness(of: source, dialect: dialect) == .complete
  }

  private static func scan(_ source: SourceText, _ dialect: Dialect) -> (pieces: [Piece], unterminated: Lexer.Unterminated?) {
    var lexer = Lexer(source, dialect: dialect)
    lexer.run()
    var pieces: [Piece] = []
    var first: Token?
    var last: Token?
    for token in lexer.tokens {
      switch token.kind {
      case .semicolon, .endOfText:
        if let first, let last {
          pieces.append(
            Piece(
              span: first.span.union(last.span), isTerminated: token.kind == .semicolon, end: token.span.end))
        }
        first = nil
        last = nil
      default:
        if first == nil { first = token }
        last = token
      }
    }
    return (pieces, lexer.unterminated)
  }
}
