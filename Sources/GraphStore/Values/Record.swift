/// Named fields in the order in which they were written. Field names are unique; the order has no meaning for
/// equality.
public struct Record: Sendable {
  public private(set) var fields: [(name: String, value: Value)]

  public init() { fields = [] }

  /// Keeps the first of fields that share a name.
  public init(_ fields: some Sequence<(name: String, value: Value)>) {
    self.fields = []
    for field in fields where index(of: field.name) == nil { self.fields.append(field) }
  }

  /// Fields whose names are known to differ.
  package init(distinct fields: [(name: String, value: Value)]) { self.fields = fields }

  public var count: Int { fields.count }
  public var isEmpty: Bool { fields.isEmpty }
  public var names: [String] { fields.map(\.name) }

  /// The field's value, nil when there is no such field. Setting nil removes the field. O(number of fields).
  public subscript(name: String) -> Value? {
    get { index(of: name).map { fields[$0].value } }
    set {
      switch (index(of: name), newValue) {
      case (let position?, let value?): fields[position].value = value
      case (let position?, nil): fields.remove(at: position)
      case (nil, let value?): fields.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Names compare by code point, never by canonical equivalence.
  private func index(of name: String) -> Int? {
    fields.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
  }
}

extension Record: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, Value)...) {
    self.init(elements.map { (name: $0.0, value: $0.1) })
  }
}
