/// The outcome of the language's `=`: three truth values, and one for values of types that are never equal.
@frozen public enum Equality: UInt8, Sendable {
  case notEqual, equal
  /// Null was involved.
  case unknown
  /// The types do not compare: an error 22G04 in GQL, false in openCypher.
  case incomparable
}

/// The outcome of the language's `<`, `<=`, `>`, `>=`.
@frozen public enum Comparison: UInt8, Sendable {
  case less, equal, greater
  /// NaN was involved: all four operators are false.
  case unordered
  /// Null was involved.
  case unknown
  /// The types do not compare: an error 22G04 in GQL, null in openCypher.
  case incomparable

  @inlinable init(_ ordering: Ordering) {
    switch ordering {
    case .less: self = .less
    case .equal: self = .equal
    case .greater: self = .greater
    }
  }
}
