import GraphStore

/// The tree that EXPLAIN and PROFILE print: an operator a line, what it reads below it.
///
/// ```
/// Sort  who                           ~12
/// └─ Expand  -[:PROPOSES]->           ~29
///    └─ NodeScan  :Person             ~21
/// ```
///
/// Built along with the pipelines, so that it shows what runs. PROFILE adds rows, time and memory; time is an operator's own, without that
/// of its inputs; memory is the most that it held at a time, besides its buffers for one batch.
final class PlanExplanation {
  final class Node {
    let title: String
    let detail: String
    let estimate: Double
    fileprivate(set) var children: [Node] = []
    var rows = 0
    var batches = 0
    /// Seconds in this operator; for a source, together with its inputs.
    var seconds = 0.0
    var includesInputs = false
    /// The most bytes that the operator was seen to hold.
    var bytes = 0

    /// Looks at what an operator holds now, or its batch of output.
    func note(_ holder: AnyObject, arena bytes: Int) {
      self.bytes = max(self.bytes, bytes, (holder as? any HoldsMemory)?.bytesHeld ?? 0)
    }

    init(title: String, detail: String, estimate: Double) {
      self.title = title
      self.detail = detail
      self.estimate = estimate
    }

    fileprivate var ownSeconds: Double {
      includesInputs ? max(0, seconds - children.reduce(0) { $0 + $1.totalSeconds }) : seconds
    }

    private var totalSeconds: Double { ownSeconds + children.reduce(0) { $0 + $1.totalSeconds } }
  }

  /// Whether the plan is run and measured.
  let isProfile: Bool
  private let source: SourceText
  private let estimates: RowEstimates
  private let root = Node(title: "Result", detail: "", estimate: 0)
  private var open: [Node] = []

  init(isProfile: Bool, source: SourceText, statistics: PlanStatistics) {
    self.isProfile = isProfile
    self.source = source
    estimates = RowEstimates(statistics)
  }

  func enter(_ plan: PhysicalPlan) -> Node {
    let (title, detail) = PlanText(source: source).line(plan)
    let node = Node(title: title, detail: detail, estimate: estimates.rows(of: plan))
    (open.last ?? root).children.append(node)
    open.append(node)
    return node
  }

  func leave() { open.removeLast() }

  var text: String {
    var lines: [(text: String, node: Node)] = []
    func walk(_ nodes: [Node], _ prefix: String) {
      for (index, node) in nodes.enumerated() {
        let isLast = index == nodes.count - 1
        let isTop = prefix.isEmpty && lines.isEmpty || nodes.isEmpty
        let branch = isTop && nodes.count == 1 ? "" : isLast ? "└─ " : "├─ "
        let detail = node.detail.isEmpty ? "" : "  " + node.detail
        lines.append((prefix + branch + node.title + detail, node))
        walk(node.children, prefix + (branch.isEmpty ? "" : isLast ? "   " : "│  "))
      }
    }
    walk(root.children, "")
    if isProfile { return PlanExplanation.profile(lines) }
    let width = min(100, lines.map { $0.text.unicodeScalars.count }.max() ?? 0)
    return lines.map { text, node in
      let padding = String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
      return "\(text)\(padding)  ~\(PlanExplanation.rounded(node.estimate)) rows\n"
    }.joined()
  }

  /// Figures in columns, and the tree behind them, where it may be cut.
  private static func profile(_ lines: [(text: String, node: Node)]) -> String {
    let table = [["estimate", "rows", "batches", "ms", "memory"]] + lines.map { _, node in
      [
        "~\(rounded(node.estimate))", String(node.rows), String(node.batches), milliseconds(node.ownSeconds),
        node.bytes > 0 ? size(node.bytes) : "",
      ]
    }
    let widths = table[0].indices.map { column in table.map { $0[column].utf8.count }.max() ?? 0 }
    return zip(table, ["operator"] + lines.map(\.text)).map { figures, text in
      let cells = zip(figures, widths).map { String(repeating: " ", count: $1 - $0.utf8.count) + $0 }
      return cells.joined(separator: "  ") + "  " + text + "\n"
    }.joined()
  }

  private static func rounded(_ estimate: Double) -> String {
    estimate < 1e15 ? String(Int64(estimate.rounded(.up))) : "10^15+"
  }

  /// In units of 1,024, rounded up.
  private static func size(_ bytes: Int) -> String {
    if bytes < 1 << 20 { return "\((bytes + 1_023) >> 10) KB" }
    return "\((bytes + (1 << 20) - 1) >> 20) MB"
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let micros = Int64((seconds * 1e6).rounded())
    let fraction = String(1_000 + micros % 1_000).dropFirst()
    return "\(micros / 1_000).\(fraction)"
  }
}

/// An operator that counts what it gives and times itself.
final class MeasuredOperator: BatchOperator {
  private let inner: any BatchOperator
  private let node: PlanExplanation.Node

  init(_ inner: any BatchOperator, _ node: PlanExplanation.Node) {
    self.inner = inner
    self.node = node
  }

  func reset() { inner.reset() }

  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    try inner.finish(context) { output throws(QueryError) in
      node.rows += output.count
      node.batches += 1
      return try consume(output)
    }
  }

  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool {
    let clock = ContinuousClock()
    let start = clock.now
    var outside = Duration.zero
    let held = context.arena.bytesInUse
    let goesOn = try inner.process(batch, context) { output throws(QueryError) in
      node.rows += output.count
      node.batches += 1
      node.note(inner, arena: context.arena.bytesInUse - held)
      let before = clock.now
      let isWanted = try consume(output)
      outside += clock.now - before
      return isWanted
    }
    node.seconds += (clock.now - start - outside) / .seconds(1)
    node.note(inner, arena: 0)
    return goesOn
  }
}

/// A source that counts what it gives and times itself.
final class MeasuredSource: BatchSource {
  private let inner: any BatchSource
  private let node: PlanExplanation.Node

  init(_ inner: any BatchSource, _ node: PlanExplanation.Node) {
    self.inner = inner
    self.node = node
    node.includesInputs = true
  }

  func produce(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    let clock = ContinuousClock()
    let start = clock.now
    var outside = Duration.zero
    let held = context.arena.bytesInUse
    try inner.produce(context) { output throws(QueryError) in
      node.rows += output.count
      node.batches += 1
      node.note(inner, arena: context.arena.bytesInUse - held)
      let before = clock.now
      let isWanted = try consume(output)
      outside += clock.now - before
      return isWanted
    }
    node.seconds += (clock.now - start - outside) / .seconds(1)
  }
}
