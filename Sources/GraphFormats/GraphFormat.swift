import GraphStore

/// A way to write or read a whole graph: each is declared in a file of its own and listed in `all`.
public struct GraphFormat: Sendable {
  /// For `--format`.
  public let name: String
  /// Of files, without the point; the first is ours.
  public let extensions: [String]
  /// One line for help.
  public let summary: String
  /// What a graph that is written and read again has lost, as a clause; nil = nothing, or the format cannot be read.
  public let losses: String?
  /// So many times a writer goes through the graph.
  let passes: Int
  /// Nil: cannot be written.
  let write: (@Sendable (_ graph: GraphScan, _ sink: TextSink) throws -> Void)?
  /// Nil: cannot be read.
  let read: (@Sendable (_ path: String, _ intake: inout GraphIntake) throws(StoreError) -> Void)?

  init(
    name: String, extensions: [String], summary: String, losses: String? = nil, passes: Int = 1, write: (@Sendable (GraphScan, TextSink) throws -> Void)? = nil,
    read: (@Sendable (String, inout GraphIntake) throws(StoreError) -> Void)? = nil
  ) {
    self.name = name
    self.extensions = extensions
    self.summary = summary
    self.losses = losses
    self.passes = passes
    self.write = write
    self.read = read
  }

  /// In the order of help.
  public static let all: [GraphFormat] = [
    .gqlScript, .graphML, .gephi, .nodeLink, .apocLines, .followTheMoney, .edgeList, .gexf, .cytoscape, .mermaid, .turtle, .nTriples,
  ]

  public var isReadable: Bool { read != nil }
  public var isWritable: Bool { write != nil }

  public static func named(_ name: String) -> GraphFormat? { all.first { $0.name == name.lowercased() } }

  /// The format that a file's name ends in; nil when there is none.
  public init?(path: String) {
    let path = path.lowercased()
    let fitting = Self.all.flatMap { format in format.extensions.map { (format, $0) } }.filter { path.hasSuffix("." + $0.1) }
    guard let longest = fitting.max(by: { $0.1.utf8.count < $1.1.utf8.count }) else { return nil }
    self = longest.0
  }

  /// Writes a graph, or a part of one.
  ///
  /// - Throws: `StoreError` when the format cannot hold something; what `write` throws.
  /// - Returns: what readers will not find as it is in this graph, sentences.
  ///
  /// - Parameter definitions: the statements that make the graph's constraints and indexes, for formats that can hold them.
  @discardableResult
  public func write(
    _ elements: any GraphElements, definitions: [String] = [], monitor: WorkMonitor? = nil, to write: @escaping (String) throws -> Void
  ) throws -> [String] {
    guard let render = self.write else { throw StoreError(.invalidProperty, "\(name) can be read only") }
    let sink = TextSink(write)
    monitor?.begin(.writing, whole: (elements.nodeCount + elements.edgeCount) * passes)
    var graph = GraphScan(elements, monitor: monitor)
    graph.definitions = definitions
    try render(graph, sink)
    try sink.flush()
    return sink.notes
  }

  /// Reads files into a transaction; nothing is undone when it throws: roll the transaction back.
  ///
  /// - Throws: `StoreError` with file, line and reason.
  public func read(_ paths: [String], into transaction: WriteTransaction, maximumErrors: Int = 0) throws(StoreError) -> ImportReport {
    try self.read(paths, into: LoadTransaction(over: transaction, options: LoadOptions(maximumErrors: maximumErrors)))
  }

  /// The same with batches, progress and dry runs.
  public func read(_ paths: [String], into load: LoadTransaction) throws(StoreError) -> ImportReport {
    guard let read else { throw StoreError(.invalidProperty, "\(name) can be written only") }
    var intake = try GraphIntake(into: load)
    for path in paths {
      try read(path, &intake)
      try intake.endFile()
    }
    return try intake.finish()
  }
}
