/// A growable buffer of ordinals or row numbers, reused from batch to batch. Belongs to one worker.
public final class OrdinalBuffer: @unchecked Sendable {
  public private(set) var base: UnsafeMutablePointer<UInt32>
  public private(set) var capacity: Int
  public var count = 0

  public init(capacity: Int = 2048) {
    self.capacity = max(1, capacity)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  @inlinable public var elements: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: base, count: count) }

  /// Makes room for `extra` more elements.
  public func reserve(_ extra: Int) {
    guard count + extra > capacity else { return }
    let larger = max(capacity * 2, count + extra)
    let copy = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
    copy.update(from: base, count: count)
    base.deallocate()
    base = copy
    capacity = larger
  }

  @inlinable public func append(_ element: UInt32) {
    if count == capacity { reserve(1) }
    base[count] = element
    count += 1
  }

  @inlinable public func removeAll() { count = 0 }
}
