import GraphStore

/// How a picture is drawn. Everything about a particular graph comes in here; the exporter knows none.
public struct DOTOptions: Sendable {
  /// Above the picture; nil = none.
  public var title: String?
  /// Written as a comment at the head of the file.
  public var query: String?
  /// +1, 0 or -1 by edge type: colour and line style of its edges. Types that are absent take no side.
  public var signs: [String: Int] = [:]
  /// Draws edges that share source, target and type as one, with `×3` and all their properties in its
  /// tooltip.
  public var collapsesParallelEdges = true
  public var hasLegend = true
  /// Node properties that give the caption, first found first.
  public var captionKeys = Node.namingKeys
  /// Edge properties that give the time of an assertion (see `DOTTime`), and its values of the last that make it an inferred one.
  public var timeKeys = TimeKeys()
  public var inferredTimes = ["inferred", "article date", "shared event"]
  /// Those of a time that is reckoned from the day of publication: it is inferred where that is.
  public var reckonedTimes = ["weekday", "relative"]
  /// Edge properties that give the date on other edges.
  public var dateKeys = ["since"]
  /// The edge property that says how real an assertion is, and its values that do not count as taking a side: such edges get a hollow
  /// arrowhead and the word.
  public var modalityKey = "modality"
  public var unrealModalities = ["conditional", "hypothetical", "planned"]
  /// Its value for what needs no word, and the one for what was so. In a graph with stances other words than all these count like the unreal ones.
  public var plainModality = "actual"
  public var pastModality = "past"
  /// The edge property that says what must happen first: without a modality it makes an edge of a graph with stances the first of the unreal ones.
  public var conditionKey = "condition"
  /// The edge property that says how sure an assertion is, and its values for what only others report: such edges get a hollow diamond
  /// where they begin. Other values than the plain one are written on the edge.
  public var certaintyKey = "certainty"
  public var reportedCertainties = ["reported"]
  public var plainCertainty = "stated"
  /// The edge property that names who else says so: in a graph with stances what somebody says of others is reported.
  public var speakersKey = "speakers"
  /// Edge properties that say what part of its end an edge is on, and in whose person its start did something.
  public var scopeKey = "scope"
  public var personKey = "represented_by"
  /// Edge properties that give a sum of money and what it is counted in.
  public var amountKey = "amount"
  public var currencyKey = "currency"
  /// Edge properties that make it an upper limit, `up to`, and name the whole that it is a part of.
  public var ceilingKey = "ceiling"
  /// Edge properties that say how far a sum has come, as `announced`, and what kind it is of.
  public var statusKey = "status"
  public var kindKey = "aid_type"
  public var partKey = "part_of"
  /// The edge properties whose distinct values are counted for the edge's width: the second counts where the first is missing.
  public var originKey = "origin"
  public var sourceKey = "source"
  /// Properties that hold an address to link to; only `http` and `https` are.
  public var linkKeys = ["url", "source_url"]

  /// Nodes in one picture; more are refused.
  public var nodeLimit = 2_000
  /// Edges in one picture, before parallel ones are collapsed; more are refused.
  public var edgeLimit = 10_000
  /// Nodes up to which `dot` lays out in ranks, with a label on each edge; above, `sfdp` without labels on edges.
  public var rankedLayoutLimit = 200
  /// Characters of a label.
  public var labelLimit = 200
  /// Characters of a tooltip.
  public var tooltipLimit = 2_000

  public init() {}

  /// The graph says which edge types take a side, so that its edges are read as assertions.
  var hasStances: Bool { !signs.isEmpty }
}
