import GraphStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ScalarFunction {
  static let trigonometry = [
    float("SIN", "The sine of an angle in radians.", ("SIN(0)", "0.0")) { (x) throws(ValueError) in sin(x) },
    float("COS", "The cosine of an angle in radians.", ("COS(0)", "1.0")) { (x) throws(ValueError) in cos(x)
    },
    float("TAN", "The tangent of an angle in radians.", ("TAN(0)", "0.0")) { (x) throws(ValueError) in tan(x)
    },
    float("COT", "The cotangent of an angle in radians.", ("COT(PI() / 4)", "1.0000000000000002")) {
      (x) throws(ValueError) in
      guard x != 0 else { throw CellArithmetic.divisionByZero }
      return 1 / tan(x)
    },
    float("ASIN", "The angle in radians whose sine this is.", ("ASIN(0)", "0.0")) {
      (x) throws(ValueError) in asin(try withinOne(x, "ASIN"))
    },
    float("ACOS", "The angle in radians whose cosine this is.", ("ACOS(1)", "0.0")) {
      (x) throws(ValueError) in acos(try withinOne(x, "ACOS"))
    },
    float("ATAN", "The angle in radians whose tangent this is.", ("ATAN(0)", "0.0")) {
      (x) throws(ValueError) in atan(x)
    },
    float("SINH", "The hyperbolic sine.", ("SINH(0)", "0.0")) { (x) throws(ValueError) in sinh(x) },
    float("COSH", "The hyperbolic cosine.", ("COSH(0)", "1.0")) { (x) throws(ValueError) in cosh(x) },
    float("TANH", "The hyperbolic tangent.", ("TANH(0)", "0.0")) { (x) throws(ValueError) in tanh(x) },
    float("HAVERSIN", "Half the versine of an angle in radians.", ("HAVERSIN(0)", "0.0")) { (x) throws(ValueError) in (1 - cos(x)) / 2 },
    float("DEGREES", "An angle in radians as degrees.", ("DEGREES(PI())", "180.0")) {
      (x) throws(ValueError) in x / .pi * 180
    },
    float("RADIANS", "An angle in degrees as radians.", ("RADIANS(180)", "3.141592653589793")) {
      (x) throws(ValueError) in x / 180 * .pi
    },
    ScalarFunction(
      "ATAN2", parameters: [Parameter("y", .number), Parameter("x", .number)], result: always(.float),
      summary: "The angle in radians of the point (x, y).", example: ("ATAN2(0, 1)", "0.0")
    ) { (arguments, _) throws(ValueError) in
      Cell(atan2(arguments[0].asDouble ?? .nan, arguments[1].asDouble ?? .nan))
    },
    ScalarFunction(
      "PI", parameters: [], result: always(.float), summary: "The number pi.",
      example: ("PI()", "3.141592653589793")
    ) {
      (_, _) throws(ValueError) in Cell(Double.pi)
    },
  ]

  private static func withinOne(_ x: Double, _ function: String) throws(ValueError) -> Double {
    guard !(x.magnitude > 1) else {
      throw ValueError(.numericOutOfRange, "`\(function)` takes a number from -1 to 1")
    }
    return x
  }
}
