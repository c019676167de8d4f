/// Roughly how often values of one property come again.
public struct ValueDistribution: Sendable {
  /// Nodes that have the property.
  public var count: Double
  /// How many nodes share the value of one that is drawn among them: the size of a group weighed by its size, as a join meets it.
  public var sharing: Double

  public init(count: Double, sharing: Double) {
    self.count = count
    self.sharing = sharing
  }
}

/// Groups of equal values, as they are met one after the other.
struct ValueRuns {
  private var count = 0.0
  private var squares = 0.0

  mutating func add(_ length: Int) {
    count += Double(length)
    squares += Double(length) * Double(length)
  }

  /// The mean size of a group, weighed by size. Nil when there are none.
  var sharing: Double? { count > 0 ? squares / count : nil }
}
