import GraphStore

/// What a definition with a declared type does with its value (ISO/IEC 39075, store assignment): a value of the type stays as it is, a number
/// becomes one of another numeric type; what would lose something else, or is of another type, is an error, where CAST would convert it.
enum StoreAssignment {
  /// - Throws: `stringTruncation` (22001) for a string or byte string that is too long, `listTruncation` (22G0B) for a list, `invalidType`
  ///   (22G03) for other types, `numericOutOfRange`, `nullNotAllowed`.
  static func assign(_ value: Cell, to target: CastTarget, _ context: FunctionContext) throws(ValueError) -> Cell {
    if TypeTest.matches(value, target) { return value }
    if value.isNull { throw Cast.nullBecoming(target) }
    switch (target, value.tag) {
    case (.notNull(let target), _): return try assign(value, to: target, context)
    case (.string(_, let maximum?, _), .string) where value.scalarCount > maximum:
      guard !value.hasMoreThanSpaces(from: value.byteOffset(ofScalar: maximum)) else {
        throw ValueError(.stringTruncation, "the string has \(value.scalarCount) characters, and \(target.name) takes \(maximum)")
      }
      return try Cast.cast(value, to: target, context)
    case (.bytes(_, let maximum?, _), .bytes) where Int(value.length) > maximum:
      throw ValueError(.stringTruncation, "the byte string has \(value.length) bytes, and \(target.name) takes \(maximum)")
    case (.string, .string), (.bytes, .bytes): return try Cast.cast(value, to: target, context)
    case (.integer, .int), (.integer, .float), (.integer, .decimal), (.decimal, .int), (.decimal, .float), (.decimal, .decimal), (.float, .int),
      (.float, .float), (.float, .decimal):
      return try Cast.cast(value, to: target, context)
    case (.list(let item, let maximum), .list):
      if let maximum, Int(value.length) > maximum { throw Cast.tooLong(value, target, maximum: maximum) }
      var items: [Cell] = []
      for part in value.items { items.append(try assign(part, to: item ?? .any, context)) }
      return context.arena.list(items)
    case (.record(let fields?), .record):
      guard fields.count == Int(value.length) else {
        throw ValueError(.recordFields, "the record has \(value.length) fields, the type \(fields.count)")
      }
      var values: [(name: String, value: Cell)] = []
      for field in fields {
        guard let part = value.field(field.name) else { throw ValueError(.recordFields, "the record has no field `\(field.name)`") }
        values.append((field.name, try assign(part, to: field.type, context)))
      }
      return context.arena.record(values)
    default: throw Cast.undefined(value, target)
    }
  }

  /// The assignment as a function of one value.
  static func function(to type: TypeSpecification) -> ScalarFunction {
    let target = CastTarget(type)
    let result = ValueType(type)
    return ScalarFunction(
      "ASSIGN", parameters: [.init("value", .any)], result: { _ in result }, nulls: .handlesNull,
      summary: "The value as one of \(type.text), where nothing of it is lost.", example: ("", "")
    ) { (arguments, context) throws(ValueError) in try assign(arguments[0], to: target, context) }
  }
}
