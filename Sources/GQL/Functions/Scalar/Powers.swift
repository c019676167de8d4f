import GraphStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ScalarFunction {
  static let powers = [squareRoot, exponential, naturalLogarithm, logarithm, decimalLogarithm, power, e, random] + cypherMath

  /// In openCypher these have a result for every number, by IEEE 754: NaN and infinities; the analyzer chooses them, and nobody writes
  /// their names.
  static let cypherMath = [
    float("CYPHER SQRT", "The square root; NaN for negative numbers.", ("SQRT(2.25)", "1.5")) { (x) throws(ValueError) in x.squareRoot() },
    float("CYPHER LN", "The natural logarithm; NaN for negative numbers.", ("LN(1)", "0.0")) { (x) throws(ValueError) in naturalLog(x) },
    float("CYPHER LOG", "The natural logarithm; NaN for negative numbers.", ("LOG(1)", "0.0")) { (x) throws(ValueError) in naturalLog(x) },
    float("CYPHER LOG10", "The logarithm to base 10; NaN for negative numbers.", ("LOG10(100)", "2.0")) {
      (x) throws(ValueError) in log10(x)
    },
    float("CYPHER ASIN", "The angle whose sine this is; NaN beyond -1 to 1.", ("ASIN(0)", "0.0")) { (x) throws(ValueError) in asin(x) },
    float("CYPHER ACOS", "The angle whose cosine this is; NaN beyond -1 to 1.", ("ACOS(1)", "0.0")) { (x) throws(ValueError) in acos(x) },
    float("CYPHER CEIL", "The number rounded up, as a float.", ("CEIL(-1.5)", "-1.0")) { (x) throws(ValueError) in x.rounded(.up) },
    float("CYPHER FLOOR", "The number rounded down, as a float.", ("FLOOR(-1.5)", "-2.0")) { (x) throws(ValueError) in x.rounded(.down) },
    float("CYPHER ROUND", "The nearest whole number as a float, of two the greater.", ("ROUND(-1.5)", "-1.0")) { (x) throws(ValueError) in
      let below = x.rounded(.down)
      return x - below < 0.5 || x == below ? below : below + 1
    },
  ]

  static let squareRoot = float(
    "SQRT", "The square root; an error 2201F for negative numbers.", ("SQRT(2.25)", "1.5")
  ) {
    (x) throws(ValueError) in
    guard !(x < 0) else { throw ValueError(.power, "a negative number has no square root") }
    return x.squareRoot()
  }

  static let exponential = float("EXP", "e to the power of the number.", ("EXP(0)", "1.0")) {
    (x) throws(ValueError) in exp(x)
  }

  static let naturalLogarithm = float(
    "LN", "The natural logarithm; an error 2201E for zero and less.", ("LN(1)", "0.0")
  ) {
    (x) throws(ValueError) in try log(checking: x)
  }

  static let decimalLogarithm = float("LOG10", "The logarithm to base 10.", ("LOG10(1000)", "3.0")) {
    (x) throws(ValueError) in
    _ = try log(checking: x)
    return log10(x)
  }

  static let logarithm = ScalarFunction(
    "LOG", parameters: [Parameter("base", .number), Parameter("number", .number)], requiredCount: 1,
    result: always(.float),
    summary:
      "The logarithm of the second argument to the base of the first; of one argument the natural one.",
    example: ("LOG(2, 8)", "3.0")
  ) { (arguments, _) throws(ValueError) in
    let first = arguments[0].asDouble ?? .nan
    guard arguments.count == 2 else { return Cell(try log(checking: first)) }
    let second = arguments[1].asDouble ?? .nan
    guard first != 1 else { throw ValueError(.logarithm, "a logarithm has no base 1") }
    let (base, value) = (try log(checking: first), try log(checking: second))
    return Cell(first == 2 ? log2(second) : (first == 10 ? log10(second) : value / base))
  }

  static let power = ScalarFunction(
    "POWER", aliases: ["POW"], parameters: [Parameter("base", .number), Parameter("exponent", .number)],
    result: always(.float),
    summary: "The base to the power of the exponent, as a float.", example: ("POWER(2, 10)", "1024.0")
  ) { (arguments, context) throws(ValueError) in
    try CellArithmetic.power(arguments[0], arguments[1], arena: context.arena)
  }

  static let e = ScalarFunction(
    "E", parameters: [], result: always(.float), summary: "Euler's number.", example: ("LN(E())", "1.0")
  ) {
    (_, _) throws(ValueError) in Cell(exp(1.0))
  }

  static let random = ScalarFunction(
    "RAND", parameters: [], result: always(.float), summary: "A random number from 0 up to, not including, 1.",
    example: ("RAND() < 1", "TRUE")
  ) { (_, _) throws(ValueError) in Cell(Double.random(in: 0..<1)) }

  private static func log(checking x: Double) throws(ValueError) -> Double {
    guard !(x <= 0) else { throw ValueError(.logarithm, "zero and negative numbers have no logarithm") }
    return naturalLog(x)
  }

  /// A function of one number that computes in floats.
  static func float(
    _ name: String, aliases: [String] = [], _ summary: String, _ example: (call: String, result: String),
    _ compute: @escaping @Sendable (Double) throws(ValueError) -> Double
  ) -> ScalarFunction {
    ScalarFunction(
      name, aliases: aliases, parameters: [Parameter("number", .number)], result: always(.float),
      summary: summary,
      example: example
    ) { (arguments, _) throws(ValueError) in Cell(try compute(arguments[0].asDouble ?? .nan)) }
  }
}

/// The C library's, out of the reach of this file's other names.
private func naturalLog(_ x: Double) -> Double { log(x) }
