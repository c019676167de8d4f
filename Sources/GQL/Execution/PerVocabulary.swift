import GraphStore

/// Something that follows from the names and label sets of a graph alone, such as which label sets satisfy a predicate: worked out again
/// when there are others. Belongs to one worker.
final class PerVocabulary<Value> {
  private let make: (any GraphReader) -> Value
  private var vocabulary: UInt64 = 0
  private var value: Value?

  init(_ make: @escaping (any GraphReader) -> Value) { self.make = make }

  func of(_ reader: any GraphReader) -> Value {
    let now = reader.vocabulary
    if let value, vocabulary == now { return value }
    let made = make(reader)
    (vocabulary, value) = (now, made)
    return made
  }
}

extension PerVocabulary<[Bool]?> {
  convenience init(labels: [LabelPredicate]) { self.init { LabelMask.nodes(labels, $0) } }
}

extension PerVocabulary<[NameID]?> {
  convenience init(edgeTypes label: LabelPredicate?) { self.init { LabelMask.edgeTypes(label, $0) } }
}
