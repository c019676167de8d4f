import GraphStore

extension GraphFormat {
  /// RDF, a statement on each line; see `RDFTerms`. Out only.
  static let nTriples = GraphFormat(
    name: "ntriples", extensions: ["nt"], summary: "RDF as N-Triples",
    write: { graph, sink in
      try RDFSubject.forEach(of: graph) { subject in
        for (predicate, object) in subject.statements {
          let text =
            switch object {
            case .iri(let iri): "<\(iri)>"
            case .literal(let text, let type): RDFTerms.quoted(text) + (type.map { "^^<\($0)>" } ?? "")
            }
          try sink.write("<\(subject.subject)> <\(predicate)> \(text) .\n")
        }
      }
    })
}
