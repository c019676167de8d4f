import GQL
import GraphFormats
import GraphStore

/// A session whose `cancel()` may be called from the signal thread; nothing else of it leaves the main
/// thread.
private final class CancellableSession: @unchecked Sendable {
  let session: Session
  init(_ session: Session) { self.session = session }
}

extension Services {
  /// The real thing.
  static var live: Services {
    Services(
      open: { path, mode in
        let graph = if let path { try Graph(path: path, mode: mode) } else { try Graph.inMemory() }
        return Engine.over(graph, path: path, isReadOnly: mode == .readOnly)
      },
      create: { path in _ = try Graph(path: path, mode: .create).importVocabulary() })
  }
}

extension Engine {
  /// The shell's view of a graph.
  static func over(_ graph: Graph, path: String?, isReadOnly: Bool) -> Engine {
    let shared = CancellableSession(Session(graph: graph))
    let session = shared.session
    let names = NamesOfGraph()
    return Engine(
      name: path.map(baseName) ?? "memory", path: path, isReadOnly: isReadOnly,
      execute: { text, parameters, limits in
        session.limits = limits
        return try session.execute(text, parameters)
      },
      prepare: {
        session.asOf = $0
        session.onlyReads = $1
        session.monitor = $2
      },
      isInTransaction: { session.isInTransaction }, mayLoseChanges: { session.isWriting },
      warningsAboutKeys: { session.warningsAboutKeys(in: $0, $1) },
      warningsAboutNames: { session.warningsAboutNames(in: $0, $1) },
      cancel: { shared.session.cancel() },
      schema: { monitor in try graph.reading(session.currentGraph) { try SchemaSummary(of: $0, monitor: monitor) } },
      ask: { question, limits in
        session.limits = limits
        return try session.ask(question.name, question.arguments)
      },
      questionText: { name in
        guard let question = Questions.question(name) else {
          throw QueryError(.invalidReference, "no question is called `\(name)`")
        }
        return question.text
      },
      questions: { Questions.named.map { ($0.name, $0.summary) } },
      picture: pictureSource(graph, session),
      notices: graph.store.notices,
      load: { inputs, format, options in
        var options = options
        options.graph = session.currentGraph
        return try graph.importFiles(inputs, format: format, options: options)
      },
      loadTables: { inputs, options in
        var options = options
        options.graph = session.currentGraph
        var report = try graph.importTables(inputs, options: options)
        report.load.notices += try graph.noticesOfSlips(inGraph: options.graph)
        return report
      },
      sketch: { try graph.reading(session.currentGraph) { names.sketch(of: $0) } },
      values: { key, element, typed in
        try graph.reading(session.currentGraph) { names.values.of(key, on: element, beginning: typed, in: $0) }
      },
      prepareValues: { key, element, seconds in
        try graph.reading(session.currentGraph) { reader in
          if element.kind == .node, key == "name", try names.things(of: reader, in: Session(graph: graph, named: session.currentGraph)) != nil { return false }
          return names.values.prepare(key, on: element, in: reader, seconds: seconds)
        }
      },
      things: { typed, role in
        try graph.reading(session.currentGraph) { try names.things(of: $0, in: Session(graph: graph, named: session.currentGraph)) }?.matching(typed, as: role)
      },
      merge: { try session.merge($0, into: $1) },
      repack: { try graph.store.repack(monitor: $0) },
      reading: { try graph.reading(session.currentGraph, $0) },
      definitions: { try graph.definitions(ofGraph: session.currentGraph) },
      typesNearStances: { try graph.typesNearStances(inGraph: session.currentGraph) },
      slips: { try graph.slips(inGraph: session.currentGraph) },
      currentGraph: { session.currentGraph },
      checkFile: { try graph.check(monitor: $0) },
      backUp: { try graph.store.backup(to: $0, monitor: $1) })
  }

  private static func pictureSource(_ graph: Graph, _ session: Session) -> PictureSource {
    PictureSource(
      node: { id in
        try graph.reading(session.currentGraph) { reader in reader.ordinal(of: id).map(reader.node) }
      },
      edgesBetween: { nodes in
        try graph.reading(session.currentGraph) { edges(between: nodes, in: $0) }
      },
      signs: { try Graph.signs(in: Session(graph: graph, named: session.currentGraph)) })
  }

