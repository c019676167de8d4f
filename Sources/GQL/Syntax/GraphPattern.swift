/// `[match mode] path pattern, ... [KEEP prefix] [WHERE condition]` (ISO clause 16.4).
public struct GraphPattern: Sendable {
  public enum MatchMode: Sendable { case differentEdges, repeatableElements }
  /// Nil = not written: the session's default, DIFFERENT EDGES.
  public var matchMode: MatchMode?
  public var paths: [PathPattern]
  public var keep: PathPrefix?
  public var `where`: Expression?
  public var span: SourceSpan
  public init(
    matchMode: MatchMode?, paths: [PathPattern], keep: PathPrefix?, where condition: Expression?, span: SourceSpan
  ) {
    self.matchMode = matchMode
    self.paths = paths
    self.keep = keep
    self.where = condition
    self.span = span
  }
}

/// `[p =] [prefix] expression`.
public struct PathPattern: Sendable {
  public var variable: Identifier?
  public var prefix: PathPrefix?
  public var expression: PathExpression
  public var span: SourceSpan
  public init(variable: Identifier?, prefix: PathPrefix?, expression: PathExpression, span: SourceSpan) {
    self.variable = variable
    self.prefix = prefix
    self.expression = expression
    self.span = span
  }
}

/// Selector and mode before a path pattern (ISO: pathPatternPrefix).
public struct PathPrefix: Sendable, Hashable {
  public var selector: PathSelector?
  public var mode: PathMode?
  /// Written `shortestPath(...)`, openCypher: conditions on the path are part of the search.
  public var isFunction = false
  public var span: SourceSpan
  public init(selector: PathSelector?, mode: PathMode?, span: SourceSpan) {
    self.selector = selector
    self.mode = mode
    self.span = span
  }
}

public enum PathMode: Sendable, Hashable { case walk, trail, simple, acyclic }

/// Which of the matches between one pair of end nodes are kept. Counts are literals or `$parameters` in the text.
public enum PathSelector: Sendable, Hashable {
  case all
  /// `ANY`, `ANY k`.
  case any(count: Count)
  case anyShortest
  case allShortest
  /// `SHORTEST k`: k paths of fewest edges.
  case shortest(count: Count)
  /// `SHORTEST k GROUPS`: all paths having one of the k smallest lengths.
  case shortestGroups(count: Count)

  public enum Count: Sendable, Hashable {
    case literal(Int)
    case parameter(String)
  }
}

/// A regular expression over elements (ISO: pathPatternExpression).
public struct PathExpression: Sendable {
  public var kind: Kind
  public var span: SourceSpan
  public init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }

  public indirect enum Kind: Sendable {
    case node(ElementPattern)
    case edge(ElementPattern, EdgeDirectionPattern)
    /// Parts one after the other, as written: missing nodes are not yet filled in.
    case concatenation([PathExpression])
    /// `a | b`: set semantics.
    case union([PathExpression])
    /// `a |+| b`: duplicates are kept.
    case alternation([PathExpression])
    case quantified(PathExpression, Quantifier)
    /// `(expression)?`: variables become conditional singletons.
    case optional(PathExpression)
    case parenthesized(ParenthesizedPath)
  }
}

/// `( [p =] [mode] expression [WHERE condition] )`.
public struct ParenthesizedPath: Sendable {
  public var variable: Identifier?
  public var prefix: PathPrefix?
  public var expression: PathExpression
  public var `where`: Expression?
  public init(variable: Identifier?, prefix: PathPrefix?, expression: PathExpression, where condition: Expression?) {
    self.variable = variable
    self.prefix = prefix
    self.expression = expression
    self.where = condition
  }
}

/// `{m,n}`, `{m}`, `*` = {0,}, `+` = {1,}. A nil upper bound is none.
///
/// openCypher's `*m..n` within an edge too, where the upper bound may be 0, or below the lower one: then nothing matches.
public struct Quantifier: Sendable, Hashable {
  public var lower: Int
  public var upper: Int?
  public var span: SourceSpan
  public init(lower: Int, upper: Int?, span: SourceSpan) {
    self.lower = lower
    self.upper = upper
    self.span = span
  }
}

/// The inside of `( )` or `[ ]`: `x :Label {k: v} WHERE condition`.
public struct ElementPattern: Sendable {
  public var variable: Identifier?
  /// `TEMP x`: known within the pattern only.
  public var isTemporary = false
  public var label: LabelExpression?
  public var properties: [PropertyItem]
  public var `where`: Expression?
  public var span: SourceSpan
  public init(
    variable: Identifier?, label: LabelExpression?, properties: [PropertyItem], where condition: Expression?,
    span: SourceSpan
  ) {
    self.variable = variable
    self.label = label
    self.properties = properties
    self.where = condition
    self.span = span
  }
}

/// The seven directions in which an edge pattern may be crossed.
public enum EdgeDirectionPattern: Sendable, Hashable, CaseIterable {
  case left, undirected, right
  case leftOrUndirected, undirectedOrRight, leftOrRight
  case any
}

/// `! & | %` over label names, loosest last (ISO clause 16.8).
public indirect enum LabelExpression: Sendable {
  case name(Identifier)
  /// `%`: some label.
  case wildcard(SourceSpan)
  case not(LabelExpression, SourceSpan)
  case and(LabelExpression, LabelExpression)
  case or(LabelExpression, LabelExpression)
}

extension LabelExpression {
  /// From the first to the last name, without parentheses around.
  public var span: SourceSpan {
    switch self {
    case .name(let name): name.span
    case .wildcard(let span), .not(_, let span): span
    case .and(let left, let right), .or(let left, let right): left.span.union(right.span)
    }
  }
}
