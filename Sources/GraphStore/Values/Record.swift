/// Named fields in the order in which they were written. Field names are unique; the order has no meaning for
/// equality.
public struct Record: Sendable {
  public private(set) var fields: [(name: String, value: Value)]

  public init() { fields = [] }

  /// Keeps the first of fields that share a name. O(fields).
  public init(_ fields: some Sequence<(name: String, value: Value)>) {
    self.fields = []
    var names: Set<NameKey> = []
    for field in fields {
      let isNew: Bool
      if self.fields.count < Record.fewFields {
        isNew = index(of: field.name) == nil
      } else {
        if names.isEmpty { names = Set(self.fields.map { NameKey($0.name) }) }
        isNew = names.insert(NameKey(field.name)).inserted
      }
      if isNew { self.fields.append(field) }
    }
  }

  /// Up to so many names are compared one by one.
  private static let fewFields = 16

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

  /// Sets fields one after the other; null removes one. O(fields + changes).
  /// - Returns: how many changes had something to do: what is not there cannot be removed.
  mutating func apply(_ changes: [(key: String, value: Value)]) -> Int {
    if changes.count < Record.fewFields {
      return changes.count { key, value in
        if value.isNull, self[key] == nil { return false }
        if value.isNull { self[key] = nil } else { self[key] = value }
        return true
      }
    }
    var places = Dictionary(uniqueKeysWithValues: fields.indices.map { (NameKey(fields[$0].name), $0) })
    var result: [(name: String, value: Value)?] = fields
    var count = 0
    for (key, value) in changes {
      let name = NameKey(key)
      let place = places[name]
      if value.isNull, place == nil { continue }
      count += 1
      if let place {
        result[place] = value.isNull ? nil : (result[place]?.name ?? key, value)
        if value.isNull { places[name] = nil }
      } else {
        places[name] = result.count
        result.append((key, value))
      }
    }
    fields = result.compactMap { $0 }
    return count
  }

  /// Names compare by code point, never by canonical equivalence.
  private func index(of name: String) -> Int? {
    fields.firstIndex { $0.name.isSameName(as: name) }
  }
}

extension Record: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, Value)...) {
    self.init(elements.map { (name: $0.0, value: $0.1) })
  }
}
