import GraphStore

extension DOTArrow {
  /// Parts of an end that are named on one arrow.
  private static let scopeLimit = 2

  /// What turns the meaning of all its edges, a line each: that they are on a part only, in whose person, how real and how sure they are. What
  /// only some of them are is left to the tooltip.
  func qualifiers(_ options: DOTOptions) -> [String] {
    let lines = [
      scopes(options).map { "only: \($0)" },
      shared { Self.texts($0.properties[options.personKey]).first }.map { "represented by \($0)" },
      shared { Self.modality(of: $0, options) },
      shared { Self.certainty(of: $0, options) }.flatMap { options.reportedCertainties.contains($0) ? nil : $0 },
    ]
    return lines.compactMap { $0.map { DOTText.wrapped(DOTText.capped(DOTText.shown($0), to: options.labelLimit), width: 32) } }
  }

  /// None of the edges counts as taking a side.
  func isUnreal(_ options: DOTOptions) -> Bool {
    guard let modality = shared({ Self.modality(of: $0, options) }) else { return false }
    return options.unrealModalities.contains(modality) || options.signs[type] != nil && modality != options.pastModality
  }

  /// Nobody but others says so.
  func isReported(_ options: DOTOptions) -> Bool {
    edges.allSatisfy { Self.certainty(of: $0, options).map(options.reportedCertainties.contains) == true }
  }

  /// How real an edge is, as questions read it (`QuestionText.modality`); nil = plain fact.
  private static func modality(of edge: Edge, _ options: DOTOptions) -> String? {
    if let word = texts(edge.properties[options.modalityKey]).first { return word == options.plainModality ? nil : word.lowercased() }
    guard options.hasStances, let condition = edge.properties[options.conditionKey], condition != .null else { return nil }
    return options.unrealModalities.first
  }

  /// How sure an edge is, as questions read it; nil = said by who it is about.
  private static func certainty(of edge: Edge, _ options: DOTOptions) -> String? {
    let word = texts(edge.properties[options.certaintyKey]).first
    if let word, word != options.plainCertainty { return word }
    guard options.hasStances, !texts(edge.properties[options.speakersKey]).isEmpty else { return nil }
    return options.reportedCertainties.first
  }

  /// The parts that the edges are on; nil when one is on the whole.
  private func scopes(_ options: DOTOptions) -> String? {
    let scopes = edges.map { Self.texts($0.properties[options.scopeKey]) }
    guard !scopes.contains([]) else { return nil }
    let named = scopes.joined().reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return named.prefix(Self.scopeLimit).joined(separator: " and ") + (named.count > Self.scopeLimit ? " and others" : "")
  }

  /// What is the same of all edges.
  private func shared(_ property: (Edge) -> String?) -> String? {
    let found = Set(edges.map(property))
    return found.count == 1 ? found.first ?? nil : nil
  }

  /// A text, or those of a list; empty ones tell nothing.
  static func texts(_ value: Value?) -> [String] {
    let texts: [String] =
      switch value {
      case .string(let text)?: [text]
      case .list(let items)?: items.compactMap { if case .string(let text) = $0 { text } else { nil } }
      default: []
      }
    return texts.filter { !$0.isEmpty }
  }
}
