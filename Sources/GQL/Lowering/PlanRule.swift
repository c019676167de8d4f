/// A way in which a plan departs from the statement as it is written, to give the same rows sooner.
///
/// Each can be switched off alone (`QueryLimits.rulesOff`): tests hold the answers with and without it equal, and a golden file shows for each
/// where it fires and where it must not. A rule fires on a statement when the plan without it is another one.
public enum PlanRule: String, CaseIterable, Sendable {
  case pushDown = "push-down"
  case joinOrder = "join-order"
  case leastCost = "least-cost"
  case lookUp = "look-up"
  case lookUpFirst = "look-up-first"
  case joinByValue = "join-by-value"
  case partOnce = "part-once"
  case countBranches = "count-branches"
  case countApart = "count-apart"
  case semiJoin = "semi-join"
  case commonNeighbours = "common-neighbours"
  case groupByNode = "group-by-node"
  case startAtGroup = "start-at-group"
  case distinctEarly = "distinct-early"
  case levelByLevel = "level-by-level"
  case reachOnce = "reach-once"
  case bothEnds = "both-ends"
  case filterFirst = "filter-first"
  case dropUnread = "drop-unread"
  case topRows = "top-rows"

  /// What the rule does, in a sentence.
  public var sentence: String {
    switch self {
    case .pushDown: "a conjunct of WHERE is judged as soon as the nodes and edges that it reads are found"
    case .joinOrder: "a pattern starts where the fewest nodes are expected, and goes on with the edge that multiplies rows least"
    case .leastCost: "up to ten nodes are joined in the order that is expected to cost least, where that spares most of the rows"
    case .lookUp: "a node with a known id, or value of a property, is looked up by it, and not sought among all"
    case .lookUpFirst: "a node that few can be, by a value known before or of another node, is looked up before edges are followed"
    case .joinByValue: "a node of which values equal those of others is found in a table of all such nodes by these values, where rows are many"
    case .partOnce: "a part of a pattern that no edge joins to the rows before it is matched once, and its rows are found by values or limits that these say"
    case .countBranches: "parts of a pattern that nobody reads are counted and not enumerated"
    case .countApart: "parts of a pattern that nothing joins to the rest and nobody reads are counted once, before it, and not for each row"
    case .semiJoin: "rows are kept by EXISTS or NOT EXISTS of a pattern that hangs on one of their nodes as it is counted, not row by row"
    case .commonNeighbours: "a node between two joined nodes is counted by marks, a bit for each node"
    case .groupByNode: "a grouping by properties that no two of the nodes share is one by the nodes; what else is read of them is computed once a group"
    case .startAtGroup: "a pattern whose rows are grouped by one of very many nodes starts there, if that costs little more: groups come one after the other, on several threads"
    case .distinctEarly: "rows that aggregates like COUNT(DISTINCT x) would not tell apart are made distinct before"
    case .levelByLevel: "a short quantified edge of which only the ends are read is followed a batch of walks at a time"
    case .reachOnce: "where equal rows may come once, one way to each end of a long quantified part is searched, if only its ends are read"
    case .bothEnds: "a shortest path between two known nodes is searched from both, until they meet"
    case .filterFirst: "values that a condition, or an ORDER BY with LIMIT, above them does not read, and that cannot fail, are computed after it; properties to order by are read as far as keys before them leave it open"
    case .dropUnread: "a value that nobody reads, and that cannot fail, is not computed"
    case .topRows: "ORDER BY with LIMIT keeps that many rows"
    }
  }
}
