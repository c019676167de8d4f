/// The words that statements begin with.
public enum FirstWords {
  /// In upper case, of GQL and Cypher.
  public static let all: Set<String> = Set(
    [Dialect.gql, .cypher].flatMap { NextWords(after: [], in: SourceText(""), dialect: $0).keywords.map(\.rawValue) })
}
