/// Which reading holds where one text means two things: ISO GQL, or openCypher.
///
/// Consulted by the lexer, the parser's operator table and the few productions that GQL forbids, and by the analyzer; the trees
/// are the same for both.
public enum Dialect: Sendable, Hashable {
  case gql, cypher

  /// What `CYPHER` or `GQL` at the beginning of a statement says, when another word or a version follows.
  static func prefix(_ first: Token, before second: Token, in source: SourceText) -> Dialect? {
    guard first.kind == .word, second.kind == .word || second.kind == .integer || second.kind == .leftBrace else { return nil }
    if first.keyword == .cypher { return .cypher }
    return first.end - first.start == 3 && source.text(of: first.span).uppercased() == "GQL" ? .gql : nil
  }
}
