import GraphStore

/// Something that follows from a snapshot alone, such as which label sets satisfy a predicate: worked out once for each snapshot that is met.
/// Belongs to one worker; does not keep the snapshot.
final class PerSnapshot<Value> {
  private let make: (any GraphReader) -> Value
  private weak var reader: (any GraphReader)?
  private var value: Value?

  init(_ make: @escaping (any GraphReader) -> Value) { self.make = make }

  func of(_ reader: any GraphReader) -> Value {
    if let value, self.reader === reader { return value }
    let made = make(reader)
    (self.reader, value) = (reader, made)
    return made
  }
}

extension PerSnapshot<[Bool]?> {
  convenience init(labels: [LabelPredicate]) { self.init { LabelMask.nodes(labels, $0) } }
}

extension PerSnapshot<[NameID]?> {
  convenience init(edgeTypes label: LabelPredicate?) { self.init { LabelMask.edgeTypes(label, $0) } }
}
