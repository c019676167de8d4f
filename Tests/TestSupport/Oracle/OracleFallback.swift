import GQL
import GraphStore

/// Functions, casts and type tests of the engine, for constructs that the oracle does not write down again. Only with
/// `Oracle.borrowsFunctions`: the golden files are then held against all but the engine's execution.
enum OracleFallback {
  /// Nil for elements and paths, which only a snapshot knows.
  static func call(_ function: ScalarFunction, _ arguments: [Value]) throws -> Value? {
    try withCells(arguments) { cells, context in
      try cells.withUnsafeBufferPointer { try function.evaluate($0, context) }
    }
  }

  static func cast(_ value: Value, to type: TypeSpecification) throws -> Value? {
    try withCells([value]) { cells, context in try Cast.cast(cells[0], to: CastTarget(type), context) }
  }

  static func holds(_ value: Value, _ type: TypeSpecification) throws -> Bool? {
    try withCells([value]) { cells, _ in Cell(TypeTest.matches(cells[0], CastTarget(type))) }?.bool
  }

  static func arithmetic(_ operation: ArithmeticOperator, _ a: Value, _ b: Value) throws -> Value? {
    try withCells([a, b]) { cells, context in
      switch operation {
      case .add: try CellArithmetic.add(cells[0], cells[1], arena: context.arena)
      case .subtract: try CellArithmetic.subtract(cells[0], cells[1], arena: context.arena)
      case .multiply: try CellArithmetic.multiply(cells[0], cells[1], arena: context.arena)
      case .divide: try CellArithmetic.divide(cells[0], cells[1], arena: context.arena)
      case .modulo: try CellArithmetic.modulo(cells[0], cells[1], arena: context.arena)
      case .power: try CellArithmetic.power(cells[0], cells[1], arena: context.arena)
      }
    }
  }

  static func negate(_ value: Value) throws -> Value? {
    try withCells([value]) { cells, context in try CellArithmetic.negate(cells[0], arena: context.arena) }
  }

  private static func withCells(
    _ values: [Value], _ body: ([Cell], FunctionContext) throws -> Cell
  ) throws -> Value? {
    let arena = Arena()
    let reader = FixedGraph(nodes: [], edges: [])
    var cells: [Cell] = []
    for value in values {
      guard let cell = arena.cell(for: value, reader: reader) else { return nil }
      cells.append(cell)
    }
    let now = ZonedDateTime(local: LocalDateTime(secondsSinceEpoch: 0, nanosecond: 0), offsetSeconds: 0)
    do {
      return Value(try body(cells, FunctionContext(arena: arena, reader: reader, now: now)), reader: reader)
    } catch let error as ValueError {
      throw OracleError.status(GQLStatus(error.code), error.message)
    }
  }
}