  /// Edges whose ends are both among `nodes`, in id order.
  static func edges(between nodes: [NodeID], in reader: any GraphReader) -> [Edge] {
    let ordinals = nodes.compactMap { reader.ordinal(of: $0) }
    let members = Set(ordinals)
    let found = ExpandBuffer()
    var cursor = ExpandCursor()
    ordinals.withUnsafeBufferPointer { buffer in
      while !reader.expand(
        buffer, validity: nil, directions: [.outgoing, .undirected], types: nil, cursor: &cursor, limit: 2048,
        into: found)
      {}
    }
    let edges = zip(found.edges.elements, found.nodes.elements).filter { members.contains($0.1) }.map(\.0)
    return Set(edges).map(reader.edge).sorted { $0.id < $1.id }
  }

  /// `/data/seeds.graph` → `seeds`.
  static func baseName(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return name }
    return String(name[..<point])
  }
}

extension Graph {
  /// The sign of each edge type that is a stance, from the graph's own vocabulary.
  static func signs(in session: Session) throws -> [String: Int] {
    var signs: [String: Int] = [:]
    for row in try session.execute("MATCH (s:Stance) RETURN s.edge_type, s.sign") {
      if case .string(let type) = row[0], case .int(let sign) = row[1] { signs[type] = Int(sign) }
    }
    return signs
  }
}

extension Graph {
  /// Loads files, each kind in its own way.
  ///
  /// - Parameter format: a name; nil = by the end of the files' names, else by how they begin.
  /// - Throws: `StoreError` with file, line and reason.
  fileprivate func importFiles(_ paths: [String], format: String?, options: LoadOptions) throws -> ImportReport {
    guard let format = try GraphFormat.wanted(paths, format) else {
      var report = try importLines(from: paths, options: options)
      report.notices += try KeyedLineNotices(paths).texts + noticesOfSlips(inGraph: options.graph)
      return report
    }
    var report = try LoadTransaction.run(in: store, options: options, check: Graph.checkLoad) { load throws(StoreError) in try format.read(paths, into: load) }
    report.notices += try noticesOfSlips(inGraph: options.graph)
    return report
  }
}

extension GraphFormat {
  /// The format of the files; nil = keyed JSON Lines.
  fileprivate static func wanted(_ paths: [String], _ name: String?) throws -> GraphFormat? {
    let formats = name.map { [$0 == "jsonl" ? nil : $0] } ?? paths.map { detected(at: $0)?.name }
    guard let first = formats.first ?? nil, let format = named(first) else {
      guard formats.allSatisfy({ $0 == nil }) else { throw StoreError(.invalidProperty, "load files of one format at a time") }
      if name == nil, let other = paths.first(where: isOfUnknownFormat) {
        throw StoreError(.invalidProperty, "\(other): neither its name nor how it begins is that of a format that is loaded; `--format NAME` names one")
      }
      return nil
    }
    guard formats.allSatisfy({ $0 == first }) else { throw StoreError(.invalidProperty, "load files of one format at a time") }
    guard format.isReadable else {
      let way = format.name == "gql" ? "; run it: `graphsh FILE -f \(paths.first ?? "")`" : ""
      throw StoreError(.invalidProperty, "\(paths.first ?? ""): the format `\(format.name)` can be written, not loaded\(way)")
    }
    return format
  }
}

/// What completion has read of a graph, kept for as long as that stays as it is.
private final class NamesOfGraph {
  let values = ValueSuggestions()
  private var known: (snapshot: AnyObject, sketch: CatalogSketch)?
  private var knownThings: (snapshot: AnyObject, names: ThingNames)?

  /// Nil for a large graph.
  func things(of reader: any GraphReader, in session: @autoclosure () -> Session) throws -> ThingNames? {
    guard Int(reader.nodeCount) + Int(reader.edgeCount) <= ThingNames.elementLimit else { return nil }
    let snapshot = reader as AnyObject
    if let knownThings, knownThings.snapshot === snapshot { return knownThings.names }
    let names = try ThingNames(session())
    knownThings = (snapshot, names)
    return names
  }

  func sketch(of reader: any GraphReader) -> CatalogSketch {
    let snapshot = reader as AnyObject
    if let known, known.snapshot === snapshot { return known.sketch }
    let sketch = CatalogSketch(of: reader)
    known = (snapshot, sketch)
    return sketch
  }
}
