import GraphStore

/// `value.name` for one value; whole columns of elements go through `GraphReader.properties`.
public enum PropertyAccess {
  /// A property of an element, a field of a record, a part of a temporal value; of a list of elements, the
  /// list of their properties. Null for null and for what is missing.
  /// - Throws: `invalidType` for values that have no properties, and for parts that a temporal value lacks.
  public static func value(_ name: String, of value: Cell, _ context: FunctionContext) throws(ValueError)
    -> Cell
  {
    switch value.tag {
    case .null: return .null
    case .record: return value.field(name) ?? .null
    case .node, .edge:
      try context.checkLiving(value)
      return property(name, of: value.tag == .node ? .node : .edge, value.ordinal, context)
    case .list:
      var items: [Cell] = []
      for item in value.items { items.append(try self.value(name, of: item, context)) }
      return context.arena.list(items)
    case .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration:
      guard let part = try TemporalComponents.component(name, of: value, arena: context.arena) else {
        throw ValueError(.invalidType, "\(value.typeName) has no part `\(name)`")
      }
      return part
    case .bool, .int, .float, .decimal, .string, .bytes, .path:
      throw ValueError(.invalidType, "\(value.typeName) has no property `\(name)`\(lengthNote(name, of: value))")
    }
  }

  /// For who writes `p.name.length`.
  private static func lengthNote(_ name: String, of value: Cell) -> String {
    guard ["length", "size"].contains(name.lowercased()), value.tag == .string || value.tag == .path else { return "" }
    return ": `\(value.tag == .string ? "CHAR_LENGTH" : "PATH_LENGTH")(...)` tells its length"
  }

  /// PROPERTY_EXISTS: whether the element has the property, or the record the field; null for null.
  public static func exists(_ name: String, of value: Cell, _ context: FunctionContext) throws(ValueError)
    -> Cell
  {
    switch value.tag {
    case .null: return .null
    case .node, .edge, .record: return Cell(!(try self.value(name, of: value, context).isNull))
    case .bool, .int, .float, .decimal, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime,
      .zonedDateTime,
      .duration, .list, .path:
      throw ValueError(
        .invalidType, "PROPERTY_EXISTS takes a node, an edge or a record, found \(value.typeName)")
    }
  }

  private static func property(
    _ name: String, of kind: ElementKind, _ ordinal: UInt32, _ context: FunctionContext
  ) -> Cell {
    let column = Column(.cell, capacity: 1)
    var ordinal = ordinal
    withUnsafePointer(to: &ordinal) {
      context.reader.properties(
        name, of: kind, UnsafeBufferPointer(start: $0, count: 1), validity: nil, into: column)
    }
    return column.cell(at: 0)
  }
}
