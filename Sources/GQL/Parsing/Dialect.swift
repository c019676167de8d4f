/// Which reading holds where one text means two things: ISO GQL, or openCypher.
///
/// Consulted by the lexer and the operator table only; the trees are the same for both.
public enum Dialect: Sendable, Hashable { case gql, cypher }
