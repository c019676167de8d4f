import GQL
import GraphStore

/// Arithmetic on numbers, once more. Integers and decimals are exact; a float makes the result a float.
/// Integers divide toward zero.
enum OracleArithmetic {
  static func apply(_ operation: ArithmeticOperator, _ a: Value, _ b: Value) throws -> Value {
    if case .null = a { return .null }
    if case .null = b { return .null }
    guard OracleRelations.isNumber(a), OracleRelations.isNumber(b) else {
      switch (a, b) {
      case (.bool, _), (.string, _), (.list, _), (.record, _), (.node, _), (.edge, _), (.path, _),
        (.bytes, _):
        throw OracleError.wrongType("no numbers")
      case (_, .bool), (_, .string), (_, .list), (_, .record), (_, .node), (_, .edge), (_, .path),
        (_, .bytes):
        throw OracleError.wrongType("no numbers")
      default: throw OracleError.unsupported("temporal arithmetic")
      }
    }
    if operation == .power { return .float(try power(double(a), double(b))) }
    switch (a, b) {
    case (.int(let a), .int(let b)): return .int(try integers(operation, a, b))
    case (.float, _), (_, .float): return .float(floats(operation, double(a), double(b)))
    default: return .decimal(try decimals(operation, decimal(a), decimal(b)))
    }
  }

  static func negate(_ a: Value) throws -> Value {
    switch a {
    case .null: return .null
    case .int(let value):
      guard value != .min else { throw overflow }
      return .int(-value)
    case .float(let value): return .float(-value)
    case .decimal(let value):
      return .decimal(ExactDecimal(coefficient: -value.coefficient, scale: value.scale))
    case .duration: throw OracleError.unsupported("temporal arithmetic")
    default: throw OracleError.wrongType("no number")
    }
  }

  static func concatenate(_ a: Value, _ b: Value) throws -> Value {
    switch (a, b) {
    case (.null, _), (_, .null): return .null
    case (.string(let a), .string(let b)): return .string(a + b)
    case (.bytes(let a), .bytes(let b)): return .bytes(a + b)
    case (.list(let a), .list(let b)): return .list(a + b)
    case (.path(let a), .path(let b)):
      guard let end = a.nodes.last, let start = b.nodes.first, end.id == start.id else {
        throw OracleError.status(.malformedPath, "paths do not meet")
      }
      return .path(Path(nodes: a.nodes + b.nodes.dropFirst(), edges: a.edges + b.edges))
    default: throw OracleError.wrongType("cannot be joined")
    }
  }

  static func double(_ value: Value) -> Double {
    switch value {
    case .int(let value): Double(value)
    case .float(let value): value
    case .decimal(let value):
      Double("\(value.coefficient)e-\(value.scale)") ?? .nan
    default: .nan
    }
  }

  private static let overflow = OracleError.status(.numericOutOfRange, "overflow")
  private static let byZero = OracleError.status(.divisionByZero, "division by zero")

  private static func integers(_ operation: ArithmeticOperator, _ a: Int64, _ b: Int64) throws -> Int64 {
    // No result of two 64-bit integers leaves 128 bits.
    let (x, y) = (Int128(a), Int128(b))
    let result: Int128
    switch operation {
    case .add: result = x + y
    case .subtract: result = x - y
    case .multiply: result = x * y
    case .divide, .modulo:
      guard y != 0 else { throw byZero }
      result = operation == .divide ? x / y : x % y
    case .power: throw OracleError.unsupported("integer powers")
    }
    guard let narrow = Int64(exactly: result) else { throw overflow }
    return narrow
  }

  private static func floats(_ operation: ArithmeticOperator, _ a: Double, _ b: Double) -> Double {
    switch operation {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .modulo: a.truncatingRemainder(dividingBy: b)
    case .power: .nan
    }
  }

  private static func power(_ a: Double, _ b: Double) throws -> Double {
    let error = OracleError.status(.invalidPowerArgument, "no such power")
    if a == 0 && b < 0 { throw error }
    if a < 0 && b.isFinite && b.rounded(.towardZero) != b { throw error }
    if b.isFinite, b >= 0, b <= 64, b.rounded() == b {
      return (0..<Int(b)).reduce(1.0) { result, _ in result * a }
    }
    throw OracleError.unsupported("fractional powers")
  }

  private static func decimal(_ value: Value) -> ExactDecimal {
    switch value {
    case .int(let value): ExactDecimal(coefficient: Int128(value), scale: 0)
    case .decimal(let value): value
    default: ExactDecimal(coefficient: 0, scale: 0)
    }
  }

  private static func decimals(_ operation: ArithmeticOperator, _ a: ExactDecimal, _ b: ExactDecimal) throws
    -> ExactDecimal
  {
    // Where the plain way does not fit 128 bits, the engine's arithmetic is tested by itself.
    let digits = [a, b].map { String($0.coefficient.magnitude).utf8.count }
    if operation == .multiply ? digits[0] + digits[1] > 38 : max(digits[0], digits[1]) + Int(max(a.scale, b.scale)) > 37 {
      throw OracleError.unsupported("decimals of that many digits")
    }
    let scale = max(a.scale, b.scale)
    func wide(_ value: ExactDecimal) -> Int128 {
      (value.scale..<scale).reduce(value.coefficient) { result, _ in result * 10 }
    }
    switch operation {
    case .add: return ExactDecimal(coefficient: wide(a) + wide(b), scale: scale)
    case .subtract: return ExactDecimal(coefficient: wide(a) - wide(b), scale: scale)
    case .multiply: return ExactDecimal(coefficient: a.coefficient * b.coefficient, scale: a.scale + b.scale)
    case .modulo:
      guard b.coefficient != 0 else { throw byZero }
      return ExactDecimal(coefficient: wide(a) % wide(b), scale: scale)
    case .divide:
      guard b.coefficient != 0 else { throw byZero }
      return quotient(wide(a), wide(b), floor: scale)
    case .power: throw OracleError.unsupported("decimal powers")
    }
  }

  /// Sixteen places beyond the larger scale, half to even, without the zeros that this adds. Long division,
  /// digit by digit.
  private static func quotient(_ a: Int128, _ b: Int128, floor: Int32) -> ExactDecimal {
    let isNegative = (a < 0) != (b < 0)
    let divisor = Int128(b.magnitude)
    var (result, rest) = Int128(a.magnitude).quotientAndRemainder(dividingBy: divisor)
    var scale: Int32 = 0
    while scale < floor + 16 {
      rest *= 10
      result = result * 10 + rest / divisor
      rest %= divisor
      scale += 1
    }
    if rest * 2 > divisor || (rest * 2 == divisor && result % 2 == 1) { result += 1 }
    while scale > floor, result % 10 == 0 {
      result /= 10
      scale -= 1
    }
    return ExactDecimal(coefficient: isNegative ? -result : result, scale: scale)
  }
}
