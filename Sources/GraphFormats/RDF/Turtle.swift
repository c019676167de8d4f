import GraphStore

extension GraphFormat {
  /// RDF, grouped by subject with prefixes; see `RDFTerms`. Out only.
  static let turtle = GraphFormat(
    name: "turtle", extensions: ["ttl"], summary: "RDF as Turtle",
    write: { graph, sink in
      try sink.write(Turtle.prefixes.map { "@prefix \($0.name): <\($0.iri)> .\n" }.joined() + "\n")
      try RDFSubject.forEach(of: graph) { subject in
        let lines = subject.statements.map { predicate, object in
          (predicate == RDFTerms.rdf + "type" ? "a" : Turtle.short(predicate)) + " " + Turtle.text(object)
        }
        try sink.write(Turtle.short(subject.subject) + " " + lines.joined(separator: " ;\n  ") + " .\n")
      }
    })
}

enum Turtle {
  static let prefixes: [(name: String, iri: String)] = [
    ("rdf", RDFTerms.rdf), ("xsd", RDFTerms.xsd), ("n", RDFTerms.base + "node:"), ("l", RDFTerms.base + "label:"),
    ("p", RDFTerms.base + "property:"), ("e", RDFTerms.base + "edge:"),
  ]

  /// `p:name` where the rest is plain, else `<iri>`.
  static func short(_ iri: String) -> String {
    for prefix in prefixes where iri.hasPrefix(prefix.iri) {
      let name = iri.dropFirst(prefix.iri.count)
      guard let first = name.utf8.first, first >= 0x41 && first <= 0x5A || first >= 0x61 && first <= 0x7A,
        name.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x41 && $0 <= 0x5A || $0 >= 0x61 && $0 <= 0x7A || $0 == 0x5F || $0 == 0x2D })
      else { break }
      return "\(prefix.name):\(name)"
    }
    return "<\(iri)>"
  }

  static func text(_ object: RDFSubject.Object) -> String {
    switch object {
    case .iri(let iri): short(iri)
    case .literal(let text, let type): RDFTerms.quoted(text) + (type.map { "^^" + short($0) } ?? "")
    }
  }
}
