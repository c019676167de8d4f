/// Elements of one kind by ordinal: id, life, properties.
struct ElementTable {
  private(set) var ids: [Int64] = []
  private(set) var isAlive: [Bool] = []
  private(set) var properties: [PropertyRow] = []
  private var ordinals: [Int64: UInt32] = [:]

  var count: Int { ids.count }

  /// The ordinal of a living element with this id.
  func living(_ id: Int64) -> UInt32? {
    guard let ordinal = ordinals[id], isAlive[Int(ordinal)] else { return nil }
    return ordinal
  }

  /// Adds the element, or brings the one with this id up to date.
  mutating func insert(_ id: Int64, _ record: Record) -> UInt32 {
    if let known = ordinals[id] {
      isAlive[Int(known)] = true
      properties[Int(known)] = PropertyRow(record)
      return known
    }
    let ordinal = UInt32(ids.count)
    ids.append(id)
    isAlive.append(true)
    properties.append(PropertyRow(record))
    ordinals[id] = ordinal
    return ordinal
  }

  func withAllDead() -> ElementTable {
    var copy = self
    copy.isAlive = Array(repeating: false, count: isAlive.count)
    return copy
  }
}

/// The properties of one element, as a record and as cells that live as long as this row does.
final class PropertyRow: @unchecked Sendable {
  let record: Record
  private let cells: [Cell]
  private let arena: Arena?

  init(_ record: Record) {
    self.record = record
    let arena = record.isEmpty ? nil : Arena(firstChunkBytes: 256)
    self.arena = arena
    cells = record.fields.map { field in arena?.detachedCell(for: field.value) ?? .null }
  }

  func cell(_ key: String) -> Cell? {
    for (index, field) in record.fields.enumerated() where field.name.utf8.elementsEqual(key.utf8) { return cells[index] }
    return nil
  }
}
